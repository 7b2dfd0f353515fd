// The drawing of one step of the search: tokens of edges below, edge tokens after layer 1 over them, and at the right the
// thought that asks and the thought that comes of it. What the numbers mean is the figure's business.

import Plotting

/// Edges in a row, arcs of attention in two layers, and two thoughts. The width of an arc is its weight, on one scale.
package struct CopyMatchDrawing: Mark {
  /// An edge of the prompt with the attention of its edge token and on it.
  package struct Edge {
    /// Its place among the edges of the prompt; where places are left out, dots stand.
    package let place: Int
    package let source, target: String
    /// Layer-1 attention of the edge token on its source and on its target.
    package let onSource, onTarget: Double
    /// Layer-2 attention on the edge token, and how it is written.
    package let weight: Double
    package let weightInWords: String
    /// Whether its source is a node of the thought that asks.
    package let isAnswering: Bool
  }

  /// A node in a thought, with its inner product.
  package struct Bar {
    package let label: String
    package let value: Double
    package let words: String
    package let isMarked: Bool
  }

  package let edges: [Edge]
  /// What the thought that asks holds most of, and the thought that comes of it.
  package let question, answer: [Bar]
  /// The name of the thought that asks, and in lines what layer 1, layer 2 and the thought that comes of them do, in markup.
  package let asking: String
  package let copy, match, readOut: [String]

  /// Points of width for a weight of 1.
  static let widest = 9.0
  static let sources = Colour.palette[0]
  static let targets = Colour.palette[1]

  package func extent(x kind: Scale.Kind) -> Extent? { nil }
  package func extent(y kind: Scale.Kind) -> Extent? { nil }

  package func draw(on canvas: Canvas, in frame: Frame) {
    let plan = CopyMatchPlan(self, frame)
    drawWords(on: canvas, plan)
    for (index, edge) in edges.enumerated() {
      drawCopying(of: edge, at: index, on: canvas, plan)
      drawMatch(of: edge, at: index, on: canvas, plan)
    }
    drawThoughts(on: canvas, plan)
  }

  private func drawWords(on canvas: Canvas, _ plan: CopyMatchPlan) {
    func write(_ lines: [String], from y: Double) {
      for (index, line) in lines.enumerated() {
        canvas.text(line, at: Point(x: plan.box.x, y: y + 1.3 * plan.small * Double(index)), size: plan.small)
      }
    }
    write(readOut, from: plan.box.y + plan.small)
    write(match, from: plan.turn)
    write(copy, from: plan.boxes + plan.small)
    write(["Prompt (excerpt)"], from: plan.tokens + 0.35 * plan.small)
  }

  /// Tokens, the arcs of layer 1 into the edge token's column, and the box of what they bring.
  private func drawCopying(of edge: Edge, at index: Int, on canvas: Canvas, _ plan: CopyMatchPlan) {
    let mark = plan.mark(index)
    let joint = Point(x: mark, y: plan.joint)
    for (text, x) in [(edge.source, plan.source(index)), (edge.target, plan.target(index)), ("**|**", mark)] {
      canvas.text(text, at: Point(x: x, y: plan.tokens), size: plan.em, anchor: .middle, centred: true)
    }
    if index > 0 && edges[index - 1].place + 1 < edge.place {
      canvas.text(
        "…", at: Point(x: plan.source(index) - 0.5 * plan.gap - 0.6 * plan.em, y: plan.tokens), size: plan.em,
        anchor: .middle, centred: true)
    }
    canvas.stroke(
      [Point(x: mark, y: plan.tokens - plan.em), Point(x: mark, y: plan.boxes)], Stroke(.grey, width: 0.5))
    for (x, weight, colour) in [
      (plan.source(index), edge.onSource, Self.sources), (plan.target(index), edge.onTarget, Self.targets),
    ] {
      let start = Point(x: x, y: plan.tokens - plan.em)
      canvas.stroke(
        from: start, Point(x: x, y: plan.joint), Point(x: x, y: plan.joint), to: joint,
        Stroke(colour, width: Self.widest * weight))
    }
    let half = plan.half
    for (text, isSource) in [(edge.source, true), (edge.target, false)] {
      let box = Box(
        x: isSource ? mark - half : mark, y: plan.boxes - 0.9 * plan.em, width: half, height: 1.8 * plan.em)
      let colour = isSource ? Self.sources : Self.targets
      if edge.isAnswering { canvas.fill(box, colour) } else { canvas.fill(box, .white) }
      canvas.stroke(box, Stroke(edge.isAnswering ? colour : .grey, width: 0.6))
      canvas.text(
        text, at: box.centre, size: plan.em, anchor: .middle, centred: true, bold: edge.isAnswering,
        colour: edge.isAnswering ? .white : .ink)
    }
  }

  /// The arc of layer 2 from an edge token to the thought's column. The leftmost arrives highest, so that none cross.
  private func drawMatch(of edge: Edge, at index: Int, on canvas: Canvas, _ plan: CopyMatchPlan) {
    let start = Point(x: plan.mark(index), y: plan.boxes - 0.9 * plan.em)
    let end = Point(x: plan.column, y: plan.arrival(index))
    let colour = edge.isAnswering ? Self.sources : .grey
    canvas.stroke(
      from: start, Point(x: start.x, y: end.y), Point(x: start.x, y: end.y), to: end,
      Stroke(colour, width: max(Self.widest * edge.weight, 0.15)))
    canvas.text(
      edge.weightInWords, at: Point(x: start.x + 0.4 * plan.em, y: start.y - 0.5 * plan.em), size: plan.small,
      colour: edge.isAnswering ? .ink : .grey.mixed(with: .ink, 0.4))
  }

  /// Both thoughts, and between them their column: the position that asks and is changed by what it reads.
  private func drawThoughts(on canvas: Canvas, _ plan: CopyMatchPlan) {
    let largest = (question + answer).map(\.value).max() ?? 1
    let (below, above) = (plan.questionBox, plan.answerBox)
    draw(question, in: below, Self.sources, largest, on: canvas, plan)
    draw(answer, in: above, Self.targets, largest, on: canvas, plan)
    let (em, column, tip) = (plan.em, plan.column, above.maxY + 0.2 * plan.em)
    canvas.stroke(
      [Point(x: column, y: below.y), Point(x: column, y: tip + 0.5 * em)], Stroke(.ink, width: 1))
    canvas.fill(
      [
        Point(x: column, y: tip), Point(x: column - 0.35 * em, y: tip + 0.7 * em),
        Point(x: column + 0.35 * em, y: tip + 0.7 * em),
      ], .ink)
    let beside = column + 0.7 * em
    canvas.text("adds copied targets", at: Point(x: beside, y: above.maxY + 1.7 * em), size: plan.small)
    canvas.text("asks with its nodes", at: Point(x: beside, y: below.y - 2.1 * em), size: plan.small)
    canvas.text(asking, at: Point(x: beside, y: below.y - 0.6 * em), size: plan.small, bold: true)
  }

  /// Upright bars in an outlined box, with their nodes below and their values above.
  private func draw(
    _ bars: [Bar], in box: Box, _ colour: Colour, _ largest: Double, on canvas: Canvas, _ plan: CopyMatchPlan
  ) {
    canvas.stroke(box, Stroke(.grey, width: 0.5))
    let pitch = box.width / Double(max(bars.count, 1))
    let (foot, room) = (box.maxY - 1.5 * plan.em, box.height - 3 * plan.em)
    for (index, bar) in bars.enumerated() {
      let middle = box.x + pitch * (Double(index) + 0.5)
      let height = room * max(bar.value, 0) / largest
      canvas.fill(
        Box(x: middle - 0.9 * plan.em, y: foot - height, width: 1.8 * plan.em, height: height),
        bar.isMarked ? colour : .grey.mixed(with: .white, 0.4))
      canvas.text(
        bar.words, at: Point(x: middle, y: foot - height - 0.4 * plan.em), size: plan.small, anchor: .middle)
      canvas.text(
        bar.label, at: Point(x: middle, y: foot + 0.8 * plan.em), size: plan.em, anchor: .middle,
        centred: true,
        bold: bar.isMarked)
    }
  }
}

