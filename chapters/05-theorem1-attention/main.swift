// # 5 · Three theorems
//
// Chapters 3 and 4 trained the same transformer with two losses and followed one quantity, the logit difference. Under
// Coconut it stays bounded. Under Coconut-BFS it goes on growing while the first hop is trained alone. The paper explains
// this with a model so small that its training can be worked out on paper. This page builds that model, derives its
// equations, computes them on real graphs, and says where they apply and where they do not. The [second
// page](../05-theorem1-attention/trained-models.md) of this chapter opens trained transformers and looks for the same parts in them.
//
// **What you will see.** A function of two lines that makes the next thought. A differential equation for one number, with
// a stopping point for the second, third and fourth hop and none for the first. Thoughts that each search exactly one hop
// further. An answer that is wrong for every problem at first, and then right for every problem at once. And weights,
// written down by hand, that solve every problem.
//
// **How long it takes.** `./build.sh 05` runs both pages in less than a minute on two cores. This page takes half an hour to
// read, the second fifteen minutes. Nothing is trained.

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
let problems = orExit { try ProblemSets.read(options.testFile, note: terminal.note) }

// ## A model small enough to solve
//
// *The idea.* Keep only what the search needs. Every node $v$ has an embedding $u_v$ of length 1, and all embeddings are at
// right angles to each other. A thought is a weighted sum of them,
//
// $$[t_c] = \sum_{v \in N_c} \lambda_v u_v,$$
//
// where $N_c$ holds the nodes that the root reaches within $c$ hops. The weight $\lambda_v$ can be read off again: it is the
// inner product of the thought with $u_v$, since all other nodes are at right angles to $u_v$ and add nothing.
//
// The first layer is not trained. The theory assumes that it has copied each edge's source and target onto the token that
// closes the edge. (The second page checks this in a trained model.) The second layer does the search. It compares the
// thought with the *source* of every edge, and it adds the *target* of each edge that matches to what the thought already
// holds. How strongly it attends to an edge $u \to v$ is the weight $\lambda_u$ of the source in the thought, times one
// number: the *index-matching logit* $\mu$. (An index is the number of a node, and matching it is what the layer does.)
//
// *The equation.* So the logit of a node $v$ as the next node has two parts. The first is what the thought carries over. The
// second is what one hop leads to:
//
// $$\xi_v = \lambda_v \, 1[v \in N_c] + \mu \sum_{u \in N_c} \lambda_u \, 1[(u \to v) \in E].$$
//
// ($1[\dots]$ is 1 where the statement in brackets is true and 0 where it is false; $E$ is the set of edges.)
//
// *The code.* It is the equation, edge by edge. `thought` holds the weights $\lambda_v$, 0 outside $N_c$:
//
// <!-- code: Theory/NextThought.swift nextLogits -->
//
// *By hand.* Take the worked example of chapter 1: root 0, edges 0→1, 0→2, 1→3, 1→4, 2→4, 2→5, 3→6, 4→6, and a second tree
// 7→8→9 that the root does not reach. Node 4 has two parents. Let $\mu = 2$.
//
// - $[t_0]$ holds the root alone, with weight 1. Its logits are $\xi_0 = 1$, carried over, and $\xi_1 = \xi_2 = 2$, one hop on.
//   The next thought is this vector divided by its length $\sqrt{1 + 4 + 4} = 3$, so $[t_1]$ has the weights 1/3, 2/3, 2/3.
// - From $[t_1]$ follow $\xi_0 = 1/3$ and $\xi_1 = \xi_2 = 2/3 + 2 \cdot 1/3 = 4/3$, each a sum of both parts. New are
//   $\xi_3 = \xi_5 = 2 \cdot 2/3 = 4/3$ and $\xi_4 = 2 \cdot (2/3 + 2/3) = 8/3$. Node 4 gets twice as much, because it has two
//   parents.
// - One step further the target, node 6, is reached along three walks. It then weighs as much as node 4.
//
// The code agrees. Nodes 7, 8 and 9 are never held:

terminal.section("A model small enough to solve")
let example = Problem.workedExample
terminal.thoughts(thoughts(of: example, indexMatchingLogit: 2.0, count: 3), of: example)

