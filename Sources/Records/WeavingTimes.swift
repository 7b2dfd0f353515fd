// Schema of weaving.json: how long each chapter took to weave. The program `weave` measures the times.

/// `weaving.json`.
public struct WeavingTimes: Codable, Sendable {
  /// The weaving of one chapter.
  public struct Entry: Codable, Sendable {
    /// The command that weaves it anew, and the commit it was run at.
    public let command, commit: String
    /// Seconds by the clock.
    public let seconds: Double
    /// The machine it ran on.
    public let machine: RunRecord.Machine

    package init(command: String, commit: String, seconds: Double, machine: RunRecord.Machine) {
      (self.command, self.commit, self.seconds, self.machine) = (command, commit, seconds, machine)
    }
  }

  /// By the chapter's number.
  public var chapters: [String: Entry] = [:]

  package init() {}
}
