// Draws declared figures into a folder, from the raw data that exist. Catalogue.swift declares the figures.

import Foundation
import Inputs
import Plotting
import Records

/// Draws those of `figures` whose raw data are in the folder `data`, as `NAME.FORMAT` in the folder `out`.
///
/// `report` is told of each figure and whether it was drawn or lacks raw data. If one fails, the others are
/// still drawn; then the first error, an `InputError` or a `PlottingError`, is thrown.
public func drawFigures(
  _ figures: [DeclaredFigure], from data: String, to out: String, as format: PageFormat,
  report: (_ figure: DeclaredFigure, _ isDrawn: Bool) -> Void
) throws {
  var failure: (any Error)?
  for figure in figures {
    let files = RawFiles.find(in: data, matching: figure.rawData)
    guard !files.paths.isEmpty, figure.needs.allSatisfy({ !files.matching($0).isEmpty }) else {
      report(figure, false)
      continue
    }
    do {
      let bytes = try figure.draw(files).render(as: format, keywords: files.keywords())
      try writeAtomically(bytes, to: "\(out)/\(figure.name).\(format.rawValue)")
      report(figure, true)
    } catch {
      failure = failure ?? named(error, figure, files)
    }
  }
  if let failure { throw failure }
}

/// The error, with the raw files named if they caused it.
private func named(_ error: any Error, _ figure: DeclaredFigure, _ files: RawFiles) -> any Error {
  func inData(_ expected: String, _ found: String) -> InputError {
    InputError(
      in: files.paths.joined(separator: ", "), expected: expected, found: found,
      next: "make it again: \(figure.command)")
  }
  switch error as? PlottingError {
  case .nothingToDraw(let panel):
    return inData("something to draw in panel '\(panel)' of \(figure.name)", "no finite value")
  case .unequalLengths(let what, let a, let b):
    return inData("lists of one length for \(what) of \(figure.name)", "\(a) and \(b)")
  case .brokenGraph(let nodes):
    return inData("edges between the \(nodes) nodes of \(figure.name)", "an edge to or from another")
  case .pageTooSmall, .missingFont, .cairo, nil: return error
  }
}