// ## Theorem 1: how training moves μ
//
// *The idea.* Training is gradient descent on $\mu$. Let its steps become very small. Then $\mu$ is a function of a time $t$,
// and its path obeys a differential equation, the *gradient flow*. Three counts appear in it.
//
// - $K = |N_c|$ is the number of nodes in the thought. The theorem assumes that all of them have the same weight. The thought
//   has length 1, so this weight is $\lambda = 1/\sqrt K$.
// - $d_v$ is the number of edges that lead from $N_c$ to $v$, the *in-degree* of $v$. A node with two parents in $N_c$ has
//   $d_v = 2$. A node that no edge from $N_c$ leads to has $d_v = 0$.
// - $v^\ast$ is the demonstrated node, the one that the Coconut loss asks for ($p_{c+1}$ in chapter 3). Its in-degree is
//   $d^\ast$. The largest in-degree of all nodes is $d_{\max}$.
//
// With equal weights the logit above becomes $\xi_v = (1[v \in N_c] + \mu \, d_v) / \sqrt K$. Its slope in $\mu$ is
// $d_v / \sqrt K$.
//
// *The equation, for Coconut.* Write $p_v = \operatorname{softmax}(\xi)_v$ for the probability of $v$. The loss is the
// cross-entropy $\ell = -\log p_{v^\ast}$. Its gradient is the one of chapter 3: $\partial \ell / \partial \xi_v$ is
// $p_v - 1$ for the demonstrated node and $p_v$ for every other node. The chain rule then gives one line:
//
// $$-\frac{\partial \ell}{\partial \mu} = \sum_v \bigl( 1[v = v^\ast] - p_v \bigr) \frac{d_v}{\sqrt K}
// = \frac{d^\ast - F(\mu)}{\sqrt K}, \qquad F(\mu) = \sum_v p_v \, d_v.$$
//
// $F(\mu)$ is the in-degree that the model *expects*: the mean in-degree of a node drawn with the model's own probabilities.
//
// One factor is still missing. Training does not move $\mu$ itself. It moves the $n \times n$ key-query matrix $W$, whose
// entry $W_{us}$ says how strongly node $u$ in a thought attends to edges that leave node $s$, and $\mu$ is the mean of its
// diagonal, $\mu = \operatorname{tr} W / n$. Gradient descent with rate $\alpha$ gives each diagonal entry the velocity
// $-\alpha \, \partial \ell / \partial W_{vv}$. Raising $\mu$ a little raises every diagonal entry by as much, so these $n$ slopes
// add up to $\partial \ell / \partial \mu$. Their mean, which is what moves $\mu$, is one $n$-th of it:
//
// $$\mu' = \frac{\alpha}{n \sqrt K} \bigl( d^\ast - F(\mu) \bigr).$$
//
// The rate $\alpha$ only sets the unit of time: all times below count in units of $1/\alpha$.
//
// *What follows.* A larger $\mu$ moves probability to nodes with larger in-degree, so $F$ never falls:
// $F' = \operatorname{Var}_p(d) / \sqrt K \ge 0$, where $\operatorname{Var}_p(d)$ is the variance of $d_v$ under $p$. As
// $\mu$ grows, $F$ approaches $d_{\max}$. Now there are two cases.
//
// - If $d^\ast < d_{\max}$, then $F$ passes $d^\ast$ at some finite $\mu^\ast$, the *root* of $F(\mu^\ast) = d^\ast$. Below the
//   root $\mu$ rises, above it $\mu$ falls, and so $\mu$ ends at $\mu^\ast$. **The match stays bounded.**
// - If $d^\ast = d_{\max}$, then $F$ stays below $d^\ast$ for every $\mu$, and $\mu$ rises for ever.
//
// *The code.* A graph enters only through its counts, so nodes that the flow cannot tell apart are kept together as one
// class with a count. One pass over the classes adds up the softmax, without its denominator, and $d_v$ under it:
//
// <!-- code: Theory/NodeSums.swift moments -->
//
// $F$ is then a quotient of two of these sums:
//
// <!-- code: Theory/NodeSums.swift expectedInDegree -->
//
// *The equation, for Coconut-BFS.* Now the loss accepts a set $A$ of nodes: $\ell = -\log P$ with $P = \sum_{v \in A} p_v$.
// Its gradient is $p_v - q_v$, where $q$ is $p$ restricted to $A$ and divided by $P$. In the flow, a mean over $A$ takes the
// place of $d^\ast$, and this mean is weighted by the softmax:
//
// $$\mu' = \frac{\alpha}{n \sqrt K} \left( \sum_{v \in A} q_v d_v - F(\mu) \right)
// = \frac{\alpha}{n \sqrt K} \, (1 - P) \, \bigl( \bar d_A - \bar d_R \bigr).$$
//
// Here $\bar d_A = \sum_{v \in A} q_v d_v$ is the mean in-degree of the accepted nodes and $\bar d_R$ that of the rejected
// nodes, both weighted by $p$. The second form follows because $F = P \, \bar d_A + (1 - P) \, \bar d_R$. It says when the
// match still grows: as long as accepted nodes have the larger mean in-degree.
//
// - The sets `reachable` ($N_{c+1}$) and `successors` accept *every* node that an edge from $N_c$ leads to. All rejected
//   nodes then have in-degree 0. So $\bar d_A$ stays ahead of $\bar d_R = 0$ for every $\mu$, and **$\mu$ grows for ever**.
// - The set `frontier` accepts new nodes only. It rejects an old node even where edges of $N_c$ lead to it again, and such a
//   node may have a larger in-degree than any new one. Then $\bar d_R$ overtakes $\bar d_A$ at a finite root, as under Coconut.
//
// Growth for ever is slow. For large $\mu$ the velocity falls like $\exp(-\mu g / \sqrt K)$, where $g$ is the gap between the
// largest in-degree and the next one behind it. A velocity that falls like this gives $\mu \approx (\sqrt K / g) \log t$.
// In an average over many graphs, the one whose velocity falls most slowly wins: the largest $\sqrt K / g$.
//
// *The code* uses the second form, because it does not subtract two nearly equal numbers when $P$ is close to 1. For Coconut,
// the accepted set is the demonstrated node alone.
//
// <!-- code: Theory/NodeSums.swift velocity -->
//
// *Over a data set* the theorem averages the right-hand sides. In most data sets only some problems satisfy
// $d^\ast < d_{\max}$, and still the average has a root. The reason: let $\mu$ grow. A problem that fails the condition
// pulls upward, but its pull dies out, because its $F$ approaches $d^\ast$. A problem that satisfies the condition pulls
// downward in the end, with a strength that approaches $(d_{\max} - d^\ast)/(n \sqrt K)$ and does not die out. So one such
// problem is enough: the average is negative for large $\mu$. Each term falls or stays level as $\mu$ grows, so the average
// crosses zero once, and if it is positive at $\mu = 0$ it crosses above 0.
//
// *What it gives.* The flow on the test set, started at $\mu = 0$. It is followed to the root, or to time $10^9$ where there is
// none.

