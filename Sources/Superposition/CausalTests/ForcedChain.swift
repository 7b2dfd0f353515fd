// Test 7, force the chain: thoughts read out as tokens, greedily and by sampling, and fed back as tokens.

import Foundation
import Randomness
import Reachability
import Records

extension ForcedChain {
  /// How many chains are sampled of each problem.
  public static let draws = 20

  /// Reads out the thoughts of a bed's own chains.
  public static func measure(_ bed: TestBed) -> ForcedChain {
    let problems = bed.test.problems
    let logits = bed.own.map { $0.made.map { bed.subject.logits($0) } }
    let sampled = (0..<draws).map { draw in
      Outcomes(
        problems.indices.map { at -> Character? in
          var random = RandomStream(0, 0xC4A1, UInt64(draw), UInt64(at))
          return problems[at].chainLetter(
            logits[at].map { thought in
              let largest = thought.max() ?? 0
              return random.pick(weights: thought.map { exp($0 - largest) })
            })
        })
    }
    let forced = bed.subject.run(
      bed.test.chains.map { chain in
        Chain(
          chain.prompt, thoughts: chain.thoughts,
          (1...chain.thoughts).map { Intervention($0, .choose(bed.subject.readout)) })
      })
    func right(_ results: [ChainResult]) -> Outcomes {
      Outcomes(zip(problems, results).map { largest($1.answer) == $0.target })
    }
    func norm(_ vector: [Float]) -> Double { product(vector, vector).squareRoot() }
    func mean(_ values: [Double]) -> Double { rounded(values.reduce(0, +) / Double(max(values.count, 1))) }
    return ForcedChain(
      greedy: Outcomes(
        zip(problems, logits).map { problem, thoughts -> Character? in
          problem.chainLetter(thoughts.map { largest($0) })
        }),
      sampled: sampled, asTokens: right(forced), own: right(bed.own),
      norms: (1...bed.test.longest).map { c in mean(bed.test.having(c).map { norm(bed.own[$0].made[c - 1]) })
      },
      embeddings: mean(bed.subject.readout.prefix(Vocabulary.nodeCount).map(norm)))
  }
}

/// The greedy token of logits; the record's `greedy` hides the function of that name.
private func largest<Scalar: Comparable>(_ logits: [Scalar]) -> Int { greedy(logits) }

extension Problem {
  /// v for a path along edges from the root to the target, p for a path that ends elsewhere, e for no path that ends at the
  /// target, o for neither.
  package func chainLetter(_ tokens: [Int]) -> Character {
    let isPath = zip([root] + tokens, tokens).allSatisfy { source, next in
      source < graph.nodeCount && graph.successors[source].contains(next)
    }
    let isRight = tokens.last == target
    return isPath ? (isRight ? "v" : "p") : (isRight ? "e" : "o")
  }
}
