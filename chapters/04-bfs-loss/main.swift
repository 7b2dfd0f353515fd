// # 4 · Training with the Coconut-BFS loss
//
// <!-- arguments: --resume -->
// The Coconut loss names one node of the frontier. What happens if *every* node that the search may have reached
// counts as right? The theory says that then nothing holds the index-matching logit back: it grows without bound
// (Theorem 1). But whether a trained transformer searches at all depends on a choice: which nodes count as reached.
//
// **What you will see.** Three sets of accepted nodes that look alike on paper. With one of them, a model that never
// looks at the graph has almost no loss. With another, a model that looks a single hop ahead has almost none. Only the
// third makes a model search to the end. Then the paper's contrast between the two losses, and what becomes of it when
// training goes on.
//
// **How long it takes.** One or two minutes on two cores, and fifteen minutes to read. Chapter 3 comes first.

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
// After $c$ thoughts, any node of a set $\mathcal C_{c+1}$ is accepted (paper, Eq. 5). The code calls it the
// *candidate set*. It has nothing to do with the two candidates of the question. The loss is minus the logarithm of
// the probability of the whole set:
//
// $$\ell = -\log \frac{\sum_{v \in \mathcal C_{c+1}} \exp \xi_v}{\sum_v \exp \xi_v}.$$
//
// At the answer token `[A]` only the candidate that can be reached is accepted, as in chapter 3. In the code, Coconut
// and Coconut-BFS are the same function, `crossEntropy(logits:accepting:)` of [chapter
// 3](../03-coconut-train/README.md). Coconut calls it with one node and Coconut-BFS with a set. The gradient is
// $p - q$ again. Now $q$ is the model's own probability on the accepted nodes, scaled to add up to 1. So the loss asks
// for probability on the set and does not care how it is shared out within the set. If the model already prefers one
// accepted node, $q$ prefers it as well.
//
// ## Which nodes are accepted
//
// "Every node that the search may have reached" can mean three things:
//
// <!-- code: Reachability/Loss.swift CandidateSet -->
//
// <!-- code: Reachability/Problem.swift reachable frontier successors -->
//
// (`uniform` is another loss: its label is one node drawn from the set. [NOTES.md](../04-bfs-loss/NOTES.md) compares
// it.) In the worked example of chapter 1, after one thought, the three sets are:
//
// | set | nodes at $c = 1$ | what they are |
// |---|---|---|
// | `reachable` | 0, 1, 2, 3, 4, 5 | everything within two hops |
// | `frontier` | 3, 4, 5 | the nodes exactly two hops away |
// | `successors` | 1, 2, 3, 4, 5 | everything that an edge from $N_1 = \lbrace 0, 1, 2 \rbrace$ leads to |
//
// *By hand.* Let a model give each of the ten nodes of the example the probability 1/10. With `reachable` it pays
// $\ln (10/6) = 0.51$, with `frontier` $\ln (10/3) = 1.20$, and with `successors` $\ln (10/5) = 0.69$. A model that
// always says the root pays nothing with `reachable`.
//
// Now look for the easiest way to a small loss. The root, 0, is in `reachable` for every $c$. A model that copies the name
// behind `[R]` and says it again after every thought pays nothing, and it need not read a single edge. The set `successors`
// does not contain the root, because no edge leads to it. But it contains the first hop, 1 and 2, for every $c$, since $N_c$
// always contains the root. A model that searches one hop and then stays there pays nothing either. Only `frontier` moves on
// with every thought.
//
// The table gives the mean number of nodes that each set accepts on the held-out problems. Its last two columns show
// how often two lazy models are right. One always says the root (*root again*). The other finds the root's successors
// and names them again after every thought (*hop 1 again*, for $c \ge 1$).

terminal.section("Which nodes are accepted")
terminal.candidateSets(lesson.heldOut)

