// # 5 · Three theorems, and what a trained model does
//
// Chapters 3 and 4 showed a number that rises and levels off. Why should it? The paper answers with a model so small that
// its training can be solved: one number, a differential equation, a root. This chapter computes all of it on real graphs,
// says what it covers and what it does not, and then opens a trained transformer to see whether the same thing is in there.
//
// **What you will see.** An equation that predicts a bounded logit for the second hop, the third and the fourth, and not
// for the first; thoughts that each search exactly one hop further; weights written down by hand that answer every
// problem; and a trained model, measured while you read, whose parts match the theory's one by one, or do not.
//
// **How long it takes.** Less than a minute on two cores, and ten to fifteen minutes to read. Nothing is trained.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Theory

let options = chapterOptions(Attention.self, or: Measure.self, with: "--checkpoint-dir")
let terminal = options.common.terminal

// ## Theorem 1: one number and its flow
//
// Nodes have orthonormal embeddings $u_v$, and a thought is a superposition $[t_c] = \sum_{v \in N_c} \lambda_v u_v$. The
// first layer has copied each edge's source and target onto its closing token; the second attends from the thought to the
// edges whose source it holds, and reads out their targets. By the symmetry of node names, what there is to learn is one
// number, the *index-matching logit* $\mu$. The next logits are what is carried over plus what one hop leads to:
//
// $$\xi_v = \lambda_v \, 1[v \in N_c] + \mu \sum_{u \in N_c} \lambda_u \, 1[(u \to v) \in E].$$
//
// Let $\lambda = 1/\sqrt K$ for all $K$ nodes of $N_c$, let $d_v$ be the number of edges from $N_c$ to $v$, and let $d^\ast$
// be that of the demonstrated node. Then gradient descent with rate $\alpha$ on a graph of $n$ nodes, in the limit of small
// steps, the *gradient flow*, is
//
// $$\mu' = \frac{\alpha}{n \sqrt K} \bigl( d^\ast - F(\mu) \bigr), \qquad F(\mu) = \sum_v \operatorname{softmax}(\xi)_v \, d_v,$$
//
// and $F' = \operatorname{Var}(d) / \sqrt K \ge 0$. So $\mu$ climbs until the in-degree that the softmax expects is the one
// demonstrated. If $d^\ast$ is below the largest, $d_{\max}$, there is a finite root $F(\mu^\ast) = d^\ast$ and $\mu$ ends
// there. Under Coconut-BFS $d^\ast$ is replaced by the mean over all accepted nodes, which keeps ahead of $F$: $\mu \to
// \infty$, at least like $\log t$. Below, both are averaged over the test set and integrated with an adaptive Runge–Kutta
// method from $\mu = 0$ to the root, or to time $10^9$.

terminal.section("Theorem 1: one number and its flow")
let problems = orExit { try ProblemSets.read(options.testFile, note: terminal.note) }
let flow = FlowReport.compute(problems)
show(flow, terminal)

// *rate* is the exponential rate at which $\mu$ closes in on a root, or the slope of $\mu$ on $\log t$ where there is none.
//
// ![The index-matching logit against time for each loss and each number of thoughts; dotted lines are the roots.](../../figures/theorem1_flow.pdf)
//
// ## What the theorem covers
//
// Look at $c = 0$. The thought holds the root alone, $K = 1$, and no edge occurs twice, so that every $d_v$ is 0 or 1. The
// demonstrated node has $d^\ast = 1 = d_{\max}$: the theorem's condition fails for *every* problem, and the flow grows for
// ever under every loss, Coconut's included. From the second hop on nodes are reached along several edges, the condition
// holds for most pairs of problem and node, and there is a root. Beside it, a trained transformer:

terminal.section("What the theorem covers")
let trained = orExit {
  try AttentionRawData.read("\(options.data)/\(RecordName.attention(.coconut, seed: 0))")
}
terminal.condition(flow, beside: trained)

