// How lines and points look. Where they go stands elsewhere.

/// How a line is broken up.
public enum Dash: Hashable, Sendable, CaseIterable {
  /// Unbroken.
  case solid
  /// Strokes.
  case dashed
  /// Strokes twice as long.
  case longDashed
  /// Round dots.
  case dotted
  /// Strokes and dots in turn.
  case dashDotted
  /// No line at all: only markers.
  case none

  /// Lengths of strokes and gaps in units of the line width. A dot is a stroke of almost no length with round ends: some
  /// viewers leave out strokes of no length.
  var pattern: [Double] {
    switch self {
    case .solid, .none: []
    case .dashed: [4, 2.5]
    case .longDashed: [9, 2.5]
    case .dotted: [0.05, 2]
    case .dashDotted: [5, 2.2, 0.05, 2.2]
    }
  }

  /// Whether strokes have round ends, which make dots of the shortest.
  var isRound: Bool { self == .dotted || self == .dashDotted }
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
  /// Colour of the line.
  public var colour: Colour
  /// Width in points.
  public var width: Double
  /// How the line is broken up.
  public var dash: Dash

  /// A line of this colour, by default thin and unbroken.
  public init(_ colour: Colour, width: Double = 0.6, dash: Dash = .solid) {
    self.colour = colour
    self.width = width
    self.dash = dash
  }
}

/// The shape of a data point; all are of about the same area.
public enum Marker: Hashable, Sendable, CaseIterable {
  /// A disc.
  case circle
  /// Upright.
  case square
  /// Pointing up.
  case triangle
  /// A square on its corner.
  case diamond
  /// An upright cross with thick arms.
  case cross

  /// The outline around `centre` for a circle of radius `radius`; nil for the circle itself.
  func outline(_ centre: Point, radius: Double) -> [Point]? {
    func corners(_ offsets: [(Double, Double)]) -> [Point] {
      offsets.map { Point(x: centre.x + $0.0 * radius, y: centre.y + $0.1 * radius) }
    }
    switch self {
    case .circle: return nil
    case .square: return corners([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
    case .triangle: return corners([(0, -1.2), (1.1, 0.75), (-1.1, 0.75)])
    case .diamond: return corners([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case .cross:
      let (a, b) = (0.35, 1.1)
      return corners([
        (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a),
        (-a, -a),
      ])
    }
  }
}
