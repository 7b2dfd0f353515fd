// The headline's verdicts on made-up trainings whose right verdict is known.

import Claims
import Foundation
import Inputs
import Reachability
import Records
import TestPrograms
import Testing

@Suite struct CourseTests {
  private func points(_ values: [Double]) -> [(time: Double, value: Double)] {
    values.enumerated().map { (Double($0.offset), $0.element) }
  }

  @Test func slopeIsThatOfTheLastThird() throws {
    // Ten points: the last third are times 6 to 9. Two seeds at different levels share one slope.
    let up = try #require(
      Course([points([0, 9, 9, 9, 9, 9, 10, 12, 14, 16]), points([5, 5, 5, 5, 5, 5, 40, 42, 44, 46])]))
    #expect(abs(up.slope - 2) < 1e-12 && up.grows && !up.levelsOff && up.last == [16, 46])
    // Values that go up and down around 20 have no slope beyond their interval.
    let level = try #require(Course([points([0, 5, 10, 15, 20, 21, 20, 21, 20, 21, 20, 21, 20])]))
    #expect(level.levelsOff && !level.grows && level.interval.contains(0))
    // A collapse is no level, although its slope is not above 0.
    let fallen = try #require(Course([points([0, 10, 20, 27.6, 25, 22, 20, 18, 16, 15])]))
    #expect(!fallen.levelsOff && !fallen.grows && abs(fallen.fall - 12.6 / 27.6) < 1e-12)
    // A rise after a collapse is no growth: it ends at a third of its peak.
    let late = try #require(Course([points([10, 60, 150, 160, 60, 40, 40, 41, 44, 46, 48.5, 51])]))
    #expect(late.collapses && late.keepsGrowing == .notReproduced && late.levels == .notReproduced)
    // Four points that rise noisily leave open if the curve grows, and are not level.
    let noisy = try #require(Course([points([0, 20, 40, 66, 80, 90, 121, 160, 110, 157])]))
    #expect(noisy.interval.contains(0) && noisy.levels == .notDecided && noisy.keepsGrowing == .notDecided)
    // Two seeds that rise slowly and one that falls a little: their common slope is no level, and not every seed grows.
    let slow = [20, 20, 20, 20, 20, 20, 20.0, 20.1, 20.2, 20.3]
    let mixed = try #require(
      Course([points(slow), points(slow), points(slow.map { 20 - 0.05 * ($0 - 20) })]))
    #expect(mixed.interval.lowerBound > 0)
    #expect(mixed.levels == .notReproduced && mixed.keepsGrowing == .notDecided)
    // One seed that rises steadily beside two that go up and down.
    let steady = points([20, 20, 20, 20, 20, 20, 20, 21, 22, 23])
    let restless = points([20, 20, 20, 20, 20, 20, 60, 80, 60, 75])
    let one = try #require(Course([steady, restless, restless]))
    #expect(one.interval.contains(0) && one.levels == .notReproduced && one.keepsGrowing == .notDecided)
  }

  @Test func fewPointsDecideNothing() {
    #expect(Course([]) == nil && Course([points([1, 2, 3])]) == nil)
  }
}

@Suite struct ContrastClaimsTests {
  private let level = [5.0, 12, 20, 28, 30, 29, 28, 27, 26.5, 27, 26.4, 27.1, 26.6, 26.9, 26.5]
  private let growing = (1...15).map { 10.0 * Double($0) }

