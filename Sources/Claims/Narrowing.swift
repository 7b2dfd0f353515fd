// What becomes of the first hop while later hops are trained with the same weights: one rule for the published recipe and for the
// schedule in small.

import Inputs

/// The logit difference at c = 0 and the evenness there, before later hops are trained and at the end.
struct Narrowing {
  /// The logit difference.
  let difference: (before: Double, after: Double)
  /// The evenness.
  let evenness: (before: Double, after: Double)

  /// The share of the difference that is left at the end; infinite for one that was not above 0.
  var left: Double { difference.before > 0 ? difference.after / difference.before : .infinity }
  /// Whether the difference falls by more than a quarter and the evenness rises.
  var holds: Bool { left < 1 - Course.largestChange && evenness.after > evenness.before }

  /// Each change in numbers.
  static func text(_ changes: [Narrowing]) -> String {
    changes.map { change in
      "\(number(change.difference.before, 0)) → \(number(change.difference.after, 0)), evenness "
        + "\(number(change.evenness.before)) → \(number(change.evenness.after))"
    }.joined(separator: "; ")
  }
}
