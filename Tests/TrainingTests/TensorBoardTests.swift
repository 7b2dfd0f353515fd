// The event file of a run, read back by TensorBoard's own reader, and taken apart by hand where that is not installed.

import Foundation
import Inputs
import TestPrograms
import Testing

@Suite struct TensorBoardTests {
  /// Tags, steps and values by TensorBoard's reader.
  private static let script = """
    import sys
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
    events.Reload()
    for tag in sorted(events.Tags()["scalars"]):
        for event in events.Scalars(tag):
            print(tag, event.step, event.value)
    """

  @Test(.enabled(if: Python.has("tensorboard"), "needs Python with tensorboard (pip install tensorboard)"))
  func tensorBoardReadsEveryRow() throws {
    let run = SmallRun()
    try run.train(["max_steps=13"])
    try run.train(["max_steps=20", "--resume"])
    let read = try Python.run(["-c", Self.script, run.folder])
    #expect(read.status == 0, "\(read.errors)")
    let scalars = read.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func values(_ tag: String) -> [[Double]] {
      scalars.filter { $0[0] == tag }.map { [Double($0[1]) ?? .nan, Double($0[2]) ?? .nan] }
    }
    func column(_ file: String, _ name: String) throws -> [[Double]] {
      let lines = try String(contentsOfFile: run.folder + "/" + file, encoding: .utf8).split(separator: "\n")
      let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      let at = try #require(rows.first?.firstIndex(of: name))
      // Events hold 32-bit numbers; rows without the value have no event.
      return rows.dropFirst().compactMap { row in Float(row[at]).map { [Double(row[0]) ?? .nan, Double($0)] }
      }
    }
    for (tag, name) in [
      ("loss", "loss"), ("prediction_acc", "prediction_acc"), ("neighbor_candidate_acc", "candidate_acc"),
      ("epoch", "epoch"), ("step", "step"),
    ] {
      #expect(try values("train/" + tag) == column("training.csv", name), "train/\(tag)")
    }
    for (tag, name) in [
      ("loss", "loss"), ("prediction_acc", "prediction_acc"), ("neighbor_candidate_acc", "candidate_acc"),
      ("answer_acc", "answer_acc"),
    ] {
      #expect(try values("eval/" + tag) == column("metrics.csv", name), "eval/\(tag)")
    }
    #expect(values("train/loss").count >= 4 && values("eval/loss").count == 2)
  }

  @Test func recordsAreFramedWithTheirChecksums() throws {
    // The check value of CRC-32C, https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iscsi
    #expect(checksum(Data("123456789".utf8)) == 0xE306_9283)
    let run = SmallRun()
    try run.train(["max_steps=5"])
    let name = try #require(run.names.first { $0.hasPrefix("events.out.tfevents.") })
    var rest = try Data(contentsOf: URL(fileURLWithPath: run.folder + "/" + name))[...]
    var events = 0
    while !rest.isEmpty {
      let length = Int(number(rest.prefix(8)))
      #expect(number(rest.dropFirst(8).prefix(4)) == UInt64(masked(checksum(rest.prefix(8)))))
      let event = rest.dropFirst(12).prefix(length)
      #expect(number(rest.dropFirst(12 + length).prefix(4)) == UInt64(masked(checksum(event))))
      rest = rest.dropFirst(16 + length)
      events += 1
    }
    // The version, one row of training, one evaluation.
    #expect(events > 8)
  }

  private func number(_ bytes: Data) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

  private func masked(_ crc: UInt32) -> UInt32 { (crc >> 15 | crc << 17) &+ 0xA282_EAD8 }

  /// CRC-32C, bit by bit.
  private func checksum(_ data: Data) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in data {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }
}
