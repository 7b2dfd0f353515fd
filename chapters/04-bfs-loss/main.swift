// # 4 · Training with the Coconut-BFS loss
//
// <!-- arguments: --overwrite -->
// The Coconut loss names one node of the frontier. What if *every* node that the search may have reached counted as right?
// Theorem 1 says that then nothing holds the index-matching logit back: it grows without bound. Whether a trained
// transformer searches at all, though, depends on something the theorem does not ask: which nodes count as reached.
//
// **What you will see.** Three sets of accepted nodes, which look alike on paper. One of them is satisfied by a model that
// never looks at the graph. The other two make it search, harder than in chapter 3.
//
// **How long it takes.** One or two minutes on two cores, and ten minutes to read. Chapter 3 comes first.

import ArgumentParser
import Chapter
import Coconut

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
// On the held-out problems, how many nodes does each accept, how often is the root among them, and what does it cost to
// repeat the root for ever?

terminal.section("Which nodes are accepted")
terminal.candidateSets(lesson.heldOut)

// There it is. The root is in $N_{c+1}$ for every $c$. A model that has learned to read the last token of the prompt, the
// root's name behind `[R]`, and to say it again has a loss of zero. It need not read one edge. A frontier never holds the
// root, and no edge leads to the root (it has no parent), so that it is no successor either: with those two sets, the
// model has to search.
//
// > **In the paper.** The theory's readout adds what the thought carries over and what one hop leads to, and only the
// > strength $\mu$ of the second is trained. A model that may not change its carry-over cannot take the short cut, so
// > that $\mu$ grows under every set that accepts all of $N_{c+1}$.
// > **Here.** A transformer can change everything, and takes it. The profiles `quick` and `laptop` therefore train with
// > `frontier`. The theory of the next chapter is computed for all three.
//
// ## The run
//
// The recipe is that of chapter 3 to the letter; only the accepted nodes differ.

let run = lesson.train()

// ## What it answers
//
// Accepting more does not make the model worse at the end of the path, where exactly one candidate is right.

terminal.section("What it answers")
terminal.answers(of: run)

// ## The logit difference
//
// Compare the column $c = 0$ with the one of chapter 3. There the demonstrated node is one of several on the frontier,
// and a model that put all its weight on the frontier's nodes of largest in-degree would often be wrong. Here nobody is
// wrong on the frontier, and every bit of sharper attention lowers the loss a little further.

terminal.section("The logit difference")
terminal.logitDifferences(of: run)

// > **In the paper.** Appendix E.2 finds a logit difference that keeps growing under Coconut-BFS.
// > **Here.** Theorem 1's own flow says that with `frontier` the two losses are *the same* at $c = 0$ and that $\mu$ is
// > bounded for $c \ge 1$ (chapter 5 computes it). What a trained transformer does beyond that is measured and shown, not
// > proven.
//
// ## Three sets, full-size graphs
//
// The same on graphs of full size, each set beside Coconut, from the runs in `data/`. Look along the row `reachable`
// first: the answer and the hops say whether such a model searches, and the logit difference says how.

terminal.section("Three sets, full-size graphs")
let sets = orExit {
  try shippedRuns("coconut") + CandidateSet.allCases.flatMap { try shippedRuns("bfs-\($0.rawValue)") }
}
terminal.runs(sets)

// ![The logit difference against the training step, one panel a loss, one curve a number of thoughts.](../../figures/logit_differences.pdf)
//
// How far each run's loss fell, and where its logit difference at $c = 0$ stood on the way, evaluation by evaluation:

terminal.section("Loss and search")
terminal.lossesBesideSearch(sets)
//
// ## Summary
//
// - Coconut-BFS accepts a set where Coconut names a node; in the code the two differ by one argument.
// - Which set matters more than the loss: one that holds the root can be satisfied without a search.
// - With sets that force a search, the logit difference at $c = 0$ goes beyond Coconut's. How far, and whether it still rises
//   at the end, is in the claims table of chapter 6, by a rule.
//
// ## Exercises
//
// Each changes one thing; all three stop after the first stage.
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
//    At $c = 0$ it is the same set as `frontier`. At which hop do the two part, and can you see it before its stage begins?
// 3. *What holds it back?* Take weight decay away:
//
//        ./build.sh 04 --set weight_decay=0 --set max_steps=1000 --out runs/no-decay
//
//    Is the logit difference at $c = 0$ larger after a thousand steps than it was above? So is it weight decay that bounds it?
//
// *Long:* `./build.sh 04 compare` trains with all three sets (two minutes each), and with `--profile laptop` on full-size graphs.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365),
//   Appendix E.2: attention under Coconut-BFS.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): why one thought
//   can hold a frontier.
