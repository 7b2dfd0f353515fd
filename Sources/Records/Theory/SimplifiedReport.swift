// Schema of theory-simplified.json: the simplified model, trained end to end, beside the flows of one and two
// numbers. Module Theory computes it.

import Reachability

/// How layer 2 attends from a thought to the edge tokens.
public enum EdgeAttention: String, Sendable, CaseIterable, Codable {
  /// The scores serve as weights, as in the theory.
  case linear
  /// Weights are the softmax of the scores over the edges; a fixed gain scales what they read.
  case softmax
}

/// One trained simplified model: stage c trains the read after c thoughts, c = 0 … 3.
public struct SimplifiedRow: Codable, Sendable {
  /// How layer 2 attends to the edges.
  public let attention: EdgeAttention
  /// The loss, by the set of nodes that it accepts.
  public let loss: Loss
  /// The step length, in units of 1/α.
  public let stepLength: Double
  /// Times in units of 1/α, from 0.
  public let times: [Double]
  /// The stage that was trained at each time.
  public let stage: [Int]
  /// μ of the model at each time: the mean of its matrix on the diagonal.
  public let mu: [Double]
  /// ν of the model at each time: the mean off the diagonal.
  public let nu: [Double]
  /// Mean loss in nats between neighbouring times: one fewer than `times`.
  public let trainingLoss: [Double]
  /// μ of the one-number flow at each time; like the next two it starts at 0 and follows the stage's c.
  public let flowMu: [Double]
  /// μ of the two-number flow at each time.
  public let coupledMu: [Double]
  /// ν of the two-number flow at each time.
  public let coupledNu: [Double]
  /// Entry c = 0 … 3, trained: share of reads of test problems whose largest logit is in frontier_{c+1}.
  public let readAccuracy: [Double]
  /// Share of problems in which the last thought has more of the reachable candidate than of the other.
  public let answerAccuracy: Double

  package init(
    attention: EdgeAttention, loss: Loss, stepLength: Double, times: [Double], stage: [Int], mu: [Double],
    nu: [Double], trainingLoss: [Double], flowMu: [Double], coupledMu: [Double], coupledNu: [Double],
    readAccuracy: [Double], answerAccuracy: Double
  ) {
    (self.attention, self.loss, self.stepLength, self.times) = (attention, loss, stepLength, times)
    (self.stage, self.mu, self.nu, self.trainingLoss, self.flowMu) = (stage, mu, nu, trainingLoss, flowMu)
    (self.coupledMu, self.coupledNu, self.readAccuracy) = (coupledMu, coupledNu, readAccuracy)
    self.answerAccuracy = answerAccuracy
  }
}

/// The simplified model end to end, beside the theory.
public struct SimplifiedReport: Codable, Sendable {
  /// Problems trained on.
  public let trainingProblems: Int
  /// Problems tested on; none of them is trained on.
  public let testProblems: Int
  /// Training steps of each stage.
  public let stageSteps: Int
  /// Problems per training step.
  public let batch: Int
  /// One row per attention and loss.
  public let rows: [SimplifiedRow]

  package init(trainingProblems: Int, testProblems: Int, stageSteps: Int, batch: Int, rows: [SimplifiedRow]) {
    (self.trainingProblems, self.testProblems, self.stageSteps) = (trainingProblems, testProblems, stageSteps)
    (self.batch, self.rows) = (batch, rows)
  }
}