// > **In the paper.** There is one set, `reachable`, and the theory's model cannot take its shortcut. Each of its
// > logits is a sum of two parts: what the thought already holds, and $\mu$ times what one more hop adds. Only $\mu$
// > is trained. So the model can lower its loss only by searching, and $\mu$ grows. (The same holds for `successors`,
// > a set that this book adds.) A name in the authors' plotting script, `bfs-uniform-loss`, suggests that they also
// > trained with a label drawn uniformly from $N_{c+1}$. That loss has no such shortcut. Our one run of it has not
// > learned its hop (below).
// >
// > **Here.** A transformer can change all of its weights, and so it can take these shortcuts. `--profile paper`
// > trains with the published set, `reachable`. The profiles `quick` and `laptop` train with `frontier`. Chapter 5
// > computes the theory for all three sets, and trained models follow below.
//
// ## The run
//
// The recipe is exactly that of chapter 3. Only the accepted nodes differ.

let run = lesson.train()

// ## What it answers
//
// At `[A]` both losses ask for the same single token. So these answers can be compared with those of chapter 3.

terminal.section("What it answers")
terminal.answers(of: run)

// ## The logit difference
//
// Compare the column $c = 0$ with that of chapter 3. Under Coconut, a model that searches hop by hop cannot know which
// node of the frontier is demonstrated. A model that gives all its probability to one of them pays for it whenever
// another is demonstrated. Under Coconut-BFS, every node of the frontier is right. The only cost comes from the
// probability that is left on *other* nodes, and sharper attention removes it. This argument is about a transformer,
// which can treat the children of one root differently. It suggests a larger logit difference here:

terminal.section("The logit difference")
terminal.logitDifferences(of: run)

// In stage 0 this column is indeed ahead of chapter 3's. By the end of the run hardly anything is left of the lead.
// The next section gives a likely reason: later hops need the same weights. (Paths of this profile have at most three
// hops. So no label ever asks for a step from $c = 3$, and that column may have either sign.)
//
// > **In the paper.** Appendix E.2 finds a logit difference that keeps growing under Coconut-BFS.
// >
// > **Here.** The theory's model gives all children of a root the same logit. So for `frontier` its equation says
// > something else. At $c = 0$ both losses give *the same* growth. For $c \ge 1$, averaged over the problems, $\mu$
// > stops at a finite value (chapter 5 computes it). Nothing is proven about a trained transformer. The next section
// > measures what it does.
//
// ## The contrast
//
// The paper's contrast is this: under Coconut the logit difference stays bounded, and under Coconut-BFS it keeps
// growing. Does it appear in models that find their hop? The contrast is about where the logit difference goes in the
// long run, so stage 0 must be long. The quick run above leaves stage 0 after a few hundred steps on small graphs, so
// it cannot decide. `--profile contrast` trains stage 0 and nothing else, at a constant learning rate. Its graphs have
// their full size after a third of the run, and only what comes later is judged. Beside the two losses of the contrast
// the tables have other kinds of run; the text below them says what each is for. All runs are measured on the 419 test
// problems.
//
// In the first table, the columns ⅓, ⅔ and *end* give the logit difference at $c = 0$ after a third, two thirds and
// all of a run. *Hop 1 found* is the share of problems in which the likeliest token at $c = 0$ is exactly one hop from
// the root. *Hop 2 found* is the share in which the likeliest token at $c = 1$ is exactly two hops away; $c = 1$ is
// not trained here. *Accepted* is the probability that the model gives to all nodes that its loss may accept. (For
// Coconut these are the nodes on a shortest path.) *Evenness* says how equally the probability is shared among the
// root's children. Take the probabilities of the $k$ children, scaled to add up to 1. Evenness is their entropy
// divided by $\log k$: 1 if all are equal, 0 if one child has everything. The mean is over the problems whose root has
// at least two children. Evenness does not say how much probability the children have together. That is why the rows
// *bfs-reachable*, whose models say the root, show 0.9.
//
// <!-- code: Reachability/CrossEntropy.swift evenness -->

terminal.section("The contrast")
let contrast = orExit { try records(HopSeries.self, RecordName.hops("contrast-*")) }
let stage0 = contrastTable(contrast)
terminal.table(stage0.header, stage0.rows)

terminal.section("The published recipe")
let witnesses = publishedTable(
  orExit {
    try [Loss.coconut, .bfsFrontier].flatMap {
      try records(IndependentRun.self, RecordName.independent($0))
    }
  })
