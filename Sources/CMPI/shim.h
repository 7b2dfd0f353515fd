// MPI's constants are macros over casts, which Swift does not import: these functions name them.
#include <mpi.h>

static inline MPI_Comm shim_comm_world(void) { return MPI_COMM_WORLD; }
static inline MPI_Datatype shim_float(void) { return MPI_FLOAT; }
static inline MPI_Datatype shim_double(void) { return MPI_DOUBLE; }
static inline MPI_Datatype shim_byte(void) { return MPI_BYTE; }
static inline MPI_Datatype shim_int64(void) { return MPI_INT64_T; }
static inline MPI_Datatype shim_int32(void) { return MPI_INT32_T; }
static inline MPI_Status *shim_no_statuses(void) { return MPI_STATUSES_IGNORE; }
static inline const void *shim_in_place(void) { return MPI_IN_PLACE; }
static inline MPI_Op shim_max(void) { return MPI_MAX; }
