// How this chapter prints what its tests found. It measures nothing; records have every problem's outcome.

import Chapter
import Inputs
import Reachability
import Records

/// A test's result, with its definition and its tables.
protocol TestResult: Codable, Sendable {
  static var definition: String { get }
  static func show(_ file: CausalFile<Self>, on terminal: Terminal)
}

/// Collects numbers for a table, and how far their intervals reach.
private final class Cells {
  private var widest = 0.0
  private let unit: Double
  private let digits: Int

  /// Cells of shares in percent.
  init(unit: Double = 100, digits: Int = 1) { (self.unit, self.digits) = (unit, digits) }

  /// Models trained on another kind of processor differ; numbers may differ by a twentieth of their range.
  private func cell(_ count: Int, _ value: Double, _ interval: ClosedRange<Double>?) -> String {
    guard count > 0, let interval else { return "–" }
    widest = max(widest, interval.upperBound - value, value - interval.lowerBound)
    return measured(unit * value, digits: digits, within: 0.05 * unit)
  }

  func callAsFunction(_ share: Share?) -> String {
    share.map { cell($0.count, $0.value, $0.interval) } ?? "–"
  }

  func callAsFunction(_ mean: Estimate?) -> String {
    mean.map { cell($0.count, $0.mean, $0.low...$0.high) } ?? "–"
  }

  /// A sentence about the intervals of all cells so far.
  var note: String {
    "95 % intervals (bootstrap over problems) reach at most "
      + "\(measured(unit * widest, digits: digits, within: 0.05 * unit)) to either side."
  }
}

extension ReadThoughts: TestResult {
  static func show(_ file: CausalFile<ReadThoughts>, on terminal: Terminal) {
    let cells = Cells(unit: 1, digits: 3)
    let rows = file.models.flatMap { model in
      Group.allCases.flatMap { group in
        Reading.allCases.compactMap { reading -> [String]? in
          guard model.result.row(1, group, reading) != nil else { return nil }
          return [model.name, group.rawValue, reading.rawValue]
            + (1...4).map { c in model.result.row(c, group, reading).map { cells(Estimate($0.values)) } ?? "–"
            }
        }
      }
    }
    terminal.table(
      ["AUC", "of", "by", "thought 1", "thought 2", "thought 3", "thought 4"], rows, left: [0, 1, 2])
    terminal.say("\n" + cells.note)
  }
}

extension NeededThoughts: TestResult {
  static func show(_ file: CausalFile<NeededThoughts>, on terminal: Terminal) {
    let cells = Cells()
    func row(_ name: String, _ found: NeededThoughts, _ kind: Kind) -> [String] {
      [name, kind.rawValue, cells(found.own.answer.share("1"))]
        + (0...4).map { cells(found.row(kind, c: $0)?.outcome.answer.share("1")) }
        + (1...3).map { cells(found.row(kind, c: $0, later: .kept)?.outcome.answer.share("1")) }
    }
    terminal.table(
      [
        "right, %", "instead", "own", "all", "thought 1", "2", "3", "4", "1, later kept", "2, later kept",
        "3, later kept",
      ], file.models.flatMap { model in Kind.allCases.map { row(model.name, model.result, $0) } },
      left: [0, 1])
    terminal.say("\n" + cells.note)
    terminal.say(
      "\nThoughts whose first node lies in the frontier, %, with `other` in place of the changed thought\n")
    terminal.table(
      ["", "changed", "thought 1", "2", "3", "4"],
      file.models.filter { $0.checkpoint != nil }.flatMap { model in
        (0...3).map { c in
          let hops = c == 0 ? model.result.own.hops : model.result.row(.other, c: c)?.outcome.hops ?? []
          return [model.name, c == 0 ? "nothing" : "thought \(c)"] + hops.map { cells($0.share("1")) }
        }
      }, left: [0, 1])
  }
}

extension RewrittenThoughts: TestResult {
  /// What is done, in the order of the columns.
  private static let columns: [(String, Operation, Basis?)] = [
    ("nothing", .none, nil), ("random", .remove, .random), ("decoy", .decoy, .embedding),
    ("embedding", .remove, .embedding), ("projection", .remove, .projection), ("probe", .remove, .probe),
    ("subspace", .remove, .subspace), ("nullspace", .remove, .nullspace), ("add", .add, .embedding),
    ("exchange", .exchange, .embedding),
  ]

