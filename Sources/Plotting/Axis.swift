// What an axis shows: its label, its range, its ticks. Where it is drawn is decided by the layout.

/// One of the two axes of a panel.
public struct Axis: Hashable, Sendable {
  /// Label, in markup (`MathMarkup`).
  public var label: String
  /// Whether values are spaced evenly, or by their logarithm.
  public var kind: Scale.Kind
  /// Values at the ends; nil takes them from the data, with a little room.
  public var range: ClosedRange<Double>?
  /// Marks; nil puts them at round numbers.
  public var ticks: [Tick]?
  /// Whether light lines run across the panel at the marks.
  public var grid: Bool
  /// Whether tick labels are written upwards (`x` axis only).
  public var turnsLabels: Bool
  /// Whether neither line nor ticks are drawn.
  public var isHidden: Bool
  /// Whether values grow downwards or to the left, as rows of a matrix do.
  public var isReversed: Bool

  /// An axis; by default linear, with its range and ticks taken from the data.
  public init(
    _ label: String = "", kind: Scale.Kind = .linear, range: ClosedRange<Double>? = nil, ticks: [Tick]? = nil,
    grid: Bool = false, turnsLabels: Bool = false, isHidden: Bool = false, isReversed: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.range = range
    self.ticks = ticks
    self.grid = grid
    self.turnsLabels = turnsLabels
    self.isHidden = isHidden
    self.isReversed = isReversed
  }

  /// An axis with names at 0, 1, 2, … and half a step of room on both sides.
  public static func categories(
    _ names: [String], label: String = "", turnsLabels: Bool = false, isReversed: Bool = false
  ) -> Axis {
    Axis(
      label, range: -0.5...(Double(max(names.count, 1)) - 0.5),
      ticks: names.enumerated().map { Tick(Double($0), $1) }, turnsLabels: turnsLabels, isReversed: isReversed
    )
  }

  /// No axis at all, for drawings.
  public static let none = Axis(range: 0...1, isHidden: true)
}

/// The values a mark covers along one axis.
public struct Extent: Hashable, Sendable {
  /// Smallest and largest drawable value.
  public var range: ClosedRange<Double>
  /// Whether the axis should not be widened beyond the lower end (a bar's foot, a matrix's edge).
  public var firmLower: Bool
  /// Whether it should not be widened beyond the upper end.
  public var firmUpper: Bool

  /// The extent of given values, whose ends may be widened unless they are firm.
  public init(_ range: ClosedRange<Double>, firmLower: Bool = false, firmUpper: Bool = false) {
    self.range = range
    self.firmLower = firmLower
    self.firmUpper = firmUpper
  }

  /// The extent of what can be drawn of `values`; nil when nothing can.
  public init?(_ values: some Sequence<Double>, _ kind: Scale.Kind) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where Scale.isDrawable(value, kind) {
      least = min(least, value)
      most = max(most, value)
    }
    guard least <= most else { return nil }
    self.init(least...most)
  }

  /// The smallest extent that holds both.
  func union(_ other: Extent) -> Extent {
    let (a, b) = (range, other.range)
    return Extent(
      min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound),
      firmLower: a.lowerBound == b.lowerBound
        ? firmLower || other.firmLower : a.lowerBound < b.lowerBound ? firmLower : other.firmLower,
      firmUpper: a.upperBound == b.upperBound
        ? firmUpper || other.firmUpper : a.upperBound > b.upperBound ? firmUpper : other.firmUpper)
  }
}
