// The safetensors reader against hand-made files: what it accepts, and the named ways in which a file can be wrong.

import Foundation
import Inputs
import TestPrograms
import Testing
import Transformer

/// A file with this header and this many bytes of data.
private func file(_ header: String, bytes: Int = 0, length: UInt64? = nil) -> Data {
  withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) } + Data(header.utf8)
    + Data(repeating: 0, count: bytes)
}

@Suite struct SafetensorsTests {
  @Test func writtenTensorsReadBack() throws {
    let values: [Float] = [0, -1.5, .leastNonzeroMagnitude, 3e38, 7, 1 / 3]
    let tensors = [
      (name: "a", shape: [2, 2], values: values[0..<4]),
      (name: "empty", shape: [0, 3], values: values[4..<4]),
      (name: "π \"quoted\"", shape: [], values: values[5..<6]),
    ]
    let data = try Safetensors.encode(tensors, metadata: ["format": "pt"])
    let again = try Safetensors.encode(tensors, metadata: ["format": "pt"])
    #expect(data == again)
    let read = try Safetensors(data, from: "x")
    #expect(read.metadata == ["format": "pt"])
    #expect(read.entries.mapValues(\.shape) == ["a": [2, 2], "empty": [0, 3], "π \"quoted\"": []])
    #expect(try read.values("a", as: Float.self) == Array(values[0..<4]))
    #expect(try read.values("empty", as: Float.self) == [])
    #expect(try read.values("π \"quoted\"", as: Double.self) == [Double(values[5])])
    let headerLength = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(headerLength % 8 == 0, "tensors begin at a multiple of eight bytes")
  }

