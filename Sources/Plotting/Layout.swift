// Where everything on a page goes: margins first, then frames, then legends. Drawing.swift draws the result.

/// A panel with all its places.
struct PlacedPanel {
  var panel: Panel
  var frame: Frame
  var xTicks, yTicks: Ticks
  /// Whether numbers and labels are written along the axes (panels that share ranges write them once).
  var numbersX, numbersY: Bool
  var letter: String
  var margins: Margins
  var legend: PlacedLegend?
  /// The colour bar beside the panel, unless one stands for all panels.
  var colourBar: ColourBar?
}

/// Room around a frame, in points.
struct Margins {
  var left = 0.0, right = 0.0, top = 0.0, bottom = 0.0
}

/// A figure with all its places.
struct Layout {
  let figure: Figure
  private(set) var panels: [PlacedPanel]
  private(set) var commonLegend: PlacedLegend?
  /// The lines of the title, where it is shown.
  let title: [String]

  /// The colour bar that stands for all panels.
  var commonColourBar: ColourBar? {
    guard figure.hasCommonColourBar else { return nil }
    return figure.panels.lazy.compactMap(\.colourScale).first.map { ColourBar($0, figure.theme) }
  }

  /// Finds every place; `canvas` measures labels. Throws `PlottingError`.
  init(_ figure: Figure, measuring canvas: Canvas) throws {
    self.figure = figure
    title =
      figure.showsTitle
      ? Layout.lines(figure.title, within: figure.width * 72 - figure.theme.textSize) {
        canvas.width($0, size: figure.theme.textSize, bold: true)
      } : []
    for mark in figure.panels.flatMap(\.marks) { try mark.check() }
    let ranges = try PanelRanges.all(of: figure)
    guard !ranges.isEmpty else { throw PlottingError.nothingToDraw(panel: figure.title) }
    panels = figure.panels.indices.map { index in
      Layout.measured(figure, index, ranges[index], canvas)
    }
    try place(canvas)
    // Legends for which no corner is free move above their panels. That costs height, which may crowd others.
    while true {
      let crowded = panels.indices.filter { index in
        panels[index].panel.legend == .automatic && !PlacedLegend.entries(of: panels[index].panel).isEmpty
          && PlacedLegend.inside(panels[index], canvas) == nil
      }
      guard !crowded.isEmpty else { break }
      for index in crowded {
        panels[index].panel.legend = .above
        panels[index].margins.top += Layout.legendHeight(panels[index], canvas)
      }
      try place(canvas)
    }
    for index in panels.indices { panels[index].legend = PlacedLegend(panels[index], canvas) }
    // Titles of a row stand on one line.
    for row in stride(from: 0, to: panels.count, by: figure.columns).map({
      $0..<min($0 + figure.columns, panels.count)
    }) {
      let highest = panels[row].map(\.margins.top).max() ?? 0
      for index in row { panels[index].margins.top = highest }
    }
  }

  /// The height of a line of the title.
  var titleLine: Double { 1.35 * figure.theme.textSize }

