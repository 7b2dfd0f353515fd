// The bar that says what colours mean, to the right of a panel.

struct ColourBar {
  let scale: ColourScale
  let theme: Theme

  init(_ scale: ColourScale, _ theme: Theme) {
    self.scale = scale
    self.theme = theme
  }

  private var ticks: Ticks {
    Ticks.round(Scale(range: Scale.widened(scale.range, kind: .linear, padding: 0)), count: 5)
  }
  private var barWidth: Double { 0.9 * theme.textSize }
  private var gap: Double { 0.9 * theme.textSize }

  private func numbersWidth(_ canvas: Canvas) -> Double {
    ticks.major.map { canvas.width($0.label, size: theme.smallText) }.max() ?? 0
  }

  /// The room it takes beside a frame.
  func width(_ canvas: Canvas) -> Double {
    gap + barWidth + theme.tickLength * 0.6 + 0.3 * theme.textSize + numbersWidth(canvas)
      + (scale.label.isEmpty ? 0 : 1.6 * theme.textSize)
  }

  func draw(on canvas: Canvas, beside frame: Box) {
    let box = Box(x: frame.maxX + gap, y: frame.y, width: barWidth, height: frame.height)
    let along = Scale(
      range: Scale.widened(scale.range, kind: .linear, padding: 0), from: box.maxY, to: box.y)
    let (lowest, highest) = (scale.range.lowerBound, scale.range.upperBound)
    let steps = 128
    for step in 0..<steps {
      let height = box.height / Double(steps)
      // Each stripe reaches to the top, the next one covers it: no seams between them.
      let top = box.maxY - height * Double(step)
      canvas.fill(
        Box(x: box.x, y: box.y, width: box.width, height: top - box.y),
        scale.colour(lowest + (highest - lowest) * (Double(step) + 0.5) / Double(steps)))
    }
    let pen = Stroke(.ink, width: theme.axisWidth)
    canvas.stroke(box, pen)
    let end = box.maxX + theme.tickLength * 0.6
    for tick in ticks.major {
      guard let y = along.position(tick.value) else { continue }
      canvas.stroke([Point(x: box.maxX, y: y), Point(x: end, y: y)], pen)
      canvas.text(
        tick.label, at: Point(x: end + 0.3 * theme.textSize, y: y), size: theme.smallText, centred: true)
    }
    canvas.text(
      ticks.factor, at: Point(x: box.x, y: box.y - 0.4 * theme.textSize), size: theme.smallText)
    let labelX = end + 0.3 * theme.textSize + numbersWidth(canvas) + 1.3 * theme.textSize
    canvas.text(
      scale.label, at: Point(x: labelX, y: box.centre.y), size: theme.textSize, anchor: .middle, turned: true)
  }
}
