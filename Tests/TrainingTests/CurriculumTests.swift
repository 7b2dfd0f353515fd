// The stages that a run passes.

import Testing
import Training

@Suite struct CurriculumTests {
  @Test func thePublishedCurriculumStaysLongInStageNought() {
    var configuration = TrainingConfiguration()
    configuration.numberOfEpochs = 350
    let stages = configuration.curriculum(stepsPerEpoch: 29)
    #expect(stages.map(\.stage) == [0, 1, 2, 3, 4])
    #expect(stages.map { $0.steps.count / 29 } == [150, 50, 50, 50, 50])
    #expect(stages.first?.steps.lowerBound == 0 && stages.last?.steps.upperBound == 350 * 29)
    #expect(zip(stages, stages.dropFirst()).allSatisfy { $0.steps.upperBound == $1.steps.lowerBound })
  }
}
