// Every loss against PyTorch: Fixtures/losses/losses.json, which losses.py beside it wrote.

import Foundation
import Reachability
import TestPrograms
import Testing

@Suite struct LossParityTests {
  private struct Fixture: Decodable {
    struct Case: Decodable {
      struct Row: Decodable {
        let loss: Loss
        let value: Double
        let gradient: [Double]
      }
      let nodes: Int
      let edges: [[Int]]
      let target, other, c: Int
      let logits: [Double]
      let losses: [Row]

      var problem: Problem {
        Problem(
          graph: Graph(nodeCount: nodes, edges: edges.map { Edge($0[0], $0[1]) }), symbols: [], root: 0,
          target: target, negativeTarget: other)
      }
    }
    let cases: [Case]
  }

  @Test func valuesAndGradientsArePyTorchs() throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/losses")
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: folder.appendingPathComponent("losses.json")))
    #expect(fixture.cases.count == 9)
    for example in fixture.cases {
      #expect(Set(example.losses.map(\.loss)) == Set(Loss.allCases))
      for row in example.losses {
        let sets = row.loss.acceptedSets(example.problem, c: example.c)
        let (loss, gradient) = crossEntropy(logits: example.logits, acceptingOneOf: sets)
        // Both compute in float64, and add up to 40 terms of size 10 in another order.
        #expect(abs(loss - row.value) < 1e-12, "\(row.loss), c = \(example.c)")
        #expect(zip(gradient, row.gradient).allSatisfy { abs($0 - $1) < 1e-13 }, "\(row.loss)")
        #expect(gradient.count == row.gradient.count)
      }
    }
  }
}
