// Straight reference lines across a panel. They never widen an axis.

/// A line across the whole panel at one value.
public struct Guide: Mark {
  /// Along which axis the value lies.
  public enum Direction: Hashable, Sendable {
    /// At a value of `y`.
    case horizontal
    /// At a value of `x`.
    case vertical
  }

  /// The line's direction.
  public var direction: Direction
  /// The value it lies at.
  public var value: Double
  /// Name, in markup, written beside the line at its right or upper end; empty for none.
  public var label: String
  /// Colour of line and name.
  public var colour: Colour
  /// How the line is broken up.
  public var dash: Dash

  /// A reference line across the panel at `value`, by default grey and dashed.
  public init(
    _ direction: Direction, at value: Double, label: String = "", colour: Colour = .grey, dash: Dash = .dashed
  ) {
    self.direction = direction
    self.value = value
    self.label = label
    self.colour = colour
    self.dash = dash
  }

  /// None: a reference line never widens an axis.
  public func extent(x kind: Scale.Kind) -> Extent? { nil }
  /// None: a reference line never widens an axis.
  public func extent(y kind: Scale.Kind) -> Extent? { nil }

  private func ends(in frame: Frame) -> (Point, Point)? {
    let box = frame.box
    switch direction {
    case .horizontal:
      guard let y = frame.y.position(value), y >= box.y, y <= box.maxY else { return nil }
      return (Point(x: box.x, y: y), Point(x: box.maxX, y: y))
    case .vertical:
      guard let x = frame.x.position(value), x >= box.x, x <= box.maxX else { return nil }
      return (Point(x: x, y: box.maxY), Point(x: x, y: box.y))
    }
  }

  /// Draws the line and its name, where its value lies on the axis.
  public func draw(on canvas: Canvas, in frame: Frame) {
    guard let (start, end) = ends(in: frame) else { return }
    canvas.stroke([start, end], Stroke(colour, width: frame.theme.lineWidth * 0.6, dash: dash))
    let (gap, text) = (0.35 * frame.theme.textSize, colour.mixed(with: .ink, 0.4))
    switch direction {
    case .horizontal:
      let place = Point(x: end.x - gap, y: end.y - gap)
      canvas.text(label, at: place, size: frame.theme.smallText, anchor: .end, colour: text)
    case .vertical:
      // To the right of the line, unless the frame ends there.
      let (size, width) = (frame.theme.smallText, canvas.width(label, size: frame.theme.smallText))
      let left = end.x + gap + width > frame.box.maxX ? end.x - gap - width : end.x + gap
      canvas.text(
        label, at: Point(x: left, y: end.y + gap + size * Canvas.capHeight), size: size, colour: text)
    }
  }

  /// Points along the line.
  public func obstacles(in frame: Frame) -> [Point] {
    guard let (start, end) = ends(in: frame) else { return [] }
    return samples(along: [start, end], every: 3)
  }
}
