// A folder for one test, gone with it; and where the project is.

import Foundation
import Inputs

/// The folder of the project.
public let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

/// An empty folder, removed with all that is in it when its owner's scope ends.
public struct Folder: ~Copyable {
  /// Where it is.
  public let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  /// Makes the folder.
  public init() throws { try makeFolder(path) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `text` to a file of this name, which may hold folders, and returns its path.
  @discardableResult public func file(_ name: String, _ text: String) throws -> String {
    try writeAtomically(Data(text.utf8), to: path + "/" + name)
    return path + "/" + name
  }

  /// The names in it, sorted.
  public var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
