// What a figure of the book is: a name, the raw data it is drawn from, the command that makes them, and a drawing.

import Claims
import Plotting
import Records

/// A figure that is drawn from files of the data folder.
public struct DeclaredFigure: Sendable {
  /// File name without extension.
  public let name: String
  /// File names in the data folder, `*` standing for anything; drawn from all that match.
  public let rawData: [String]
  /// Those of them without which there is nothing to draw, whatever else there is.
  public let needs: [String]
  /// The command that makes the raw data.
  public let command: String
  /// Draws it. Throws `InputError` for raw data that cannot be used.
  public let draw: @Sendable (RawFiles) throws -> Figure

  /// A figure drawn from `rawData`, of which it cannot do without `needs`.
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
}

extension DeclaredClaim {
  /// Names of the figures that show it: those drawn from raw data that decide it.
  public var figures: [String] {
    catalogue.filter { !Set($0.rawData).isDisjoint(with: rawData) }.map(\.name)
  }
}
