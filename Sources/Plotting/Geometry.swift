// Points and boxes on a page, in points (1/72 in), y downwards. No drawing here.

/// A place on the page, in points (1/72 in) from the upper left corner.
public struct Point: Hashable, Sendable {
  /// Points to the right of the page's left edge.
  public var x: Double
  /// Points below the page's upper edge.
  public var y: Double

  /// The place `x` points to the right and `y` points down.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle on the page, in points.
public struct Box: Hashable, Sendable {
  /// The left edge, in points from the page's.
  public var x: Double
  /// The upper edge, in points from the page's.
  public var y: Double
  /// How far it reaches to the right.
  public var width: Double
  /// How far it reaches down.
  public var height: Double

  /// The rectangle with the upper left corner (`x`, `y`).
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge, `x + width`.
  public var maxX: Double { x + width }
  /// The lower edge, `y + height`.
  public var maxY: Double { y + height }
  /// The point halfway between the edges.
  public var centre: Point { Point(x: x + width / 2, y: y + height / 2) }

  /// The box made smaller by `margin` on every side.
  public func inset(by margin: Double) -> Box {
    Box(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
  }

  /// Whether `point` lies in the box, edges included.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
  }
}

/// Points all over a box, close enough that nothing to be written fits between them.
func grid(_ box: Box) -> [Point] {
  let (columns, rows) = (Int(box.width / 4) + 1, Int(box.height / 4) + 1)
  return (0...columns).flatMap { column in
    (0...rows).map { row in
      Point(
        x: box.x + box.width * Double(column) / Double(columns),
        y: box.y + box.height * Double(row) / Double(rows))
    }
  }
}
