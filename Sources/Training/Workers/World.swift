// The processes of a run (MPI), or the one there is without mpirun. It moves bytes and ends processes together; what
// they compute, and in which order gradients are added (GradientExchange.swift), is not its business.

import CMPI
import Foundation
import Inputs

/// All processes of a run. Rank 0 prints and writes; the others' standard output is closed when they join.
///
/// Every call that names all ranks must be made by all of them, in the same order, from the thread that joined.
public final class World: Sendable {
  /// This process among all, from 0.
  public let rank: Int
  /// How many processes there are.
  public let size: Int
  /// How many of them run on this machine.
  public let localSize: Int
  private let usesMPI: Bool

  /// Whether this process prints and writes.
  public var isFirst: Bool { rank == 0 }

  /// The one process there is without a launcher.
  public static let alone = World(rank: 0, size: 1, localSize: 1, usesMPI: false)

  private init(rank: Int, size: Int, localSize: Int, usesMPI: Bool) {
    self.rank = rank
    self.size = size
    self.localSize = localSize
    self.usesMPI = usesMPI
  }

  /// Runs `body` in the world this process was started in: by mpirun or a like launcher, or alone.
  ///
  /// An error of one process ends all of them, with that one message and exit code 1; alone, it is thrown.
  public static func run<Result>(_ body: (World) throws -> Result) throws -> Result {
    let world = join()
    let result = try world.perform { try body(world) }
    world.leave()
    return result
  }

