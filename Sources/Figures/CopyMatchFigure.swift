// One step of the search across both layers, in a problem that a trained model solved: layer 1 copies, layer 2 matches, and
// what was copied is read out into the next thought. Every number in it is measured.

import Inputs
import Plotting
import Reachability
import Records

/// How thought 1 makes thought 2: the edge tokens that layer 2 reads most among those whose source thought 1 holds, and
/// those it reads most among the others. Throws `InputError` for a problem without a second thought, for records without
/// attention, and if ids or lists do not fit.
public func copyMatchReadOutFigure(_ data: SolvedProblem, from file: String) throws -> Figure {
  let step = try SearchStep(data, from: file)
  let (answering, others) = (step.sum(step.isAnswering), step.sum { !step.isAnswering($0) })
  let held = list(step.held)
  let drawing = CopyMatchDrawing(
    edges: step.shown(answering: 4, others: 2).map { edge in
      CopyMatchDrawing.Edge(
        place: edge, source: "\(data.edges[edge][0])", target: "\(data.edges[edge][1])",
        onSource: step.copying[edge][0], onTarget: step.copying[edge][1], weight: step.matching[edge],
        weightInWords: percent(step.matching[edge]), isAnswering: step.isAnswering(edge))
    },
    question: step.bars(of: 0, first: step.held.count + 2, marked: step.held),
    answer: step.bars(of: 1, first: step.reached.count + 2, marked: step.targets), asking: "Thought 1 holds",
    copy: [
      "**Layer 1 copies**", "\(percent(step.copied, 0)) of an edge token's", "attention is on its own",
      "source and target",
    ],
    match: [
      "**Layer 2 matches**", "\(percent(answering, 0)) of the attention is", "on edge tokens from",
      "\(held), \(percent(others, 0)) on", "the \(step.otherCount) other edge tokens",
    ],
    readOut: [
      "**Thought 2 holds**", "\(step.readOut.count) of its \(step.reached.count) largest nodes",
      "are targets of edges",
      "from \(held)",
    ])
  return Figure(
    title:
      "Thought 1 holds \(held), layer 2 reads the edges from there, thought 2 holds their targets (\(step.readOut.count) of \(step.reached.count))",
    width: Figure.pageWidth, height: 2.8,
    panels: [Panel(x: .none, y: .none, marks: [drawing])])
}

/// `1, 2 and 3`.
private func list(_ nodes: [Int]) -> String {
  let words = nodes.map(String.init)
  return words.count < 2
    ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
}

/// What the record says of the step from thought 1 to thought 2. Edges are numbers of edges, without the last one, which
/// has no edge token.
struct SearchStep {
  let copying: [[Double]]
  let matching: [Double]
  /// The nodes that thought 1 holds and those that thought 2 holds: as many as lie on their hop, those with the largest inner
  /// products.
  let held, reached: [Int]
  /// Targets of all edges from `held`.
  let targets: [Int]
  private let data: SolvedProblem

  init(_ data: SolvedProblem, from file: String) throws {
    let problem = try ThoughtGraphs(data).problem(file, "result")
    guard let copying = data.copying, let matching = data.matching else {
      throw InputError(
        in: file, at: "result.copying", expected: "layer-1 attention, and result.matching", found: "none",
        next: "probe a checkpoint with two layers again")
    }
    let count = data.edges.count - 1
    guard data.weights.count > 1, matching.count == data.weights.count,
      copying.count == count, copying.allSatisfy({ $0.count == 2 }),
      matching.allSatisfy({ $0.count == count })
    else {
      throw InputError(
        in: file, at: "result.matching", expected: "two thoughts or more, and \(count) edge tokens for each",
        found: "other lists", next: "make the file again")
    }
    func largest(_ thought: Int) -> [Int] {
      let weights = data.weights[thought]
      let size = problem.distance.count { $0 == thought + 1 }
      return Array(weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }.prefix(size))
    }
    let held = largest(0)
    (self.data, self.copying, self.matching, self.held) = (data, copying, matching[1], held)
    reached = largest(1)
    targets = data.edges.filter { held.contains($0[0]) }.map { $0[1] }
  }

  /// Whether the edge's source is a node that thought 1 holds.
  func isAnswering(_ edge: Int) -> Bool { held.contains(data.edges[edge][0]) }

  /// Attention of layer 2 on all edge tokens for which `belongs` is true.
  func sum(_ belongs: (Int) -> Bool) -> Double {
    matching.indices.filter(belongs).reduce(0) { $0 + matching[$1] }
  }

  /// How many edge tokens have a source that thought 1 does not hold.
  var otherCount: Int { matching.indices.count { !isAnswering($0) } }

  /// Mean attention in layer 1 of an edge token on its own source and target together.
  var copied: Double { copying.reduce(0) { $0 + $1[0] + $1[1] } / Double(max(copying.count, 1)) }

  /// The nodes of thought 2 that edges from thought 1's nodes lead to.
  var readOut: [Int] { reached.filter(targets.contains) }

  /// The edges that layer 2 reads most, in the order of the prompt: so many with a source in thought 1, so many others.
  func shown(answering: Int, others: Int) -> [Int] {
    let order = matching.indices.sorted { (-matching[$0], $0) < (-matching[$1], $1) }
    return (order.filter(isAnswering).prefix(answering) + order.filter { !isAnswering($0) }.prefix(others))
      .sorted()
  }

  /// The nodes with the largest inner products with a thought.
  func bars(of thought: Int, first: Int, marked: [Int]) -> [CopyMatchDrawing.Bar] {
    let weights = data.weights[thought]
    return weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }.prefix(min(first, 11)).map {
      .init(label: "\($0)", value: weights[$0], words: number(weights[$0], 1), isMarked: marked.contains($0))
    }
  }
}
