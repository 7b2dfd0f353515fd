// # 7 · After the paper: what do thoughts cause?
//
// Six chapters have *read* thoughts: they found nodes in them, hop by hop. But something can be there to be read and still have
// no effect. A diary tells what happened each day, and burning it changes none of those days. Since the paper appeared,
// others have asked two questions about models like these. Does a model search *with* its thoughts, or do the thoughts only
// leave traces of a search that happens elsewhere? And would the same training do as well with empty pauses in place of
// thoughts? To find out, they took thoughts away, cut things out of them, and put other thoughts in. Each group did some of
// this to its own model. This chapter does all of it to the same models.
//
// **What you will see.** Eight tests. Each states what is measured, what one should expect if thoughts are used and if they
// are not, what came out, what others found in their models, and then what follows and what does not.
//
// **How long it takes.** `./build.sh 07` takes a few minutes on two cores, and the page half an hour to read. Nothing is trained.
// One test by itself: `./build.sh 07 --only replace`.
//

import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Superposition

let options = chapterOptions(Options.self)
let terminal = options.terminal

// ## Who is tested
//
// Two trained models come with this book: one trained with Coconut and one with Coconut-BFS (candidate set `frontier`), both
// with the recipe `laptop` and seed 0. They are asked the 419 problems of the test set. Probes, means and thresholds are
// fitted on 2,000 other problems.
//
// A third subject is the construction of chapter 5, whose weights are written down. Its thought $[t_c]$ *is* the superposition
// of $N_c$ with equal weights, so its answer to every intervention can be derived. It shows what each test says about a
// model that certainly searches in superposition. A test that could not tell such a model from others would be worth nothing.

let laboratory = orExit { try Laboratory(options) }
terminal.section("Who is tested")
terminal.table(
  ["model", "width", "positions", "problems", "right with its own thoughts"],
  laboratory.models.map { model in
    let bed = model.bed
    let right = zip(bed.test.problems, bed.own).count { greedy($1.answer) == $0.target }
    return [
      model.name, "\(bed.subject.width)", "\(bed.subject.positions)", "\(bed.own.count)",
      measured(Double(right), digits: 0, within: 10),
    ]
  })

// > **What limits all of this.** One recipe, one seed for each loss, width 128. The recipe gives a label at every hop, so these
// > models were *told* to put frontiers into their thoughts. A model with one label at the end of the path was not told, and
// > may differ. And the models have 192 positions. A prompt needs three for each edge and five more, so with ten thoughts and
// > `[A]` they can read graphs of at most 58 edges.
//
// ## One thought, changed by hand
//
// *The idea.* An *intervention* says which thought is changed and how. The model makes a thought, the intervention changes
// it, the model reads what now stands there, and makes the next thought from that. If the change has an effect on the
// answer, the thought was used.
//
// *The equation.* Node $v$ is read from a thought $t$ by the inner product $\langle t, r_v \rangle$, where $r_v$ is the row of
// the output head that belongs to $v$: this is the logit of $v$. To take $v$ out, move $t$ by as little as possible so that
// this inner product becomes 0. To exchange $v$ and $w$, move $t$ by as little as possible so that the two inner products
// change places. In general, the smallest vector that changes the inner products with the columns of a matrix $V$ by given
// steps $b$ is
//
// $$V (V^\top V)^{-1} b.$$
//
// *The code.* This is the step:
//
// <!-- code: Superposition/Interventions/Intervention.swift Intervention.step -->
//
// All interventions of this chapter are cases of one function, and some of them take that step:
//
// <!-- code: Superposition/Interventions/Intervention.swift Intervention.apply -->
//
// *What it gives.* Below is the first problem with three hops in which only one of several nodes at hop 1 leads on to the
// target. Its first thought is changed in two ways. First, that node is taken out. Second, that node is exchanged with a
// node that the root does not reach and that lies two hops before the *other* candidate.

terminal.section("One thought, changed by hand")
let bed = laboratory.models[0].bed
let number =
  bed.test.problems.firstIndex {
    $0.pathLength == 3 && $0.frontier(1).count > 1 && $0.shortestPathNodes(1).count == 1
  } ?? 0
