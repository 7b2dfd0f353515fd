// Figures of the causal tests (chapter 07): what can be read, what is needed, what rewriting does. It measures nothing.

import Inputs
import Plotting
import Records

extension CausalFile.Measured {
  /// The model's name on a page.
  var title: String {
    switch name {
    case "laptop-coconut": "Coconut"
    case "laptop-bfs": "Coconut-BFS"
    case "laptop-pause": "pause tokens"
    case "laptop-discrete": "discrete chain"
    default: name
    }
  }
}

/// How far the interval of a share or mean reaches below and above it.
func reach(_ value: Double, _ interval: ClosedRange<Double>?) -> (below: Double, above: Double) {
  (value - (interval?.lowerBound ?? value), (interval?.upperBound ?? value) - value)
}

/// Test 1: one panel a model, AUC over thoughts; solid through the head, dashed by a probe. Bands are 95 % intervals, and the
/// dotted line is chance.
public func readThoughtsFigure(_ data: CausalFile<ReadThoughts>) -> Figure {
  let panels = data.shown.map { model in
    Panel(
      title: model.title,
      x: Axis("Thought *c*", range: 0.7...4.3, ticks: (1...4).map { Tick(Double($0), "\($0)") }),
      y: Axis("AUC (axis from 0.38)", range: 0.38...1.02, grid: true), legend: .above,
      marks: [
        Guide(.horizontal, at: 0.5, dash: .dotted),
        Line(x: [], y: [], label: "by a probe", colour: .grey, dash: .dashed),
        Line(x: [], y: [], label: "chance", colour: .grey, dash: .dotted, width: 0.7),
      ]
        + ReadThoughts.Group.allCases.enumerated().flatMap { index, group in
          ReadThoughts.Reading.allCases.compactMap { reading -> (any Mark)? in
            let rows = model.result.rows.filter { $0.group == group && $0.reading == reading }
            guard !rows.isEmpty else { return nil }
            let means = rows.map { Estimate($0.values) }
            return Line(
              x: rows.map { Double($0.c) }, y: means.map { $0?.mean ?? .nan },
              band: (means.map { $0?.low ?? .nan }, means.map { $0?.high ?? .nan }),
              label: reading == .head ? group.shown : "", colour: .palette[index],
              dash: reading == .head ? .solid : .dashed,
              marker: reading == .head ? Marker.allCases[index] : nil)
          }
        })
  }
  let least = data.shown.map { model in
    let rows = model.result.rows.filter { $0.group == .frontier && $0.reading == .head }
    let values = rows.compactMap { Estimate($0.values)?.mean }
    return "\(model.title) \(values.min().map { number($0) } ?? "–")"
  }
  return Figure(
    title: "The frontier's least AUC through the head: \(least.joined(separator: ", "))",
    width: Figure.pageWidth, height: 2.5,
    columns: max(panels.count, 1),
    sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

extension ReadThoughts.Group {
  /// The set's name in legends, as markup.
  fileprivate var shown: String {
    switch self {
    case .frontier: "frontier"
    case .reachable: "reachable, *N*_*c*"
    case .path: "path, within the frontier"
    case .answer: "answer, of two candidates"
    }
  }
}

/// Test 2: one panel a trained model, on its problems of the longest path. Rows are changes of one thought, columns what
/// they may touch; a cell is the fall of a share, in points. Cells of what cannot be touched are grey.
public func neededThoughtsFigure(_ data: CausalFile<NeededThoughts>) -> Figure {
  let models = data.shown.filter { $0.checkpoint != nil }
  var falls: (made: [Double], kept: [Double]) = ([], [])
  let panels = models.map { model -> Panel in
    let (found, longest) = (model.result, max(model.result.lengths.max() ?? 1, 1))
    /// The share of the longest problems that a list of outcomes calls right, in points.
    func share(_ outcomes: Outcomes?) -> Double {
      guard let outcomes else { return .nan }
      let asked = zip(outcomes.isAmong("1"), found.lengths).filter { $1 == longest }.compactMap(\.0)
      return asked.isEmpty ? .nan : 100 * Double(asked.count { $0 }) / Double(asked.count)
    }
    let changes = (1...longest).flatMap { c in NeededThoughts.Kind.allCases.map { (c: c, kind: $0) } }
    let cells = changes.map { change in
      let made = found.row(change.kind, c: change.c)?.outcome
      let kept = found.row(change.kind, c: change.c, later: .kept)?.outcome
      let hops = (2...max(longest, 2)).map { hop -> Double in
        guard hop > change.c, let hops = made?.hops, hops.count >= hop, found.own.hops.count >= hop else {
          return .nan
        }
        return share(found.own.hops[hop - 1]) - share(hops[hop - 1])
      }
      let fall = share(found.own.answer) - share(made?.answer)
      let fallKept = share(found.own.answer) - share(kept?.answer)
      falls = (falls.made + [fall], falls.kept + [fallKept])
      return hops + [fall, fallKept]
    }
    return Panel(
      title: model.title,
      x: .categories(
        (2...max(longest, 2)).map { "thought \($0)" } + ["answer", "answer, later kept"], turnsLabels: true),
      y: .categories(changes.map { "thought \($0.c): \($0.kind.rawValue)" }, isReversed: true),
      marks: [
        HeatMap(cells, scale: ColourScale(range: 0...100, label: "Fall of the share right, points"))
      ])
  }
  return Figure(
    title:
      "A changed thought costs \(span(falls.made.filter(\.isFinite), 0)) points of right answers if later thoughts are made anew, "
      + "\(span(falls.kept.filter(\.isFinite), 0)) if they are kept",
    width: Figure.pageWidth,
    height: 4.5, columns: max(panels.count, 1),
    sharesY: true, isLettered: true, hasCommonColourBar: true, panels: panels)
}

/// Test 3: one panel a model, the share answered with the target after a thought is rewritten, by hops left to go, with 95 %
/// intervals.
public func rewrittenThoughtsFigure(_ data: CausalFile<RewrittenThoughts>) -> Figure {
  let changes: [(name: String, operation: RewrittenThoughts.Operation, basis: RewrittenThoughts.Basis?)] = [
    ("nothing", .none, nil), ("random step", .remove, .random), ("another node removed", .decoy, .embedding),
    ("only way removed", .remove, .embedding), ("… all that decodes it", .remove, .subspace),
    ("exchanged", .exchange, .embedding),
  ]
  let panels = data.shown.map { model in
    let left = Set(model.result.rows.map(\.left)).sorted(by: >)
    return Panel(
      title: model.title, x: .categories(left.map { "\($0)" }, label: "Hops left after the thought"),
      y: .share("Answered with the target", upTo: 1.04), legend: .above,
      marks: [
        GroupedBars(
          changes.enumerated().map { index, change in
            let shares = left.map {
              model.result.row(change.operation, change.basis, left: $0)?.answer.share("t")
            }
            return GroupedBars.Series(
              change.name, shares.map { $0?.value ?? .nan },
              uneven: shares.map { $0.map { reach($0.value, $0.interval) } ?? (.nan, .nan) },
              colour: .palette[[4, 5, 2, 1, 3, 0][index]])
          }),
        Guide(.horizontal, at: 0.5, dash: .dotted),
      ])
  }
  let removed = data.shown.map { model in
    let rows = model.result.rows.filter { $0.operation == .remove && $0.basis == .embedding }
    return "\(model.title) \(span(rows.map { $0.answer.share("t").value }.filter(\.isFinite), 2))"
  }
  return Figure(
    title: "Answered with the target after its only way is removed: \(removed.joined(separator: ", "))",
    width: Figure.pageWidth, height: 2.8, columns: max(panels.count, 1),
    sharesY: true,
    isLettered: true, hasCommonLegend: true, panels: panels)
}
