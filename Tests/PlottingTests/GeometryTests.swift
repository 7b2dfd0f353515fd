// Where things land: values on pixels, pages in inches, ticks at round numbers, legends beside data.

import Foundation
import Plotting
import Testing

@Suite struct GeometryTests {
  private func figure(_ panel: Panel) -> Figure { Figure(title: "Test", panels: [panel]) }

  @Test func aKnownPointLandsOnItsPixel() throws {
    let red = Colour(0xFF0000)
    let figure = figure(
      Panel(
        x: Axis(range: 0...10), y: Axis(range: 0...4),
        marks: [Line(x: [2.5], y: [3], colour: red, marker: .square)]))
    let frame = try #require(try figure.frames().first)
    let place = try #require(frame.point(2.5, 3))
    // A quarter of the way from left, a quarter from the top.
    #expect(abs(place.x - (frame.box.x + frame.box.width / 4)) < 1e-9)
    #expect(abs(place.y - (frame.box.y + frame.box.height / 4)) < 1e-9)
    let picture = try #require(Picture(png: try figure.render(as: .png)))
    #expect(picture[place.x, place.y] == 0xFF0000)
    // Nothing else is red: the mark's middle is the middle of all red pixels.
    let reds = picture.pixels.indices.filter { picture.pixels[$0] == 0xFF0000 }
    let x = Double(reds.map { $0 % picture.width }.reduce(0, +)) / Double(reds.count) + 0.5
    let y = Double(reds.map { $0 / picture.width }.reduce(0, +)) / Double(reds.count) + 0.5
    // Half a pixel: the square's edges may fall inside a pixel on one side only.
    #expect(abs(x - place.x * 300 / 72) <= 0.5 && abs(y - place.y * 300 / 72) <= 0.5)
  }

  @Test func logarithmicScalesSpaceDecadesEvenly() {
    let scale = Scale(kind: .logarithmic, range: 1e-30...1e30, from: 0, to: 600)
    #expect(scale.position(1).map { abs($0 - 300) < 1e-9 } == true)
    #expect(scale.position(1e10).map { abs($0 - 400) < 1e-9 } == true)
    #expect(scale.position(0) == nil && scale.position(-1) == nil && scale.position(.nan) == nil)
  }

  @Test(arguments: [(10.0, 3.0), (12, 8), (3.3, 2.3), (6.9, 4)])
  func pagesHaveTheSizeAskedFor(_ width: Double, _ height: Double) throws {
    let panel = Panel(marks: [Line(x: [0, 1], y: [0, 1])])
    let figure = Figure(title: "Test", width: width, height: height, panels: [panel])
    let picture = try #require(Picture(png: try figure.render(as: .png)))
    #expect(picture.width == Int((width * 300).rounded()) && picture.height == Int((height * 300).rounded()))
    let svg = String(decoding: try figure.render(as: .svg), as: UTF8.self)
    let size = try #require(svg.firstMatch(of: #/width="([0-9.]+)(?:pt)?" height="([0-9.]+)(?:pt)?"/#))
    #expect(abs((Double(size.1) ?? 0) - width * 72) < 0.01 && abs((Double(size.2) ?? 0) - height * 72) < 0.01)
  }

  @Test func legendsStayAwayFromData() throws {
    // A curve beside three corners leaves the lower right one.
    let panel = Panel(
      x: Axis(range: 0...1), y: Axis(range: 0...1),
      marks: [
        Line(x: [0.1, 0.1, 1], y: [0, 0.9, 0.9], label: "curve", colour: Colour(0xFF0000))
      ])
    let figure = figure(panel)
    let frame = try #require(try figure.frames().first)
    let picture = try #require(Picture(png: try figure.render(as: .png)))
    let swatches = picture.pixels.indices.filter { index in
      let (x, y) = (Double(index % picture.width) * 72 / 300, Double(index / picture.width) * 72 / 300)
      return picture.pixels[index] == 0xFF0000 && x > frame.box.centre.x && y > frame.box.centre.y
    }
    #expect(!swatches.isEmpty)
  }

  @Test func legendsShowDiscsWhereALineIsNothingElse() {
    func swatch(_ y: [Double]) -> LegendEntry.Swatch? {
      Line(x: y.indices.map(Double.init), y: y, label: "l").legend.first?.swatch
    }
    let stroke = Stroke(.palette[0], width: 0)
    #expect(swatch([1, .nan, 3]) == .line(stroke, .circle) && swatch([1]) == .line(stroke, .circle))
    #expect(swatch([1, 2, .nan, 3]) == .line(stroke, nil) && swatch([]) == .line(stroke, nil))
  }

  @Test func titlesTakeRoomFromPanels() throws {
    func top(_ title: String, isShown: Bool = true) throws -> Double {
      let panel = Panel(marks: [Line(x: [0, 1], y: [0, 1])])
      let figure = Figure(title: title, showsTitle: isShown, panels: [panel])
      return try #require(try figure.frames().first).box.y
    }
    // A column of 3.3 in holds some fifty letters, so ten words of eleven take more lines than one word.
    let words = Array(repeating: "superposed", count: 10).joined(separator: " ")
    let (hidden, short, long) = (try top(words, isShown: false), try top("Short"), try top(words))
    #expect(hidden < short && short < long)
  }

  @Test func coloursBelowZeroAreAsLightAsThoseAbove() {
    let scale = ColourScale(range: -1...2)
    #expect(scale.colour(0) == .white)
    #expect(scale.colour(-1) != scale.colour(1))
    // Ten units of L* of a hundred: a reader of a grey print sees the same size, whatever the sign.
    for share in stride(from: 0.2, through: 2, by: 0.2) {
      #expect(abs(scale.colour(-share).lightness - scale.colour(share).lightness) < 10, "\(share)")
    }
  }

  @Test func paletteStaysApartInGrey() {
    let lightness = Colour.palette.map(\.lightness).sorted()
    // Five units of L* are about what a reader tells apart in adjacent greys.
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 - $0 > 5 })
  }
}
