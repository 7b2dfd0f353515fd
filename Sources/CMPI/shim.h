// What Swift cannot import: MPI's constants that are macros over casts, and a call of the system. It computes nothing.
#include <mpi.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static inline MPI_Comm shim_comm_world(void) { return MPI_COMM_WORLD; }
static inline MPI_Datatype shim_float(void) { return MPI_FLOAT; }
static inline MPI_Datatype shim_byte(void) { return MPI_BYTE; }
static inline MPI_Datatype shim_int64(void) { return MPI_INT64_T; }
static inline MPI_Datatype shim_int32(void) { return MPI_INT32_T; }
static inline MPI_Status *shim_no_statuses(void) { return MPI_STATUSES_IGNORE; }
static inline const void *shim_in_place(void) { return MPI_IN_PLACE; }
static inline MPI_Op shim_max(void) { return MPI_MAX; }
static inline MPI_Info shim_no_info(void) { return MPI_INFO_NULL; }

// Reads another process's memory; the result and errno are the system's.
static inline long shim_process_vm_readv(pid_t pid, const struct iovec *to, const struct iovec *from) {
  return syscall(SYS_process_vm_readv, pid, to, 1L, from, 1L, 0L);
}
