// A two-layer transformer whose weights are written down, not trained: it searches breadth-first in superposition.
// Everything in it is linear, a softmax, a ReLU or a norm; it reads the same prompts as trained models.

import Foundation
import Reachability

/// The explicit construction of *Reasoning by Superposition* (https://arxiv.org/abs/2505.12514, Lemmas 1 and
/// 2), for the prompts of `Prompt`. A hidden state has four subspaces of one coordinate per token, and
/// sixteen rotating pairs for the position.
///
/// All is in single precision. Scores lie so far apart that attention weights are exactly 1, equal or 0.
public struct ExplicitConstruction: Sendable {
  /// One position's hidden state.
  struct Hidden {
    /// Content: the token or thought. Source and target: an edge's ends (at `[R]`, target holds both candidates).
    /// Memory: at `[A]`, the last thought.
    var content: [Float]
    var source = empty
    var target = empty
    var memory = empty
    /// The position i as `cos π i / 2^k`, then `sin π i / 2^k`, k = 0 … 15. For two different positions below
    /// 2^16 one pair points opposite ways: the product of their clocks is at least 2 below 16, the maximum.
    let clock: SIMD32<Float>

    static let empty = [Float](repeating: 0, count: Vocabulary.count)
  }

  /// A head of layer 1, an attention chooser (Lemma 1). At a token of `tokens` it reads the content `back`
  /// positions earlier and adds it to `subspace`; at any other it reads position 0.
  struct Chooser {
    let tokens: Set<Int>
    let subspace: WritableKeyPath<Hidden, [Float]> & Sendable
    /// The clock of position −`back`, by which a query is turned.
    let turn: SIMD32<Float>

    init(tokens: Set<Int>, back: Int, subspace: WritableKeyPath<Hidden, [Float]> & Sendable) {
      self.tokens = tokens
      self.subspace = subspace
      turn = clock(-back)
    }

    /// The query: the clock turned back, plus three times the clock of position 0 for every other token.
    func query(_ hidden: Hidden) -> SIMD32<Float> {
      let others = hidden.content.reduce(0, +) - tokens.reduce(0) { $0 + hidden.content[$1] }
      return sharpness * (ExplicitConstruction.turn(hidden.clock, by: turn) + 3 * others * start)
    }
  }

  /// Scores lie at least twice this apart, because exp(−128) is 0 in single precision.
  static let sharpness: Float = 64

  static let choosers = [
    Chooser(tokens: [Vocabulary.edge, Vocabulary.question], back: 2, subspace: \.source),
    Chooser(tokens: [Vocabulary.edge, Vocabulary.question], back: 1, subspace: \.target),
    Chooser(tokens: [Vocabulary.root], back: 2, subspace: \.target),
    Chooser(tokens: [Vocabulary.root], back: 1, subspace: \.target),
    Chooser(tokens: [Vocabulary.answer], back: 1, subspace: \.memory),
  ]

  /// Layer 2 multiplies scores by this; the smallest gap, for one node in superposition, is this over 62.
  static let matchScale: Float = 8192

  /// What layer 1 read and wrote, position by position.
  private var clocks: [SIMD32<Float>] = []
  private var contents: [[Float]] = []
  private var hidden: [Hidden] = []

  /// The construction before it has read anything.
  public init() {}

  /// Answers `problem` with `count` thoughts of its own, by default one per hop to the target. Returns the
  /// thoughts `[t_1] …`, each the coefficients of the nodes, and the node with the largest logit at `[A]`.
  public static func run(_ problem: Problem, thoughts count: Int? = nil)
    -> (thoughts: [[Float]], answer: Int)
  {
    var model = ExplicitConstruction(reading: Prompt(asItStands: problem).tokens)
    var thoughts: [[Float]] = []
    for _ in 0..<(count ?? problem.pathLength) {
      let thought = model.thought
      thoughts.append(Array(thought.prefix(problem.graph.nodeCount)))
      model.read(thought)
    }
    model.read(token: Vocabulary.answer)
    return (thoughts, greedy(model.answer.prefix(problem.graph.nodeCount)))
  }

  /// The construction after it has read `tokens`.
  package init(reading tokens: [Int]) {
    for token in tokens { read(token: token) }
  }

  /// The next thought: the coefficient of each token.
  package var thought: [Float] { output().content }

  /// The logits (vocabulary), if the last position is `[A]`.
  package var answer: [Float] {
    let last = output()
    return zip(last.content, last.memory).map { $0 + $1 }
  }