  private func estimate(_ value: Double) throws -> Estimate { try #require(Estimate([value, value])) }

  /// A run of `contrast`: checkpoints every 500 of 7,500 steps, full size from step 2,500 on.
  private func write(
    _ name: String, _ seed: Int, _ differences: [Double], found: Double = 1, evenness: Double = 0.5,
    accepted: Double = 1, second: Double = 0.5, of loss: Loss? = nil, epochs: Int? = nil,
    in folder: borrowing Folder
  ) throws {
    let checkpoints = try differences.enumerated().map { index, value in
      let hops = try [value, 0].enumerated().map { c, value in
        try HopReads(
          c: c,
          logitDifference: [
            .edgeToken: estimate(value), .source: estimate(0),
            .target: estimate(0),
          ],
          inFrontier: estimate(c == 0 ? found : second), evenness: estimate(evenness), losses: [:],
          probability: [.bfsReachable: estimate(accepted), .bfsFrontier: estimate(0.7)], frontierCosine: nil,
          reachableCosine: nil)
      }
      return HopSeries.Checkpoint(epoch: index + 1, step: 500 * (index + 1), hops: hops)
    }
    var series = HopSeries(
      run: "contrast-\(name)-seed\(seed)", record: nil, testFile: "", problems: 2, checkpoints: checkpoints)
    series.configuration = ["start_nodes": "7", "grow_to_step": "2500", "offset_until_step": "0"]
    series.configuration["num_epochs"] = epochs.map(String.init)
    series.loss = loss
    try writeJSON(series, to: "\(folder.path)/hops_contrast-\(name)-seed\(seed).json")
  }

  private func verdict(_ id: String, _ folder: borrowing Folder) throws -> Verdict? {
    try ClaimsTable.judge(folder.path)[id]?.verdict
  }

  private func inShort(_ id: String, _ folder: borrowing Folder) throws -> String? {
    try ClaimsTable.judge(folder.path)[id]?.inShort
  }

  @Test func coconutLevelsOff() throws {
    let folder = try Folder()
    #expect(try verdict("contrast-coconut-level", folder) == .notTested)
    for seed in 0...1 { try write("coconut", seed, level, in: folder) }
    #expect(try verdict("contrast-coconut-level", folder) == .notDecided, "two seeds are too few")
    try write("coconut", 2, level, in: folder)
    #expect(try verdict("contrast-coconut-level", folder) == .reproduced)
    // A run that has not got to its last epoch decides nothing, and neither does a model that has not learned the first hop.
    try write("coconut", 2, level, epochs: 99, in: folder)
    #expect(try verdict("contrast-coconut-level", folder) == .notDecided)
    try write("coconut", 2, level, found: 0.4, in: folder)
    #expect(try verdict("contrast-coconut-level", folder) == .notDecided)
    // A collapse and a growth speak against it.
    for against in [level.map { $0 == level.last ? 15 : $0 }, growing] {
      try write("coconut", 2, against, in: folder)
      #expect(try verdict("contrast-coconut-level", folder) == .notReproduced)
    }
  }

  @Test func bfsGrowsBeyondCoconut() throws {
    let folder = try Folder()
    for seed in 0...2 {
      try write("coconut", seed, level, evenness: 0.75, second: 0.5, in: folder)
      try write("bfs-frontier", seed, growing, evenness: 0.1, second: 0.7, in: folder)
    }
    #expect(try verdict("contrast-bfs-grows", folder) == .reproduced)
    // 10 at each checkpoint, which are 500 steps apart, without noise: the interval is its one slope.
    #expect(try inShort("contrast-bfs-grows", folder) == "150, slope 20.0")
    #expect(try verdict("contrast-evenness", folder) == .reproduced)
    #expect(try verdict("second-hop-before-its-stage", folder) == .reproduced)
    // Models that have not found their hop are even, too, and say nothing.
    for seed in 0...2 { try write("coconut", seed, level, found: 0.3, evenness: 0.9, in: folder) }
    #expect(try verdict("contrast-evenness", folder) == .notDecided)
    #expect(try verdict("second-hop-before-its-stage", folder) == .notDecided)
    for seed in 0...2 { try write("coconut", seed, level, evenness: 0.75, second: 0.5, in: folder) }
    // One seed that ends below Coconut's, is more even, and finds the second hop less often.
    try write(
      "bfs-frontier", 2, growing.map { 0.1 * $0 }, evenness: 0.8, second: 0.4, in: folder)
    #expect(try verdict("contrast-bfs-grows", folder) == .notReproduced)
    #expect(try verdict("contrast-evenness", folder) == .notReproduced)
    #expect(try verdict("second-hop-before-its-stage", folder) == .notReproduced)
    // Seeds that level off do not grow.
    for seed in 0...2 { try write("bfs-frontier", seed, level.map { 3 * $0 }, in: folder) }
    #expect(try verdict("contrast-bfs-grows", folder) == .notReproduced)
  }

  @Test func theRootSatisfiesTheReachableSet() throws {
    let folder = try Folder()
    let flat = level.map { _ in 0.0 }
    func judged(found: Double, accepted: Double) throws -> Verdict? {
      for seed in 0...2 {
        try write("bfs-reachable", seed, flat, found: found, accepted: accepted, in: folder)
      }
      return try verdict("contrast-bfs-reachable", folder)
    }
    #expect(try judged(found: 0, accepted: 1) == .notReproduced)
    #expect(try judged(found: 0, accepted: 0.5) == .notDecided)
    #expect(try judged(found: 1, accepted: 1) == .reproduced)
  }

  @Test func oneRunOfAnotherLossIsSetBesideBoth() throws {
    let folder = try Folder()
    for seed in 0...2 {
      try write("coconut", seed, level, in: folder)
      try write("bfs-frontier", seed, growing, in: folder)
    }
    #expect(try verdict("soft-coconut-level", folder) == .notTested)
    try write("soft-coconut", 0, level.map { $0 + 3 }, in: folder)
    #expect(try verdict("soft-coconut-level", folder) == .reproduced)
    try write("soft-coconut", 0, growing, in: folder)
    #expect(try verdict("soft-coconut-level", folder) == .notReproduced)
    // Of Coconut-BFS with another setting growth past Coconut is asked; a run that has not learned its hop decides nothing.
    #expect(try verdict("bfs-no-decay-grows", folder) == .notTested)
    try write("bfs-frontier-no-decay", 0, growing, in: folder)
    #expect(try verdict("bfs-no-decay-grows", folder) == .reproduced)
    for against in [level.map { 3 * $0 }, growing.map { 0.01 * $0 }] {
      try write("bfs-frontier-no-decay", 0, against, in: folder)
      #expect(try verdict("bfs-no-decay-grows", folder) == .notReproduced)
    }
    // Points too noisy to tell, above Coconut.
    let noisy = growing.enumerated().map { $0.offset % 3 == 1 ? 0.75 * $0.element : $0.element }
    try write("bfs-frontier-no-decay", 0, noisy, in: folder)
    #expect(try verdict("bfs-no-decay-grows", folder) == .notDecided)
    try write("bfs-frontier-no-decay", 0, growing, found: 0.4, in: folder)
    #expect(try verdict("bfs-no-decay-grows", folder) == .notDecided)
    #expect(
      try ClaimsTable.judge(folder.path)["bfs-no-decay-grows"]?.ours.contains("not learned by half") == true)
    // A uniform label may be the root: what counts is where the probability lies, not what is predicted.
    try write("uniform", 0, level.map { $0 - 3 }, found: 0.4, of: .uniform, in: folder)
    #expect(try verdict("uniform-level", folder) == .reproduced)
    try write("uniform", 0, level.map { $0 + 3 }, found: 0.4, of: .uniform, in: folder)
    #expect(try verdict("uniform-level", folder) == .notReproduced)
    try write("uniform", 0, level.map { $0 - 3 }, accepted: 0.6, of: .uniform, in: folder)
    #expect(try verdict("uniform-level", folder) == .notDecided)
  }

