// # 5 · Three theorems
//
// Chapters 3 and 4 trained the same transformer with two losses and followed one quantity, the logit difference. Under
// Coconut it stays bounded. Under Coconut-BFS it goes on growing while the first hop is trained alone. The paper explains
// this with a model so small that its training can be worked out on paper. This page builds that model, derives its
// equations, computes them on real graphs, and says where they apply and where they do not. The [second
// page](../05-theorem1-attention/trained-models.md) of this chapter opens trained transformers and looks for the same parts in them.
//
// **What you will see.** A function of a few lines that makes the next thought. A differential equation for one
// number. Under the Coconut loss this number comes to rest for the second, third and fourth hop, and never for the
// first. Thoughts that each search exactly one hop further. An answer that can be wrong for every problem at first,
// and then becomes right for all of them at the same moment. And weights, written down by hand, that solve every
// problem.
//
// **How long it takes.** `./build.sh 05` runs both pages in a few seconds on two cores. This page takes half an hour
// to read, the second fifteen minutes. Nothing is trained while it runs. The two small trainings of this page are read
// from `data/`; the last command of the page repeats them.

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
// where $c$ counts the thoughts made so far, and $N_c$ holds the nodes that the root reaches within $c$ hops. The
// weight $\lambda_v$ can be read off again: it is the inner product of the thought with $u_v$, since all other
// embeddings are at right angles to $u_v$ and add nothing.
//
// The first layer is not trained. The theory assumes that it has copied each edge's source and target onto the token
// that closes the edge: `|`, or `[Q]` after the last edge. (The second page checks this in a trained model.) The
// second layer does the search. It compares the thought with the *source* of every edge. An edge matches if the
// thought holds its source. The layer adds the *target* of each matching edge to what the thought already holds. How
// strongly the layer attends to an edge $u \to v$ is a product of two numbers: the weight $\lambda_u$ of the source in
// the thought, and the *index-matching logit* $\mu$, which is the same for all edges. (The index of a node is its
// number, and matching indices is what the layer does. For short we call $\mu$ the *match*.)
//
// *The equation.* So the logit of a node $v$ as the next node has two parts. The first is what the thought carries over. The
// second is what one hop leads to:
//
// $$\xi_v = \lambda_v \, 1[v \in N_c] + \mu \sum_{u \in N_c} \lambda_u \, 1[(u \to v) \in E].$$
//
// ($1[\dots]$ is 1 where the statement in brackets is true and 0 where it is false; $E$ is the set of edges.)
//
// *The code* is the equation, edge by edge. `thought` holds the weights $\lambda_v$, 0 outside $N_c$:
//
// <!-- code: Theory/NextThought.swift nextLogits -->
//
// *By hand.* Take the worked example of chapter 1: root 0, edges 0→1, 0→2, 1→3, 1→4, 2→4, 2→5, 3→6, 4→6, and a second tree
// 7→8→9 that the root does not reach. Node 4 has two parents. Let $\mu = 2$.
//
// - $[t_0]$ holds the root alone, with weight 1. Its logits are $\xi_0 = 1$, carried over, and $\xi_1 = \xi_2 = 2$, one hop on.
//   The next thought is this vector divided by its length $\sqrt{1 + 4 + 4} = 3$, so $[t_1]$ has the weights 1/3, 2/3, 2/3.
// - $[t_1]$ gives $\xi_0 = 1/3$, carried over, and $\xi_1 = \xi_2 = 2/3 + 2 \cdot 1/3 = 4/3$, a sum of both parts.
//   Three nodes are new: $\xi_3 = \xi_5 = 2 \cdot 2/3 = 4/3$ and $\xi_4 = 2 \cdot (2/3 + 2/3) = 8/3$. Node 4 gets
//   twice as much, because it has two parents.
// - One step further, the target, node 6, is reached along three walks (sequences of edges). Leave out the common
//   factor: $[t_2]$ is in proportion to 1, 4, 4, 4, 8, 4. So $\xi_6 = 2 \cdot (4 + 8) = 24$ and
//   $\xi_4 = 8 + 2 \cdot (4 + 4) = 24$: node 6 weighs as much as node 4.
//
// The code agrees. The table counts the nodes *held*, those with a weight above 0. Nodes 7, 8 and 9 are never among them:

terminal.section("A model small enough to solve")
let example = Problem.workedExample
terminal.thoughts(thoughts(of: example, indexMatchingLogit: 2.0, count: 3), of: example)

// ## Theorem 1: how training moves μ
//
// *The idea.* Training lowers the loss by gradient descent, and so it moves $\mu$. Let its steps become very small. Then $\mu$ is a
// function of a time $t$, and its path obeys a differential equation, the *gradient flow*. Three counts appear in it.
//
// - $K = |N_c|$ is the number of nodes in the thought. The theorem assumes that all of them have the same weight. The thought
//   has length 1, so this weight is $\lambda = 1/\sqrt K$.
// - $d_v$ is the number of edges that lead from $N_c$ to $v$, the *in-degree* of $v$. A node with two parents in $N_c$ has
//   $d_v = 2$. A node that no edge from $N_c$ leads to has $d_v = 0$.
// - $d^\ast$ is the in-degree of the demonstrated node, the one that the Coconut loss asks for. That node was $p_{c+1}$ in
//   chapter 3. Here it is called $v^\ast$, because $p$ is needed for probabilities. The largest in-degree of all nodes is
//   $d_{\max}$.
//
// With equal weights the logit above becomes $\xi_v = (1[v \in N_c] + \mu \, d_v) / \sqrt K$. Its derivative in $\mu$ is
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
// One factor is still missing. Training does not move $\mu$ itself. It moves the key-query matrix $W$, which has a row
// and a column for each of the $n$ nodes. Its entry $W_{us}$ says how strongly node $u$ in a thought attends to edges
// that leave node $s$. A diagonal entry says how strongly a node attends to the edges that leave the same node. In the
// theory all diagonal entries are equal to $\mu$, and all others are 0. One training problem moves some diagonal
// entries more than others. But the nodes are renamed at random, so on average the entries stay equal, and we can
// follow their mean, $\mu = \operatorname{tr} W / n$. Gradient descent with rate $\alpha$ gives each diagonal entry
// the velocity $-\alpha \, \partial \ell / \partial W_{vv}$. Raising $\mu$ by a little raises every diagonal entry by
// as much. So the $n$ derivatives $\partial \ell / \partial W_{vv}$ add up to $\partial \ell / \partial \mu$, and
// their mean, which is what moves $\mu$, is one $n$-th of it:
//
// $$\mu' = \frac{\alpha}{n \sqrt K} \bigl( d^\ast - F(\mu) \bigr).$$
//
// The rate $\alpha$ only sets the unit of time: all times below count in units of $1/\alpha$.
//
// *What follows.* A larger $\mu$ moves probability to nodes with larger in-degree, so $F$ never falls. In formulas,
// $dp_v / d\mu = p_v \, (d_v - F) / \sqrt K$. Multiply by $d_v$ and sum over $v$:
// $F' = \operatorname{Var}_p(d) / \sqrt K \ge 0$, where $\operatorname{Var}_p(d)$ is the variance of $d_v$ under $p$.
// As $\mu \to \infty$, all probability goes to the nodes of largest in-degree, and $F$ approaches $d_{\max}$. As
// $\mu \to -\infty$, it goes to nodes of in-degree 0, such as those that the root does not reach, and $F$ approaches
// 0. The demonstrated node has a parent in $N_c$, so $d^\ast \ge 1$. Now there are two cases.
//
// - If $d^\ast < d_{\max}$, then $F$ passes $d^\ast$ at one finite $\mu^\ast$, the *root* of $F(\mu^\ast) = d^\ast$. (This root of
//   an equation is not to be confused with the root node.) Below it $\mu$ rises, above it $\mu$ falls, and so $\mu$ ends at
//   $\mu^\ast$. **The match stays bounded.**
// - If $d^\ast = d_{\max}$, then $F$ stays below $d^\ast$ for every $\mu$, and $\mu$ rises for ever.
//
// *The code.* The flow depends on a node only through three things: its in-degree, whether the thought holds it, and
// whether the loss accepts it. (Coconut accepts the demonstrated node alone and rejects all others.) Nodes that agree
// in all three are kept together as one class with a count. A first loop over the classes finds the largest logit. A
// second adds up $e^{\xi_v}$ (`mass`) and $e^{\xi_v} d_v$ (`first`), for accepted and for rejected nodes. All three
// are divided by $e^{\max \xi}$, which cancels in every quotient and keeps `exp` from overflowing. In the code
// `superposed` is $K$, and `logit` is $\xi_v \sqrt K$:
//
// <!-- code: Theory/NodeSums.swift moments -->
//
// $F$ is then a quotient of these sums:
//
// <!-- code: Theory/NodeSums.swift expectedInDegree -->
//
// *The equation, for Coconut-BFS.* Now the loss accepts a set $A$ of nodes, the candidate set of chapter 4: $\ell = -\log P$ with
// $P = \sum_{v \in A} p_v$. Its gradient is $p_v - q_v$, where $q_v = p_v / P$ in $A$ and 0 outside. In the flow, a mean over $A$
// takes the place of $d^\ast$, and this mean is weighted by the softmax:
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
// Growth for ever is slow. Take a loss without a root. For large $\mu$ the velocity comes only from rejected nodes
// whose in-degree is below $d_{\max}$. Let $d_{\max} - g$ be the largest in-degree among these. Beside a node with
// $d_{\max}$, a node with this in-degree keeps a probability that falls like $\exp(-\mu g / \sqrt K)$, and so does the
// velocity. (With `reachable` and `successors` that one is 0, so $g = d_{\max}$.) Separating the variables in
// $\mu' = C \exp(-\mu g / \sqrt K)$ gives $\mu \approx (\sqrt K / g) \log t$ for large $t$. In an average over many
// graphs, the graph whose velocity falls most slowly decides. It is the graph with the largest $\sqrt K / g$.
//
// *The code* uses the second form. When $P$ is close to 1, the first one would subtract two nearly equal numbers. For Coconut,
// $A$ holds the demonstrated node alone.
//
// <!-- code: Theory/NodeSums.swift velocity -->
//
// *Over a data set* the theorem averages the right-hand sides. Each keeps its own factor $1/(n \sqrt K)$, so a small
// graph or a small $N_c$ counts for more. It is then enough for a bound under Coconut that *some* problems satisfy
// $d^\ast < d_{\max}$. To see why, let $\mu$ grow. A problem that fails the condition pulls upward, but its pull dies
// out, because its $F$ approaches $d^\ast$. A problem that satisfies the condition pulls downward in the end, with a
// strength that approaches $(d_{\max} - d^\ast)/(n \sqrt K)$ and does not die out. So one such problem makes the
// average negative for large $\mu$. No term ever rises as $\mu$ grows, so the average crosses zero only once. If it is
// positive at $\mu = 0$, it crosses at a positive $\mu^\ast$.
//
// *What it gives.* The flow on the test set, started at $\mu = 0$. It is followed to the root, or to time $10^9$ where there is
// none.

