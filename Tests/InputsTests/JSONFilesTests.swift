// JSON files that cannot be used: the error names the place or the key, and what stands there.

import Foundation
import Inputs
import TestPrograms
import Testing

/// Some of everything that JSON can hold.
private struct Item: Decodable {
  let edges: [[Int]]?
  let shares: [String: Double]?
  let seed: UInt64?
  let word: String?
}

/// The error of reading `text` as a list of items; nil where it is read.
private func complaint(_ text: Data, whole: String? = nil) -> String? {
  let words = refusal {
    let folder = try Folder()
    try writeAtomically(text, to: folder.path + "/x.json")
    _ = try readJSON([Item].self, from: folder.path + "/x.json", whole: whole)
  }
  return words?.replacing(#/^.*?\/x\.json: /#, with: "")
}

@Suite struct JSONFilesTests {
  @Test(arguments: [
    ("", "line 1, column 1: expected a value, found the end of the text; write it anew"),
    ("[{\"seed\": 1}, ", "line 1, column 15: expected a value, found the end of the text"),
    ("[{\"word\": \"abc", "line 1, column 15: expected a string's closing quote, found the end of the text"),
    ("[\n {\"seed\": NaN}]", "line 2, column 11: expected a value, found NaN; write a number or null"),
    ("[-Infinity]", "line 1, column 2: expected a value, found -Infinity; write a number or null"),
    ("[None]", "column 2: expected a value, found None; write it as JSON does"),
    (
      "[] // all",
      "column 4: expected one JSON value and nothing after it, found // all; take the comment out"
    ),
    ("{'seed': 1}", "column 2: expected a key in double quotes, found 'seed': 1}; use double quotes"),
    ("[\"ü\", 1 2]", "column 9: expected a comma or ], found 2"), ("{\"a\": 1 2}", "a comma or }"),
    ("{\"a\" 1}", "column 6: expected a colon after the key, found 1"), ("[01]", "found 01"),
    ("[1.]", "found 1."), ("[.5]", "found .5"), ("[+1]", "found +1"), ("[1e]", "found 1e"),
    ("[0x1F]", "0x1F"),
    (
      "[\"a\tb\"]", "column 4: expected a string's closing quote, or an escape such as \\n, found the control"
    ),
    ("[\"\\x\"]", "column 3: expected an escape"), ("[\"\\ud800 \"]", "column 3: expected an escape"),
    ("[\"\\udc00\"]", "column 3: expected an escape"), ("[\"\\u12", "column 3: expected an escape"),
    ("{}\n{}", "line 2, column 1: expected one JSON value and nothing after it, found {}; make JSON Lines"),
    ("\u{FEFF}[1 2]", "line 1, column 4"), ("[1]]", "column 4"), ("[}", "column 2"), ("{]", "column 2"),
    (String(repeating: "[", count: 1_000_000), "column 513: expected at most 512 values inside each other"),
  ])
  func textThatIsNotJSON(text: String, part: String) throws {
    let said = try #require(complaint(Data(text.utf8)))
    #expect(said.contains(part), "\(said)")
  }

  @Test func bytesThatAreNotText() throws {
    let said = try #require(complaint(Data("[\"a".utf8) + [0xFF] + Data("\"]".utf8)))
    #expect(said.contains("line 1, column 4: expected text in UTF-8, found the byte 0xFF"), "\(said)")
  }

  /// Foundation calls such numbers broken JSON and names no place.
  @Test(arguments: [
    (
      "[{\"seed\": 15}, {\"edges\": [[1, 1.5]]}]",
      "[1].edges[0][1]: expected an integer that a Swift Int can hold, found 1.5"
    ),
    // The first 1.5 is where it may be.
    ("[{\"shares\": {\"a\": 1.5}, \"edges\": [[0], [1.5]]}]", "[0].edges[1][0]: expected an integer"),
    (
      "[{\"word\": \"\\\"-1\"}, {\"seed\": -1}]",
      "[1].seed: expected an integer that a Swift UInt64 can hold, found -1"
    ),
    ("[{\"edges\": [[9223372036854775808]]}]", "[0].edges[0][0]: expected an integer"),
    (
      "[{\"shares\": {\"a b\": 1e400}}]",
      "[0].shares.a b: expected a number that a Swift Double can hold, found 1e400"
    ),
  ])
  func numbersThatDoNotFit(text: String, part: String) throws {
    let said = try #require(complaint(Data(text.utf8)))
    #expect(said.contains(part), "\(said)")
  }

  @Test(arguments: [
    (
      "[{\"word\": [1, {\"b\": null, \"a\": true}]}]",
      "[0].word: expected a string, found [1,{\"a\":true,\"b\":null}]"
    ),
    ("[{\"edges\": \"x\"}]", "[0].edges: expected a list, found \"x\""),
    ("[{\"edges\": [[null]]}]", "[0].edges[0][0]: expected an integer, found null"),
    ("3", "expected a list of items, found 3; correct"),
    ("{\"word\": \"x\"}", "expected a list of items, found {\"word\":\"x\"}; put it in brackets"),
    ("{\"data\": []}", "expected a list of items, found {\"data\":[]}; keep only the list under \"data\""),
  ])
  func otherShapes(text: String, part: String) throws {
    let said = try #require(complaint(Data(text.utf8), whole: "a list of items"))
    #expect(said.contains(part), "\(said)")
  }

  @Test func whatIsFoundIsShownInOneShortLine() {
    #expect(shown("a\nb") == "\"a\\nb\"")
    #expect(shown(nil) == "none" && shown([1, 2]) == "[1,2]" && shown(true) == "true" && shown(0.1) == "0.1")
    #expect(shown(Double.nan) == "nan")
    #expect(shown(String(repeating: "x", count: 1000)) == "\"" + String(repeating: "x", count: 59) + "…")
  }

  @Test func numbersAsWritten() {
    #expect(number(1.005) == "1.00" && number(-2.5, 0) == "-2" && number(.nan, 1) == "nan")
    #expect(significant(0.00012345, 3) == "0.000123" && significant(1e-7, 1) == "1e-07")
    #expect(percent(0.1234) == "12.3 %" && whole(14785) == "14,785" && whole(250) == "250")
    // What rounds to 0 has no sign; other negative numbers get a true minus where they are set in prose.
    #expect(number(-0.004) == "0.00" && signed(-0.004) == "0.00" && signed(-0.256) == "−0.26")
    #expect(span([3, -2], 0) == "−2 to 3" && span([1.04, 0.96], 1) == "1.0" && span([], 1) == "–")
    #expect([3.4, 200, 3720].map(duration) == ["3 s", "3 min 20 s", "1 h 02 min"])
  }
}