  static func show(_ file: CausalFile<RewrittenThoughts>, on terminal: Terminal) {
    let cells = Cells()
    func table(_ name: String, lefts: [Int], _ value: (Row) -> String) {
      terminal.table(
        [name, "to go"] + columns.map(\.0),
        file.models.flatMap { model in
          lefts.map { left in
            [model.name, "\(left)"]
              + columns.map { model.result.row($1, $2, left: left).map(value) ?? "–" }
          }
        })
    }
    table("answered with the target, %", lefts: [3, 2, 1, 0]) { cells($0.answer.share("t")) }
    terminal.say("")
    table("branch held by the next thought, %", lefts: [3, 2, 1]) { cells(Estimate($0.branch)) }
    terminal.say("")
    table("other nodes of that hop held, %", lefts: [3, 2, 1]) { cells(Estimate($0.others)) }
    terminal.say("\n" + cells.note)
  }
}

extension ReplacedThoughts: TestResult {
  static func show(_ file: CausalFile<ReplacedThoughts>, on terminal: Terminal) {
    let cells = Cells()
    func row(_ name: String, _ found: ReplacedThoughts, _ donor: Donor) -> [String] {
      let all = found.row(donor)?.answer
      return [name, donor.rawValue, "\(all?.share("h").count ?? 0)"]
        + Which.allCases.flatMap { which in
          ["h", "d"].map { cells(found.row(donor, which)?.answer.share($0)) }
        }
    }
    terminal.table(
      [
        "answers, %", "donor", "asked", "all: host's", "donor's", "last: host's", "donor's", "early: host's",
        "donor's",
      ],
      file.models.flatMap { model in Donor.allCases.map { row(model.name, model.result, $0) } }, left: [0, 1])
    terminal.say("\n" + cells.note)
  }
}

extension PositionOrder: TestResult {
  static func show(_ file: CausalFile<PositionOrder>, on terminal: Terminal) {
    terminal.table(
      ["largest difference of a logit", "double precision", "single precision", "largest logit"],
      file.models.map { model in
        let found = model.result
        return [
          model.name, significant(found.readable, 1), measured(found.fast, digits: 6, within: 0.0001),
          measured(found.largestLogit, digits: 1, within: 2),
        ]
      })
  }
}

extension OutOfDistribution: TestResult {
  static func show(_ file: CausalFile<OutOfDistribution>, on terminal: Terminal) {
    let cells = Cells(digits: 0)
    for model in file.models {
      terminal.table(
        [model.name, "asked"] + (0...10).map { "\($0)" } + ["L"],
        model.result.families.map { family in
          [family.family.rawValue, "\(family.lengths.count)"]
            + (family.answers + [family.answers()]).map { cells($0.share("t")) }
        })
      terminal.say("")
    }
    terminal.say(cells.note)
  }
}

extension ForcedChain: TestResult {
  static func show(_ file: CausalFile<ForcedChain>, on terminal: Terminal) {
    terminal.table(
      [
        "chains, %", "read out", "path to the target", "path elsewhere", "no path, ends at target", "neither",
      ],
      file.models.flatMap { model in
        [("greedily", [model.result.greedy]), ("by sampling", model.result.sampled)].map { name, all in
          [model.name, name]
            + ["v", "p", "e", "o"].map { letter in
              let shares = all.map { outcomes in
                Double(outcomes.letters.count { [$0] == Array(letter.utf8) }) / Double(outcomes.letters.count)
              }
              return measured(
                100 * shares.reduce(0, +) / Double(shares.count), digits: 1, within: 5)
            }
        }
      }, left: [0, 1])
    terminal.say("")
    let cells = Cells()
    terminal.table(
      ["answers right, %", "own thoughts", "tokens fed back", "norms of thoughts", "of embeddings"],
      file.models.map { model in
        [
          model.name, cells(model.result.own.share("1")),
          model.thinks ? cells(model.result.asTokens.share("1")) : "–",
          model.result.norms.map { measured($0, digits: 1, within: 1) }.joined(separator: " "),
          measured(model.result.embeddings, digits: 2, within: 0.1),
        ]
      })
    terminal.say("\n" + cells.note)
  }
}

extension Evenness: TestResult {
  static func show(_ file: CausalFile<Evenness>, on terminal: Terminal) {
    let cells = Cells(unit: 1, digits: 3)
    terminal.table(
      ["cosine", "with", "thought 1", "thought 2", "thought 3", "thought 4"],
      file.models.flatMap { model in
        [
          ("the frontier", \Evenness.Row.frontier), ("N_c", \.reachable), ("one node", \.one),
        ].map { name, values in
          [model.name, name] + model.result.rows.map { cells(Estimate($0[keyPath: values])) }
        }
      }, left: [0, 1])
    terminal.say("\n" + cells.note)
  }
}
