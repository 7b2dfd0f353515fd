// A directed graph in layers, from above to below, with marked nodes and a marked path. Places are LayeredLayout's.

/// A drawing of a directed graph; use in a panel with `Axis.none` for both axes (`Panel.graph`).
public struct GraphDrawing: Mark {
  /// What a node is to the problem.
  public enum Role: Hashable, Sendable {
    /// Nothing special.
    case plain
    /// The root r.
    case root
    /// The reachable candidate c*.
    case target
    /// The other candidate.
    case negative

    var colour: Colour {
      switch self {
      case .plain: Colour(0x6B6B6B)
      case .root: .palette[0]
      case .target: .palette[2]
      case .negative: .palette[1]
      }
    }

    /// Written beside the node.
    var name: String {
      switch self {
      case .plain: ""
      case .root: "root"
      case .target: "target"
      case .negative: "negative"
      }
    }
  }

  /// A node as it is drawn: a disc in a layer.
  public struct Node: Hashable, Sendable {
    /// Written in the disc, in markup; a number or two or three letters.
    public var label: String
    /// The layer, 0 at the top.
    public var layer: Int
    /// Nodes of one group stand together; 0 to the left.
    public var group: Int
    /// How it is marked.
    public var role: Role
    /// What its fill shows on the drawing's colour scale; nil for none.
    public var weight: Double?

    /// A node of the layer `layer`, marked as its `role` asks for.
    public init(_ label: String, layer: Int, group: Int = 0, role: Role = .plain, weight: Double? = nil) {
      self.label = label
      self.layer = layer
      self.group = group
      self.role = role
      self.weight = weight
    }
  }

  /// An edge between node numbers.
  public struct Edge: Hashable, Sendable {
    /// Number of the node it leaves.
    public var source: Int
    /// Number of the node it enters.
    public var target: Int
    /// Whether it is drawn strong.
    public var isMarked: Bool

    /// The edge source → target.
    public init(_ source: Int, _ target: Int, isMarked: Bool = false) {
      self.source = source
      self.target = target
      self.isMarked = isMarked
    }
  }

  /// Nodes, numbered from 0.
  public let nodes: [Node]
  /// Edges between those numbers.
  public let edges: [Edge]
  /// What the nodes' fills mean; nil when none has a weight.
  public let colourScale: ColourScale?
  /// Names of the layers, written at the left; empty for none.
  public let layerNames: [String]
  /// Name, in the legend, of the nodes outside group 0, whose outlines are broken; empty for none.
  public let asideName: String
  /// Name of the marked edges in the legend; empty for none.
  public let markedName: String
  /// Places of nodes and bends within their layers.
  public let layout: LayeredLayout
  private let edgesAreValid: Bool

  /// A drawing of the graph with these nodes and edges, laid out at once.
  public init(
    nodes: [Node], edges: [Edge], colourScale: ColourScale? = nil, layerNames: [String] = [],
    asideName: String = "", markedName: String = ""
  ) {
    self.nodes = nodes
    self.edges = edges
    self.colourScale = colourScale
    self.layerNames = layerNames
    self.asideName = asideName
    self.markedName = markedName
    edgesAreValid =
      edges.allSatisfy { nodes.indices.contains($0.source) && nodes.indices.contains($0.target) }
      && nodes.allSatisfy { (0...nodes.count).contains($0.layer) }
    layout = LayeredLayout(
      layers: edgesAreValid ? nodes.map(\.layer) : [], groups: nodes.map(\.group),
      edges: edgesAreValid ? edges.map { ($0.source, $0.target) } : [])
  }

  /// Throws `PlottingError` without nodes, for an edge to no node, and for a layer beyond the number of nodes.
  public func check() throws {
    guard !nodes.isEmpty else { throw PlottingError.nothingToDraw(panel: "graph") }
    guard edgesAreValid else { throw PlottingError.brokenGraph(nodes: nodes.count) }
  }

  /// None: the drawing fills its frame, whatever the axes span.
  public func extent(x kind: Scale.Kind) -> Extent? { nil }
  /// None: the drawing fills its frame, whatever the axes span.
  public func extent(y kind: Scale.Kind) -> Extent? { nil }

