// # 1 · The task: what can be reached?
//
// You are given a directed graph, a start and two candidates. Which of the two can be reached from the start? A person
// would put a finger on the start, follow one arrow after another, and go back wherever the way ends. The models in
// this book follow all arrows at the same time. To learn that, they need many problems, and the problems must be hard
// enough that guessing does not help.
//
// **What you will see.** One small problem, solved by hand and then spelled out as a model reads it; how larger graphs grow;
// three sets of problems, compared with the published ones; and what can be achieved without any search.
//
// **How long it takes.** A few seconds (`./build.sh 01`), and ten minutes to read.

import Chapter
import Inputs
import Randomness
import Reachability
import Records

let options = Options.read()
let terminal = options.common.terminal

// ## A graph and a question
//
// A problem consists of a directed graph $G = (V, E)$, a root $r$ and two candidates. Exactly one of the candidates
// can be reached from the root. It is called the *target*. The book works through one small problem by hand, in this
// chapter and in the next four:
//
// ![The worked example, laid out by hops from the root 0. Thick arrows are one shortest path to the target.](../../figures/dataset_example.pdf)
//
// Each row is one hop further from the root, and the thick arrows are one shortest path to the target. Nodes with
// broken outlines cannot be reached from the root. They are on no hop, whatever row they stand in. *Negative* marks the
// other candidate.
//
// The root is 0, and the candidates are 6 and 9. You can see the answer at once: 6 can be reached in three hops, and 9
// cannot be reached at all. Two nodes of this graph will matter later. Node 4 has two parents, 1 and 2, so two ways lead to
// it. Node 5 is a dead end.
//
// The systematic way to the answer is breadth-first search. It keeps the set of all nodes that it has found, and in every
// step it adds all nodes to which an edge leads from that set:
//
// $$N_0 = \lbrace r \rbrace, \qquad N_{c+1} = N_c \cup \lbrace v : (u \to v) \in E \text{ for some } u \in N_c \rbrace.$$
//
// So $N_c$ is the set of nodes within $c$ hops of the root. The newest of them, exactly $c$ hops away, are the
// *frontier* of hop $c$: $\mathrm{frontier}_c = N_c \setminus N_{c-1}$. (The frontier of hop 0 is the root alone.) In
// the code, each round of the outer loop is one hop:
//
// <!-- code: Reachability/Graph.swift breadthFirst -->
//
// Three kinds of sets follow from these distances: the frontiers, the sets $N_c$, and the nodes on shortest paths. Let
// $L$ be the number of hops on a shortest path from the root to the target (`pathLength` in the code). In the next
// listing, `distance` counts hops from the root, and `distanceToTarget` counts hops from each node to the target (the
// same search, run backwards along the edges):
//
// <!-- code: Reachability/Problem.swift frontier reachable shortestPathNodes -->
//
// For our example they give:

var random = RandomStream(options.seed, 1)
let example =
  options.common.profile == .quick
  ? Problem.workedExample : Generator(hops: 3...3).problem(nodes: 22...22, using: &random)

terminal.section("A graph and a question")
let arrows = example.graph.edges.map { "\($0.source)→\($0.target)" }
terminal.say("edges       " + arrows.joined(separator: "  "))
terminal.say("question    from \(example.root): to \(example.target), or to \(example.negativeTarget)?")
terminal.say("answer      \(example.target), in \(example.pathLength) hops\n")
terminal.show(example)

// The last column holds the nodes that lie on *some* shortest path from the root to the target. In chapter 3, training
// shows the model one node of a row as the right next node, and does not say that the row may hold others. The node
// that is shown for hop $c$ is the *demonstrated node*, $p_c$. At hop 2 of the example, training shows 3 or it shows
// 4, one at a time, and never 5.
//
// Compare the last column with the second. The model is shown the last column, one node at a time. Inside, it comes to
// hold the second column, all nodes of a row at once. The paper explains why. (Its theory predicts even more, the third
// column. Chapter 5 measures how much of that a trained model keeps.)
//
// ## What the model reads
//
// A model reads a problem as a row of tokens: the edges in any order, then the two candidates, then the root. For
// training and for tests the two candidates come in random order, so their order gives nothing away. (In the example
// below the target happens to stand first.) Each time a problem is used for training, its nodes get new numbers at
// random, so that a model cannot learn anything about a particular number. With the numbers of the figure, the example
// reads like this:

