// What is derived from the record of the benchmark, on times whose sum is known.

import Claims
import Figures
import Records
import Testing

@Suite struct RecordTablesTests {
  /// 0, 8 and 16 ms a problem at stages 0, 2 and 4, so 4 and 12 at stages 1 and 3: 150 epochs of nothing and 50 each of 4, 8, 12
  /// and 16 ms make 2 s a problem, for 14,785 problems 29,570 s. Two threads need half of that, 4.1 hours.
  @Test func thePublishedRecipesTimeIsTheSumOfItsStages() {
    var record = BenchmarkRecord(
      command: "", commit: "", machine: .init(processor: "", cores: 2, blas: "", system: ""))
    #expect(record.publishedRecipe == nil)
    for (stage, threads, milliseconds) in [(0, 1, 0.0), (2, 1, 8), (4, 1, 16), (4, 2, 8)] {
      record.rows.append(
        BenchmarkRecord.Row(
          instructions: "AVX2", blas: "Haswell", width: 768, stage: stage, ranks: 1, threads: threads,
          batch: 64,
          tokens: 113, milliseconds: 64 * milliseconds, share: 1, peakMiB: 1, peerMilliseconds: nil,
          publishedMilliseconds: nil))
    }
    #expect(record.publishedRecipe?.hasPrefix("about 4 hours with AVX2 on two cores") == true)
    #expect(record.publishedRecipe?.hasSuffix("(OpenBLAS Haswell)") == true)
  }

  @Test func aClaimNamesTheFiguresOfTheRunsItJudges() throws {
    func figures(_ id: String) throws -> [String] {
      try #require(declaredClaims.first { $0.id == id }).figures
    }
    #expect(try figures("contrast-bfs-grows").contains("contrast"))
    // Its second pattern, Coconut's runs, is drawn; its own run is not.
    #expect(try figures("soft-coconut-level").isEmpty)
    // The run is drawn, but not its accuracy.
    #expect(try figures("published-accuracy").isEmpty)
  }

  @Test func aCheckpointIsNamedByItsFolderOrItsRun() {
    for (folder, name, epoch) in [
      ("data/checkpoints/laptop-coconut", "laptop-coconut", nil), ("runs/a/latest", "a", nil),
      ("runs/a/checkpoint_8/", "a", 8), ("runs/a/checkpoint_x", "checkpoint_x", nil),
    ] as [(String, String, Int?)] {
      let found = RunRecord.modelName(of: folder)
      #expect(found.name == name && found.epoch == epoch)
    }
  }
}
