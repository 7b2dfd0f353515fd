// Draws reachability problems from a random stream; reads no files. Two families of nodes grow side by side,
// as in ProsQA. It uses only + − × ÷, so a seed gives the same problems on every machine.
//
// Described in Hao et al. 2024, "Training Large Language Models to Reason in a Continuous Latent Space", appendix
// (https://arxiv.org/abs/2412.06769); the program behind the published files is not published. `Growth` says which
// constants are from there and which are fitted to the published validation file.

import Randomness

/// Draws problems whose shortest path has a length in `hops` (https://arxiv.org/abs/2412.06769, appendix).
public struct Generator: Sendable {
  /// The lengths L of shortest paths root → target to accept; published 3...4.
  public let hops: ClosedRange<Int>
  /// How many parents nodes have.
  public let density: Density

  /// A generator. `hops` starts at 1 or more.
  public init(hops: ClosedRange<Int> = 3...4, density: Density = .published) {
    (self.hops, self.density) = (hops, density)
  }

  /// A full-size problem, without words. For `hops` 3...4 the length is 4 with the published share, 0.52.
  public func problem(_ random: inout RandomStream) -> Problem {
    let length =
      hops == 3...4 ? (random.uniform() < Growth.shareOfFourHops ? 4 : 3) : drawn(hops, &random)
    while true {
      if let problem = attempt(size: nil, length, &random) { return problem }
    }
  }

  /// A problem whose graph has a number of nodes drawn uniformly from `nodes`, grown in the same way, with a length drawn
  /// uniformly from `hops`. A path of L hops needs L + 3 nodes: where there is no room, shorter ones are taken. Problems
  /// that do not `fit` are drawn again, size and length included. Check `neverDrawn(nodes:)` first.
  public func problem(
    nodes: ClosedRange<Int>, using random: inout RandomStream, fit: (Problem) -> Bool = { _ in true }
  ) -> Problem {
    while true {
      let size = drawn(possible(nodes), &random)
      let length = drawn(lengths(ofSize: size), &random)
      var problem: Problem?
      while problem == nil { problem = attempt(size: size, length, &random) }
      if let problem, fit(problem) { return problem }
    }
  }

  /// A number of nodes in `nodes` and a length that `problem(nodes:using:)` may ask for and that growth practically never
  /// gives, since 20,000 growths have not; nil if there are none. Drawing such a problem would not end.
  public func neverDrawn(nodes: ClosedRange<Int>) -> (nodes: Int, hops: Int)? {
    for size in possible(nodes) {
      for length in lengths(ofSize: size) {
        var random = RandomStream(0x9A0B, UInt64(size), UInt64(length))
        let isDrawn = (0..<20_000).contains { _ in attempt(size: size, length, &random) != nil }
        if !isDrawn { return (size, length) }
      }
    }
    return nil
  }

  /// Four nodes are the fewest of a problem: two roots, each with a child.
  private func possible(_ nodes: ClosedRange<Int>) -> ClosedRange<Int> {
    max(4, nodes.lowerBound)...max(4, nodes.upperBound)
  }

  private func lengths(ofSize size: Int) -> ClosedRange<Int> {
    let longest = min(hops.upperBound, size - 3)
    return min(hops.lowerBound, longest)...longest
  }

  private func drawn(_ range: ClosedRange<Int>, _ random: inout RandomStream) -> Int {
    range.lowerBound + random.below(range.count)
  }

  /// Problem `index` of the set `split` under `seed`, with its words. It depends on these three alone.
  public func problem(_ index: Int, of split: Split, seed: UInt64) -> Problem {
    var random = RandomStream(seed, split.streamName, UInt64(index))
    let bare = problem(&random)
    return Problem(
      graph: bare.graph, symbols: bare.symbols, root: bare.root, target: bare.target,
      negativeTarget: bare.negativeTarget, wording: Wording(of: bare, using: &random))
  }

  /// Problems `0 ..< count` of the set `split` under `seed`, drawn on all cores.
  public func problems(_ count: Int, of split: Split, seed: UInt64) -> [Problem] {
    inParallel(count) { problem($0, of: split, seed: seed) }
  }

  /// Grows one graph. The root founds the first family; the target is a deepest leaf of that family alone,
  /// the negative target any leaf of the second alone. Nodes without edges are dropped, the others numbered
  /// at random. Nil if the graph makes no problem of this length.
  private func attempt(size: Int?, _ length: Int, _ random: inout RandomStream) -> Problem? {
    let grown = Growth(size: size, density: density, &random)
    let kept = (0..<grown.count).filter { grown.isParent[$0] || grown.isChild[$0] }
    guard grown.isParent[0], grown.isParent[1], size ?? kept.count == kept.count else { return nil }
    let leaves = kept.filter { !grown.isParent[$0] }
    let ours = leaves.filter { grown.membership[$0] == .first }
    let theirs = leaves.filter { grown.membership[$0] == .second }
    guard let deepest = ours.map({ grown.depth[$0] }).max(), deepest == length,
      let target = random.pick(ours.filter { grown.depth[$0] == deepest }),
      let negative = random.pick(theirs)
    else { return nil }
    var label = [Int](repeating: -1, count: grown.count)
    for (node, id) in zip(kept, random.permutation(kept.count)) { label[node] = id }
    let graph = Graph(
      nodeCount: kept.count, edges: grown.edges.map { Edge(label[$0.source], label[$0.target]) })
    return Problem(
      graph: graph, symbols: Symbols.draw(for: graph, using: &random), root: label[0], target: label[target],
      negativeTarget: label[negative])
  }
}

/// The three sets of problems: each has random streams of its own.
public enum Split: String, CaseIterable, Codable, Sendable {
  /// What models are trained on; 14,785 problems in the published set.
  case train
  /// What a run evaluates on (`val_path`); 257 in the published set.
  case valid
  /// What finished models are judged on; 419 in the published set.
  case test

  var streamName: UInt64 {
    switch self {
    case .train: 101
    case .valid: 102
    case .test: 103
    }
  }
}
