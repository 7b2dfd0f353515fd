// A matrix as coloured cells. The colour bar beside it is ColourBar.swift.

/// Cells of a matrix, row by row, centred at whole numbers: column j at x = j, row i at y = i.
///
/// Use `Axis(isReversed: true)` or `Axis.categories(…, isReversed: true)` for `y` to have row 0 at the top.
public struct HeatMap: Mark {
  /// Rows of equal length; not finite values are left grey.
  public var rows: [[Double]]
  /// The values that colours stand for.
  public var scale: ColourScale

  /// A matrix with its colours.
  public init(_ rows: [[Double]], scale: ColourScale) {
    self.rows = rows
    self.scale = scale
  }

  /// What colours mean, for the colour bar.
  public var colourScale: ColourScale? { scale }

  /// Throws `PlottingError.unequalLengths` for rows of different lengths.
  public func check() throws {
    for row in rows where row.count != rows[0].count {
      throw PlottingError.unequalLengths(what: "rows of a heat map", rows[0].count, row.count)
    }
  }

  private func extent(_ count: Int) -> Extent? {
    guard count > 0, rows.contains(where: { $0.contains(where: \.isFinite) }) else { return nil }
    return Extent(-0.5...(Double(count) - 0.5), firmLower: true, firmUpper: true)
  }
  /// Half a step around the columns, firm at both ends; nil without a finite value.
  public func extent(x kind: Scale.Kind) -> Extent? { extent(rows.first?.count ?? 0) }
  /// Half a step around the rows, firm at both ends; nil without a finite value.
  public func extent(y kind: Scale.Kind) -> Extent? { extent(rows.count) }

  /// Fills the cells.
  public func draw(on canvas: Canvas, in frame: Frame) {
    canvas.clipped(to: frame.box) {
      for (i, row) in rows.enumerated() {
        for (j, value) in row.enumerated() {
          guard let a = frame.point(Double(j) - 0.5, Double(i) - 0.5),
            let b = frame.point(Double(j) + 0.5, Double(i) + 0.5)
          else { continue }
          // A tenth of a point of overlap leaves no seam between cells; the clip cuts it at the frame.
          let box = Box(x: min(a.x, b.x), y: min(a.y, b.y), width: abs(b.x - a.x), height: abs(b.y - a.y))
          let colour = scale.colour(value)
          canvas.fill(box.inset(by: -0.1), colour)
        }
      }
    }
  }

  /// All of the frame is data.
  public func obstacles(in frame: Frame) -> [Point] { grid(frame.box) }
}
