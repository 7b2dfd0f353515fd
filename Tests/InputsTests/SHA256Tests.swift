// Known answers: the two examples of FIPS 180-4, the empty input, one million letters a, and what sha256sum says.

import Foundation
import Inputs
import TestPrograms
import Testing

@Suite struct SHA256Tests {
  @Test(
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func knownAnswers(text: String, digest: String) {
    #expect(SHA256.digest(of: Data(text.utf8)) == digest)
  }

  @Test func piecesAndFilesGiveTheSame() throws {
    let data = Data((0..<1000).map { UInt8(truncatingIfNeeded: $0 * 31) })
    let folder = try Folder()
    let path = folder.path + "/x"
    for length in [0, 55, 56, 63, 64, 65, 119, 120, 1000] {
      let whole = SHA256.digest(of: data.prefix(length))
      for piece in [1, 7, 64, 100] {
        var hash = SHA256()
        for start in stride(from: 0, to: length, by: piece) {
          data[start..<min(start + piece, length)].withUnsafeBytes { hash.update($0) }
        }
        #expect(hash.digest == whole)
      }
      try writeAtomically(data.prefix(length), to: path)
      #expect(try SHA256.digest(ofFile: path) == whole)
    }
    #expect(throws: InputError.self) { try SHA256.digest(ofFile: path + ".none") }
  }
}
