// Where the published files are: `$PROSQA_DIR` or `../shared/prosqa` beside the package. Tests over them are skipped
// where they are missing.

import Foundation

enum Published {
  /// The path of a published file; nil when it is not there.
  static func path(_ name: String) -> String? {
    let folder =
      ProcessInfo.processInfo.environment["PROSQA_DIR"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("../shared/prosqa").path
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  static let coconut = path("prosqa_valid_graph_4_coconut_shuffled.json")
  static let bfs = path("prosqa_valid_graph_4_bfs_shuffled.json")
}
