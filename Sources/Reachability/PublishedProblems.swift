// Where a reader keeps the problem files published with the paper. They are never part of this repository, and nothing
// is trained on them.

import Foundation

/// The published problem files (https://github.com/Ber666/emergence-of-superposition), where a reader has fetched them.
public enum PublishedProblems {
  /// The validation problems, 257, with `neighbor_k` as the nodes on shortest paths.
  public static let coconutFile = "prosqa_valid_graph_4_coconut_shuffled.json"
  /// Their file with `neighbor_k` as N_k, all nodes within k hops of the root.
  public static let bfsFile = "prosqa_valid_graph_4_bfs_shuffled.json"

  /// The path of the file of this name in `$PROSQA_DIR`, or else in `../shared/prosqa`; nil where there is none.
  public static func path(_ file: String = coconutFile) -> String? {
    let folder = ProcessInfo.processInfo.environment["PROSQA_DIR"] ?? "../shared/prosqa"
    let path = folder + "/" + file
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
