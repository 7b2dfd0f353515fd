// Where a step's problems come from: a file in a new order each epoch, or a generator. Both are functions of seed, step
// and index, so any worker can ask for any sample and a resumed run needs no memory.

import Randomness
import Reachability

/// The source of a run's training problems.
public enum TrainingProblems: Sendable {
  /// Read from a file; each once an epoch. Not empty.
  case file([Problem])
  /// Generated as training goes on, each seen once: a problem whose graph has as many nodes as `sizes` allows.
  case stream(@Sendable (_ sizes: ClosedRange<Int>, _ random: inout RandomStream) -> Problem)

  /// Training steps of one epoch: over a file one pass unless `steps_per_epoch` says otherwise.
  public func stepsPerEpoch(_ configuration: TrainingConfiguration) -> Int {
    switch self {
    case .file(let problems): configuration.steps(inEpochOver: problems.count)
    case .stream: max(1, configuration.stepsPerEpoch)
    }
  }

  /// The batch of step `step`: its size (the last of a pass over a file may be short) and its problems by index.
  public func batch(_ step: Int, _ configuration: TrainingConfiguration) -> (
    count: Int, problem: @Sendable (Int) -> Problem
  ) {
    let (seed, size) = (configuration.seed, configuration.batchSize)
    switch self {
    case .file(let problems):
      let steps = (problems.count + size - 1) / size
      var random = RandomStream(seed, StreamName.order, UInt64(step / steps))
      let first = step % steps * size
      let order = random.permutation(problems.count)[first..<min(first + size, problems.count)]
      return (order.count, { problems[order[first + $0]] })
    case .stream(let generate):
      let sizes = configuration.graphSizes(atStep: step)
      return (
        size,
        { index in
          var random = RandomStream(seed, StreamName.problem, UInt64(step), UInt64(index))
          return generate(sizes, &random)
        }
      )
    }
  }
}

/// Names of a run's random streams, so that no two uses share one.
enum StreamName {
  static let order: UInt64 = 1
  static let problem: UInt64 = 2
  static let sample: UInt64 = 3
  static let dropout: UInt64 = 4
  static let evaluation: UInt64 = 5
  static let offset: UInt64 = 6
}