terminal.table(witnesses.header, witnesses.rows)

// In the first table, compare the rows *coconut-seed…* with the rows *bfs-frontier-seed…*. Both kinds of model find
// the first hop. Coconut's logit difference rises early and then stays bounded; in each seed it ends below its value
// after a third of the run. That of Coconut-BFS goes on rising to the end. The evenness shows what this means for the
// root's children: Coconut keeps several, and Coconut-BFS commits itself to one of them. (Seed 1 of Coconut finds the
// first hop late: by half of the run it does so in .96 of the problems, and the rule asks for .98. So this seed is not
// judged, and a fourth was trained.) A run of 7,500 steps sees 480,000 problems, as many as 32 epochs of the published
// training set. (Stage 0 of the published recipe has 150.) The column *hop 2 found* is about a hop that no run was
// trained on: Coconut-BFS finds it more often. How often depends on the recipe. In the published one both seldom find
// the second hop before its stage (second table, epoch 150), and one stage later Coconut finds the third more often
// (epoch 200).
//
// The rows *bfs-reachable* are Coconut-BFS with the published set. All three models satisfy their loss, as the column *accepted* says,
// and none finds a hop: they repeat the root, the first of the two shortcuts above.
//
// What keeps Coconut's logit difference bounded? Three more rows, with one seed each, speak against simple answers. Is
// it the noise of a label that is drawn anew every time? `soft-coconut` asks at once for all nodes that could have
// been drawn, each weighted by its chance of being drawn. It has no such noise, and it ends where Coconut does. Is it
// weight decay? `coconut-no-decay` has none, and it ends there, too. Is it that only nodes on a shortest path are
// asked for? `uniform-frontier` draws its label from the whole frontier. It ends there as well, with children that are
// more even still. The losses of all three runs have one thing that Coconut-BFS does not have: uneven children cost
// something. Chapter 5 tests whether this can be the cause. Four further rows complete the picture.
// `bfs-frontier-no-decay` is Coconut-BFS without weight decay. It ends about as high as Coconut-BFS with weight decay.
// (It is a single run, and the interval of its slope over the last third includes 0. So chapter 6's rule does not call
// this growth.) `uniform` draws its label from the root and its children. In these steps it does not learn what its
// loss accepts (column *accepted*), and so it decides nothing. Nor does `coconut-dropout`, Coconut with the published
// dropout of .1, which does not learn the first hop in these steps. `bfs-frontier-dropout` learns it and ends above
// Coconut, but much lower than without dropout, and again the interval of its slope includes 0.
//
// What becomes of the contrast when the same weights must also serve later hops? An independent training answers this.
// A separate PyTorch program, which shares no code with this book, trained the published recipe (width 768, 350
// epochs) on a GPU, once with each loss. Its Coconut-BFS accepts our set, `frontier`, and not `reachable`. (There are
// two small differences from the published program as well: the last batch of an epoch, and matrix products in tf32.)
// In the second table, the columns $c = 0$ to $3$ are logit differences. Stage 0 ends after epoch 150, and each later
// stage lasts 50 epochs. Answers are trained from epoch 250 on, first those of problems with three hops.
//
// ![What the two losses make of the first hop. Above: the logit difference at c = 0, in stage 0 alone (a, one curve a seed: Coconut four, Coconut-BFS three; a broken curve had not learned the first hop by half of its training) and through all stages of the published recipe (b, one run a loss). Below: how evenly the softmax weighs the root's children. 419 test problems.](../../figures/contrast.pdf)
//
// Left, stage 0 alone at width 128, for `coconut` (four seeds) and `bfs-frontier` (three): one curve for each seed,
// measured on 419 test problems. A seed that had not learned the first hop by half of its training has a dashed curve.
// From the vertical line on, graphs have their full size. Right, the published recipe through all stages: one run for
// each loss; dashed vertical lines mark where stages 1 to 4 begin.
//
// Up to epoch 150 the right side shows what the paper's Figure 3 shows and, with another set, what its Appendix E.2
// says: Coconut near 60 and bounded, Coconut-BFS far above it. Coconut-BFS still rises, but over the last third of the
// stage by less than 5 % of its height, so chapter 6's rule calls its growth *not decided* there. (In the runs on the
// left it is decided.) At later hops there is no such contrast. Each is trained in a stage of its own, and there both
// losses are level at $c = 1$ and $c = 2$, with Coconut-BFS above Coconut at $c = 1$ and below it at $c = 2$ (second
// table, epochs 200 and 250). That is what Theorem 1's flow gives for `frontier`, too: a finite root from $c = 1$ on.
// (At $c = 3$ Coconut still rises a little at the end of its stage, so chapter 6 does not call its claim on all three
// hops reproduced.) At $c = 0$ the contrast disappears once later hops are trained, and in the end it is reversed.
// There is a likely reason. A thought that holds only one child cannot find what lies behind the others. So the loss
// of the second hop, which trains the same weights, pulls Coconut-BFS back and makes it even. In the end it is the
// *more* even of the two.
//
// ## The schedule in small
//
// Does a small model go the same way? The profile `miniature` is the paper's schedule at width 128: a stage for each
// hop at a constant learning rate, with examples of earlier stages mixed in. Unlike the paper's, it has a label at
// every hop. Graphs have their full size before stage 0 may end, and a stage ends when its hop is learned or its steps
// are over. The answer to a problem of $L$ hops is trained from stage $L$ on. The table shows each run at the end of
// each of its stages. In the rows *bfs-frontier-seed…* and *coconut-seed…*, Muon trains the matrices of the layers.
// The rows *adamw* are an earlier attempt with AdamW alone. (A [program by
// others](https://github.com/Avra98/reasoning-by-superposition-latent) also leaves a stage when its score passes a
// threshold, and takes the stage up again when the score drops.)

