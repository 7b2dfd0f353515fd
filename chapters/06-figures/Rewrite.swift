// Updates records written by an earlier version to today's keys. Numbers stay as they are.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Records

struct Rewrite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rewrite the records of a folder with today's names and keys, each on one line.")

  @Argument(help: "Folder with records.")
  var folder = "data"

  /// Former file names, each with today's name.
  private static let oldNames = ["theory-thought-step.json": TheoryName.nextThought.file]

  func run() throws {
    for (old, new) in Self.oldNames where FileManager.default.fileExists(atPath: "\(folder)/\(old)") {
      guard rename("\(folder)/\(old)", "\(folder)/\(new)") == 0 else {
        throw writeError("\(folder)/\(new)", errno)
      }
      print("renamed \(folder)/\(old) to \(new)")
    }
    for schema in RecordSchema.all {
      for path in RawFiles.find(in: folder, matching: [schema.pattern]).paths {
        let name = (path as NSString).lastPathComponent
        let rewritten = try readJSON(JSONValue.self, from: path).renamed(in: name).naming(
          instructionsIn: name)
        // Check the new text against its schema before replacing the old file.
        let trial = path + ".rewritten"
        defer { unlink(trial) }
        try writeJSON(rewritten, to: trial)
        try schema.check(trial)
        if try readFile(trial) != readFile(path) {
          try writeJSON(rewritten, to: path)
          print("rewrote \(path)")
        }
      }
    }
  }
}

/// Any JSON value, with numbers unchanged.
private enum JSONValue: Codable {
  case null, flag(Bool), whole(Int), number(Double), text(String), list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let value = try? box.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? box.decode(Int.self), abs(value) < 1 << 53 {
      self = .whole(value)
    } else if let value = try? box.decode(Double.self) {
      self = .number(value)
    } else if let value = try? box.decode(String.self) {
      self = .text(value)
    } else if let value = try? box.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try box.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var box = encoder.singleValueContainer()
    switch self {
    case .null: try box.encodeNil()
    case .flag(let value): try box.encode(value)
    case .whole(let value): try box.encode(value)
    case .number(let value): try box.encode(value)
    case .text(let value): try box.encode(value)
    case .list(let value): try box.encode(value)
    case .object(let value): try box.encode(value)
    }
  }

  /// The record of the file `name` with today's keys: c for thoughts made (once hop), names for lists by c
  /// (once steps), stepLength in gradient descent (once step), readAccuracy by c (once hopAccuracy). Verdicts in theory records are dropped.
  func renamed(in name: String) -> JSONValue {
    let keys: [String: String?] =
      switch name {
      case TheoryName.flow.file: ["hop": "c", "claims": nil]
      case TheoryName.keyQuery.file: ["hop": "c", "step": "stepLength", "claims": nil]
      case TheoryName.simplified.file: ["step": "stepLength", "hopAccuracy": "readAccuracy", "claims": nil]
      case ProbeName.edgeAttention.file: ["steps": "reads"]
      case ProbeName.thoughtContent.file: ["steps": "thoughts"]
      case _ where name.hasPrefix("theory-"): ["claims": nil]
      default: [:]
      }
    return renaming(keys)
  }

  /// The benchmark's record with the instruction set and OpenBLAS's kernels in each row. Where a row lacks them, the
  /// machine's kernels tell: those for AVX-512 have these names, and no other build was timed then. (There was one such file.)
  func naming(instructionsIn name: String) -> JSONValue {
    guard name == "benchmark.json", case .object(var record) = self,
      case .list(let rows) = record["rows"],
      case .object(let machine) = record["machine"], case .text(let blas) = machine["blas"]
    else { return self }
    let wide = ["SkylakeX", "Cooperlake", "SapphireRapids"].contains(blas)
    let names = ["instructions": JSONValue.text(wide ? "AVX-512" : "AVX2"), "blas": .text(blas)]
    record["rows"] = .list(
      rows.map { row in
        guard case .object(let row) = row else { return row }
        return .object(row.merging(names) { own, _ in own })
      })
    return .object(record)
  }

  private func renaming(_ keys: [String: String?]) -> JSONValue {
    switch self {
    case .list(let values): .list(values.map { $0.renaming(keys) })
    case .object(let values):
      .object(
        values.reduce(into: [:]) { object, pair in
          let name = keys[pair.key] ?? pair.key
          // A key without a value says no more than a missing key, so drop it.
          if let name, !pair.value.isNull { object[name] = pair.value.renaming(keys) }
        })
    default: self
    }
  }

  private var isNull: Bool { if case .null = self { true } else { false } }
}