terminal.section("Theorem 1: how training moves μ")
let flow = FlowReport.compute(problems)
show(flow, of: [.coconut, .bfsReachable, .bfsSuccessors, .bfsFrontier], terminal)

// The column $d^\ast < d_{\max}$ is the share of pairs (a problem and one of its demonstrated nodes, or its accepted set) that
// satisfy the condition. For a set, $d^\ast$ is its largest in-degree. The column $\mu' > 0$ *at 0* is the share that pulls upward at the start.
// *Rate* is the exponential rate at which $\mu$ closes in on a root. Where there is no root, *slope* is the slope of $\mu$
// against $\log t$ over the last two decades of time, and *limit* is what it tends to as $t \to \infty$, the largest
// $\sqrt K / g$. At time $10^9$ the slopes have still some way to go for $c \ge 1$, because the slowest graphs have only
// begun to decide the average.
//
// ![Four losses, one curve for each number of thoughts c. Under Coconut and under Coconut-BFS with the frontier, μ levels off at a root for c = 1, 2, 3 (dotted) and grows without bound for c = 0. With reachable nodes or successors it grows for every c. Time is logarithmic, so a straight line is growth like log t. 419 test problems; the flow has no random part.](../../figures/theorem1_flow.pdf)
//
// ## Theorem 1 in the worked example
//
// *By hand.* Take the worked example after one thought, $c = 1$. Here $N_1 = \lbrace 0, 1, 2 \rbrace$ and $K = 3$. The in-degrees are $d_4 = 2$;
// $d_1 = d_2 = d_3 = d_5 = 1$; and 0 for all others. Write $a = 1/\sqrt 3$ and $x = e^{a \mu}$. The nodes of $N_1$ also have
// their carry-over $a$, so
//
// $$F(\mu) = \frac{2 e^a x + 2 x + 2 x^2}{e^a + 4 + 2 e^a x + 2 x + x^2}.$$
//
// Coconut demonstrates node 3 or node 4, each half of the time. Node 3 has $d^\ast = 1 < d_{\max} = 2$. Node 4 has
// $d^\ast = 2 = d_{\max}$ and fails the condition. The average is still bounded: it stops at $F(\mu^\ast) = 1.5$. This is a
// quadratic equation in $x$, and its positive solution gives $\mu^\ast = \sqrt 3 \ln x \approx 3.56$.
//
// With the frontier $\lbrace 3, 4, 5 \rbrace$ Coconut-BFS accepts the node with the largest in-degree. Its mean
// $(2x + 2x^2)/(2x + x^2)$ stays above $F$ for every $\mu$, so in this graph it has no root. And at $c = 0$ we get
// $F(\mu) = 2 e^\mu / (e + 2 e^\mu + 7)$, which is below $d^\ast = 1$ for every $\mu$: no root either.

terminal.section("Theorem 1 in the worked example")
for (c, loss) in [(0, Loss.coconut), (1, .coconut), (1, .bfsFrontier)] {
  let root = IndexMatchingFlow([example], c: c, loss: loss).root()
  terminal.say("c = \(c), \(loss.title): \(root.map { "μ* = " + number($0, 4) } ?? "no root")")
}

// ## What the theorem covers
//
// Look at $c = 0$. The thought holds the root alone, so $K = 1$. No edge occurs twice, so every $d_v$ is 0 or 1. The
// demonstrated node is a child of the root and has $d^\ast = 1 = d_{\max}$. The condition of the theorem fails for *every*
// problem, and the flow grows for ever under every loss of the table, Coconut included. From the second hop on, some nodes can
// be reached along several edges, the condition holds for most pairs, and there is a root.
//
// The table sets a trained transformer beside the theory: chapter 3's run on full-size graphs (`laptop`), seed 0. Its columns
// show the logit difference, the transformer's counterpart of $\mu$. The two have different units, so compare directions, not
// sizes.

terminal.section("What the theorem covers")
let trained = orExit {
  try AttentionRawData.read("\(options.data)/\(RecordName.attention(.coconut, seed: 0))")
}
terminal.condition(flow, beside: trained)

// The transformer is bounded at every $c$, but it does not simply reach a level and stay. At $c = 0$ the logit difference has
// lost almost half of its peak by the end, while later hops, which share the same weights, were trained. Chapter 4
// therefore trains stage 0 alone. There the paper's picture appears: level under Coconut, growing under Coconut-BFS.
//
// > **In the paper.** The curve that levels off so clearly in its figure is the one of the first prediction, our $c = 0$.
// > **Here.** For that prediction the equation has no bound. It even predicts *the same* growth under Coconut and under
// > Coconut-BFS with `frontier`, because every node that either of them accepts has $d_v = 1$. So something that
// > the equation does not contain bounds the transformer. The [second page](../05-theorem1-attention/trained-models.md) finds out what.
//
// ![Left: F(μ) under Coconut, one curve for each c; it rises from near 0 to the mean largest in-degree. Middle: the velocity μ′; for c = 1, 2, 3 it crosses zero at the root (dotted), for c = 0 it only approaches zero. Right: the share of pairs that satisfy the condition, and the share with F(0) < d*, which pulls upward at the start. Means over 419 test problems.](../../figures/theorem1_condition.pdf)
//
// ## Is one number enough?
//
// *The idea.* Training renames the nodes at random for every sample, so no node is special. A matrix that no renaming changes has
// one number $\mu$ everywhere on its diagonal and one number $\nu$ everywhere off it: $W = \mu I + \nu (1 1^\top - I)$. These
// are *two* numbers. The paper follows the first alone. Does it lose anything?
//
// *The test.* Train the whole matrix from zero, entry by entry, on renamed graphs. Set it beside two flows: the flow of
// $(\mu, \nu)$, and the flow of $\mu$ with $\nu$ held at 0.

