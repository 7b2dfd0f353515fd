// What one run's last checkpoint answers on problem files that its training never read. Recipes are chosen on other
// problems, a run's own validation set, so that these numbers judge it.

import Coconut
import Foundation
import Inputs
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
  }

  /// Loss as run folders name it (`coconut`, `bfs-frontier`).
  public let loss: String
  /// Seed of every random stream of the run.
  public let seed: UInt64
  /// The commit that the run recorded last; nil where it recorded none.
  public let commit: String?
  /// Training steps finished at the run's last evaluation; 0 without one.
  public let steps: Int
  /// Seconds of training by the clock, all parts of the run together.
  public let seconds: Double
  /// One entry a problem file.
  public let answers: [Answers]

  /// Evaluates the newest checkpoint of the run in `runFolder` on `testFiles`. Throws `InputError`.
  public init(runFolder: String, testFiles: [String], threads: Int) throws {
    let record = try RunRecord.read(runFolder: runFolder)
    loss = record.loss
    seed = record.seed
    commit = record.parts.last?.commit
    steps = record.metrics.evaluations.last?.step ?? 0
    seconds = record.seconds
    let feedback = record.configuration["feedback"].flatMap(Feedback.init) ?? .continuous
    answers = try testFiles.map { path in
      let problems = try ProblemFile.read(path)
      let engine = try Engine(
        checkpoint: runFolder + "/latest", reading: problems, from: path, threads: threads)
      return Answers(
        file: String(path.split(separator: "/").last ?? ""), sha256: try SHA256.digest(ofFile: path),
        evaluation: engine.evaluate(problems, feedback: feedback))
    }
  }

  /// The answers on the published validation problems; nil if they were not read.
  public var onPublished: Evaluation? {
    answers.first { $0.file == PublishedProblems.coconutFile }?.evaluation
  }

  /// The answers on held-out problems generated here; nil if none were read.
  public var onOwn: Evaluation? {
    answers.first { $0.file != PublishedProblems.coconutFile }?.evaluation
  }

  /// The evaluations of runs with a loss that are shipped in `folder`, by seed; none where there is no such folder. Throws
  /// `InputError` for files that cannot be read.
  public static func shipped(_ loss: String, in folder: String = "data") throws -> [RunEvaluation] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try names.filter { $0.hasPrefix("evaluation_\(loss)_seed") && $0.hasSuffix(".json") }
      .map { try readJSON(RunEvaluation.self, from: "\(folder)/\($0)") }
      .sorted { $0.seed < $1.seed }
  }
}
