// A page as PDF, SVG or PNG bytes, the same bytes for the same drawing. What is drawn on it stands elsewhere.

import CCairo
import Foundation

/// The format of a figure's file.
public enum PageFormat: String, CaseIterable, Sendable {
  /// Vector, fonts embedded.
  case pdf
  /// Vector, text as outlines.
  case svg
  /// 300 pixels an inch.
  case png
}

/// What a file says about itself besides the picture. Never the time of drawing.
struct PageDescription {
  var title: String
  /// Statements such as `sha256 of attention.json: 9f…`.
  var keywords: [String] = []

  /// The date a file carries: `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/) when it
  /// is set, else a fixed one.
  static var date: String {
    let seconds = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init) ?? 946_684_800
    return Date(timeIntervalSince1970: seconds).ISO8601Format()
  }
}

/// Draws one page of `width` × `height` inches and returns the file's bytes, the same for the same drawing. Throws
/// `PlottingError` for a font that is not installed and for what Cairo cannot do, and what `draw` throws.
func drawPage(
  width: Double, height: Double, format: PageFormat, description: PageDescription,
  _ draw: (Canvas) throws -> Void
) throws -> Data {
  let (points, heightPoints) = (width * 72, height * 72)
  let collector = Collector()
  let closure = Unmanaged.passUnretained(collector).toOpaque()
  let collect: cairo_write_func_t = { closure, bytes, count in
    guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<Collector>.fromOpaque(closure).takeUnretainedValue().data.append(bytes, count: Int(count))
    return CAIRO_STATUS_SUCCESS
  }
  let resolution = 300.0
  let surface: OpaquePointer?
  var svg: SVGPage?
  switch format {
  case .pdf:
    surface = cairo_pdf_surface_create_for_stream(collect, closure, points, heightPoints)
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, description.title)
    cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_KEYWORDS, description.keywords.joined(separator: "; "))
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, PageDescription.date)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, PageDescription.date)
  case .svg:
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
    svg = SVGPage()
  case .png:
    surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32((width * resolution).rounded()), Int32((height * resolution).rounded()))
    cairo_surface_set_device_scale(surface, resolution / 72, resolution / 72)
  }
  defer { cairo_surface_destroy(surface) }
  guard let surface, let context = cairo_create(surface) else { throw PlottingError.cairo("no memory") }
  let canvas = Canvas(owning: context, svg: svg)
  try check(cairo_status(context))
  try canvas.checkFont()
  if format != .pdf {
    canvas.fill(Box(x: 0, y: 0, width: points, height: heightPoints), .white)
  }
  try draw(canvas)
  try check(cairo_status(context))
  if format == .png { try check(cairo_surface_write_to_png_stream(surface, collect, closure)) }
  cairo_surface_finish(surface)
  try check(cairo_surface_status(surface))
  if let svg { return svg.data(width: points, height: heightPoints, description) }
  return format == .png ? annotatePNG(collector.data, description) : collector.data
}

/// Where Cairo writes to.
private final class Collector {
  var data = Data()
}

private func check(_ status: cairo_status_t) throws {
  guard status == CAIRO_STATUS_SUCCESS else {
    throw PlottingError.cairo(String(cString: cairo_status_to_string(status)))
  }
}
