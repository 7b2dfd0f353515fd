// # 7 · After the paper: what do thoughts cause?
//
// The chapters before have *read* thoughts: they found nodes in them, hop by hop. But something can be there to be
// read and still have no effect. A diary tells what happened each day, and burning it changes none of those days.
// Since the paper appeared, others have asked two questions about models like these. Does a model search *with* its
// thoughts, or are the thoughts only traces of a search that happens elsewhere? And would the same training do as well
// with empty pauses in place of thoughts? To find out, they took thoughts away, cut things out of them, and put other
// thoughts in. Each group of authors did some of this to its own model. This chapter does all of it to the same
// models.
//
// **What you will see.** Eight tests. Each says what is measured, what to expect if thoughts are used and (where the
// test can tell) if they are not, what came out, what others found in their models (where they tested it), and then
// what follows and what does not.
//
// **How long it takes.** `./build.sh 07` takes a minute or two on two cores, and the page half an hour to read. It
// trains nothing: models come as checkpoints or records. `./build.sh 07 --only replace` runs one test by itself.
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
// Five models are tested. Unless a test says otherwise, they are asked the 419 problems of the test set. What has to
// be fitted or averaged beforehand comes from 2,000 other problems (for the construction, from 200 of them).
//
// Two are trained models that come with this book, one trained with Coconut and one with Coconut-BFS (candidate set
// `frontier`), both with the recipe `laptop` and seed 0. (Coconut-BFS takes 7,000 steps instead of 5,000, because its
// later hops come more slowly.) The records in `data/` have two more seeds of each, and claims about thoughts are
// judged on all six models with thoughts.
//
// Two are *controls*: trained by the same recipe from the same random start as the Coconut model, but they read a
// token wherever that model reads a thought. For `laptop-pause` this token is the same *pause token* every time, so
// nothing is carried from one thought to the next. For `laptop-discrete` it is the node that the position before names
// as most likely (a *discrete chain*), so one node is carried. They take part in the three tests that compare them
// with thoughts: *Read*, *Out of distribution* and *Force the chain*. There, *thought* $c$ of a control is the vector
// that a model with thoughts would read next: the last hidden state before the $c$-th token. The control does not read
// it.
//
// The fifth is the construction of chapter 5, whose weights are written down. (As before, $N_c$ holds the nodes within
// $c$ hops of the root, and the *frontier* of hop $c$ those exactly $c$ hops away.) Its thought $[t_c]$ *is* the
// superposition of $N_c$ with equal weights, so one can work out how it responds to each change. It shows what each
// test says about a model that certainly searches in superposition. A test that could not tell such a model from
// others would be worth nothing.

let laboratory = orExit { try Laboratory(options) }
terminal.section("Who is tested")
terminal.table(
  ["model", "width", "positions", "problems", "right, unchanged"],
  laboratory.models.map { model in
    let bed = model.bed
    let right = zip(bed.test.problems, bed.own).count { greedy($1.answer) == $0.target }
    return [
      model.name, "\(bed.subject.width)", "\(bed.subject.positions)", "\(bed.own.count)",
      measured(Double(right), digits: 0, within: 10),
    ]
  })

// > **What limits all of this.** One recipe, three seeds of each loss, width 128. The recipe gives a label at every
// > hop, so each thought of these models was trained to name nodes of its own hop. A model with one label at the end
// > of the path would not be, and may differ (*Labels at depth 3* tries one). And the number of positions limits the
// > graphs: a prompt needs three positions for each edge and five more, and up to ten thoughts and `[A]` follow it.
//
// ## One thought, changed by hand
//
// *The idea.* An *intervention* says which thought is changed and how. The model makes a thought, the intervention changes
// it, and the model makes its next thought from what stands there now. If the answer follows the change, the thought was used.
//
// *The equation.* The logit of node $v$ in a thought $t$ is the inner product $\langle t, r_v \rangle$, where $r_v$ is
// the row of the output head that belongs to $v$. To take $v$ out, move $t$ by as little as possible so that this
// inner product becomes 0. To exchange $v$ and $w$, move $t$ by as little as possible so that the two inner products
// change places. Both are cases of one problem. Let the columns of a matrix $V$ be some vectors, and let $b$ say by
// how much the inner product of $t$ with each of them should change. The smallest vector that does this when it is
// added to $t$ is
//
// $$V (V^\top V)^{-1} b.$$
//
// *The code* of this step:
//
// <!-- code: Superposition/Interventions/Intervention.swift Intervention.step -->
//
// All interventions of this chapter are cases of one function, and two of them (`set` and `exchange`) take that step.
// Below, `zero`, `mean`, `other` and everything under *Replace* are its case `.replace`. `noise` is `.turn`, another
// direction with the same length. Tokens that are fed back are `.choose`. Under *Rewrite*, `exchange` is `.exchange`,
// `random` is `.add`, and all other changes, `add` too, are `.set`. For `remove`, the chain of thoughts leaves the
// position out when it is run.
//
// <!-- code: Superposition/Interventions/Intervention.swift Intervention.apply -->
//
// *What it gives.* Take the first problem with three hops in which only one of several nodes at hop 1 leads on to the
// target. Its first thought is changed in two ways. First, that node is taken out. Second, that node is exchanged (↔)
// with a node that the root does not reach and that lies two hops before the *other* candidate. Each line shows a
// thought as the model made it, before the change: the nodes with the largest logits, as many as the frontier has, and
// beside them the frontier itself. (*Own*: nothing is changed.)

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