terminal.section("What the model reads")
terminal.say(Prompt(asItStands: example).tokens.map { Vocabulary.names[$0] }.joined(separator: " "))

let training = Generator().problems(options.train, of: .train, seed: options.seed)
if let wording = training.first?.wording {
  let facts = wording.question.split(separator: ". ")
  terminal.say("\n\(facts.prefix(3).joined(separator: ". ")). … \(facts.last ?? "")")
  terminal.say("→ \(wording.answer)")
}

// There are forty tokens: 31 for nodes and nine others. (A few of the nine, such as `<|end-latent|>`, stand in no
// prompt of this task. They are kept because the published vocabulary has them.) Below the prompt you see another
// problem in words: three of its sentences, the question and the answer. The published files tell every problem in
// words as well, because the set that they come from, ProsQA, was made for models that read English. No model in this
// book reads the words.
//
// | In the paper | Here |
// |---|---|
// | Every edge is followed by a token `<e>`; `<s>` opens the prompt. | As in the published code: `\|` stands between edges, so the last edge has none, and `<eos>` opens the prompt. |
// | `<Q>`, `<R>`, `<A>` | The same, printed `[Q]`, `[R]`, `[A]`. |
//
// ## How such a graph grows
//
// The problems that the paper trains on have about 23 nodes. Here is the first of our training set:
//
// ![The first training problem, laid out by hops like the example; broken outlines mark nodes that the root does not reach.](../../figures/dataset_graph.pdf)
//
// Such a graph grows node by node from two founders: the root, and a rival, from which the other candidate will
// descend. A node that descends from the root alone belongs to the root's family, and one that descends from the rival
// alone belongs to the rival's. Nodes that descend from both, or from neither, belong to no family. In the code,
// `membership` records from which founders a node descends. `first` stands for the root, which is node 0 while the
// graph grows, and `second` for the rival, node 1. A new node is added in three steps.
//
// 1. It draws how many parents it wants, a Poisson number with mean 1.5.
// 2. It draws where its parents must come from: the root's family, the rival's family, or anywhere. Each node that this
//    allows is given a weight. A node at depth $\delta$ below the founder of its family has weight $1 + a \delta$, and
//    a node of no family has weight 1.
// 3. It draws its parents one by one, with probabilities proportional to the weights. Deep nodes are likely parents, and so
//    long paths tend to grow longer.
//
// <!-- code: Reachability/Growth.swift addNode -->
//
// <!-- code: Reachability/Growth.swift weights -->
//
// When the graph has grown, nodes that have no edge are dropped. The target is drawn among the deepest leaves of the
// root's family, and the other candidate among the leaves of the rival's. A leaf is a node from which no edge leaves.
// Two families make the question fair: both candidates are leaves and both have ancestors. Only the way back to the
// founder tells for certain which of them the root reaches.
//
// | In the paper | Here |
// |---|---|
// | The generator is not published. The paper that introduced ProsQA describes it: each family is chosen with probability .35, and $a = 1.5$. | With these numbers, 4.4 nodes have no parent where the published files have 2.6, and too few problems have four hops. So we fitted the constants to the published validation file: 26 new nodes, families with probability .43 and .35, $a = 1.9$, and four hops in .52 of the problems. `Growth.swift` gives the reason for each. |
// | The problems are files. | The problems follow from a seed: the same on every machine, byte for byte. |
//
// ## Three sets
//
// We generate as many problems as were published, and each set has random numbers of its own. The repository does not
// contain the sets, because a seed makes them again. It contains their checksums (SHA-256) in `data/manifest.json`, and
// `./build.sh 01 --verify` checks whether yours are the same.

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
// Are these problems of the same kind as the published ones? The table compares our training set with them, by means
// and standard deviations (after ±). The rows on frontiers and on shortest paths count nodes. Two distributions can
// have the same mean and still differ, so the last columns compare the whole distributions by the two-sample
// Kolmogorov–Smirnov test. Its $D$ is the largest distance between the two cumulative distributions. Its $p$ is the
// probability that two samples of one and the same distribution are at least that far apart. (The test is made for
// continuous quantities. For whole numbers, as here, it gives a $p$ that is too large.) A small $p$ would show that
// the generator makes something else. (The last row is a share and not a count, so it is not compared here.)