  @Test func theScheduleInSmallIsJudgedOnModelsThatAnswer() throws {
    let folder = try Folder()
    func write(
      _ name: String, _ seed: Int, _ differences: [Double], _ evenness: [Double], answered: Double
    ) throws {
      let checkpoints = try differences.indices.map { stage in
        try HopSeries.Checkpoint(
          epoch: stage + 1, step: stage + 1, stage: stage, answered: estimate(stage == 2 ? answered : 0),
          hops: [
            HopReads(
              c: 0, logitDifference: [.edgeToken: estimate(differences[stage])], inFrontier: estimate(1),
              evenness: estimate(evenness[stage]), losses: [:], probability: [:], frontierCosine: nil,
              reachableCosine: nil)
          ])
      }
      let run = "miniature-\(name)-seed\(seed)"
      try writeJSON(
        HopSeries(run: run, record: nil, testFile: "", problems: 2, checkpoints: checkpoints),
        to: "\(folder.path)/hops_\(run).json")
    }
    #expect(try verdict("miniature-answers", folder) == .notTested)
    for seed in 0...1 {
      try write("coconut", seed, [27, 24, 21], [0.7, 0.75, 0.8], answered: 0.95)
      try write("bfs-frontier", seed, [77, 60, 37], [0.2, 0.3, 0.5], answered: 0.93)
    }
    #expect(try verdict("miniature-answers", folder) == .notDecided, "two seeds are too few")
    try write("coconut", 1, [27, 24, 21], [0.7, 0.75, 0.8], answered: 0.8)
    #expect(try verdict("miniature-answers", folder) == .notReproduced, "one seed is enough against it")
    try write("coconut", 1, [27, 24, 21], [0.7, 0.75, 0.8], answered: 0.95)
    #expect(try verdict("miniature-narrows", folder) == .notDecided)
    try write("coconut", 2, [27, 24, 21], [0.7, 0.75, 0.8], answered: 0.95)
    try write("bfs-frontier", 2, [77, 60, 37], [0.2, 0.3, 0.5], answered: 0.93)
    #expect(try verdict("miniature-answers", folder) == .reproduced)
    #expect(try verdict("miniature-narrows", folder) == .reproduced)
    // Coconut falls by as large a share.
    try write("coconut", 2, [27, 20, 12], [0.7, 0.75, 0.8], answered: 0.95)
    #expect(try verdict("miniature-narrows", folder) == .notReproduced)
    try write("coconut", 2, [27, 24, 21], [0.7, 0.75, 0.8], answered: 0.95)
    // One seed stays wide, or stays uneven, or does not solve the task.
    try write("bfs-frontier", 2, [77, 80, 70], [0.2, 0.3, 0.5], answered: 0.93)
    #expect(try verdict("miniature-narrows", folder) == .notReproduced)
    try write("bfs-frontier", 2, [77, 60, 37], [0.2, 0.2, 0.2], answered: 0.93)
    #expect(try verdict("miniature-narrows", folder) == .notReproduced)
    try write("bfs-frontier", 2, [77, 60, 37], [0.2, 0.3, 0.5], answered: 0.6)
    #expect(try verdict("miniature-narrows", folder) == .notDecided)
    #expect(try verdict("miniature-answers", folder) == .notReproduced)
  }

