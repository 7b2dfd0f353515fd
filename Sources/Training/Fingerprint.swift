// What a run's samples are, as one hash: a resumed run must draw the ones it would have drawn.

import Coconut
import Foundation
import Inputs
import Transformer

extension Trainer {
  /// SHA-256 over every training problem of a file, and over the first samples of three steps. It changes with the data,
  /// the seed, the curriculum, and with code that draws other samples; not with the length of the run, which a
  /// continuation may change.
  public func fingerprint() -> String {
    var text = ""
    if case .file(let problems) = problems {
      for problem in problems {
        text += problem.graph.edges.map { "\($0.source) \($0.target)" }.joined(separator: ",")
        text += " \(problem.root) \(problem.target) \(problem.negativeTarget)\n"
      }
    }
    for step in [0, 1000, 100_000] {
      // The stage as planned: what is learned is not known when a run begins.
      let stage = configuration.stage(atStep: step, stepsPerEpoch: stepsPerEpoch)
      let (count, draw) = samples(ofStep: step, stage: stage)
      for index in 0..<min(count, 8) {
        let sample = draw(index)
        text += "\(sample.sequence.prompt) \(sample.sequence.tail) "
        text += sample.labels.map { "\($0.read) \($0.accepted) \($0.target)" }.joined(separator: ",") + "\n"
      }
    }
    return SHA256.digest(of: Data(text.utf8))
  }
}
