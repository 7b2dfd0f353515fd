// What can be drawn in a panel, and what it must tell the layout. The kinds of marks have files of their own.

/// The sizes a figure is drawn with, in points.
public struct Theme: Hashable, Sendable {
  /// Size of axis labels; tick labels and legends are a little smaller.
  public var textSize: Double
  /// Width of curves.
  public var lineWidth: Double

  /// Sizes for print at column or page width.
  public static let print = Theme(textSize: 7.5, lineWidth: 1.2)
  /// Sizes for the published page of 10 × 3 in.
  public static let large = Theme(textSize: 12, lineWidth: 2.2)

  /// Sizes in points.
  public init(textSize: Double, lineWidth: Double) {
    self.textSize = textSize
    self.lineWidth = lineWidth
  }

  /// Tick labels and small notes.
  var smallText: Double { textSize * 0.88 }
  /// Axis lines and ticks.
  var axisWidth: Double { textSize * 0.08 }
  var tickLength: Double { textSize * 0.38 }
  /// Radius of a data point.
  var markerRadius: Double { lineWidth * 1.45 }
}

/// The stretch of page a panel's data are drawn in.
public struct Frame: Hashable, Sendable {
  /// The axes' rectangle.
  public var box: Box
  /// The scale along its width.
  public var x: Scale
  /// The scale along its height.
  public var y: Scale
  /// The sizes in use.
  public var theme: Theme

  /// What curves are cut to: the box and the half of their width that may lie outside.
  var clip: Box { box.inset(by: -theme.lineWidth / 2) }

  /// Where a pair of values lies; nil when it cannot be drawn.
  public func point(_ x: Double, _ y: Double) -> Point? {
    guard let x = self.x.position(x), let y = self.y.position(y) else { return nil }
    return Point(x: x, y: y)
  }
}

/// A line of a legend.
public struct LegendEntry: Hashable, Sendable {
  /// The sample shown beside the name.
  public enum Swatch: Hashable, Sendable {
    /// A stretch of line with a data point on it.
    case line(Stroke, Marker?)
    /// A filled box.
    case area(Colour)

    /// A data point without a line.
    static func point(_ marker: Marker, _ colour: Colour) -> Swatch {
      .line(Stroke(colour, width: 0, dash: .none), marker)
    }
  }

  /// The name, in markup.
  public var label: String
  /// The sample beside the name.
  public var swatch: Swatch

  /// The line that names `label` (in markup) and shows `swatch`.
  public init(_ label: String, _ swatch: Swatch) {
    self.label = label
    self.swatch = swatch
  }
}

/// A name written beside its curve.
public struct DirectLabel: Hashable, Sendable {
  /// The curve's right end.
  public var end: Point
  /// The name, in markup.
  public var label: String
  /// The curve's colour.
  public var colour: Colour
}

/// Which values the colours from paper (little) to dark blue (much) stand for. In a range that begins below 0 paper is 0, and
/// values below it are brown.
public struct ColourScale: Hashable, Sendable {
  /// The values at the two ends.
  public var range: ClosedRange<Double>
  /// Label of the colour bar, in markup.
  public var label: String

  /// A scale whose colours are spread evenly over `range`.
  public init(range: ClosedRange<Double>, label: String = "") {
    self.range = range
    self.label = label
  }

  /// The colour of `value`; missing values are grey.
  public func colour(_ value: Double) -> Colour {
    guard value.isFinite else { return .faint }
    guard range.lowerBound >= 0 else {
      return .sequential(value / max(range.upperBound, -range.lowerBound))
    }
    let span = range.upperBound - range.lowerBound
    return .sequential(span > 0 ? (value - range.lowerBound) / span : 0.5)
  }
}

/// Something drawn in a panel.
public protocol Mark: Sendable {
  /// The values of x that it covers on an axis of this kind; nil where it covers none of its own.
  func extent(x kind: Scale.Kind) -> Extent?
  /// The values of y that it covers on an axis of this kind; nil where it covers none of its own.
  func extent(y kind: Scale.Kind) -> Extent?
  /// Throws `PlottingError` where its lists do not fit together; called before anything else.
  func check() throws
  /// Draws it into the frame, beyond which it cuts itself off.
  func draw(on canvas: Canvas, in frame: Frame)
  /// Places on the page that a legend must not cover.
  func obstacles(in frame: Frame) -> [Point]
  /// Its lines of the legend.
  var legend: [LegendEntry] { get }
  /// Names to write at right ends.
  func directLabels(in frame: Frame) -> [DirectLabel]
  /// The scale of the colour bar it needs; nil for none.
  var colourScale: ColourScale? { get }
}

extension Mark {
  /// Nothing to check: throws nothing.
  public func check() throws {}
  /// Nothing in the way.
  public func obstacles(in frame: Frame) -> [Point] { [] }
  /// No legend.
  public var legend: [LegendEntry] { [] }
  /// No names.
  public func directLabels(in frame: Frame) -> [DirectLabel] { [] }
  /// No colour bar.
  public var colourScale: ColourScale? { nil }
}
