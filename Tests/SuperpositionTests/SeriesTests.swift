// Series over checkpoints: which folders are found, and what trends say of known curves.

import Foundation
import Inputs
import Records
import Testing

@Suite struct SeriesTests {
  @Test func findsCheckpointFoldersInOrderOfTraining() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
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

  @Test func trendsOfALevelAndARisingCurve() {
    let epochs = [10, 20, 30, 40, 50]
    func data(_ curves: [Int: [Double]]) -> AttentionRawData {
      let results = epochs.indices.map { i in
        let row = curves.mapValues { values in
          AttentionRawData.Result(
            meanFrontierAttention: values[i], meanOtherAttention: 1, processedCount: i == 0 ? 0 : 5)
        }
        return (epochs[i], row)
      }
      return AttentionRawData(
        results: Dictionary(uniqueKeysWithValues: results), epochs: epochs, steps: curves.keys.sorted(),
        checkpointDirectory: "", testFile: "", maxSamples: 5, generatedBy: "a test", run: nil)
    }
    let trends = data([0: [99, 1, 61, 61, 60], 2: [99, 2, 3, 6, 11]]).trends
    #expect(trends.map(\.c) == [0, 2])
    // Epoch 10 counted no problem and must not appear.
    #expect(trends[0].firstEpoch == 20 && trends[0].first == 0 && trends[0].last == 59)
    #expect(trends[0].largest == 60 && trends[0].largestEpoch == 30)
    #expect(trends[1].last == 10 && trends[1].largestEpoch == 50)
    // From the third to the last of four points: −1 of 60, and 5 of 10.
    #expect(isClose(trends[0].lateChange, -1 / 60, within: 1e-12) && trends[1].lateChange == 0.5)
  }
}
