// # 3 · Training with the Coconut loss
//
// <!-- arguments: --resume -->
// A transformer of two layers is asked which of two nodes can be reached from a root. It could write down its search,
// one node after another. Coconut lets it think instead: the last hidden state is fed back as the next input, and no
// token is chosen on the way. For each hop, a training example names *one* node of *some* shortest path. From many such
// examples the model learns to hold *every* node of the frontier, all at once.
//
// **What you will see.** What the loss can teach and what it cannot; a model trained from scratch until it answers
// nearly all problems of a set that it has never seen, and fails without its thoughts; a measure of its search, the
// *logit difference*, that rises and then stays bounded. Then the same for graphs of full size, from runs that lie in
// `data/`.
//
// **How long it takes.** One or two minutes on two cores, and fifteen minutes to read.

import ArgumentParser
import Chapter
import Figures
import Reachability
import Records
import TrainingChapter

/// What the chapter can be told; `evaluate` measures a checkpoint instead, `ablate` and `controls` train models to compare.
struct CoconutTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "03-coconut-train",
    abstract: "Train a small GPT-2 on graph reachability with continuous thoughts and the Coconut loss.",
    subcommands: [Evaluate.self, Ablate.self, TrainedControls.self, Summary.self])

  @OptionGroup var training: TrainingOptions
}

let lesson = TrainingLesson(
  chapterOptions(CoconutTraining.self).training, chapter: "03-coconut-train")
let terminal = lesson.terminal

// ## What the loss sees
//
// Remember from [chapter 1](../01-dataset/README.md) that $\mathrm{frontier}_c$ is the set of nodes exactly $c$ hops
// from the root, and that $p_c$ is the demonstrated node at hop $c$: a node of some shortest path to the target. After
// $c$ thoughts, $c = 0, 1, 2, \dots$, the model has a logit $\xi_v$ for every token $v$. The Coconut loss (paper, Eq.
// 6) asks for the next demonstrated node:
//
// $$\ell = -\log \frac{\exp \xi_{p_{c+1}}}{\sum_v \exp \xi_v}.$$
//
// One function computes this loss and the one of chapter 4, because they differ only in which nodes are accepted:
//
// <!-- code: Reachability/CrossEntropy.swift crossEntropy(logits:accepting:) -->
//
// The gradient $p - q$ is easy to remember: $p$ is what the model says, and $q$ is what it is told. Training moves
// against the gradient, so a logit rises where the model says too little, and falls where it says too much.
//
// Compute the gradient by hand for the worked example of chapter 1. After one thought the label is node 3 or node 4,
// each in half of the examples, since both lie on a shortest path. Averaged over the two labels, the gradient on the
// logits of 3 and 4 is $p_3 - \tfrac12$ and $p_4 - \tfrac12$, and on every other logit it is $p_v$. It vanishes when
// $p_3 = p_4 = \tfrac12$. So the mean of many examples asks for *equal weight on all nodes that could have been
// demonstrated*, although no single example does. The loss is then $\ln 2 = 0.69$ and cannot fall further, since the
// model cannot know which of the two labels comes.
//
// There is a second thing that a model cannot know if it searches hop by hop. To tell that node 5 is a dead end, it
// would have to look one hop further than 5. But what it says after one thought comes from following edges up to hop 2
// only. What it can know by then is the frontier, $\lbrace 3, 4, 5 \rbrace$. Equal weight on it costs
// $\ln 3 = 1.10$. Knowing only the ten nodes of the graph costs $\ln 10 = 2.30$.
//
// The table gives the same three costs, averaged over the *held-out problems*, on which the model is measured and
// never trained. A row counts only problems whose path has a hop $c + 1$. So the last row leaves out paths of two
// hops, and its graphs are a little larger. The costs are in nats, the unit of the natural logarithm. The columns
// before the costs give the mean number of nodes at hop $c + 1$, in the frontier and on a shortest path:

terminal.section("What the loss sees")
terminal.references(lesson.heldOut)