terminal.section("The schedule in small")
let miniature = miniatureTable(orExit { try records(HopSeries.self, RecordName.hops("miniature-*")) })
terminal.table(miniature.header, miniature.rows)

// Take the rows *bfs-frontier-seed…* and *coconut-seed…* first, three seeds of each loss. All six models learn the
// whole task: in the last column a guess between the candidates gets half. Now read down the columns $c = 0$ and
// *evenness*. Coconut-BFS leaves stage 0 with a large logit difference and very uneven children. While the later hops
// are trained, the difference falls by two thirds or more in every seed, and the children become about as even as
// Coconut's. In the end its difference is the smaller of the two. Coconut changes much less: its difference falls by
// between a sixth and a little more than a quarter. So the small models go the same way as the large one, and chapter
// 6 calls this *reproduced*. With AdamW alone they do so, too, but those models have not learned the whole task when
// their steps are over.
//
// > **In the paper.** Theorem 1 speaks of one stage. A bounded logit is said to keep the nodes of a thought even, and
// > an unbounded one to let one of them win.
// >
// > **Here.** That is what one stage by itself shows. But there are two likely reasons for even nodes. The first is
// > the loss of a hop itself: Coconut's charges for uneven nodes, Coconut-BFS's does not. The second is the losses of
// > later hops, which need all the nodes. Both losses have the second reason once several stages are trained. So even
// > nodes in a model trained through all stages do not say which reason made them even. What each loss should do was
// > written down before its run, in [NOTES.md](../04-bfs-loss/NOTES.md), which also says what was changed after the
// > runs were seen.
//
// ## Three sets, full-size graphs
//
// Now all three sets on graphs of full size, beside Coconut, from the runs in `data/`. Read *hops in frontier* first:
// it says how far a model searches, hop by hop. Then compare *answers* with *without thoughts*: a search that stops
// early is no help at `[A]`. The logit differences, for $c = 0, 1, 2, 3$, say at which $c$ the last layer attends to
// the frontier's edges more than to others.
//
// Coconut and `frontier` were trained with the recipe as it is now. `frontier` takes 7,000 steps instead of Coconut's
// 5,000, because its later hops come more slowly. The other two are older runs, of 18,000 steps with AdamW.