// With one node taken out, the second thought lacks the nodes that only this node leads to. The search then reaches
// neither candidate. (A thought may still show a candidate, because the question names both.) The answer is then a
// guess; here it happens to be right. With the two nodes exchanged, the answer is the other candidate: the model has
// gone on searching from the node that was put in.
//
// The [interactive page](../../book/interactive/index.html) lets you do the same with the mouse: choose a thought,
// click a node to remove it or to add it, and see the thoughts that came after and the answer. You can also check this
// with code of your own: `--thoughts-from FILE` of `02-model inspect` reads thoughts from a file.
//
// ## Read
//
// *Definition.* The *AUC* (area under the ROC curve) of a set of nodes in a thought is the probability that a node of
// the set scores higher than a node outside it. It is 1 if the thought tells the two kinds apart, and ½ if it does
// not. The score of a node is either its logit through the output head (*head*) or the output of a *probe*, a linear
// map from thoughts to nodes that is fitted on other problems. (The fit is ridge regression. Its strength is the one
// that does best on a quarter of these problems, held back.) There are four sets: *frontier*; *reachable*, all of
// $N_c$; *path*, the nodes of the frontier on a shortest path against the rest of the frontier; *answer*, the right
// candidate against the other (there the AUC is the share of problems in which the right candidate scores higher).
//
// *What to expect.* The frontier should be readable whether or not thoughts are used. The answer makes the difference.
// A search knows it only when it arrives, in the last thought. A model that decides at once, and then fills its
// thoughts with what it was taught to show, could have the answer in the first.

laboratory.test(.read, "Read") { model in
  ReadThoughts.measure(model.bed, probes: model.trained != nil)
}

// | Elsewhere | They found |
// |---|---|
// | [*Read, Replace, Never Rewrite*](https://github.com/star2vec/RRR) (RRR): two layers, from scratch, reachability | the frontier is linearly decodable, AUC .9979 |
//
// ![AUC with which each thought tells nodes of a set from others, one panel for each model with thoughts and for the construction: through the output head (solid) and by a linear probe trained on 2,000 other problems (broken; not for the construction). In the two models with thoughts the frontier is readable from every thought, the answer from the last; the construction keeps earlier nodes too, so its frontier stands out less. Bands: 95 % bootstrap intervals over 419 problems; dotted: chance. The axis does not begin at 0.](../../figures/causal_read.pdf)
//
// In the two models with thoughts the frontier can be read from every thought, even by the plain output head. In the
// controls only the first thought shows it surely. The answer comes with the last thought, as in the construction.
// (For about half of the problems the third thought is the last. Before the last thought the head ranks the wrong
// candidate first a little more often than the right one. This happens in the controls too, and we have not looked
// into why.) Two things differ from the construction. First, trained models keep less and less of what they have
// passed. Through the head, $N_c$ as a whole is lost at once. A probe still reads it from the fourth thought, but less
// well than from the first. Second, under the Coconut loss nodes on a shortest path stand out in the frontier from the
// first thought on (before the end more clearly by the head than by the probe), long before the model can know the
// target. The graph may give them away: a node with more nodes below it leads to a deep target more often. The control
// with pauses, which only guesses, shows the same, so the rows *path* are no evidence of a search. (In the last
// thought the set is the target alone. A thought that names both candidates scores 1 there.) Under Coconut-BFS these
// nodes stand out much less, also at the end.
//
// *What follows.* These thoughts contain the frontier of a breadth-first search. This agrees with RRR's finding.
//
// *What does not follow.* That anything uses it.
//
// ## Needed
//
// *Definition.* Thought $c$ is taken out (`remove`), or something else stands in its place: zeros (`zero`), the mean
// of the $c$-th thoughts of other problems (`mean`), a random direction of the same length (`noise`), or thought $c$
// of another problem (`other`). Later thoughts are then made anew from what stands there now. In the columns *later
// kept*, the later thoughts of the unchanged run are put back, so that only the direct way from thought $c$ to the
// answer is cut. *Own* is the unchanged run, and in *all* every thought is changed. The second table asks about later
// thoughts. For each thought after the changed one it gives the share of problems in which the thought's top-ranked
// node lies in the frontier of the thought's own hop.
//
// *What to expect.* If the search runs through the thoughts, losing one loses all later ones. With the later ones kept, it is
// no longer needed. If thoughts are by-products, later thoughts and the answer survive.