let problem = bed.test.problems[number]
let only = problem.shortestPathNodes(1)[0]
let before = problem.graph.distances(to: problem.negativeTarget)
let other = before.indices.first { before[$0] == 2 && problem.distance[$0] == nil } ?? 0

let rows = bed.subject.readout
let chains = [[], [.set([.init(rows[only], 0)])], [.exchange(rows[only], rows[other])]].map {
  Chain(bed.test.prompts[number], thoughts: 3, ($0 as [Intervention.Change]).map { Intervention(1, $0) })
}
terminal.say("From \(problem.root): \(problem.target), or \(problem.negativeTarget)?")
for (name, result) in zip(["own", "\(only) out", "\(only) ↔ \(other)"], bed.subject.run(chains)) {
  terminal.say("\n[t_1] \(name): the answer is \(greedy(result.answer))")
  for (c, thought) in result.made.enumerated() {
    let logits = bed.subject.logits(thought).prefix(problem.graph.nodeCount)
    let first = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(problem.frontier(c + 1).count)
    terminal.say("  [t_\(c + 1)] as made: \(first.sorted())    hop \(c + 1): \(problem.frontier(c + 1))")
  }
}

// For each thought as the model made it, the page shows the nodes with the largest logits, as many as the frontier has. With one
// node taken out, the second thought lacks the nodes that it led to. Neither candidate is then found by the search, and the
// answer is a guess (here a lucky one). With the two nodes exchanged, the answer is the other candidate: the model has gone on
// searching from the node that was put in.
//
// You can check this with code of your own: `02-model inspect --thoughts-from FILE` reads thoughts from a file.
//
// ## Read
//
// *Definition.* The AUC of a set of nodes in a thought is the probability that a node of the set scores higher than a node
// outside it. It is 1 if the thought tells the two kinds apart, and ½ if it does not. The score of a node is its logit through the
// output head, or that of a linear probe fitted on other problems. (It is ridge regression, with the strength that does best on
// a quarter of them.) The sets: *frontier*; *reachable*, all of $N_c$; *path*, the nodes of the frontier on a shortest path
// against the rest of the frontier; *answer*, the right candidate against the other.
//
// *What to expect.* The frontier should be readable whether or not thoughts are used. The two readings part at the answer. A
// search knows it only when it arrives, in the last thought. A model that decides at once, and then fills its thoughts with
// what it was taught to show, could have the answer in the first.

laboratory.test(.read, "Read") { model in
  ReadThoughts.measure(model.bed, probes: model.trained != nil)
}

// | Elsewhere | They found |
// |---|---|
// | [*Read, Replace, Never Rewrite*](https://github.com/star2vec/RRR) (RRR): two layers, from scratch, reachability | the frontier is linearly decodable, AUC .9979 |
//
// ![AUC of frontier, reachable set, path and answer in each thought, through the output head and by probes, one panel for each model. The frontier is readable from every thought; the answer only from the last. 419 problems.](../../figures/causal_read.pdf)
//
// The frontier can be read from every thought, even by the plain output head. The answer comes with the last thought, as in the
// construction. (For about half of the problems the third thought is the last.) Two things differ from the construction.
// Trained models do *not* keep what they have passed: $N_c$ as a whole fades, at once for the head and little by little for a
// probe. And under the Coconut loss, nodes on a shortest path stand out in the frontier from the first thought on, long
// before the model can know the target. The graph gives them away: a node with more nodes below it leads to a deep target
// more often. Under Coconut-BFS they hardly stand out before the end.
//
// *What follows.* These thoughts contain what a breadth-first search would contain. This agrees with RRR's finding.
//
// *What does not follow.* That anything uses it.
//
// ## Needed
//
// *Definition.* Thought $c$ is taken out (`remove`), or something else stands in its place: zeros, the mean of the $c$-th thoughts of
// other problems (`mean`), a random direction of the same length (`noise`), or thought $c$ of another problem (`other`). Later
// thoughts are then made anew from what stands there now. In the columns *later kept*, the later thoughts of the unchanged
// run are put back, so that only the direct way from thought $c$ to the answer is cut.
//
// *What to expect.* If the search runs through the thoughts, losing one loses all later ones. With the later ones kept, it is
// no longer needed. If thoughts are by-products, later thoughts and the answer survive.