// > **In the paper.** The curve that levels off so clearly in its figure is that of the first prediction, our $c = 0$.
// > **Here.** For it the equation predicts no bound, and the same growth under Coconut and under Coconut-BFS with
// > `frontier`. While stage 0 is trained by itself, a transformer levels off under the first and goes on growing under the
// > second (chapter 4). So something bounds it that the equation does not know. The next section asks what.
//
// ![The in-degree that the softmax expects, against the index-matching logit, for each number of thoughts, with the root of the flow.](../../figures/theorem1_condition.pdf)
//
// ## Why the first hop is bounded all the same
//
// Here is a test of it. Take a model after stage 0 and multiply the queries of its last layer by $s$: every logit of its
// attention is multiplied by $s$. Then evaluate both losses on problems it has not seen. If a loss still asks for a stronger
// match, it is least at some $s > 1$. If the model sits where the loss wants it, it is least near $s = 1$.

terminal.section("Why the first hop is bounded all the same")
let scales = orExit {
  try ["coconut", "bfs-frontier"].flatMap {
    try records(ScaleTest.self, RecordName.scale("contrast-\($0)-seed*"), in: options.data)
  }
}
let minima = scaleTestTable(scales)
terminal.table(minima.header, minima.rows)

// ![How far each loss lies above its least value, against the scale s, for models trained with Coconut and with Coconut-BFS.](../../figures/scale_test.pdf)
//
// On Coconut's models the Coconut loss is least close to $s = 1$, while the Coconut-BFS loss of *the same models* falls to
// large $s$. The two losses differ in one thing. A stronger match makes the root's children less equal, because a trained
// model gives each child its own logit, and no theory of one number does. Coconut pays for that whenever the less likely child
// was the one demonstrated. Coconut-BFS accepts every child and pays nothing. So the match is bounded at $c = 0$ by what
// unevenness costs, although the theorem's own condition fails there. This reading is ours, not the paper's.
//
// We had expected Coconut-BFS's models to ask for more, too: their own loss should be least well above $s = 1$. It is not so. In
// the end it is nearly flat from ¼ to 4. Nothing in that loss pulls the match back, and little pushes it on; the Coconut loss
// would have it at a quarter or less.
//
// The units differ: $\mu$ counts in those of the simplified model, the logit difference is a score summed over heads. Compare
// shapes, not sizes.
//
// ## Is one number enough?
//
// Renaming the nodes must change nothing, and a matrix that no renaming changes has the form $\mu I + \nu (1 1^\top - I)$: it
// has *two* numbers, and the paper follows the first. Here the whole matrix is trained from zero on renamed graphs, and
// laid beside the flow of both numbers and the flow of $\mu$ alone.

terminal.section("Is one number enough?")
terminal.flows(options.theory(.keyQuery))

// What the matrix is off that form (last column, at the smallest step length) is the noise of drawing names, and it shrinks with
// every halving of that length. But $\nu$ does not stay at zero, and leaving it out moves $\mu$ and costs loss. Two numbers tell
// the story that one begins.
//
// ![The trained matrix (markers) on the flow of its two numbers (lines), and the flow of one number (dashed).](../../figures/key_query_matrix.pdf)
//
// ## With thoughts of its own
//
// The flows assume uniform thoughts. Let the simplified model make its own, with linear attention as in the theory and with
// a softmax as in a transformer, and train it through all stages. The third column beside the fourth says how far the
// assumption of uniform thoughts carries:

terminal.section("With thoughts of its own")
terminal.simplified(options.theory(.simplified))

// ![The simplified model's index-matching logit beside the flow and beside a trained transformer's logit difference.](../../figures/simplified_model.pdf)
//
// ## Theorem 2: one hop of breadth-first search
//
// Feed the logits back as the next thought, normalised and *before* any softmax. For every $\mu > 0$ they are positive on
// $N_{c+1}$ and zero elsewhere: exactly one hop of breadth-first search, all nodes at once. Here is one problem, with $\mu$ at
// the root of the flow for $c = 1$.

terminal.section("Theorem 2: one hop of breadth-first search")
let problem = Generator().problem(0, of: .test, seed: options.common.seed ?? 0)
let root = flow.rows.first { $0.loss == .coconut && $0.root != nil }?.root ?? 1
let chain: [[Double]] = thoughts(of: problem, indexMatchingLogit: root, count: problem.pathLength)
terminal.thoughts(chain, of: problem)

// Nodes that many walks lead to weigh more, old nodes are never forgotten, and nothing outside $N_c$ is ever held.
//
// ## Over ten thousand problems
//
// One problem proves nothing. The same for every thought of ten thousand, and for $\mu$ from $10^{-12}$ to $10^{12}$ (some are
// shown, with the roots of the flow among them). Is the support of each thought exactly $N_c$, also in single precision?

