// # 7 · After the paper: what do thoughts cause?
//
// Six chapters have *read* thoughts: nodes were found in them, hop by hop. That something can be read does not show that it
// is used. A diary can be read, and burning it changes no day of the past. Since the paper appeared, people have asked
// whether a model searches *with* its thoughts or only leaves traces of a search that happens elsewhere, and whether the
// same training would do as well with empty pauses in their place. They took thoughts away, cut things out of them, put
// other thoughts in. Each group did one of these to one model. Here all of it is done to the same models, with one command.
//
// **What you will see.** Eight tests. Each has its definition first, then what either reading would lead one to expect,
// then the result, beside the numbers that others found on their models, then what follows from it and what does not.
//
// **How long it takes.** Under three minutes on two cores: `./build.sh 07`. Nothing is trained. One test alone:
// `./build.sh 07 --only replace`.
//
// <!-- arguments: --out runs/causal -->

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
// Two trained models that come with this book: Coconut and Coconut-BFS (candidate set `frontier`), both of the recipe
// `laptop`, seed 0. They are asked 419 problems that they were not trained on. Probes, means and thresholds come from 2,000
// other problems. A third subject stands beside them: the construction of chapter 5, whose weights are written down, whose
// thought $[t_c]$ *is* the equal superposition of $N_c$, and whose answer to every intervention can be derived. It shows
// what a test says of a model that certainly searches in superposition. A test that could not tell it from a model that
// does not would be worth nothing.

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

// > **What bounds all of this.** One recipe, one seed of each loss, width 128. The recipe labels every hop of a chain, so
// > its thoughts were *told* to predict frontiers; a model with one label at the end was not, and may differ. The models
// > have 192 positions. A prompt takes three for each edge and five more, so with ten thoughts and `[A]` no graph of more
// > than 58 edges can be asked.
//
// ## One thought, changed by hand
//
// An *intervention* says which thought is changed and how. A *chain* is a prompt, a number of thoughts, and interventions.
// The model makes a thought, the intervention changes it, the model reads what now stands there and makes the next. Below,
// the first problem of three hops in which one of several nodes at hop 1 leads on to the target. Twice the first thought is
// changed: that node's embedding is taken out (the nearest vector at right angles to it is put in the thought's place); or
// its logit and that of a node which the root does not reach, and which lies two hops before the *other* candidate, are
// exchanged.

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

// For each thought the nodes with the largest logits are shown, as many as the frontier has; $[t_1]$ as it was made, before
// the change. With one node out, the second thought misses what that node led to, neither candidate is found as it should
// be, and the answer is a guess (here a lucky one). With two nodes exchanged the answer is the other candidate.
// `02-model inspect --thoughts-from FILE` reads thoughts from a file, so that anyone can check such changes with code of
// their own.
//
// ## Read
//
// *Definition.* The AUC of a set of nodes in a thought is the probability that a node of the set scores above one outside
// it: 1 if the thought tells them apart, ½ if it knows nothing. The score of a node is its logit through the output head,
// or that of a linear probe fitted on other problems (ridge regression; its strength is the one that does best on a quarter
// of them). *path* compares, within the frontier, nodes on a shortest path with the others; *answer* compares the two
// candidates.
//
// *What to expect.* Both readings expect the frontier to be readable. They part at the answer. A search knows it when it
// arrives, in the last thought. A model that decides at once, and fills its thoughts with what it was taught to show, could
// have it from the start.

laboratory.test(.read, "Read") { model in
  ReadThoughts.measure(model.bed, probes: model.trained != nil)
}

// | Elsewhere | |
// |---|---|
// | [*Read, Replace, Never Rewrite*](https://github.com/star2vec/RRR) (RRR): two layers, from scratch, reachability | the frontier is linearly decodable, AUC .9979 |
//
// ![AUC of frontier, reachable set, path and answer from each thought, through the head and by probes, for each model.](../../figures/causal_read.pdf)
//
// The frontier is there, in every thought, through the plain output head. The answer comes with the last thought, as for
// the construction (for about half of the problems the third is the last). Unlike the construction, trained models do *not*
// keep what they passed: $N_c$ as a whole fades, for the head at once and for a probe little by little. A trained thought
// holds the frontier, not the reachable set. And under the Coconut loss, which shows one node of a shortest path at a time,
// nodes on the path stand out within the frontier from the first thought on, long before the model can know the target. The
// graph gives them away: a node with more beneath it leads more often to a deep target. Under Coconut-BFS they hardly stand
// out before the end.
//
// *What follows.* The content is what a breadth-first search would hold. *What does not:* that anything reads it.
//
// ## Needed
//
// *Definition.* Thought $c$ is taken out (`remove`), or replaced by zeros, by the mean of other problems' $c$-th thoughts,
// by a random direction of its own length (`noise`), or by thought $c$ of another problem (`other`). Later thoughts are
// made anew from what then stands there; or they are *kept*, those of the unchanged run, so that only the direct way from
// thought $c$ to the answer is cut.
//
// *What to expect.* If the search runs through the thoughts, one lost thought loses all later ones; and with the later ones
// kept, it is not needed any more. If thoughts are by-products, later thoughts and the answer survive.

