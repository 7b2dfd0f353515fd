// How far training has come, as an x axis: in steps if the raw data have them, because epochs differ in
// length between runs; in epochs otherwise.

import Plotting
import Records

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

/// One curve for several seeds, at the positions that all seeds have: their mean and, for two or more, a band
/// from the smallest to the largest. Each dictionary of `seeds` maps position to value.
func seedCurve(
  _ seeds: [[Double: Double]], label: String, colour: Colour, dash: Dash = .solid, marker: Marker? = nil
) -> Line {
  let x = seeds.dropFirst().reduce(Set(seeds.first.map { Array($0.keys) } ?? [])) { $0.intersection($1.keys) }
    .sorted()
  let values = x.map { x in seeds.compactMap { $0[x] } }
  return Line(
    x: x, y: values.map(mean),
    band: seeds.count > 1 ? (values.map { $0.min() ?? .nan }, values.map { $0.max() ?? .nan }) : nil,
    label: label, colour: colour, dash: dash, marker: marker)
}

/// The number of seeds behind a curve or panel, in brackets; empty for one seed.
func seedsSuffix(_ count: Int) -> String { count > 1 ? " (\(count) seeds)" : "" }