  /// One entry for the marked edges and one for the nodes outside group 0, where they have a name and there are any.
  public var legend: [LegendEntry] {
    var entries: [LegendEntry] = []
    if !markedName.isEmpty && edges.contains(where: \.isMarked) {
      entries.append(LegendEntry(markedName, .line(Stroke(.ink, width: 1.6), nil)))
    }
    if !asideName.isEmpty && nodes.contains(where: { $0.group > 0 }) {
      entries.append(LegendEntry(asideName, .line(Stroke(Role.plain.colour, width: 1, dash: .dashed), nil)))
    }
    return entries
  }

  /// Draws layer names, edges (marked ones over the others), then nodes with their roles.
  public func draw(on canvas: Canvas, in frame: Frame) {
    let plan = Plan(self, frame, canvas)
    drawLayerNames(on: canvas, plan)
    for edge in edges.indices where !edges[edge].isMarked { drawEdge(edge, on: canvas, plan) }
    for edge in edges.indices where edges[edge].isMarked { drawEdge(edge, on: canvas, plan) }
    for node in nodes.indices { drawNode(node, on: canvas, plan) }
  }

  private func drawLayerNames(on canvas: Canvas, _ plan: Plan) {
    for (layer, name) in layerNames.enumerated() {
      canvas.text(
        name, at: Point(x: plan.frame.box.x, y: plan.y(layer)), size: plan.frame.theme.smallText,
        centred: true,
        colour: .grey.mixed(with: .ink, 0.4))
    }
  }

  private func drawNode(_ index: Int, on canvas: Canvas, _ plan: Plan) {
    let (node, centre, theme) = (nodes[index], plan.centre(index), plan.frame.theme)
    let colour = node.role.colour
    let fill: Colour
    if let weight = node.weight, let colourScale {
      fill = colourScale.colour(weight)
    } else {
      fill = node.role == .plain ? .white : Colour.white.mixed(with: colour, 0.25)
    }
    let width = theme.axisWidth * (node.role == .plain ? 1.3 : 2.8)
    canvas.circle(
      centre, radius: plan.radius, fill: fill,
      stroke: Stroke(colour, width: width, dash: node.group > 0 ? .dashed : .solid))
    canvas.text(
      node.label, at: centre, size: min(theme.smallText, plan.radius * 1.05), anchor: .middle, centred: true,
      colour: fill.lightness > 55 ? .ink : .white)
    if let weight = node.weight, weight < 0 {
      // A minus, which grey print keeps.
      let (x, y) = (0.3 * plan.radius, centre.y + 0.68 * plan.radius)
      canvas.stroke(
        [Point(x: centre.x - x, y: y), Point(x: centre.x + x, y: y)], Stroke(.ink, width: theme.axisWidth))
    }
    guard node.role != .plain else { return }
    // Above the root and below candidates: no edge comes in or goes out there.
    let above = node.role == .root
    let y =
      above
      ? centre.y - plan.radius - 0.4 * theme.textSize
      : centre.y + plan.radius + 0.4 * theme.textSize + theme.smallText * Canvas.capHeight
    // Where an edge passes all the same, the name stays readable.
    let (size, length) = (theme.smallText, canvas.width(node.role.name, size: theme.smallText))
    canvas.fill(
      Box(
        x: centre.x - length / 2, y: y - size * Canvas.capHeight, width: length,
        height: size * Canvas.capHeight
      )
      .inset(by: -0.1 * size), .white, opacity: 0.8)
    canvas.text(
      node.role.name, at: Point(x: centre.x, y: y), size: size, anchor: .middle,
      colour: colour.mixed(with: .ink, 0.25))
  }

