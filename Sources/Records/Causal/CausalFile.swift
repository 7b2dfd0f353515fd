// What the records of all causal tests share: which test, on which problems and models. Each test's result has a file of its
// own beside this one; module Superposition measures them.

import Inputs
import Reachability

/// Names of the causal tests of chapter 07; each writes `causal-<name>.json` (`CausalFile`).
public enum CausalName: String, CaseIterable, Sendable, Codable {
  /// `ReadThoughts`.
  case read
  /// `NeededThoughts`.
  case needed
  /// `RewrittenThoughts`.
  case rewrite
  /// `ReplacedThoughts`.
  case replace
  /// `PositionOrder`.
  case order
  /// `OutOfDistribution`.
  case distribution
  /// `ForcedChain`.
  case chain
  /// `Evenness`.
  case evenness

  /// The file's name.
  public var file: String { "causal-\(rawValue).json" }
}

/// One causal test's raw data: the same test on several models.
public struct CausalFile<Result: Codable & Sendable>: Codable, Sendable {
  /// A model and what the test found.
  public struct Measured: Codable, Sendable {
    /// The model's name: that of its checkpoint folder, or `construction`.
    public var name: String
    /// The checkpoint folder, as it was named; nil for the construction.
    public var checkpoint: String?
    /// The commit that the run recorded; nil where there is no record beside the checkpoint.
    public var commit: String?
    /// Seed of the run; nil where there is no record.
    public var seed: UInt64?
    /// The loss it was trained on; nil where there is no record.
    public var loss: Loss?
    /// What stood in the places of thoughts when it was trained and stands there in the test: `continuous` thoughts, or
    /// `pause` or `discrete` tokens (module Coconut, `Feedback`); nil where there is no record.
    public var feedback: String?
    /// What the test found.
    public var result: Result

    package init(
      name: String, checkpoint: String?, run: RunRecord?, feedback: String?, result: Result
    ) {
      (self.name, self.checkpoint, self.commit) = (name, checkpoint, run?.parts.last?.commit)
      (self.seed, self.loss, self.feedback, self.result) = (run?.seed, run?.loss, feedback, result)
    }

    /// Whether it reads its own continuous thoughts; a control reads tokens in their place.
    public var thinks: Bool { feedback ?? "continuous" == "continuous" }
  }

  /// The test's name, part of the file's name.
  public var test: CausalName
  /// What is measured, in words.
  public var definition: String
  /// The problem file, as it was named, with the SHA-256 of its bytes; per-problem outcomes are in its order.
  public var testFile: String
  /// SHA-256 of the problem file, in hexadecimal.
  public var testFileSHA256: String
  /// One entry a model.
  public var models: [Measured]

  package init(
    _ test: CausalName, definition: String, testFile: String, testFileSHA256: String, models: [Measured]
  ) {
    (self.test, self.definition, self.testFile) = (test, definition, testFile)
    (self.testFileSHA256, self.models) = (testFileSHA256, models)
  }

  /// The content of a test's file. Throws `InputError` when it cannot be read or holds another test's result.
  public static func read(_ path: String) throws -> CausalFile {
    try readJSON(Self.self, from: path, next: earlierRecord)
  }

  /// The record at `path` with this one's models in place of its own of the same names, and new ones at its end. Throws `InputError` when that one cannot be read, or
  /// is about other problems or by another definition.
  public func adding(to path: String) throws -> CausalFile {
    let earlier = try Self.read(path)
    for (key, before, now) in [
      ("definition", earlier.definition, definition),
      ("testFileSHA256", earlier.testFileSHA256, testFileSHA256),
    ] where before != now {
      throw InputError(
        in: path, at: key, expected: now, found: before, next: "measure all models anew, without --add")
    }
    var sum = self
    sum.models =
      earlier.models.map { model in models.first { $0.name == model.name } ?? model }
      + models.filter { earlier.result($0.name) == nil }
    return sum
  }

  /// The models that figures show: those of seed 0 and those without a seed that read thoughts. Claims ask all seeds.
  public var shown: [Measured] { models.filter { ($0.seed ?? 0) == 0 && $0.thinks } }

  /// The controls, which read tokens in the places of thoughts.
  public var controls: [Measured] { models.filter { !$0.thinks } }

  /// The result of the model `name`; nil if it was not tested.
  public func result(_ name: String) -> Result? { models.first { $0.name == name }?.result }
}

/// A share of problems, with a 95 % bootstrap interval over them.
public struct Share: Sendable, Hashable {
  /// Problems that were asked.
  public var count: Int
  /// The share, 0 … 1; 0 of none.
  public var value: Double
  /// The interval; nil without problems.
  public var interval: ClosedRange<Double>?
}

/// What happened on each problem: one letter a problem, `-` where it was not asked. Written as one string.
public struct Outcomes: Codable, Sendable, Hashable {
  /// The letters (ASCII), in the order of the problems.
  public var letters: [UInt8]

  /// One letter a problem; nil where it was not asked.
  package init(_ letters: [Character?]) { self.letters = letters.map { ($0 ?? "-").asciiValue ?? 0x2D } }

  /// Yes (`1`), no (`0`) or not asked (`-`), one a problem.
  package init(_ answers: [Bool?]) { self.init(answers.map { $0.map { $0 ? "1" : "0" } }) }

  /// Reads the string.
  public init(from decoder: any Decoder) throws {
    letters = Array(try decoder.singleValueContainer().decode(String.self).utf8)
  }

  /// Writes the string.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.singleValueContainer()
    try box.encode(String(decoding: letters, as: UTF8.self))
  }

  /// For each problem whether its letter is one of `wanted`; nil where it was not asked.
  public func isAmong(_ wanted: String) -> [Bool?] {
    letters.map { $0 == 0x2D ? nil : wanted.utf8.contains($0) }
  }

  /// The share of problems asked whose letter is one of `wanted`, with its bootstrap interval.
  public func share(_ wanted: String) -> Share {
    let asked = isAmong(wanted).compactMap { $0 }
    return Share(
      count: asked.count, value: Double(asked.count { $0 }) / Double(max(asked.count, 1)),
      interval: bootstrapInterval(asked))
  }
}

/// `value` with `digits` digits after the point, as records keep per-problem numbers.
package func rounded(_ value: Double, _ digits: Int = 3) -> Double {
  let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
  return (value * unit).rounded() / unit
}
