// # 6 · Figures, tables, claims
//
// The other chapters measure, and leave their results in JSON files: the *records* in `data/`. This chapter turns the records into
// every figure and table of the book, and it judges every claim by them. It measures nothing and loads no model. Whoever has the
// files can check what it shows, and draw all of it again in seconds.
//
// **What you will see.** One figure on its way from a record to a page. All figures with the files they are drawn from. All tables
// beside the published numbers. The rule that decides whether a curve is level. And a verdict on each claim, given by a rule and
// not by a person.
//
// **How long it takes.** `./build.sh 06` takes a few seconds on two cores. The page takes fifteen minutes to read.

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

// ## From a record to a page
//
// *The idea.* A figure is a function from records to a page, and nothing else goes in: no time of day, no name of a machine, no random
// number. Then the same records always give the same bytes. If a figure has changed, its data or its code have.
//
// Follow one figure, the paper's Figure 3. *The record* holds, for each checkpoint and each number of thoughts, two mean
// attention scores and the number of problems:
//
// <!-- code: Records/AttentionRawData.swift AttentionRawData.Result -->
//
// The names of its keys are those of the authors' published script. So a file from that script can be drawn as well.
//
// *The code* turns each number of thoughts into a curve, one point for each checkpoint:
//
// <!-- code: Figures/AttentionEvolution.swift attentionCurves -->
//
// A second function, `attentionEvolution`, puts the curves on a page with two axes.
//
// *What it gives.* The program draws the figure twice and compares the bytes:

terminal.section("From a record to a page")
orExit {
  for raw in RawFiles.find(in: options.data, matching: [RecordName.attentionEvolution]).paths {
    let figure = attentionEvolution(try AttentionRawData.read(raw))
    terminal.say("\(raw) → a page of \(figure.width) × \(figure.height) in")
    let isSame = try figure.render() == figure.render()
    terminal.say("drawn twice: \(isSame ? "the same bytes" : "different bytes")")
  }
}

// The bytes are the same on other machines, too. The letters (DejaVu Sans) are embedded in the file, and the date in it is
// fixed or comes from `SOURCE_DATE_EPOCH`. Each file also names the SHA-256 of its records and the commit of the run, so that
// you can trace a figure back to its training.
//
// ![The page: the logit difference of one Coconut run (laptop, seed 0) at each checkpoint. As in the paper's figure, the legend counts from 1: its c = 1 is our c = 0. Mean over 200 problems.](../../figures/attention_evolution.pdf)
//
// The command `./build.sh 06 data/attention_evolution_raw_data.json --output runs/figure3.pdf` draws one record by itself.
//
// ## Every figure
//
// All figures stand in one list, `Sources/Figures/Catalogue.swift`. Each entry has a name, the records it is drawn from, the
// command that makes these records, and the function that draws it. The chapter draws every figure whose records are there,
// each time anew. If you hold the paper beside this book, `./build.sh 06 --paper` draws the figures under the paper's
// own numbers and writes a table of what is where.

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
  terminal.say("\n\(drawn) drawn, \(catalogue.count - drawn) without records")
}