terminal.section("Is one number enough?")
terminal.flows(options.theory(.keyQuery))

// The second column of losses belongs to $\mu$ alone, and it is the larger one in every row. So $\nu$ does not stay at zero, and
// leaving it out moves $\mu$ and costs a little loss. *Left over* is the share of the trained matrix that the two numbers do
// not describe (in the Frobenius norm, at the smallest step length). It is the noise of drawing names, and it shrinks each
// time the step length is halved. The symmetry argument is right, then, and its result is two numbers.
//
// ![Markers: μ and ν of the matrix that was trained entry by entry. Solid lines: the flow of both numbers, which the markers follow. Dashed: the flow of μ alone, which misses them. 20 problems.](../../figures/key_query_matrix.pdf)
//
// ## With thoughts of its own
//
// *The idea.* The flow assumes that all nodes of a thought weigh the same. Real thoughts are made by the model. So let the
// simplified model make its own thoughts and train it through all stages, with the linear attention of the theory and also
// with the softmax attention of a transformer. If equal weights are a good approximation, its $\mu$ stays close to that of
// the flow.

terminal.section("With thoughts of its own")
terminal.simplified(options.theory(.simplified))

// Under Coconut-BFS the two numbers agree within a few percent at the end. Under Coconut they do not: the flow falls to the small root of
// the last stage, and the model's own $\mu$ does not follow it. *Hops found* is the share of problems whose largest logit
// lies at exactly hop $c + 1$. It falls from hop to hop, because nothing in this model forgets: a node that many walks lead
// to keeps the largest logit even when the search has passed it. *Answers* compares the two candidates only, which is an
// easier question.
//
// ![μ of the simplified model with thoughts of its own, through all stages, beside the flow and beside the logit difference of trained transformers; every curve is divided by its own largest value. Coconut on the left, Coconut-BFS on the right. Only the shape of the curves can be compared.](../../figures/simplified_model.pdf)
//
// ## Theorem 2: one hop of breadth-first search
//
// *The idea.* Feed the logits back as the next thought, after dividing them by their length and *before* any softmax. Then the
// thought takes one step of breadth-first search.
//
// *The equation.* $\lambda_v(c + 1) = \xi_v / \lVert \xi \rVert$. Every term of $\xi_v$ is 0 or positive if $\mu > 0$. So
// $\xi_v$ is positive exactly if $v$ is in $N_c$ or an edge from $N_c$ leads to $v$, and that is exactly $N_{c+1}$. This proves
// the theorem: **for every $\mu > 0$ the next thought holds all of $N_{c+1}$ and nothing else.**
//
// *The code.* A chain of thoughts is this step, over and over:
//
// <!-- code: Theory/NextThought.swift thoughts -->
//
// *What it gives.* One problem, with $\mu$ at the root of the flow for $c = 1$:

terminal.section("Theorem 2: one hop of breadth-first search")
let problem = Generator().problem(0, of: .test, seed: options.common.seed ?? 0)
let root = flow.rows.first { $0.loss == .coconut && $0.root != nil }?.root ?? 1
let chain: [[Double]] = thoughts(of: problem, indexMatchingLogit: root, count: problem.pathLength)
terminal.thoughts(chain, of: problem)

// Each thought holds as many nodes as $N_c$ has. Nodes that many walks lead to weigh more. Old nodes are never forgotten.
//
// ## Over ten thousand problems
//
// One problem proves little. The table checks every thought of ten thousand problems, for $\mu$ from $10^{-12}$ to $10^{12}$;
// it shows every third power of ten and the roots of the flow. Does a thought hold exactly $N_c$? Does it still do so with
// numbers of 32 bits?
//
// A second question is how *evenly* a thought weighs its nodes. Divide the weights by their sum, so that they add up to 1.
// Their *evenness* is their entropy, divided by the largest entropy that so many weights can have. It is 1 if all weigh the
// same and 0 if one node has everything.
//
// <!-- code: Reachability/CrossEntropy.swift evenness -->

terminal.section("Over ten thousand problems")
terminal.nextThoughts(options.theory(.nextThought))

// Read the table downwards. With a small $\mu$ the model hardly searches: the mass stays on the root, and *mass on the
// frontier* is near 0. With a large $\mu$ it moves on at once. *Evenness* of the thought itself is largest near $\mu = 1$
// and falls only a little for large $\mu$. The last column is another matter. It is the evenness of the *softmax* of the same
// logits, which is what the loss sees, and it collapses: for large $\mu$ nearly all probability goes to one node. This is the
// early commitment to a locally attractive node that a bound on $\mu$ prevents. (With 32 bits, the smallest and the largest
// $\mu$ of the table lose some nodes to rounding.)
//
// ![For μ above 1 a thought keeps most of its evenness, while the softmax of its logits collapses onto one node. Means over 10,000 problems.](../../figures/theorem2_next_thought.pdf)
//
// ## Theorem 3: naming the answer
//
// *The idea.* At `[A]` the model names one of the two candidates. Its logits add two things: the *residual carry-over* of the
// last thought, with a trained strength $\mu_A$, and the *candidate lift* of both candidates, with a trained strength $\mu_R$.
//
// *The equation.*
//
// $$\xi_v = \mu_A \, \lambda_v \, 1[v \in N_C] + \mu_R \, 1[v \in \lbrace c_1, c_2 \rbrace].$$
//
// Only the right candidate $c^\ast$ has both parts. Compare it with any other node $v$. Its lead is
// $\xi_{c^\ast} - \xi_v = m_v \cdot (\mu_A, \mu_R)$, with
//
// $$m_v = \bigl( \lambda_{c^\ast}, \; 0 \bigr) \ \text{for the other candidate}, \qquad
// m_v = \bigl( \lambda_{c^\ast} - \lambda_v, \; 1 \bigr) \ \text{for all other nodes}.$$
//
// Lift beats the nodes that are no candidates, and carry-over alone can beat the other candidate. The loss
// $-\log p_{c^\ast}$ pushes along each $m_v$ in proportion to the probability that $v$ still has:
//
// $$(\mu_A', \mu_R') = \alpha \sum_{v \ne c^\ast} p_v \, m_v, \quad \text{averaged over problems}.$$
//
// *The code* returns this velocity, and its derivative for an integrator that needs one:
//
// <!-- code: Theory/PredictionFlow.swift linearised -->
//
// Both numbers grow without bound. What settles is their ratio, the direction of the vector $(\mu_A, \mu_R)$. It is written as
// an *angle*: 0 is carry-over alone, $\pi / 2 \approx 1.57$ is lift alone. The *margin* of a direction is the smallest lead that
// $c^\ast$ has over any node in any problem when $(\mu_A, \mu_R)$ has length 1 and that direction. The theorem says that the flow
// tends to the direction with the largest margin. That direction can be found without the flow, by trying angles:
//
// <!-- code: Theory/PredictionFlow.swift margin -->
//
// *What it gives.* The flow is followed to time $10^{100}$, because it closes in on its limit only like $1 / \log t$. The rows
// differ in the thoughts: with equal weights, or made with some $\mu$ as in Theorem 2.

