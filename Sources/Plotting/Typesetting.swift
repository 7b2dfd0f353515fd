// From a label's markup to pieces of text with sizes and places. Drawing them is Canvas.swift.

/// A piece of a set label: where it starts, relative to the label's baseline start, and how it is drawn.
struct SetPiece: Hashable, Sendable {
  var text: String
  var x, y: Double
  var size: Double
  var italic, bold: Bool
}

/// A label with all its pieces in place.
struct SetLabel: Hashable, Sendable {
  var pieces: [SetPiece] = []
  /// Advance width in points.
  var width = 0.0
}

/// Sets labels; `advance` measures a text in a face at size 1.
struct Typesetter {
  /// No script is smaller, in points: print needs that much.
  private static let smallestSize = 5.0

  let advance: (_ text: String, _ bold: Bool) -> Double

  func set(_ markup: String, size: Double, bold: Bool = false) -> SetLabel {
    var label = SetLabel()
    place(MathMarkup.parse(markup), size: size, rise: 0, bold: bold, into: &label)
    return label
  }

  private func place(
    _ nodes: [MarkupNode], size: Double, rise: Double, bold: Bool, into label: inout SetLabel
  ) {
    for node in nodes {
      switch node {
      case .text(let text, let italic, let isBold):
        let piece = SetPiece(
          text: text, x: label.width, y: -rise, size: size, italic: italic, bold: isBold || bold)
        label.pieces.append(piece)
        label.width += advance(text, piece.bold) * size
      case .scripts(let below, let above):
        let start = label.width
        var end = start
        // A raised letter keeps clear of the slant before it.
        for (script, shift, gap) in [(below, -0.20, 0.01), (above, 0.38, 0.08)] where !script.isEmpty {
          label.width = start + gap * size
          place(
            script, size: max(size * 0.7, Self.smallestSize), rise: rise + shift * size, bold: bold,
            into: &label)
          end = max(end, label.width)
        }
        label.width = end + 0.04 * size
      }
    }
  }
}
