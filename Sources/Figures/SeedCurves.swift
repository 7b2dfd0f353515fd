// Several seeds in one figure: a curve for each, because a mean of runs that differ is a run that nobody made.

import Inputs
import Plotting
import Records

/// One curve for each seed through its points (x, y), all alike; the first one carries the name.
func seedCurves(
  _ seeds: [[(Double, Double)]], label: String, colour: Colour, dash: Dash = .solid, marker: Marker? = nil
) -> [Line] {
  seeds.enumerated().map { seed, points in
    Line(
      x: points.map(\.0), y: points.map(\.1), label: seed == 0 ? label : "", colour: colour, dash: dash,
      marker: marker)
  }
}

/// The number of seeds behind a panel, in brackets; empty for one seed.
func seedsSuffix(_ count: Int) -> String { count > 1 ? " (\(count) seeds)" : "" }

/// From the least to the largest of `values`, as titles name them: `16 to 26`.
func span(_ values: [Double], _ digits: Int) -> String {
  guard let least = values.min(), let most = values.max() else { return "–" }
  // Adding 0 makes 0 of −0.
  let (low, high) = (number(rounded(least, digits) + 0, digits), number(rounded(most, digits) + 0, digits))
  return low == high ? low : "\(low) to \(high)"
}