  @Test func scaleTestsAreJudgedByTheirMinima() throws {
    let folder = try Folder()
    func writeScale(
      _ name: String, _ seed: Int, _ best: [Loss: ScaleTest.Minimum], found: Double = 1
    ) throws {
      let curve = ScaleTest.Curve(
        c: 0, thoughts: .held, problems: 2, losses: [:], best: best, evenness: [],
        inFrontier: [0.5, found, 0.5])
      try writeJSON(
        ScaleTest(
          run: name, record: nil, testFile: "", scales: [0.25, 1, 4],
          checkpoints: [.init(epoch: 1, step: 1, curves: [curve])]),
        to: "\(folder.path)/scale_contrast-\(name)-seed\(seed).json")
    }
    func minimum(_ scale: Double) -> ScaleTest.Minimum {
      .init(scale: scale, low: 0.9 * scale, high: 1.1 * scale)
    }
    for seed in 0...2 {
      try writeScale("coconut", seed, [.coconut: minimum(1), .bfsFrontier: minimum(3)])
      try writeScale("bfs-frontier", seed, [.bfsFrontier: minimum(1.5)])
    }
    #expect(try verdict("scale-coconut", folder) == .reproduced)
    #expect(try inShort("scale-coconut", folder) == "1.00 times its strength")
    // A minimum at the end of the grid may lie beyond it.
    for seed in 0...2 {
      try writeScale("coconut", seed, [.coconut: minimum(1), .bfsFrontier: minimum(4)])
    }
    let found = try ClaimsTable.judge(folder.path)["scale-coconut"]?.ours
    #expect(found?.hasSuffix("Coconut-BFS loss at s = 4.00 4.00 4.00 or more") == true)
    #expect(try verdict("scale-bfs", folder) == .reproduced)
    // A model that does not find its hop decides nothing.
    try writeScale("coconut", 1, [.coconut: minimum(1), .bfsFrontier: minimum(3)], found: 0.4)
    #expect(try verdict("scale-coconut", folder) == .notDecided)
    try writeScale("coconut", 1, [.coconut: minimum(2), .bfsFrontier: minimum(3)])
    try writeScale("bfs-frontier", 1, [.bfsFrontier: minimum(1)])
    #expect(try verdict("scale-coconut", folder) == .notReproduced)
    #expect(try verdict("scale-bfs", folder) == .notReproduced)
  }