terminal.section("Over ten thousand problems")
terminal.nextThoughts(options.theory(.nextThought))

// ![How evenly a thought and its softmax weigh the nodes they hold, against the index-matching logit.](../../figures/theorem2_next_thought.pdf)
//
// *Evenness* is the entropy of the weights over its largest possible value: 1 when all nodes of $N_c$ weigh the same. Read it
// downwards. A small $\mu$ hardly searches: the mass stays on the root. A large one moves on at once. The thought itself does
// not collapse for any $\mu$, but its softmax, which the loss sees, does: that is the early commitment to a locally attractive
// node which the bound on $\mu$ prevents. In single precision the smallest and the largest $\mu$ lose nodes altogether.
//
// ## Theorem 3: naming the answer
//
// At `[A]` the logits add two things: the *residual carry-over* of the last thought, and the *candidate lift*,
//
// $$\xi_v = \mu_A \, \lambda_v \, 1[v \in N_C] + \mu_R \, 1[v \in \lbrace c_1, c_2 \rbrace].$$
//
// Only the right candidate $c^\ast$ has both. Under gradient flow both grow without bound, and their ratio converges to the
// direction of largest margin. The limit below is found without the flow, and the flow is followed to time $10^{100}$, since
// it closes in like $1/\log t$.

terminal.section("Theorem 3: naming the answer")
terminal.predictions(options.theory(.prediction))

// ![Carry-over (solid) and lift (dashed) against time, and the angle between them with its limit (dotted).](../../figures/theorem3_direction.pdf)
//
// Every kind of thought leads to the answer in the end. What differs is the direction. In a uniform thought all that counts
// is being in it. Where weights are uneven, a heavy node that is no candidate could outbid a light one that is, and the lift
// must count for more.
//
// ## Weights written down
//
// Can a transformer of two layers hold such thoughts at all? The paper's predecessor constructs one. Five heads of layer 1
// look one or two places back; one head of layer 2 matches the thought with the sources of edges and reads their targets; the
// MLP makes equal what is above a threshold. We wrote these weights down, and ran them.

terminal.section("Weights written down")
let construction: ConstructionReport = options.theory(.construction)
terminal.table(
  ["problems", "answered", "thoughts", "largest distance from uniform"],
  [
    [
      "\(construction.problems)", "\(construction.correct)", "\(construction.thoughts)",
      significant(construction.largestDeviation, 1),
    ]
  ], left: [])

// ![One problem, thought by thought, as the construction holds it: every node of the search, all with the same weight.](../../figures/explicit_construction.pdf)
//
// So the architecture is no obstacle. The question is what training finds, and for that we open the model that chapter 3
// trained on graphs of full size.
//
// ## A trained model, measured now
//
// The checkpoint of the first laptop run is read, and the test set goes through it: problems that no training and no choice of
// a recipe has seen. (More of them with `--profile laptop`, another model with `--checkpoint`.)

terminal.section("A trained model, measured now")
let sample = Array(problems.prefix(options.count))
let reader = orExit {
  try Reader.read(
    checkpoint: options.checkpoint, reading: sample, from: options.testFile, thoughts: 4,
    threads: options.workers)
}
terminal.measurement(reader.evaluate(sample), reader.edgeScores(sample, most: 3))

// ## Through training
//
// The paper's measurement, checkpoint by checkpoint, from the run's raw data; an epoch is 250 steps. The third exercise makes
// such data, in the published schema, of a run of your own.

terminal.section("Through training")
terminal.evolution(trained)

// ![Logit difference across checkpoints, as the paper draws it.](../../figures/attention_evolution.pdf)
//
// ## Layer 1 copies
//
// The theory *assumes* that the token which closes an edge has read its source and its target. Has it? Attention weights of
// the trained model's first layer, from those tokens, per head:

terminal.section("Layer 1 copies")
terminal.copying(options.probe(.firstLayerCopying))

// ![First-layer attention of one prompt, one panel a head.](../../figures/first_layer.pdf)
//
// ## Layer 2 searches
//
// Attention of the second layer *after* the softmax, summed over heads, from the position that makes the next thought to the
// three tokens of an edge. Groups are by the edge's source, after $c$ hops; an edge may be in several. In brackets, the
// predecessor's table (arXiv 2505.12514), for its model of width 768.

