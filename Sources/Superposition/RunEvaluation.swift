// How one run's last checkpoint answers problem files that training never read. Recipes are chosen on other
// problems, the run's own validation set, so these numbers are a fair test.

import Coconut
import Inputs
import Reachability
import Records

extension RunEvaluation {
  /// Evaluates the newest checkpoint of the run in `runFolder`, whose record is `record`, on problem files. Throws
  /// `InputError`.
  public static func measure(
    _ record: RunRecord, runFolder: String, testFiles: [String], threads: Int
  ) throws -> RunEvaluation {
    let feedback = record.configuration["feedback"].flatMap(Feedback.init) ?? .continuous
    let answers = try testFiles.map { path in
      let problems = try ProblemFile.read(path)
      let reader = try Reader.read(
        checkpoint: "\(runFolder)/\(CheckpointName.latest)", reading: problems, from: path, threads: threads)
      return Answers(
        file: String(path.split(separator: "/").last ?? ""), sha256: try SHA256.digest(ofFile: path),
        evaluation: reader.evaluate(problems, feedback: feedback))
    }
    return RunEvaluation(
      loss: record.loss, seed: record.seed, commit: record.parts.last?.commit,
      steps: record.metrics.evaluations.last?.step ?? 0, seconds: record.seconds,
      threads: record.parts.last?.threads, answers: answers)
  }
}
