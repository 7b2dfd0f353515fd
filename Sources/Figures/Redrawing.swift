// Draws declared figures that are not up to date, and says why. What is declared stands in Catalogue.swift.

import Foundation
import Inputs
import Plotting
import Records

/// A folder of figures that are kept up to date with a folder of raw data.
///
/// What each file was drawn from is recorded in `.drawn.json` beside the figures.
public struct Redrawing: Sendable {
  /// The folder of raw data.
  public let data: String
  /// The folder that figures are drawn into.
  public let out: String
  /// Format of the files, and their extension.
  public let format: PageFormat
  /// Whether figures are drawn even if nothing changed.
  public let force: Bool
  /// A hash that changes with the drawing code.
  public let code: String

  /// What happened to a figure.
  public enum Outcome: Hashable, Sendable {
    /// Drawn, and why.
    case drawn(String)
    /// Neither raw data nor drawing code changed.
    case upToDate
    /// There are no raw data; the command that makes them.
    case missing(String)
  }

  /// A folder of figures.
  public init(data: String, out: String, format: PageFormat, force: Bool, code: String) {
    self.data = data
    self.out = out
    self.format = format
    self.force = force
    self.code = code
  }

  /// The hash of the running program, which holds all drawing code. Throws `InputError` where it cannot be read.
  public static func programHash() throws -> String {
    try SHA256.digest(ofFile: Bundle.main.executablePath ?? CommandLine.arguments[0])
  }

  /// What a figure's file was drawn from.
  private struct Record: Codable, Hashable {
    let code: String
    let data: [String: String]
    let file: String
  }

  private var recordPath: String { "\(out)/.drawn.json" }

  /// Draws what is to be drawn of `figures`, reporting each; one that fails does not keep others from being drawn, the
  /// first error is thrown at the end. Throws `InputError`.
  public func run(_ figures: [DeclaredFigure], report: (DeclaredFigure, Outcome) -> Void) throws {
    // A record that cannot be read is as good as none: everything is drawn again.
    var records = (try? readJSON([String: Record].self, from: recordPath)) ?? [:]
    var failure: (any Error)?
    for figure in figures {
      do {
        report(figure, try draw(figure, &records))
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// The file of a figure.
  public func path(_ figure: DeclaredFigure) -> String { "\(out)/\(fileName(figure))" }

  private func fileName(_ figure: DeclaredFigure) -> String { "\(figure.name).\(format.rawValue)" }

  private func draw(_ figure: DeclaredFigure, _ records: inout [String: Record]) throws -> Outcome {
    let files = RawFiles(in: data, matching: figure.rawData)
    guard !files.paths.isEmpty, figure.needs.allSatisfy({ !files.matching($0).isEmpty }) else {
      return .missing(figure.command)
    }
    let hashes = try files.hashes()
    guard let reason = reason(figure, hashes, records[fileName(figure)]) else { return .upToDate }
    let bytes: Data
    do {
      bytes = try figure.draw(files).render(as: format, keywords: files.keywords())
    } catch let error as PlottingError {
      throw named(error, figure, files)
    }
    try writeAtomically(bytes, to: path(figure))
    records[fileName(figure)] = Record(code: code, data: hashes, file: SHA256.digest(of: bytes))
    try writeJSON(records, to: recordPath)
    return .drawn(reason)
  }

  /// The error with the raw data it is about, where it is about raw data.
  private func named(_ error: PlottingError, _ figure: DeclaredFigure, _ files: RawFiles) -> any Error {
    func inData(_ expected: String, _ found: String) -> InputError {
      InputError(
        in: files.paths.joined(separator: ", "), expected: expected, found: found,
        next: "make it again: \(figure.command)")
    }
    switch error {
    case .nothingToDraw(let panel):
      return inData("something to draw in panel '\(panel)' of \(figure.name)", "no finite value")
    case .unequalLengths, .brokenGraph:
      return inData("what \(figure.name) can be drawn from", error.description)
    case .pageTooSmall, .missingFont, .cairo: return error
    }
  }

  /// Why a figure is to be drawn; nil when it is up to date.
  private func reason(_ figure: DeclaredFigure, _ hashes: [String: String], _ record: Record?) -> String? {
    if force { return "--force" }
    guard FileManager.default.fileExists(atPath: path(figure)) else { return "not drawn before" }
    guard let record else { return "no record of what it was drawn from" }
    if record.data != hashes {
      let names = Set(record.data.keys).union(hashes.keys).filter { record.data[$0] != hashes[$0] }
      return "changed: " + names.sorted().joined(separator: ", ")
    }
    if record.code != code { return "the drawing code changed" }
    if (try? SHA256.digest(ofFile: path(figure))) != record.file {
      return "the file is not as it was drawn"
    }
    return nil
  }
}
