// # 6 · Figures, tables, claims
//
// Everything has been measured. Chapters 1 to 5 left JSON files; this one turns them into every figure and table of the book
// and holds every claim of the paper against them. It measures nothing and knows no model: what it shows can be checked by
// whoever has the files, and drawn again in a minute.
//
// **What you will see.** How a figure is declared; which files each is drawn from; the tables beside the numbers that were
// published; and a verdict on each claim, given by a rule and never by hand.
//
// **How long it takes.** A few seconds on two cores, and ten minutes to read.

import Chapter
import Claims
import Figures
import Foundation
import Records

let options = chapterOptions(Options.self)
let terminal = options.terminal
if let raw = options.raw, let output = options.output {
  orExit { try options.draw(raw, to: output) }
  exit(0)
}
if options.paper {
  orExit { try options.drawByPaper() }
  exit(0)
}

// ## From raw data to a page
//
// A figure is a function from raw data to a page, and nothing else: no date, no machine, no random number. Here is one by
// hand, the paper's Figure 3. `AttentionRawData` has the schema of the script that the authors published, so that a file made
// by that script can be drawn too: `./build.sh 06 data/attention_evolution_raw_data.json --output runs/figure3.pdf`.

terminal.section("From raw data to a page")
orExit {
  for raw in RawFiles.find(in: options.data, matching: [RecordName.attentionEvolution]).paths {
    let figure = attentionEvolution(try AttentionRawData.read(raw))
    terminal.say("\(raw) → a page of \(figure.width) × \(figure.height) in")
    let isSame = try figure.render() == figure.render()
    terminal.say("drawn twice: \(isSame ? "the same bytes" : "different bytes")")
  }
}

// And on another machine too: fonts (DejaVu Sans) are embedded as TrueType outlines, and the date is
// that of `SOURCE_DATE_EPOCH` or a fixed one. A file's metadata name the SHA-256 of its raw data and the commit of the run.
//
// ## Every figure
//
// All figures stand in one list, `Sources/Figures/Catalogue.swift`, each with a name, the files it is drawn from, the command
// that makes those files, and its drawing. All whose raw data are there are drawn, each time anew.

terminal.section("Every figure")
orExit {
  var drawn = 0
  let format = options.format ?? .pdf
  try drawFigures(catalogue, from: options.data, to: options.folder, as: format) { figure, isDrawn in
    let files = figure.rawData.joined(separator: ", ")
    drawn += isDrawn ? 1 : 0
    let story = isDrawn ? "drawn from \(files)" : "no \(files); make them: \(figure.command)"
    terminal.say("\(figure.name): \(story)")
  }
  terminal.say("\n\(drawn) drawn, \(catalogue.count - drawn) without raw data")
}

// Most of them stand in the chapter that made them. Three belong to no single one. Where does the model fail? Accuracy by
// path length, by the widest frontier, by size:
//
// ![Share of answers right by path length, widest frontier and number of nodes.](../../figures/accuracy.pdf)
//
// And what do the thoughts do? One model with its thoughts replaced:
//
// ![Accuracy with the model's own thoughts, and with thoughts removed, zeroed, swapped and averaged.](../../figures/controls.pdf)
//
// How much of it hangs on the model's shape? The same training with one setting changed (`./build.sh 03 ablate`, long):
//
// ![Accuracy with 2, 4 and 8 layers, half and twice the width, 1 to 8 heads, and an untied head.](../../figures/ablations.pdf)
//
// > **In the paper / Here.** The paper trains each of its models to the end. Here all have the 3,000 steps of `quick`, a
// > recipe chosen for two layers of width 128, and small graphs. Deeper and wider models, and one of two seeds with eight
// > heads, are behind by then (their second hop is inside the frontier for about half of the problems), which says little of
// > what such models can do in the end. Half the width is enough for small graphs.
//
// ## Every table
//
// Our numbers, and in brackets or in the last column those that were published. The predecessor (arXiv 2505.12514) measured
// a model of width 768: orders and ratios can be compared, sizes cannot.

terminal.section("Every table")
orExit { try showTables(from: options.data, on: terminal) }

// ## Claims
//
// A claim is a sentence, the raw data that decide it, and a rule (`Sources/Claims/`): how much is *level*, how much is *more*, how
// many seeds. There are four tables: what the paper claims, what its predecessor does, what we do, and what others have claimed
// since. Each claim says what would count *against* it. *Not decided* means that the models here have not learned what the
// claim is about, or that there are too few seeds; *not tested* names the command that would measure it. Nothing is left out
// because it failed.

terminal.section("Claims")
orExit { show(try ClaimsTable.judge(options.data), on: terminal) }

// ## Summary
//
// - A figure is a function of raw data; the same data give the same bytes, and each file says what it was drawn from.
// - Each claim is judged by a rule, beside the paper's number, and shown whether it holds or not.
// - Your own runs go the same way: `./build.sh 05 report` measures them, this chapter draws and judges them.
//
// ## Exercises
//
// 1. Judge your own quick runs by the same rules:
//
//        ./build.sh 03 --resume && ./build.sh 04 compare --resume && ./build.sh 05 report
//        ./build.sh 06 claims --data runs/quick-data
//
//    Small graphs, a narrow model, three minutes of training. Which verdicts differ from those above, and is it the claim or
//    the measurement that is too small?
// 2. Draw the scores behind the difference, at the width of a journal's column:
//
//        ./build.sh 06 data/attention_evolution_raw_data.json --output runs/scores.pdf --show scores --page column
//
//    Frontier scores (solid) and other scores (dotted), for the first thought and for the second ($c$ counts from one here):
//    which of the two makes the difference grow?
// 3. *Level* is a choice. In `Sources/Claims/Level.swift` set `levelShare` from 0.05 to 0.01, then `largestFall` to 0.05, each time
//
//        ./build.sh 06 claims
//
//    Which verdicts turn? A claim that turns with the rule is one to state with its rule.
//
// ## Further reading
//
// - The paper: Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365),
//   Figures 3 and 4 and Appendix E.
// - Its predecessor: *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514), whose tables stand in brackets above.
// - A critique to keep in mind: [arXiv 2604.06374](https://arxiv.org/abs/2604.06374) removes the thoughts of such models and asks what is left.
//
// Before: [5 · Theorems and attention](../05-theorem1-attention/README.md). Next: [7 · After the paper](../07-causal-tests/README.md).
