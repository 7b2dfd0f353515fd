// A figure as data: a page with panels. Layout.swift finds places, Drawing.swift draws.

import Foundation

/// Where the names of a panel's marks are written.
public enum LegendPlace: Hashable, Sendable {
  /// In the emptiest corner; above the panel when every place would cover data.
  case automatic
  /// Above the panel, in a row.
  case above
  /// At the right ends of the curves, in their colours.
  case direct
  /// Nowhere.
  case none
}

/// One pair of axes with what is drawn in it.
public struct Panel: Sendable {
  /// Title above the frame, in markup (`MathMarkup`).
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, in this order.
  public var marks: [any Mark]
  /// Where the names of its marks are written.
  public var legend: LegendPlace
  /// Width over height of the frame; nil fills the room there is.
  public var aspect: Double?

  /// A panel; its axes take their ranges from the marks unless they have some.
  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), legend: LegendPlace = .automatic,
    aspect: Double? = nil, marks: [any Mark]
  ) {
    self.aspect = aspect
    self.title = title
    self.x = x
    self.y = y
    self.legend = legend
    self.marks = marks
  }
}

/// A page of panels.
public struct Figure: Sendable {
  /// The width of a journal's column, in inches.
  public static let columnWidth = 3.3
  /// The width of a text page, in inches.
  public static let pageWidth = 6.9

  /// What the figure finds, in markup; written above the panels and into the file.
  public var title: String
  /// Whether the title is written above the panels, not into the file alone.
  public var showsTitle: Bool
  /// Width of the page in inches.
  public var width: Double
  /// Height of the page in inches.
  public var height: Double
  /// Panels, row by row.
  public var panels: [Panel]
  /// Panels in a row.
  public var columns: Int
  /// Whether all panels have one range of x, so that only the lowest of a column has numbers.
  public var sharesX: Bool
  /// Whether all panels have one range of y, so that only the first of a row has numbers.
  public var sharesY: Bool
  /// Whether panels are lettered a, b, c, ….
  public var isLettered: Bool
  /// Whether one legend above the panels names what is in all of them.
  public var hasCommonLegend: Bool
  /// Whether one colour bar at the right, that of the first panel with one, stands for all panels.
  public var hasCommonColourBar: Bool
  /// Sizes of text and lines.
  public var theme: Theme

  /// A page of `width` × `height` inches, by default a journal's column wide, with panels row by row.
  public init(
    title: String, width: Double = Figure.columnWidth, height: Double = 2.3, columns: Int = 1,
    sharesX: Bool = false, sharesY: Bool = false, isLettered: Bool = false, hasCommonLegend: Bool = false,
    hasCommonColourBar: Bool = false, theme: Theme = .print, showsTitle: Bool = true, panels: [Panel]
  ) {
    self.title = title
    self.showsTitle = showsTitle
    self.width = width
    self.height = height
    self.columns = max(columns, 1)
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.isLettered = isLettered
    self.hasCommonLegend = hasCommonLegend
    self.hasCommonColourBar = hasCommonColourBar
    self.theme = theme
    self.panels = panels
  }

  /// The file's bytes, the same for the same figure. `keywords` are written into it (hash of the raw data, commit of
  /// the run). Throws `PlottingError` for lists that do not fit together, a panel without finite values, a page without
  /// room, or a font that is not installed.
  public func render(as format: PageFormat = .pdf, keywords: [String] = []) throws -> Data {
    try drawPage(
      width: width, height: height, format: format,
      description: PageDescription(title: MathMarkup.plain(title), keywords: keywords)
    ) { canvas in
      try Layout(self, measuring: canvas).draw(on: canvas)
    }
  }

  /// The frames of the panels, for tests that ask where a value lies. Throws `PlottingError`.
  package func frames() throws -> [Frame] {
    var frames: [Frame] = []
    _ = try drawPage(width: width, height: height, format: .svg, description: PageDescription(title: title)) {
      frames = try Layout(self, measuring: $0).panels.map(\.frame)
    }
    return frames
  }
}
