import CMPI
import Yams
let worldProbe = shim_comm_world
