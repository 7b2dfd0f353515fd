// Raw data in the published schema are read unchanged; anything else is refused in one line.

import Foundation
import Inputs
import Records
import TestPrograms
import Testing

@Suite struct AttentionRawDataTests {
  /// A file as Python's json module writes it: whole means as integers, keys in any order.
  static let published = """
    {"all_results": {"10": {"0": {"mean_frontier_attention": 1, "mean_other_attention": -0.5,
      "processed_count": 200}, "1": {"mean_frontier_attention": 0.0, "mean_other_attention": 0.0,
      "processed_count": 0}}, "125": {"0": {"mean_frontier_attention": 61.25,
      "mean_other_attention": 2.5e-1, "processed_count": 199}}},
     "epochs_analyzed": [10, 125], "steps": [0, 1], "checkpoint_dir": "ckpts/x", "test_file": "data/t.json",
     "max_samples": 200, "analysis_metadata": {"total_epochs": 2, "total_steps": 2, "generated_by": "a script"}}
    """

  func withFile<R>(_ text: String, _ use: (String) throws -> R) throws -> R {
    let folder = try Folder()
    return try use(folder.file("x.json", text))
  }

  @Test func readsAPublishedFile() throws {
    let data = try withFile(Self.published) { try AttentionRawData.read($0) }
    #expect(data.result(epoch: 10, c: 0)?.difference == 1.5)
    #expect(data.result(epoch: 125, c: 0)?.meanFrontierAttention == 61.25)
    // A result of no problems and a missing result are both gaps.
    #expect(data.result(epoch: 10, c: 1) == nil)
    #expect(data.result(epoch: 125, c: 1) == nil)
    #expect(data.checkpointDirectory == "ckpts/x" && data.testFile == "data/t.json" && data.maxSamples == 200)
  }

  /// Python writes the mean of nothing as NaN, which JSON does not have.
  @Test func numbersThatJSONLacksAreNamed() throws {
    let folder = try Folder()
    let path = try folder.file("x.json", #"{"all_results": {"10": {"0": {"mean_frontier_attention": NaN}}}}"#)
    let error = #expect(throws: InputError.self) { try AttentionRawData.read(path) }
    #expect(
      error?.description
        == "\(path): line 1, column 58: expected a value, found NaN; write a number or null: JSON has no such number"
    )
  }

  @Test func writesExactlyTheSchema() throws {
    let result = AttentionRawData.Result(
      meanFrontierAttention: 0.1, meanOtherAttention: -1 / 3.0, processedCount: 7)
    let data = AttentionRawData(
      results: [5: [0: result]], epochs: [5], steps: [0], checkpointDirectory: "a/b", testFile: "c.json",
      maxSamples: 200, generatedBy: "05-theorem1-attention", run: nil)
    let folder = try Folder()
    let path = folder.path + "/x.json"
    try writeJSON(data, to: path)
    #expect(try AttentionRawData.read(path) == data)
    func keys(_ value: Any?) -> Set<String> { Set(((value as? [String: Any]) ?? [:]).keys) }
    let object = try JSONSerialization.jsonObject(with: readFile(path)) as? [String: Any]
    let mine = object?["all_results"] as? [String: [String: Any]]
    #expect(
      keys(object) == [
        "all_results", "epochs_analyzed", "steps", "checkpoint_dir", "test_file", "max_samples",
        "analysis_metadata",
      ])
    #expect(
      keys(mine?["5"]?["0"]) == ["mean_frontier_attention", "mean_other_attention", "processed_count"])
    #expect(keys(object?["analysis_metadata"]) == ["total_epochs", "total_steps", "generated_by"])
  }

  @Test(arguments: [
    ("\"steps\": [0, 1]", "\"steps\": []", "steps"),
    ("\"steps\": [0, 1]", "\"steps\": [0]", "all_results.10.1"),
    ("\"steps\": [0, 1]", "\"steps\": [-1, 0, 1]", "steps"),
    ("[10, 125]", "[10, 10, 125]", "epochs_analyzed"),
    ("[10, 125]", "[10]", "all_results.125"),
    ("\"mean_other_attention\": -0.5", "\"x\": 1", "all_results.10.0.mean_other_attention"),
    (
      "\"mean_frontier_attention\": 1,", "\"mean_frontier_attention\": \"1\",",
      "all_results.10.0.mean_frontier_attention"
    ),
    ("\"processed_count\": 200", "\"processed_count\": -3", "all_results.10.0.processed_count"),
    ("\"max_samples\": 200,", "", "max_samples"),
  ])
  func refusesOtherFilesNamingTheKey(_ old: String, _ new: String, _ key: String) throws {
    let text = Self.published.replacingOccurrences(of: old, with: new)
    #expect(text != Self.published)
    try withFile(text) { path in
      let error = #expect(throws: InputError.self) { try AttentionRawData.read(path) }
      #expect(error?.key == key)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test func refusesTruncatedFilesAndNaN() throws {
    try withFile(String(Self.published.dropLast(40))) { path in
      let error = #expect(throws: InputError.self) { try AttentionRawData.read(path) }
      #expect(error?.found == "the end of the text")
    }
    let broken = AttentionRawData(
      results: [
        5: [0: .init(meanFrontierAttention: .nan, meanOtherAttention: 0, processedCount: 1)]
      ], epochs: [5], steps: [0], checkpointDirectory: "", testFile: "", maxSamples: 1, generatedBy: "",
      run: nil)
    let folder = try Folder()
    let error = #expect(throws: InputError.self) { try writeJSON(broken, to: folder.path + "/x.json") }
    #expect(error?.key == "all_results.5.0.mean_frontier_attention")
    #expect(folder.names == [])
  }
}