  @Test func thePublishedRecipeIsJudgedStageByStage() throws {
    let folder = try Folder()
    let coconut = "\(folder.path)/independent_coconut_seed0.json"
    let bfs = "\(folder.path)/independent_bfs-frontier_seed0.json"
    func level(_ epoch: Int) -> Double { min(60, Double(epoch)) + (epoch % 10 == 0 ? 0.5 : 0) }
    try writeIndependentRun("coconut", level, end: 55, later: 40, evenness: [0.7, 0.75], coconut)
    try writeIndependentRun("bfs-frontier", { Double($0) }, end: 45, later: 30, evenness: [0.1, 0.9], bfs)
    for id in [
      "published-coconut-level", "published-bfs-grows", "published-accuracy", "published-second-hop-sooner",
      "published-later-hops-follow", "published-later-hops-level", "contrast-narrows",
    ] { #expect(try verdict(id, folder) == .reproduced, "\(id)") }
    // A first hop that is not found decides nothing; growth, flatness and a contrast that stays speak against.
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, found: [0.4, 1, 1, 1], evenness: [0.7, 0.75], coconut)
    #expect(try verdict("published-coconut-level", folder) == .notDecided)
    // Later hops: one that is not found decides nothing, unless another one that is found grows.
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, found: [1, 1, 0.5, 1], evenness: [0.7, 0.75], coconut)
    #expect(try verdict("published-later-hops-level", folder) == .notDecided)
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, laterSlope: 0.4, found: [1, 1, 0.5, 1], evenness: [0.7, 0.75],
      coconut)
    #expect(try verdict("published-later-hops-level", folder) == .notReproduced)
    // A difference that falls in its own stage is not level; a run that has not got there says nothing.
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, laterSlope: -0.7, evenness: [0.7, 0.75], coconut)
    #expect(try verdict("published-second-hop-sooner", folder) == .notReproduced)
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, evenness: [0.7, 0.75], epochs: 120, coconut)
    for id in [
      "published-accuracy", "published-second-hop-sooner", "published-later-hops-follow",
      "published-later-hops-level",
    ] { #expect(try verdict(id, folder) == .notDecided, "\(id)") }
    // Nor does a second hop that is not found get to a level.
    try writeIndependentRun(
      "coconut", level, end: 55, later: 40, found: [1, 0.5, 1, 1], evenness: [0.7, 0.75], coconut)
    #expect(try verdict("published-second-hop-sooner", folder) == .notDecided)
    // A Coconut-BFS model that does not answer says nothing of what later hops do.
    try writeIndependentRun(
      "bfs-frontier", { Double($0) }, end: 45, later: 30, evenness: [0.1, 0.9], answers: 0.5, bfs)
    #expect(try verdict("contrast-narrows", folder) == .notDecided)
    try writeIndependentRun("bfs-frontier", { Double($0) }, end: 45, later: 30, evenness: [0.1, 0.9], bfs)
    try writeIndependentRun("coconut", { Double($0) }, end: 200, later: 0.5, evenness: [0.7, 0.75], coconut)
    #expect(try verdict("published-coconut-level", folder) == .notReproduced)
    #expect(try verdict("published-later-hops-follow", folder) == .notReproduced)
    // Slow growth that adds less than 5 % of the peak over the last third decides nothing.
    try writeIndependentRun("coconut", level, end: 55, later: 40, evenness: [0.7, 0.75], coconut)
    try writeIndependentRun(
      "bfs-frontier", { 100 + 0.05 * Double($0) }, end: 45, later: 30, evenness: [0.1, 0.9], bfs)
    #expect(try verdict("published-bfs-grows", folder) == .notDecided)
    // The second hop under Coconut-BFS, in its own stage: level, growing, not found.
    #expect(try verdict("bfs-frontier-second-hop-level", folder) == .reproduced)
    try writeIndependentRun(
      "bfs-frontier", { Double($0) }, end: 45, later: 30, laterSlope: 0.4, evenness: [0.1, 0.9], bfs)
    #expect(try verdict("bfs-frontier-second-hop-level", folder) == .notReproduced)
    try writeIndependentRun(
      "bfs-frontier", { Double($0) }, end: 45, later: 30, found: [1, 0.5, 1, 1], evenness: [0.1, 0.9], bfs)
    #expect(try verdict("bfs-frontier-second-hop-level", folder) == .notDecided)
    try writeIndependentRun("coconut", { Double($0) }, end: 200, later: 0.5, evenness: [0.7, 0.75], coconut)
    try writeIndependentRun("bfs-frontier", level, end: 60, later: 30, evenness: [0.1, 0.05], bfs)
    #expect(try verdict("published-bfs-grows", folder) == .notReproduced)
    #expect(try verdict("contrast-narrows", folder) == .notReproduced)
  }
}
