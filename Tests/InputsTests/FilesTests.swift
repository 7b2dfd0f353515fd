// Files are complete or absent, and errors are one line.

import Foundation
import Inputs
import TestPrograms
import Testing

@Suite struct FilesTests: ~Copyable {
  let home: Folder
  var folder: String { home.path }

  init() throws { home = try Folder() }

  @Test func writesAndReadsBackLeavingNoPartialFile() throws {
    let path = folder + "/a/b.bin"
    try writeAtomically(Data([1, 2, 3]), to: path)
    try writeAtomically(Data([4]), to: path)
    #expect(try readFile(path) == Data([4]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a") == ["b.bin"])
  }

  /// Written in turn, each whole: whoever comes second waits, and writes to a file of its own.
  @Test func manyWritersOfOneFileLeaveOneOfTheirTexts() async throws {
    let path = folder + "/shared"
    let texts = (0..<4).map { Data(repeating: UInt8($0), count: 1 << 20 + $0) }
    await withTaskGroup(of: Void.self) { group in
      for text in texts {
        group.addTask {
          for _ in 0..<20 {
            #expect(throws: Never.self) { try writeAtomically(text, to: path) }
            #expect((try? readFile(path)).map(texts.contains) == true)
          }
        }
      }
    }
    #expect(home.names == ["shared"])
  }

  @Test func parentFolders() {
    let parents = ["a/b": "a", "a/b/": "a", "/a": "/", "/a/b": "/a", "ab": ".", "r": ".", "": ".", "/": "/"]
    for (path, parent) in parents { #expect(parentFolder(of: path) == parent, "\(path)") }
  }

  @Test func refusesMissingFilesAndFolders() throws {
    let missing = #expect(throws: InputError.self) { try readFile(folder + "/none.json") }
    #expect(
      missing?.description == "\(folder)/none.json: expected a file, found nothing there; check the path")
    let found = #expect(throws: InputError.self) { try readFile(folder) }
    #expect(found?.found == "a folder")
  }

  @Test func leavesNothingWhereItCannotWrite() throws {
    try makeFolder(folder + "/taken")
    // A folder stands where the file should go: the rename fails and the partial file must be gone.
    #expect(throws: InputError.self) { try writeAtomically(Data([1]), to: folder + "/taken") }
    #expect(home.names == ["taken"])
    try writeAtomically(Data(), to: folder + "/file")
    let error = #expect(throws: InputError.self) { try writeAtomically(Data(), to: folder + "/file/x") }
    #expect(error?.found == "a file")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func saysWhenTheDiskIsFull() throws {
    // Writing through the link reaches a device that is always full.
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/x.partial", withDestinationPath: "/dev/full")
    let error = #expect(throws: InputError.self) { try writeAtomically(Data([1]), to: folder + "/x") }
    #expect(error?.next == "make room on the disk")
  }

  @Test func errorsStayOneShortLine() {
    let error = InputError(
      in: "a\nb", at: "\u{1B}[31m", expected: "x", found: String(repeating: "y", count: 5000), next: "z")
    #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" })
    #expect(error.description.count < 1500)
  }
}