terminal.section("Theorem 1: how training moves μ")
let flow = FlowReport.compute(problems)
show(flow, of: [.coconut, .bfsReachable, .bfsSuccessors, .bfsFrontier], terminal)

// A *pair* is a problem with one of its demonstrated nodes, or with its accepted set. The column $d^\ast < d_{\max}$ is the share
// of pairs that satisfy the condition. (For a set, $d^\ast$ is its largest in-degree.) The column $\mu' > 0$ *at 0* is the share
// that pulls upward at the start; the others have a root below 0. *Rate* is the exponential rate at which $\mu$ closes in on a
// root. Where there is no root, *slope on log t* is the slope of $\mu$ against $\log t$ over the last two decades of time, and *its
// limit* is what it tends to as $t \to \infty$, the largest $\sqrt K / g$. For $c \ge 1$ the slopes are still below their limits
// at time $10^9$, because the slowest graphs have only begun to decide the average.
//
// ![The flow of μ, one panel for each loss, one curve for each number of thoughts c. In panels e to g the label is drawn uniformly from a set (exercise 3). A curve that ends in a disc has come to rest at its root μ*. A curve without a disc has no root; time is logarithmic, so a straight line is growth like log t. In b and c the slopes for c ≥ 1 are still below their limits. 419 test problems; the flow has no random part.](../../figures/theorem1_flow.pdf)
//
// ## Theorem 1 in the worked example
//
// *By hand.* Take the worked example after one thought, $c = 1$. Here $N_1 = \lbrace 0, 1, 2 \rbrace$ and $K = 3$. The in-degrees
// are $d_4 = 2$, $d_1 = d_2 = d_3 = d_5 = 1$, and 0 for all others. Write $a = 1/\sqrt 3$ and $x = e^{a \mu}$. The nodes of $N_1$
// also have their carry-over $a$, so
//
// $$F(\mu) = \frac{2 e^a x + 2 x + 2 x^2}{e^a + 4 + 2 e^a x + 2 x + x^2}.$$
//
// Coconut demonstrates node 3 or node 4, each half of the time. Node 3 has $d^\ast = 1 < d_{\max} = 2$. Node 4 has
// $d^\ast = 2 = d_{\max}$ and fails the condition. The average is still bounded: the mean $d^\ast$ of the two is 1.5, so
// $\mu$ stops where $F(\mu^\ast) = 1.5$. This is the quadratic equation
// $\tfrac12 x^2 - (e^a + 1) \, x - \tfrac32 (e^a + 4) = 0$. Its positive solution is $x \approx 7.79$, which gives
// $\mu^\ast = \sqrt 3 \ln x \approx 3.56$.
//
// Coconut-BFS with the frontier $\lbrace 3, 4, 5 \rbrace$ accepts the node with the largest in-degree. The accepted nodes have the
// mean in-degree $(2x + 2x^2)/(2x + x^2)$, which is always above 1, and the rejected nodes always have one below 1. So $\mu$ grows
// for ever in this graph. At $c = 0$ we get $F(\mu) = 2 e^\mu / (e + 2 e^\mu + 7)$, which is below $d^\ast = 1$ for every $\mu$. So
// there $\mu$ grows for ever under Coconut, too. The code agrees:

terminal.section("Theorem 1 in the worked example")
for (c, loss) in [(0, Loss.coconut), (1, .coconut), (1, .bfsFrontier)] {
  let root = IndexMatchingFlow([example], c: c, loss: loss).root()
  terminal.say("c = \(c), \(loss.title): \(root.map { "μ* = " + number($0, 4) } ?? "no root")")
}

// ## What the theorem covers
//
// Look at $c = 0$. The thought holds the root alone, so $K = 1$. No edge occurs twice, so every $d_v$ is 0 or 1. The
// demonstrated node is a child of the root and has $d^\ast = 1 = d_{\max}$. The condition of the theorem fails for *every*
// problem, and the flow grows for ever under every loss in the table of Theorem 1, Coconut included. From the second hop
// on, some nodes can be reached along several edges. Then the condition holds for most pairs under Coconut, and there is
// a root.
//
// The table sets a trained transformer beside the theory: chapter 3's Coconut run on full-size graphs (`laptop`), seed 0. The
// last three columns show its logit difference, the transformer's counterpart of $\mu$. The two have different units, so compare
// directions, not sizes.

terminal.section("What the theorem covers")
let trained = orExit {
  try AttentionRawData.read("\(options.data)/\(RecordName.attention(.coconut, seed: 0))")
}
terminal.condition(flow, beside: trained)

