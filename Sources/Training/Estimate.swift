// How long a run will take, from a few gradients that change nothing.

/// The time a run needs on this machine.
public struct Estimate: Sendable, Hashable {
  /// Mean seconds a step over what is left of the run.
  public let secondsPerStep: Double
  /// Seconds for all steps that are left, without evaluations.
  public let seconds: Double
}

extension Trainer {
  /// Times one gradient at the first and one at the last stage that is left, after one to warm up, and weighs the
  /// stages by their steps (a stage in between is taken to lie on the line between them). Nothing is trained. All
  /// ranks call it.
  public func estimate() -> Estimate {
    let left = engine.step..<max(lastStep, engine.step + 1)
    let (first, last) = (stage(atStep: left.lowerBound), stage(atStep: left.upperBound - 1))
    _ = seconds(atStep: left.lowerBound)
    let early = seconds(atStep: left.lowerBound)
    let late = last > first ? seconds(atStep: left.upperBound - 1) : early
    let sampled = stride(from: left.lowerBound, to: left.upperBound, by: max(1, left.count / 1000)).map {
      step in
      last > first
        ? early + (late - early) * Double(stage(atStep: step) - first) / Double(last - first) : early
    }
    let mean = sampled.reduce(0, +) / Double(sampled.count)
    return Estimate(secondsPerStep: mean, seconds: mean * Double(left.count))
  }

  private func seconds(atStep step: Int) -> Double {
    let start = ContinuousClock.now
    _ = gradient(atStep: step)
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