terminal.section("Theorem 3: naming the answer")
terminal.predictions(options.theory(.prediction))

// *What surprises.* In the end every kind of thought leads to the right answer. For small $\mu$ the beginning goes the wrong way.
// At the start all nodes have the same probability, so $\mu_A'$ is the weight of $c^\ast$ minus the mean weight of all nodes.
// Thoughts made with a small $\mu$ (0.1 and 1 in the table) give less than the mean to $c^\ast$, a node at the very edge of
// the search. Carry-over then becomes *negative*. As long as it is, the other candidate leads, since its weight in the thought is 0: the answer is
// wrong in **every** problem. Meanwhile lift pushes all other nodes out of the softmax. Only the two candidates are left, and
// then $m_v = (\lambda_{c^\ast}, 0)$ decides. Carry-over turns, and at the moment when it passes zero, every problem becomes
// right. The column *all wrong until* shows the time. The smaller the $\mu$ of the thoughts, the longer it takes.
//
// *By hand.* In the worked example with $\mu = 1/2$, the weights of $[t_3]$ are, before they are divided by their length, 1 for the
// root, 3/2 for nodes 1, 2 and 4, 3/4 for nodes 3 and 5, and 3/8 for the target. The mean over all ten nodes is 0.74. The target
// has less, so carry-over starts downward.
//
// The direction in the end differs, too. In a thought with equal weights it only matters whether a node is in it, and a small
// lift is enough. Where weights are uneven, a heavy node that is no candidate could outbid a light one that is. Lift must then
// count for more.
//
// ![Left: carry-over (solid) and lift (dashed) against time. Middle: their angle, and the direction of largest margin (dotted), found without the flow. Right: the share of problems answered right, which jumps from 0 to 1 when carry-over passes zero. 419 test problems; μ is that of the thoughts.](../../figures/theorem3_direction.pdf)
//
// ## Weights written down
//
// *The idea.* The theory says what such a model would learn. Can a real transformer of two layers hold such thoughts at all? The
// paper's predecessor constructs one, and we wrote its weights down and ran them. In layer 1 five heads look one or two
// places back. Each copies what it finds there into a part of the hidden state that is reserved for it:
//
// <!-- code: Theory/ExplicitConstruction.swift choosers -->
//
// In layer 2 one head matches the thought with the sources of edges and reads their targets. The MLP makes all coordinates
// above a threshold equal and sets the others to zero, so that every thought has equal weights:
//
// <!-- code: Theory/ExplicitConstruction.swift equalised -->
//
// *What it gives.*

terminal.section("Weights written down")
let construction: ConstructionReport = options.theory(.construction)
terminal.table(
  ["problems", "answered", "thoughts", "largest distance from equal weights"],
  [
    [
      "\(construction.problems)", "\(construction.correct)", "\(construction.thoughts)",
      significant(construction.largestDeviation, 1),
    ]
  ], left: [])

