// The declaration of a figure: its name, its raw data, the command that makes them, and its drawing.

import Claims
import Plotting
import Records

/// A figure that is drawn from files of the data folder.
public struct DeclaredFigure: Sendable {
  /// File name without extension.
  public let name: String
  /// Patterns of file names in the data folder; `*` matches anything. The figure uses all files that match.
  public let rawData: [String]
  /// The patterns that must match a file; without them there is nothing to draw.
  public let needs: [String]
  /// The command that makes the raw data.
  public let command: String
  /// Draws it. Throws `InputError` for raw data that cannot be used.
  public let draw: @Sendable (RawFiles) throws -> Figure

  /// A figure drawn from `rawData`; it needs at least the files in `needs`.
  public init(
    _ name: String, rawData: [String], needs: [String] = [], command: String,
    draw: @escaping @Sendable (RawFiles) throws -> Figure
  ) {
    self.name = name
    self.rawData = rawData
    self.needs = needs
    self.command = command
    self.draw = draw
  }

  /// The same figure under another file name.
  public func renamed(_ name: String) -> DeclaredFigure {
    DeclaredFigure(name, rawData: rawData, needs: needs, command: command, draw: draw)
  }
}

extension DeclaredClaim {
  /// Names of the figures that show the claim: those drawn from the runs that it judges, the first of its raw data.
  public var figures: [String] {
    isDrawn ? catalogue.filter { $0.rawData.contains(rawData[0]) }.map(\.name) : []
  }
}
