// TensorBoard event files: TFRecord framing (https://www.tensorflow.org/tutorials/load_data/tfrecord) around Event
// protocol buffers (tensorboard/compat/proto/event.proto) with one scalar each. No more of either format.

import Foundation
import Records

/// Event files' bytes.
enum TensorBoardEvents {
  /// The record every event file begins with.
  static func version(time: Double) -> Data {
    record(double(1, time) + bytes(3, Data("brain.Event:2".utf8)))
  }

  /// A record for each scalar that has a value, under its tag.
  static func scalars(_ values: [(String, Double?)], step: Int, time: Double) -> Data {
    values.reduce(into: Data()) { data, pair in
      guard let value = pair.1 else { return }
      let summaryValue = bytes(1, Data(pair.0.utf8)) + float(2, Float(value))
      data += record(double(1, time) + varint(2, UInt64(step)) + bytes(5, bytes(1, summaryValue)))
    }
  }

  /// Length, its masked checksum, the event, its masked checksum.
  private static func record(_ event: Data) -> Data {
    let length = little(UInt64(event.count))
    return length + little(maskedChecksum(length)) + event + little(maskedChecksum(event))
  }

  // Protocol buffer fields by wire type: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
  private static func varint(_ field: UInt64, _ value: UInt64) -> Data { plain(field << 3) + plain(value) }
  private static func double(_ field: UInt64, _ value: Double) -> Data {
    plain(field << 3 | 1) + little(value.bitPattern)
  }
  private static func bytes(_ field: UInt64, _ value: Data) -> Data {
    plain(field << 3 | 2) + plain(UInt64(value.count)) + value
  }
  private static func float(_ field: UInt64, _ value: Float) -> Data {
    plain(field << 3 | 5) + little(value.bitPattern)
  }

  private static func plain(_ value: UInt64) -> Data {
    var rest = value
    var data = Data()
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
    return data
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
    withUnsafeBytes(of: number.littleEndian) { Data($0) }
  }

  /// TFRecord's mask over CRC-32C.
  private static func maskedChecksum(_ data: Data) -> UInt32 {
    let crc = checksum(data)
    return (crc >> 15 | crc << 17) &+ 0xa282_ead8
  }

  /// CRC-32C (Castagnoli), reflected polynomial 0x82F63B78.
  static func checksum(_ data: Data) -> UInt32 {
    ~data.reduce(~UInt32(0)) { crc, byte in table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
  }
}

extension TrainingRow {
  /// The row under the published names.
  var events: Data {
    let values: [(String, Double?)] = [
      ("train/loss", loss), ("train/prediction_acc", prediction), ("train/neighbor_candidate_acc", accepted),
      ("train/epoch", epoch), ("train/step", Double(step)), ("train/answer_acc", answer),
      ("train/gradient_norm", gradientNorm), ("train/lr", learningRate),
    ]
    return TensorBoardEvents.scalars(values, step: step, time: time)
  }
}

extension EvaluationRow {
  /// The row under the published names, and the logit differences.
  var events: Data {
    let values: [(String, Double?)] =
      [
        ("eval/loss", loss), ("eval/prediction_acc", prediction), ("eval/neighbor_candidate_acc", accepted),
        ("eval/answer_acc", accuracy), ("eval/answer_acc_without_thoughts", accuracyWithoutThoughts),
      ] + frontierShare.enumerated().map { ("eval/frontier_share_hop_\($0 + 1)", $1) }
      + logitDifference.enumerated().map { ("eval/logit_difference_c_\($0)", $1) }
    return TensorBoardEvents.scalars(values, step: step, time: time)
  }
}
