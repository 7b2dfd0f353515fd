// Schema: which thoughts are needed, and what each touches. Module Superposition measures it.

/// Test 2, needed: one thought taken away or replaced at a time.
public struct NeededThoughts: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Thought c (0: every thought) is changed: remove takes its position out; zero, mean (of the c-th thoughts of other \
    problems), noise (a random direction, the thought's own norm) and other (thought c of the next problem with the same L) \
    put another vector there. later made: the model makes the later thoughts from what now stands there. later kept: the \
    later thoughts are those of the unchanged run, so that only the direct way from thought c to the answer is cut. answer: \
    1 if the greedy token at [A] is the target. hops: for each thought h after c, 1 if the node with its largest logit lies \
    h hops from the root (only where later thoughts are made anew). own: nothing is changed. Outcomes are in the order of \
    the problems; - where there is no such thought.
    """

  /// What is done.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The position is taken out.
    case remove
    /// Zeros.
    case zero
    /// The mean of other problems' thoughts.
    case mean
    /// A random direction with the thought's norm.
    case noise
    /// Another problem's thought.
    case other
  }

  /// What becomes of later thoughts.
  public enum Later: String, Codable, Sendable, CaseIterable {
    /// The model makes them from what stands there.
    case made
    /// They are those of the unchanged run.
    case kept
  }

  /// The outcomes of one run of the model.
  public struct Outcome: Codable, Sendable, Hashable {
    /// Whether the answer is the target.
    public var answer: Outcomes
    /// Entry i: whether thought i + 1 has a node at hop i + 1 on top; empty where no thought is made anew.
    public var hops: [Outcomes]

    package init(answer: Outcomes, hops: [Outcomes]) { (self.answer, self.hops) = (answer, hops) }
  }

  /// One change of one thought.
  public struct Row: Codable, Sendable, Hashable {
    /// What is done.
    public var kind: Kind
    /// To which thought, from 1; 0 for every one.
    public var c: Int
    /// What becomes of later thoughts.
    public var later: Later
    /// What came of it.
    public var outcome: Outcome

    package init(kind: Kind, c: Int, later: Later, outcome: Outcome) {
      (self.kind, self.c, self.later, self.outcome) = (kind, c, later, outcome)
    }
  }

  /// L of each problem.
  public var lengths: [Int]
  /// Nothing changed.
  public var own: Outcome
  /// One row for each kind, thought, and fate of the later ones.
  public var rows: [Row]

  package init(lengths: [Int], own: Outcome, rows: [Row]) {
    (self.lengths, self.own, self.rows) = (lengths, own, rows)
  }

  /// The row of this change; nil if it was not measured.
  public func row(_ kind: Kind, c: Int, later: Later = .made) -> Row? {
    rows.first { $0.kind == kind && $0.c == c && $0.later == later }
  }
}