terminal.section("Three sets, full-size graphs")
let sets = orExit {
  try [Loss.coconut, .bfsReachable, .bfsFrontier, .bfsSuccessors].flatMap {
    try records(RunRecord.self, RecordName.run($0))
  }
}
terminal.runs(sets)

terminal.section("Last loss, and logit difference at c = 0 on the way")
terminal.lossesBesideSearch(sets)

// The model trained with `reachable` took the first shortcut. Its logit difference ends at zero, it finds no hop, and
// what is left of its loss is the guess at `[A]`. The one trained with `successors` took the second: it finds the
// first hop with very sharp attention, and no other. Only `frontier` searches to the end. (The table has one seed of
// each set. Chapter 7 has two more of `frontier`.) The second table gives the last loss of each run (the losses count
// different things, so compare the search and not the loss), and the logit difference at $c = 0$ on the way.
//
// ![The logit difference through training, one panel for each loss, one colour for each number of thoughts. Each panel has its own axis. Coconut has three seeds, the others one; 200 test problems.](../../figures/logit_differences.pdf)
//
// Each colour has one curve for each seed (Coconut 3, the others 1). Each panel has its own axis. In the end the model
// trained with `reachable` searches nothing, because it repeats the root, and the one trained with `successors`
// searches only the first hop. (The curves are means over the first 200 test problems, the table's numbers over 257
// validation problems. So their ends differ a little.)
//
// ## Summary
//
// - Coconut-BFS accepts a set where Coconut names a node. In the code the two differ in one argument.
// - Which set it is matters more than which loss. With one set a model needs to read no edge, with another it needs a
//   single hop. The theory's model trains a single number and cannot take these shortcuts. A transformer trains
//   hundreds of thousands of numbers and can.
// - In stage 0 by itself Coconut's logit difference stays bounded and that of Coconut-BFS with `frontier` grows, as
//   the paper says of its own set. With that set, `reachable`, nothing grows here. Once later hops use the same
//   weights, the contrast disappears (the published recipe, one run of each loss; the schedule in small, three seeds).
//   Chapter 6 judges these statements by rules.
//
// ## Exercises
//
// Each exercise changes one thing, and all three stop early. Every 250 steps a line is printed that says how far the run is.
//
// 1. *The shortcut.* Train with the published set:
//
//        ./build.sh 04 --set candidate_set=reachable --set max_steps=1000 --out runs/reachable
//
//    What is the loss after 250 steps, how large is the logit difference, and what share of first hops is in the
//    frontier? *You should see* a loss of nearly zero, while the logit difference stays near zero, too, and no first
//    hop is ever found. The model says the root. In a later stage the loss rises again: the guess at `[A]` costs
//    something.
// 2. *Old nodes or new ones.* Accept every successor of $N_c$:
//
//        ./build.sh 04 --set candidate_set=successors --set max_steps=1000 --out runs/successors
//
//    At $c = 0$ this is the same set as `frontier`. So in which stage does this run begin to differ from this
//    chapter's run with `frontier`? Go on for 500 steps of the last stage, to see what its logit difference does:
//
//        ./build.sh 04 --set candidate_set=successors --set max_steps=1500 --out runs/successors --resume
//
//    *You should see* the same numbers as in this chapter's run through stage 0, and different ones afterwards. This
//    run does not find the second hop, and has no reason to: its loss stays small without it, while its logit
//    difference at $c = 0$ goes on growing.
// 3. *What holds the logit difference back?* Take the weight decay away:
//
//        ./build.sh 04 --set weight_decay=0 --set max_steps=1000 --out runs/no-decay
//
//    Is the logit difference at $c = 0$ after a thousand steps larger than in this chapter's run? *You should see*
//    about the same logit difference. So in a run as short as this weight decay does not hold it back: in a thousand
//    steps it would shrink a weight by a few per cent at most.
//
// *Long:* `./build.sh 04 compare` trains with all three sets (a minute each), and with `--profile laptop` on full-size graphs.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365),
//   Appendix E.2: attention under Coconut-BFS.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): why one thought
//   can hold a frontier.
//
// Before: [3 · Training with the Coconut loss](../03-coconut-train/README.md). Next: [5 · Three theorems](../05-theorem1-attention/README.md).
