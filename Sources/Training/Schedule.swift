// What changes as training goes on: the stage, the learning rate and the size of the graphs, as functions of the step
// alone, so that a resumed run needs no memory of them.

import Foundation
import Transformer

extension TrainingConfiguration {
  /// Steps of an epoch over `problems` training problems: one pass (the last batch may be short) unless
  /// `steps_per_epoch` says otherwise.
  public func steps(inEpochOver problems: Int) -> Int {
    stepsPerEpoch > 0 ? stepsPerEpoch : (problems + batchSize - 1) / batchSize
  }

  /// The curriculum's stage at `step` (from 0), given the steps of an epoch. A problem with path length L trains in
  /// stage `min(stage, L)`; stage L asks for the answer.
  ///
  /// As published: stage 0 for `first_stage_epochs`, then `(epoch − first_stage_epochs) / epochs_per_stage` rounded
  /// down, so that stage 0 lasts one `epochs_per_stage` longer than its name says.
  public func stage(atStep step: Int, stepsPerEpoch: Int) -> Int {
    if !stageSteps.isEmpty {
      var rest = step
      for (stage, steps) in stageSteps.enumerated() {
        if rest < steps { return stage }
        rest -= steps
      }
      return max(stageSteps.count, maxHops)
    }
    return max(0, step / max(1, stepsPerEpoch) - firstStageEpochs) / epochsPerStage
  }

  /// The learning rate of the step that follows `step` finished ones: a linear rise over `warmup_steps`, then `lr`,
  /// then the fall to `lr_final`. As published: constant.
  public func learningRate(atStep step: Int) -> Double {
    if step < warmupSteps { return learningRate * Double(step + 1) / Double(warmupSteps) }
    guard rateDecay != .none, step > rateDecayFromStep else { return learningRate }
    let length = Double(rateDecayToStep - rateDecayFromStep)
    let share = min(1, Double(step - rateDecayFromStep) / length)
    let fallen = rateDecay == .linear ? share : (1 - cos(.pi * share)) / 2
    return learningRate + fallen * (finalLearningRate - learningRate)
  }

  /// Muon's constants for the step that follows `step` finished ones, nil where AdamW steps all weights. Its learning rate
  /// rises and falls as AdamW's does.
  func muonStep(atStep step: Int) -> MuonStep? {
    guard optimizer == .muon else { return nil }
    let share = self.learningRate > 0 ? learningRate(atStep: step) / self.learningRate : 0
    return MuonStep(learningRate: muonLearningRate * share, momentum: muonMomentum, weightDecay: weightDecay)
  }

  /// The largest generated graph at `step`: `start_nodes` until `grow_from_step`, then linearly up to `max_nodes`.
  public func largestGraph(atStep step: Int) -> Int {
    guard startNodes > 0, step < growToStep else { return maxNodes }
    guard step > growFromStep else { return startNodes }
    return startNodes + (maxNodes - startNodes) * (step - growFromStep) / (growToStep - growFromStep)
  }

  /// Numbers of nodes of graphs generated at `step`: from `min_nodes`, or `smallest_share` of the largest when that is
  /// more, to the largest.
  public func graphSizes(atStep step: Int) -> ClosedRange<Int> {
    let largest = largestGraph(atStep: step)
    return min(largest, max(minNodes, Int(smallestShare * Double(largest))))...largest
  }

  /// The last step of the run, or of this part of it when `max_steps` is set.
  public func lastStep(stepsPerEpoch: Int) -> Int {
    let planned = numberOfEpochs * stepsPerEpoch
    return maxSteps > 0 ? min(maxSteps, planned) : planned
  }
}

/// One stage of a curriculum.
public struct CurriculumStage: Hashable, Sendable {
  /// Thoughts made; asks for hop `stage + 1`, and for the answer where a problem has no such hop.
  public let stage: Int
  /// The training steps in it, counted from 0.
  public let steps: Range<Int>
}

extension TrainingConfiguration {
  /// The stages that a run of this configuration passes, in order, given the steps of an epoch.
  public func curriculum(stepsPerEpoch: Int) -> [CurriculumStage] {
    var stages: [CurriculumStage] = []
    for step in 0..<lastStep(stepsPerEpoch: stepsPerEpoch) {
      let stage = stage(atStep: step, stepsPerEpoch: stepsPerEpoch)
      if let last = stages.last, last.stage == stage {
        stages[stages.count - 1] = CurriculumStage(stage: stage, steps: last.steps.lowerBound..<step + 1)
      } else {
        stages.append(CurriculumStage(stage: stage, steps: step..<step + 1))
      }
    }
    return stages
  }
}
