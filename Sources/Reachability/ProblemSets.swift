// The three generated problem sets, and the manifest of seeds and hashes that checks them. A seed regenerates
// each file, so the repository keeps none of the files.

import Foundation
import Inputs

/// One generated set: its file, the seed and settings that make it, and the hash of its bytes.
public struct ProblemSet: Codable, Sendable, Hashable {
  /// File name, in the folder of the sets.
  public var file: String
  /// Which of the three sets it is; each has random streams of its own.
  public var split: Split
  /// Number of problems, 1 to `ProblemSets.largestCount`.
  public var problems: Int
  /// The seed that regenerates these problems.
  public var seed: UInt64
  /// What `neighbor_k` holds.
  public var neighbours: Neighbours
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var sha256: String
  /// The command that writes the file.
  public var command: String

  /// Draws `count` problems of `split`. Returns the record of the set, the problems and the bytes of their
  /// file; writes nothing.
  public static func generate(
    _ split: Split, count: Int, seed: UInt64, neighbours: Neighbours = .coconut, command: String
  ) -> (set: ProblemSet, problems: [Problem], bytes: Data) {
    let problems = Generator().problems(count, of: split, seed: seed)
    let bytes = ProblemFile.data(problems, neighbours: neighbours)
    let set = ProblemSet(
      file: "\(split.rawValue).json", split: split, problems: count, seed: seed, neighbours: neighbours,
      sha256: SHA256.digest(of: bytes), command: command)
    return (set, problems, bytes)
  }
}

/// The generated sets that chapters read.
public enum ProblemSets {
  /// The most problems of a generated set, so that its file (about 1.9 kB per problem) can be read.
  public static let largestCount = 100_000

  /// How many problems each published set has: 14,785, 257 and 419.
  public static func publishedCount(_ split: Split) -> Int {
    switch split {
    case .train: 14785
    case .valid: 257
    case .test: 419
    }
  }

  /// The problems of the file at `path`. A missing `…/prosqa/<train|valid|test>.json` is generated first,
  /// with the published number of problems, and `note` receives a line about it. Throws `InputError`.
  public static func read(_ path: String, seed: UInt64 = 0, note: (String) -> Void) throws -> [Problem] {
    let url = URL(fileURLWithPath: path)
    let isGenerated =
      url.deletingLastPathComponent().lastPathComponent == "prosqa" && url.pathExtension == "json"
    if isGenerated, !FileManager.default.fileExists(atPath: path),
      let split = Split(rawValue: url.deletingPathExtension().lastPathComponent)
    {
      let count = publishedCount(split)
      note("\(path) is missing: generating its \(count) problems with seed \(seed) (chapter 01)")
      let problems = Generator().problems(count, of: split, seed: seed)
      try ProblemFile.write(problems, to: path, neighbours: .coconut)
      return problems
    }
    return try ProblemFile.read(path)
  }

  /// Regenerates each set in `manifest` and checks its hash. If the set's file is in `folder`, its hash must
  /// agree too. Returns the recorded sets; throws `InputError` for the first difference.
  public static func verify(manifest: String, folder: String) throws -> [ProblemSet] {
    let sets = try readJSON([ProblemSet].self, from: manifest)
    guard !sets.isEmpty else {
      throw InputError(in: manifest, expected: "at least one set", found: "none", next: "generate the sets")
    }
    for (index, set) in sets.enumerated() {
      guard (1...largestCount).contains(set.problems) else {
        throw InputError(
          in: manifest, at: "[\(index)].problems", expected: "1 to \(largestCount)", found: "\(set.problems)",
          next: "generate the sets anew")
      }
      let made = ProblemSet.generate(
        set.split, count: set.problems, seed: set.seed, neighbours: set.neighbours, command: set.command)
      guard made.set.sha256 == set.sha256 else {
        throw InputError(
          in: manifest, at: "[\(index)].sha256", expected: made.set.sha256, found: set.sha256,
          next: "generate the sets anew")
      }
      let path = folder + "/" + made.set.file
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let found = try SHA256.digest(ofFile: path)
      guard found == set.sha256 else {
        throw InputError(
          in: path, expected: "SHA-256 \(set.sha256)", found: found, next: "delete it and run: \(set.command)"
        )
      }
    }
    return sets
  }
}
