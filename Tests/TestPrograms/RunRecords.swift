// Records of runs that never were, for claims and chapters whose verdict on them is known.

import Foundation
import Inputs

/// A run whose logit differences at c = 0 and c = 1, alike, were evaluated every ten steps; the learning rate falls after
/// `fullUntil` of the evaluations.
public func writeRunRecord(
  _ differences: [Double], loss: String = "coconut", fullUntil: Int = .max, secondStageFrom: Int = .max,
  _ file: String
) throws {
  let training = differences.indices.map { index in
    """
    {"step": \(10 * index + 10), "epoch": 1, "stage": \(index < secondStageFrom ? 0 : 1), "loss": 1, "gradientNorm": 1,
     "learningRate": \(index < fullUntil ? 1 : 0.5), "time": 0}
    """
  }
  let evaluations = differences.enumerated().map { index, value in
    """
    {"step": \(10 * index + 10), "epoch": \(index + 1), "stage": \(index < secondStageFrom ? 0 : 1), "loss": 1, "count": 1, "correct": 1,
     "correctWithoutThoughts": 0, "frontierShare": [1], "frontierScore": [\(value), \(value)], "otherScore": [0, 0],
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
