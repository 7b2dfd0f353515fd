// Figures against kept pictures. `GOLDEN_OUT=DIR swift test --filter Golden` also writes what was drawn to DIR.

import Foundation
import Plotting
import Testing

@Suite struct GoldenTests {
  /// Other versions of FreeType and Cairo smooth edges and place glyphs by fractions of a pixel otherwise, which moves
  /// few pixels by much: 0.3 % of pixels by more than a quarter of the range. A curve or a label
  /// that is elsewhere or missing moves more than that at this page size.
  @Test(arguments: goldenFigures.map(\.name))
  func looksAsKept(_ name: String) throws {
    let figure = try #require(goldenFigures.first { $0.name == name }).figure
    let png = try figure.render(as: .png)
    if let folder = ProcessInfo.processInfo.environment["GOLDEN_OUT"] {
      let place = URL(fileURLWithPath: folder)
      try png.write(to: place.appending(path: "\(name).png"))
      try figure.render(as: .pdf).write(to: place.appending(path: "\(name).pdf"))
    }
    let kept = try #require(
      Bundle.module.url(forResource: name, withExtension: "png", subdirectory: "Golden"))
    let (drawn, golden) = (
      try #require(Picture(png: png)), try #require(Picture(png: Data(contentsOf: kept)))
    )
    #expect(drawn.width == golden.width && drawn.height == golden.height)
    let moved = zip(drawn.pixels, golden.pixels).filter { a, b in
      zip(Picture.components(a), Picture.components(b)).contains { abs($0 - $1) > 64 }
    }
    #expect(Double(moved.count) < 0.003 * Double(golden.pixels.count))
  }
}
