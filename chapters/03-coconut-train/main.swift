// # 3 · Training with the Coconut loss
//
// <!-- arguments: --resume -->
// A transformer of two layers is to say which of two nodes can be reached from a root. It could write its search down, one
// node after another. Coconut lets it think instead: its last hidden state is fed back as its next input, and nothing is
// sampled on the way. Each training example names *one* node of *one* path. And yet what the model learns is to hold
// *every* node that the search may be at, all at once.
//
// **What you will see.** A model trained from scratch until it answers nine problems out of ten that it has never seen; one
// number, the *logit difference*, that rises and then stays where it is; a search that is over in as many thoughts as the
// path has hops. Then the same for graphs of full size, from runs that lie in `data/`, and the control without thoughts.
//
// **How long it takes.** One or two minutes on two cores, and ten minutes to read.

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
// Write $N_c$ for the nodes within $c$ hops of the root, and $p_c$ for the node at hop $c$ of the path that an example
// demonstrates. After $c$ thoughts, $c = 0, 1, 2, \dots$, the model's next-token logits are $\xi$, and the Coconut loss
// (paper, Eq. 6) asks for the next node of that path:
//
// $$\ell = -\log \frac{\exp \xi_{p_{c+1}}}{\sum_v \exp \xi_v}.$$
//
// The path leads to the right candidate. To name $p_{c+1}$ for certain, one must know where the path will end, and after
// $c$ thoughts nothing has been read beyond hop $c + 1$. What can be known by then is the *frontier*: the nodes exactly
// $c + 1$ hops away. So how much is each kind of knowledge worth? Whoever spreads the probability evenly over a set that
// holds the demonstrated node pays the logarithm of its size. Here is the mean over the held-out problems, in nats.

terminal.section("What the loss sees")
terminal.references(lesson.heldOut)

// The third column from the right is what it costs to know nothing but the graph's nodes, the next what it costs to
// have searched $c + 1$ hops and to hold them all with equal weight, and the last is the floor: someone who knows which
// of them lead on to the target. The gain from "graph" to "frontier" is the large one, and a superposition of the frontier
// has it. No example ever shows one. It is what many examples have in common.
//
// ## The curriculum
//
// Stage $c$ makes $c$ thoughts and asks for hop $c + 1$. In the last stage a problem with a path of $L$ hops makes $L$
// thoughts, reads the answer token `[A]` and names the candidate. Gradients run back through the whole chain of thoughts.
// With probability `uniform_prob` = 0.1 an example is drawn from an earlier stage, so that nothing is forgotten.

terminal.section("The curriculum")
terminal.curriculum(lesson.curriculum, lesson.configuration)

// > **In the paper.** 350 epochs over 14,785 problems of full size, one label an example, a constant rate of $10^{-4}$,
// > width 768. The key `first_stage_epochs` says 100, but the code divides what is left by `epochs_per_stage`, so that
// > stage 0 lasts 150 epochs. `reset_optimizer: True` never takes effect: the code compares stages that are off by one.
// > **Here.** `--profile paper` does exactly that, as run: long stage 0, no reset. `quick` and `laptop` start with small
// > graphs and let them grow, and they ask at *every* hop a chain of thoughts passes, not only at its end. That is another
// > recipe for the same loss, and it is why minutes are enough. `--set labels=single` is the published form.
//
// ## The run
//
// All that is left is to train. `train()` draws problems, cuts each batch into shards, lets every worker run its shards
// forward and backward, adds the gradients in a fixed order (one thread, two threads or several machines give the same
// bits), and steps AdamW. Every 250 steps it measures the model on held-out problems and leaves a checkpoint.

let run = lesson.train()

// ## What it answers
//
// The answer is the greedy token after $L$ thoughts and `[A]`. The second line is the control that matters: the same
// model, the same question, and no thoughts. Where it falls, the search happens in the thoughts and not in the prompt.
// (Half would be a guess between the two candidates. A model that was never asked for an answer without thoughts may do
// worse, when it names other nodes. `./build.sh 03 controls`, long, trains models without.)

terminal.section("What it answers")
terminal.answers(of: run)

// ## The logit difference
//
// How does the second layer look for the next hop? Take its attention scores before the softmax, from the position that
// makes the next thought to the token $e$ that closes each edge, summed over heads $h$ of width $d_h$:
//
// $$s_e = \sum_h \frac{q_h \cdot k_{h,e}}{\sqrt{d_h}}, \qquad
// \Delta_c = \operatorname*{mean}_{e \text{ from } \mathrm{frontier}_c} s_e \; - \; \operatorname*{mean}_{\text{other } e} s_e.$$
//
// $\Delta_c$ is the *logit difference*. A model that searches has it large: from the thought that holds the nodes at hop
// $c$ it finds the edges that leave them. Theorem 1 is about the number behind it, the index-matching logit $\mu$, and
// says that this loss lets it rise to a finite value and no further.

terminal.section("The logit difference")
terminal.logitDifferences(of: run)