  /// Numbers of known bits: one, the largest and the smallest of each type, and a negative one.
  @Test(arguments: [
    ("F16", [0x3C00, 0x7BFF, 0x0001, 0xC000], [1, 65504, 0x1p-24, -2]),
    ("BF16", [0x3F80, 0x7F7F, 0x0001, 0xC000], [1, 0x1.FEp127, 0x1p-133, -2]),
  ])
  func readsHalfPrecision(type: String, bits: [UInt16], numbers: [Double]) throws {
    var data = file("{\"x\":{\"dtype\":\"\(type)\",\"shape\":[4],\"data_offsets\":[0,8]}}")
    for bits in bits { withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) } }
    #expect(try Safetensors(data, from: "x").values("x", as: Double.self) == numbers)
    #expect(try Safetensors(data, from: "x").values("x", as: Float.self) == numbers.map { Float($0) })
  }

  @Test func readsDoubles() throws {
    var data = file(#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#)
    withUnsafeBytes(of: (0.1).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    #expect(try Safetensors(data, from: "x").values("x", as: Double.self) == [0.1])
  }

  /// A mask of bytes may stand beside the weights, but it is not read as numbers.
  @Test func bytesAreNoNumbers() throws {
    let data = file(#"{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, bytes: 3)
    let read = try Safetensors(data, from: "a.safetensors")
    #expect(read.entries["x"]?.shape == [3])
    #expect {
      try read.values("x", as: Float.self)
    } throws: {
      "\($0)".hasPrefix("a.safetensors: x: expected numbers of type F16, BF16, F32 or F64, found U8;")
    }
  }

  /// Files, and what the error must name.
  static let refused: [(String, Data, String)] = [
    ("nothing", Data(), "8 bytes of length"),
    ("seven bytes", Data(count: 7), "8 bytes of length"),
    ("header longer than the file", file("{}", length: 3), "at most 2"),
    ("huge header", file("{}", length: .max), "18446744073709551615"),
    ("not JSON", file("{]"), "JSON object"),
    ("a list", file("[]"), "JSON object"),
    ("space first", file(" {}"), "JSON object"),
    ("cut short", file("{") + Data([0xFF, 0xFE]), "JSON object"),
    (
      "bad UTF-8 inside",
      withUnsafeBytes(of: UInt64(6).littleEndian) { Data($0) } + Data([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x7D]),
      "UTF-8"
    ),
    (
      "key twice",
      file(
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        bytes: 4), "twice"
    ),
    (
      "key twice, escaped",
      file(
        #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#
      ), "twice"
    ),
    (
      "field twice", file(#"{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}"#, bytes: 4),
      "twice"
    ),
    ("gap", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, bytes: 8), "a start at 0"),
    (
      "overlap",
      file(
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        bytes: 8), "a start at 8"
    ),
    (
      "bytes left over", file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, bytes: 5),
      "4 bytes of tensors"
    ),
    (
      "truncated", file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, bytes: 7),
      "8 bytes of tensors"
    ),
    (
      "size against shape", file(#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, bytes: 8),
      "12 bytes"
    ),
    (
      "overflow", file(#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#),
      "63 bits"
    ),
    (
      "negative", file(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, bytes: 4), "whole numbers"
    ),
    (
      "fraction", file(#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, bytes: 4),
      "whole numbers"
    ),
    ("backwards", file(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}"#, bytes: 4), "start ≤ end"),
    (
      "half a byte an element", file(#"{"a":{"dtype":"F4","shape":[4],"data_offsets":[0,2]}}"#, bytes: 2),
      "dtype: expected a type that is known here, such as F32 or BF16, found \"F4\""
    ),
    ("metadata of numbers", file(#"{"__metadata__":{"a":1}}"#), "text by key"),
    ("entry is no object", file(#"{"a":3}"#), "an object"),
  ]

  @Test(arguments: refused.indices) func refusesWithOneLine(_ index: Int) {
    let (name, data, expected) = Self.refused[index]
    let line = refusal { _ = try Safetensors(data, from: "model.safetensors") } ?? "accepted"
    #expect(
      line.hasPrefix("model.safetensors") && line.contains(expected) && !line.contains("\n"),
      "\(name): \(line)")
  }

  @Test func modelFolderReadsBack() throws {
    let home = try Folder()
    let folder = home.path
    for tied in [true, false] {
      var shape = Configuration(
        vocabulary: 7, positions: 9, width: 8, layers: 2, heads: 2, tied: tied, dropout: 0.1)
      shape.epsilon = 1e-6
      let model = Parameters<Float>(initial: shape, seed: 3)
      try ModelFolder.write(model, to: folder, beginning: 5, end: 0)
      let read = try ModelFolder.read(folder)
      #expect(read.configuration == shape)
      #expect(read.values == model.values)
    }
  }

  /// Hugging Face writes GPT2Model without the prefix; a mask buffer is no weight; a foreign tensor is refused by name.
  @Test func prefixIsOptionalAndForeignTensorsAreNamed() throws {
    let home = try Folder()
    let folder = home.path
    let model = Parameters<Float>(
      initial: Configuration(vocabulary: 5, positions: 4, width: 4, layers: 1, heads: 1), seed: 1)
    try ModelFolder.write(model, to: folder)
    func store(_ extra: [(name: String, shape: [Int], values: ArraySlice<Float>)], _ model: Parameters<Float>)
      throws
    {
      let tensors = model.layout.tensors.map {
        (
          name: String($0.name.dropFirst("transformer.".count)), shape: $0.shape,
          values: model.values[$0.range]
        )
      }
      try Safetensors.encode(tensors + extra).write(to: URL(fileURLWithPath: folder + "/model.safetensors"))
    }
    try store([("h.0.attn.bias", [1], [1])], model)
    #expect(try ModelFolder.read(folder).values == model.values)
    try store([("h.7.ln_1.weight", [1], [1])], model)
    #expect(throws: InputError.self) { try ModelFolder.read(folder) }
    var broken = model
    broken.values[3] = .nan
    try store([], broken)
    #expect(refusal { _ = try ModelFolder.read(folder) }?.contains("wte.weight") == true)
  }
}
