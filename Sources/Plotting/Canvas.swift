// A page to draw on: paths, fills and set text over a Cairo context. It knows nothing of axes or data.

import CCairo

/// Which point of a label goes to the given place.
public enum Anchor: Hashable, Sendable {
  /// Its start: the label goes on from the place.
  case start
  /// The middle of its width.
  case middle
  /// Its end: the label leads up to the place.
  case end

  var share: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

/// A Cairo drawing context in points, y downwards.
public final class Canvas {
  let context: OpaquePointer
  /// Takes everything that is drawn, in place of the context, which then only measures.
  private let svg: SVGPage?

  /// The font of every label. Only its upright and bold faces are used; italic is slanted here.
  static let family = "DejaVu Sans"
  /// Height of a capital or a digit, as a share of the text size.
  static let capHeight = 0.73
  /// How far italic letters lean to the right, as a share of their height: 11.5°, as the oblique faces of DejaVu do.
  static let slant = 0.2

  /// Takes over `context`; with `svg`, draws there.
  init(owning context: OpaquePointer, svg: SVGPage? = nil) {
    self.context = context
    self.svg = svg
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit { cairo_destroy(context) }

  // MARK: Paths

  /// Draws the open line through `points`.
  public func stroke(_ points: [Point], _ stroke: Stroke, closed: Bool = false) {
    guard stroke.dash != .none, stroke.width > 0, trace(points) else { return }
    if closed { cairo_close_path(context) }
    draw(stroke)
  }

  /// Draws a cubic curve from `start` to `end`.
  public func stroke(from start: Point, _ control1: Point, _ control2: Point, to end: Point, _ stroke: Stroke)
  {
    cairo_move_to(context, start.x, start.y)
    cairo_curve_to(context, control1.x, control1.y, control2.x, control2.y, end.x, end.y)
    draw(stroke)
  }

  /// Fills the polygon with these corners; opacity 0…1.
  public func fill(_ points: [Point], _ colour: Colour, opacity: Double = 1) {
    guard trace(points) else { return }
    cairo_close_path(context)
    paint(colour, opacity)
  }

  /// Fills a box, without an outline; opacity 0…1.
  public func fill(_ box: Box, _ colour: Colour, opacity: Double = 1) {
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    paint(colour, opacity)
  }

  /// Draws the outline of a box, half its width on either side of the edge.
  public func stroke(_ box: Box, _ stroke: Stroke) {
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    draw(stroke)
  }

  /// A disc, filled or outlined or both.
  public func circle(_ centre: Point, radius: Double, fill: Colour? = nil, stroke: Stroke? = nil) {
    if let svg { return svg.circle(centre, radius: radius, fill: fill, stroke: stroke) }
    if let fill {
      cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
      paint(fill, 1)
    }
    if let stroke {
      cairo_new_sub_path(context)
      cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
      cairo_close_path(context)
      draw(stroke)
    }
  }

  /// A data point with a thin white edge.
  public func marker(_ marker: Marker, at centre: Point, radius: Double, _ colour: Colour) {
    let edge = Stroke(.white, width: radius * 0.3)
    if let outline = marker.outline(centre, radius: radius) {
      stroke(outline, Stroke(.white, width: edge.width * 2), closed: true)
      fill(outline, colour)
    } else {
      circle(centre, radius: radius + edge.width, fill: .white)
      circle(centre, radius: radius, fill: colour)
    }
  }

  /// Draws with everything outside `box` cut away.
  public func clipped(to box: Box, _ draw: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    if let svg { svg.clip(context) } else { cairo_clip(context) }
    draw()
    svg?.endClip()
    cairo_restore(context)
  }

  private func trace(_ points: [Point]) -> Bool {
    guard let first = points.first, points.count > 1 else { return false }
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    return true
  }

  private func draw(_ stroke: Stroke) {
    if let svg { return svg.stroke(context, stroke) }
    cairo_set_source_rgb(context, stroke.colour.red, stroke.colour.green, stroke.colour.blue)
    cairo_set_line_width(context, stroke.width)
    let pattern = stroke.dash.pattern.map { $0 * stroke.width }
    cairo_set_dash(context, pattern, Int32(pattern.count), 0)
    cairo_set_line_cap(context, stroke.dash.isRound ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_stroke(context)
  }

  private func paint(_ colour: Colour, _ opacity: Double) {
    if let svg { return svg.fill(context, colour, opacity: opacity) }
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
    cairo_fill(context)
  }

  // MARK: Text

  /// The width in points of a label in `markup` (`MathMarkup`) at a text size in points.
  public func width(_ markup: String, size: Double, bold: Bool = false) -> Double {
    typesetter.set(markup, size: size, bold: bold).width
  }

  /// Writes a label at a text size in points. `place` is the anchor: along the line as `anchor` says, across it the
  /// baseline, or the middle of the capitals when `centred`. `turned` writes from below to above.
  public func text(
    _ markup: String, at place: Point, size: Double, anchor: Anchor = .start, centred: Bool = false,
    turned: Bool = false, bold: Bool = false, colour: Colour = .ink
  ) {
    let label = typesetter.set(markup, size: size, bold: bold)
    cairo_save(context)
    cairo_translate(context, place.x, place.y)
    if turned { cairo_rotate(context, -.pi / 2) }
    cairo_translate(context, -label.width * anchor.share, centred ? size * Canvas.capHeight / 2 : 0)
    cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
    for piece in label.pieces {
      if let svg {
        choose(bold: piece.bold, italic: false, size: SVGPage.em)
        svg.text(context, piece, colour)
        continue
      }
      choose(bold: piece.bold, italic: piece.italic, size: piece.size)
      cairo_move_to(context, piece.x, piece.y)
      cairo_show_text(context, piece.text)
    }
    // Text leaves its end as the current point, from which the next arc would draw a line.
    cairo_new_path(context)
    cairo_restore(context)
  }

  private var typesetter: Typesetter {
    Typesetter { text, bold in
      self.choose(bold: bold, italic: false, size: 100)
      var extents = cairo_text_extents_t()
      cairo_text_extents(self.context, text, &extents)
      return extents.x_advance / 100
    }
  }

  /// Chooses a face; italic is the upright face, slanted.
  private func choose(bold: Bool, italic: Bool, size: Double) {
    cairo_select_font_face(
      context, Canvas.family, CAIRO_FONT_SLANT_NORMAL,
      bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    var matrix = cairo_matrix_t()
    cairo_matrix_init(&matrix, size, 0, italic ? -Canvas.slant * size : 0, size, 0, 0)
    cairo_set_font_matrix(context, &matrix)
  }

  /// Throws when the font is not there: another one in its place has another width.
  func checkFont() throws {
    // The digit 0 of DejaVu Sans is 1303 of 2048 units wide in the regular and 1425 in the bold face.
    for (bold, width) in [(false, 1303.0 / 2048), (true, 1425.0 / 2048)]
    where abs(typesetter.advance("0", bold) - width) > 0.001 {
      throw PlottingError.missingFont(Canvas.family + (bold ? " Bold" : ""))
    }
  }
}