// At $c = 0$ the theory's $\mu$ grows for ever, and the transformer's logit difference does not. But its logit
// difference does not simply reach a level and stay either. After its peak it falls (last column) while later hops,
// which share the same weights, are trained. Chapter 4 therefore trains stage 0 alone. There the paper's picture
// appears: level under Coconut, growing under Coconut-BFS. (Where the last column is near zero, the curve still has
// its peak at the end, so this run does not tell where it would stop.)
//
// > **In the paper.** The curve that levels off so clearly in its figure is the one of the first prediction, our $c = 0$.
// >
// > **Here.** For that prediction the equation has no bound. It even predicts *the same* growth under Coconut and under
// > Coconut-BFS with `frontier`, because every node that either of them accepts has $d_v = 1$. So something that
// > the equation does not contain bounds the transformer. The [second page](../05-theorem1-attention/trained-models.md) looks for it.
//
// ![Why there is a root under Coconut. a: the expected in-degree F(μ) crosses the mean d* (dotted) at the root (disc); at c = 0 it only approaches it. b: the velocity μ′ is zero at the root. c: the share of pairs that satisfy the condition, and the share with F(0) < d*, which pulls upward at the start (no bar: none). In a and b, means over the test problems that have a hop c + 1 (419, at c = 3 only 219), each weighted by 1/(n√K) as in the flow; in c, shares of pairs, all counted alike.](../../figures/theorem1_condition.pdf)
//
// ## Is one number enough?
//
// *The idea.* Training renames the nodes at random for every sample, so no node is special. A matrix that no renaming changes has
// one number $\mu$ everywhere on its diagonal and one number $\nu$ everywhere off it: $W = \mu I + \nu (1 1^\top - I)$,
// where $1 1^\top$ is the matrix of ones. These are *two* numbers. The paper follows the first alone. Does it lose
// anything?
//
// *The test.* Train the whole matrix from zero, entry by entry, on 20 problems whose nodes are renamed at every step. Set it
// beside two flows: the flow of $(\mu, \nu)$, and the flow of $\mu$ with $\nu$ held at 0. The columns $\mu$, $\nu$ and *their loss*
// belong to the first flow at time 400, *$\mu$ alone* and *its loss* to the second.

terminal.section("Is one number enough?")
terminal.flows(options.theory(.keyQuery))

// The flow moves $\nu$ away from zero. Leaving $\nu$ out costs a little loss in every row, and it moves $\mu$ in most.
// *Left over* is the share of the trained matrix that the two numbers do not describe (in the Frobenius norm, at the
// smallest step length). It is the noise of drawing names, and it shrinks each time the step length is halved. The
// symmetry argument is right, then, and its result is two numbers. After this section the page follows the paper and
// keeps $\mu$ alone. Only the figure of the next section shows the flow of both numbers once more: after the later
// stages of Coconut, leaving $\nu$ out changes $\mu$ a great deal.
//
// ![Markers: μ and ν of the matrix that was trained entry by entry, against time. Solid lines: the flow of both numbers, which the markers follow. Dashed: the flow of μ alone. Two losses, two numbers of thoughts; 20 problems, the smallest step length. The share in the title is of the largest value in the flow. Each panel has its own axis.](../../figures/key_query_matrix.pdf)
//
// ![How far the trained matrix is from the theory, by step length. a: the largest distance of its μ or ν from the flow, as a share of the largest value in the flow. b: the share of the matrix at the end of training that μ and ν do not describe (left over). Both fall as the steps of gradient descent get shorter. Logarithmic axes; two losses, two numbers of thoughts; 20 problems. In b the curve of c = 0 under Coconut lies under that of c = 1 under Coconut-BFS.](../../figures/key_query_convergence.pdf)
//
// ## With thoughts of its own
//
// *The idea.* The flow assumes that all nodes of a thought weigh the same. Real thoughts are made by the model. So let the
// simplified model make its own thoughts, and train it stage by stage ($c = 0, 1, 2, 3$), with the linear attention of the theory
// and also with the softmax attention of a transformer. If equal weights are a good approximation, its $\mu$ stays close to that
// of the flow through the same stages.

terminal.section("With thoughts of its own")
terminal.simplified(options.theory(.simplified))

// Under Coconut-BFS the model's $\mu$ and that of the flow agree within a few percent at the end. Under Coconut they
// do not. The flow falls almost to the small root of the last stage, and the model's own $\mu$ ends more than five
// times as high. So under Coconut the flow of $\mu$ alone does not predict this model. Unequal weights need not be the
// only reason: the model's gradient also runs back through its thoughts, and its matrix has entries off the diagonal.
// (*μ of the flow* is always the flow of linear attention, in the rows *softmax*, too.) *Hops found* is the share of
// problems whose largest logit lies at exactly hop $c + 1$. It falls from hop to hop, because nothing in this model
// forgets: a node that many walks lead to keeps the largest logit even when the search has passed it. *Answers*
// compares the two candidates only, which is an easier question. With a matrix that is $\mu > 0$ on the diagonal and 0
// elsewhere, every answer would be right under linear attention: the target would have some weight and the other
// candidate none (Theorem 2 below). The trained matrix also has entries off the diagonal, and softmax gives every edge
// some attention. So some weight leaks to nodes that the search has not reached.
//
// ![a to d: μ of the simplified model with thoughts of its own (short dashes) beside the flow of μ and the flow of μ and ν, against time; dotted lines: a stage begins. a, b: linear attention. c, d: softmax attention, trained for ten times as long; the flows are those of linear attention. 1,000 training problems, one seed. e, f: the logit difference at c = 0 of trained transformers (laptop), one curve a seed, e with Coconut, f with Coconut-BFS that accepts the successors (with reachable nodes the transformer finds no hop and ends at 0, with the frontier it falls to 13; chapter 4). Compare shapes, not sizes: each panel has its own axis. The axis of training steps is logarithmic, because the last stage is by far the longest.](../../figures/simplified_model.pdf)
//
// ## Theorem 2: one hop of breadth-first search
//
// *The idea.* Take the logits, *before* any softmax, divide them by their length, and feed them back as the next thought. Then
// the thought takes one step of breadth-first search.
//
// *The equation.* After $c$ thoughts let every node of $N_c$ have a positive weight and every other node the weight 0,
// as at $c = 0$, where the root alone has weight. The next weights are $\xi_v / \lVert \xi \rVert$. If $\mu > 0$, no
// term of $\xi_v$ is negative. So $\xi_v$ is positive exactly if $v$ is in $N_c$ or an edge from $N_c$ leads to $v$,
// and these nodes are $N_{c+1}$. Step by step this proves the theorem: **for every $\mu > 0$ the next thought holds
// all of $N_{c+1}$ and nothing else.**
//
// *The code.* A chain of thoughts is this step, over and over:
//
// <!-- code: Theory/NextThought.swift thoughts -->
//
// *What it gives.* One generated problem, with $\mu = \mu^\ast$ of Coconut's flow for $c = 1$:

terminal.section("Theorem 2: one hop of breadth-first search")
let problem = Generator().problem(0, of: .test, seed: options.common.seed ?? 0)
let root = flow.rows.first { $0.loss == .coconut && $0.root != nil }?.root ?? 1
let chain: [[Double]] = thoughts(of: problem, indexMatchingLogit: root, count: problem.pathLength)
terminal.thoughts(chain, of: problem)

// Each thought holds as many nodes as $N_c$ has. Nodes that many walks lead to weigh more. Old nodes always keep some weight.
//
// ## Over ten thousand problems
//
// The proof is for real numbers, and a computer rounds. So check every thought of ten thousand problems, for $\mu$ from
// $10^{-12}$ to $10^{12}$. Does a thought hold exactly $N_c$ (column *support is $N_c$*)? Does it still do so with numbers of 32 bits
// (*in Float*)?
//
// A second question is how *evenly* the last thought of a problem weighs its nodes. *Evenness* is that of chapter 4,
// here over all nodes that the root reaches within $L$ hops, where $L$ is the length of the path. Divide the weights
// by their sum. Then divide the entropy of these shares by the largest possible one, $\log |N_L|$. It is 1 if all
// nodes weigh the same and 0 if one node has everything. *Mass on the frontier* is the sum of the frontier's shares.

