// Why Foundation did not decode a JSON file, in one line: the key or the line, what was expected, what stands there. It
// reads nothing that Foundation refuses.

import Foundation

/// A file that could not be decoded.
struct JSONRefusal<Value: Decodable> {
  let type: Value.Type
  let path: String
  let data: Data
  /// What the file should hold; nil for a word that fits `type`.
  let whole: String?

  /// What a reader can do about a file that holds something else.
  let next: String

  /// The error to show for `error`, which decoding threw.
  func line(for error: DecodingError) -> InputError {
    func refused(_ keys: [any CodingKey], _ expected: String, _ found: String, next: String? = nil)
      -> InputError
    {
      InputError(
        in: path, at: keyPath(keys), expected: expected, found: found, next: next ?? self.next)
    }
    switch error {
    case .keyNotFound(let key, let context):
      return refused(context.codingPath + [key], "this key", "none")
    case .valueNotFound(let type, let context):
      return refused(context.codingPath, name(type), "null")
    case .typeMismatch(let type, let context):
      guard let value = value(at: context.codingPath) else { break }
      guard context.codingPath.isEmpty else { return refused(context.codingPath, name(type), shown(value)) }
      return refused(
        [], whole ?? name(type), shown(value), next: name(type) == "a list" ? wayToList(value) : nil)
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return refused(
        context.codingPath, "a value that fits (\(context.debugDescription))",
        shown(value(at: context.codingPath)))
    default: break
    }
    if let mistake = jsonMistake(in: data, whole: whole ?? "one JSON value") {
      return InputError(
        in: path, at: linePlace(of: mistake.offset, in: data), expected: mistake.expected,
        found: mistake.found, next: mistake.next ?? next)
    }
    if let (keys, type, number) = misfit() {
      return refused(keys, "\(name(type)) that a Swift \(type) can hold", number)
    }
    return refused([], "JSON", "text that Foundation refuses")
  }

  /// How a file that holds an object comes to hold a list; nil when it holds something else.
  private func wayToList(_ value: Any) -> String? {
    guard let object = value as? [String: Any] else { return nil }
    let lists = object.filter { $0.value is [Any] }.keys
    return lists.count == 1
      ? "keep only the list under \(shown(lists.first))" : "put it in brackets, as the only item of a list"
  }

  /// What stands at `keys`; nil where there is nothing, and when Foundation refuses the text.
  private func value(at keys: [any CodingKey]) -> Any? {
    let root = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    return keys.reduce(root) { value, key in
      if let index = key.intValue, let list = value as? [Any], list.indices.contains(index) {
        return list[index]
      }
      return (value as? [String: Any])?[key.stringValue]
    }
  }

  /// A number that its type cannot hold: where it stands, that type, and its text; nil when this is not what was wrong.
  ///
  /// Foundation calls the whole text broken then and names no place. Numbers that may be at fault are replaced by 0,
  /// which fits every type, from some number on; bisection finds the last one for which that helps. With a string in its
  /// place, Foundation names key and type.
  private func misfit() -> (keys: [any CodingKey], type: any Any.Type, number: String)? {
    let numbers = unusualNumbers()
    func withZeros(from first: Int) -> Data {
      var text = data
      for number in numbers[first...] {
        text.replaceSubrange(number, with: repeatElement(UInt8(ascii: " "), count: number.count))
        text[number.lowerBound] = UInt8(ascii: "0")
      }
      return text
    }
    guard !numbers.isEmpty, isCalledBroken(data), !isCalledBroken(withZeros(from: 0)) else { return nil }
    var (fault, end) = (0, numbers.count)
    while end - fault > 1 {
      let middle = (fault + end) / 2
      if isCalledBroken(withZeros(from: middle)) { end = middle } else { fault = middle }
    }
    var text = withZeros(from: fault + 1)
    text.replaceSubrange(numbers[fault], with: "\"\"".utf8)
    do {
      _ = try JSONDecoder().decode(type, from: text)
    } catch DecodingError.typeMismatch(let type, let context) {
      let number = String(decoding: data[numbers[fault]], as: UTF8.self)
      return (context.codingPath, type, InputError.printable(number, atMost: 60))
    } catch {}
    return nil
  }

  private func isCalledBroken(_ text: Data) -> Bool {
    do {
      _ = try JSONDecoder().decode(type, from: text)
    } catch DecodingError.dataCorrupted(let context) {
      return context.codingPath.isEmpty
    } catch {}
    return false
  }

  /// Where numbers stand in the text, which is JSON: all but whole ones from 0 of at most nine digits, which fit every
  /// type that is read here.
  private func unusualNumbers() -> [Range<Int>] {
    var numbers: [Range<Int>] = []
    var at = 0
    while at < data.count {
      if data[at] == UInt8(ascii: "\"") {
        at += 1
        while data[at] != UInt8(ascii: "\"") { at += data[at] == UInt8(ascii: "\\") ? 2 : 1 }
      } else if isDigit(data[at]) || data[at] == UInt8(ascii: "-") {
        let number = data[at...].prefix(while: isPartOfNumber)
        if number.count > 9 || !number.allSatisfy(isDigit) {
          numbers.append(number.startIndex..<number.endIndex)
        }
        at = number.endIndex - 1
      }
      at += 1
    }
    return numbers
  }
}

/// A path of keys as errors name it: `[12].neighbor_k.2`.
func keyPath(_ keys: [any CodingKey]) -> String {
  keys.reduce("") { path, key in
    // Foundation calls list entries `Index 3`; a dictionary key that looks like a number stays a key.
    if let index = key.intValue, key.stringValue == "Index \(index)" { return path + "[\(index)]" }
    return path.isEmpty ? key.stringValue : path + "." + key.stringValue
  }
}

private func name(_ type: any Any.Type) -> String {
  switch type {
  case is any FixedWidthInteger.Type: "an integer"
  case is any BinaryFloatingPoint.Type: "a number"
  case is String.Type: "a string"
  case is Bool.Type: "true or false"
  case is any Collection.Type where type is any ExpressibleByDictionaryLiteral.Type: "an object"
  case is any Collection.Type: "a list"
  default: "\(type)"
  }
}
