// Places for the nodes of a graph in given layers, with few edge crossings. Drawing is GraphDrawing.swift.
//
// The steps of Sugiyama, Tagawa and Toda (https://doi.org/10.1109/TSMC.1981.4308636): edges over several layers get a
// bend in each layer between, layers are ordered by the means of their neighbours' places and by swaps, and places
// are moved towards the neighbours' without coming nearer than one unit.

/// A graph laid out in layers.
public struct LayeredLayout: Hashable, Sendable {
  /// Place of each node along its layer; neighbours are at least 1 apart.
  public private(set) var places: [Double] = []
  /// The layer of each node, 0 at the top.
  public let layers: [Int]
  /// Bends of each edge, from its source to its target: place and layer.
  public private(set) var bends: [[Bend]] = []
  /// Pairs of edges between the same two layers that cross.
  public private(set) var crossings = 0

  /// Where an edge passes a layer between those of its ends.
  public struct Bend: Hashable, Sendable {
    /// Place along the layer, in the unit of `places`.
    public let place: Double
    /// The layer it passes, numbered as `layers` are.
    public let layer: Int
  }

  /// Lays out the graph. Nodes of a lower `groups` number stand before those of a higher one in every layer; both
  /// lists have one entry for each node and every edge's ends are below their count.
  public init(layers: [Int], groups: [Int], edges: [(source: Int, target: Int)]) {
    self.layers = layers
    var net = Net(layers: layers, groups: groups)
    let chains = edges.map { net.addChain(from: $0.source, to: $0.target) }
    net.order()
    crossings = net.crossings
    let all = net.places()
    places = Array(all.prefix(layers.count))
    bends = chains.map { $0.map { Bend(place: all[$0], layer: net.layer[$0]) } }
  }
}

/// Nodes and bends, connected between adjacent layers only.
private struct Net {
  var layer: [Int]
  private var group: [Int]
  private var above: [[Int]]
  private var below: [[Int]]
  /// The order in each layer.
  private var rows: [[Int]] = []

  init(layers: [Int], groups: [Int]) {
    layer = layers
    group = groups
    above = layers.map { _ in [] }
    below = above
  }

  /// Adds an edge and the bends it needs; returns the bends in its direction.
  mutating func addChain(from source: Int, to target: Int) -> [Int] {
    guard layer[source] != layer[target] else { return [] }
    let (upper, lower) = layer[source] < layer[target] ? (source, target) : (target, source)
    var bends: [Int] = []
    var last = upper
    for between in (layer[upper] + 1)..<max(layer[lower], layer[upper] + 1) {
      let bend = layer.count
      layer.append(between)
      group.append(between - layer[upper] <= layer[lower] - between ? group[upper] : group[lower])
      above.append([last])
      below.append([])
      below[last].append(bend)
      bends.append(bend)
      last = bend
    }
    below[last].append(lower)
    above[lower].append(last)
    return upper == source ? bends : bends.reversed()
  }

  /// Orders every layer, keeping the best of several sweeps down and up.
  mutating func order() {
    rows = (0..<((layer.max() ?? -1) + 1)).map { row in
      layer.indices.filter { layer[$0] == row }.sorted { (group[$0], $0) < (group[$1], $1) }
    }
    var best = (crossings: crossings, rows: rows)
    for sweep in 0..<16 where best.crossings > 0 {
      let downwards = sweep % 2 == 0
      for row in downwards ? Array(rows.indices) : rows.indices.reversed() {
        sortByNeighbours(row, downwards ? above : below)
      }
      swapNeighbours()
      if crossings < best.crossings { best = (crossings, rows) }
    }
    rows = best.rows
  }

  private func ranks() -> [Int] {
    var ranks = [Int](repeating: 0, count: layer.count)
    for row in rows { for (rank, node) in row.enumerated() { ranks[node] = rank } }
    return ranks
  }

  private mutating func sortByNeighbours(_ row: Int, _ neighbours: [[Int]]) {
    let ranks = ranks()
    let wanted = rows[row].map { node -> (group: Int, mean: Double, node: Int) in
      let places = neighbours[node].map { Double(ranks[$0]) }
      let mean = places.isEmpty ? Double(ranks[node]) : places.reduce(0, +) / Double(places.count)
      return (group[node], mean, node)
    }
    rows[row] = wanted.sorted { $0 < $1 }.map(\.node)
  }

  /// Swaps neighbours while that takes crossings away.
  private mutating func swapNeighbours() {
    var ranks = ranks()
    var improved = true
    while improved {
      improved = false
      for row in rows.indices {
        for index in rows[row].indices.dropLast() {
          let (a, b) = (rows[row][index], rows[row][index + 1])
          guard group[a] == group[b] else { continue }
          let now = crossed(above[a], above[b], ranks) + crossed(below[a], below[b], ranks)
          let then = crossed(above[b], above[a], ranks) + crossed(below[b], below[a], ranks)
          guard then < now else { continue }
          rows[row].swapAt(index, index + 1)
          ranks.swapAt(a, b)
          improved = true
        }
      }
    }
  }

  /// Crossings between the edges of two nodes, the first of which stands before the second.
  private func crossed(_ first: [Int], _ second: [Int], _ ranks: [Int]) -> Int {
    first.reduce(0) { sum, a in sum + second.count { ranks[$0] < ranks[a] } }
  }

  var crossings: Int {
    let ranks = ranks()
    return rows.reduce(0) { sum, row in
      sum
        + row.indices.reduce(0) { sum, index in
          sum + row[(index + 1)...].reduce(0) { $0 + crossed(below[row[index]], below[$1], ranks) }
        }
    }
  }

  /// Places along the layers: near the neighbours', in order, one unit apart.
  func places() -> [Double] {
    var places = [Double](repeating: 0, count: layer.count)
    for row in rows {
      for (rank, node) in row.enumerated() { places[node] = Double(rank) - Double(row.count - 1) / 2 }
    }
    for sweep in 0..<12 {
      for row in sweep % 2 == 0 ? rows : rows.reversed() {
        let wanted = row.map { node in
          let near = (above[node] + below[node]).map { places[$0] }
          return near.isEmpty ? places[node] : near.reduce(0, +) / Double(near.count)
        }
        for (node, place) in zip(row, spread(wanted, apart: 1, within: -1e6...1e6)) { places[node] = place }
      }
    }
    return places
  }
}