laboratory.test(.needed, "Needed") { $0.thinks ? NeededThoughts.measure($0.bed) : nil }

// | Elsewhere | They found |
// |---|---|
// | RRR | without thoughts, accuracy falls by 42.9 points |
// | [arXiv 2604.06374](https://arxiv.org/abs/2604.06374): two layers, from scratch | thoughts removed: 94.5 → 13.8 % |
//
// ![What changing one thought (rows) costs later thoughts and the answer (columns), in points of the share right; grey: nothing to compare (earlier thoughts cannot change, and after remove there is one thought fewer). The last column keeps the later thoughts as they were. Falls below 0 (of half a point at most) are white. The 219 problems of four hops, two models (recipe laptop, seed 0).](../../figures/causal_needed.pdf)
//
// Each thought is needed. A thought before the last is needed because later ones are made from it. If any thought is
// lost, the answer is little better than the toss of a coin, or worse. If the later thoughts are kept, a lost thought
// costs next to nothing. So thought $c$ reaches the answer through later thoughts and not directly. (Whether it acts
// on thought $c + 2$ only through $c + 1$ is not tested, because *later kept* puts all later thoughts back.) The
// second table agrees: after another problem's thought, a later thought ranks a node of its frontier first in at most
// two problems of five.
//
// (Three details. Without any thought the construction names the root, because the root then stands where the last
// thought would. It makes no difference which thought `remove` takes out, because the model makes the later ones anew
// and ends with one fewer; column 4 differs only because it has the problems of four hops alone. And chapter 6's
// controls have another number for the mean in every place, because they take it over the test problems themselves.)
//
// The *mean* is an exception, and a warning. With later thoughts kept, it can do harm where zeros, noise and even
// another problem's thought do next to none. So this harm comes from what the mean puts in, and not from what is lost.
// It does not show that the thought was needed. Why a mean does harm was not tested. (About half of the third thoughts
// that go into the mean are last thoughts, which hold an answer.)
//
// *What follows.* These models compute with their thoughts. RRR and arXiv 2604.06374 found the same in theirs. How
// much accuracy is left without thoughts depends on what a model then falls back to: a guess between the two
// candidates, or some other node.
//
// *What does not follow.* That a thought is needed *for what can be read in it*. A chain of thoughts that carried something
// else would fail in the same way. The next test asks about the content.
//
// ## Rewrite
//
// *Definition.* Let $v$ be the only node of its hop from which the target can be reached in the hops that are left.
// The *branch* of $v$ is the set of nodes of the next hop that only $v$ leads to. Now $v$ is removed from the thought
// that holds its hop, in one of these ways:
//
// - `embedding`: along its embedding, until its logit equals the mean logit of the nodes outside $N_c$; `projection`:
//   along its embedding, until its logit is 0;
// - `probe`: along the direction of a probe that detects it, until its score by that probe is the mean of those outside $N_c$;
// - `subspace`: *iterated null-space projection* finds every direction from which the node can be decoded, one after
//   the other, until a probe fitted on what is left can hardly detect the node (AUC .55) or 24 directions are used.
//   Along these directions the thought gets the mean values of thoughts without $v$;
// - `nullspace`: along the same directions the thought gets zeros.
//
// Two comparisons stand beside these: a random step as long as that of `embedding` (`random`; `subspace` and
// `exchange` move further, and for them the third table is the comparison), and another node of the same hop removed
// (`decoy`). Two more changes put something in. `add` raises the logit of a node $w$ to the mean logit of the hop's
// nodes. The root does not reach $w$, but from $w$ the other candidate can be reached in the hops that are left. Both
// candidates are then within reach, so about half of the answers right is the strongest effect to expect of `add`.
// `exchange` swaps the logits of $v$ and $w$. In the second table, the branch is that of the node taken out, and under
// `add` that of the node put in. The third table has the other nodes of that next hop. *To go* is the number of hops
// left after the changed thought. (`decoy`, `add` and `exchange` are asked only where there is such another node, so
// their columns have fewer problems.) A node counts as *held* if its logit lies above a threshold, the one that best
// separates frontier from unreached nodes on other problems.
//
// *What to expect.* If the search goes on from what is read in thoughts, three things happen. The branch of $v$ is
// missing from the next thought while other nodes are not, and the answer is lost. A random step or a decoy does
// nothing. And an exchange not only loses the answer, but turns it into the other candidate. If thoughts can be read
// but are not used, none of this happens. For the construction all of it can be derived. After a removal both
// candidates tie, and a tie goes to the lower number, so about half of its answers stay right. (A random step upsets
// the construction. Its attention is very sharp: if one weight is a little larger than the others, attention goes to
// that node alone, and the other nodes are lost. Trained models are not so brittle.)

