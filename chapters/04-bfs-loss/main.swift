// # 4 · Training with the Coconut-BFS loss
//
// <!-- arguments: --resume -->
// The Coconut loss names one node of the frontier. What if *every* node that the search may have reached counted as right?
// Theorem 1 says that then nothing holds the index-matching logit back: it grows without bound. Whether a trained
// transformer searches at all, though, depends on something the theorem does not ask: which nodes count as reached.
//
// **What you will see.** Three sets of accepted nodes, which look alike on paper. One is satisfied by a model that never looks
// at the graph, one by a model that looks once. The third makes it search to the end.
//
// **How long it takes.** One or two minutes on two cores, and ten minutes to read. Chapter 3 comes first.

import ArgumentParser
import Chapter
import Figures
import Reachability
import Records
import TrainingChapter

/// What the chapter can be told; `04-bfs-loss evaluate` measures a checkpoint, `04-bfs-loss compare` trains with each
/// candidate set in turn.
struct BFSTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "04-bfs-loss",
    abstract: "Train with the Coconut-BFS loss, which accepts every node of a candidate set.",
    subcommands: [Evaluate.self, Compare.self, Summary.self])

  @OptionGroup var training: TrainingOptions
}

let lesson = TrainingLesson(chapterOptions(BFSTraining.self).training, chapter: "04-bfs-loss")
let terminal = lesson.terminal

// ## The loss
//
// After $c$ thoughts any node of a candidate set $\mathcal C_{c+1}$ will do (paper, Eq. 5):
//
// $$\ell = -\log \frac{\sum_{v \in \mathcal C_{c+1}} \exp \xi_v}{\sum_v \exp \xi_v}.$$
//
// At the answer token both losses ask for the answer alone. In the code there is one function for both,
// `crossEntropy(logits:accepting:)`: with $p = \operatorname{softmax}(\xi)$ and $q$ the same restricted to the accepted
// nodes and normalised, the gradient is $\partial \ell / \partial \xi = p - q$. Coconut accepts one node, Coconut-BFS a set.
//
// ## Which nodes are accepted
//
// Three sets suggest themselves.
//
// - `reachable`, the published one: $N_{c+1}$, everything within $c + 1$ hops of the root.
// - `frontier`: the nodes exactly $c + 1$ hops away.
// - `successors`: every node that an edge from $N_c$ leads to, old or new.
//
// On the held-out problems, how many nodes does each accept? And how often is a model right that repeats the root for ever
// (*root again*), or one that finds the root's successors and then names them again and again (*hop 1 again*, $c \ge 1$)?

terminal.section("Which nodes are accepted")
terminal.candidateSets(lesson.heldOut)

// There it is. $N_{c+1}$ holds the root for every $c$: a model that has learned to read the name behind `[R]` and to say it
// again has a loss of zero and need not read one edge. No edge leads to the root, so that it is no successor. But edges from
// $N_c$ lead to hop 1 for every $c$, since $N_c$ holds the root: a model that searches once and stays has a loss of zero
// again. Only the frontier moves on with every thought.
//
// > **In the paper.** The theory's readout adds what the thought carries over and what one hop leads to, and only the
// > strength $\mu$ of the second is trained. A model that may not change its carry-over cannot take the short cut, so
// > that $\mu$ grows under every set that accepts all of $N_{c+1}$.
// > **Here.** A transformer can change everything. `--profile paper` has the published set, `reachable`; `quick` and `laptop`
// > train with `frontier`. The theory of the next chapter is computed for all three, and trained models follow below.
//
// ## The run
//
// The recipe is that of chapter 3 to the letter; only the accepted nodes differ.

let run = lesson.train()

// ## What it answers
//
// At the end of the path exactly one candidate is right, under this loss as under the other.

terminal.section("What it answers")
terminal.answers(of: run)

// ## The logit difference
//
// Compare the column $c = 0$ with the one of chapter 3. There the demonstrated node is one of several, and who puts all
// weight on one of them pays for it. Here nobody is wrong on the frontier: whatever weight is left on other nodes is all that
// costs, and sharper attention takes it away.

terminal.section("The logit difference")
terminal.logitDifferences(of: run)

// > **In the paper.** Appendix E.2 finds a logit difference that keeps growing under Coconut-BFS.
// > **Here.** Theorem 1's own flow says that with `frontier` the two losses are *the same* at $c = 0$ and that $\mu$ is
// > bounded for $c \ge 1$ (chapter 5 computes it). What a trained transformer does beyond that is measured and shown, not
// > proven.
//
// ## The contrast
//
// Does the paper's contrast show in models that search? It needs a stage 0 that is long enough. The quick run above leaves it
// after a thousand steps on small graphs, so that it cannot say. `--profile contrast` trains stage 0 and nothing else, at a
// constant rate. Graphs have their full size after a third of the run, and only what comes later is judged. The column *accepted*
// is the probability that the model gives to the nodes that its loss accepts.

