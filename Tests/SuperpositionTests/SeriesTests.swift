// Which folders a series of checkpoints finds.

import Foundation
import Inputs
import Records
import TestPrograms
import Testing

@Suite struct SeriesTests {
  @Test func findsCheckpointFoldersInOrderOfTraining() throws {
    let home = try Folder()
    let folder = home.path
    for name in ["checkpoint_100", "checkpoint_20", "checkpoint_x", "other", "checkpoint_-3"] {
      try makeFolder("\(folder)/\(name)")
    }
    try writeAtomically(Data(), to: "\(folder)/checkpoint_7")
    #expect(try CheckpointSeries.find(in: folder).epochs == [20, 100])
    let chosen = try CheckpointSeries.find(in: folder, epochs: [100, 100])
    #expect(chosen.epochs == [100] && chosen.path(100) == "\(folder)/checkpoint_100")
    let missing = #expect(throws: InputError.self) {
      try CheckpointSeries.find(in: folder, epochs: [20, 30])
    }
    #expect(missing?.key == "checkpoint_30" && missing?.next == "choose among 20 100")
    #expect(throws: InputError.self) { try CheckpointSeries.find(in: folder + "/other") }
    let none = #expect(throws: InputError.self) { try CheckpointSeries.find(in: folder + "/none") }
    #expect(none?.found == "no folder")
    let file = #expect(throws: InputError.self) { try CheckpointSeries.find(in: folder + "/checkpoint_7") }
    #expect(file?.found == "a file")
  }
}
