// Tables of the contrast from hand-made records.

import Figures
import Reachability
import Records
import Testing

@Suite struct ContrastTablesTests {
  /// A stage's row is its last checkpoint, also for a stage that one checkpoint has alone; without a stage there is no row.
  @Test func oneRowForEachStage() throws {
    let reads = HopReads(
      c: 0, logitDifference: [.edgeToken: try #require(Estimate([7, 7]))],
      inFrontier: nil, evenness: nil, losses: [:], probability: [:], frontierCosine: nil, reachableCosine: nil
    )
    var series = HopSeries(
      run: "miniature-a", record: nil, testFile: "", problems: 2,
      checkpoints: [(1, 0), (2, 0), (3, 1), (4, 2), (5, 2)].map { step, stage in
        .init(epoch: step, step: step, stage: stage, hops: [reads])
      })
    let rows = miniatureTable([series]).rows
    #expect(rows.map { $0[1] } == ["0", "1", "2"] && rows.map { $0[2] } == ["2", "3", "5"])
    #expect(rows.allSatisfy { $0[0] == "a" && $0[3] == "7.0" && $0[4] == "–" })
    for at in series.checkpoints.indices { series.checkpoints[at].stage = nil }
    #expect(miniatureTable([series]).rows.isEmpty)
  }
}