// ![One problem, thought by thought, as the construction holds it. Every node that the search has reached has the same weight. The shade becomes lighter from left to right because more nodes share a thought of length 1; nothing is forgotten.](../../figures/explicit_construction.pdf)
//
// So the architecture is no obstacle. The question is what training finds. For that, turn to the [second
// page](../05-theorem1-attention/trained-models.md).
//
// ## Summary
//
// - Under Coconut $\mu$ obeys a differential equation with a finite root as soon as some problems satisfy $d^\ast < d_{\max}$.
//   They do from the second hop on. At the first hop none does, and the equation grows for ever under every loss of the paper.
// - Under Coconut-BFS $\mu$ grows like $\log t$ if the loss accepts every node that an edge leads to. With the frontier alone it
//   is bounded from the second hop on.
// - With any $\mu > 0$ each thought is exactly one hop of breadth-first search. A bounded $\mu$ keeps the nodes at comparable
//   probability.
// - Carry-over and lift name the answer. Their ratio has a limit that can be computed without training, and on the way there
//   the answer can be wrong in every problem.
//
// ## Exercises
//
// 1. *Another graph.* Draw another problem for Theorem 2, and list its edges:
//
//        ./build.sh 05 --seed 3
//        ./build.sh 01 --seed 3 --out runs/seed3
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file runs/seed3/test.json --thoughts 4
//
//    Find the node of largest weight in the last thought. How many walks of at most four hops lead to it from the root? *You
//    should see* a node with many walks, and the root with the smallest weight. By hand: before they are divided by their
//    length, the weights after $c$ thoughts are $\sum_k \binom{c}{k} \mu^k w_k(v)$, where $w_k(v)$ counts the walks of $k$
//    edges from the root to $v$. The root has the one walk of no edges.
// 2. *Another data set.* Shorter paths, smaller graphs: the held-out problems of your own quick run.
//
//        ./build.sh 05 flow --test-file runs/quick-coconut-seed0/validation.json
//
//    In how many pairs does the condition $d^\ast < d_{\max}$ hold now, and where did $\mu^\ast$ go? *You should see* the share
//    at $c = 0$ stay at exactly 0, for the reason given above, and roots for $c \ge 1$ at other places. (The rows
//    `uniform…` belong to a label drawn uniformly from a set; chapter 4 says what they are for.)
// 3. *A bound at the first hop.* One row of that table has a root at $c = 0$: `uniform`, a label drawn uniformly from $N_1$, the
//    root included. Let the root have $k$ children. Show that $\mu^\ast = \ln(e + n - k - 1)$. *You should find* that the
//    label asks for a child with probability $k / (k + 1)$, and that the softmax gives the children this share when all other
//    nodes together (the root with $e$, the rest with 1 each) weigh as much as one child.
//
// *Long:* `./build.sh 05 theory --out runs/theory` computes every theorem anew (about a minute).
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Theorems 1
//   to 3 and their proofs.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): the construction.
// - Soudry, Hoffer, Nacson, Gunasekar, Srebro, *The Implicit Bias of Gradient Descent on Separable Data*,
//   [arXiv 1710.10345](https://arxiv.org/abs/1710.10345): why the direction is that of largest margin, and why it is reached so slowly.
//
// Before: [4 · Training with the Coconut-BFS loss](../04-bfs-loss/README.md). Next: [5, continued · What trained models do](../05-theorem1-attention/trained-models.md).
//
// <!-- page: trained-models.md -->
// # 5, continued · What trained models do
//
// The [first page](../05-theorem1-attention/README.md) of this chapter worked out what the theory's model learns. Now trained transformers are
// opened. One question is left from there: what bounds the first hop, where the theorem's condition fails? After that each
// part of the theory is looked for in a trained model: the match, the copying of the first layer, the search of the second,
// the superposition in a thought, the carry-over and the lift.
//
// **What you will see.** A test in which a model is asked whether it would like to attend more strongly. Attention that searches
// one hop further with each thought. Thoughts that hold the wave front of the search, but let go of the nodes behind it.
// Answers that are lost when the thoughts are.
//
// **How long it takes.** The program that printed the first page printed this one, in the same minute. The models were trained
// in chapters 3 and 4.
//
// ## Why the first hop is bounded all the same
//
// *The idea.* Take a model after stage 0 and make its match stronger or weaker by hand. Then ask each loss on problems that the
// model has not seen. If a loss would still like a stronger match, then a stronger match makes it smaller. If the model
// already sits where the loss wants it, then any change makes it larger.
//
// *The equation.* The attention score of the last layer is the product of a query and a key, $q \cdot k / \sqrt{d_h}$, where
// $d_h$ is the width of a head. Multiplying all queries by $s$ multiplies every score by $s$. Let $\ell(s)$ be the loss of
// the changed model. The question is where $\ell$ is least: at $s > 1$, near $s = 1$, or at $s < 1$.
//
// *The code* changes a copy of the weights, and nothing else:
//
// <!-- code: Superposition/ScaleTest.swift scalingLastQueries -->
//
// *What it gives.* The $s$ of the least loss at $c = 0$, with its 95 % interval over problems, from 33 values of $s$ between ¼
// and 4. The models are those of the profile `contrast` of chapters 3 and 4, which trains stage 0 alone, at several steps of
// their training.

terminal.section("Why the first hop is bounded all the same")
let scales = orExit {
  try ["coconut", "bfs-frontier"].flatMap {
    try records(ScaleTest.self, RecordName.scale("contrast-\($0)-seed*"), in: options.data)
  }
}
let minima = scaleTestTable(scales)
terminal.table(minima.header, minima.rows)

// Read the rows of Coconut's models first. Their own loss is least close to $s = 1$: it is content with the match as it is. The
// Coconut-BFS losses of *the same models* are least at $s = 4$, the end of the grid: they would like a much stronger match.
// (The last column is one of chapter 4's other losses, a label drawn uniformly from the reachable nodes. It charges for
// unevenness, too, and its least value lies at a finite $s$.)
//
// The two losses differ in one thing. A stronger match makes the root's children less equal, because a trained model gives
// each child a slightly different logit, which no theory of a single number does. Coconut pays for that whenever the less
// likely child is the demonstrated one. Coconut-BFS accepts every child and pays nothing. **So what bounds the match at
// $c = 0$ is the price of unevenness**, although the theorem's own condition fails there. This explanation is ours, not the
// paper's.
//
// Now the rows of Coconut-BFS's models. We expected their own loss to ask for still more, with its least value well above
// $s = 1$. **That was wrong.** By the end their loss is nearly flat from ¼ to 4, and the intervals reach from one end to the
// other. Nothing in this loss pulls the match back, and little pushes it on. The Coconut loss would have it at a quarter or
// less.
//
// ![How far each loss lies above its own least value, against the scale s (logarithmic), for models trained with Coconut (left) and with Coconut-BFS (right); one curve a seed, at the end of training. The Coconut loss of a Coconut model has its valley at s = 1. The Coconut-BFS loss of a Coconut-BFS model has no valley.](../../figures/scale_test.pdf)
//
// ## Unequal children, in the theory's own model
//
// The same can be done without a transformer. Give each child $i$ of the root its own logit $\mu m_i$ with $m_i = 1 + \varepsilon s_i$,
// where the $s_i$ have mean 0 and variance 1 and say nothing about the label. With $\varepsilon = 0$ this is the model of the theorem,
// and Coconut's $\mu$ grows for ever. With $\varepsilon > 0$ a larger $\mu$ makes the children less equal, and
//
// $$\mu' \propto 1 - \frac{\sum_i m_i e^{\mu m_i}}{e + n - k - 1 + \sum_i e^{\mu m_i}}$$
//
// has a root. *The code:*
//
// <!-- code: Theory/UnevenChildren.swift coconutVelocity -->
//
// *What it gives*, on the test set, for children that are less and less unequal:

