// What can keep a figure from being drawn, in one line. Reading files is not the business of this module.

/// Why a figure cannot be drawn; its description is one line.
public enum PlottingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A panel has no finite value (on a logarithmic axis: no positive one).
  case nothingToDraw(panel: String)
  /// Lists that belong together differ in length.
  case unequalLengths(what: String, Int, Int)
  /// An edge of a graph has an end that is no node, or a node has a layer beyond the number of nodes.
  case brokenGraph(nodes: Int)
  /// The page leaves no room for the panels.
  case pageTooSmall(width: Double, height: Double)
  /// The font the figures are set in is not installed.
  case missingFont(String)
  /// Cairo's own message.
  case cairo(String)

  /// One line: what is wrong and what to do.
  public var description: String {
    switch self {
    case .nothingToDraw(let panel):
      "panel '\(panel)': expected at least one finite value, found none; check the data"
    case .unequalLengths(let what, let a, let b):
      "\(what): expected lists of one length, found \(a) and \(b); check the data"
    case .brokenGraph(let nodes):
      "graph of \(nodes) nodes: expected edges between its nodes and layers from 0 on, found others; check the data"
    case .pageTooSmall(let width, let height):
      "page of \(width) × \(height) in: no room for the panels; make it larger"
    case .missingFont(let name):
      "font '\(name)' is not installed; run ./build.sh setup (Debian package fonts-dejavu-core)"
    case .cairo(let message):
      "Cairo could not draw: \(message)"
    }
  }
}