laboratory.test(.needed, "Needed") { NeededThoughts.measure($0.bed) }

// | Elsewhere | They found |
// |---|---|
// | RRR | without thoughts, accuracy falls by 42.9 points |
// | [arXiv 2604.06374](https://arxiv.org/abs/2604.06374): two layers, from scratch | thoughts removed: 94.5 → 13.8 % |
//
// ![For each thought that is changed and each way to change it: how far later thoughts and the answer fall. 419 problems.](../../figures/causal_needed.pdf)
//
// Each thought is needed, and for one reason: the next one is made from it. If any of them is lost, the answer is as good as the
// toss of a coin. If the later thoughts are kept, a lost thought costs nothing. So between thought $c$ and the answer there is
// no way but the one through thought $c + 1$. (Two details. Without any thought the construction names the root, because the root
// then stands where the last thought would. And `remove` gives the same result for each of the thoughts, because the model makes
// the later ones anew and one fewer is left.)
//
// One row is an exception, and a warning. With later thoughts kept, the *mean* in place of the second or third thought does harm,
// while zeros, noise and even another problem's thought do next to none. A model never reads a mean of thoughts in training. So
// harm done by a mean does not show that the thought was needed.
//
// *What follows.* These models compute with their thoughts. RRR and arXiv 2604.06374 found the same in theirs, by a different
// amount: what is left without thoughts depends on what a model falls back to, a guess between two candidates or some other
// node.
//
// *What does not follow.* That a thought is needed *for what can be read in it*. A chain of thoughts that carried something
// else would fail in the same way. The next test asks about the content.
//
// ## Rewrite
//
// *Definition.* Let $v$ be the only node of its hop that leads to the target in time. The *branch* of $v$ are the nodes of the next
// hop that only $v$ leads to. (For `add` and `decoy` it is the branch of the node that is put in or taken out.) Now $v$ is removed from the thought in which its hop comes up:
//
// - `embedding`: along its embedding, until its logit is that of nodes outside $N_c$; `projection`: until its logit is 0;
// - `probe`: along the direction of a probe that detects it;
// - `subspace`: *iterated null-space projection* removes every direction from which the node can be decoded, one after the other,
//   until none is left. The thought gets the values there that thoughts without $v$ have; `nullspace`: it gets zeros.
//
// Two controls stand beside it: a random step of the same length (`random`), and another node of the same hop removed (`decoy`).
// Two more changes put something in. `add` puts in a node $w$ that the root does not reach and that leads to the other candidate
// in time. `exchange` swaps the logits of $v$ and $w$. A node counts as *held* if its logit lies above the threshold that separates
// frontier from unreached nodes best on other problems.
//
// *What to expect.* If the search goes on from what is read in thoughts, three things happen. The branch of $v$ is missing from the
// next thought while other nodes are not, and the answer is lost. A random step or a decoy does nothing. And an exchange does not
// only lose the answer, but turns it into the other candidate. If thoughts can be read but are not used, none of this happens. For
// the construction all of it can be derived. After a removal both candidates tie, and a tie goes to the lower number, so about
// half of its answers stay right. (A random step upsets the construction, because its attention is so sharp that equal
// weights must be exactly equal. Trained models are not so brittle.)

laboratory.test(.rewrite, "Rewrite") { model in
  RewrittenThoughts.measure(model.bed, probes: model.trained != nil)
}