// Read the last three columns from left to right. The first is the loss of a model that knows which nodes the graph
// has. The second is the loss of one that has searched $c + 1$ hops and gives all nodes found there the same weight.
// The last is the least possible loss, that of a model which also knows which of these nodes lie on a shortest path to
// the target. The step from "graph" to "frontier" gains most of what can be gained. To gain it, the model must give
// all nodes of the frontier a large logit at the same time. The logits are made from the last hidden state, and this
// hidden state is the next thought (chapter 2). So the next thought holds all nodes of the frontier at once, in one
// vector: a *superposition* of them. This is why a model comes to hold the frontier although no example ever shows
// one. (Trained models gain some of the rest, too: the one in chapter 2 gives node 5 a smaller logit than node 3.
// [Chapter 7](../07-causal-tests/README.md) says what may give nodes on a path away.)
//
// ## The curriculum
//
// A model that cannot find the first hop cannot learn the second. So the number of thoughts grows during training, stage by
// stage:
//
// ```
//   stage 0   [R] r                              → hop 1
//   stage 1   [R] r  [t_1]                       → hop 2
//   stage 2   [R] r  [t_1] [t_2]                 → hop 3
//   …
//   last      [R] r  [t_1] [t_2] … [t_L]  [A]    → the answer
// ```
//
// In stage $c$ the model makes $c$ thoughts and is asked for hop $c + 1$. In the last stage, the model makes $L$
// thoughts for a path of $L$ hops, reads the answer token `[A]` and names the candidate that can be reached. A problem
// with a short path gets there earlier: from stage $L$ on, it is asked for its answer. The gradient runs back through
// the whole chain of thoughts. With probability 0.1 (`uniform_prob`) the stage of an example is drawn at random from
// those so far, so that earlier stages are practised, too. In the code, a problem becomes a training sample like this.
// (`feedback` says what stands between prompt and answer: thoughts, except in the controls.)
//
// <!-- code: Coconut/Sample.swift sample -->
//
// The labels are made by a function of their own. A *read* is a place where the logits are taken. The number `read`
// counts what the model has read after the prompt by then: $c$ after $c$ thoughts, and $L + 1$ for the answer, because
// `[A]` is counted, too. `candidateSet` and the losses other than Coconut belong to chapter 4:
//
// <!-- code: Coconut/Sample.swift hopLabels -->
//
// The run of this chapter has the profile `quick`. These are its stages; *largest graph* counts nodes:

terminal.section("The curriculum")
terminal.curriculum(lesson.curriculum, lesson.configuration)

// > **In the paper.** Training takes 350 epochs over 14,785 problems of full size, with one label an example, a
// > constant rate of $10^{-4}$ and width 768. The key `first_stage_epochs` says 100. But from epoch 100 on, the code
// > takes (epoch − 100) / `epochs_per_stage`, rounded down, as the stage. With 50 epochs a stage this is 0 up to epoch
// > 149, and so stage 0 lasts 150 epochs. The key `reset_optimizer: True` should start the optimizer afresh in every
// > new stage. It has no effect: the test for a new stage compares two numbers that are counted differently, and it
// > never holds.
// >
// > **Here.** `--profile paper` does exactly what the published code does: a long stage 0, and no reset. The profiles
// > `quick` and `laptop` start with small graphs and let them grow, and they ask at *every* hop that a chain of
// > thoughts passes, not only at its end. That is another recipe for the same loss, and it is why minutes are enough.
// > With `--set labels=single` there is one label an example, as published.
//
// ## The run
//
// One step of training draws a batch of samples, computes the gradient of their mean loss, shortens it if it is too
// long (*clipping*), and lets the optimizer move the weights. The optimizer is AdamW (chapter 2). In `quick` and
// `laptop`, [Muon](https://kellerjordan.github.io/posts/muon/) moves the matrices of the layers instead. Muon makes
// the step of a matrix equally long in all singular directions of its gradient. A direction that few examples need is
// weak in the gradient. Muon gives it as long a step as a direction that most examples need. (The learning rates of
// the table above are AdamW's; Muon's follow the same course.)
//
// <!-- code: Training/Trainer.swift Trainer.step -->
//
// Several threads or machines share the work. The batch is cut into a fixed number of *shards*, and every worker
// computes the gradients of some of them. Then the gradients are added. Here one must be careful, because the last bits
// of a floating-point sum depend on the order of the additions. So the order is a fixed binary tree over the shards,
// whoever computed them:
//
// ```
//   shard    0   1   2   3   4   5   6   7
//            ╰─+─╯   ╰─+─╯   ╰─+─╯   ╰─+─╯
//              ╰───+───╯       ╰───+───╯
//                  ╰───────+───────╯
//                       gradient
// ```
//
// <!-- code: Training/Workers/GradientTree.swift additions(within:) -->
//
// Here `block` is the range of shards that one worker holds, and `s` is the distance between two sums that are added
// to each other: first 1, then 2, then 4. The conditions leave out partners that do not exist, and additions of which
// another worker holds a part. Those additions are made last, when the workers exchange their sums, and in the order
// of the same tree. So one thread, two threads or several machines of one kind give the same bits. After every epoch
// (250 steps here) the model is measured on the held-out problems and saved.

let run = lesson.train()

// ## What it answers
//
// The answer is the token with the largest logit after $L$ thoughts and `[A]`. The second line of the table is an
// important control. It shows the same model on the same questions *without thoughts*. If far fewer answers are right
// then, this model needs its thoughts to answer: the prompt alone is not enough for it. (Half would be a guess between
// the two candidates. A model that was never asked for an answer without thoughts may do worse than that, because it
// may name other nodes. `./build.sh 03 controls`, long, trains models without thoughts.) The last lines tell how often
// the model's likeliest token after $c$ thoughts is a node of hop $c + 1$.