laboratory.test(.needed, "Needed") { NeededThoughts.measure($0.bed) }

// | Elsewhere | |
// |---|---|
// | RRR | without thoughts accuracy falls by 42.9 points |
// | [arXiv 2604.06374](https://arxiv.org/abs/2604.06374) | thoughts removed: 94.5 → 13.8 % |
//
// ![For each changed thought and each way to change it, how far later thoughts and the answer fall.](../../figures/causal_needed.pdf)
//
// Each thought is needed, and each for the same reason: the next is made from it. Lose any one and the answer is a coin.
// Keep the later ones and a lost thought costs nothing. Between thought $c$ and the answer there is no other way than
// thought $c + 1$: a chain, and nothing beside it. (Without any thought the construction names the root, which then stands
// where its last thought would. And to take out one of $L$ thoughts, whichever, leaves $L - 1$, because the model makes the
// later ones anew.)
//
// One row is an exception worth a warning. With later thoughts kept, the *mean* in place of the second or third thought
// does harm, while zeros, noise and even another problem's thought do none. A mean of thoughts is something the model never
// reads; harm from it does not show that the place was needed.
//
// *What does not follow:* that a thought is needed for what can be read in it. A chain whose links carry something else
// would fall in the same way.
//
// ## Rewrite
//
// *Definition.* $v$ is the only node of its hop that leads to the target in time, and is removed from the thought in which
// its hop comes up: along its embedding, until its logit is that of nodes outside $N_c$ (`embedding`) or 0 (`projection`);
// along the direction of a probe (`probe`); or by iterated null-space projection, which takes every direction that decodes
// it, one after the other, until none does (`subspace`, set to what thoughts without $v$ have there; `nullspace`, set to
// 0). Beside it stand a random step of the same length (`random`) and another node of the same hop removed (`decoy`). `add`
// puts in a node $w$ that the root does not reach and that leads to the other candidate in time; `exchange` swaps the
// logits of $v$ and $w$. A node is *held* if its logit lies above the threshold that separates frontier and unreached nodes
// best, on other problems. The *branch* of a node are the nodes that only it leads to.
//
// *What to expect.* If the search goes on from what thoughts hold, $v$'s branch is missing from the next thought, other
// nodes are not, and the answer is lost; random step and decoy do nothing; and an exchange does not just lose the answer
// but turns it into the other candidate. If thoughts are only readable, none of this happens. On the construction all of it
// follows from its definition, ties going to the lower number, so that a removal leaves about half of the answers right. (A
// random step upsets the construction: its attention is so sharp that equal weights must be equal. Trained models are not
// so brittle.)

laboratory.test(.rewrite, "Rewrite") { model in
  RewrittenThoughts.measure(model.bed, probes: model.trained != nil)
}

// | Elsewhere | |
// |---|---|
// | RRR | removing one branch, in any basis fixed beforehand, or the whole linear subspace that decodes it, changes nothing, but for the last readout |
//
// ![Answers after a thought is rewritten, by the number of hops left to go, for each model.](../../figures/causal_rewrite.pdf)
//
// Here it changes nearly everything. The branch is gone from the next thought, the rest of the frontier stays, the answer
// becomes a guess; and with the two nodes exchanged the model walks the other branch and names the other candidate. A decoy
// costs nothing and a random step next to nothing. So what is read in *these* thoughts, in the very directions in which it
// is read, is what the next hop is made from. Three things are less clean. With one hop to go, about half of the branches,
// or more, survive a removal. Adding is weaker than removing: a node that is put in is followed about half of the time, and
// under Coconut seldom to the end. And the probe's direction does little: the direction that *detects* a node best is not
// the one that *carries* it.
//
// *What does not follow:* that RRR is wrong about its model. Two things differ that could matter. Our recipe labels every
// hop; and it ties the output head to the embedding, so that reading out and reading in share their directions. To tell
// which, train with one label a sample or with an untied head (chapter 3 has both settings) and run this chapter on the
// result with `--checkpoint`.
//
// ## Replace
//
// *Definition.* The host's prompt is read with thoughts that the same model made of another prompt, the donor's. The donor
// is the host's graph with its candidates' numbers exchanged (`mirror`: same question, other answer); another problem
// (`graph`); the same graph and root under another question (`question`); or the same graph and question from a root that
// lies exactly $L$ hops before the other candidate (`root`), or before the target (`same`). *all* replaces every thought,
// *last* only the last, *early* all but the last.
//
// *What to expect.* Thoughts that carry the search take the answer with them where the donor's search ended elsewhere
// (`mirror`, `root`), and do not where it ended in the same place (`question`, `same`). Thoughts that carry the *answer*
// would take it with them under another question, too. Thoughts that carry nothing never do.

