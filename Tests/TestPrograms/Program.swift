// Starts this package's programs from tests, alone or under mpirun.

import Foundation

/// A program beside the tests, run to its end.
public struct Program {
  /// Its exit status, or −(signal) when a signal ended it.
  public let status: Int32
  /// What it printed on the standard output.
  public let output: String
  /// What it printed on the standard error.
  public let errors: String

  /// Whether Open MPI's mpirun is there.
  public static let hasMPI = ["/usr/bin/mpirun", "/usr/local/bin/mpirun"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Runs `name` with `arguments`; under `mpirun -n ranks` if `ranks` is given, below another command with `below`.
  /// - Parameter disturb: called once the program has started; it may send it signals.
  public init(
    _ name: String, _ arguments: [String] = [], ranks: Int? = nil, below: [String] = [],
    disturb: (Process) -> Void = { _ in }
  ) throws {
    // The build folder, where SwiftPM puts test runner and programs side by side.
    let runner = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    let program = runner.deletingLastPathComponent().appendingPathComponent(name).path
    // One mpirun may remove the folder of sessions that another is about to use: each has its own.
    let sessions = FileManager.default.temporaryDirectory.path + "/mpi-" + UUID().uuidString.prefix(8)
    defer { try? FileManager.default.removeItem(atPath: sessions) }
    if ranks != nil {
      try FileManager.default.createDirectory(atPath: sessions, withIntermediateDirectories: true)
    }
    let launch =
      ranks.map {
        ["mpirun", "-q", "-n", "\($0)", "--oversubscribe", "--bind-to", "none"]
          + ["--mca", "orte_tmpdir_base", sessions]
      } ?? []
    try self.init(command: below + launch + [program] + arguments, disturb: disturb)
  }

  /// Runs a shell command.
  public static func shell(_ command: String) throws -> Program {
    try Program(command: ["sh", "-c", command])
  }

  /// Runs a command that is found on the search path.
  init(command: [String], disturb: (Process) -> Void = { _ in }) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging([
      "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    ]) { $1 }
    // Files, not pipes: a full pipe would stop the program.
    let base = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { for end in [".out", ".err"] { try? FileManager.default.removeItem(atPath: base + end) } }
    for end in [".out", ".err"] { _ = FileManager.default.createFile(atPath: base + end, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: base + ".out")
    process.standardError = FileHandle(forWritingAtPath: base + ".err")
    // Test threads block signals; a program that they start would inherit that.
    var (none, mine) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &mine)
    defer { pthread_sigmask(SIG_SETMASK, &mine, nil) }
    try process.run()
    disturb(process)
    process.waitUntilExit()
    status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = try String(contentsOfFile: base + ".out", encoding: .utf8)
    errors = try String(contentsOfFile: base + ".err", encoding: .utf8)
  }
}