laboratory.test(.rewrite, "Rewrite") { model in
  model.thinks ? RewrittenThoughts.measure(model.bed, probes: model.trained != nil) : nil
}

// | Elsewhere | They found |
// |---|---|
// | RRR | removing one branch, in any basis fixed beforehand, or the whole linear subspace that decodes it, changes nothing, except for the last readout |
//
// ![Share answered with the target after one node of one thought is changed, by the hops left to go, one panel for each model. The table's names: decoy removes another node of the hop; embedding removes the node on the only way to the target; subspace removes the directions that decode it (at most 24). For the construction exchanged is 0 everywhere, and subspace is not tested, because it has no probe. Whiskers: 95 % bootstrap intervals over problems; dotted: either candidate by chance.](../../figures/causal_rewrite.pdf)
//
// In these models a removal is felt. With two or three hops to go, most of the branch is gone from the next thought,
// and the rest of that hop stays. The Coconut-BFS model's answer is then a guess; the Coconut model loses about two
// answers in five. With no hop to go, $v$ is the target itself. The Coconut model then names the other candidate in
// nearly nine problems of ten, and the Coconut-BFS model guesses. With the two nodes exchanged, most answers are lost,
// and in one direction: the model names the other candidate, to which the node that was put in leads (letter `n` in
// `data/causal-rewrite.json`). A decoy costs next to nothing, and a random step little.
//
// Three results are less clean. With one hop to go, much of the branch survives a removal. Adding is weaker than
// removing: a node that is put in is often not followed to the end. And removing the direction of a probe does less
// than removing the embedding. Part of this is length (`step` in `data/causal-rewrite.json`): the probe's step is
// often a third shorter. But for Coconut-BFS with one hop to go the two steps are equally long, and the probe's still
// does less. So the direction that *detects* a node best is not the one that *carries* it.
//
// *What follows.* The next hop is made from what is read in *these* thoughts. The embedding carries much of it, but
// not all: taking out the directions from which the node can be decoded (`subspace`, at most 24) removes more of the
// branch, and with one hop to go the embedding alone takes out little of it in the Coconut model and about half in the
// Coconut-BFS model. RRR found in its model that such a removal changes no answer.
//
// *What does not follow.* That RRR is wrong about its model. Two differences could matter. Our recipe gives a label at
// every hop. And it ties the output head to the embedding, so a node is written into a thought and read from it along
// the same direction. To find out which of the two matters, train with one label a sample or with an untied head
// (chapter 3 has both settings), and run this chapter on the result with `--checkpoint`.
//
// ## Replace
//
// *Definition.* The model reads the prompt of one problem, the *host*, with thoughts that it made while it read
// another prompt, the *donor*. There are five kinds of donor. Each but `graph` differs from the host in one thing:
//
// - `mirror`: the host's graph with the two candidates' numbers exchanged. Same question, other answer.
// - `graph`: another problem.
// - `question`: the same graph and root, with other candidates in the question.
// - `root`: the same graph and question, from a root that lies exactly $L$ hops before the *other* candidate ($L$ is the length
//   of the host's path).
// - `same`: the same graph and question, from another root that lies $L$ hops before the target.
//
// Either *all* thoughts are replaced, or only the *last*, or the *early* ones, which are all but the last. For each,
// the table gives the share answered with the host's target and the share answered with the donor's. (For `same`, host
// and donor have the same target. There the column *donor's* counts answers with the other candidate instead.) *Asked*
// is the number of problems for which there is such a donor.
//
// *What to expect.* Thoughts that carry the search take the answer with them if the donor's search ended at the other
// candidate (`mirror`, `root`). They leave it alone if the donor's search ended in the same place (`question`,
// `same`). Thoughts that carry the *answer* would also take it with them under another question (`question`). Thoughts
// that carry nothing never do.