laboratory.test(.replace, "Replace") { ReplacedThoughts.measure($0.bed) }

// | Elsewhere | |
// |---|---|
// | RRR | a donor that differs in structure takes the answer with it (−91.7 points); one that differs only in which candidate is right does nothing |
//
// ![One graph from two roots: what the last thought holds, and the answer that follows.](../../figures/causal_transplant.pdf)
//
// The answer follows the thoughts, and the thoughts know the graph and the root, not the question: RRR's finding, in
// another model. The last thought alone decides. Early ones matter only through it. Where they differ from the host's
// (`root`), the model goes on from them and ends where the donor would have; where they do not (`mirror` differs in the
// last hop only), it ends where the host does. With another problem's thoughts neither candidate is held as a rule, and the
// answer is a guess.
//
// ## Content or order
//
// *Definition.* In place of thoughts stand pause tokens, all alike. They are computed *at once*, like a prompt, or *in
// turn*, one after the other, like thoughts.
//
// *What to expect.* In a causal model a position depends on its own input and on earlier positions. Where the inputs are
// fixed beforehand, the order in which positions are computed can make no difference. A thought is another matter: its
// input is the last layer's output one position before, so the two cannot be computed at once. That is all that *in turn*
// can add, and for fixed tokens it adds nothing.

laboratory.test(.order, "Content or order") { model in
  model.trained.map { PositionOrder.measure($0.parameters, $0.reader, model.bed.test) }
}

// | Elsewhere | |
// |---|---|
// | [*The Curriculum Is the Mechanism*](https://huggingface.co/bmarti44/coconut-curriculum-checkpoints): GPT-2 fine-tuned on ProsQA, seven stages | Coconut 97.0 %, pause tokens 96.6 % (McNemar $p$ = .845), pause tokens one after another 94.8 %, discrete chain 83.0 % |
//
// In double precision the two agree to the last bit; in single precision, sums are rounded in another order. The weights do
// not matter. So a gap between two trainings of this kind (96.6 against 94.8) cannot come from more computing in one of
// them: it comes from what else differs between two trainings. Whether pauses do as well as thoughts is another question;
// [chapter 6](../06-figures/README.md) shows it for small graphs.
//
// ## Out of distribution
//
// *Definition.* Families of graphs (`Sources/Reachability/GraphFamily.swift`): paths of 5, 6 and 7 hops; one or two parents
// a node on average instead of one and a half; 29 to 31 nodes; trees; layered graphs with two or three parents a node;
// stars with two arms of up to 10 hops. 200 problems of each, with 0 to 10 thoughts; *L* is as many thoughts as the path
// has hops.
//
// *What to expect.* A search needs as many thoughts as there are hops. What more of them do depends on what thoughts keep:
// the construction forgets nothing, so more do no harm. A model that holds the frontier alone walks past the target.

laboratory.test(.distribution, "Out of distribution") { model in
  OutOfDistribution.measure(model.bed.subject) { terminal.note("  \($0.rawValue)") }
}

