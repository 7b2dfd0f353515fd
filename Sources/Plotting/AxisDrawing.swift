// Axis lines, ticks, numbers, labels and grid of a placed panel.

extension PlacedPanel {
  private var pen: Stroke { Stroke(.ink, width: frame.theme.axisWidth) }

  /// The ticks that lie on the axis, with their places.
  private func visible(_ ticks: [Double], _ scale: Scale) -> [(at: Double, index: Int)] {
    ticks.enumerated().compactMap { index, value in
      guard let at = scale.position(value), at >= min(scale.from, scale.to) - 0.01,
        at <= max(scale.from, scale.to) + 0.01
      else { return nil }
      return (at, index)
    }
  }

  func drawGrid(on canvas: Canvas) {
    let (box, pen) = (frame.box, Stroke(.faint, width: frame.theme.axisWidth))
    if panel.x.grid {
      for (x, _) in visible(xTicks.major.map(\.value), frame.x) {
        canvas.stroke([Point(x: x, y: box.y), Point(x: x, y: box.maxY)], pen)
      }
    }
    if panel.y.grid {
      for (y, _) in visible(yTicks.major.map(\.value), frame.y) {
        canvas.stroke([Point(x: box.x, y: y), Point(x: box.maxX, y: y)], pen)
      }
    }
  }

  func drawAxes(on canvas: Canvas) {
    let box = frame.box
    if !panel.x.isHidden { drawX(on: canvas) }
    if !panel.y.isHidden { drawY(on: canvas) }
    if panel.colourScale != nil && !panel.x.isHidden { canvas.stroke(box, pen) }
  }

  private func drawX(on canvas: Canvas) {
    let (box, theme) = (frame.box, frame.theme)
    canvas.stroke([Point(x: box.x - pen.width / 2, y: box.maxY), Point(x: box.maxX, y: box.maxY)], pen)
    for (x, _) in visible(xTicks.minor, frame.x) {
      canvas.stroke([Point(x: x, y: box.maxY), Point(x: x, y: box.maxY + theme.tickLength * 0.6)], pen)
    }
    for (x, index) in visible(xTicks.major.map(\.value), frame.x) {
      canvas.stroke([Point(x: x, y: box.maxY), Point(x: x, y: box.maxY + theme.tickLength)], pen)
      guard numbersX else { continue }
      let label = xTicks.major[index].label
      let top = box.maxY + theme.tickLength + 0.3 * theme.textSize
      if panel.x.turnsLabels {
        let place = Point(x: x, y: top)
        canvas.text(label, at: place, size: theme.smallText, anchor: .end, centred: true, turned: true)
      } else {
        let place = Point(x: x, y: top + theme.smallText * Canvas.capHeight)
        canvas.text(label, at: place, size: theme.smallText, anchor: .middle)
      }
    }
    guard numbersX else { return }
    let baseline = box.maxY + margins.bottom - 0.55 * theme.textSize
    canvas.text(
      panel.x.label, at: Point(x: box.centre.x, y: baseline), size: theme.textSize, anchor: .middle)
    canvas.text(
      xTicks.factor, at: Point(x: box.maxX, y: baseline), size: theme.smallText, anchor: .end)
  }

  private func drawY(on canvas: Canvas) {
    let (box, theme) = (frame.box, frame.theme)
    canvas.stroke([Point(x: box.x, y: box.y), Point(x: box.x, y: box.maxY + pen.width / 2)], pen)
    for (y, _) in visible(yTicks.minor, frame.y) {
      canvas.stroke([Point(x: box.x - theme.tickLength * 0.6, y: y), Point(x: box.x, y: y)], pen)
    }
    for (y, index) in visible(yTicks.major.map(\.value), frame.y) {
      canvas.stroke([Point(x: box.x - theme.tickLength, y: y), Point(x: box.x, y: y)], pen)
      guard numbersY else { continue }
      let place = Point(x: box.x - theme.tickLength - 0.3 * theme.textSize, y: y)
      canvas.text(yTicks.major[index].label, at: place, size: theme.smallText, anchor: .end, centred: true)
    }
    guard numbersY else { return }
    let place = Point(x: box.x - margins.left + 1.0 * theme.textSize, y: box.centre.y)
    canvas.text(panel.y.label, at: place, size: theme.textSize, anchor: .middle, turned: true)
    canvas.text(
      yTicks.factor, at: Point(x: box.x - theme.tickLength, y: box.y - 0.7 * theme.textSize),
      size: theme.smallText)
  }
}