laboratory.test(.replace, "Replace") { $0.thinks ? ReplacedThoughts.measure($0.bed) : nil }

// | Elsewhere | They found |
// |---|---|
// | RRR | thoughts of a donor that differs in structure take the answer with them (−91.7 points; compare `mirror`); those of a donor that differs only in which candidate is right do nothing (compare `question`) |
//
// ![One graph, two chains of thoughts: what the last thought holds when the chain begins at the prompt's root (a) and when it begins at another root (b); brown and an underline are below 0. The answer is the node of which the last thought holds most. One problem, one model (laptop, Coconut, seed 0).](../../figures/causal_transplant.pdf)
//
// The answer follows the thoughts. The last thought alone decides. (In the trained model of exercise 3 it does so even
// when it is moved to an earlier place, because of what it holds. The construction's `[A]` reads whatever stands
// last.) Early thoughts matter only through it. Where they differ from the host's (`root`), the model goes on from
// them and ends where the donor would have ended. Where they do not differ (`mirror` changes the last hop only), it
// ends where the host would.
//
// ## Question or search
//
// *Do the thoughts know the question?* The rows `question` of the table above tell. If thoughts hold the search alone,
// the host's answer stays. In the Coconut model of seed 0 it often goes over to the donor's: the last thought has
// chosen between the candidates before it is read. The next table has all seeds: how often the donor's candidate is
// named when all thoughts come from a donor with another question, or from another problem altogether (`graph`).

AllSeeds.showDonors(terminal)

// All three Coconut models often take up what the thoughts of another problem have chosen. With another question about
// the same graph only seed 0 does so often. The Coconut-BFS models seldom do either. RRR found no effect of the
// question. Here that holds for Coconut-BFS and nearly for one Coconut model, but not for the other two. So chapter 6
// calls it not reproduced.
//
// *What follows.* In these models, as in RRR's, thoughts carry the search. How strongly the last of them carries the
// answer as well depends on the loss and on the random start, so one model cannot decide it.
//
// *What does not follow.* That a model must choose this late. These were trained to search first and to answer last.
//
// ## Content or order
//
// *Definition.* Pause tokens, all alike, stand in place of thoughts. The model computes them *at once*, like a prompt,
// or *in turn*, one after the other, like thoughts. This test needs no model that was trained with pauses, because it
// holds for any weights. It takes the two models with thoughts.
//
// *What to expect.* Attention here looks back only, so a position depends on its own input and on earlier positions.
// If all inputs are fixed beforehand, the order in which positions are computed can make no difference. A thought is
// another matter: its input is the last layer's output at the position before, so it cannot be computed earlier. That
// is the only thing that *in turn* can add, and with fixed tokens there is nothing to add.

laboratory.test(.order, "Content or order") { model -> PositionOrder? in
  guard model.thinks, let (parameters, reader) = model.trained else { return nil }
  return PositionOrder.measure(parameters, reader, model.bed.test)
}

