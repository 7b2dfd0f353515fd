// Where a panel's names go without covering data, and how they are drawn.

/// A legend with its place.
struct PlacedLegend {
  var entries: [LegendEntry]
  var box: Box
  /// Upper left corners of the entries, relative to the box.
  var places: [Point]
  var theme: Theme

  /// The legend of a panel whose frame is known; nil when it has none.
  init?(_ placed: PlacedPanel, _ canvas: Canvas) {
    let (panel, frame) = (placed.panel, placed.frame)
    let entries = PlacedLegend.entries(of: panel)
    guard !entries.isEmpty else { return nil }
    switch panel.legend {
    case .none, .direct: return nil
    case .automatic:
      guard let inside = PlacedLegend.inside(placed, canvas) else { return nil }
      self = inside
    case .above:
      self = PlacedLegend.row(entries, within: frame.box.width, frame.theme, canvas)
      box.x = frame.box.x + (frame.box.width - box.width) / 2
      box.y = frame.box.y - box.height - 0.2 * frame.theme.textSize
    }
  }

  private init(entries: [LegendEntry], places: [Point], width: Double, height: Double, theme: Theme) {
    self.entries = entries
    self.places = places
    self.theme = theme
    box = Box(x: 0, y: 0, width: width, height: height)
  }

  static func entries(of panel: Panel) -> [LegendEntry] { distinct(panel.marks.flatMap(\.legend)) }

  static func distinct(_ entries: [LegendEntry]) -> [LegendEntry] {
    entries.enumerated().filter { index, entry in !entries[..<index].contains(entry) }.map(\.element)
  }

  /// In a place of the panel where it covers no data; nil when there is none.
  static func inside(_ placed: PlacedPanel, _ canvas: Canvas) -> PlacedLegend? {
    let entries = entries(of: placed.panel)
    let frame = placed.frame
    guard !entries.isEmpty else { return nil }
    var legend = column(entries, frame.theme, canvas)
    guard legend.box.width < frame.box.width * 0.8, legend.box.height < frame.box.height * 0.8 else {
      return nil
    }
    let obstacles = placed.panel.marks.flatMap { $0.obstacles(in: frame) }
    let shares = [(1.0, 1.0), (1, 0), (0, 0), (0, 1), (1, 0.5), (0, 0.5), (0.5, 0), (0.5, 1)]
    for (right, down) in shares {
      legend.move(to: frame.box, right, down)
      let guarded = legend.box.inset(by: -0.25 * frame.theme.textSize)
      if !obstacles.contains(where: guarded.contains) { return legend }
    }
    return nil
  }

  private mutating func move(to frame: Box, _ right: Double, _ down: Double) {
    let free = frame.inset(by: 0.5 * theme.textSize)
    box.x = free.x + (free.width - box.width) * right
    box.y = free.y + (free.height - box.height) * down
  }

  /// Names one below the other.
  private static func column(_ entries: [LegendEntry], _ theme: Theme, _ canvas: Canvas) -> PlacedLegend {
    let line = 1.4 * theme.textSize
    let widths = entries.map { width($0, theme, canvas) }
    return PlacedLegend(
      entries: entries, places: entries.indices.map { Point(x: 0, y: line * Double($0)) },
      width: widths.max() ?? 0, height: line * Double(entries.count), theme: theme)
  }

  /// Names side by side, in as many rows as `width` asks for.
  static func row(
    _ entries: [LegendEntry], within width: Double, _ theme: Theme, _ canvas: Canvas
  ) -> PlacedLegend {
    let (line, gap) = (1.4 * theme.textSize, 1.3 * theme.textSize)
    var places: [Point] = []
    var (x, y, widest) = (0.0, 0.0, 0.0)
    for entry in entries {
      let needed = PlacedLegend.width(entry, theme, canvas)
      if x > 0 && x + needed > width { (x, y) = (0, y + line) }
      places.append(Point(x: x, y: y))
      widest = max(widest, x + needed)
      x += needed + gap
    }
    return PlacedLegend(entries: entries, places: places, width: widest, height: y + line, theme: theme)
  }

  private static func swatchWidth(_ entry: LegendEntry, _ theme: Theme) -> Double {
    switch entry.swatch {
    case .line: 2.4 * theme.textSize
    case .area: 1.1 * theme.textSize
    }
  }

  private static func width(_ entry: LegendEntry, _ theme: Theme, _ canvas: Canvas) -> Double {
    swatchWidth(entry, theme) + 0.5 * theme.textSize + canvas.width(entry.label, size: theme.smallText)
  }

  func draw(on canvas: Canvas) {
    let line = 1.4 * theme.textSize
    // No grid line runs through the names.
    canvas.fill(box.inset(by: -0.2 * theme.textSize), .white, opacity: 0.85)
    for (entry, place) in zip(entries, places) {
      let middle = Point(x: box.x + place.x, y: box.y + place.y + line / 2)
      let width = PlacedLegend.swatchWidth(entry, theme)
      switch entry.swatch {
      case .line(var stroke, let marker):
        if stroke.width == 0 { stroke.width = theme.lineWidth }
        canvas.stroke([middle, Point(x: middle.x + width, y: middle.y)], stroke)
        if let marker {
          let place = Point(x: middle.x + width / 2, y: middle.y)
          canvas.marker(marker, at: place, radius: theme.markerRadius, stroke.colour)
        }
      case .area(let colour):
        let side = 0.75 * theme.textSize
        canvas.fill(Box(x: middle.x, y: middle.y - side / 2, width: width, height: side), colour)
      }
      let text = Point(x: middle.x + width + 0.5 * theme.textSize, y: middle.y)
      canvas.text(entry.label, at: text, size: theme.smallText, centred: true)
    }
  }
}
