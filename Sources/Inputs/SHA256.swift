// SHA-256 (FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4), to tell whether a file is whole and the same. It guards
// against accidents, and nothing here is secret.

import Foundation

/// SHA-256 (https://doi.org/10.6028/NIST.FIPS.180-4) over bytes that come piece by piece.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var tail: [UInt8] = []
  private var length: UInt64 = 0

  /// A hash of no bytes yet.
  public init() {}

  /// Takes in more bytes; how they are cut into pieces does not change the hash.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length += UInt64(bytes.count)
    var rest = bytes[...]
    if !tail.isEmpty {
      let taken = rest.prefix(64 - tail.count)
      tail += taken
      rest = rest.dropFirst(taken.count)
      guard tail.count == 64 else { return }
      tail.withUnsafeBytes { SHA256.compress(&state, $0) }
      tail = []
    }
    let whole = rest.count / 64 * 64
    SHA256.compress(&state, UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    tail = Array(rest.dropFirst(whole))
  }

  /// The hash of all bytes so far, as 64 lower-case hexadecimal digits; more bytes may follow.
  public var digest: String {
    var copy = self
    let bits = length * 8
    var padding: [UInt8] = [0x80] + [UInt8](repeating: 0, count: Int((119 - length % 64) % 64))
    padding += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    padding.withUnsafeBytes { copy.update($0) }
    let digits = Array("0123456789abcdef")
    return String(
      copy.state.flatMap { word in (0..<8).map { digits[Int(word >> (28 - 4 * UInt32($0)) & 15)] } })
  }

  /// The hash of `data`, as 64 hexadecimal digits.
  public static func digest(of data: Data) -> String {
    var hash = SHA256()
    data.withUnsafeBytes { hash.update($0) }
    return hash.digest
  }

  /// The hash of a file's bytes, as 64 hexadecimal digits, read a MiB at a time. Throws `InputError` when the file
  /// cannot be read.
  public static func digest(ofFile path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw InputError(
        in: path, expected: "a readable file", found: systemError(),
        next: "check the path and its permissions")
    }
    defer { try? file.close() }
    var hash = SHA256()
    do {
      while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
        piece.withUnsafeBytes { hash.update($0) }
      }
    } catch {
      throw InputError(
        in: path, expected: "a readable file", found: error.localizedDescription,
        next: "check the disk and permissions")
    }
    return hash.digest
  }

  /// Takes in blocks of 64 bytes.
  private static func compress(_ state: inout [UInt32], _ blocks: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      for start in stride(from: 0, to: blocks.count, by: 64) {
        for i in 0..<16 {
          w[i] = UInt32(bigEndian: blocks.loadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self))
        }
        for i in 16..<64 {
          let (a, b) = (w[i - 15], w[i - 2])
          let s0 = turn(a, 7) ^ turn(a, 18) ^ (a >> 3)
          let s1 = turn(b, 17) ^ turn(b, 19) ^ (b >> 10)
          w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<64 {
          let s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
          let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[i] &+ w[i]
          let s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
          let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
          (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= word }
      }
    }
  }

  @inline(__always)
  private static func turn(_ x: UInt32, _ count: UInt32) -> UInt32 { (x >> count) | (x << (32 - count)) }

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
    0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
    0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
    0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
    0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