terminal.section("Over ten thousand problems")
terminal.nextThoughts(options.theory(.nextThought))

// Read the table downwards. With a small $\mu$ the model hardly searches: the mass stays on the root, and that on the
// frontier is near 0. With a large $\mu$ much of the mass moves on to the frontier. The evenness of the thought itself
// is largest near $\mu = 1$, and for large $\mu$ it is still above two thirds. The last column is another matter. The
// last thought is a vector of logits divided by its length. Put these logits, undivided, through a *softmax* instead:
// the last column is the evenness of the result over the same nodes. The softmax is what the loss sees. For large
// $\mu$ its evenness collapses: most of the probability goes to few nodes. The model commits early to a node that is
// attractive locally. A $\mu$ as small as Coconut's roots (see the tables above) prevents this.
//
// (With 32 bits, the smallest and the largest $\mu$ of the table lose some nodes to rounding. In the table each node has
// a coordinate of its own. Panel c of the figure also has *dense embeddings*, in which every node uses all coordinates.
// Rounding then leaks from node to node, and far from $\mu = 1$ it hides some of $N_c$ in many thoughts.)
//
// ![a: at the roots of Coconut's flow (dotted lines, c = 3, 2, 1) both the last thought and the softmax of its logits are even; a larger μ makes the thought a little less even and makes the softmax choose. b: the thought's mass on the frontier, the softmax's on N_L (L is the length of the path). c: the share of thoughts that hold exactly N_c, with 64 bits (double) and with 32 (single); with dense embeddings, the share in which every node of N_c weighs more than the rounding error of any other node. Panel c shows all 24 decades of μ. 10,000 problems, 35,215 thoughts for each μ.](../../figures/theorem2_next_thought.pdf)
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
// ($C$ is the number of thoughts made before `[A]`.) Only the right candidate $c^\ast$ has both parts. The other
// candidate cannot be reached, so its weight in the thought is 0. Compare $c^\ast$ with any other node $v$: $c^\ast$
// leads by $\xi_{c^\ast} - \xi_v = m_v \cdot (\mu_A, \mu_R)$, with
//
// $$m_v = \bigl( \lambda_{c^\ast}, \; 0 \bigr) \ \text{for the other candidate}, \qquad
// m_v = \bigl( \lambda_{c^\ast} - \lambda_v, \; 1 \bigr) \ \text{for all other nodes}.$$
//
// Lift raises both candidates above all other nodes. Only carry-over can tell the two candidates apart. The loss
// $-\log p_{c^\ast}$ pushes along each $m_v$ in proportion to the probability that $v$ still has:
//
// $$(\mu_A', \mu_R') = \alpha \sum_{v \ne c^\ast} p_v \, m_v, \quad \text{averaged over problems}.$$
//
// *The code* returns this velocity (at $\alpha = 1$) and its derivatives, because the integrator needs both:
//
// <!-- code: Theory/PredictionFlow.swift linearised -->
//
// Both numbers grow without bound. What settles is their ratio, the direction of the vector $(\mu_A, \mu_R)$. It is written as
// an *angle*: 0 is carry-over alone, $\pi / 2 \approx 1.57$ is lift alone. Let $(\mu_A, \mu_R)$ have some direction and length 1. The
// *margin* of the direction is then the smallest lead that $c^\ast$ has over any node in any problem. The theorem says that the
// flow tends to the direction with the largest margin. That direction can be found without the flow, by trying angles:
//
// <!-- code: Theory/PredictionFlow.swift margin -->
//
// *What it gives.* The flow is followed to time $10^{100}$, because the angle closes in on its limit only like
// $1 / \log t$. The rows differ in the thoughts that the answer is read from: with equal weights, or made with some
// $\mu$ as in Theorem 2. *Least $\mu_A$* is shown where it is negative, *margin there* is that of the limit, and
// *right* is the share of problems answered right at the end.

terminal.section("Theorem 3: naming the answer")
terminal.predictions(options.theory(.prediction))

// *What surprises.* In the end every kind of thought leads to the right answer. For small $\mu$ the beginning goes the
// wrong way. At the start all nodes have the same probability, so $\mu_A'$ is the weight of $c^\ast$ minus the mean
// weight of all nodes. Thoughts made with a small $\mu$ (0.1 and 1 in the table) give less than the mean to $c^\ast$,
// a node at the very edge of the search. Carry-over then becomes *negative*. As long as it is, the right candidate
// lies below the other one, whose weight in the thought is 0, and the answer is wrong in **every** problem. Meanwhile
// lift pushes all other nodes out of the softmax. In the end only the two candidates are left, and
// $m_v = (\lambda_{c^\ast}, 0)$ decides: carry-over turns and rises. By then the lift has left the other nodes far
// behind. So at the moment when carry-over passes zero, every problem becomes right. (With $\mu = 1$ one of them is
// wrong again for a while afterwards: carry-over has raised a heavier node above $c^\ast$.) The column *all wrong
// until* shows the time. The smaller the $\mu$ of the thoughts, the longer it takes.
//
// *By hand.* Take the worked example with $\mu = 1/2$. Exercise 1 has a formula for the weights of $[t_3]$ before they
// are divided by their length. They are 1 for the root, 3/2 for nodes 1, 2 and 4, 3/4 for nodes 3 and 5, and 3/8 for
// the target. The mean over all ten nodes is 0.74. The target has less, so carry-over starts downward.
//
// The final direction differs from row to row, too. If all nodes of a thought weigh the same, no other node has more
// carry-over than $c^\ast$, and a small lift is enough. If the weights are uneven, a node that is no candidate may
// weigh more than $c^\ast$ and get more from carry-over. Lift must then count for more.
//
// ![One curve for each kind of thought. a: the angle of (μ_A, μ_R), above π/2 while carry-over is negative. b: the share of problems answered right, which jumps from 0 to 1 when carry-over passes zero. To time 10^100, c: the length of (μ_A, μ_R), which goes on growing, and d: how far the angle is from that of largest margin, found without the flow (a distance has no sign: a dip is where the angle passes its limit). 419 test problems; the flow has no random part.](../../figures/theorem3_direction.pdf)
//
// ## Weights written down
//
// *The idea.* The theory says what such a model would learn. Can a real transformer of two layers hold such thoughts
// at all? The paper's predecessor (arXiv 2505.12514) constructs one, and we wrote its weights down and ran them. In
// layer 1 five heads, called *choosers*, look one or two places back. Each does so at certain tokens only, and copies
// what it finds into one of three parts of the hidden state, which the code calls `source`, `target` and `memory`. At
// `|` and `[Q]` they copy an edge's source and target, at `[R]` the two candidates, at `[A]` the last thought. The
// candidates go into the same part as the targets of edges, because layer 2 reads that part:
//
// <!-- code: Theory/ExplicitConstruction.swift choosers -->
//
// In layer 2 one head matches the thought with the sources of edges and reads their targets. (At `[A]` it finds `[R]`
// instead and reads both candidates. To these the last thought is added from `memory`, and only the candidate that can
// be reached has both.) Then the MLP sets every node coordinate above 1/256 to the same value, and every one below
// 1/512 to zero. (None lies between.) It also sets the coordinates of all other tokens to zero. So every thought has
// equal weights:
//
// <!-- code: Theory/ExplicitConstruction.swift equalised -->
//
// *What it gives*, on the ten thousand problems from above:

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

