// What was refused, in the words of the error.

/// The words in which `body` refuses what it is given; nil where it accepts.
public func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch { return "\(error)" }
}
