// Finds the problem files published with the paper, if a reader has downloaded them. They are not part of
// this repository, and no model is trained on them.

import Foundation

/// Names and paths of the published files (https://github.com/Ber666/emergence-of-superposition).
public enum PublishedProblems {
  /// The 257 validation problems; `neighbor_k` holds the nodes on shortest paths.
  public static let coconutFile = "prosqa_valid_graph_4_coconut_shuffled.json"
  /// The same problems; `neighbor_k` holds N_k, all nodes within k hops of the root.
  public static let bfsFile = "prosqa_valid_graph_4_bfs_shuffled.json"

  /// The path of the file of this name in `$PROSQA_DIR`, or else in `../shared/prosqa`; nil where there is none.
  public static func path(_ file: String = coconutFile) -> String? {
    let folder = ProcessInfo.processInfo.environment["PROSQA_DIR"] ?? "../shared/prosqa"
    let path = folder + "/" + file
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