// ![One generated problem as the construction holds it, thought by thought. Filled nodes are held, and the shade shows a node's weight as a share of the thought's largest. Every node that the search has reached is held as much as any other; nothing fades.](../../figures/explicit_construction.pdf)
//
// So the architecture is no obstacle. The question is what training finds. For that, turn to the [second
// page](../05-theorem1-attention/trained-models.md).
//
// ## Summary
//
// - Under Coconut $\mu$ obeys a differential equation with a finite root as soon as some problems satisfy $d^\ast < d_{\max}$.
//   They do from the second hop on. At the first hop none does, and $\mu$ grows for ever under Coconut and Coconut-BFS alike.
// - Under Coconut-BFS $\mu$ grows like $\log t$ if the loss accepts every node that an edge leads to. With the frontier alone it
//   is bounded from the second hop on.
// - With any $\mu > 0$ each thought takes exactly one step of breadth-first search. A bounded $\mu$ keeps the nodes at comparable
//   probability.
// - Carry-over and lift name the answer. The limit of their ratio can be computed without training. On the way there the answer
//   can be wrong in every problem.
//
// ## Exercises
//
// 1. *Another graph.* Draw another problem for Theorem 2, write it to a file, and list its edges:
//
//        ./build.sh 05 --seed 3
//        ./build.sh 01 --seed 3 --out runs/seed3
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file runs/seed3/test.json --thoughts 4
//
//    Find the node of largest weight in the last thought. How many walks lead to it from the root, with at most as
//    many edges as there were thoughts? *You should see* a node with many walks. The root has the smallest weight of
//    all nodes held. The table lists only the six largest weights, so compute the root's by hand: before they are
//    divided by their length, the weights after $c$ thoughts are $\sum_k \binom{c}{k} \mu^k w_k(v)$, where $w_k(v)$
//    counts the walks of $k$ edges from the root to $v$. The root has the one walk of no edges.
// 2. *Another data set.* Shorter paths, smaller graphs: the held-out problems of your own quick run.
//
//        ./build.sh 05 flow --test-file runs/quick-coconut-seed0/validation.json
//
//    For which share of pairs does the condition $d^\ast < d_{\max}$ hold now, and where did $\mu^\ast$ go? *You
//    should see* the share at $c = 0$ stay at exactly 0 in every row but that of `uniform`, whose label may be the
//    root with $d^\ast = 0$, and roots for $c \ge 1$ at other places. (The rows `uniform…` belong to a label drawn
//    uniformly from a set; chapter 4 says what they are for.)
// 3. *A bound at the first hop.* In the table that the command of exercise 2 prints, one loss has a root at $c = 0$:
//    `uniform`, whose label is drawn uniformly from $N_1$, the root node included. Take one problem, whose root has
//    $k$ children. Show that $\mu^\ast = \ln(e + n - k - 1)$. *You should find* that the label asks for a child with
//    probability $k / (k + 1)$, and that the softmax gives the children this share when all other nodes together (the
//    root with $e$, the rest with 1 each) weigh as much as one child.
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
// - Dormand and Prince, [*A family of embedded Runge–Kutta formulae*](https://doi.org/10.1016/0771-050X(80)90013-3), 1980: how the flows
//   are integrated.
//
// Before: [4 · Training with the Coconut-BFS loss](../04-bfs-loss/README.md). Next: [5, continued · What trained models do](../05-theorem1-attention/trained-models.md).
//
// <!-- page: trained-models.md -->
// # 5, continued · What trained models do
//
// The [first page](../05-theorem1-attention/README.md) of this chapter worked out what the theory's model learns. It
// left one question open: what bounds the match at the first hop, where the theorem's condition fails? This page looks
// for the answer in trained transformers. Then it looks in one of them for each part of the theory: the match, the
// copying of the first layer, the search of the second, the superposition in a thought, the carry-over and the lift.
//
// **What you will see.** A test that makes a model's attention stronger or weaker and asks which strength each loss
// would choose. Attention that searches one hop further with each thought. Thoughts that hold the wave front of the
// search and let go of the nodes behind it. Answers that are lost when the thoughts are taken away.
//
// **How long it takes.** Fifteen minutes to read. `./build.sh 05` prints both pages of this chapter in a few seconds.
// It trains nothing: the models come from chapters 3 and 4.
//
// ## Why the first hop is bounded all the same
//
// *The idea.* Take a model that is being trained on stage 0. On the first page the *match* was the number $\mu$. In a
// transformer we mean by it how strongly the last layer attends to the edges that leave the root. Make the match
// stronger or weaker by hand. Then compute each loss on problems that the model has not seen. If a stronger match
// makes a loss smaller, then training with that loss would strengthen the match further. If a change in either
// direction makes the loss larger, then the match is already as strong as that loss asks for.
//
// *The equation.* The attention score of the last layer is the product of a query and a key, $q \cdot k / \sqrt{d_h}$,
// where $d_h$ is the width of a head. Multiplying all queries by $s$ multiplies every score by $s$. Let $\ell(s)$ be
// the loss of the changed model. The question is where $\ell$ has its minimum: at $s > 1$, near $s = 1$, or at
// $s < 1$.
//
// *The code* changes a copy of the weights, and nothing else:
//
// <!-- code: Superposition/ScaleTest.swift scalingLastQueries -->
//
// *What it gives.* The table gives the $s$ at which each loss has its minimum at $c = 0$, with its 95 % interval over
// the 419 test problems. We tried 33 values of $s$ between ¼ and 4, and a parabola gives the place between two of
// them. The models are those of the profile `contrast` of chapters 3 and 4, which trains stage 0 alone, at several
// steps of their training.

terminal.section("Why the first hop is bounded all the same")
let scales = orExit {
  try ["coconut", "bfs-frontier"].flatMap {
    try records(ScaleTest.self, RecordName.scale("contrast-\($0)-seed*"), in: options.data)
  }
}
let minima = scaleTestTable(scales)
terminal.table(minima.header, minima.rows)
let balance = scaleBalanceTable(scales.filter { $0.loss == .coconut })
terminal.say("\n\(balance.title). \(balance.note)")
terminal.table(balance.header, balance.rows)