// Most figures stand in the chapter whose measurements they show. Three belong to no single chapter:
//
// *Where does the model fail?*
//
// ![Answers right by the length of the path, by the widest frontier and by the number of nodes, with 95 % Wilson intervals; below, how many problems there are. Where intervals are long there are few problems; values with fewer than five are left out. One Coconut model (laptop, seed 0), 419 test problems.](../../figures/accuracy.pdf)
//
// *What do the thoughts do?* Look at the left panel for a model whose thoughts are spoiled. The right one shows models that were
// trained with thoughts, or with something else in their place: *pauses* are a fixed token, and *tokens* are the nodes that the
// model predicts, fed back one by one.
//
// ![a: accuracy of one model (laptop, Coconut, seed 0) with its own thoughts and with thoughts removed, set to zero, swapped with another problem's and replaced by their mean; 419 problems, 95 % Wilson intervals; broken line: either candidate by chance. b: models trained alike on small graphs with thoughts or with something else in their place; discs are seeds (three each, 400 problems), diamonds the predecessor's numbers.](../../figures/controls.pdf)
//
// *How much depends on the shape of the model?* The same training with one setting changed (`./build.sh 03 ablate`, long):
//
// ![Accuracy after 3,000 steps with 2, 4 and 8 layers, with half and twice the width, with 1 to 8 heads, and with a tied or untied output head. Discs are seeds (two each, 400 problems), diamonds the paper's numbers for models trained to the end (in b at its own widths, 384, 768 and 1,536). Deeper and wider models have not finished learning here; dotted line: chance.](../../figures/ablations.pdf)
//
// > **In the paper.** Each of its models is trained to the end.
// >
// > **Here.** Each is trained for 3,000 steps of AdamW on small graphs, a recipe that was chosen for two layers of
// > width 128. Deeper and wider models have not finished learning by then. Nor have the models with one head, nor one
// > of the two models with eight heads. So this figure says little about what such models can do in the end. It does
// > say that on small graphs half the width does nearly as well. The claims on depth, width and head are about
// > full size and are *not decided*.
//
// ## Every table
//
// Published numbers stand in brackets or in the last column. The predecessor (arXiv 2505.12514) measured a model of
// width 768. Compare the order of its numbers with ours, and their ratios, but not their sizes. Chapter 4 explains the
// columns of *Stage 0 alone*, *The schedule in small* and *The published recipe*, the second page of chapter 5
// explains those of the scale test, of the fitted equation, of attention and of inner products. *Hops in frontier* and
// *hops found* give, hop by hop, the share of greedy predictions in the frontier.

terminal.section("Every table")
orExit { try showTables(from: options.data, on: terminal) }

// ## The rule of a claim
//
// *The idea.* A claim is a sentence, the records that decide it, and a rule. The rule says what would count *against* the claim.
// It is a function, so no one gives a verdict by hand. It should be written down before the runs that it judges. Where a rule
// was changed afterwards, [the notes of chapter 4](../04-bfs-loss/NOTES.md) say so.
//
// Take the paper's central sentence, that the logit difference *levels off* under Coconut and *grows* under Coconut-BFS. When
// is a noisy curve level? A curve that collapsed after a peak must not pass, and neither must one that still creeps upward.
//
// *The equation.* Take the points that were measured on graphs of full size and at the full learning rate, and of
// these the last third of each seed. Fit straight lines $y = a_i + b \, t$, with a level $a_i$ for each seed $i$ and
// one slope $b$ for all of them. Draw the points again and again with replacement (the *bootstrap*) to get a 95 %
// interval for $b$. (What is drawn are checkpoints, not seeds or problems. So the interval says nothing about seeds
// that were not trained.) The *peak* of a seed is the largest of all its points at full size and full rate. (So it may
// lie below a number in column ⅓ of *Stage 0 alone*, where full size is only just reached.) The *fall* is the distance
// from the peak to the end, as a share of the peak.
//
// *The code.* A curve has collapsed if a seed falls by more than a quarter from its peak. Otherwise it is growing if
// the interval of the common slope lies above 0 and every seed gains more than 5 % of its peak in the last third. It
// is level if three things hold: the interval of the slope is not wholly above 0, even the upper end of the interval
// would add no more than a quarter of the peak in the last third (`mayGain`), and no seed grows by itself. A seed
// grows by itself (`oneGrows`) if the interval of its own slope lies above 0 and it gains more than 5 % of its peak in
// the last third. A curve that is none of these is unclear. That happens with few or noisy points, and with a curve
// that surely rises but by 5 % of its peak or less. It decides nothing.
//
// <!-- code: Claims/Level.swift Course.levelsOff -->
//
// <!-- code: Claims/Level.swift Course.grows -->
//
// *What it gives* for the profile `contrast`, which trains stage 0 alone: the first claim of the paper and the first
// of ours in the next section. (Coconut's three judged seeds would also be level over the last half of the points.)
// Only seeds that have learned the first hop by half of the run are judged, because a model that has not learned it
// shows nothing about the match. *The picture* is the one of chapter 4:
//
// ![Above: the logit difference at c = 0 during stage 0 alone (a, one curve a seed; a broken curve is a seed that had not learned the first hop by half of its training; graphs have full size after the upright line) and through all stages of the published recipe (b, one run a loss, another program). Below: how evenly the root's children are weighed (1: all alike). The title and the claims count the unbroken curves of a. 419 test problems.](../../figures/contrast.pdf)
//
// ## Claims
//
// There are four tables: what the paper claims, what its predecessor claims, what we claim, and what others have
// claimed or asked since. (The last one names *RRR* and *Curriculum*, two works that chapter 7 introduces.) Below each
// claim stand the number its authors state, what the records say, what would count against it, and the figure that
// shows it. Square brackets hold 95 % intervals. A range in round brackets is the least and the largest seed; within
// square brackets it is the interval of a slope. The rows on the *published recipe* are about a separate PyTorch
// training on a GPU, in which Coconut-BFS accepts the frontier. Their rules were written after that training. The
// rules on `contrast` and `miniature` were written before their runs, and the [notes of chapter
// 4](../04-bfs-loss/NOTES.md) say what was changed later. Rules on ablations, controls and the tests of chapter 7 were
// written, or changed, when their data were known. A verdict on a trained model is one of four.
//
// - *Reproduced*, *not reproduced*: the rule decided. (A row about Coconut-BFS with another set than the paper's
//   stands in our table.)
// - *Not decided*: the models here have not learned what the claim is about, the graphs are smaller than those of the
//   claim, there are fewer seeds than the rule needs, or the points leave it open. A row about several seeds needs
//   three. A row about one run, one checkpoint or an ablation says how many it has.
// - *Not tested*: the records are missing. The claim names the command that makes them.
//
// In the rules, a model *finds* a hop if at least .98 of its likeliest tokens lie in the frontier of that hop, and it *solves the
// task* if it answers at least .8 of the problems (.9 in the rows on the schedule in small).
//
// The theory's claims *hold* or *do not hold* for the numbers of chapter 5. Most are equalities and limits, and some
// have a tolerance; their rules stand in `Sources/Claims/TheoryClaims.swift`. Nothing is left out because it failed.
// Each table ends with its counts, those for trained models apart from those for the theory. Counts of different
// tables are not added up, because a paper's claims and our own are different things.

