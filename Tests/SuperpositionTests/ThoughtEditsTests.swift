// Edits of a thought: on the construction what follows is derived node by node; on a trained model's path each number is
// held against a chain that is run here.

import Coconut
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct ThoughtEditsTests {
  @Test("On the construction a removed node's successors are missing unless another held node leads there")
  func construction() {
    let problems = Generator().problems(20, of: .test, seed: 5)
    // How often each case came up, so that none goes untested.
    var (missing, found, added) = (0, 0, 0)
    for (problem, edits) in zip(problems, ThoughtEdits.measure(ConstructionSubject(), problems)) {
      let graph = problem.graph
      let hops = 1...problem.pathLength
      #expect(edits.own.thoughts.map(held) == hops.map { Set(problem.reachable($0)) })
      #expect(edits.own.operation == .none && edits.own.answered == problem.target)
      #expect(edits.edits.count == problem.pathLength)
      for c in hops {
        #expect(edits.edits[c - 1].count == graph.nodeCount)
        for (node, edit) in edits.edits[c - 1].enumerated() {
          let isAtHop = problem.frontier(c).contains(node)
          #expect(edit.operation == (isAtHop ? .remove : .add))
          #expect(edit.thoughts.count == problem.pathLength - c + 1)
          // t_{c+1} = the nodes held and their successors, from what stands there after the edit.
          var expected = Set(problem.reachable(c))
          if isAtHop { expected.remove(node) } else { expected.insert(node) }
          let others = expected.subtracting([node])
          for thought in edit.thoughts {
            #expect(held(thought) == expected)
            expected.formUnion(expected.flatMap { graph.successors[$0] })
          }
          let last = held(edit.thoughts[edit.thoughts.count - 1])
          let candidates = [problem.target, problem.negativeTarget]
          // The candidate that is held; with neither or both a tie, which goes to the lower number.
          let holding = candidates.filter(last.contains)
          #expect(edit.answered == (holding.count == 1 ? holding[0] : candidates.min()))
          guard c < problem.pathLength else { continue }
          let next = held(edit.thoughts[1])
          for successor in graph.successors[node] where successor != node {
            let isReached =
              others.contains(successor) || graph.predecessors[successor].contains(where: others.contains)
            #expect(next.contains(successor) == (isReached || !isAtHop))
            switch (isAtHop, isReached) {
            case (true, true): found += 1
            case (true, false): missing += 1
            case (false, false): added += 1
            case (false, true): break
            }
          }
        }
      }
    }
    #expect(missing > 20 && found > 20 && added > 20, "\(missing), \(found), \(added)")
  }

  /// The nodes that a thought of the construction holds: coefficients are 0 or at least 1/√31, which is 0.18.
  private func held(_ thought: [Double]) -> Set<Int> { Set(thought.indices.filter { thought[$0] > 0.1 }) }

  @Test("On a model by the fast path: the step is the smallest, and what follows is what the chain gives")
  func model() throws {
    let shape = Configuration(positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
    let reader = Reader(Parameters<Float>(initial: shape, seed: 11), threads: 1)
    let problem = smallProblem()
    let edits = try #require(ThoughtEdits.measure(reader, [problem]).first)
    let trace = try #require(ThoughtTrace.measure(reader, [problem]).first)
    // The model's head is its embedding, so its own logits are the trace's weights: three digits there, two here.
    for (mine, reading) in zip(edits.own.thoughts + [edits.own.answer], trace.thoughts + [trace.answer]) {
      #expect(zip(mine, reading.weights).allSatisfy { abs($0 - $1) < 0.006 })
    }
    #expect(edits.own.answered == trace.answer.decoded[0].id && edits.own.thoughts.count == 2)

    let prompt = Prompt(asItStands: problem).tokens
    let made = reader.run([Chain(prompt, thoughts: 2)])[0].made
    let rows = reader.readout
    for c in 1...2 {
      let logits = reader.logits(made[c - 1])
      for node in 0..<problem.graph.nodeCount {
        let edit = edits.edits[c - 1][node]
        let level = problem.frontier(c).contains(node) ? NodeGroup.notReachable : .frontier
        let group = level.nodes(problem, c)
        let mean = group.reduce(0) { $0 + logits[$1] } / Double(group.count)
        // A step along the row of v moves every other node by its overlap with that row. All to two digits.
        let square = product(rows[node], rows[node])
        for other in 0..<problem.graph.nodeCount {
          let step = (mean - logits[node]) * product(rows[node], rows[other]) / square
          #expect(abs(edit.thoughts[0][other] - logits[other] - step) < 0.006)
        }
        let chain = Chain(
          prompt, thoughts: 2, [Intervention(c, .set([.init(rows[node], Float(mean))]))])
        let result = reader.run([chain])[0]
        #expect(zip(edit.answer, result.answer).allSatisfy { abs($0 - Double($1)) < 0.006 })
        #expect(edit.answered == greedy(result.answer))
        if c == 1 {
          #expect(zip(edit.thoughts[1], reader.logits(result.made[1])).allSatisfy { abs($0 - $1) < 0.006 })
        }
      }
    }
  }

  private func product(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
