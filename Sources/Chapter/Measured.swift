// How chapters print numbers that come from training or timing. The module Weaving decides what pages keep.

import Foundation
import Inputs
import Weaving

/// Whether the chapter is run by `./build.sh weave`.
public let isWeaving = ProcessInfo.processInfo.environment["WEAVE"] == "1"

/// A number that comes from training and differs slightly between kinds of processor.
///
/// - Parameters:
///   - value: The number, in the unit it is printed in.
///   - digits: Digits after the point.
///   - tolerance: How far another run's number may differ before weaving reports it.
public func measured(_ value: Double, digits: Int, within tolerance: Double) -> String {
  marked(number(value, digits), within: tolerance)
}

/// A measured time, as `1 min 20 s`; another machine's may differ by `share` of it.
public func measured(seconds: Double, within share: Double = 1) -> String {
  marked(duration(seconds), within: share * seconds)
}

private func marked(_ text: String, within tolerance: Double) -> String {
  isWeaving ? MarkedNumber(text, within: tolerance).marked : text
}