terminal.section("Unequal children, in the theory's own model")
let scale = orExit {
  try TheoryFile<ScaleReport>.read(options.data + "/" + TheoryName.scale.file).report
}
terminal.unevenChildren(scale)

// The bound moves out as $\varepsilon$ falls, slowly, like $2 \log(1/\varepsilon)$, and there is none for Coconut-BFS at any
// $\varepsilon$. So a match that is a little uneven is enough to bound Coconut at $c = 0$ and does nothing to Coconut-BFS, as in the
// trained models. This does not prove that it is what happens in them. It shows that unevenness can do it.
//
// ![The losses of the theory's own model when μ is scaled, at c = 0 with unequal children, and where each rests as the children become equal.](../../figures/theory_scale.pdf)
//
// ## After one thought and more
//
// There the theorem has its own root. So one can ask whether the root of the averaged flow, which weighs
// a problem by $1/(n \sqrt K)$, is also where the mean loss is least:

terminal.section("After one thought and more")
terminal.leastLosses(scale)

// It is, to within a few percent: the weights hardly matter. But the roots of single problems differ much, and the share of
// problems that have one is below one. A single $\mu$ for all is a compromise.
//
// ## A trained model, measured now
//
// The other sections look into one model: the checkpoint of chapter 3's run on full-size graphs (`laptop`), seed 0. While this
// page is made the checkpoint is read, and 200 problems of the test set go through it. It was not trained on them, and
// no choice of a recipe used them. (`--profile laptop` measures all 419, `--checkpoint` another model.)
//
// The *logit difference* is the mean attention score on frontier edges minus the mean on all other edges, after $c$ thoughts. A
// frontier edge is one whose source is exactly $c$ hops from the root, so these are the edges along which the next hop is found.

terminal.section("A trained model, measured now")
let sample = Array(problems.prefix(options.count))
let reader = orExit {
  try Reader.read(
    checkpoint: options.checkpoint, reading: sample, from: options.testFile, thoughts: 4,
    threads: options.workers)
}
terminal.measurement(reader.evaluate(sample), reader.edgeScores(sample, most: 3))

// The model answers nearly every problem with its thoughts, and does not without them. At each $c$ it attends to the frontier
// edges, and nearly always its most likely next node lies in the next frontier.
//
// ## Through training
//
// The paper's Figure 3, checkpoint by checkpoint, from the same run's raw data. An epoch is 250 steps.

terminal.section("Through training")
terminal.evolution(trained)

// The columns rise one after the other, and a hop begins to rise while earlier hops are trained, before its own stage. The first
// column has its peak early. Then it falls, while graphs grow and all hops come to share the weights. In the end all four hops
// are matched almost equally strongly.
//
// ![The logit difference at c = 0 and c = 1 across checkpoints, drawn as the paper draws it. As in the paper's figure, the legend counts from 1, so its c = 1 is our c = 0. One run, 200 problems.](../../figures/attention_evolution.pdf)
//
// ## Layer 1 copies
//
// The theory *assumes* that the token which closes an edge has read its source and its target. Has it? The table shows how
// much attention that token gives to its own source, to its own target and to everything else, for each head of the first
// layer.

terminal.section("Layer 1 copies")
terminal.copying(options.probe(.firstLayerCopying))

// It has. Training divided the work: every head copies either sources or targets, and hardly looks at anything else.
//
// ![Left: first-layer attention of one prompt, the sum of all four heads; each closing token | attends to the two tokens before it. Right: how much of it goes to the edge's own source and target, head by head; bars are means over edge tokens of 419 problems, whiskers one standard deviation.](../../figures/first_layer.pdf)
//
// ## Layer 2 searches
//
// The second layer's attention, *after* its softmax, goes from the position that makes the next thought to the three tokens of
// an edge. The table adds up the three tokens and all heads, so a cell can be larger than 1. Edges are grouped by their
// source after $c$ hops, and an edge can be in several groups:
//
// - *not reachable*: the source lies outside $N_c$. *Reachable*: it lies in $N_c$.
// - *frontier (walks)*: some walk of exactly $c$ edges leads from the root to it. This is the predecessor's definition, and the
//   numbers in brackets are the predecessor's (arXiv 2505.12514), for a model of width 768.
// - *frontier*: it is exactly $c$ hops from the root, as everywhere else in this book.
// - *optimal*: it lies on a shortest path to the target, at hop $c$.

terminal.section("Layer 2 searches")
terminal.show(edgeAttentionTable(options.probe(.edgeAttention)))