terminal.section("What it answers")
terminal.answers(of: run)

// ## The logit difference
//
// How does the second layer find the next hop? Look at its attention scores, the numbers before the softmax, from the
// position that makes the next thought to the token `|` that closes an edge $e$. They are summed over the heads $h$, whose
// width is $d_h$. If the model searches, the edges that leave the frontier must have larger scores than all others:
//
// $$s_e = \sum_h \frac{q_h \cdot k_{h,e}}{\sqrt{d_h}}, \qquad
// \Delta_c = \operatorname*{mean}_{e \text{ from } \mathrm{frontier}_c} s_e \; - \; \operatorname*{mean}_{\text{other } e} s_e.$$
//
// $\Delta_c$ is the *logit difference* after $c$ thoughts. (The numbers that go into any softmax are called logits.
// These are the logits of attention, and not the logits $\xi_v$ of the tokens.) In the code:
//
// <!-- code: Coconut/LogitDifference.swift meanScores -->
//
// The logit difference is the trained model's counterpart of the *index-matching logit* $\mu$ of the theory. In the
// theory's simplified model $\mu$ says how strongly a thought attends to the edges whose source it holds. Theorem 1
// says that under the Coconut loss $\mu$ rises to a finite value and no further, under a condition that chapter 5
// examines. So we watch whether $\Delta_c$ does the same. The table gives its mean over the held-out problems:

terminal.section("The logit difference")
terminal.logitDifferences(of: run)

// There are three things to look for.
//
// - The column $c = 0$ rises steeply at first. While the last stage is trained it stays where it is, within a few
//   units, although more and more answers are right.
// - The column $c = 1$ starts to rise with its own stage, and it gets as high as $c = 0$ in fewer steps than $c = 0$
//   needed.
// - The columns $c = 2$ and $c = 3$ move early. Compare the row of stage 1 with the row before it: nothing has been
//   trained at these $c$ yet, and still they rise. ($c = 3$ is never trained in this run, whose paths have at most
//   three hops. That column counts only problems in which an edge leaves a node of hop 3.) What the model learns for
//   one hop serves the later ones, too. It learns *a hop*.
//
// Chapter 6 judges all three by rules, in a model of width 768 that was trained by the published recipe.
//
// > **In the paper.** The legend of Figure 3 counts from one: its $c = 1$ is the first prediction, made without a
// > thought.
// >
// > **Here.** $c$ counts the thoughts made, everywhere, so the same curve is $c = 0$. The score is read at the token `|`
// > after an edge. The last edge has no such token and is left out, as in the published script.
//
// The next figure shows the same while graphs grow to full size:
//
// ![The first 2,400 of 5,000 steps of the laptop runs, one column for each seed: above, the logit difference at each number of thoughts; below, the share of predictions inside the frontier. 257 validation problems.](../../figures/stages.pdf)
//
// See the hops come one after another. (Dotted lines mark where a stage begins; 257 validation problems at each
// point.) Each seed has a column of its own, because seeds can differ in *when* they find a hop, and a mean over them
// would then show a course that none of them took. A curve that has risen may also fall again, and that at $c = 0$
// does so with every seed. (The figure ends at step 2,400. By the end of the run, at step 5,000, the curve has lost
// about half of its greatest height: compare it with the last column of the next table.) Three things change
// meanwhile. Until step 2,200 graphs grow, so the same weights have to tell the frontier apart from more edges that do
// not matter. Later hops are trained on the same weights. And from step 2,200 on the learning rates fall. Growing
// graphs cannot be the only reason, because the curve goes on falling when they have full size. Whatever the reason,
// the logit difference stops rising, but it need not stay level.
//
// ## Full-size graphs
//
// `--profile laptop` trains in the same way, with time for graphs to grow to 28 nodes and for paths to grow to four
// hops. Between steps 400 and 2,200 half of the prompts start at a random position, so that later positions are
// trained before long prompts need them. Its runs lie in `data/`, each with its configuration, command, commit, seed,
// machine and every number measured on the way. The table is made from them. Answers are counted on 257 validation
// problems, *hops in frontier* are the shares for hops 1 to 4, and the logit differences are those for $c = 0$ to $3$.
// The minutes depend on the number of threads, which the next table gives.

terminal.section("Full-size graphs")
let shipped = orExit { try records(RunRecord.self, RecordName.run(.coconut)) }
terminal.runs(shipped)

