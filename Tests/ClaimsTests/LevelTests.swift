// Trends of curves that are known to be level or to rise.

import Claims
import Records
import Testing

@Suite struct LevelTests {
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
    // At epoch 10 no problem was counted, so it must not appear.
    #expect(trends[0].firstEpoch == 20 && trends[0].first == 0 && trends[0].last == 59)
    #expect(trends[0].largest == 60 && trends[0].largestEpoch == 30)
    #expect(trends[1].last == 10 && trends[1].largestEpoch == 50)
    // The last third runs from the third to the last of four points: a change of −1 in 60, and of 5 in 10.
    #expect(abs(trends[0].lateChange + 1.0 / 60) < 1e-12 && trends[1].lateChange == 0.5)
  }
}