// | Elsewhere | They found |
// |---|---|
// | RRR | removing one branch, in any basis fixed beforehand, or the whole linear subspace that decodes it, changes nothing, except for the last readout |
//
// ![Share of right answers after a thought is rewritten, against the number of hops left to go, one panel for each model. Removing the node along its embedding halves the right answers; a decoy does nothing.](../../figures/causal_rewrite.pdf)
//
// Here a removal changes nearly everything. The branch is gone from the next thought, the rest of that hop stays, and the answer
// becomes a guess. With the two nodes exchanged, the model follows the other branch and names the other candidate. A decoy
// costs nothing and a random step next to nothing.
//
// Three results are less clean. With one hop to go, about half of the branches or more survive a removal. Adding is weaker than
// removing: a node that is put in is followed about half of the time, and under Coconut seldom to the end. And removing the
// direction of a probe does little: the direction that *detects* a node best is not the one that *carries* it.
//
// *What follows.* What is read in *these* thoughts, along the embeddings along which it is read, is what the next hop is made
// from. RRR found the opposite in its model.
//
// *What does not follow.* That RRR is wrong about its model. Two differences could matter. Our recipe gives a label at every
// hop. And it ties the output head to the embedding, so that reading out and reading in use the same directions. To tell which
// of the two it is, train with one label a sample or with an untied head (chapter 3 has both settings), and run this chapter on
// the result with `--checkpoint`.
//
// ## Replace
//
// *Definition.* The model reads the prompt of one problem, the *host*, with thoughts that it made while it read another prompt, the
// *donor*. Five kinds of donor differ from the host in one thing each:
//
// - `mirror`: the host's graph with the two candidates' numbers exchanged. Same question, other answer.
// - `graph`: another problem.
// - `question`: the same graph and root, with other candidates in the question.
// - `root`: the same graph and question, from a root that lies exactly $L$ hops before the *other* candidate.
// - `same`: the same graph and question, from another root that lies $L$ hops before the target.
//
// Either *all* thoughts are replaced, or only the *last*, or the *early* ones, which are all but the last.
//
// *What to expect.* Thoughts that carry the search take the answer with them if the donor's search ended at the other candidate
// (`mirror`, `root`). They leave it alone if the donor's search ended in the same place (`question`, `same`). Thoughts that carry
// the *answer* would also take it with them under another question. Thoughts that carry nothing never do.

laboratory.test(.replace, "Replace") { ReplacedThoughts.measure($0.bed) }

// | Elsewhere | They found |
// |---|---|
// | RRR | thoughts of a donor that differs in structure take the answer with them (−91.7 points); those of a donor that differs only in which candidate is right do nothing |
//
// ![One graph searched from two roots: what the last thought holds in each case, and the answer that follows when the thoughts are exchanged.](../../figures/causal_transplant.pdf)
//
// The answer follows the thoughts, and the thoughts know the graph and the root but not the question. The last thought alone
// decides. Early thoughts matter only through it: where they differ from the host's (`root`), the model goes on from them and
// ends where the donor would have ended. Where they do not differ (`mirror` changes the last hop only), it ends where the host
// would. With the thoughts of another problem the last thought usually holds neither candidate, and the answer is a guess.
//
// *What follows.* In these models, as in RRR's, thoughts carry the search, and the question comes in when the answer is read.
//
// *What does not follow.* That every model binds its answer this late. These were trained to search first and to answer last.
//
// ## Content or order
//
// *Definition.* Pause tokens, all alike, stand in place of thoughts. The model computes them *at once*, like a prompt, or *in turn*,
// one after the other, like thoughts.
//
// *What to expect.* In a causal model a position depends on its own input and on earlier positions only. If all inputs are fixed
// beforehand, the order in which positions are computed can make no difference. A thought is another matter: its input is the
// last layer's output at the position before, so it cannot be computed earlier. That is the only thing that *in turn* can add,
// and with fixed tokens there is nothing to add.

laboratory.test(.order, "Content or order") { model in
  model.trained.map { PositionOrder.measure($0.parameters, $0.reader, model.bed.test) }
}

