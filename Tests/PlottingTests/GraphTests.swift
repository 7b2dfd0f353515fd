// Layered drawings of graphs, hand-made with known numbers of crossings.

import Plotting
import Testing

@Suite struct GraphTests {
  private func layout(_ layers: [Int], _ edges: [(Int, Int)], groups: [Int]? = nil) -> LayeredLayout {
    LayeredLayout(
      layers: layers, groups: groups ?? layers.map { _ in 0 },
      edges: edges.map { (source: $0.0, target: $0.1) })
  }

  @Test func treesHaveNoCrossings() {
    // A binary tree of depth 4 whose children are numbered so that the first order has many.
    let depths = [0, 1, 1, 2, 2, 2, 2] + [Int](repeating: 3, count: 8)
    let children = [1: [6, 3], 2: [4, 5], 3: [14, 7], 4: [9, 12], 5: [8, 13], 6: [10, 11]]
    let edges = [(0, 1), (0, 2)] + children.sorted { $0.key < $1.key }.flatMap { a, b in b.map { (a, $0) } }
    let tree = layout(depths, edges)
    #expect(tree.crossings == 0)
    // The parent of the whole stands over the middle of its children.
    #expect(abs(tree.places[0] - (tree.places[1] + tree.places[2]) / 2) < 0.5)
  }

  @Test func completeBipartiteGraphsHaveTheirNumber() {
    // K(m, n) in two layers has m(m−1)n(n−1)/4 crossings in every order.
    let edges = (0..<3).flatMap { a in (3..<7).map { (a, $0) } }
    #expect(layout([0, 0, 0, 1, 1, 1, 1], edges).crossings == 3 * 2 * 4 * 3 / 4)
  }

  @Test func longEdgesBendInEveryLayerBetween() {
    let layout = layout([0, 1, 2, 3], [(0, 1), (1, 2), (2, 3), (0, 3), (3, 0)])
    #expect(layout.bends.map { $0.map(\.layer) } == [[], [], [], [1, 2], [2, 1]])
  }

  @Test func neighboursKeepApartAndGroupsStayTogether() {
    let layout = layout(
      [0, 0, 1, 1, 1, 1], [(0, 5), (0, 4), (1, 2), (1, 3), (0, 3)], groups: [0, 1, 0, 1, 1, 0])
    let below = layout.places[2...].sorted()
    #expect(zip(below, below.dropFirst()).allSatisfy { $1 - $0 > 1 - 1e-9 })
    #expect(max(layout.places[2], layout.places[5]) < min(layout.places[3], layout.places[4]))
  }

  @Test func brokenGraphsAreAClearError() {
    let drawing = GraphDrawing(nodes: [.init("0", layer: 0)], edges: [.init(0, 3)])
    #expect(throws: PlottingError.brokenGraph(nodes: 1)) {
      try Figure(title: "Graph", panels: [.graph(drawing)]).render()
    }
    #expect(throws: PlottingError.self) {
      try Figure(title: "Graph", panels: [.graph(GraphDrawing(nodes: [], edges: []))]).render()
    }
  }
}
