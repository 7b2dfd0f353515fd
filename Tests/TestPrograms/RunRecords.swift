// Records of runs that never were, for claims and chapters whose verdict on them is known.

import Foundation
import Inputs

/// A run whose logit differences at c = 0 and c = 1, alike, were evaluated every ten steps, an epoch each; `found` is the share
/// of each hop in the frontier.
public func writeRunRecord(
  _ differences: [Double], loss: String = "coconut", secondStageFrom: Int = .max,
  found: [Double] = [1], _ file: String
) throws {
  let training = differences.indices.map { index in
    """
    {"step": \(10 * index + 10), "epoch": \(index + 1), "stage": \(index < secondStageFrom ? 0 : 1), "loss": 1, "gradientNorm": 1,
     "learningRate": 1, "time": 0}
    """
  }
  let evaluations = differences.enumerated().map { index, value in
    """
    {"step": \(10 * index + 10), "epoch": \(index + 1), "stage": \(index < secondStageFrom ? 0 : 1), "loss": 1, "count": 1, "correct": 1,
     "correctWithoutThoughts": 0, "frontierShare": \(found), "frontierScore": [\(value), \(value)], "otherScore": [0, 0],
     "time": 0}
    """
  }
  let json = """
    {"loss": "\(loss)", "seed": 0, "configuration": {}, "samples": "", "isComplete": true, "seconds": 1, "parts": [],
     "metrics": {"training": [\(training.joined(separator: ", "))],
      "evaluations": [\(evaluations.joined(separator: ", "))]}}
    """
  try writeAtomically(Data(json.utf8), to: file)
}

/// A run of the published recipe by another program, measured every five epochs: the logit difference at c = 0 is `first` of
/// the epoch in stage 0 and `end` later; those at c = 1, 2, 3 are `later`, its half and its third after stage 0, and `later` itself
/// changes by `laterSlope` an epoch. `evenness` is that in stage 0 and that later, `found` the share of each hop in the frontier.
public func writeIndependentRun(
  _ loss: String, _ first: (Int) -> Double, end: Double, later start: Double, laterSlope: Double = 0,
  found: [Double] = [1, 1, 1, 1], evenness: [Double], answers: Double = 0.98, epochs: Int = 350,
  _ file: String
) throws {
  let rows = stride(from: 5, through: epochs, by: 5).map { epoch -> String in
    let isStage0 = epoch <= 150
    let later = start + laterSlope * Double(epoch - 150)
    let values = [
      isStage0 ? first(epoch) : end, isStage0 ? 1 : later, isStage0 ? 0 : later / 2, isStage0 ? 0 : later / 3,
    ]
    return """
      {"epoch": \(epoch), "step": \(29 * epoch), "samples_seen": 1, "train_loss": 1, "answer_accuracy": \(answers),
       "answer_accuracy_without_thoughts": 0.1, "frontier_share": \(found),
       "evenness": [\(isStage0 ? evenness[0] : evenness[1]), 0, 0, 0], "logit_difference": {"edge": \(values)}}
      """
  }
  let json = """
    {"run": {"loss": "\(loss)", "seed": 0, "precision": "tf32", "parameters": 1, "step": 1, "seconds": 1,
     "complete": true, "torch": "", "device": ""}, "rows": [\(rows.joined(separator: ", "))]}
    """
  try writeAtomically(Data(json.utf8), to: file)
}