// | Elsewhere | They found |
// |---|---|
// | [*The Curriculum Is the Mechanism*](https://huggingface.co/bmarti44/coconut-curriculum-checkpoints): GPT-2 fine-tuned on ProsQA, seven stages | Coconut 97.0 %, pause tokens 96.6 % (McNemar $p$ = .845), pause tokens one after another 94.8 %, discrete chain 83.0 % |
//
// In double precision (five problems) the two orders agree to the last bit. In single precision (all 419) sums are rounded in
// another order, and that is all. It would be so with any weights.
//
// *What follows.* The gap between 96.6 and 94.8 % in that work, two trainings with pause tokens, cannot come from
// computing them in turn. It comes from something else that differs between two trainings, such as a random start.
//
// *Do pauses do as well as thoughts?* That is another question, and training decides it. Our control `laptop-pause`
// answers about as many problems as a coin would (first table of this page), and *Read* shows where it stops: its
// first thought holds the frontier, its second does not. Two further seeds do no better (*All seeds*, below), nor do
// three on small graphs (chapter 6). A likely reason lies in the two layers. The first copies edges and the second
// matches, so one position makes one hop, and makes it in the last layer. A thought carries it to the next position. A
// pause token carries nothing, and no layer is left that could fetch the hop.
//
// *What does not follow.* That pauses never do as well. That work finds no difference on a fine-tuned GPT-2, which has
// twelve layers. Nor does the work that introduced Coconut ([arXiv 2412.06769](https://arxiv.org/abs/2412.06769)): on
// ProsQA it reports 96.6 % with pause tokens in place of thoughts and 97.0 % with thoughts. (Thoughts without its
// curriculum reach 76.1 %.) A model with more layers may make several hops at one position and need nothing carried;
// this was not tested here.
//
// ## Out of distribution
//
// *Definition.* There are ten families of 200 problems each (`Sources/Reachability/GraphFamily.swift`). A problem
// whose prompt is too long for a model would be left out; here none was. The families are: published sizes; paths of
// 5, 6 and 7 hops; one parent a node on average (*sparser*) or two (*denser*) in place of one and a half; 29 to 31
// nodes (*larger*); trees; layered graphs with two or three parents a node (*many parents*); stars with two arms of up
// to 10 hops. Each problem is answered with 0 to 10 thoughts. The columns give the share answered right for each
// number of thoughts, in percent. In the column *L*, each problem gets as many thoughts as its path has hops.
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
// ![Accuracy over the number of thoughts, one curve for each path length, one panel for each model. In models that were trained with thoughts each curve has its peak where the number of thoughts is the number of hops. With one thought too many the Coconut model falls below chance. Bands: 95 % bootstrap intervals over up to 200 problems; dotted: chance.](../../figures/causal_distribution.pdf)
//
// ![Accuracy on ten families of graphs, with as many thoughts as hops. Whiskers: 95 % bootstrap intervals over up to 200 problems; dotted: chance.](../../figures/causal_families.pdf)
//
// All trained models were trained on paths of at most four hops. (The construction was not trained.) The two with
// thoughts follow longer paths, though less and less surely, if they get as many thoughts as there are hops: each
// further hop is the same step once more. (On stars, whose paths do not branch, the Coconut model is right in 98 %
// even with up to 10 hops, and Coconut-BFS in 78 %.) *Do more thoughts help?* Users of Coconut
// [ask](https://github.com/facebookresearch/coconut/issues/17) this. Here they do not help. With one thought too many
// (rows *5 hops* to *7 hops*), the Coconut model is worse than a guess: in most problems it names the *other*
// candidate. No edge leaves the target, and the thought after it mostly holds the candidate that is left (`--thoughts`
// of `02-model inspect` shows it).
//
// If it reads at least one pause token, the control with pause tokens stays near a guess on every family. In *The
// Curriculum Is the Mechanism* models with pause tokens do best on longer paths. Here the control has not learned
// paths of any length, so it cannot. The discrete chain does best where most branches lead to the target (*many
// parents*). It follows one branch, and elsewhere that is often the wrong one. It can fall below a guess, because at
// the end of a wrong branch it often names a node that is no candidate.
//
// *What follows.* The models with thoughts have learned a step that can be repeated. How many steps to make is part of the
// problem, and here the models are told it.
//
// *What does not follow.* That they generalise better than the models under *Elsewhere*. Those answer with one fixed number of
// thoughts, which is another task. Our tables and that one should not be compared number by number.
//
// ## All seeds
//
// Most tables above have one model of each kind of training. Do the other seeds do the same out of distribution? This
// table has every seed, with as many thoughts as hops, from the records in `data/`. (Only the models of seed 0 come
// with the book.)

AllSeeds.showFamilies(terminal)

// They do. (*Question or search* has said where seeds differ.) With pause tokens every seed answers about as many as a
// guess on published sizes, and on longer paths they stay near a guess, too. One seed is somewhat above it on 6 and 7
// hops; the same model gets half of the published sizes. The discrete chains stay below a guess, on published sizes
// and on longer paths.
//
// ## Force the chain
//
// *Definition.* Each thought is read out as one token, either the most likely one or one drawn by its probability,
// while the thoughts stay as they are. Do the tokens spell a path, and does it end at the target? In the second table
// the chain itself is changed: the embedding of the most likely token is fed back in place of the thought.
//
// *What to expect.* If a thought holds one node, the tokens spell a path. If it holds many, each token is some node of
// the right hop, and neighbours in the chain need not be joined by an edge. Feeding back one node then loses the
// others. (The controls read tokens in any case, so there is nothing to feed back in their place.)

laboratory.test(.chain, "Force the chain") { ForcedChain.measure($0.bed) }

