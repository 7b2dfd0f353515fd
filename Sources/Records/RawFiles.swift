// Finds the data files behind a figure or a claim, and reads the origin that they record.

import Foundation
import Inputs

/// Raw data files that belong together.
public struct RawFiles: Sendable {
  /// Paths, sorted.
  public let paths: [String]

  /// The files at `paths`.
  public init(paths: [String]) { self.paths = paths.sorted() }

  /// The files of `folder` that match one of `patterns`.
  public static func find(in folder: String, matching patterns: [String]) -> RawFiles {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return RawFiles(
      paths: names.filter { name in patterns.contains { RawFiles.matches(name, $0) } }.map {
        "\(folder)/\($0)"
      })
  }

  /// The paths whose file names match `pattern`.
  public func matching(_ pattern: String) -> [String] {
    paths.filter { RawFiles.matches(($0 as NSString).lastPathComponent, pattern) }
  }

  /// The records in the files whose names match `pattern`, in the order of the paths. Throws `InputError` for a file that cannot
  /// be read.
  public func records<Record: Decodable>(_ type: Record.Type, _ pattern: String = "*") throws -> [Record] {
    try matching(pattern).map { try readJSON(type, from: $0) }
  }

  /// The origin that a drawing states in its file: the hash of every raw file and the commits of the runs.
  /// Throws `InputError` for a file that cannot be read.
  public func keywords() throws -> [String] {
    let files = try paths.map {
      "raw data \(($0 as NSString).lastPathComponent) sha256 \(try SHA256.digest(ofFile: $0))"
    }
    let commits = Set(paths.flatMap(recordedCommits)).sorted()
    return files
      + (commits.isEmpty ? ["commit of the run not recorded"] : commits.map { "run's commit \($0)" })
  }

  static func matches(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return name == pattern }
    guard name.hasPrefix(first), name.count >= first.count + last.count, name.hasSuffix(last) else {
      return false
    }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}

/// The records in `folder` whose names match `pattern`, sorted by name; none if there is no such folder.
/// Throws `InputError` for a file that cannot be read.
public func records<Record: Decodable>(
  _ type: Record.Type, _ pattern: String, in folder: String = "data"
) throws -> [Record] {
  try RawFiles.find(in: folder, matching: [pattern]).records(type)
}

/// The commits that a JSON file names: at the top, in its `provenance` or `analysis_metadata`, in the last of its `parts`,
/// in the runs of its `variants`.
private func recordedCommits(_ path: String) -> [String] {
  struct Place: Decodable { let commit: String? }
  struct Variant: Decodable { let runs: [Place]? }
  struct Origin: Decodable {
    let commit: String?
    let provenance: Place?
    let metadata: Place?
    let parts: [Place]?
    let variants: [Variant]?
    enum CodingKeys: String, CodingKey {
      case commit, provenance, parts, variants
      case metadata = "analysis_metadata"
    }
  }
  // A file of another shape names no commit. The code that draws it reports what is wrong.
  guard let data = try? readFile(path), let origin = try? JSONDecoder().decode(Origin.self, from: data) else {
    return []
  }
  let places = [origin.provenance, origin.metadata, origin.parts?.last]
  let runs = (origin.variants ?? []).flatMap { $0.runs ?? [] }
  return ([origin.commit] + (places + runs).map { $0?.commit }).compactMap { $0 }
}
