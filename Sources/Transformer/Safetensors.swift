// The safetensors format, https://huggingface.co/docs/safetensors (format section): eight bytes of header length, a
// JSON header, then the tensors' bytes without gaps. This file knows names, shapes and numbers, and nothing of models.

import Foundation
import Inputs

/// Named tensors as a safetensors file holds them.
public struct Safetensors: Sendable {
  /// Bytes of one element, by the format's name of its type. A file may hold tensors of all these types, since old
  /// models keep masks of bytes beside their weights; `values(_:as:)` reads the four that weights have.
  private static let elementSizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
  ]

  /// One tensor's place.
  public struct Entry: Sendable, Hashable {
    /// The format's name for the type of its elements, such as `F32`.
    public let type: String
    /// Its row-major shape; empty for a single number.
    public let shape: [Int]
    /// Where its bytes lie, counted from the end of the header.
    let bytes: Range<Int>
    /// Number of elements, the product of `shape`.
    public var count: Int { shape.reduce(1, *) }
  }

  /// Places and shapes of the tensors, by name; their numbers are read by `values(_:as:)`.
  public let entries: [String: Entry]
  /// Text by key (`__metadata__`).
  public let metadata: [String: String]
  private let body: Data
  /// The file, as errors name it.
  let path: String
  /// How long the file is.
  let byteCount: Int

  /// Largest header that is read, bytes. The format allows 100 MB; a thousand layers need less than one.
  public static let headerLimit = 16 << 20
  /// The most bytes of tensors that are read into memory, from one file or from all the files of one model.
  public static let sizeLimit = 1 << 33

  /// Reads and checks a file: header within the file, keys once each, known types, sizes that fit their ranges, ranges
  /// that cover the rest of the file without gap or overlap. Throws `InputError` for anything else, and for a file of
  /// more than `limit` bytes.
  public static func read(_ path: String, atMost limit: Int = sizeLimit) throws -> Safetensors {
    try Safetensors(readFile(path, atMost: limit), from: path)
  }

  /// Reads and checks the bytes of a file; `path` names it in errors. Throws `InputError` as `read` does.
  public init(_ data: Data, from path: String) throws {
    self.path = path
    byteCount = data.count
    func refuse(_ key: String = "", _ expected: String, _ found: String) -> InputError {
      InputError(
        in: path, at: key, expected: expected, found: found, next: "write the file again, or take another one"
      )
    }
    guard data.count >= 8 else {
      throw refuse("header", "8 bytes of length", "a file of \(data.count) bytes")
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Safetensors.headerLimit), Int(length) <= data.count - 8 else {
      throw refuse(
        "header", "a length of at most \(min(Safetensors.headerLimit, data.count - 8)) bytes", "\(length)")
    }
    let header = data.dropFirst(8).prefix(Int(length))
    body = data.dropFirst(8 + Int(length))
    guard header.first == UInt8(ascii: "{"), String(data: header, encoding: .utf8) != nil,
      let fields = try? JSONSerialization.jsonObject(with: header) as? [String: Any]
    else {
      let found = jsonMistake(in: header).map { "\($0.found) at byte \($0.offset)" }
      let start = InputError.printable(String(decoding: header.prefix(200), as: UTF8.self), atMost: 40)
      throw refuse("header", "a JSON object in UTF-8", found ?? start)
    }
    guard Safetensors.keyMarks(header) == Safetensors.keyCount(fields) else {
      throw refuse("header", "each key once", "a key twice")
    }
    var entries: [String: Entry] = [:]
    for (name, value) in fields where name != "__metadata__" {
      entries[name] = try Safetensors.entry(value) { refuse("tensor \(name), \($0)", $1, $2) }
    }
    var end = 0
    for (name, entry) in entries.sorted(by: {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound) < (
        $1.value.bytes.lowerBound, $1.value.bytes.upperBound
      )
    }) {
      guard entry.bytes.lowerBound == end else {
        throw refuse(
          "tensor \(name), data_offsets", "a start at \(end), where the tensor before it ends",
          "\(entry.bytes.lowerBound)")
      }
      end = entry.bytes.upperBound
    }
    guard end == body.count else {
      throw refuse("data", "\(end) bytes of tensors after the header", "\(body.count)")
    }
    if let metadata = fields["__metadata__"] {
      guard let texts = metadata as? [String: String] else {
        throw refuse("__metadata__", "text by key", shown(metadata))
      }
      self.metadata = texts
    } else {
      metadata = [:]
    }
    self.entries = entries
  }

  /// The numbers of one tensor, row by row, converted from float16, bfloat16, float32 or float64. Throws `InputError`
  /// when there is none of that name, or its elements have another type.
  public func values<Scalar: BinaryFloatingPoint>(_ name: String, as type: Scalar.Type = Scalar.self) throws
    -> [Scalar]
  {
    guard let entry = entries[name] else {
      throw InputError(
        in: path, at: name, expected: "a tensor of this name", found: "none",
        next: "check that the file holds this kind of model")
    }
    let bytes = body.dropFirst(entry.bytes.lowerBound).prefix(entry.bytes.count)
    func numbers<Bits: FixedWidthInteger>(_ number: (Bits) -> Scalar) -> [Scalar] {
      bytes.withUnsafeBytes { raw in
        (0..<entry.count).map { i in
          number(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: i * Bits.bitWidth / 8, as: Bits.self)))
        }
      }
    }
    switch entry.type {
    case "F16": return numbers { (bits: UInt16) in Scalar(Float(Float16(bitPattern: bits))) }
    // A bfloat16 is the upper half of a float32.
    case "BF16": return numbers { (bits: UInt16) in Scalar(Float(bitPattern: UInt32(bits) << 16)) }
    case "F32": return numbers { (bits: UInt32) in Scalar(Float(bitPattern: bits)) }
    case "F64": return numbers { (bits: UInt64) in Scalar(Double(bitPattern: bits)) }
    default:
      throw InputError(
        in: path, at: name, expected: "numbers of type F16, BF16, F32 or F64", found: entry.type,
        next: "convert the file or take another one")
    }
  }

  /// The bytes of a file with these 32-bit tensors in this order; the same input gives the same bytes. Each tensor has
  /// as many values as its shape says, row by row. Throws only what the JSON encoder of the header throws.
  public static func encode(
    _ tensors: [(name: String, shape: [Int], values: ArraySlice<Float>)], metadata: [String: String] = [:]
  ) throws -> Data {
    struct Field: Encodable {
      let dtype = "F32"
      let shape: [Int]
      let data_offsets: [Int]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var fields: [String] = metadata.isEmpty ? [] : ["\"__metadata__\":" + (try text(metadata))]
    var end = 0
    for tensor in tensors {
      let start = end
      end += 4 * tensor.values.count
      fields.append(
        try text(tensor.name) + ":" + text(Field(shape: tensor.shape, data_offsets: [start, end])))
    }
    var header = Data(("{" + fields.joined(separator: ",") + "}").utf8)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    var data = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    data.reserveCapacity(data.count + end)
    for tensor in tensors { tensor.values.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }

  private static func entry(
    _ value: Any, _ refuse: (_ key: String, _ expected: String, _ found: String) -> InputError
  ) throws -> Entry {
    guard let field = value as? [String: Any] else { throw refuse("entry", "an object", shown(value)) }
    guard let type = field["dtype"] as? String, var size = elementSizes[type] else {
      throw refuse("dtype", "a type that is known here, such as F32 or BF16", shown(field["dtype"]))
    }
    guard let shape = whole(field["shape"]) else {
      throw refuse("shape", "a list of whole numbers from 0", shown(field["shape"]))
    }
    guard let offsets = whole(field["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1] else {
      throw refuse("data_offsets", "[start, end], start ≤ end", shown(field["data_offsets"]))
    }
    guard field.count == 3 else {
      throw refuse("entry", "dtype, shape and data_offsets alone", shown(field.keys.sorted()))
    }
    for side in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: side)
      guard !overflows else { throw refuse("shape", "a size that fits in 63 bits", "\(shape.prefix(8))") }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw refuse("data_offsets", "\(size) bytes, as the shape says", "\(offsets[1] - offsets[0])")
    }
    return Entry(type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }

  /// A list of whole numbers from 0; nil for anything else. JSON's true and false also arrive as numbers, but of a type
  /// of their own.
  private static func whole(_ value: Any?) -> [Int]? {
    guard let list = value as? [NSNumber], list.count <= 64 else { return nil }
    let isWhole = list.allSatisfy { number in
      String(cString: number.objCType) != "c" && number.int64Value >= 0
        && number.doubleValue == Double(number.int64Value)
    }
    return isWhole ? list.map(\.intValue) : nil
  }

  /// Colons outside strings: one for every key of a JSON text.
  private static func keyMarks(_ text: Data) -> Int {
    var count = 0
    var inString = false
    var escaped = false
    for byte in text {
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        inString = true
      } else if byte == UInt8(ascii: ":") {
        count += 1
      }
    }
    return count
  }

  /// Keys of all objects in a JSON value: fewer than its text has when one stood twice.
  private static func keyCount(_ value: Any) -> Int {
    switch value {
    case let object as [String: Any]: object.values.reduce(object.count) { $0 + keyCount($1) }
    case let list as [Any]: list.reduce(0) { $0 + keyCount($1) }
    default: 0
    }
  }
}
