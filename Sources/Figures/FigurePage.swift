// Page sizes for figures drawn on demand. It does not say what a figure shows.

import Plotting

/// The page of a figure: its size, and text sizes that suit it.
public enum FigurePage: String, CaseIterable, Sendable {
  /// 10 × 3 in: the published page of logit differences.
  case flat = "10x3"
  /// 12 × 8 in: the published page of scores.
  case large = "12x8"
  /// 3.3 × 2.2 in: a journal's column.
  case column
  /// 6.9 × 2.4 in: a journal's text width.
  case wide

  /// Width and height in inches.
  public var size: (width: Double, height: Double) {
    switch self {
    case .flat: (10, 3)
    case .large: (12, 8)
    case .column: (Figure.columnWidth, 2.2)
    case .wide: (Figure.pageWidth, 2.4)
    }
  }

  /// Text and line sizes that suit the page.
  public var theme: Theme {
    switch self {
    case .flat: .large
    case .large: Theme(textSize: 15, lineWidth: 2.5)
    case .column, .wide: .print
    }
  }
}
