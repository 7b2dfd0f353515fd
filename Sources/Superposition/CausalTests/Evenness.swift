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
    /// The cosine between a thought and the sum of these nodes' unit vectors.
    func cosine(_ thought: [Float], _ nodes: [Int]) -> Double {
      let sum = thought.indices.map { i in nodes.reduce(0) { $0 + units[$1][i] } }
      let size = (product(sum, sum) * product(thought, thought)).squareRoot()
      return size == 0 ? 0 : product(sum, thought) / size
    }
    return Evenness(
      rows: (1...bed.test.longest).map { c in
        func values(_ measure: (Problem, [Float]) -> Double) -> [Double?] {
          zip(bed.test.problems, bed.own).map { problem, own in
            own.made.count >= c ? rounded(measure(problem, own.made[c - 1])) : nil
          }
        }
        return Row(
          c: c, frontier: values { cosine($1, $0.frontier(c)) },
          reachable: values { cosine($1, $0.reachable(c)) },
          one: values { problem, thought in
            (0..<problem.graph.nodeCount).map { cosine(thought, [$0]) }.max() ?? 0
          })
      })
  }
}