// Three things to look for. In the column $c = 0$: it rises steeply while stage 0 is trained, and later it is level although
// the loss goes on falling. In the column $c = 1$: from the first step of its own stage on it takes fewer steps than $c = 0$
// took. In the columns behind it: compare the last row of stage 1 with the row before it. What moves there has not been
// trained yet. Has the model learned hop two and hop three, or has it learned *a hop*? Chapter 6 judges all three by rules.
//
// > **In the paper.** The figure's legend counts from one: its $c = 1$ is the first prediction, made without a thought.
// > **Here.** $c$ counts thoughts made, everywhere, so that the same curve is $c = 0$. The score is read at the token
// > `|` after an edge, and the last edge has none (as in the published script), so it is left out.
//
// The same on graphs of full size, up close (mean of the seeds, band from the smallest to the largest). Graphs grow from
// step 500 to step 5,000 there, and with every new edge that is not the frontier's the same search needs other weights:
//
// ![The stages of the laptop runs: the logit difference at each number of thoughts, and the share of predictions inside the frontier, against the training step.](../../figures/stages.pdf)
//
// ## Full-size graphs
//
// `--profile laptop` is the same recipe with time to grow: graphs of 5 to 28 nodes, paths of up to four hops. Its runs lie
// in `data/`, each with its configuration, command, commit, seed, machine and every number measured on the way. The
// numbers below are read from there. Answers are those on 257 validation problems, minutes those of the recorded run.

terminal.section("Full-size graphs")
let shipped = orExit { try records(RunRecord.self, RecordName.run(.coconut)) }
terminal.runs(shipped)

// ![Training curves: the loss, the share of answers right with and without thoughts, the share of predictions inside the frontier.](../../figures/training_curves.pdf)
//
// Read the column *without thoughts* beside *answers*, and the logit differences from left to right, $c = 0, 1, 2, 3$. A
// thought that holds many nodes gives each of them less weight.
//
// ## Two test sets
//
// The recipe was chosen on the validation problems, so the fair numbers are others: those on our 419 test problems
// (`test.json`), which a seed regenerates, and those on the 257 validation problems that the authors published (fetch them
// yourself; the README says where from). Nothing was trained on either, and nothing chosen. The paper reports 96.2 % on its
// test set.

terminal.section("Two test sets")
let answers = evaluationsTable(
  orExit { try records(RunEvaluation.self, RecordName.evaluation(.coconut)) })
terminal.table(answers.header, answers.rows)

// ## Summary
//
// - The loss names one node at a time. Equal weight on the frontier is what all its examples have in common, and it is most
//   of what can be gained before the path is known.
// - A curriculum adds one thought a stage. Small graphs break the first plateau within minutes, and growing ones lead on.
// - The logit difference at $c = 0$ rises and then is level while the loss still falls. Chapter 5 asks why.
// - Without its thoughts the same model does no better than a guess between the two candidates.
//
// ## Exercises
//
// Each changes one thing. Every 250 steps a line says how far it is: the loss, the answers, the share of predictions inside
// the frontier at hops 1, 2 and 3, and the logit differences.
//
// 1. *One label.* Ask only at the end of the chain, as published:
//
//        ./build.sh 03 --set labels=single --out runs/single
//
//    Where does it part from the run above, and by how many steps are the hops, and then the answers, later?
// 2. *No thoughts.* Put a fixed token where thoughts stand, which carries nothing from one position to the next:
//
//        ./build.sh 03 --set feedback=pause --out runs/pause
//
//    The model has as many positions as before and may compute in each. What is the share of answers right now, and which
//    hops does it still find? (A third hop, where there is one, leads to the target: half right there is a guess between the
//    candidates.)
// 3. *Too fast.* Triple the learning rate and train the first stage alone:
//
//        ./build.sh 03 --set lr=3e-3 --set max_steps=1000 --out runs/fast
//
//    Side by side with the others, on the held-out problems:
//
//        ./build.sh 03 summary runs/quick-coconut-seed0 runs/single runs/pause runs/fast
//
//    Compare its loss with the row $c = 0$ of the first table: has the model got beyond knowing the graph, and has it got
//    to the frontier? And on which edges is its attention: what sign has the logit difference, and how large is it?
//
// *Long:* `./build.sh 03 --profile laptop` repeats the runs on full-size graphs, `./build.sh 03 controls` trains with pause
// tokens, with a discrete chain of thought and with none (three seeds each), `./build.sh 03 ablate` with other depths, widths
// and heads, and `./build.sh 03 --profile paper` is the published recipe, for a workstation: it says first how long it takes.
//
// ## Further reading
//
// - Hao, Sukhbaatar, Su, Li, Hu, Weston, Tian, *Training Large Language Models to Reason in a Continuous Latent Space*,
//   [arXiv 2412.06769](https://arxiv.org/abs/2412.06769): Coconut and the ProsQA problems.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Section 5
//   and Figure 3 are this chapter's.
