// Numbers that come out of training or timing, as a chapter prints them. How pages treat them stands in the module Weaving.

import Foundation
import Inputs
import Weaving

/// Whether the chapter is run by `./build.sh weave`.
public let isWeaving = ProcessInfo.processInfo.environment["WEAVE"] == "1"

/// A number that comes out of training: another kind of processor gives a slightly different one.
///
/// - Parameters:
///   - value: The number, in the unit it is printed in.
///   - digits: Digits after the point.
///   - tolerance: How far the number of another run may be away: weaving says so when it is further.
public func measured(_ value: Double, digits: Int, within tolerance: Double) -> String {
  marked(number(value, digits), within: tolerance)
}

/// A time that was measured, as `1 min 20 s`; another machine may need `share` of it more or less.
public func measured(seconds: Double, within share: Double = 1) -> String {
  marked(duration(seconds), within: share * seconds)
}

private func marked(_ text: String, within tolerance: Double) -> String {
  isWeaving ? MarkedNumber(text, within: tolerance).marked : text
}