// Under Coconut the last token is nearly always right, and still many chains are no path: the tokens before it are
// nodes of the right hops (second table of *Needed*), but on different branches. With tokens fed back most answers are
// lost. (In the construction all nodes of $N_c$ have the same weight, so the token that is read out is the one with
// the lowest number. Fed back as the only node, it says nothing of the frontier.)
//
// The control `laptop-discrete` was trained with tokens fed back, and its tokens do spell paths, nine times in ten.
// Two in three of these paths end somewhere else than at the target. A token holds one node, so the model must choose
// a branch at the first hop, long before it can know which one leads to the target. A thought need not choose. (On the
// small graphs of chapter 6's table of controls, where there are fewer branches, such chains do much better.)
//
// *What follows.* Read out token by token, these thoughts give no chain of reasoning that one could rely on. On graphs
// of this size the control that was trained with tokens, which keeps one node a step, gets only a third of the answers
// right. (That the models trained with thoughts fail on tokens proves less. The embedding of a token is also only
// about a fifth as long as the thoughts that they are used to.)
//
// *What does not follow.* That such thoughts cannot be explained. The test *Read* explains them, with sets of nodes in
// place of a path. (Users have [asked](https://github.com/facebookresearch/coconut/issues/29) about the chain, and
// about the length of thoughts. A thought leaves a layer norm with a length (*norms* in the table) of about the square
// root of the width, several times that of an embedding.)
//
// ## How even
//
// *Definition.* Take the output-head rows of the frontier's nodes, each divided by its length, and add them up. The
// table shows three cosines: of a thought with this sum, of a thought with the same kind of sum over $N_c$, and the
// largest cosine with any single node's row. In trained models embeddings are not at right angles, and thoughts hold
// other things, too. So do not expect a cosine of 1.
//
// *What to expect.* A thought that has committed to one node is closer to that node than to the sum. A thought that
// holds all of them is closer to the sum.

laboratory.test(.evenness, "How even") { $0.thinks ? Evenness.measure($0.bed) : nil }

// | Elsewhere | They found |
// |---|---|
// | [*Emergence of Frontier Superposition*](https://arxiv.org/abs/2605.18820), at depth 3 | with the loss at the end alone .37, with a loss at every step .69 |
//
// *What follows.* Both models are closer to the sum over the frontier than to any single node, up to the last thought.
// There the Coconut model comes about as close to a single node, the target.
//
// *What does not follow.* That the nodes have equal weights: a cosine hardly sees small differences (more below). Nor
// does anything follow about that work's two numbers, .37 and .69. The next section tries to repeat them.
//
// How does this evenness come about? The figure follows two trainings. Its upper panels show how evenly the softmax
// weighs the nodes of the next hop (chapter 4's evenness), its lower panels the cosine of each thought with the equal
// superposition. (Here the embeddings keep their lengths, so the cosines differ a little from the table's.)
//
// ![Above: how evenly the softmax after c thoughts shares its probability among the nodes of the next hop (1: equally). Below: the cosine of thought c with the sum of the frontier's embeddings. The Coconut-BFS model's first hop is uneven at first and becomes even while later hops are trained. One run of the recipe laptop for each loss (Coconut seed 0; Coconut-BFS, which accepts the frontier, seed 1), 419 test problems; those whose path is too short for a curve are left out of it. Problems whose next hop has one node are left out above.](../../figures/evenness_through_training.pdf)
//
// At the first hop the Coconut model is fairly even once it has learned the hop, and becomes more so. The Coconut-BFS
// model first commits itself: its evenness is low while the first hop is new, and rises while later hops are trained.
// This fits chapter 4's explanation: the Coconut-BFS loss of a hop charges nothing for uneven nodes, but the losses of
// later hops do. After three thoughts the Coconut model is not even, and should not be. At a path's last hop its label
// is the target alone. In both models thoughts 2 and 3 end closer to the superposition than they were at any earlier
// time, and thought 3 stays behind thought 2. The first thought of the Coconut-BFS model is closest early, just when
// its evenness is low. The two measures disagree here. The softmax magnifies small differences between large logits,
// and the cosine hardly sees them. So a high cosine is no proof of equal weights.
//
// ## Labels at depth 3
//
// *Emergence of Frontier Superposition* compares a loss at every step with a loss at the end. So we trained two small
// models on paths of exactly three hops: the recipe `quick` with 5,000 steps and no curriculum (all three thoughts
// from the fourth step on). One model gets a label at every hop. The other gets a single label, the answer. They are
// asked 400 problems of the same kind that they were not trained on. As in the claims about ablations, a model that
// answers fewer than 80 % decides nothing.

