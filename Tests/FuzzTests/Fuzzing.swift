// Feeds a reader mutated inputs and checks how it takes them: it returns something valid, or says in one line what is
// wrong. A crash or an endless loop ends the whole suite. `FUZZ=200000` makes the long form (./build.sh soak).

import Foundation
import Inputs
import Randomness
import TestPrograms
import Testing

/// Mutated inputs to each reader.
let fuzzCount = Reliability.amount("FUZZ", short: 2000)

/// The bound on what reading hostile inputs may add to this process's memory, in KiB; asserted in the long form, where no
/// other suite runs beside it. The largest input is some hundred kilobytes.
let memoryBound = 512 * 1024

/// Reads `fuzzCount` mutations of `seeds`.
/// - Parameters:
///   - name: names the reader; each error must begin with the source it is given.
///   - read: reads one input that is called `source` in errors; throws for an invalid value that was accepted.
func fuzz(
  _ name: String, source: String, seeds: [Data], mutator: Mutator, read: (Data) throws -> Void
) throws {
  let before = peakMemory()
  var (accepted, refused) = (0, 0)
  for seed in seeds {
    #expect(throws: Never.self, "the reader takes the input that is mutated") { try read(seed) }
  }
  for index in 0..<fuzzCount {
    var random = RandomStream(0xF022, UInt64(index))
    let data = mutator.mutated(seeds[index % seeds.count], &random)
    do {
      try read(data)
      accepted += 1
    } catch let error as InputError {
      refused += 1
      let line = error.description
      let isOneLine = line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
      guard line.hasPrefix(source), isOneLine, line.utf8.count < 4096 else {
        Issue.record("\(name), input \(index): \(line)")
        return
      }
    } catch {
      Issue.record("\(name), input \(index) (\(data.base64EncodedString())): \(error)")
      return
    }
  }
  #expect(accepted > 0 && refused > fuzzCount / 10, "\(accepted) accepted, \(refused) refused")
  if ProcessInfo.processInfo.environment["FUZZ"] != nil, let before, let after = peakMemory() {
    #expect(after - before < memoryBound, "\(name) took \(after - before) KiB")
  }
  Reliability.add(
    "mutated inputs: " + name, tried: fuzzCount, passed: accepted + refused, suite: "ReaderFuzzTests",
    amount: "FUZZ")
  print("\(name): \(fuzzCount) mutated inputs, \(refused) refused, \(accepted) accepted, 0 crashes")
}

/// A value that a reader should not have let through.
struct Accepted: Error { let what: String }

/// A file that takes one input after another.
struct InputFile: ~Copyable {
  private let home: Folder
  let path: String
  var folder: String { home.path }

  init(_ name: String) throws {
    home = try Folder()
    path = home.path + "/" + name
  }

  func put(_ data: Data) throws { try data.write(to: URL(fileURLWithPath: path)) }
}

/// The most memory this process has used, in KiB; nil where the system does not say.
private func peakMemory() -> Int? {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
}
