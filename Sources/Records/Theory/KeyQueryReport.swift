// Schema of theory-key-query.json: the key-query matrix beside the two-number and one-number flows. Module
// Theory computes it.

import Reachability

/// One c and loss: both flows, and the matrix trained with ever shorter steps.
public struct KeyQueryRow: Codable, Sendable {
  /// The matrix after training with one step length.
  public struct Training: Codable, Sendable {
    /// The step length, in units of 1/α.
    public let stepLength: Double
    /// μ at the row's `times`: the mean of the matrix on its diagonal.
    public let mu: [Double]
    /// ν at the row's `times`: the mean off the diagonal.
    public let nu: [Double]
    /// The largest distance of μ from the coupled flow's at `times`, as a share of that flow's largest |μ|.
    public let muDeviation: Double
    /// The same for ν.
    public let nuDeviation: Double
    /// At the end, the relative Frobenius distance from the best `μ I + ν (1 1ᵀ − I)`.
    public let asymmetry: Double

    package init(
      stepLength: Double, mu: [Double], nu: [Double], muDeviation: Double, nuDeviation: Double,
      asymmetry: Double
    ) {
      (self.stepLength, self.mu, self.nu, self.muDeviation) = (stepLength, mu, nu, muDeviation)
      (self.nuDeviation, self.asymmetry) = (nuDeviation, asymmetry)
    }
  }

  /// c, thoughts made.
  public let c: Int
  /// The loss, by the set of nodes that it accepts.
  public let loss: Loss
  /// Times in units of 1/α, from 0.
  public let times: [Double]
  /// μ of the coupled flow at `times`.
  public let mu: [Double]
  /// ν of the coupled flow at `times`.
  public let nu: [Double]
  /// μ of the one-number flow, which holds ν at 0, at `times`.
  public let oneNumberMu: [Double]
  /// The coupled flow's loss in nats at the last time.
  public let coupledLoss: Double
  /// The one-number flow's loss in nats at the last time.
  public let oneNumberLoss: Double
  /// Trainings of the full matrix, the longest steps first.
  public let trainings: [Training]

  package init(
    c: Int, loss: Loss, times: [Double], mu: [Double], nu: [Double], oneNumberMu: [Double],
    coupledLoss: Double, oneNumberLoss: Double, trainings: [Training]
  ) {
    (self.c, self.loss, self.times, self.mu, self.nu) = (c, loss, times, mu, nu)
    (self.oneNumberMu, self.coupledLoss, self.oneNumberLoss) = (oneNumberMu, coupledLoss, oneNumberLoss)
    self.trainings = trainings
  }
}

/// A test of the key-query matrix's reparameterisation.
public struct KeyQueryReport: Codable, Sendable {
  /// Problems trained on.
  public let problems: Int
  /// n, the number of labels among which nodes are permuted.
  public let labels: Int
  /// One row per c = 0, 1 and loss (Coconut, Coconut-BFS).
  public let rows: [KeyQueryRow]

  package init(problems: Int, labels: Int, rows: [KeyQueryRow]) {
    (self.problems, self.labels, self.rows) = (problems, labels, rows)
  }
}