  /// Does `body` on this rank. An error ends all processes as in `run`; alone, it is thrown. For programs that `join`
  /// and `leave` themselves.
  public func perform<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch {
      guard usesMPI else { throw error }
      // What stops every rank (a wrong configuration, say) is rank 0's to tell: the others give it time to end them.
      if rank != 0 { Thread.sleep(forTimeInterval: 1) }
      let place = rank == 0 ? "" : "rank \(rank): "
      end(saying: place + InputError.printable("\(error)", atMost: 1600), code: 1)
    }
  }

  /// Parts from the other ranks; the last thing that is done with a world.
  public func leave() { if usesMPI { MPI_Finalize() } }

  /// Writes a line to the standard error, from the first rank alone: what all ranks notice is said once.
  public func warn(_ line: String) { if isFirst { complain(line) } }

  /// Ends all processes with exit code `code` and one line on the standard error.
  public func end(saying line: String, code: Int32) -> Never {
    complain(line)
    if usesMPI { MPI_Abort(shim_comm_world(), code) }
    exit(code)
  }

  /// Joins the world this process was started in: by mpirun or a like launcher, or alone. Once in a program.
  public static func join() -> World {
    let environment = ProcessInfo.processInfo.environment
    // Set by mpirun, and by srun --mpi=pmix. Without them MPI is left alone.
    let isLaunched = ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"].contains { environment[$0] != nil }
    guard isLaunched else { return .alone }
    // Open MPI 4 takes it for granted that ranks may read each other's memory, and prints an error a message where not.
    if !mayReadOtherProcesses() { setenv("OMPI_MCA_btl_vader_single_copy_mechanism", "none", 0) }
    var provided: Int32 = 0
    var rank: Int32 = 0
    var size: Int32 = 1
    MPI_Init_thread(nil, nil, Int32(MPI_THREAD_FUNNELED), &provided)
    MPI_Comm_rank(shim_comm_world(), &rank)
    MPI_Comm_size(shim_comm_world(), &size)
    var local: MPI_Comm?
    var localSize: Int32 = 1
    MPI_Comm_split_type(shim_comm_world(), Int32(MPI_COMM_TYPE_SHARED), 0, shim_no_info(), &local)
    MPI_Comm_size(local, &localSize)
    MPI_Comm_free(&local)
    if rank != 0, let nowhere = fopen("/dev/null", "w") { dup2(fileno(nowhere), STDOUT_FILENO) }
    return World(rank: Int(rank), size: Int(size), localSize: Int(localSize), usesMPI: true)
  }

  /// Whether this process may read another's memory, as Open MPI's ranks on one machine do: it tries with a child, which
  /// waits meanwhile.
  ///
  /// Containers refuse it in several ways (seccomp, AppArmor, capabilities), so trying is surer than reading settings.
  private static func mayReadOtherProcesses() -> Bool {
    let (child, input) = (Process(), Pipe())
    child.executableURL = URL(fileURLWithPath: "/bin/cat")
    child.standardInput = input
    guard (try? child.run()) != nil else { return false }
    defer {
      try? input.fileHandleForWriting.close()
      child.waitUntilExit()
    }
    return withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { byte in
      var to = iovec(iov_base: byte.baseAddress, iov_len: 1)
      // Nothing lies at address 0: whoever may read is told so, and whoever may not is told that.
      var from = iovec(iov_base: nil, iov_len: 1)
      return shim_process_vm_readv(child.processIdentifier, &to, &from) < 0 && errno == EFAULT
    }
  }

  // MARK: - Together

  /// Waits until every rank is here.
  public func barrier() { if usesMPI { MPI_Barrier(shim_comm_world()) } }

  /// The largest of all ranks' values: how ranks agree to stop, for example.
  public func largest(_ value: Int) -> Int {
    guard usesMPI else { return value }
    var mine = Int64(value)
    var all = mine
    MPI_Allreduce(&mine, &all, 1, shim_int64(), shim_max(), shim_comm_world())
    return Int(all)
  }

  /// Rank 0's items, on every rank.
  public func broadcast<Item: BitwiseCopyable>(_ items: [Item]) -> [Item] {
    let count = largest(isFirst ? items.count : 0)
    guard usesMPI, count > 0 else { return isFirst ? items : [] }
    return Array(unsafeUninitializedCapacity: count) { buffer, filled in
      if isFirst { _ = buffer.initialize(from: items) }
      broadcast(UnsafeMutableRawBufferPointer(buffer))
      filled = count
    }
  }

  /// Overwrites `bytes` with rank 0's; as many on every rank.
  public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
    guard usesMPI else { return }
    // MPI counts in 32 bits.
    for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
      let count = min(bytes.count - start, 1 << 30)
      MPI_Bcast(bytes.baseAddress.map { $0 + start }, Int32(count), shim_byte(), 0, shim_comm_world())
    }
  }

  /// Every rank's items, by rank, on every rank; their numbers may differ.
  public func gather<Item: BitwiseCopyable>(_ items: [Item]) -> [[Item]] {
    guard usesMPI else { return [items] }
    var mine = Int32(items.count * MemoryLayout<Item>.stride)
    var counts = [Int32](repeating: 0, count: size)
    MPI_Allgather(&mine, 1, shim_int32(), &counts, 1, shim_int32(), shim_comm_world())
    var starts = counts.indices.map { counts[..<$0].reduce(0, +) }
    let total = Int(counts.reduce(0, +)) / MemoryLayout<Item>.stride
    let all = [Item](unsafeUninitializedCapacity: total) { buffer, filled in
      items.withUnsafeBufferPointer { sent in
        _ = MPI_Allgatherv(
          sent.baseAddress, mine, shim_byte(), buffer.baseAddress, &counts, &starts, shim_byte(),
          shim_comm_world())
      }
      filled = total
    }
    return zip(starts, counts).map { start, count in
      let first = Int(start) / MemoryLayout<Item>.stride
      return Array(all[first..<first + Int(count) / MemoryLayout<Item>.stride])
    }
  }

  // MARK: - Floats between ranks

  /// A run of floats to send to, or to receive from, another rank.
  struct Transfer {
    let peer: Int
    let floats: UnsafeMutablePointer<Float>
    let count: Int
  }

  /// Sends and receives all at once, and waits. Between two ranks, sends and receives match in order.
  func exchange(send: [Transfer], receive: [Transfer]) {
    guard usesMPI else { return }
    var requests = [MPI_Request?](repeating: nil, count: send.count + receive.count)
    requests.withUnsafeMutableBufferPointer { requests in
      var next = requests.startIndex
      for (transfers, isSend) in [(receive, false), (send, true)] {
        for transfer in transfers {
          let (count, peer) = (Int32(transfer.count), Int32(transfer.peer))
          let request = requests.baseAddress.map { $0 + next }
          if isSend {
            MPI_Isend(transfer.floats, count, shim_float(), peer, 0, shim_comm_world(), request)
          } else {
            MPI_Irecv(transfer.floats, count, shim_float(), peer, 0, shim_comm_world(), request)
          }
          next += 1
        }
      }
      MPI_Waitall(Int32(requests.count), requests.baseAddress, shim_no_statuses())
    }
  }

  /// Fills `floats` from all ranks: `slices[r]` comes from rank r.
  func gatherSlices(_ floats: UnsafeMutablePointer<Float>, _ slices: [Range<Int>]) {
    guard usesMPI else { return }
    MPI_Allgatherv(
      shim_in_place(), 0, shim_float(), floats, slices.map { Int32($0.count) },
      slices.map { Int32($0.lowerBound) }, shim_float(), shim_comm_world())
  }
}