DepthThree.show(terminal)

// *What follows.* With a label at every hop the cosine comes out near the .69 of that work. With a label at the end
// alone this training learns nothing: the model answers like a coin, and its thoughts have no part along the sum of
// the frontier's rows (no probe was tried).
//
// *What does not follow.* Anything about the .37, which is about a model that does learn. With a curriculum, a longer
// training or another start our model with one label might learn, too. Whether the label makes the difference is *not
// decided* here.
//
// ## What follows
//
// | Test | These models | If thoughts were not used |
// |---|---|---|
// | Read | the frontier in each thought, the answer in the last | the answer could be there early |
// | Needed | each thought is needed, all but the last through later thoughts only | answers survive a lost thought |
// | Rewrite | without a node many answers are lost, and with two or three hops to go most of its branch; another node turns the answer | answers survive |
// | Replace | the answer follows the search in the thoughts, and in some models also the donor's question | answers stay with the host |
// | Content or order | with fixed tokens, order makes no difference; trained with pauses, three models only guess | pauses do as well as thoughts |
// | Out of distribution | the same step on longer paths, one thought a hop and no more | the number of thoughts makes no difference |
// | Force the chain | tokens often spell no path; a chain trained on tokens loses most answers | (not decided by this test) |
// | How even | closer to the whole frontier than to one node, except Coconut's last thought | (not decided by this test) |
//
// In these models the superposition is *used*. Their thoughts are the state of a breadth-first search, each hop is
// made from what the thoughts before hold, and the question comes in with the last thought (in some Coconut models),
// or only when the last thought is read (Coconut-BFS).
//
// This is a statement about one recipe: a label at every hop, head and embedding tied, small width, three seeds of
// each loss. It says nothing about a fine-tuned language model. Models with other settings of chapter 3 can be put to
// the same tests, and that is what this chapter is for.
//
// ## Exercises
//
// 1. *Another seed.* `./build.sh 03 --profile laptop --seed 1` (long), then
//    `./build.sh 07 --checkpoint runs/laptop-coconut-seed1/latest --out runs/causal-seed1` (long only in that it needs
//    the checkpoint that the first command makes). Which numbers of this page belong to one model, and which to the
//    recipe? *You should see* the same pattern in *Needed*, *Rewrite* and *Replace* (but for its rows `question` and
//    `graph`, where seeds may differ). If you do not, the summary above is too strong, and you have found something.
// 2. *Recompute an interval.* `data/causal-needed.json` has one character for every problem (1: right). Bootstrap one
//    share yourself. Then compare two rows by McNemar's test, which counts the problems that only one of the two rows
//    has right. Which ways to change a thought differ? *You should see* that neither end of your interval lies further
//    from the share than the distance given below the table, give or take a few tenths of a point. `remove` and
//    `noise` differ little when a thought after the first is changed, since both leave a guess. `other` in place of
//    the last thought can be worse: it may bring another problem's answer along.
// 3. *By hand.* Print the thoughts of a problem with four hops, and the logits of its answer. (The command below does
//    this for the first problem of the file.) Save the list `thoughts` from its output in a file of its own, exchange
//    its last two entries, and run the command again with `--thoughts-from` and your file. Does the answer change?
//    Then put thought 3 into both places. What would the construction answer?
//
//        ./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file data/prosqa/valid.json --thoughts 4 --answer --json
//
//    *You should see* the same answer after the exchange: `[A]` finds the thought that holds a candidate, wherever it
//    stands. Once no thought holds the target any more, the answer is lost. The construction's `[A]` copies what
//    stands one place before it. After the exchange that is $N_3$, which holds neither candidate, and the two tie.
//
// ## Further reading
//
// - *Read, Replace, Never Rewrite*, [github.com/star2vec/RRR](https://github.com/star2vec/RRR): the first four tests,
//   registered before they were run.
// - Li et al., [*Dynamics Within Latent Chain-of-Thought*](https://arxiv.org/abs/2602.08783), ICML 2026: steps as
//   variables of a causal model, and how an effect travels.
// - Goyal et al., [*Think before you speak*](https://arxiv.org/abs/2310.02226), 2024: pause tokens. Wei et al.,
//   [*Chain-of-Thought Prompting*](https://arxiv.org/abs/2201.11903), 2022: chains of tokens.
// - Ravfogel et al., [*Null It Out*](https://arxiv.org/abs/2004.07667), 2020: iterated null-space projection.
//
// Before: [6 · Figures, tables, claims](../06-figures/README.md).
