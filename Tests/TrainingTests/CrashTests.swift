// What a run survives: SIGKILL at any moment, torn files, a full disk, no permission, SIGINT and SIGTERM.
// `KILLS=50` makes the long form (./build.sh soak).

import Foundation
import Randomness
import TestPrograms
import Testing

@Suite(.serialized) struct CrashTests {
  /// Saves at every step, so that many kills fall into a write.
  private let busy = ["checkpoint_every_steps=1", "keep_last=3"]

  @Test func survivesKills() throws {
    let wanted = Reliability.amount("KILLS", short: 4)
    let clock = ContinuousClock()
    let whole = SmallRun()
    let length = try clock.measure { try whole.train(busy) } / .seconds(1)
    #expect(try whole.bytes() == SmallRun.straight)
    var random = RandomStream(17)
    var (kills, starts, resumed, survived) = (0, 0, 0, 0)
    while kills < wanted && starts < 20 * wanted {
      let run = SmallRun()
      let killsBefore = kills
      var status: Int32 = -SIGKILL
      while status == -SIGKILL && starts < 20 * wanted {
        starts += 1
        let delay = random.uniform() * length
        let isLast = kills >= wanted
        let ending = try run.train(busy + ["--resume"]) { process in
          if isLast { return }
          Thread.sleep(forTimeInterval: delay)
          kill(process.processIdentifier, SIGKILL)
        }
        status = ending.status
        if status == -SIGKILL { kills += 1 }
        if ending.output.contains("resumed") { resumed += 1 }
        #expect(status == -SIGKILL || status == 0, "\(ending.errors)")
      }
      let isWhole = try run.bytes() == SmallRun.straight
      #expect(isWhole)
      if isWhole { survived += kills - killsBefore }
      #expect(!run.names.contains { $0.hasPrefix(".partial") || $0.hasSuffix(".partial") })
    }
    #expect(kills >= wanted, "\(kills) of \(starts) starts were killed")
    Reliability.add(
      "kills", tried: kills, passed: survived, suite: "CrashTests/survivesKills", amount: "KILLS")
    print("survived \(survived) of \(kills) kills in \(starts) starts, \(resumed) resumed from a checkpoint")
  }

  /// Ways to spoil the newest checkpoint.
  enum Damage: String, CaseIterable {
    case truncate, flip, remove, empty
  }

  @Test(
    arguments: Damage.allCases, ["model.safetensors", "optimizer.safetensors", "config.json", "state.json"])
  func passesOverABrokenCheckpoint(damage: Damage, file: String) throws {
    let run = SmallRun()
    try run.train(["max_steps=20", "keep_last=2"])
    let path = run.folder + "/checkpoint_4/" + file
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    switch damage {
    case .truncate: data = data.dropLast(data.count / 3)
    case .flip: data[data.startIndex + data.count / 2] ^= 0x80
    case .empty: data = Data()
    case .remove: try FileManager.default.removeItem(atPath: path)
    }
    if damage != .remove { try data.write(to: URL(fileURLWithPath: path)) }
    let ending = try run.train(["--resume", "keep_last=2"])
    let lines = ending.output.split(separator: "\n")
    #expect(ending.status == 0 && ending.errors == "")
    #expect(lines.count == 2 && lines.last == "resumed from step 15", "\(ending.output)")
    #expect(lines.first?.hasPrefix("warning: skipped: \(run.folder)/checkpoint_4/\(file)") == true)
    #expect(try run.bytes() == SmallRun.straight)
  }

  @Test func aBrokenLaterCheckpointDoesNotPushOutGoodOnes() throws {
    let run = SmallRun()
    try run.train(["max_steps=20"])
    try Data("{}".utf8).write(to: URL(fileURLWithPath: run.folder + "/checkpoint_4/model.safetensors"))
    try run.train(["--resume", "keep_last=1", "max_steps=17"])
    #expect(run.latest == "checkpoint_step_17")
    #expect(try run.train(["--resume"]).output.hasSuffix("resumed from step 17\n"))
    #expect(try run.bytes() == SmallRun.straight)
  }

  /// A tmpfs too small for a second checkpoint; where none can be mounted, a limit on the size of files.
  @Test func aFullDiskEndsInOneLineAndCostsNothing() throws {
    let home = try Folder()
    let disk = home.path
    let isMounted = shell("mount -t tmpfs -o size=400k tmpfs '\(disk)'")
    defer { if isMounted { _ = shell("umount '\(disk)'") } }
    guard isMounted else {
      print("skipped: a tmpfs cannot be mounted here")
      return
    }
    let run = SmallRun(in: disk)
    let full = try run.train()
    #expect(full.status == 1 && full.errors.split(separator: "\n").count == 1, "\(full.errors)")
    #expect(full.errors.contains("no space left on device") && full.errors.contains("make room"))
    #expect(shell("mount -o remount,size=20m '\(disk)'"))
    let ending = try run.train(["--resume"])
    #expect(
      ending.status == 0 && ending.output.hasPrefix("resumed from step"), "\(ending.output)\(ending.errors)")
    #expect(try run.bytes() == SmallRun.straight)
  }

  @Test(
    .disabled(if: Sanitizer.isThread, "ThreadSanitizer's own files are larger than the limit"))
  func aLimitOnFilesEndsInOneLineAndCostsNothing() throws {
    let run = SmallRun()
    try run.train(["max_steps=5"])
    // 16 blocks of 512 or 1024 bytes: less than the weights take.
    let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"]
    let ending = try run.train(["--resume"], below: limited)
    #expect(ending.status == 1 && ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
    #expect(ending.errors.contains("file too large"))
    #expect(try run.train(["--resume"]).output == "resumed from step 5\n")
    #expect(try run.bytes() == SmallRun.straight)
  }

  /// As root, permissions mean nothing: another user is asked to write.
  @Test func withoutPermissionNothingIsLost() throws {
    let run = SmallRun()
    try run.train(["max_steps=5"])
    let user = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    if getuid() == 0
      && !shell("setpriv --reuid=65534 --regid=65534 --clear-groups test -x '\(programFolder)'")
    {
      print("skipped: another user cannot start the program here")
      return
    }
    chmod(run.folder, 0o555)
    let ending = try run.train(["--resume"], below: user)
    chmod(run.folder, 0o755)
    #expect(ending.status == 1 && ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
    #expect(ending.errors.contains("permission denied"))
    #expect(try run.train(["--resume"]).output == "resumed from step 5\n")
    #expect(try run.bytes() == SmallRun.straight)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalSavesTheStep(number: Int32) throws {
    let run = SmallRun()
    // Long enough not to end by itself; the signal comes when the first checkpoint is there.
    let ending = try run.train(["num_epochs=1000", "checkpoint_every=1", "keep_last=2"]) { process in
      while run.latest == nil && process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
      kill(process.processIdentifier, number)
    }
    #expect(ending.status == 128 + number && ending.errors == "")
    let state = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: run.folder + "/latest/state.json")))
    let step = try #require((state as? [String: Any])?["step"] as? Int)
    #expect(step >= 5)
    let straight = SmallRun()
    try straight.train(["num_epochs=1000", "max_steps=\(step)", "checkpoint_every=0"])
    #expect(try run.bytes("latest") == straight.bytes("latest"))
  }

  private var programFolder: String {
    URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent().path
      + "/RankCheck"
  }

  private func shell(_ command: String) -> Bool { (try? Program.shell(command))?.status == 0 }
}