// Frontier edges get several times the attention of the other reachable ones, and unreachable edges get next to none. *Optimal*
// edges get the most. The model thus looks ahead a little: among the frontier it prefers nodes that lead on to a target.
//
// ![Second-layer attention on an edge, after the softmax, by the group of its source, against the number of thoughts; the predecessor's means beside ours. 419 problems, one model.](../../figures/edge_attention.pdf)
//
// ## What a thought holds
//
// In the theory the weight of a node in a thought is its inner product with the thought. So take the inner product of thought
// $c$ with the embedding of every node, in the same groups. If the thought is a superposition of the frontier, frontier nodes
// must have large values and unreachable nodes values near zero.

terminal.section("What a thought holds")
terminal.show(thoughtContentTable(options.probe(.thoughtContent)))

// The order of the rows is the theory's, with one difference. In the theory a thought keeps all of $N_c$. Here nodes that the
// search has passed fade: compare *reachable* with *frontier* from left to right. **A trained thought does not hold every node
// found so far. It holds the wave front that runs through the graph.** The last two rows say how pure it is. Take as many nodes
// as the frontier has, those with the largest values: in what share of problems are they the frontier, and what share of
// them lies in it?
//
// ![Inner products of thoughts and node embeddings, one panel for each thought: the share of nodes in each group, by value. Frontier nodes and unreachable nodes overlap little. 419 problems, one model.](../../figures/thought_content.pdf)
//
// One problem, thought by thought:
//
// ![One solved problem: the graph after each thought. A node is the darker, the larger its inner product with the thought. The dark nodes move from the root's children to the target.](../../figures/solved_problem.pdf)
//
// ## How the answer is made
//
// Theorem 3 says that the answer's logits are a sum of carry-over and lift. In a trained model the two are measured as
// differences of mean logits at `[A]`. The baseline is the nodes that are neither candidates nor reached. *Carry-over* is what
// the nodes in the last frontier have more, *lift* what the unreachable candidate has more. The right candidate has both.
// What its logit has beyond their sum is the *interaction*.
//
// <!-- code: Superposition/PredictionStage.swift AnswerEffects.init -->

terminal.section("How the answer is made")
terminal.effects(options.probe(.predictionStage))

// Both effects are positive, as in the theorem. Their sum is not all. In the theory the third line would be zero, because logits
// simply add. In this transformer an MLP and a layer norm come after the sum, and the right candidate gets a bonus for being
// both, almost as large as the lift. Theorem 3's *additive* form does not describe this model; chapter 6 counts that as not
// reproduced.
//
// ![Left and middle: the attention scores from [A] in each layer, through training. In layer 1 [A] comes to read the last thought, in layer 2 the token [R]. Right: carry-over, lift and interaction in the answer's logits. One run, 200 problems.](../../figures/prediction_stage.pdf)
//
// ## Theorem 3's equation, fitted
//
// The equation can also be fitted as it stands: regress the answer's logits of all nodes on $\lambda_v$, the
// inner product of the last thought with the node's embedding, and on being a candidate (`./build.sh 05 regression --out runs/regression`).

terminal.section("Theorem 3's equation, fitted")
orExit {
  for file in try records(AnswerRegression.self, RecordName.answerRegression, in: options.data) {
    terminal.show(answerRegressionTable(file))
  }
}

// In models that answer, both coefficients are positive, and the equation by itself puts the right candidate first about as often as the
// model does. The models of `contrast` were never trained to answer: they carry over, and have no lift.
//
// ## Are the thoughts used?
//
// All of the above could be true of thoughts that nobody reads. So leave the weights as they are and spoil the thoughts: remove
// them, set them to zero, swap them with those of another problem, or put the mean over all problems in their place.

terminal.section("Are the thoughts used?")
terminal.show(controlsTable(options.probe(.thoughtControls), trained: nil))

// Without its own thoughts the model does no better than a coin, or worse. [Chapter 7](../07-causal-tests/README.md) asks the same
// question much more precisely. (`./build.sh 03 controls`, long, trains models that never had thoughts.)
//
// ## Summary
//
// - At the first hop the price of unevenness bounds the match under Coconut. The theorem's condition does not hold there, and the
//   loss of Coconut-BFS does not charge that price.
// - Layer 1 copies and layer 2 matches, as the theory assumes. Each thought searches one hop further.
// - A trained thought holds the wave front rather than everything reached. The theory's thought forgets nothing.
// - Carry-over and lift are both there, but they do not simply add.
//
// ## Exercises
//
// 1. *Your own model.* Measure the run of chapter 3 as the paper measures its own:
//
//        ./build.sh 05 --checkpoint-dir runs/quick-coconut-seed0 --steps 0 1 2 --output runs/quick.pdf
//
//    Which curve rises first, and by how many epochs does the next one follow? *You should see* $c = 0$ rise first and each
//    further hop follow with a delay, some of them before their own stage begins. (The figure counts $c$ from one, as the
//    paper's does; the table counts thoughts made.)
// 2. *The other loss.* Measure the Coconut-BFS model in the same way as this page measures Coconut's:
//
//        ./build.sh 05 --checkpoint data/checkpoints/laptop-bfs
//
//    Which line of *A trained model, measured now* changes most? *You should see* the answers without thoughts: they fall
//    further below a coin, because this model then names a node that is no candidate. The search itself is as good.
//
// *Long:* after `./build.sh 03 --profile laptop` has run, `./build.sh 05 report --profile laptop` measures it as chapter 6 wants
// it.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Figures 3
//   and 4, and Appendix E.3, which notes that the lift is not always read from `[R]`.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv 2505.12514](https://arxiv.org/abs/2505.12514): the tables in
//   brackets.
//
// Before: [5 · Three theorems](../05-theorem1-attention/README.md). Next: [6 · Figures, tables, claims](../06-figures/README.md).