  /// `text` in as few lines as fit `width`, broken at spaces.
  private static func lines(_ text: String, within width: Double, measure: (String) -> Double) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, measure("\(last) \(word)") <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }

  private var rows: Int { (figure.panels.count + figure.columns - 1) / figure.columns }

  /// A panel with ticks chosen for the room it will have at most, and the margins they need.
  private static func measured(
    _ figure: Figure, _ index: Int, _ ranges: PanelRanges, _ canvas: Canvas
  ) -> PlacedPanel {
    var panel = figure.panels[index]
    if figure.hasCommonLegend && panel.legend != .direct { panel.legend = .none }
    let rows = (figure.panels.count + figure.columns - 1) / figure.columns
    let theme = figure.theme
    let box = Box(
      x: 0, y: 0, width: figure.width * 72 / Double(figure.columns) - 6 * theme.textSize,
      height: figure.height * 72 / Double(rows) - 5 * theme.textSize)
    let frame = Frame(
      box: box, x: Scale(kind: panel.x.kind, range: ranges.x), y: Scale(kind: panel.y.kind, range: ranges.y),
      theme: theme)
    var placed = PlacedPanel(
      panel: panel, frame: frame, xTicks: Ticks(), yTicks: Ticks(),
      numbersX: !figure.sharesX || index + figure.columns >= figure.panels.count,
      numbersY: !figure.sharesY || index % figure.columns == 0,
      letter: figure.isLettered ? letter(index) : "", margins: Margins(), legend: nil,
      colourBar: figure.hasCommonColourBar ? nil : panel.colourScale.map { ColourBar($0, theme) })
    placed.xTicks = fittingTicks(panel.x, frame.x, along: box.width, apart: 3 * theme.textSize) {
      panel.x.turnsLabels ? theme.smallText * 0.9 : canvas.width($0, size: theme.smallText) + theme.smallText
    }
    placed.yTicks = fittingTicks(panel.y, frame.y, along: box.height, apart: 2 * theme.textSize) { _ in
      theme.smallText * 1.5
    }
    placed.margins = margins(placed, canvas)
    if panel.legend == .above { placed.margins.top += legendHeight(placed, canvas) }
    return placed
  }

  private static func letter(_ index: Int) -> String {
    UnicodeScalar(UInt8(97 + index % 26)).description
  }

  /// Round marks, as many as have room; of given ones all, with every k-th labelled.
  private static func fittingTicks(
    _ axis: Axis, _ scale: Scale, along length: Double, apart distance: Double, room: (String) -> Double
  ) -> Ticks {
    guard !axis.isHidden else { return Ticks() }
    let laid = Scale(kind: scale.kind, range: scale.range, from: 0, to: length)
    func fits(_ ticks: [Tick]) -> Bool {
      let places = ticks.filter { !$0.label.isEmpty }.compactMap { tick in
        laid.position(tick.value).map { (at: $0, room: room(tick.label)) }
      }.sorted { $0.at < $1.at }
      return zip(places, places.dropFirst()).allSatisfy { $1.at - $0.at >= ($0.room + $1.room) / 2 }
    }
    if let given = axis.ticks {
      for stride in 1...max(given.count, 1) {
        let thinned = given.enumerated().map { index, tick in
          index % stride == 0 ? tick : Tick(tick.value, "")
        }
        if fits(thinned) { return Ticks(major: thinned) }
      }
      return Ticks(major: given)
    }
    let most = min(9, max(3, Int(length / distance)))
    let candidates = stride(from: most, through: 1, by: -1).map { Ticks.round(laid, count: $0) }
    return candidates.first { $0.major.count >= 2 && fits($0.major) } ?? candidates.last ?? Ticks()
  }

  private static func margins(_ placed: PlacedPanel, _ canvas: Canvas) -> Margins {
    let (panel, theme) = (placed.panel, placed.frame.theme)
    let (em, small) = (theme.textSize, theme.smallText)
    func widest(_ ticks: Ticks) -> Double {
      ticks.major.map { canvas.width($0.label, size: small) }.max() ?? 0
    }
    var margins = Margins(left: 0.3 * em, right: 0.6 * em, top: 0.7 * em, bottom: 0.3 * em)
    if !panel.y.isHidden {
      margins.left += theme.tickLength
      if placed.numbersY {
        margins.left += 0.4 * em + widest(placed.yTicks) + (panel.y.label.isEmpty ? 0 : 1.5 * em)
        if !placed.yTicks.factor.isEmpty { margins.top += 1.1 * em }
      }
    }
    if !panel.x.isHidden {
      margins.bottom += theme.tickLength
      if placed.numbersX {
        margins.bottom += 0.3 * em + (panel.x.turnsLabels ? widest(placed.xTicks) : small)
        if !panel.x.label.isEmpty || !placed.xTicks.factor.isEmpty { margins.bottom += 1.55 * em }
        if !panel.x.turnsLabels, let last = placed.xTicks.major.last {
          margins.right = max(margins.right, canvas.width(last.label, size: small) / 2)
        }
      }
    }
    if !panel.title.isEmpty || !placed.letter.isEmpty { margins.top += 1.3 * em }
    if let bar = placed.colourBar { margins.right += bar.width(canvas) }
    if panel.legend == .direct {
      let names = panel.marks.flatMap { $0.legend }.map { canvas.width($0.label, size: small) }
      margins.right += 0.6 * em + (names.max() ?? 0)
    }
    return margins
  }

  private static func legendHeight(_ placed: PlacedPanel, _ canvas: Canvas) -> Double {
    guard placed.panel.legend == .above else { return 0 }
    let entries = PlacedLegend.entries(of: placed.panel)
    return PlacedLegend.row(
      entries, within: max(placed.frame.box.width, 1), placed.frame.theme, canvas
    ).box.height
  }

  /// Shares out the page: margins are the largest of their row or column, frames get equal parts of the rest.
  private mutating func place(_ canvas: Canvas) throws {
    let (columns, rows, em) = (min(figure.columns, panels.count), rows, figure.theme.textSize)
    let (height, edge) = (figure.height * 72, 0.4 * em)
    let width = figure.width * 72 - (commonColourBar?.width(canvas) ?? 0)
    var top = edge + titleLine * Double(title.count) + (title.isEmpty ? 0 : 0.3 * em)
    if figure.hasCommonLegend {
      var legend = PlacedLegend.row(
        PlacedLegend.distinct(panels.flatMap { $0.panel.marks.flatMap(\.legend) }), within: width - 4 * em,
        figure.theme, canvas)
      legend.box.x = (width - legend.box.width) / 2
      legend.box.y = top
      top += legend.box.height + 0.3 * em
      commonLegend = legend
    }
    func widest(_ side: KeyPath<Margins, Double>, _ belongs: (Int) -> Bool) -> Double {
      panels.indices.filter(belongs).map { panels[$0].margins[keyPath: side] }.max() ?? 0
    }
    let lefts = (0..<columns).map { column in widest(\.left) { $0 % columns == column } }
    let rights = (0..<columns).map { column in widest(\.right) { $0 % columns == column } }
    let tops = (0..<rows).map { row in widest(\.top) { $0 / columns == row } }
    let bottoms = (0..<rows).map { row in widest(\.bottom) { $0 / columns == row } }
    let gap = (x: 0.9 * em, y: 0.5 * em)
    let frameWidth =
      (width - 2 * edge - (lefts + rights).reduce(0, +) - gap.x * Double(columns - 1)) / Double(columns)
    let frameHeight =
      (height - top - edge - (tops + bottoms).reduce(0, +) - gap.y * Double(rows - 1)) / Double(rows)
    guard frameWidth > 2 * em, frameHeight > 2 * em else {
      throw PlottingError.pageTooSmall(width: figure.width, height: figure.height)
    }
    for index in panels.indices {
      let (row, column) = (index / columns, index % columns)
      let x =
        edge + lefts[...column].reduce(0, +) + rights[..<column].reduce(0, +)
        + (frameWidth + gap.x) * Double(column)
      let y =
        top + tops[...row].reduce(0, +) + bottoms[..<row].reduce(0, +) + (frameHeight + gap.y) * Double(row)
      panels[index].lay(in: Box(x: x, y: y, width: frameWidth, height: frameHeight))
    }
  }
}

extension PlacedPanel {
  /// Lays the axes along the edges of `box`; with equal aspect, along the largest rectangle of that shape in it.
  fileprivate mutating func lay(in box: Box) {
    var box = box
    if let aspect = panel.aspect {
      let width = min(box.width, box.height * aspect)
      box = Box(
        x: box.x + (box.width - width) / 2, y: box.y, width: width, height: width / aspect)
    }
    frame.box = box
    (frame.x.from, frame.x.to) = panel.x.isReversed ? (box.maxX, box.x) : (box.x, box.maxX)
    (frame.y.from, frame.y.to) = panel.y.isReversed ? (box.y, box.maxY) : (box.maxY, box.y)
  }
}
