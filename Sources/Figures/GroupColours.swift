// Names and colours that are the same in every figure: of losses, and of the probes' groups of nodes and edges.

import Plotting
import Reachability
import Records

extension NodeGroup {
  /// The group's name in legends, as markup.
  var name: String {
    switch self {
    case .notReachable: "not reachable"
    case .reachable: "reachable, *N*_*c*"
    case .walkFrontier: "frontier (walks)"
    case .frontier: "frontier"
    case .optimal: "optimal"
    }
  }

  /// The group's name on a terminal.
  var plainName: String { self == .reachable ? "reachable, N_c" : name }

  /// The group's colour; colours get darker towards the target.
  var colour: Colour {
    switch self {
    case .notReachable: .palette[4]
    case .reachable: .palette[5]
    case .walkFrontier: .palette[2]
    case .frontier: .palette[1]
    case .optimal: .palette[0]
    }
  }
}

extension Loss {
  /// The loss without the set of nodes that it accepts: `Coconut-BFS`.
  var name: String { String(title.prefix { $0 != "," }) }
}
