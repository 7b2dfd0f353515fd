// How far a training is, along the x axis: in steps where the raw data know them, so that runs with epochs of different
// lengths share an axis; in epochs otherwise.

import Plotting
import Records

/// Training steps of one epoch, where every run of a figure recorded them.
struct TrainingTime {
  /// Steps of one epoch, one a run; nil where one of them is not known.
  private let stepsPerEpoch: [Double]?

  /// Of runs with `stepsPerEpoch`, one each.
  init(_ stepsPerEpoch: [Double?]) {
    let known = stepsPerEpoch.compactMap { $0 }
    self.stepsPerEpoch = known.count == stepsPerEpoch.count ? known : nil
  }

  /// The axis.
  var axis: Axis { Axis(stepsPerEpoch == nil ? "Epoch" : "Training step") }

  /// Where the end of an epoch of a run lies.
  func position(_ epoch: Int, ofRun run: Int = 0) -> Double { Double(epoch) * (stepsPerEpoch?[run] ?? 1) }
}

/// One curve of several seeds: the mean over them and, from two on, the band from the smallest to the largest, at the
/// positions that all seeds have. `seeds` holds a value per position, one dictionary a seed.
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

/// How many seeds a curve or panel stands for, in brackets; empty for one.
func seedsSuffix(_ count: Int) -> String { count > 1 ? " (\(count) seeds)" : "" }
