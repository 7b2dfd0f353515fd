// Checks what chapter 7 states in words against the records that it ships.

import Inputs
import Reachability
import Records
import Testing

@Suite struct ShippedCausalTests {
  /// The results of the two trained models that are shipped; records also have other seeds, which claims judge.
  private func trained<Result: Codable & Sendable>(_ test: CausalName) throws -> [Result] {
    let models = try CausalFile<Result>.read("data/\(test.file)").shown.filter { $0.checkpoint != nil }
    #expect(models.map(\.name) == ["laptop-coconut", "laptop-bfs"])
    return models.map(\.result)
  }

  @Test("Read: the frontier in every thought, the answer in the last; what was passed fades")
  func read() throws {
    for found: ReadThoughts in try trained(.read) {
      func mean(_ c: Int, _ group: ReadThoughts.Group) throws -> Double {
        try #require(found.row(c, group, .head).flatMap { Estimate($0.values) }).mean
      }
      for c in 1...4 { #expect(try mean(c, .frontier) > 0.95) }
      #expect(try mean(1, .answer) < 0.55 && mean(2, .answer) < 0.55 && mean(4, .answer) > 0.95)
      #expect(try mean(1, .reachable) > mean(2, .reachable) && mean(2, .reachable) > mean(3, .reachable))
    }
  }

  @Test("Needed: each thought is, through the next one only; own answers are those of the runs' records")
  func needed() throws {
    let results: [NeededThoughts] = try trained(.needed)
    for (found, loss) in zip(results, ["coconut", "bfs-frontier"]) {
      let evaluation = try #require(
        try readJSON(RunEvaluation.self, from: "data/evaluation_\(loss)_seed0.json").onOwn)
      func right(_ outcomes: Outcomes?) throws -> Int {
        try #require(outcomes).isAmong("1").count { $0 == true }
      }
      // The same checkpoint on the same problems. Another processor may round a few answers to the other side.
      #expect(abs(try right(found.own.answer) - evaluation.correct) <= 4)
      #expect(
        abs(try right(found.row(.remove, c: 0)?.outcome.answer) - evaluation.correctWithoutThoughts) <= 8)
      for kind in NeededThoughts.Kind.allCases {
        for c in 1...4 {
          let made = try #require(found.row(kind, c: c)).outcome.answer.share("1").value
          // No better than a coin. It may be worse: another problem's last thought can hold that problem's answer.
          #expect(made < 0.6, "\(loss), \(kind), thought \(c): \(made)")
          guard c < 4, kind != .mean else { continue }
          #expect(try #require(found.row(kind, c: c, later: .kept)).outcome.answer.share("1").value > 0.9)
        }
      }
    }
  }

  @Test(
    "Rewrite: branch and answer go with the node, and turn with an exchange; decoys and random steps do little"
  )
  func rewrite() throws {
    for found: RewrittenThoughts in try trained(.rewrite) {
      for left in 0...3 {
        func row(_ operation: RewrittenThoughts.Operation, _ basis: RewrittenThoughts.Basis?) throws
          -> RewrittenThoughts.Row
        {
          try #require(found.row(operation, basis, left: left))
        }
        let own = try row(.none, nil).answer.share("t").value
        #expect(try row(.remove, .random).answer.share("t").value > own - 0.05)
        #expect(try row(.decoy, .embedding).answer.share("t").value > own - 0.03)
        #expect(try row(.remove, .embedding).answer.share("t").value < own - 0.2)
        #expect(try row(.remove, .subspace).answer.share("t").value < 0.55)
        #expect(try row(.exchange, .embedding).answer.share("n").value > 0.7)
        guard left > 1 else { continue }
        #expect(try #require(Estimate(try row(.remove, .embedding).branch)).mean < 0.5)
        #expect(try #require(Estimate(try row(.remove, .embedding).others)).mean > 0.9)
      }
    }
  }

  // Whether it also follows their question differs from seed to seed.
  @Test("Replace: the answer follows the thoughts' search")
  func replace() throws {
    for found: ReplacedThoughts in try trained(.replace) {
      for which in [ReplacedThoughts.Which.all, .last] {
        for (donor, letter) in [
          (ReplacedThoughts.Donor.mirror, "d"), (.root, "d"), (.same, "h"),
        ] {
          #expect(
            try #require(found.row(donor, which)).answer.share(letter).value > 0.9, "\(donor), \(which)")
        }
      }
    }
  }

  @Test("Without content there is no order; a further hop is the same step; thoughts spell no path")
  func orderDistributionChain() throws {
    for found: PositionOrder in try trained(.order) { #expect(found.readable <= 1e-12 && found.fast < 1e-4) }
    let distributions: [OutOfDistribution] = try trained(.distribution)
    for found in distributions {
      #expect(found.families.map(\.family) == GraphFamily.allCases)
      #expect(found.families.allSatisfy { $0.answers().share("t").value > 0.7 })
    }
    #expect(distributions[0].families.allSatisfy { $0.answers(withHops: 1).share("t").value < 0.55 })
    let chains: [ForcedChain] = try trained(.chain)
    #expect(chains[0].greedy.share("ve").value > 0.95)
    #expect(chains.allSatisfy { $0.greedy.share("v").value < 0.5 && $0.asTokens.share("1").value < 0.5 })
  }
}