terminal.section("Beside the published problems")
let published = orExit { try publishedValidation(recorded: "data/\(RecordName.datasetHistograms)") }
let report = DatasetReport(("generated", training), beside: published)
terminal.show(report, "generated", published.map { "\($0.name) (\($0.problems))" })
orExit { _ = try report.write(data: options.data, figures: options.figures) }

// No $p$ is small, but a $p$ near 1 is no evidence either. The constants of the generator were fitted to this very file, so
// the last columns only show that the fit succeeded. The column *published, all* is a better witness: it holds the means
// over all published problems, most of which the fit has not seen.
//
// ![Our training problems (bars) beside the published validation problems (outline), in nine quantities. Bars and outline have the same shape nearly everywhere.](../../figures/dataset_histograms.pdf)
//
// Each height is a share of all problems of a set, 14,785 of ours and 257 of theirs, so the bars and the outline
// enclose the same area. The outline is rougher because it has fewer problems.
//
// ## Can one cheat?
//
// A model that answers well has not necessarily searched. It may have found an easier way. Here are three shortcuts,
// and how often each of them picks the target. If a count is the same for both candidates, the shortcut tosses a coin.
// The last one counts only those ancestors that have no parent themselves.

terminal.section("Can one cheat?")
terminal.table(
  ["choose the candidate with …", "right"],
  shortcuts.map { shortcut in
    let score = training.reduce(0.0) { $0 + shortcut.score($1) } / Double(training.count)
    return [shortcut.name, percent(score, 0)]
  })

// A coin alone gives 50 %. The best shortcut, counting ancestors, answers two questions in three. The target is one of
// the *deepest* leaves of its family, and a deep node tends to have many ancestors. (Counting ancestors is already a
// kind of search.) No shortcut comes near what a trained model reaches on these problems. On smaller graphs, such as
// those of the short run in chapter 3, shortcuts do better, so a high accuracy alone does not prove a search. The
// models of this book search in *thoughts*, which chapter 2 explains. So the book prints, beside every accuracy, the
// accuracy of the same model *with its thoughts removed*.
//
// ## Summary
//
// - A problem is a graph, a root and two candidates. Breadth-first search solves it, and its sets $N_c$ and their
//   frontiers are the words in which this book describes what a model does.
// - The training of chapter 3 shows one node of some shortest path at a time. A search needs the whole frontier.
// - The generator follows the published description with a few fitted constants, and is compared quantity by quantity.
//
// ## Exercises
//
// 1. **Another seed.** Run `./build.sh 01 --seed 7 --out runs/seed7`. Which numbers of the comparison change, and by
//    how much? *You should see* means that move by about a hundredth of the standard deviation beside them, because
//    the error of a mean over 14,785 problems is about $1/\sqrt{14{,}785}$, or 0.008, of that deviation.
// 2. **A full-size problem.** Run `./build.sh 01 --profile laptop --out runs/large`, and solve the first printed problem by
//    hand before you look at its answer. How many nodes did you have to keep in mind at once?
//    *You should see* that a search by hand needs a list as long as the largest frontier in the table below the problem.
// 3. **Your own graphs.** Run `./build.sh 01 --train 2000 --out runs/few`, change `depthWeight` in
//    `Sources/Reachability/Growth.swift` from 1.9 to 0, and run it again. Which rows of the comparison notice? *You
//    should see* wide and shallow graphs: more than four nodes one hop from the root instead of three, fewer at hop 3,
//    more leaves, and in these rows a $p$ of zero. Deep nodes are no longer preferred as parents. *You should not see*
//    the path length change: the length is drawn first, and graphs are grown until one has it. Set the number back to
//    1.9 afterwards, because the later chapters use it.
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
