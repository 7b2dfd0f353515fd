// Schema: the answers of a run's last checkpoint on held-out problem files. Module Superposition makes them.

import Reachability

/// A run's answers on held-out problem files: an `evaluation_<loss>_seed<k>.json`.
public struct RunEvaluation: Codable, Sendable, Hashable {
  /// The answers on one problem file.
  public struct Answers: Codable, Sendable, Hashable {
    /// The problem file's name, without its folder.
    public let file: String
    /// SHA-256 of its bytes, in hexadecimal.
    public let sha256: String
    /// Greedy answers, as published (edges and candidates shuffled, problems not relabelled).
    public let evaluation: Evaluation

    package init(file: String, sha256: String, evaluation: Evaluation) {
      (self.file, self.sha256, self.evaluation) = (file, sha256, evaluation)
    }
  }

  /// The loss of the run.
  public let loss: Loss
  /// Seed of every random stream of the run.
  public let seed: UInt64
  /// The commit that the run recorded last; nil where it recorded none.
  public let commit: String?
  /// Training steps finished at the run's last evaluation; 0 without one.
  public let steps: Int
  /// Seconds of training by the clock, all parts of the run together.
  public let seconds: Double
  /// Worker threads of the run's last part; nil where they were not kept.
  public let threads: Int?
  /// One entry a problem file.
  public let answers: [Answers]

  /// The answers on the published validation problems; nil if they were not read.
  public var onPublished: Evaluation? {
    answers.first { $0.file == PublishedProblems.coconutFile }?.evaluation
  }

  /// The answers on held-out problems generated here; nil if none were read.
  public var onOwn: Evaluation? {
    answers.first { $0.file != PublishedProblems.coconutFile }?.evaluation
  }

  package init(
    loss: Loss, seed: UInt64, commit: String? = nil, steps: Int, seconds: Double, threads: Int? = nil,
    answers: [Answers]
  ) {
    (self.loss, self.seed, self.commit, self.steps, self.seconds) = (loss, seed, commit, steps, seconds)
    (self.threads, self.answers) = (threads, answers)
  }
}