// | Elsewhere | They found |
// |---|---|
// | [*The Curriculum Is the Mechanism*](https://huggingface.co/bmarti44/coconut-curriculum-checkpoints): GPT-2 fine-tuned on ProsQA, seven stages | Coconut 97.0 %, pause tokens 96.6 % (McNemar $p$ = .845), pause tokens one after another 94.8 %, discrete chain 83.0 % |
//
// In double precision the two orders agree to the last bit. In single precision sums are rounded in another order, and that is all.
// The weights of the model play no part in this.
//
// *What follows.* The gap between 96.6 and 94.8 % in that work, two trainings with pause tokens, cannot come from computing them
// in turn. It comes from something else that differs between two trainings, such as a random start.
//
// *What does not follow.* Anything about whether pauses do as well as thoughts. That work finds no difference between them on a
// fine-tuned GPT-2. Trained from scratch on small graphs, pauses do much worse: see the controls in [chapter
// 6](../06-figures/README.md). The two findings are about different models.
//
// ## Out of distribution
//
// *Definition.* Ten families of 200 problems each, fewer where a prompt is too long for the models (`Sources/Reachability/GraphFamily.swift`): published sizes; paths of 5, 6 and 7
// hops; one or two parents a node on average in place of one and a half; 29 to 31 nodes; trees; layered graphs with two or three
// parents a node; stars with two arms of up to 10 hops. Each is answered with 0 to 10 thoughts. In the column *L*, each problem
// gets as many thoughts as its path has hops.
//
// *What to expect.* A search needs as many thoughts as there are hops. What more of them do depends on what thoughts keep. The
// construction forgets nothing, so more thoughts do no harm. A model that holds only the frontier walks past the target.

laboratory.test(.distribution, "Out of distribution") { model in
  OutOfDistribution.measure(model.bed.subject) { terminal.note("  \($0.rawValue)") }
}

// | Elsewhere, in % | 7 hops | 8 hops | other DAGs | denser |
// |---|---|---|---|---|
// | *The Curriculum Is the Mechanism*: Coconut | 66.0 | 67.5 | 59.2 | 61.2 |
// | … pause tokens | 75.4 | 75.1 | 51.9 | 68.4 |
// | … pause tokens one after another | 76.9 | 75.2 | 59.8 | 64.8 |
//
// ![Above: accuracy against the number of thoughts, one curve for each path length; each curve has its peak where the number of thoughts is the number of hops. Below: accuracy of each family with as many thoughts as hops.](../../figures/causal_distribution.pdf)
//
// The models were trained on paths of at most four hops. Both follow longer paths if they get as many thoughts as there are hops: each
// further hop is the same step once more. *Do more thoughts help?* Users of Coconut
// [ask](https://github.com/facebookresearch/coconut/issues/17) this first. Here they do not. With one thought too many, the Coconut
// model is no better than a guess, because its thought has moved on and now holds nodes beyond the target.
//
// *What follows.* These models have learned a step that can be repeated. The right number of steps is part of the question, and
// here the models are told it.
//
// *What does not follow.* That they generalise better than the models in the table above. Those answer with one fixed number of
// thoughts, which is another task. The two tables should not be compared number by number.
//
// ## Force the chain
//
// *Definition.* Each thought is read out as one token, either the most likely one or one drawn by its probability, while the
// thoughts stay as they are. Do the tokens spell a path, and does it end at the target? Then the other way round: the embedding
// of the most likely token is fed back in place of the thought.
//
// *What to expect.* If a thought holds one node, the tokens spell a path. If it holds many, each token is some node of the right hop,
// and neighbours in the chain need not be joined by an edge. Feeding back one node then loses the others.

laboratory.test(.chain, "Force the chain") { ForcedChain.measure($0.bed) }

