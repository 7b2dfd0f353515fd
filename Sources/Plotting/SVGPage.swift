// A page as SVG, written here and not by Cairo: about a quarter of the size, and the same text with every version of Cairo,
// which only gives the outlines.

import CCairo
import Foundation

/// The elements of one SVG page. Lengths are whole hundredths of a point, so that a change nobody can see changes nothing.
final class SVGPage {
  /// Units of the page in a point.
  private static let unit = 100.0
  /// Units of a letter's outline in its size.
  static let em = 500.0

  private struct Letter: Hashable {
    let character: Character
    let bold: Bool
  }

  private var lines: [String] = []
  /// The number of each letter that was written, and the outlines by number.
  private var letters: [Letter: Int] = [:]
  private var outlines: [String] = []
  private var clips = 0

  /// Adds the context's path as an area, and clears the path; opacity 0…1.
  func fill(_ context: OpaquePointer, _ colour: Colour, opacity: Double) {
    let film = opacity < 1 ? " fill-opacity=\"\(opacity)\"" : ""
    lines.append("<path fill=\"\(colour.hex)\"\(film) d=\"\(path(context, SVGPage.unit))\"/>")
  }

  /// Adds the context's path as a line, and clears the path.
  func stroke(_ context: OpaquePointer, _ stroke: Stroke) {
    lines.append("<path\(style(stroke)) d=\"\(path(context, SVGPage.unit))\"/>")
  }

  private func style(_ stroke: Stroke) -> String {
    var style = " stroke=\"\(stroke.colour.hex)\" stroke-width=\"\(units(stroke.width))\""
    if !stroke.dash.pattern.isEmpty {
      let lengths = stroke.dash.pattern.map { "\(units($0 * stroke.width))" }
      style += " stroke-dasharray=\"\(lengths.joined(separator: " "))\""
      if stroke.dash.isRound { style += " stroke-linecap=\"round\"" }
    }
    return style
  }

  /// Adds a disc, filled or outlined or both.
  func circle(_ centre: Point, radius: Double, fill: Colour?, stroke: Stroke?) {
    let inside = fill.map { " fill=\"\($0.hex)\"" } ?? ""
    let place = "cx=\"\(units(centre.x))\" cy=\"\(units(centre.y))\" r=\"\(units(radius))\""
    lines.append("<circle\(inside)\(stroke.map(style) ?? "") \(place)/>")
  }

  /// Cuts what is added until `endClip` to the context's path, and clears the path.
  func clip(_ context: OpaquePointer) {
    clips += 1
    lines.append("<clipPath id=\"c\(clips)\"><path d=\"\(path(context, SVGPage.unit))\"/></clipPath>")
    lines.append("<g clip-path=\"url(#c\(clips))\">")
  }

  /// Ends the last `clip`.
  func endClip() { lines.append("</g>") }

  /// Adds a piece of text where the context's matrix puts it. The context's font is this piece's, unslanted, of size `em`.
  func text(_ context: OpaquePointer, _ piece: SetPiece, _ colour: Colour) {
    var matrix = cairo_matrix_t()
    cairo_get_matrix(context, &matrix)
    cairo_save(context)
    cairo_identity_matrix(context)
    var (x, uses) = (0.0, "")
    for character in piece.text {
      let number = number(of: Letter(character: character, bold: piece.bold), context)
      let shift = x > 0 ? " x=\"\(whole(x))\"" : ""
      if !outlines[number].isEmpty { uses += "<use href=\"#g\(number)\"\(shift)/>" }
      var extents = cairo_text_extents_t()
      cairo_text_extents(context, String(character), &extents)
      x += extents.x_advance
    }
    cairo_restore(context)
    var (face, all) = (cairo_matrix_t(), cairo_matrix_t())
    let size = piece.size / SVGPage.em
    cairo_matrix_init(&face, size, 0, piece.italic ? -Canvas.slant * size : 0, size, piece.x, piece.y)
    cairo_matrix_multiply(&all, &face, &matrix)
    // Adding 0 makes 0 of −0.
    let turn = [all.xx, all.yx, all.xy, all.yy].map {
      String(format: "%g", ($0 * SVGPage.unit * 1000).rounded() / 1000 + 0)
    }
    let transform = (turn + ["\(units(all.x0))", "\(units(all.y0))"]).joined(separator: " ")
    lines.append("<g fill=\"\(colour.hex)\" transform=\"matrix(\(transform))\">\(uses)</g>")
  }

  private func number(of letter: Letter, _ context: OpaquePointer) -> Int {
    if let known = letters[letter] { return known }
    cairo_move_to(context, 0, 0)
    cairo_text_path(context, String(letter.character))
    outlines.append(path(context, 1))
    letters[letter] = outlines.count - 1
    return outlines.count - 1
  }

  /// The file's bytes: a page of `width` × `height` points.
  func data(width: Double, height: Double, _ description: PageDescription) -> Data {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let (right, bottom) = (units(width), units(height))
    let size = "width=\"\(Double(right) / SVGPage.unit)pt\" height=\"\(Double(bottom) / SVGPage.unit)pt\""
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(right) \(bottom)">
      <title>\(escaped(description.title))</title>
      <desc>\(escaped(description.keywords.joined(separator: "; ")))</desc>
      <defs>
      """
    let defined = outlines.enumerated().map { "<path id=\"g\($0)\" d=\"\($1)\"/>" }
    let body = ["</defs>", "<g fill=\"none\" stroke-linejoin=\"round\">"] + lines + ["</g>", "</svg>", ""]
    return Data(([head] + defined + body).joined(separator: "\n").utf8)
  }

  /// The context's path in whole numbers, `scale` units to a unit of the path; clears the path.
  private func path(_ context: OpaquePointer, _ scale: Double) -> String {
    guard let path = cairo_copy_path(context) else { return "" }
    defer { cairo_path_destroy(path) }
    cairo_new_path(context)
    let items = UnsafeBufferPointer(start: path.pointee.data, count: Int(path.pointee.num_data))
    var (text, move) = ("", "")
    var last = (x: 0, y: 0)
    var index = 0
    while index < items.count {
      let points = items[(index + 1)..<(index + Int(items[index].header.length))].map {
        (x: whole($0.point.x * scale), y: whole($0.point.y * scale))
      }
      let command = items[index].header.type
      index += points.count + 1
      if command == CAIRO_PATH_CLOSE_PATH {
        text += "z"
      } else if command == CAIRO_PATH_MOVE_TO {
        move = "M\(points[0].x) \(points[0].y)"
      } else {
        // A place that nothing is drawn from, as Cairo leaves after an outline, is left out.
        text += move + (command == CAIRO_PATH_LINE_TO ? "l" : "c")
        move = ""
        let steps = points.flatMap { [$0.x - last.x, $0.y - last.y] }
        text += steps.map(String.init).joined(separator: " ").replacing(" -", with: "-")
      }
      last = points.last ?? last
    }
    return text
  }

  private func whole(_ value: Double) -> Int { Int(value.rounded()) }
  private func units(_ points: Double) -> Int { whole(points * SVGPage.unit) }
}

extension Colour {
  /// `#rrggbb`.
  fileprivate var hex: String {
    "#" + [red, green, blue].map { String(format: "%02x", Int(($0 * 255).rounded())) }.joined()
  }
}
