// Page sizes for figures that are drawn on demand. What is on the page is each figure's own business.

import Plotting

/// A page size.
public enum FigurePage: String, CaseIterable, Sendable {
  /// 10 × 3 in and 12 × 8 in, as the script published with the paper draws.
  case flat = "10x3"
  case large = "12x8"
  /// A journal's column (3.3 in) and its text width (6.9 in).
  case column, wide

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