  private func drawEdge(_ index: Int, on canvas: Canvas, _ plan: Plan) {
    let (edge, theme) = (edges[index], plan.frame.theme)
    let (start, end) = (plan.centre(edge.source), plan.centre(edge.target))
    let pen =
      edge.isMarked
      ? Stroke(.ink, width: theme.axisWidth * 2.8) : Stroke(.grey, width: theme.axisWidth * 1.2)
    let head = plan.radius * (edge.isMarked ? 0.55 : 0.42)
    if edge.source == edge.target {
      canvas.circle(
        Point(x: start.x + plan.radius, y: start.y - plan.radius), radius: plan.radius * 0.5, stroke: pen)
    } else if nodes[edge.source].layer == nodes[edge.target].layer {
      // Along a layer: an arc above it.
      let rise = min(0.45 * plan.rowHeight, 0.25 * abs(end.x - start.x) + plan.radius)
      let middle = Point(x: (start.x + end.x) / 2, y: start.y - rise * 1.35)
      curve([start, end], controls: [(middle, middle)], head, pen, on: canvas, plan)
    } else {
      let points = [start] + layout.bends[index].map { plan.point($0.place, $0.layer) } + [end]
      let controls = zip(points, points.dropFirst()).map { a, b in
        let pull = (b.y - a.y) * 0.4
        // The last stretch comes in straight from where it was, so that arrows point along their edges.
        return (
          Point(x: a.x + (a == start ? (b.x - a.x) * 0.3 : 0), y: a.y + pull),
          Point(x: b.x + (b == end ? (a.x - b.x) * 0.3 : 0), y: b.y - pull)
        )
      }
      curve(points, controls: controls, head, pen, on: canvas, plan)
    }
  }

  /// Cubic curves through `points`, cut back to the discs at both ends, with an arrow head.
  private func curve(
    _ points: [Point], controls: [(Point, Point)], _ head: Double, _ pen: Stroke, on canvas: Canvas,
    _ plan: Plan
  ) {
    var line = points
    let last = points.count - 1
    line[0] = moved(points[0], towards: controls[0].0, by: plan.radius)
    let tip = moved(points[last], towards: controls[last - 1].1, by: plan.radius + 0.6)
    let neck = moved(tip, towards: controls[last - 1].1, by: head * 0.9)
    line[last] = neck
    for (index, control) in controls.enumerated() {
      canvas.stroke(from: line[index], control.0, control.1, to: line[index + 1], pen)
    }
    let (dx, dy) = (tip.x - neck.x, tip.y - neck.y)
    let wing = 0.42 / 0.9
    canvas.fill(
      [
        tip, Point(x: neck.x - dy * wing, y: neck.y + dx * wing),
        Point(x: neck.x + dy * wing, y: neck.y - dx * wing),
      ], pen.colour)
  }

  /// The whole frame is taken: a legend goes above it.
  public func obstacles(in frame: Frame) -> [Point] { grid(frame.box) }
}

extension Panel {
  /// A panel with a drawing of a graph.
  public static func graph(_ graph: GraphDrawing, title: String = "") -> Panel {
    Panel(title: title, x: .none, y: .none, marks: [graph])
  }
}

/// Where a drawing's nodes lie in its frame.
private struct Plan {
  let frame: Frame
  let radius: Double
  let rowHeight: Double
  private let drawing: GraphDrawing
  private let left, unit, top: Double

  init(_ drawing: GraphDrawing, _ frame: Frame, _ canvas: Canvas) {
    self.drawing = drawing
    self.frame = frame
    let theme = frame.theme
    let names = drawing.layerNames.map { canvas.width($0, size: theme.smallText) }.max() ?? 0
    let room = names > 0 ? names + theme.textSize : 0
    let places = drawing.layout.places + drawing.layout.bends.flatMap { $0.map(\.place) }
    let (least, most) = (places.min() ?? 0, places.max() ?? 0)
    let rows = Double((drawing.nodes.map(\.layer).max() ?? 0) + 1)
    // Roles are written above the first and below the last layer.
    let words = 1.6 * theme.textSize
    rowHeight = (frame.box.height - 2 * words) / rows
    unit = (frame.box.width - room) / (most - least + 1)
    radius = max(1, min(0.36 * unit, 0.22 * rowHeight, 1.15 * theme.textSize))
    left = frame.box.x + room + (0.5 - least) * unit
    top = frame.box.y + words + rowHeight / 2
  }

  func y(_ layer: Int) -> Double { top + Double(layer) * rowHeight }
  func point(_ place: Double, _ layer: Int) -> Point { Point(x: left + place * unit, y: y(layer)) }
  func centre(_ node: Int) -> Point { point(drawing.layout.places[node], drawing.nodes[node].layer) }
}

/// `distance` from `point` in the direction of `other`.
private func moved(_ point: Point, towards other: Point, by distance: Double) -> Point {
  let (dx, dy) = (other.x - point.x, other.y - point.y)
  let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
  return Point(x: point.x + dx / length * distance, y: point.y + dy / length * distance)
}