terminal.section("Claims")
orExit { show(try ClaimsTable.judge(options.data), on: terminal) }

// ## Summary
//
// - A figure is a function of records. The same records give the same bytes, and each file names its records.
// - A rule judges each claim, beside the published number, and the verdict is shown whatever it is.
// - Your own runs go the same way: `./build.sh 05 report` measures them, and this chapter draws and judges them.
//
// ## Exercises
//
// 1. *Your own runs.* Judge them by the same rules:
//
//        ./build.sh 03 --resume && ./build.sh 04 compare --resume && ./build.sh 05 report
//        ./build.sh 06 claims --data runs/quick-data
//
//    These runs have small graphs and a few minutes of training. Which verdicts differ from those above? Is the claim at fault, or
//    is the measurement too small? *You should see* most claims on trained models *not tested*, because the records of long runs are
//    missing. Those about layer 1 and about the order of groups should be decided as above.
// 2. *What makes the difference grow?* Draw the two scores behind it, at the width of a journal's column:
//
//        ./build.sh 06 data/attention_evolution_raw_data.json --output runs/scores.pdf --show scores --page column
//
//    *You should see* that the frontier scores (solid) make most of the difference, before the first thought and after it. The
//    other scores (dotted) rise at first and are back near zero from epoch 6 on. (The legend counts from 1.)
// 3. *Level is a choice.* In `Sources/Claims/Level.swift` set `levelShare` from 0.05 to 0.01. Set it back, and set `largestChange`
//    from 0.25 to 0.05. Each time:
//
//        ./build.sh 06 claims
//
//    Which verdicts turn? *You should see* the first claim turn both times, for opposite reasons. The first time a small gain of one
//    seed counts as growth. The second time a small fall from the peak counts as a collapse. A claim that turns with its rule must
//    be stated with its rule.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Figures 3
//   and 4, and Appendix E.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): the tables in
//   brackets above.
// - A critique, [arXiv 2604.06374](https://arxiv.org/abs/2604.06374), removes the thoughts of such models and asks what is left.
//
// Before: [5, continued · What trained models do](../05-theorem1-attention/trained-models.md). Next: [7 · After the
// paper](../07-causal-tests/README.md).
