// JSON files in and out through Codable, with the one-line errors of InputError. What a file means is its reader's
// business.

import Foundation

/// Largest JSON file that is read, in bytes. Parsing takes up to 14 times as much memory (a list of one-digit numbers).
public let largestJSONFile = 256 << 20

/// The value that the JSON file at `path` holds. Throws `InputError` when the file cannot be read or is longer than
/// `largestJSONFile`, with line and column where it is not JSON, and naming the key when it holds something else.
/// `whole` says for errors what the file should hold (`a list of problems`; nil: a word that fits `type`), `next` what a
/// reader can do about a file that holds something else.
public func readJSON<Value: Decodable>(
  _ type: Value.Type, from path: String, whole: String? = nil,
  next: String = "correct the file or write it anew"
) throws -> Value {
  let data = try readFile(path, atMost: largestJSONFile)
  do {
    return try JSONDecoder().decode(type, from: data)
  } catch let error as DecodingError {
    throw JSONRefusal(type: type, path: path, data: data, whole: whole, next: next).line(for: error)
  }
}

/// Writes `value` as JSON on one line with sorted keys, completely or not at all (`writeAtomically`).
/// Throws `InputError`, also for numbers that JSON lacks (NaN, infinities).
public func writeJSON<Value: Encodable>(_ value: Value, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let data: Data
  do {
    data = try encoder.encode(value)
  } catch EncodingError.invalidValue(let number, let context) {
    throw InputError(
      in: path, at: keyPath(context.codingPath), expected: "a finite number", found: "\(number)",
      next: "check the weights it was computed from")
  }
  try writeAtomically(data + Data("\n".utf8), to: path)
}