// Read the rows of Coconut's models first. Their own loss has its minimum near $s = 1$: the match is as strong as this
// loss asks for. The Coconut-BFS losses of *the same models* have theirs at $s = 4$, the end of the grid: they ask for
// a much stronger match. (The last column is the loss `uniform-frontier` of chapter 4, a label drawn uniformly from
// the whole frontier. It charges for unevenness, too, and its minimum also lies inside the grid.)
//
// Why do the two losses differ? A trained model gives each child of the root a slightly different logit. The theory,
// with its single number, gives them all the same. From $s = 1$ on a stronger match multiplies these small differences
// and makes the children less equal. (Below $s = 1$ it makes them more equal.) Coconut pays for that whenever the less
// likely child is the demonstrated one. Coconut-BFS accepts every child and pays nothing. That the Coconut loss of a
// Coconut model has its minimum near $s = 1$ is no surprise, because training rests where its own loss does. The
// question is which two forces balance there, and that can be computed. The Coconut loss is the sum of two parts: the
// Coconut-BFS loss, $-\log$ of the probability on all children, and the *cost of the choice* among them, $-\log$ of
// the label's share of that probability. The second table gives what a change of $s$ does to each. A match twice as
// strong lowers the first part and raises the second by more. A match of 0.71 lowers the second and raises the first
// by more. (Below $s = 1$ the second part is not about unevenness alone: a weaker match makes the children *less* even
// there, and yet the label's child, which lies on a shortest path, keeps a larger share. Seed 1 had not learned the
// first hop by half of its training.) Our reading, which is not the paper's: **from $s = 1$ on the match at $c = 0$ is
// held back by the price of unevenness**, although the theorem's own condition fails there.
//
// Now the rows of Coconut-BFS's models. We expected their own loss to ask for still more, with its minimum well above
// $s = 1$. **That was wrong.** By the end their loss is nearly flat from ¼ to 4: panel b of the figure shows how
// little it changes. So the places of its minimum mean little, and their intervals reach from one end to the other, or
// nearly. At this point the loss on test problems hardly pulls the match either way, although chapter 4 sees the logit
// difference of these runs rise to the end. This test does not explain that rise. The Coconut loss of these models
// asks for a match of a quarter of its strength or less (¼ is the other end of the grid).
//
// ![How far each loss lies above its own least value, against the scale s (logarithmic), for models trained with Coconut (a, four seeds) and with Coconut-BFS (b, three), after stage 0. One curve a seed (all four, including the one that had not learned the first hop by half of its training). Discs mark minima; a curve without one is least at an end of the grid, ¼ or 4; each panel has its own axis, and curves that leave it at the top left are cut off. In a the Coconut loss has its valley near s = 1 and the Coconut-BFS loss keeps falling; in b the Coconut-BFS loss is flat. 419 test problems.](../../figures/scale_test.pdf)
//
// ## Unequal children, in the theory's own model
//
// *The idea.* Is unevenness enough to give a bound? Try it without a transformer. Give each child $i$ of the root its
// own logit $\mu m_i$ with $m_i = 1 + \varepsilon z_i$, where the $z_i$ of one problem's children have mean 0 and
// variance 1 and say nothing about the label. (An only child keeps $m = 1$.) With $\varepsilon = 0$ this is the model
// of the theorem, and Coconut's $\mu$ grows for ever.
//
// *The equation.* With $\varepsilon > 0$ a larger $\mu$ makes the children less equal. For a graph of $n$ nodes whose root has $k$
// children, Coconut's velocity at $c = 0$ becomes
//
// $$\mu' \propto 1 - \frac{\sum_i m_i e^{\mu m_i}}{e + n - k - 1 + \sum_i e^{\mu m_i}}.$$
//
// The 1 is the mean of $m_i$ over the child that the label names, since the $z_i$ say nothing about the label. The
// fraction is the mean of $m_i$ under the softmax. In its denominator, $e$ stands for the root and $n - k - 1$ for all
// other nodes. At $\mu = 0$ the right side is positive. As $\mu \to \infty$ the fraction tends to the largest $m_i$,
// which is above 1 if there are two unequal children. So there is a root between. *The code:*
//
// <!-- code: Theory/UnevenChildren.swift coconutVelocity -->
//
// *What it gives*, averaged over the test set, for children that are less and less unequal:

terminal.section("Unequal children, in the theory's own model")
let scale = orExit {
  try TheoryFile<ScaleReport>.read(options.data + "/" + TheoryName.scale.file).report
}
terminal.unevenChildren(scale)

// The bound moves out slowly as $\varepsilon$ falls. For large $\mu$ the upward pull falls like $e^{-\mu}$, and the
// downward pull is about $\varepsilon^2 \mu$: for small $\varepsilon \mu$ the softmax weighs child $i$ by about
// $1 + \varepsilon \mu z_i$, and the mean of $(1 + \varepsilon z_i)(1 + \varepsilon \mu z_i)$ is
// $1 + \varepsilon^2 \mu$. They balance near $\mu = 2 \log(1/\varepsilon) - \log \mu$ plus a constant, which the sizes
// of the graphs set (about 2.2 in the table above). So a tenth of $\varepsilon$ adds a little less than
// $2 \ln 10 = 4.6$. For Coconut-BFS there is no bound at any $\varepsilon$. So a match that is a little uneven is
// enough to bound Coconut at $c = 0$ and does not bound Coconut-BFS. Trained models show the same two behaviours. This
// does not prove that they have the same cause. It shows that unevenness can be the cause.
//
// ![The theory's own model at c = 0 with unequal children. a: where Coconut's flow comes to rest, against the unevenness ε. b: both losses when that μ* is multiplied by s, for two ε; Coconut's has its minimum at s = 1, Coconut-BFS's keeps falling. Curves that leave b are cut off. Means over 419 test problems; nothing is random.](../../figures/theory_scale.pdf)
//
// ## After one thought and more
//
// From $c = 1$ on, Coconut's flow has a root $\mu^\ast$ even with equal children. Does the mean loss have its minimum
// at this root? It need not: the mean loss counts all problems alike, while the flow weighs the slope of a problem's
// loss by $1/n$. The column *its s* is the $\mu$ of the mean loss's minimum, divided by $\mu^\ast$. The last two
// columns take each problem by itself. (At $c = 3$ only the problems with four hops are left.)

terminal.section("After one thought and more")
terminal.leastLosses(scale)

// The mean loss has its minimum at $\mu^\ast$, to within a few percent, so the weights $1/n$ hardly matter. But the
// roots of single problems differ much. Some are negative, and some problems have none. A single $\mu$ for all
// problems is a compromise.
//
// What of trained models that make all hops? The figure repeats the scale test of the section before, now after 0 to 3
// thoughts and at several steps of a training with the recipe `laptop`. The thoughts are made by the model as it was
// trained. Only the step that reads them and predicts the next node is scaled.
//
// ![The scale s at which each loss has its minimum, through training, after c = 0 to 3 thoughts; a panel for each pair of a loss that was trained and a loss that is evaluated; Coconut-BFS accepts the frontier. a, b: the model trained with Coconut, its own loss and the Coconut-BFS loss. c, d: the model trained with Coconut-BFS, the Coconut loss and its own. The dashed line is s = 1, the strength at that step. In the end both own losses (a, d) are near it, except d at c = 0. A value at the upper or lower end may lie beyond it. One run of the recipe laptop for each loss (Coconut seed 0, Coconut-BFS seed 1), 419 test problems; at c = 3 those with four hops.](../../figures/scale_through_training.pdf)
//
// In the end the Coconut model's own loss (a) has its minimum near $s = 1$ after every number of thoughts, while the
// Coconut-BFS loss of the same model (b) asks for more. So at $c > 0$, too, Coconut stops where its own loss has its
// minimum. In the Coconut-BFS model its own loss (d) asks for a stronger match at $c = 0$, at every step of the
// training. After one thought and more it does so at some steps and not at others, and in the end its minimum is near
// $s = 1$ (at $c = 1$ with an interval that reaches far up). The theory says the same of the loss with the set
// `frontier`. At $c = 0$ its $\mu$ grows for ever. From $c = 1$ on edges also lead to old nodes, which this loss
// rejects, and $\mu$ has a finite root (first page). (Panel c: the Coconut loss of that model asks for less at nearly
// every step.)
//
// ## A trained model, measured now
//
// Most sections from here on look into one model: the checkpoint of chapter 3's Coconut run on full-size graphs
// (`laptop`), seed 0. The program reads this checkpoint now and gives it the first 200 problems of the test set. The
// later tables come from records in `data/`. The next one is over the same 200 problems, the others over all 419.
// Three of them compare several models: those of *Theorem 3's equation, fitted*, *Do the two effects add?* and *Where
// [A] looks*. Neither the training nor the choice of a recipe used these problems. (`--profile laptop` measures all
// 419, `--checkpoint` another model.)
//
// The *logit difference* is chapter 3's: the last layer's attention scores, before the softmax and summed over heads, as a mean
// over frontier edges minus the mean over all other edges, after $c$ thoughts. A frontier edge is one whose source is exactly $c$
// hops from the root. So these are the edges along which the next hop is found. The last column is the share of problems in
// which the most likely next node lies in the next frontier.

terminal.section("A trained model, measured now")
let sample = Array(problems.prefix(options.count))
let reader = orExit {
  try Reader.read(
    checkpoint: options.checkpoint, reading: sample, from: options.testFile, thoughts: 4,
    threads: options.workers)
}
terminal.measurement(reader.evaluate(sample), reader.edgeScores(sample, most: 3))

// The model answers nearly every problem with its thoughts. Without them it does worse than a coin, because it often
// names a node that is no candidate. At each $c$ it attends to the frontier edges, and it nearly always finds the next
// hop.
//
// ## Through training
//
// The table is our counterpart of the paper's Figure 3, checkpoint by checkpoint, from the raw data of the same run.
// An epoch is a fixed number of steps here (`steps_per_epoch` in `laptop.yaml`), because problems are generated
// without end.

