// Test 4, replace: whole thoughts of a donor, read in place of the host's own.

import Reachability
import Records

extension ReplacedThoughts {
  /// Gives a bed's problems the thoughts of every kind of donor.
  public static func measure(_ bed: TestBed) -> ReplacedThoughts {
    let problems = bed.test.problems
    let letter: (Problem, Int, Int) -> Character = { problem, donors, answer in
      answer == problem.target ? "h" : answer == donors ? "d" : "o"
    }
    var rows: [Row] = []
    var example: Example?
    for kind in Donor.allCases {
      let donors = problems.indices.map { DonorPrompt(bed, kind, $0) }
      let asked = problems.indices.filter { donors[$0] != nil }
      let made = bed.subject.run(
        asked.map { Chain(donors[$0]?.prompt ?? [], thoughts: problems[$0].pathLength) }
      ).map(\.made)
      for which in Which.allCases {
        let results = bed.subject.run(
          zip(asked, made).map { at, thoughts in
            let length = problems[at].pathLength
            let places =
              which == .all ? 1...length : which == .last ? length...length : 1...max(length - 1, 1)
            return Chain(
              bed.test.prompts[at], thoughts: length,
              places.map { Intervention($0, .replace(thoughts[$0 - 1])) })
          })
        var letters: [Character?] = problems.map { _ in nil }
        for (at, result) in zip(asked, results) {
          letters[at] = letter(problems[at], donors[at]?.answer ?? 0, greedy(result.answer))
        }
        rows.append(Row(donor: kind, which: which, answer: Outcomes(letters)))
        guard kind == .root, which == .all else { continue }
        example = zip(asked, zip(made, results)).first { at, _ in
          greedy(bed.own[at].answer) == problems[at].target
        }.map { at, found in
          Example(bed, at, donors[at]?.prompt.last ?? 0, donor: found.0, answer: greedy(found.1.answer))
        }
      }
    }
    let own = zip(problems, bed.own).map { problem, result -> Character? in
      letter(problem, problem.negativeTarget, greedy(result.answer))
    }
    return ReplacedThoughts(own: Outcomes(own), rows: rows, example: example)
  }
}

/// The prompt that the donor's thoughts are made of, and the answer that they lead to.
private struct DonorPrompt {
  let prompt: [Int]
  let answer: Int

  /// Nil if the problem has no such donor. Prompts end … [Q] a b [R] r.
  init?(_ bed: TestBed, _ kind: ReplacedThoughts.Donor, _ index: Int) {
    let (problem, host) = (bed.test.problems[index], bed.test.prompts[index])
    let (target, other, length) = (problem.target, problem.negativeTarget, problem.pathLength)
    let question = host.count - 5
    var prompt = host
    /// The lowest-numbered other root exactly L hops from `reached` and further than L hops from `missed`.
    func root(reaching reached: Int, missing missed: Int) -> Int? {
      let (near, far) = (problem.graph.distances(to: reached), problem.graph.distances(to: missed))
      return near.indices.first { node in
        node != problem.root && near[node] == length && far[node].map { $0 > length } ?? true
      }
    }
    switch kind {
    case .mirror:
      for i in 0..<question { prompt[i] = host[i] == target ? other : host[i] == other ? target : host[i] }
      answer = other
    case .graph:
      guard let partner = bed.partners[index], bed.test.problems[partner].target != target else { return nil }
      prompt = bed.test.prompts[partner]
      answer = bed.test.problems[partner].target
    case .question:
      guard let near = problem.frontier(length).first(where: { $0 != target }),
        let far = problem.distance.indices.first(where: {
          problem.distance[$0] == nil && $0 != other
        })
      else { return nil }
      for i in [question + 1, question + 2] { prompt[i] = host[i] == target ? near : far }
      answer = near
    case .root:
      guard let node = root(reaching: other, missing: target) else { return nil }
      prompt[host.count - 1] = node
      answer = other
    case .same:
      guard let node = root(reaching: target, missing: other) else { return nil }
      prompt[host.count - 1] = node
      answer = other
    }
    self.prompt = prompt
  }
}

extension ReplacedThoughts.Example {
  fileprivate init(_ bed: TestBed, _ index: Int, _ donorRoot: Int, donor: [[Float]], answer: Int) {
    let problem = bed.test.problems[index]
    let (nodes, last) = (problem.graph.nodeCount, problem.pathLength - 1)
    func logits(_ thoughts: [[Float]]) -> [Double] {
      bed.subject.logits(thoughts[last]).prefix(nodes).map { rounded($0) }
    }
    self.init(
      problem: index, nodeCount: nodes, edges: problem.graph.edges.map { [$0.source, $0.target] },
      root: problem.root, donorRoot: donorRoot, target: problem.target,
      negativeTarget: problem.negativeTarget, host: logits(bed.own[index].made), donor: logits(donor),
      ownAnswer: greedy(bed.own[index].answer), answer: answer)
  }
}
