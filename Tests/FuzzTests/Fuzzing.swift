// Feeds a reader mutated inputs. It must return something valid or say in one line what is wrong; a crash or
// an endless loop ends the whole suite. `FUZZ=200000` gives the long form (./build.sh soak).

import Foundation
import Inputs
import Randomness
import TestPrograms
import Testing

/// Number of mutated inputs for each reader.
let fuzzCount = Reliability.amount("FUZZ", short: 2000)

/// How much memory reading hostile inputs may add, in KiB. The largest input is some hundred kilobytes. Only
/// the long form checks this, because there no other suite runs in the process.
let memoryBound = 512 * 1024

/// Reads `fuzzCount` mutations of `seeds`.
/// - Parameters:
/// The reader's name in reports.
/// Reads one input, which errors call `source`; throws `Accepted` if it let an invalid value through.
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

/// An invalid value that a reader let through.
struct Accepted: Error { let what: String }

/// A file that gets one input after another.
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

/// The most memory this process has used, in KiB; nil if the system does not tell.
private func peakMemory() -> Int? {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
}