terminal.section("Through training")
terminal.evolution(trained)

// The columns rise one after the other. The first has its peak before the end and then falls, while graphs grow and
// the later hops train the same weights. The four hops end close together: the last row differs much less from left to
// right than the row with the first hop's peak. (The table has every second checkpoint. At $c = 3$ only problems with
// edges to measure count.)
//
// ![The logit difference at c = 0 and c = 1 across checkpoints, drawn as the paper draws it. The first hop's curve rises and falls back to where the second hop's stands. Average attention is the paper's name for scores before the softmax, summed over heads. As in the paper's figure, the legend counts from 1, so its c = 1 is our c = 0. One run (laptop, Coconut, seed 0), mean over 200 problems.](../../figures/attention_evolution.pdf)
//
// Two scores make this difference. The next figure draws them apart: first all scores rise, and then those of edges
// outside the frontier fall back to about 0. The figure after it is the first one again for a Coconut-BFS model, whose
// difference at $c = 0$ also falls after its peak.
//
// ![The two scores behind the difference: frontier edges (solid) and all other edges (dotted), which fall back to about 0. Counting and run as above.](../../figures/attention_scores.pdf)
//
// ![The logit difference of a model trained with Coconut-BFS (frontier) across its checkpoints. It peaks higher than Coconut's and ends where Coconut's ends. Counting as above. One run (laptop, seed 0), mean over 200 problems.](../../figures/attention_evolution_bfs.pdf)
//
// ## Copy, match, read out
//
// The theory gives each layer its own task. Layer 1 *copies*: each *edge token*, the `|` that closes an edge, takes in
// the source and the target of its edge. Layer 2 *matches*: the last position forms a query from the nodes that its
// thought holds, and the edge tokens whose source is one of them get the attention. Then their targets are *read out*:
// each of these edge tokens hands over its target, and the next thought holds the targets. The figure shows such a
// step in a problem that a trained model solved. Read it from the bottom up:
//
// ![How a trained model makes thought 2 from thought 1. Arcs are attention weights, means over heads; in both layers their width is the weight, on one scale. Bottom: each edge token | attends to its own source (blue) and target (orange), which stand in the box above it. Middle: the last position, where thought 1 is read, attends to the edge tokens; filled boxes have a source that thought 1 holds. Six edge tokens are shown: the four with a filled box that get the most attention, and the two most attended of all others. Bars: inner products of a thought with node embeddings; grey bars in thought 2 are no targets. A thought is said to hold as many nodes as lie on its hop, those with the largest products. One test problem, one model (laptop, Coconut, seed 0).](../../figures/copy_match_read_out.pdf)
//
// All numbers in the figure are measured. But attention says only where a position looks and not what it takes from
// there. The theory says that layer 1 takes copies and layer 2 takes targets. Attention cannot show this. But thought
// 2 holds the targets, as it should if the theory is right. The next three sections measure the copies, the search and
// the thoughts over all test problems.
//
// ## Layer 1 copies
//
// The theory *assumes* that the token which closes an edge has read its source and its target. Has it? The table shows how
// much attention that token gives to its own source, to its own target and to everything else, for each head of the first
// layer.

terminal.section("Layer 1 copies")
terminal.copying(options.probe(.firstLayerCopying))

// It looks at both, and the heads divide the work: a head that takes part looks at the source or the target, and at
// hardly anything else. Not every head takes part.
//
// ![a: first-layer attention over one prompt's first six edges, the sum of all four heads (0 to 4); each closing token | attends to the two tokens before it; grey: later tokens, which cannot be seen. Keys are in the order of the queries. b: mean attention from | to its own source and target, head by head; whiskers are one standard deviation over the edge tokens of 419 problems, cut at 0. One model.](../../figures/first_layer.pdf)
//
// It does so wherever in the prompt the edge stands:
//
// ![The share of edge tokens whose two most attended tokens are their own source and target, by the place of the edge in the prompt. The same model and problems.](../../figures/first_layer_places.pdf)
//
// ## Layer 2 searches
//
// How much of the second layer's attention, *after* its softmax, goes to an edge? Take the position that makes the next thought,
// and add up its attention to the three tokens of the edge, over all heads. (So a cell can be larger than 1.) The table gives means
// over edges and standard deviations. Edges are grouped by their source, and an edge can be in several groups:
//
// - *not reachable*: the source lies outside $N_c$. *Reachable*: it lies in $N_c$.
// - *frontier (walks)*: some walk of exactly $c$ edges leads from the root to the source. This is the definition of
//   the paper's predecessor (arXiv 2505.12514). The numbers in brackets are the predecessor's, for a model of width
//   768 with 8 heads, where ours has 4.
// - *frontier*: the source is exactly $c$ hops from the root, as everywhere else in this book.
// - *optimal*: the edge lies on a shortest path to the target, and its source is exactly $c$ hops from the root.

terminal.section("Layer 2 searches")
terminal.show(edgeAttentionTable(options.probe(.edgeAttention)))

// Unreachable edges get next to none. From $c = 1$ on, frontier edges get more than the average reachable edge,
// because the search has passed the others. *Optimal* edges get the most. So within the frontier the model prefers
// nodes that lead on to the target; chapter 7 asks what it can know of that.
//
// ![Second-layer attention on an edge for each head (the table's sum divided by the number of heads, 4 here and 8 in the published model), by the group of its source (groups overlap; walks: the ends of walks of c edges, the predecessor's frontier). Bars are means over all edges of 419 problems, whiskers one standard deviation over edges, cut at 0, diamonds the predecessor's means. One model.](../../figures/edge_attention.pdf)
//
// ## What a thought holds
//
// In the theory the weight of a node in a thought is its inner product with the thought. So take the inner product of
// thought $c$ with the embedding of every node. The groups are the same, for nodes in place of edges. If the thought
// is a superposition of the frontier, frontier nodes must have large values and unreachable nodes values near zero.
// The last two rows say how pure this superposition is. For a frontier of $k$ nodes, take the $k$ nodes with the
// largest values. The first of the two rows gives the share of problems in which these $k$ nodes are exactly the
// frontier. The second gives the mean share of the $k$ nodes that lies in the frontier. (The column $c = 4$ has the
// 219 problems with four hops.)

terminal.section("What a thought holds")
terminal.show(thoughtContentTable(options.probe(.thoughtContent)))

// As in the theory, reachable nodes lie above unreachable ones. Two things are not the theory's. Nodes on a shortest
// path lie above the rest of the frontier. And in the theory a thought keeps all of $N_c$, while here nodes that the
// search has passed fade. So the row *reachable* falls away from the row *frontier*, from left to right, because
// passed nodes are a growing share of it. **A trained thought does not hold every node found so far. It holds the wave
// front that runs through the graph.**
//
// ![Inner products of thoughts and node embeddings, one panel for each thought, by disjoint groups; each histogram is normalised by itself. Nodes that were reached earlier look like nodes that were never reached. 419 problems (219 for the last thought), one model (laptop, Coconut, seed 0).](../../figures/thought_content.pdf)
//
// One problem, thought by thought:
//
// ![One problem that the model solved. Nodes are filled by their inner product with the thought, green to blue above 0 and brown below. The filled nodes move down hop by hop and end at the target, though some others are filled a little, too. An underlined number is below 0. The title counts the thoughts whose largest inner product is with a node of their own hop. A thought in which the target already leads is not counted. One problem of the test set, one model.](../../figures/solved_problem.pdf)
//
// The [interactive page](../../book/interactive/index.html) shows such problems at every checkpoint: step from thought to thought,
// or hold one thought and let the training run.
//
// ## How the answer is made
//
// Theorem 3 says that the answer's logits are a sum of carry-over and lift. In a trained model they are measured at
// `[A]` as differences from a baseline, the mean logit of nodes that are neither candidates nor reached. *Carry-over*
// says how far nodes of the last frontier lie above the baseline, and *lift* how far the unreachable candidate does.
// The right candidate has both. What its logit has beyond their sum is the *interaction*. The table gives means over
// those of the 419 test problems that have all these kinds of nodes. *The code:*
//
// <!-- code: Superposition/PredictionStage.swift AnswerEffects.init -->