// Under Coconut the last token is nearly always right, and still two thirds of the chains are no path: the tokens before it are
// nodes of the right hops, but on different branches. With tokens fed back most answers are lost.
//
// *What follows.* No written chain of reasoning can be forced out of these thoughts. The answer needs many nodes at once.
//
// *What does not follow.* That such thoughts cannot be explained. The test *Read* does it, with sets of nodes in place of a path.
// (Users have [asked](https://github.com/facebookresearch/coconut/issues/29) about the chain, and about the length of thoughts. A
// thought leaves a layer norm with a length of about the square root of the width, several times that of an embedding.)
//
// ## How even
//
// *Definition.* Take the output-head rows of the frontier's nodes, each divided by its length, and add them up. The table shows the
// cosine of the angle between a thought and this sum, the same for all of $N_c$, and the largest cosine with any single node. In
// trained models embeddings are not at right angles, and thoughts hold other things, too. So do not expect 1.
//
// *What to expect.* A thought that has committed to one node is closer to that node than to the sum. A thought that holds all of them
// is closer to the sum.

laboratory.test(.evenness, "How even") { Evenness.measure($0.bed) }

// | Elsewhere | They found |
// |---|---|
// | *Emergence of Frontier Superposition* (2026), at depth 3 | with the loss at the end alone .37, with a loss at every step .69 |
//
// *What follows.* Both models are closer to the sum over the frontier than to any single node, up to the last thought. There the
// Coconut model is about as close to the target alone.
//
// *What does not follow.* Anything about that work's contrast. Our recipe has a loss at every hop, and what a loss at the end alone
// gives has not been trained here.
//
// ## What follows
//
// | Test | These models | If thoughts were not used |
// |---|---|---|
// | Read | the frontier in each thought, the answer in the last | the answer could be there early |
// | Needed | each thought is needed, through the next one only | answers survive a lost thought |
// | Rewrite | a node's branch and the answer go, and turn, with it | answers survive |
// | Replace | the answer follows the search in the thoughts, not their question | answers stay with the host |
// | Content or order | without content, order makes no difference | (the same) |
// | Out of distribution | the same step on longer paths, one thought a hop and no more | the number of thoughts makes no difference |
// | Force the chain | tokens spell no path; many nodes at once are needed | (not decided by this test) |
// | How even | closer to the whole frontier than to one node | (not decided by this test) |
//
// For these two models the superposition is *used*. Their thoughts are the state of a breadth-first search, each hop is made from the
// one before, and the question comes in when the last thought is read.
//
// This is a statement about one recipe: a label at every hop, head and embedding tied, small width, one seed for each loss. It says
// nothing about a fine-tuned language model. Other settings of chapter 3 can be put to the same tests, and that is what this
// chapter is for.
//
// ## Exercises
//
// 1. *Another seed.* `./build.sh 03 --profile laptop --seed 1` (long), then
//    `./build.sh 07 --checkpoint runs/laptop-coconut-seed1/latest --out runs/causal-seed1`, long too. Which numbers of this page belong to
//    one model, and which to the recipe? *You should see* the same pattern in *Needed*, *Rewrite* and *Replace*; if you do not,
//    the summary above is too strong, and you have found something.
// 2. *Recompute an interval.* `data/causal-needed.json` has one letter for every problem. Bootstrap one share yourself. Then compare two
//    rows by McNemar's test: which ways to change a thought differ? *You should see* your interval agree with the page's to within
//    a few tenths of a point, and `remove`, `noise` and `other` differ little from each other: a coin is a coin.
// 3. *By hand.* Print the thoughts of a problem, exchange two of them in a file, and read the result with `--thoughts-from`. What
//    would the construction answer?
//
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file data/prosqa/valid.json --thoughts 3 --json
//
//    *You should see* the answer follow the thought that now comes last. With thoughts 2 and 3 exchanged it holds nodes of hop 2, so
//    neither candidate is in it and the model guesses. The construction's last thought would then be $N_2$, and its answer one of
//    two tied candidates.
//
// ## Further reading
//
// - *Read, Replace, Never Rewrite*, [github.com/star2vec/RRR](https://github.com/star2vec/RRR): the first four tests, registered
//   before they were run.
// - Li et al., *Dynamics within latent chain-of-thought*, ICML 2026: steps as variables of a causal model, and how an effect travels.
// - Ravfogel et al., [*Null It Out*](https://arxiv.org/abs/2004.07667), 2020: iterated null-space projection.
//
// Before: [6 · Figures, tables, claims](../06-figures/README.md).
