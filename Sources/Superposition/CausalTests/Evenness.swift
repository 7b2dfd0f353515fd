// Test 8, how even: how near each thought is to the sum of its frontier's embeddings.

import Reachability
import Records

extension Evenness {
  /// Measures the thoughts of a bed's own chains.
  public static func measure(_ bed: TestBed) -> Evenness {
    let units = bed.subject.readout.prefix(Vocabulary.nodeCount).map { row in
      let length = product(row, row).squareRoot()
      return row.map { Double($0) / length }
    }
    return Evenness(
      rows: (1...bed.test.longest).map { c in
        func values(_ measure: (Problem, [Float]) -> Double) -> [Double?] {
          zip(bed.test.problems, bed.own).map { problem, own in
            own.made.count >= c ? rounded(measure(problem, own.made[c - 1])) : nil
          }
        }
        return Row(
          c: c, frontier: values { cosine($1, sumOf: $0.frontier(c), units) },
          reachable: values { cosine($1, sumOf: $0.reachable(c), units) },
          one: values { problem, thought in
            (0..<problem.graph.nodeCount).map { cosine(thought, sumOf: [$0], units) }.max() ?? 0
          })
      })
  }
}
