// # 1 · The task: what can be reached?
//
// Given a directed graph, a start and two candidates: which of the two can be reached? A person would put a finger on
// the start and move it along arrows, trying one way after another. The models of this book try all ways at once. Before
// they can learn to, they need problems, thousands of them, hard enough that guessing does not help.
//
// You will see one problem drawn and spelled out as a model reads it, watch how such graphs grow, generate three sets of
// them, and hold these against the published ones. It takes a few seconds: `./build.sh 01`.

import Chapter
import Inputs
import Randomness
import Reachability
import Records

let options = Options.read()
let terminal = options.common.terminal

// ## A graph and a question
//
// A problem is a directed graph $G = (V, E)$, a root $r$ and two candidates, of which exactly one, the target $c^\star$,
// can be reached from $r$. The natural way to find out is breadth-first search, and its layers are the words in which
// this book speaks of everything that follows:
//
// $$N_0 = \lbrace r \rbrace, \qquad N_{c+1} = N_c \cup \lbrace v : (u \to v) \in E \text{ for some } u \in N_c \rbrace.$$
//
// $N_c$ is what lies within $c$ hops of the root. The *frontier* at $c$ is what lies exactly $c$ hops away,
// $N_c \setminus N_{c-1}$. The path to the target has $L$ hops, so $c^\star \in N_L$, and after $L$ hops of search
// there is nothing left to decide. Here is a small problem.

var random = RandomStream(options.seed, 1)
let isSmall = options.common.profile == .quick
let example = Generator(hops: 3...3).problem(nodes: isSmall ? 9...9 : 22...22, using: &random)

terminal.section("A graph and a question")
let arrows = example.graph.edges.map { "\($0.source)→\($0.target)" }
terminal.say("edges       " + arrows.joined(separator: "  "))
terminal.say("question    from \(example.root): to \(example.target), or to \(example.negativeTarget)?")
terminal.say("answer      \(example.target), in \(example.pathLength) hops\n")
terminal.show(example)

// The last column holds the nodes on *some* shortest path from root to target. In training, one of them is shown as the
// right next node, and the model is not told that there were others: "demonstrated node" $p_c$ is what this book calls
// it. Keep the difference between that column and the frontier in mind. The whole story is about a model that is shown
// the last column, one node at a time, and comes to hold the second.
//
// ## What the model reads
//
// A model gets the edges in any order, then the candidates, then the root. Nodes are numbered at random each time, so
// that no number means anything:

terminal.section("What the model reads")
terminal.say(Prompt(asItStands: example).tokens.map { Vocabulary.names[$0] }.joined(separator: " "))

// | In the paper | Here |
// |---|---|
// | Every edge is followed by a token `<e>`; `<s>` opens the prompt. | As in the published code: `\|` stands between edges, so the last edge has none, and `<eos>` opens the prompt. |
// | `<Q>`, `<R>`, `<A>` | The same, printed `[Q]`, `[R]`, `[A]`. |
//
// Forty tokens are all there are: 31 for nodes, nine for the rest. The published files also tell each problem in words, a
// heritage of the set they come from, ProsQA. No model in this book reads the words.

let training = Generator().problems(options.train, of: .train, seed: options.seed)
if let wording = training.first?.wording {
  let facts = wording.question.split(separator: ". ")
  terminal.say("\n\(facts.prefix(3).joined(separator: ". ")). … \(facts.last ?? "")")
  terminal.say("→ \(wording.answer)")
}

// ## How such a graph grows
//
// Full-size graphs have about 23 nodes, which makes the first problem of the training set easier to look at than to
// write down. Each row is a hop; a shortest path is drawn heavier. The other candidate is no less connected: it only hangs
// on other founders.
//
// ![The first training problem, laid out by hops from the root](../../figures/dataset_graph.pdf)
//
// A graph grows node by node from two founders, the root and a rival. A new node chooses whom it may descend from: the
// root's family, the rival's, or anybody. It takes a Poisson number of parents with mean 1.5, and prefers deep ones: a
// node at depth $\delta$ is drawn with weight $1 + a \delta$. The target is a deepest leaf of the root's family, the
// other candidate a leaf of the rival's. Two families side by side make the question fair: both candidates look alike,
// are leaves, and have ancestors; only the way back to the founder tells.
//
// | In the paper | Here |
// |---|---|
// | The generator is not published; an earlier paper describes it: families with probability .35 each, $a = 1.5$. | That description leaves 4.4 nodes without a parent where the files have 2.6, and too few problems of four hops. We fitted: 26 new nodes, families .43 and .35, $a = 1.9$, four hops in .52 of problems. `Growth.swift` gives the reason of each. |
// | One draw, in files. | A seed: the same problems on every machine, byte for byte. |
//
// ## Three sets
//
// As many problems as were published, each set from random streams of its own. Sets are not kept in the repository: a seed
// makes them again, and `data/manifest.json` keeps their SHA-256, so that `./build.sh 01 --verify` can tell whether yours
// are the same.

