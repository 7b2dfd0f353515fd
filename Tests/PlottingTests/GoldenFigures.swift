// Small figures, one of each kind, drawn from formulas. GoldenTests.swift compares them with kept pictures.

import Foundation
import Plotting

/// The figures by name.
let goldenFigures: [(name: String, figure: Figure)] = [
  ("lines", lines), ("logarithmic", logarithmic), ("multiples", multiples), ("direct", direct),
  ("bars", bars), ("heatmap", heatMap), ("graph", graph),
]

private let steps = (0...40).map { Double($0) / 4 }

/// Two curves, one with a band and markers, and a legend in the free corner.
private let lines = Figure(
  title: "Lines", width: 2.2, height: 1.6,
  showsTitle: false,
  panels: [
    Panel(
      x: Axis("Step *t*"), y: Axis("*μ*_*v*(*t*)", grid: true),
      marks: [
        Guide(.horizontal, at: 2.5, label: "*μ*^\\*"),
        Line(
          x: steps, y: steps.map { 3 * (1 - exp(-$0 / 3)) },
          band: (steps.map { 2.7 * (1 - exp(-$0 / 3)) }, steps.map { 3.3 * (1 - exp(-$0 / 3)) }),
          label: "*L*^{BFS}", colour: .palette[0]),
        Line(
          x: (0...10).map(Double.init), y: (0...10).map { $0 == 4 ? .nan : sqrt(Double($0)) / 2 },
          label: "*L*^{coco}, *c* = 1", colour: .palette[1], marker: .square),
      ])
  ])

/// Thirty decades up and a log axis across.
private let logarithmic = Figure(
  title: "Logarithmic", width: 2.2, height: 1.6,
  showsTitle: false,
  panels: [
    Panel(
      x: Axis("*n*", kind: .logarithmic), y: Axis("‖*W*‖²", kind: .logarithmic),
      marks: [
        Line(
          x: (0...15).map { pow(2, Double($0)) }, y: (0...15).map { pow(100, Double($0) - 5) },
          label: "growth", colour: .palette[2], dash: .dashed, marker: .circle)
      ])
  ])

/// Four panels with common ranges and one legend.
private let multiples = Figure(
  title: "Multiples", width: 3.3, height: 2.4, columns: 2, sharesX: true, sharesY: true, isLettered: true,
  hasCommonLegend: true, showsTitle: false,
  panels: (0..<4).map { index in
    Panel(
      title: "*c* = \(index)", x: Axis("*θ* (rad)"), y: Axis("value"),
      marks: [
        Line(x: steps, y: steps.map { sin($0 + Double(index)) }, label: "sin", colour: .palette[0]),
        Line(
          x: steps, y: steps.map { cos($0) / Double(index + 1) }, label: "cos", colour: .palette[1],
          dash: .dotted),
      ])
  })

/// Names beside the ends of six curves.
private let direct = Figure(
  title: "Direct labels", width: 2.6, height: 1.6,
  showsTitle: false,
  panels: [
    Panel(
      x: Axis("Epoch"), y: Axis("Δ logit"), legend: .direct,
      marks: (0..<6).map { index in
        Line(
          x: steps, y: steps.map { log(1 + $0 * Double(index + 1)) }, label: "*c* = \(index)",
          colour: .palette[index])
      })
  ])

/// The shares of the whole numbers from 14 to 30 among `values`.
private func histogram(_ values: [Int], label: String, colour: Colour, isFilled: Bool = true) -> Histogram {
  Histogram(
    edges: (14...31).map { Double($0) - 0.5 },
    heights: (14...30).map { number in Double(values.count { $0 == number }) / Double(values.count) },
    label: label, colour: colour, isFilled: isFilled)
}

/// Histograms, one over the other, and groups of bars with errors.
private let bars = Figure(
  title: "Bars", width: 4.4, height: 1.6, columns: 2,
  showsTitle: false,
  panels: [
    Panel(
      x: Axis("Nodes"), y: Axis("Share"),
      marks: [
        histogram((0..<200).map { 20 + ($0 * $0 % 37) % 9 }, label: "ours", colour: .palette[5]),
        histogram(
          (0..<200).map { 19 + ($0 * $0 % 31) % 10 }, label: "published", colour: .palette[1],
          isFilled: false),
      ]),
    Panel(
      x: .categories(["*c* = 1", "*c* = 2", "*c* = 3"]), y: Axis("Attention"),
      marks: [
        GroupedBars([
          .init("frontier", [3, 4, 2.5], errors: [0.4, 0.5, 0.3], colour: .palette[0]),
          .init("other", [1, -0.5, .nan], errors: [0.2, 0.3, 0], colour: .palette[4]),
        ])
      ]),
  ])

private func cell(_ i: Int, _ j: Int) -> Double {
  i == 2 && j == 3 ? .nan : Double((i * 5 + j * 3) % 11) / 10
}

/// A matrix with a missing cell and its colour bar.
private let heatMap = Figure(
  title: "Heat map", width: 2.4, height: 1.6,
  showsTitle: false,
  panels: [
    Panel(
      x: Axis("Key *j*"), y: Axis("Query *i*", isReversed: true),
      marks: [
        HeatMap(
          (0..<6).map { i in (0..<8).map { j in cell(i, j) } },
          scale: ColourScale(range: 0...1, label: "*α*_{*ij*}"))
      ])
  ])

private let nodes = [0, 1, 1, 1, 2, 2, 2, 3, 3, 0, 1, 2, 2].enumerated().map { index, layer in
  GraphDrawing.Node(
    "\(index)", layer: layer, group: index < 9 ? 0 : 1,
    role: [0: .root, 8: .target, 12: .negative][index] ?? .plain, weight: Double(index % 5) / 4)
}

private let edges = [
  (0, 1), (0, 2), (0, 3), (1, 6), (2, 4), (3, 5), (3, 4), (4, 8), (6, 7), (5, 7), (9, 10), (10, 11), (10, 12),
  (9, 7), (4, 5), (7, 2),
].map { GraphDrawing.Edge($0, $1, isMarked: [[0, 2], [2, 4], [4, 8]].contains([$0, $1])) }

/// A problem's graph: a root with three layers below it, and a part it does not reach.
private let graph = Figure(
  title: "Graph", width: 3.3, height: 2.6,
  showsTitle: false,
  panels: [
    .graph(
      GraphDrawing(
        nodes: nodes, edges: edges, colourScale: ColourScale(range: 0...1, label: "weight"),
        layerNames: ["hop 0", "hop 1", "hop 2", "hop 3"], markedName: "shortest path"))
  ])
