// Schema: a training of the published recipe by another program than this project's, as that program reports it. Chapter 05
// gathers its two files into one record.

import Foundation
import Inputs
import Reachability

/// A run of the published recipe (arXiv 2509.23365: 2 layers, width 768, 350 epochs) in PyTorch on one GPU.
///
/// It shares no code with this project: losses, model, training and measures are its own. Numbers of both that agree
/// therefore support each other.
public struct IndependentRun: Codable, Sendable {
  /// How it was trained: `run.json`.
  public struct Run: Codable, Sendable {
    /// The loss, by the name this project gives it.
    public var loss: Loss
    /// The seed of its random numbers, which are not this project's.
    public var seed: UInt64
    /// Floating-point form of the matrix products in training: float32, tf32 or bf16.
    public var precision: String
    /// Number of weights.
    public var parameters: Int
    /// Training steps finished.
    public var step: Int
    /// Seconds of training and measuring.
    public var seconds: Double
    /// Whether it reached its last epoch.
    public var complete: Bool
    /// The version of PyTorch.
    public var torch: String
    /// The GPU.
    public var device: String

    enum CodingKeys: String, CodingKey {
      case loss, seed, precision, parameters, step, seconds, complete, torch, device
    }
  }

  /// What was measured after some epochs, on the test set: a line of `metrics.jsonl`.
  public struct Row: Codable, Sendable {
    /// Epochs finished.
    public var epoch: Int
    /// Training steps finished.
    public var step: Int
    /// Problems trained on, repetitions counted.
    public var samplesSeen: Int
    /// Mean loss of the last epoch in nats.
    public var trainLoss: Double
    /// Share, 0 … 1, of right answers.
    public var answerAccuracy: Double
    /// The same with the thoughts left out.
    public var answerAccuracyWithoutThoughts: Double
    /// For c = 0 … 3: share of greedy predictions exactly c + 1 hops from the root.
    public var frontierShare: [Double]
    /// For c = 0 … 3: `HopReads.evenness`, the mean over the problems that have one.
    public var evenness: [Double]
    /// For each token of an edge and c = 0 … 3: the logit difference.
    public var logitDifference: [String: [Double]]

    enum CodingKeys: String, CodingKey {
      case epoch, step, evenness
      case samplesSeen = "samples_seen"
      case trainLoss = "train_loss"
      case answerAccuracy = "answer_accuracy"
      case answerAccuracyWithoutThoughts = "answer_accuracy_without_thoughts"
      case frontierShare = "frontier_share"
      case logitDifference = "logit_difference"
    }

    /// The paper's logit difference, read at the edge token, for c = 0 … 3.
    public var atEdgeToken: [Double] { logitDifference["edge"] ?? [] }
  }

  /// How it was trained.
  public var run: Run
  /// What was measured, ascending epochs.
  public var rows: [Row]

  /// Reads the folder that such a run leaves behind: `run.json` and `metrics.jsonl`. Throws `InputError`.
  public static func read(results folder: String) throws -> IndependentRun {
    let metrics = "\(folder)/metrics.jsonl"
    let lines = String(decoding: try readFile(metrics), as: UTF8.self).split(separator: "\n")
    let rows = try lines.enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      } catch {
        throw InputError(
          in: metrics, at: "line \(index + 1)", expected: "the measures of one epoch, as JSON",
          found: InputError.printable(String(line), atMost: 60), next: "copy the file again")
      }
    }
    return IndependentRun(run: try readJSON(Run.self, from: "\(folder)/run.json"), rows: rows)
  }
}