  /// Reads a token.
  package mutating func read(token: Int) { read(ExplicitConstruction.oneHot(token)) }

  /// Reads the next position, a token or a thought, through layer 1: the choosers.
  package mutating func read(_ content: [Float]) {
    let clock = ExplicitConstruction.clock(contents.count)
    clocks.append(clock)
    contents.append(content)
    let input = Hidden(content: content, clock: clock)
    var output = input
    for head in ExplicitConstruction.choosers {
      let query = head.query(input)
      ExplicitConstruction.attend(clocks.map { ExplicitConstruction.product(query, $0) }) { j, weight in
        ExplicitConstruction.add(weight, contents[j], to: &output[keyPath: head.subspace])
      }
    }
    hidden.append(output)
  }

  /// The last position's state after layer 2. Nothing ever reads the other positions' states.
  func output() -> Hidden {
    guard var last = hidden.last else {
      return Hidden(content: Hidden.empty, clock: ExplicitConstruction.start)
    }
    // Layer 2, one head. Query: content. Key: source. `[A]` also finds `[R]`. If no edge matches, the head
    // attends to `<eos>` at position 0: its score √K/62 lies below that of a match, 1/√K, as long as K ≤ 31.
    let sum = last.content.reduce(0, +)
    let scores = hidden.map { key in
      var score = 2 * last.content[Vocabulary.answer] * key.content[Vocabulary.root]
      score += sum / Float(2 * Vocabulary.nodeCount) * key.content[Vocabulary.endOfSequence]
      for (mine, theirs) in zip(last.content, key.source) { score += mine * theirs }
      return ExplicitConstruction.matchScale * score
    }
    // Value: target, written into content.
    ExplicitConstruction.attend(scores) { j, weight in
      ExplicitConstruction.add(weight, hidden[j].target, to: &last.content)
    }
    last.content = ExplicitConstruction.equalised(last.content)
    return last
  }

  /// The MLP: node coordinates above 1/256 become equal; those below 1/512, and all other tokens', become 0.
  /// The norm, x / ‖x‖, follows.
  ///
  /// It takes two ReLUs per coordinate: `(ReLU(x − a) − ReLU(x − b)) / (b − a)` is 0 below a and 1 above b.
  static func equalised(_ content: [Float]) -> [Float] {
    let a: Float = 1 / 512
    let b: Float = 1 / 256
    var equal = content.map { (max(0, $0 - a) - max(0, $0 - b)) / (b - a) }
    for token in Vocabulary.nodeCount..<Vocabulary.count { equal[token] = 0 }
    return normalised(equal)
  }

  private static func attend(_ scores: [Float], _ read: (Int, Float) -> Void) {
    let largest = scores.max() ?? 0
    let weights = scores.map { $0 < largest - 104 ? 0 : exp($0 - largest) }
    let total = weights.reduce(0, +)
    for (j, weight) in weights.enumerated() where weight > 0 { read(j, weight / total) }
  }

  private static func add(_ weight: Float, _ values: [Float], to sum: inout [Float]) {
    for i in values.indices { sum[i] += weight * values[i] }
  }

  private static func oneHot(_ token: Int) -> [Float] {
    var content = Hidden.empty
    content[token] = 1
    return content
  }

  /// The clock of position i.
  static func clock(_ position: Int) -> SIMD32<Float> {
    var clock = SIMD32<Float>()
    for k in 0..<16 {
      let angle = Double.pi * Double(position) / Double(1 << k)
      clock[k] = Float(cos(angle))
      clock[16 + k] = Float(sin(angle))
    }
    return clock
  }

  /// The clock of position 0, which a head's query seeks from tokens that are not in its list.
  static let start = clock(0)

  /// A clock turned by another one's position: one rotation per pair, a linear map.
  static func turn(_ clock: SIMD32<Float>, by turn: SIMD32<Float>) -> SIMD32<Float> {
    let (cosines, sines) = (clock.lowHalf, clock.highHalf)
    return SIMD32(
      lowHalf: cosines * turn.lowHalf - sines * turn.highHalf,
      highHalf: sines * turn.lowHalf + cosines * turn.highHalf)
  }

  /// The inner product of two clocks, added in halves.
  static func product(_ a: SIMD32<Float>, _ b: SIMD32<Float>) -> Float {
    let of16 = a.lowHalf * b.lowHalf + a.highHalf * b.highHalf
    let of8 = of16.lowHalf + of16.highHalf
    return (of8.lowHalf + of8.highHalf).sum()
  }
}
