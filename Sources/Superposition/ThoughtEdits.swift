// One problem with one node of one thought changed, for a reader of the interactive page to try. The causal test `rewrite`
// counts what such changes do over many problems.

import Coconut
import Reachability
import Records

/// What a model made of one problem after each change of one node in one thought.
public struct ThoughtEdits: Codable, Sendable, Hashable {
  /// What is done and measured, in the words that raw data carry.
  public static let definition = """
    Problems as they stand, L thoughts, then [A], at the last checkpoint. In thought c one node v is changed, as in the \
    causal test rewrite along the embedding: the thought takes the smallest step after which v's logit is another one. \
    remove, if v is at hop c: the mean logit of the nodes outside N_c in the same thought. add, for every other v: the \
    mean logit of the nodes at hop c. Later thoughts are made from what then stands there. thoughts: one logit for each \
    node, which is its inner product with the thought; first thought c after the change, then thoughts c + 1 … L as the \
    model made them. answer: the logits of nodes at [A]; answered: the most probable token. own is the same chain with \
    nothing changed, from thought 1 on. All rounded to two digits after the point.
    """

  /// What became of the thoughts and the answer.
  public struct Outcome: Codable, Sendable, Hashable {
    /// What was done: `none`, `remove` or `add`.
    public var operation: RewrittenThoughts.Operation
    /// For each thought from the one that was changed to the last, one logit a node.
    public var thoughts: [[Double]]
    /// The logits of nodes at `[A]`.
    public var answer: [Double]
    /// The token with the largest logit at `[A]`.
    public var answered: Int
  }

  /// With nothing changed: thoughts 1 … L.
  public var own: Outcome
  /// Entry c − 1, then v: with node v changed in thought c.
  public var edits: [[Outcome]]

  /// Changes every node in every thought of `problems`, one at a time; results come in the problems' order.
  public static func measure(_ subject: any Subject, _ problems: [Problem]) -> [ThoughtEdits] {
    let chains = problems.map { Chain(Prompt(asItStands: $0).tokens, thoughts: $0.pathLength) }
    return zip(zip(problems, chains), subject.run(chains)).map { asked, own in
      measure(subject, asked.0, asked.1, own: own)
    }
  }

  private static func measure(
    _ subject: any Subject, _ problem: Problem, _ chain: Chain, own: ChainResult
  ) -> ThoughtEdits {
    let readout = subject.readout
    func outcome(_ operation: RewrittenThoughts.Operation, _ thoughts: [[Float]], _ answer: [Float])
      -> Outcome
    {
      let nodes = problem.graph.nodeCount
      return Outcome(
        operation: operation,
        thoughts: thoughts.map { thought in readout.prefix(nodes).map { rounded(product($0, thought), 2) } },
        answer: answer.prefix(nodes).map { rounded(Double($0), 2) }, answered: greedy(answer))
    }
    let edits = own.made.enumerated().map { index, thought in
      let c = index + 1
      let scored = ScoredThought(problem: problem, c: c, thought: thought, vectors: readout)
      let changes = problem.distance.enumerated().map { node, hop in
        Intervention(c, hop == c ? scored.removing(node) : scored.adding(node))
      }
      let results = subject.run(changes.map { Chain(chain.prompt, thoughts: chain.thoughts, [$0]) })
      return zip(changes, results).enumerated().map { node, made in
        var changed = thought
        made.0.apply(to: &changed)
        return outcome(
          problem.distance[node] == c ? .remove : .add, [changed] + made.1.made.dropFirst(c), made.1.answer)
      }
    }
    return ThoughtEdits(own: outcome(.none, own.made, own.answer), edits: edits)
  }
}