terminal.section("Three sets")
orExit {
  var recorded: [ProblemSet] = []
  for split in Split.allCases {
    let made = ProblemSet.generate(
      split, count: options.count(split), seed: options.seed, neighbours: options.neighbours,
      command: options.command)
    try writeAtomically(made.bytes, to: "\(options.sets)/\(made.set.file)")
    recorded.append(made.set)
    terminal.say("\(options.sets)/\(made.set.file): \(made.set.problems) problems")
    terminal.say("  SHA-256 \(made.set.sha256)")
  }
  try writeJSON(recorded, to: "\(options.data)/\(RecordName.manifest)")
}

// ## Beside the published problems
//
// Are these the same kind of problem? A mean can agree where a distribution does not. So each quantity is also put
// through the two-sample Kolmogorov–Smirnov test: $D$ is the largest distance between the two cumulative distributions,
// and $p$ the probability of one as large between two samples of a single distribution. A small $p$ would mean that the
// generator gives itself away.

terminal.section("Beside the published problems")
let published = orExit { try publishedValidation(recorded: "data/\(RecordName.datasetHistograms)") }
let report = DatasetReport(("generated", training), beside: published)
terminal.show(report, "generated", published.map { "\($0.name) (\($0.problems))" })
orExit { _ = try report.write(data: options.data, figures: options.figures) }

// ![Ours as bars, the published validation problems as an outline](../../figures/dataset_histograms.pdf)
//
// ## Can one cheat?
//
// A model that answers well need not have searched: it may have found something easier. Here are three shortcuts and how
// often each picks the target. Where both candidates look the same to it, a shortcut must toss a coin.

terminal.section("Can one cheat?")
terminal.table(
  ["choose the candidate with …", "right"],
  shortcuts.map { shortcut in
    let score = training.reduce(0.0) { $0 + shortcut.score($1) } / Double(training.count)
    return [shortcut.name, percent(score, 0)]
  })

// A coin gives 50 %. Counting ancestors, which is itself a search, answers two questions in three, because the target is
// a *deepest* leaf of its family. None comes near what a trained model reaches. Small graphs are more generous to
// shortcuts, which is why every accuracy in this book stands beside that of the same model *with its thoughts taken away*.
//
// ## Summary
//
// - A problem is a graph, a root and two candidates; breadth-first layers $N_c$ and their frontiers are its solution.
// - Training shows one node of one shortest path; searching needs the whole frontier.
// - The generator follows the published description, with a few constants fitted, and is checked quantity by quantity.
//
// ## Exercises
//
// 1. **Another seed.** `./build.sh 01 --seed 7 --out runs/seed7`. Which numbers of the comparison change, and by how much?
//    With another 14,785 problems a mean should move by about a hundredth of its deviation.
// 2. **A full-size problem.** `./build.sh 01 --profile laptop --out runs/large`. Find the target by hand in the printed
//    edges. How many nodes did you keep in mind at once, and how does that compare with the largest frontier?
// 3. **Your own graphs.** `./build.sh 01 --train 200 --out runs/few`, then change `depthWeight` in
//    `Sources/Reachability/Growth.swift` from 1.9 to 0 and run it again. Which rows of the comparison notice, and why is
//    the path length not among them?
//
// ## Further reading
//
// - Hao et al., [*Training Large Language Models to Reason in a Continuous Latent
//   Space*](https://arxiv.org/abs/2412.06769): Coconut, ProsQA and how its graphs are made.
// - Zhu et al., [*Reasoning by Superposition*](https://arxiv.org/abs/2505.12514): the subset with three and four hops,
//   and why a continuous thought can hold a frontier.
// - Smirnov, [*Table for Estimating the Goodness of Fit of Empirical
//   Distributions*](https://doi.org/10.1214/aoms/1177730256), 1948: the test.
//
// Next: [2 · The model](../02-model/README.md).