// Compare the column *answers* with the column *without thoughts*. Then read the logit differences from left to right:
// from $c = 2$ on they are smaller. The number of nodes alone does not explain this. At $c = 1$ the model already has
// to match edges with about three nodes at once (chapter 1), and there the difference is as large as at $c = 0$, where
// it matches one node, the root.
//
// ![The course of training, one column for each loss and one curve for each seed: above, the training loss; below, the answers right with thoughts and without, and the predictions inside the frontier. Losses differ in what they count, so compare the shares; 257 validation problems.](../../figures/training_curves.pdf)
//
// The column Coconut belongs to this chapter. The others belong to chapter 4, which says why some runs are longer. The
// losses count different things, so each has an axis of its own. A loss rises where a new stage or larger graphs make
// the task harder. Dotted lines mark where a stage begins; shares are those of 257 validation problems, and predictions
// inside the frontier are a mean over hops.
//
// ## Two test sets
//
// The recipe was chosen on the validation problems, so accuracy on them may be too good. The fair numbers come from
// other problems: our 419 test problems (`test.json`), which a seed makes again, and the 257 validation problems that
// the authors published (fetch them yourself; the front page says where from). No model was trained on either set, and
// no recipe was chosen on them. (The published problems did have one influence: the constants of our generator were
// fitted to that file, as chapter 1 says.) But earlier recipes have been judged on both, and the people who chose the
// next one knew the result; [NOTES.md](../03-coconut-train/NOTES.md) says how often that happened. The paper reports
// 96.2 % on its own test set.

terminal.section("Two test sets")
let answers = evaluationsTable(
  orExit { try records(RunEvaluation.self, RecordName.evaluation(.coconut)) })
terminal.table(answers.header, answers.rows)

// ## Summary
//
// - Each example names one node. The mean of many examples asks for equal weight on all nodes that could have been
//   named. A search hop by hop cannot tell these from the rest of the frontier, so it puts its weight on the whole
//   frontier.
// - The curriculum adds one thought a stage. Small graphs let a model find the first hop within minutes, and graphs then grow.
// - The logit difference at $c = 0$ rises and then rises no further, while more and more answers become right. On
//   full-size graphs it even falls from its peak. Chapter 5 asks why it stops.
// - Without its thoughts the same model does no better than a guess between the two candidates.
//
// ## Exercises
//
// Each exercise trains a model with other settings. Every 250 steps a line is printed: the loss, the answers, the
// share of predictions inside the frontier at hops 1, 2 and 3, and the logit differences.
//
// 1. *One label.* Ask only at the end of the chain, as the published code does:
//
//        ./build.sh 03 --set labels=single --out runs/single
//
//    In which row does this run begin to differ from the one above?
//    *You should see* the same numbers through stage 0, where there is only one label anyway. Then this run forgets:
//    once stage 1 asks for the second hop alone, the first hop, which the second needs, falls from about 0.8 to below
//    0.4, and at the end the answers are a guess. Stages this short need the other labels. The published stages are
//    more than a thousand steps long.
// 2. *No thoughts.* Put a fixed token where the thoughts stand. No hidden state is fed back then:
//
//        ./build.sh 03 --set feedback=pause --out runs/pause
//
//    The model has as many positions as before and may compute in each of them. Which hops does it find?
//    *You should see* that it finds the first hop and not the second. About half of the third hops and of the answers
//    are right. The third hop is the target itself here, so both are a guess between the two candidates.
// 3. *Too fast.* Triple the learning rate of AdamW, take ten times that of Muon, and train the first stage alone:
//
//        ./build.sh 03 --set lr=3e-3 --set muon_lr=3e-2 --set max_steps=600 --out runs/fast
//
//    Then print all runs side by side, as they are on the held-out problems:
//
//        ./build.sh 03 summary runs/quick-coconut-seed0 runs/single runs/pause runs/fast
//
//    Compare the loss of the fast run with the row $c = 0$ of the first table. Does it know the graph, or the frontier?
//    *You should see* a loss between those of the graph and the frontier, and a logit difference that is large and
//    *negative*: the model looks at the edges that do not leave the root. It seems to rule out the nodes to which these
//    edges lead, and so it finds the first hop in about half of the problems, without a search.
//
// *Long:* `./build.sh 03 --profile laptop` repeats a run on full-size graphs (`--seed 1` and `--seed 2` repeat the other
// two), `./build.sh 03 controls` trains with pause tokens, with a discrete chain of thought and with none (three seeds
// each), `./build.sh 03 ablate` with other depths, widths and heads, and `./build.sh 03 --profile paper` is the published
// recipe, for a workstation: it says first how long it takes.
//
// ## Further reading
//
// - Hao, Sukhbaatar, Su, Li, Hu, Weston, Tian, *Training Large Language Models to Reason in a Continuous Latent Space*,
//   [arXiv 2412.06769](https://arxiv.org/abs/2412.06769): Coconut and the ProsQA problems.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*,
//   [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): see Section 5 and Figure 3.
//
// Before: [2 · The model](../02-model/README.md). Next: [4 · Training with the Coconut-BFS loss](../04-bfs-loss/README.md).
