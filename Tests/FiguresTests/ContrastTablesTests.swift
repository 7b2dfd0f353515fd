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

  /// A panel for each pair of a trained and an evaluated loss; the title has a model's own loss at its last checkpoint, with the
  /// thoughts held.
  @Test func theScaleTestThroughTrainingHasAPanelForEachPairOfLosses() {
    func curve(_ c: Int, _ thoughts: ScaleTest.Thoughts, _ scale: Double) -> ScaleTest.Curve {
      let best = ScaleTest.Minimum(scale: scale, low: scale, high: scale)
      return ScaleTest.Curve(
        c: c, thoughts: thoughts, problems: 2, losses: [:], best: [.coconut: best, .bfsFrontier: best],
        evenness: [], inFrontier: [])
    }
    let tests = [Loss.bfsFrontier, .coconut].map { loss in
      var test = ScaleTest(
        run: "laptop", record: nil, testFile: "", scales: [0.25, 4],
        checkpoints: [
          .init(epoch: 1, step: 250, curves: [curve(0, .held, 4)]),
          .init(
            epoch: 2, step: 500, curves: [curve(0, .held, 1), curve(1, .held, 1.2), curve(1, .chain, 3)]),
        ])
      test.loss = loss
      return test
    }
    let figure = scaleThroughTrainingFigure(tests)
    #expect(figure.panels.map(\.title).first == "Coconut loss, trained with Coconut")
    #expect(figure.panels.map(\.title).last == "Coconut-BFS loss, trained with Coconut-BFS")
    #expect(figure.panels.count == 4)
    #expect(figure.title.hasSuffix("in the end: Coconut 1.0 to 1.2; Coconut-BFS 1.0 to 1.2"))
  }
}
