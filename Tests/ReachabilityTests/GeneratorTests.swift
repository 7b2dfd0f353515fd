// The generator: valid problems for every seed, the same bytes everywhere, and the published distributions.

import Foundation
import Inputs
import Randomness
import Reachability
import Testing

@Suite("Generator")
struct GeneratorTests {
  /// Properties of every ProsQA problem; all published ones have them.
  private func expectValid(_ problem: Problem, hops: ClosedRange<Int>) {
    let graph = problem.graph
    #expect(hops.contains(problem.pathLength))
    #expect(problem.distance[problem.negativeTarget] == nil)
    #expect(graph.successors[problem.target].isEmpty && graph.successors[problem.negativeTarget].isEmpty)
    #expect(graph.predecessors[problem.root].isEmpty)
    #expect(
      (0..<graph.nodeCount).allSatisfy { !graph.successors[$0].isEmpty || !graph.predecessors[$0].isEmpty })
    #expect(Set(graph.edges).count == graph.edges.count)
    #expect(Set(problem.symbols).count == graph.nodeCount)
    // The graph is acyclic: removing leaves again and again removes all nodes.
    var rest = Set(0..<graph.nodeCount)
    while let leaf = rest.first(where: { graph.successors[$0].allSatisfy { !rest.contains($0) } }) {
      rest.remove(leaf)
    }
    #expect(rest.isEmpty)
  }

  @Test("Every full-size problem is a valid one")
  func valid() {
    for problem in Generator().problems(300, of: .train, seed: 11) {
      expectValid(problem, hops: 3...4)
      #expect((6...28).contains(problem.graph.nodeCount))
      #expect(problem.wording?.steps.count == problem.pathLength)
    }
  }

  @Test("Problems of a size asked for have it", arguments: [4...4, 6...6, 8...10, 12...20, 31...31])
  func sizes(nodes: ClosedRange<Int>) {
    let hops = 1...min(4, nodes.lowerBound - 3)
    for index in 0..<60 {
      var random = RandomStream(5, UInt64(index))
      let problem = Generator(hops: hops).problem(nodes: nodes, using: &random)
      #expect(nodes.contains(problem.graph.nodeCount))
      expectValid(problem, hops: hops)
    }
  }

  @Test("Lengths that growth practically never gives are told in advance")
  func neverDrawn() throws {
    // All sizes with all lengths that occur in at least one growth in a thousand.
    #expect(Generator(hops: 1...4).neverDrawn(nodes: 4...31) == nil)
    #expect(try #require(Generator(hops: 3...20).neverDrawn(nodes: 31...31)).hops > 8)
    #expect(try #require(Generator(hops: 28...28).neverDrawn(nodes: 4...31)).nodes > 8)
  }

  @Test("Where a graph has no room for the path asked for, it is shorter")
  func room() {
    var random = RandomStream(6)
    let problem = Generator(hops: 3...4).problem(nodes: 5...5, using: &random)
    #expect(problem.graph.nodeCount == 5 && problem.pathLength == 2)
  }

  @Test("A set's problems do not depend on its size, and splits and seeds differ")
  func prefixes() {
    let generator = Generator()
    let long = generator.problems(40, of: .valid, seed: 1)
    #expect(Array(long.prefix(7)) == generator.problems(7, of: .valid, seed: 1))
    #expect(long != generator.problems(40, of: .test, seed: 1))
    #expect(long != generator.problems(40, of: .valid, seed: 2))
  }

  @Test("The same seed gives the same bytes on every machine")
  func golden() {
    let data = ProblemFile.data(Generator().problems(25, of: .valid, seed: 0), neighbours: .coconut)
    #expect(SHA256.digest(of: data) == "852c51f86e41f5c4e7c1390b429099d663db6d4f3a983aa2bc5ec87891df7917")
  }

  /// The level at which the fit must hold. Both samples are fixed, so the outcome is too.
  @Test(
    "The published validation problems look like ours", .enabled(if: PublishedProblems.path() != nil),
    arguments: Quantity.allCases)
  func published(quantity: Quantity) throws {
    let published = try ProblemFile.read(try #require(PublishedProblems.path()))
    let test = KolmogorovSmirnov(
      Distribution(quantity, published).values, Distribution(quantity, Self.ours).values)
    #expect(test.probability > 0.01, "\(quantity.rawValue): D \(test.statistic), p \(test.probability)")
  }

  private static let ours = Generator().problems(5000, of: .train, seed: 0)

  /// An eighth of a deviation is about how far the published sets are from each other (nodes without parent: 2.51 in
  /// the validation file, 2.6 in all).
  @Test("Means are the published ones", arguments: Quantity.allCases.filter { $0.publishedMean != nil })
  func means(quantity: Quantity) throws {
    let ours = Distribution(quantity, Self.ours)
    let published = try #require(quantity.publishedMean)
    #expect(
      abs(ours.mean - published) < 0.125 * ours.deviation, "\(quantity.rawValue): \(ours.mean), \(published)")
  }
}

@Suite("Kolmogorov–Smirnov")
struct KolmogorovSmirnovTests {
  @Test("D of small samples, by hand")
  func statistic() {
    #expect(KolmogorovSmirnov([1, 2, 3, 4], [1, 2, 3, 4]).statistic == 0)
    #expect(KolmogorovSmirnov([1, 2], [3, 4, 5]).statistic == 1)
    // F1 − F2 after 1: 1/2 − 0; after 2: 1/2 − 1/4; after 3: 1 − 3/4.
    #expect(KolmogorovSmirnov([1, 3], [2, 3, 3, 9]).statistic == 0.5)
  }

  /// Tabulated critical values of Kolmogorov's distribution (Smirnov 1948): Q(1.2238) = .10, Q(1.3581) = .05,
  /// Q(1.6276) = .01, given to four digits; the slope of Q there is below 0.7.
  @Test(
    "The tail at tabulated values",
    arguments: [(1.2238, 0.10), (1.3581, 0.05), (1.6276, 0.01), (0.8276, 0.5)])
  func tail(lambda: Double, probability: Double) {
    #expect(abs(KolmogorovSmirnov.survival(lambda) - probability) < 1e-4)
  }

  @Test("The probability of a D: 20 values above 20 others")
  func probability() {
    let test = KolmogorovSmirnov((0..<20).map(Double.init), (20..<40).map(Double.init))
    // λ = √10: 2 exp(−20) to first order.
    #expect(abs(test.probability / (2 * exp(-20)) - 1) < 1e-6)
  }
}
