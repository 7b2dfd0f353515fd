// Two models that were trained on paths of three hops, with a label at every hop and with one at the end, from their records.

import Chapter
import Inputs
import Records

/// The comparison of labels at depth 3.
enum DepthThree {
  /// Prints what the records in `data/depth-3` say of each trained model.
  static func show(_ terminal: Terminal) {
    guard options.includes(.evenness) else { return }
    let (chains, even) = orExit {
      (
        try CausalFile<ForcedChain>.read("data/depth-3/\(CausalName.chain.file)"),
        try CausalFile<Evenness>.read("data/depth-3/\(CausalName.evenness.file)")
      )
    }
    terminal.section("Labels at depth 3")
    terminal.table(
      ["model", "right, %", "cosine with the frontier, thought 1", "2", "3"],
      even.models.filter { $0.checkpoint != nil }.map { model in
        let right = chains.result(model.name)?.own.share("1").value
        return [model.name, right.map { percent($0) } ?? "–"]
          + model.result.rows.map { row in Estimate(row.frontier).map { Inputs.number($0.mean) } ?? "–" }
      })
  }
}