terminal.section("The contrast")
let contrast = orExit { try records(HopSeries.self, RecordName.hops("contrast-*")) }
let stage0 = contrastTable(contrast)
terminal.table(stage0.header, stage0.rows)

// Read *coconut* beside *bfs-frontier*. Both find the first hop. Coconut's logit difference rises and is level; that of
// Coconut-BFS goes on rising. *Evenness* says what this means for the root's children: 1 if all weigh the same, 0 if one has all the
// weight. Coconut keeps several, and Coconut-BFS commits to one of them. (One seed of Coconut is late: it finds the first hop
// only in the second half of the run. A model that has not learned its hop decides nothing, so a fourth seed was trained.)
//
// And what becomes of it when later hops are trained by the same weights? For that there is an independent witness. The
// published recipe, width 768 and 350 epochs, was trained by another program (PyTorch, on a GPU, with none of this book's
// code), once with each loss. Stage 0 ends after epoch 150, and each later stage lasts 50.

terminal.section("The published recipe")
let witnesses = publishedTable(
  orExit {
    try [Loss.coconut, .bfsFrontier].flatMap {
      try records(IndependentRun.self, RecordName.independent($0))
    }
  })
terminal.table(witnesses.header, witnesses.rows)

// ![Above: the logit difference at c = 0 during stage 0 alone (left, one curve a seed) and through all stages of the published recipe (right, one run a loss). Below: how evenly the root's children are weighed.](../../figures/contrast.pdf)
//
// Up to epoch 150 this is the paper's Figure 3: Coconut near 60 and level, Coconut-BFS far above and growing. Then the
// contrast closes. A thought that holds one child cannot find what lies behind the others. So the loss of the second hop, which
// runs through the same weights, pulls Coconut-BFS back and makes it even. In the end it is the *more* even of the two.
//
// > **In the paper.** Theorem 1 speaks of one stage. Bounded means even, and unbounded means that one node wins.
// > **Here.** That is what one stage by itself shows. Evenness has two causes: under Coconut the price of unevenness at every
// > hop, and under Coconut-BFS alone the need of later hops. A model trained through all stages shows both at once. What each
// > other loss does was predicted before its run, in [NOTES.md](NOTES.md).
//
// ## Three sets, full-size graphs
//
// The same on graphs of full size, each set beside Coconut, from the runs in `data/`. Read *hops in frontier* first, from hop
// 1 on: it says how far a model searches. Then *answers* beside *without thoughts*: a search that stops is no help at `[A]`.
// The logit difference says where the search happens at all: at $c = 0, 1, 2, 3$.

terminal.section("Three sets, full-size graphs")
let sets = orExit {
  try [Loss.coconut, .bfsReachable, .bfsFrontier, .bfsSuccessors].flatMap {
    try records(RunRecord.self, RecordName.run($0))
  }
}
terminal.runs(sets)

// ![The logit difference against the training step, one panel a loss, one curve a number of thoughts.](../../figures/logit_differences.pdf)
//
// How far each run's loss fell, and where its logit difference at $c = 0$ stood on the way, evaluation by evaluation:

terminal.section("Loss and search")
terminal.lossesBesideSearch(sets)

// ## Summary
//
// - Coconut-BFS accepts a set where Coconut names a node; in the code the two differ by one argument.
// - Which set matters more than the loss. One can be satisfied without reading an edge, one with a single hop. A theorem about
//   a model that has one number to train does not see this; a transformer that has half a million finds it.
// - In stage 0 by itself Coconut's logit difference levels off and that of Coconut-BFS grows, as the paper says. Once later hops
//   share the weights, the contrast closes. Chapter 6 judges both by a rule.
//
// ## Exercises
//
// Each changes one thing; all three stop after the first stage. Every 250 steps a line says how far a run is.
//
// 1. *The short cut.* Train with the published set:
//
//        ./build.sh 04 --set candidate_set=reachable --set max_steps=1000 --out runs/reachable
//
//    What is the loss after 250 steps, how large is the logit difference, and what share of first hops is in the frontier?
// 2. *Old or new.* Accept every successor of $N_c$:
//
//        ./build.sh 04 --set candidate_set=successors --set max_steps=1000 --out runs/successors
//
//    At $c = 0$ it is the same set as `frontier`. In what does this run differ from the one above after the first stage, and
//    in what will it when two thoughts have been trained? Go on to see:
//
//        ./build.sh 04 --set candidate_set=successors --set max_steps=1500 --out runs/successors --resume
//
// 3. *What holds it back?* Take weight decay away:
//
//        ./build.sh 04 --set weight_decay=0 --set max_steps=1000 --out runs/no-decay
//
//    How much larger is the logit difference at $c = 0$ after a thousand steps than it was above? So is it weight decay that
//    holds it back?
//
// *Long:* `./build.sh 04 compare` trains with all three sets (two minutes each), and with `--profile laptop` on full-size graphs.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365),
//   Appendix E.2: attention under Coconut-BFS.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): why one thought
//   can hold a frontier.
