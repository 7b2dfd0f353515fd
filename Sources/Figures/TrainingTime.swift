// How far training has come, as an x axis: in steps if the raw data have them, because epochs differ in
// length between runs; in epochs otherwise.

import Plotting

/// Training steps per epoch, if every run of a figure recorded them.
struct TrainingTime {
  /// Steps per epoch, one entry for each run; nil if any run lacks it.
  private let stepsPerEpoch: [Double]?

  init(_ stepsPerEpoch: [Double?]) {
    let known = stepsPerEpoch.compactMap { $0 }
    self.stepsPerEpoch = known.count == stepsPerEpoch.count ? known : nil
  }

  var axis: Axis { Axis(stepsPerEpoch == nil ? "Epoch" : "Training step") }

  /// The place on the axis of the end of an epoch.
  func position(_ epoch: Int, ofRun run: Int = 0) -> Double { Double(epoch) * (stepsPerEpoch?[run] ?? 1) }
}
