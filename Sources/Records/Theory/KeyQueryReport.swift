// The key-query matrix beside the flows of two numbers and of one. The schema of theory-key-query.json; computing it is
// the module Theory's.

import Reachability

/// One hop and loss: the flows, and the matrix trained with steps that shrink.
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

    /// One training.
    public init(
      stepLength: Double, mu: [Double], nu: [Double], muDeviation: Double, nuDeviation: Double,
      asymmetry: Double
    ) {
      self.stepLength = stepLength
      self.mu = mu
      self.nu = nu
      self.muDeviation = muDeviation
      self.nuDeviation = nuDeviation
      self.asymmetry = asymmetry
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

  /// A row.
  public init(
    c: Int, loss: Loss, times: [Double], mu: [Double], nu: [Double], oneNumberMu: [Double],
    coupledLoss: Double, oneNumberLoss: Double, trainings: [Training]
  ) {
    self.c = c
    self.loss = loss
    self.times = times
    self.mu = mu
    self.nu = nu
    self.oneNumberMu = oneNumberMu
    self.coupledLoss = coupledLoss
    self.oneNumberLoss = oneNumberLoss
    self.trainings = trainings
  }
}

/// The reparameterisation of the key-query matrix, tested.
public struct KeyQueryReport: Codable, Sendable {
  /// Problems trained on.
  public let problems: Int
  /// n, the labels among which their nodes are permuted.
  public let labels: Int
  /// Hops 0 and 1, Coconut and Coconut-BFS.
  public let rows: [KeyQueryRow]

  /// A report.
  public init(problems: Int, labels: Int, rows: [KeyQueryRow]) {
    self.problems = problems
    self.labels = labels
    self.rows = rows
  }
}
