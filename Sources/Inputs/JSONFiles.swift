// JSON files in and out through Codable, with the one-line errors of InputError. What a file means is its reader's
// business.

import Foundation

/// Largest JSON file that is read, in bytes. Parsing takes up to 14 times as much memory (a list of one-digit numbers).
public let largestJSONFile = 256 << 20

/// The value that the JSON file at `path` holds. Throws `InputError` when the file cannot be read, is longer than
/// `largestJSONFile` or is not JSON, and naming the key when it holds something else.
public func readJSON<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
  let data = try readFile(path, atMost: largestJSONFile)
  do {
    return try JSONDecoder().decode(type, from: data)
  } catch let error as DecodingError {
    throw inputError(error, path, data)
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

private func inputError(_ error: DecodingError, _ path: String, _ data: Data) -> InputError {
  let next = "correct the file or write it anew"
  switch error {
  case .keyNotFound(let key, let context):
    return InputError(
      in: path, at: keyPath(context.codingPath + [key]), expected: "this key", found: "none", next: next)
  case .valueNotFound(let type, let context):
    return InputError(
      in: path, at: keyPath(context.codingPath), expected: name(type), found: "null", next: next)
  case .typeMismatch(let type, let context):
    return InputError(
      in: path, at: keyPath(context.codingPath), expected: name(type), found: "another type", next: next)
  case .dataCorrupted(let context) where !context.codingPath.isEmpty:
    return InputError(
      in: path, at: keyPath(context.codingPath), expected: "a value that fits",
      found: context.debugDescription, next: next)
  case .dataCorrupted where (try? JSONSerialization.jsonObject(with: data)) != nil:
    // Foundation calls a number that its type cannot hold broken JSON, and names no place.
    return InputError(
      in: path, expected: "integers for ids and counts", found: "a number with a fraction or too large",
      next: next)
  case .dataCorrupted:
    return InputError(
      in: path, expected: "JSON", found: "text that is not JSON (or is cut short)", next: next)
  @unknown default:
    return InputError(in: path, expected: "JSON", found: "something else", next: next)
  }
}

private func keyPath(_ keys: [any CodingKey]) -> String {
  keys.reduce("") { path, key in
    // Foundation calls list entries `Index 3`; a dictionary key that looks like a number stays a key.
    if let index = key.intValue, key.stringValue == "Index \(index)" { return path + "[\(index)]" }
    return path.isEmpty ? key.stringValue : path + "." + key.stringValue
  }
}

private func name(_ type: any Any.Type) -> String {
  switch type {
  case is Int.Type: "an integer"
  case is Double.Type, is Float.Type: "a number"
  case is String.Type: "a string"
  case is Bool.Type: "true or false"
  case is any Collection.Type where type is any ExpressibleByDictionaryLiteral.Type: "an object"
  case is any Collection.Type: "a list"
  default: "\(type)"
  }
}