terminal.section("Layer 2 searches")
terminal.show(edgeAttentionTable(options.probe(.edgeAttention)))

// ![Second-layer attention on edges by group, against the number of thoughts.](../../figures/edge_attention.pdf)
//
// ## What a thought holds
//
// The inner product of thought $c$ with the embedding of every node, in the same groups. If a thought is a superposition of
// the frontier, frontier nodes must read large and unreachable ones near zero.

terminal.section("What a thought holds")
terminal.show(thoughtContentTable(options.probe(.thoughtContent)))

// ![Inner products of thoughts and node embeddings, by group.](../../figures/thought_content.pdf)
//
// The order of the rows is that of the theory. One thing is not: there the thought keeps all of $N_c$, and here nodes that the
// search has passed fade (*reachable* against *frontier*, from left to right). What the model holds is less the set of all nodes
// reached than the wave that runs through the graph. One problem, thought by thought, the darker the larger:
//
// ![A solved problem: the graph after each thought, nodes shaded by their inner product with it.](../../figures/solved_problem.pdf)
//
// ## How the answer is made
//
// Theorem 3's two effects in the trained model. Take nodes of four kinds: in the last thought or not, candidate or not. Each
// effect is a difference of mean logits from the nodes that are neither.

terminal.section("How the answer is made")
terminal.effects(options.probe(.predictionStage))

// In the theory the third line is zero: logits add. In a transformer an MLP and a layer norm stand behind the sum.
//
// ![What [A] attends to, and the two effects on the answer's logits, across checkpoints.](../../figures/prediction_stage.pdf)
//
// ## Are the thoughts used?
//
// The last doubt. Leave the weights as they are, and replace the thoughts: remove them, set them to zero, swap them with
// another problem's, put the mean of all problems in their place. (`./build.sh 03 controls`, long, trains models without.)

terminal.section("Are the thoughts used?")
terminal.show(controlsTable(options.probe(.thoughtControls), trained: nil))

// ## Summary
//
// - Under Coconut, $\mu$ obeys a differential equation with a finite root wherever the demonstrated node has not the largest
//   in-degree: from the second hop on. At the first, the equation grows for ever under every loss.
// - With any $\mu > 0$ each thought is exactly one hop of breadth-first search. A bounded $\mu$ keeps its nodes at comparable weight.
// - Carry-over and lift name the answer; their ratio has a limit that can be computed without the training.
// - The trained transformer is measured part by part. What agrees and what does not is judged in chapter 6.
//
// ## Exercises
//
// 1. *Another graph.* Draw another problem for Theorem 2, and list its edges:
//
//        ./build.sh 05 --seed 3
//        ./build.sh 01 --seed 3 --out runs/seed3
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file runs/seed3/test.json --thoughts 4
//
//    Find the node of largest weight in the last thought. How many walks of at most four hops lead to it from the root?
// 2. *Another data set.* Shorter paths, smaller graphs: the held-out problems of your own quick run.
//
//        ./build.sh 05 flow --test-file runs/quick-coconut-seed0/validation.json
//
//    In how many pairs does the condition $d^\ast < d_{\max}$ hold now, and where did $\mu^\ast$ go?
// 3. *Your own model.* Measure the run of chapter 3 as the paper measures its own:
//
//        ./build.sh 05 --checkpoint-dir runs/quick-coconut-seed0 --steps 0 1 2 --output runs/quick.pdf
//
//    Which curve rises first, and by how many epochs does the next one follow? (In the figure, as in the paper's, $c$ counts
//    from one; in the table it counts thoughts.)
//
// *Long:* `./build.sh 05 theory --out runs/theory` computes every theorem anew (about a minute), and after
// `./build.sh 03 --profile laptop` has run, `./build.sh 05 report --profile laptop` measures it as chapter 6 wants it.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Theorems 1
//   to 3 and Appendix E.3, which notes that the lift is not always read from `[R]`.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): the construction.
// - Soudry, Hoffer, Nacson, Gunasekar, Srebro, *The Implicit Bias of Gradient Descent on Separable Data*,
//   [arXiv 1710.10345](https://arxiv.org/abs/1710.10345): why the direction is that of largest margin, and why so slowly.
