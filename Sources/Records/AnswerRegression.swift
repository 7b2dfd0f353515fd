// Schema of answer-regression.json: Theorem 3's equation fitted to the answers of trained models. Module Superposition fits it.

import Inputs
import Reachability

/// `ξ_v = μ_A λ_v + μ_R 1{v is a candidate}`, the answer's logits of Theorem 3, fitted to trained models.
public struct AnswerRegression: Codable, Sendable {
  /// What is measured, in words; the record carries this text.
  public static let definition = """
    After L thoughts and [A], edges and candidates shuffled. For every node v of the graph: the answer's logit, the inner \
    product λ_v of the last thought (the hidden state after the final layer norm) with v's token embedding, and whether v is a \
    candidate. Least squares with an intercept for each problem, since a softmax does not see it: logit = μ_A λ_v + μ_R \
    1{candidate}. explained: share of the logits' variance within problems; byThought: the same by λ_v alone. rightByEquation: \
    share of problems in which the fitted equation is largest at c* of all nodes. target: do the two effects add? c* is the one \
    node that has both. The equation is fitted without c* and then asked for it: carryOver and lift are what it adds to c* above \
    the mean of the other nodes, leftOver is what the logit of c* has beyond that. attention: scores from [A], as in the prediction stage, one entry a layer. \
    Intervals: 95 %, bootstrap over problems.
    """

  /// c*, the one node that is both reached and a candidate, as the equation of the other nodes predicts it.
  public struct Target: Codable, Sendable {
    /// What λ adds to its logit, above the mean of the other nodes.
    public var carryOver: Estimate
    /// What being a candidate adds, above that mean.
    public var lift: Estimate
    /// What its logit has beyond both; 0 where the two effects add, as in Theorem 3.
    public var leftOver: Estimate

    package init(carryOver: Estimate, lift: Estimate, leftOver: Estimate) {
      (self.carryOver, self.lift, self.leftOver) = (carryOver, lift, leftOver)
    }
  }

  /// One checkpoint.
  public struct Model: Codable, Sendable {
    /// The model's name: that of its checkpoint folder, or of the run whose checkpoint it is.
    public var name: String
    /// Epochs finished, for a model taken in the middle of a run; nil for one that stands by itself.
    public var epoch: Int?
    /// The loss it was trained on and its seed; nil where there is no record beside the checkpoint.
    public var loss: Loss?
    /// The run's seed; nil likewise.
    public var seed: UInt64?
    /// The commit that the run recorded; nil likewise.
    public var commit: String?
    /// Share, 0 … 1, of problems whose greedy answer is the target.
    public var accuracy: Double
    /// μ_A, the residual carry-over: logit for each unit of λ_v.
    public var carryOver: Estimate
    /// μ_R, the candidate lift.
    public var lift: Estimate
    /// Share of the variance within problems that the equation explains.
    public var explained: Estimate
    /// The same with λ_v alone.
    public var byThought: Double
    /// Share of problems in which the fitted equation is largest at c*.
    public var rightByEquation: Double
    /// Whether the two effects add.
    public var target: Target
    /// Where `[A]` looks, layer by layer.
    public var attention: [PredictionStage.Scores]

    package init(
      name: String, epoch: Int?, record: RunRecord?, accuracy: Double, carryOver: Estimate, lift: Estimate,
      explained: Estimate, byThought: Double, rightByEquation: Double, target: Target,
      attention: [PredictionStage.Scores]
    ) {
      (self.name, self.epoch, loss, seed) = (name, epoch, record?.loss, record?.seed)
      (commit, self.accuracy) = (record?.parts.last?.commit, accuracy)
      (self.carryOver, self.lift, self.explained) = (carryOver, lift, explained)
      (self.byThought, self.rightByEquation) = (byThought, rightByEquation)
      (self.target, self.attention) = (target, attention)
    }
  }

  /// What is measured, in words.
  public var definition: String
  /// The problem file, as it was named.
  public var testFile: String
  /// Problems that were read.
  public var problems: Int
  /// One entry a checkpoint.
  public var models: [Model]

  package init(testFile: String, problems: Int, models: [Model]) {
    definition = AnswerRegression.definition
    (self.testFile, self.problems, self.models) = (testFile, problems, models)
  }
}