terminal.section("How the answer is made")
terminal.effects(options.probe(.predictionStage))

// Both effects are positive, as in the theorem. In the theory logits simply add. But that does not make the third line
// zero. The last thought holds the right candidate more than the other nodes of the last frontier (compare *optimal*
// with *frontier* in the table of *What a thought holds*), so the right candidate also gets more carry-over than they
// do. The next section takes this into account.
//
// ![a, b: the attention scores from [A] in layers 1 and 2, before the softmax and summed over heads, through training. [A] comes to read the last thought in one layer and the token [R] in the other. c: carry-over, lift and interaction. d: answers right. One run (laptop, Coconut, seed 0), 200 problems (144 for c).](../../figures/prediction_stage.pdf)
//
// ## Theorem 3's equation, fitted
//
// The equation can also be fitted as it stands. Regress the answer's logits of all nodes on two things: $\lambda_v$,
// which is the inner product of the last thought with the node's embedding, and being a candidate or not. (Each
// problem also has a constant of its own. $\mu_A$ is the carry-over of one unit of $\lambda_v$, so it is not the
// number of the section before.) The last two columns give the share of problems in which the right candidate has the
// largest value, by the fitted equation and by the model itself. *By $\lambda_v$ alone* is the variance explained
// without the lift. (`./build.sh 05 regression --out runs/regression` computes the first four rows anew. Edges and
// candidates are shuffled, as in chapter 7.)

terminal.section("Theorem 3's equation, fitted")
let regressions = orExit {
  try records(AnswerRegression.self, RecordName.answerRegression, in: options.data)
}
for file in regressions { terminal.show(answerRegressionTable(file)) }

// In models that answer, both coefficients are positive, and the equation explains most of the variance. The models of
// `contrast` were never trained to answer. They carry over a little, and have hardly any lift.
//
// The rows `laptop-bfs-frontier-seed1` and `-seed2` are two more seeds of Coconut-BFS. The rows with an epoch follow
// one training of 20 epochs (recipe `laptop`, Coconut, seed 0, trained once more on another processor). The
// coefficient $\mu_A$ has about its final value by epoch 8, while $\mu_R$ goes on growing. (What is carried over to
// the right candidate still doubles after that, as the next section shows. So it is the thoughts that change.) From
// epoch 8 on, the equation explains most of what the model says.
//
// ## Do the two effects add?
//
// The right candidate $c^\ast$ is the one node that is both reached and a candidate. So fit the equation to all other
// nodes, and ask it for $c^\ast$. *Carried over to c\** is $\mu_A$ times how far $\lambda_{c^\ast}$ lies above the
// mean $\lambda$ of the other nodes. *Lift of c\** is $\mu_R$ times how far 1 (being a candidate) lies above the share
// of candidates among the other nodes, so it is a little less than $\mu_R$. *Left over* is what the logit of $c^\ast$
// has beyond the two. In the theory that is zero. Chapter 6 asks that it be smaller than either effect.

terminal.section("Do the two effects add?")
for file in regressions { terminal.show(answerSumTable(file)) }

// In the Coconut model most of this logit is the sum: in the end what is left over is less than half of the smaller
// effect. Through training it stays below a quarter of a logit until epoch 12 and then grows. Compare the numbers with
// those of *How the answer is made*. There the right candidate was given the carry-over of an average other node of
// the last frontier, and the rest was called *interaction*. Here the right candidate has its own carry-over, which is
// larger, because the thought holds it more. The lift is smaller here. The thought also holds some of the other
// candidate, since the question names both. There, what this carries over counted as lift; here it counts as
// carry-over. In the Coconut-BFS models more is left over, in `laptop-bfs` more than the thought carries over. So the
// rule of chapter 6 is not met in all models, and chapter 6 calls the claim *not reproduced*. The theory has nothing
// between this sum and the answer. A transformer has an MLP and a layer norm there.
//
// ## Where [A] looks
//
// Where does `[A]` read the two effects? The table gives its attention scores on four positions, above their mean on
// all others.

terminal.section("Where [A] looks")
for file in regressions { terminal.show(answerAttentionTable(file)) }

// In every model that answers, layer 1 looks at the last thought, and layer 2 at `[R]` (in two of the three
// Coconut-BFS models at the thought as well). Through training this does not change. In those models the scores of the
// candidates themselves stay close to the mean. So the lift seems to come by way of `[R]`, which stands after the
// candidates and can read them. The paper's Appendix E.3 notes that it does not always come that way.
//
// ## Are the thoughts used?
//
// All of the above could be true of thoughts that the model itself never reads. So leave the weights as they are and
// spoil the thoughts: remove them, set them to zero, exchange them for those of another problem, or replace them by
// their mean over all problems. (Chapter 6 adds models that were *trained* with a fixed token, or with nothing,
// instead of thoughts.)

terminal.section("Are the thoughts used?")
terminal.show(controlsTable(options.probe(.thoughtControls), trained: nil))

// Without its own thoughts the model does little better than a coin at best (with the mean thought), and worse where
// it names a node that is no candidate. [Chapter 7](../07-causal-tests/README.md) asks the same question much more
// precisely. (`./build.sh 03 controls`, long, trains models that never had thoughts.)
//
// ## Summary
//
// - At the first hop the theorem's condition fails. There the match under Coconut is as strong as its loss asks for.
//   In our reading the price of unevenness sets this bound. The Coconut-BFS loss does not charge that price.
// - Layer 1 copies, as the theory assumes, and layer 2 matches, as the theory derives. Each thought searches one hop
//   further.
// - A trained thought holds the wave front rather than everything reached. The thought of the theory forgets nothing.
// - Carry-over and lift are both there. For the most part they add in the Coconut model; in Coconut-BFS models they do
//   more than add. Chapter 6's rule, which asks for the sum in every model, is not met.
//
// ## Exercises
//
// 1. *Your own model.* Measure the run of chapter 3 as the paper measures its own:
//
//        ./build.sh 05 --checkpoint-dir runs/quick-coconut-seed0 --steps 0 1 2 --output runs/quick.pdf
//
//    Which curve rises first, and how many epochs later does the next one follow? *You should see* $c = 0$ rise first
//    and each further hop follow about one epoch later, if you take the epoch at which a curve passes half of its
//    final height. (`--steps` names numbers of thoughts, not training steps. The figure counts $c$ from one, as the
//    paper's does; the table counts thoughts made.)
// 2. *The other loss.* Measure the Coconut-BFS model in the same way as this page measures Coconut's:
//
//        ./build.sh 05 --checkpoint data/checkpoints/laptop-bfs
//
//    Which lines of *A trained model, measured now* change, and which do not? *You should see* a search that is about as good, and
//    again no more than a guess without thoughts.
//
// *Long:* after `./build.sh 03 --profile laptop` has run, `./build.sh 05 report --profile laptop` measures it and writes the
// records that chapter 6 reads.
//
// ## Further reading
//
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Emergence of Superposition*, [arXiv 2509.23365](https://arxiv.org/abs/2509.23365): Figures 3
//   and 4, and Appendix E.3, which notes that the lift is not always read from `[R]`.
// - Zhu, Hao, Hu, Jiao, Russell, Tian, *Reasoning by Superposition*, [arXiv
//   2505.12514](https://arxiv.org/abs/2505.12514): the source of the numbers in brackets.
//
// Before: [5 · Three theorems](../05-theorem1-attention/README.md). Next: [6 · Figures, tables, claims](../06-figures/README.md).