/// Where the parts of the drawing lie in its frame, in points.
private struct CopyMatchPlan {
  let box: Box
  let em, small: Double
  /// Heights of the tokens, of the place where layer 1's arcs meet, and of the boxes over the tokens.
  let tokens, joint, boxes: Double
  /// The boxes of the thought that asks and of the thought that comes of it.
  let questionBox, answerBox: Box
  /// Where the highest arc of layer 2 runs, and where it ends.
  let turn, column: Double
  /// Half the width of a box, and the room that dots take.
  let half, gap: Double
  private let marks: [Double]
  private let pitch: Double

  init(_ drawing: CopyMatchDrawing, _ frame: Frame) {
    box = frame.box
    em = frame.theme.textSize
    small = 0.88 * em
    tokens = box.maxY - 0.8 * em
    boxes = tokens - 6.6 * em
    joint = tokens - 3.8 * em
    half = 1.8 * em
    gap = 2 * em
    let (left, height) = (box.x + 14.5 * em, 6.4 * em)
    column = box.maxX - 11 * em
    answerBox = Box(x: left, y: box.y + 0.2 * em, width: box.maxX - left, height: height)
    questionBox = Box(x: column - em, y: box.maxY - height, width: box.maxX - column + em, height: height)
    turn = answerBox.maxY + 2 * em
    // Places of edge tokens: evenly, with room for dots where edges are left out.
    let edges = drawing.edges
    let dots = edges.indices.map { $0 > 0 && edges[$0 - 1].place + 1 < edges[$0].place }
    let right = column - 3 * em
    pitch = (right - left - gap * Double(dots.count { $0 })) / Double(max(edges.count, 1))
    var x = left
    var marks: [Double] = []
    for hasDots in dots {
      x += hasDots ? gap : 0
      marks.append(x + pitch - half)
      x += pitch
    }
    self.marks = marks
  }

  func mark(_ edge: Int) -> Double { marks[edge] }
  func target(_ edge: Int) -> Double { marks[edge] - 1.7 * em }
  func source(_ edge: Int) -> Double { marks[edge] - 3.4 * em }
  func arrival(_ edge: Int) -> Double { turn + 0.45 * em * Double(edge) }
}