// | Elsewhere, in % | 7 hops | 8 hops | other DAGs | denser |
// |---|---|---|---|---|
// | *The Curriculum Is the Mechanism*: Coconut | 66.0 | 67.5 | 59.2 | 61.2 |
// | … pause tokens | 75.4 | 75.1 | 51.9 | 68.4 |
// | … pause tokens one after another | 76.9 | 75.2 | 59.8 | 64.8 |
//
// ![Accuracy over the number of thoughts, one curve a path length; below, accuracy by family with as many thoughts as hops.](../../figures/causal_distribution.pdf)
//
// Trained on paths of at most four hops, both models follow longer ones if they are given as many thoughts as hops: each
// further hop is the same step once more. *Do more thoughts help?* (It is what users of Coconut
// [ask](https://github.com/facebookresearch/coconut/issues/17) first.) No. One too many and Coconut is at a guess or below
// it: its thought has moved on, and what it holds then lies past the target. So the number of thoughts is part of the
// question here, and these models are told it. Accuracy with one fixed number of thoughts measures something else, so the
// two tables should not be compared number by number.
//
// ## Force the chain
//
// *Definition.* Each thought is read out as one token, greedily or by sampling, without touching the thoughts. Is what
// comes out a path, and does it end at the target? And the other way round: the greedy token's embedding is fed back in the
// thought's place.
//
// *What to expect.* If a thought holds one node, the chain is a path. If it holds many, each token is some node of the
// right hop, and neighbours in the chain need not be joined by an edge; and feeding back one node loses the others.

laboratory.test(.chain, "Force the chain") { ForcedChain.measure($0.bed) }

// Under Coconut the last token is nearly always right, and yet two thirds of the chains are no path: the tokens before it
// are nodes of the right hops on different branches. So a written chain cannot be forced out of these thoughts; and with
// tokens fed back most answers are lost. The answer needs many nodes at once. (Users have
// [asked](https://github.com/facebookresearch/coconut/issues/29) about the chain and about the norms. A thought leaves a
// layer norm with a length of about the square root of the width, several times that of an embedding.)
//
// ## How even
//
// *Definition.* The cosine between a thought and the sum of the normed readout vectors of the frontier, or of $N_c$; and
// the largest cosine with any one node. Embeddings of trained models are not at right angles and thoughts hold other
// things, so that 1 is not to be expected.
//
// *What to expect.* A thought that commits to one node is nearer to that node than to the sum; one that holds all is nearer
// to the sum.

laboratory.test(.evenness, "How even") { Evenness.measure($0.bed) }

// | Elsewhere | |
// |---|---|
// | *Emergence of Frontier Superposition* (2026), at depth 3 | with the loss at the end alone .37, with a loss at every step .69 |
//
// Both models are nearer to the sum than to any one node, up to the last thought, where the Coconut model is as near to the
// target alone. Our recipe has a loss at every hop; what a loss at the end alone gives has not been trained here.
//
// ## What follows
//
// | Test | These models | The other reading would need |
// |---|---|---|
// | Read | the frontier in each thought, the answer in the last | the answer early |
// | Needed | each thought, through the next one only | answers that survive a lost thought |
// | Rewrite | a node's branch and the answer go and turn with it | answers that survive |
// | Replace | the answer follows the thoughts' search, not their question | answers that stay with the host, or follow the question |
// | Content or order | without content, no difference | a difference |
// | Out of distribution | the same step on longer paths; one thought a hop, no more | the same accuracy whatever the number |
// | Force the chain | no path in words; many nodes at once are needed | a path in words |
//
// For these two models superposition is *used*: their thoughts are the state of a breadth-first search, each hop is made
// from the one before, and the answer is bound to the question when the last thought is read. That is a statement about a
// recipe: every hop labelled, head and embedding tied, small width, one seed of each loss. Other settings of chapter 3 can
// be put to the same tests; that is what this chapter is for.
//
// ## Exercises
//
// 1. **Another seed.** `./build.sh 03 --profile laptop --seed 1` (long), then
//    `./build.sh 07 --checkpoint runs/laptop-coconut-seed1/latest --out runs/causal`, long too. Which numbers of this page
//    belong to one model, and which to the recipe?
// 2. **Recompute an interval.** `data/causal-needed.json` has a letter for every problem. Bootstrap one share yourself.
//    Then compare two rows by McNemar's test: which ways to change a thought differ?
// 3. **By hand.** Print the thoughts of a problem, exchange two of them in a file, and read the result with `--thoughts-from`.
//    What would the construction answer?
//
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file data/prosqa/valid.json --thoughts 3 --json
//
// ## Further reading
//
// - *Read, Replace, Never Rewrite*, [github.com/star2vec/RRR](https://github.com/star2vec/RRR): the first four tests,
//   registered before they were run.
// - Li et al., *Dynamics within latent chain-of-thought*, ICML 2026: steps as variables of a causal model, and how an
//   effect travels.
// - Ravfogel et al., [*Null It Out*](https://arxiv.org/abs/2004.07667), 2020: iterated null-space projection.
//
// Before: [6 · Figures, tables, claims](../06-figures/README.md).
