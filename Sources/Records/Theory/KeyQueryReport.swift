// The key-query matrix beside the flows of two numbers and of one. The schema of theory-key-query.json; computing it is
// the module Theory's.

import Reachability

/// One c and loss: the flows, and the matrix trained with steps that shrink.
public struct KeyQueryRow: Codable, Sendable {
  /// The matrix after training with one step length.
  public struct Training: Codable, Sendable {
    /// The step length, in units of 1/α.
    public let stepLength: Double
    /// μ at the row's `times`: the mean of the matrix on its diagonal.
    public let mu: [Double]
    /// ν at the row's `times`: the mean off the diagonal.
    public let nu: [Double]
    /// The largest distance of μ from the coupled flow's over `times`, as a share of that flow's largest |μ|.
    public let muDeviation: Double
    /// The same of ν.
    public let nuDeviation: Double
    /// Relative Frobenius distance from the best `μ I + ν (1 1ᵀ − I)` at the end.
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
  /// Trainings of the full matrix, in the order in which their steps shrink.
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

/// The reparameterisation of the key-query matrix, tested.
public struct KeyQueryReport: Codable, Sendable {
  /// Problems trained on.
  public let problems: Int
  /// n, the labels among which their nodes are permuted.
  public let labels: Int
  /// c = 0 and 1, Coconut and Coconut-BFS.
  public let rows: [KeyQueryRow]

  package init(problems: Int, labels: Int, rows: [KeyQueryRow]) {
    (self.problems, self.labels, self.rows) = (problems, labels, rows)
  }
}
