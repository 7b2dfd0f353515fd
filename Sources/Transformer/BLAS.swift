import COpenBLAS
let blasProbe = openblas_get_corename
