// A decoded PNG, to look at single pixels. Test support only.

import CCairo
import Foundation

struct Picture {
  let width, height: Int
  /// Rows of 0xRRGGBB.
  let pixels: [UInt32]

  /// Decodes a PNG; nil when it is none.
  init?(png: Data) {
    final class Source {
      var rest: Data
      init(_ data: Data) { rest = data }
    }
    let source = Source(png)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(
        { closure, bytes, count in
          guard let closure, let bytes else { return CAIRO_STATUS_READ_ERROR }
          let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
          guard source.rest.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
          source.rest.copyBytes(to: bytes, count: Int(count))
          source.rest = source.rest.dropFirst(Int(count))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(source).toOpaque())
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let data = cairo_image_surface_get_data(surface)
    else { return nil }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    let row = width
    pixels = (0..<height).flatMap { y in
      UnsafeRawPointer(data + y * stride).withMemoryRebound(to: UInt32.self, capacity: row) { line in
        (0..<row).map { line[$0] & 0xFFFFFF }
      }
    }
  }

  /// The colour at a place given in points from the upper left corner, at 300 pixels an inch.
  subscript(x: Double, y: Double) -> UInt32 {
    pixels[Int(y * 300 / 72) * width + Int(x * 300 / 72)]
  }

  /// Components of 0xRRGGBB.
  static func components(_ pixel: UInt32) -> [Int] { [16, 8, 0].map { Int(pixel >> $0 & 0xFF) } }
}
