// Title and keywords inside PNG files, where Cairo offers no way to put them.

import Foundation

/// Adds `iTXt` chunks after the header (https://www.w3.org/TR/png-3/#11iTXt).
func annotatePNG(_ data: Data, _ description: PageDescription) -> Data {
  let headerEnd = 8 + 25  // signature, then IHDR: length, type, 13 bytes, checksum
  guard data.count > headerEnd else { return data }
  let chunks = [("Title", description.title), ("Comment", description.keywords.joined(separator: "; "))]
    .map { chunk("iTXt", Array($0.utf8) + [0, 0, 0, 0, 0] + Array($1.utf8)) }
  return data.prefix(headerEnd) + Data(chunks.joined()) + data.dropFirst(headerEnd)
}

private func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
  func bytes(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  let body = Array(type.utf8) + content
  return bytes(UInt32(content.count)) + body + bytes(checksum(body))
}

/// The CRC-32 of PNG (https://www.w3.org/TR/png-3/#D-CRCAppendix), bit by bit: chunks are short.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
  var crc = ~UInt32(0)
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
