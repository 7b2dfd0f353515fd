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
