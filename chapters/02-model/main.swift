// # 2 · The model: a decoder that feeds itself
//
// A language model thinks aloud: it writes a word, reads it, writes the next. Each word is a decision, and a search that
// must decide at every fork follows one path. *Continuous thought* takes the decision away. The vector from which the
// next word would have been chosen is put back into the model as it is, with everything it holds.
//
// You will see a prompt taken apart, the tensors of the model, one thought being made and decoded, what the two losses of
// the paper ask for, and a check of the gradient. It takes a few seconds: `./build.sh 02`. Everything here is computed by
// the *readable* model, written to be checked against the equations; the fast one that trains is tested against it.

import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Transformer

let options = chapterOptions(Options.self)
let terminal = options.common.terminal
let problem = orExit { try options.problem() }
let reading = orExit {
  try Reading(problem, thoughts: options.thoughts, with: options.parameters(), from: options.modelName)
}
let model = reading.model

// With `--out DIR`, thoughts, logits and scores are kept as numbers, in `DIR/reading.json`.

if let out = options.common.out { orExit { try writeJSON(ReadingFile(reading), to: out + "/reading.json") } }

// ## The prompt
//
// A problem becomes a sequence: edges in any order, two candidates, the root. Then come $c$ thoughts, written $[t_1]$ to
// $[t_c]$ though they are no tokens, and when the model is to answer, a last token `[A]`.

terminal.section("The prompt")
terminal.table(
  ["tokens", "positions", "what it is"], reading.parts.map { [$0.tokens, $0.place, $0.meaning] },
  left: [0, 1, 2])

// ## The parameters
//
// The model is GPT-2 with two layers. With token embeddings $E$, position embeddings $P$ and the layer norm
// $\mathrm{LN}$, the state $h_i$ at position $i$ goes through
//
// $$h_i = E_{x_i} + P_i, \qquad h \leftarrow h + \mathrm{Attn}(\mathrm{LN}(h)), \qquad h \leftarrow h +
// \mathrm{MLP}(\mathrm{LN}(h)),$$
//
// the last two once a layer, and is read out as logits $\xi = E \cdot \mathrm{LN}(h)$: the output head is the embedding
// itself. In each head, position $i$ attends to $j \le i$ with weight $\mathrm{softmax}_j(s_{ij})$ of the *scores*
// $s_{ij} = q_i \cdot k_j / \sqrt{d}$: the query of $i$ times the key of $j$, both of the width $d$ of a head. Later
// chapters watch one of these scores closely: layer 2, from the last position to the edges.

terminal.section("The parameters")
let shape = model.parameters.configuration
terminal.say("\(options.modelName): \(shape.layers) layers, width \(shape.width), \(shape.heads) heads\n")
terminal.table(
  ["tensor", "shape", "numbers"],
  model.parameters.layout.tensors.map {
    [$0.name, $0.shape.map(String.init).joined(separator: " × "), "\($0.count)"]
  } + [["all", "", "\(model.parameters.layout.count)"]])

// | In the paper | Here |
// |---|---|
// | The theory strips this down: orthonormal embeddings, one layer of *linear* attention from the thought to the edges, a first layer that is assumed to have copied each edge's source and target onto its token, no MLP. | The whole model. What the theory assumes of layer 1 is measured in [chapter 5](../05-theorem1-attention/README.md). |
// | Width 768, eight heads, initial deviation .02. | That with `--profile paper`; small profiles are narrower and start with deviation .05, so that they learn in minutes. |
//
// ## A continuous thought
//
// Let $h_n$ be the state at the last position, after the final layer norm. Instead of choosing a token by it, we write it
// into the next place:
//
// $$[t_{c+1}] = \mathrm{LN}(h_n), \qquad \text{input at } n+1 = [t_{c+1}] + P_{n+1}.$$

terminal.section("A continuous thought")
let place = reading.prompt.tokens.count
let thought = reading.run.thoughts[0]
let position = reading.positionEmbedding(place)
terminal.table(
  ["first numbers of", "", "", "", "", ""],
  [
    firstNumbers("the state at position \(place - 1), which is [t_1]", thought),
    firstNumbers("the embedding of position \(place)", position),
    firstNumbers("the input at position \(place)", zip(thought, position).map(+)),
  ])

// Nothing has been lost on the way: no rounding to a token, no sampling. The gradient will go back the same way.
//
// ## What a thought holds
//
// A thought lives in the space of the embeddings, so the output head can say which tokens it resembles. This is the
// window through which chapters 3 to 5 watch a frontier appear.

terminal.section("What a thought holds")
terminal.table(thoughtHeader, thoughtRows(reading), left: [0, 2, 3])

// A fresh model has nothing to say yet: guessing would give each token .03, and the likeliest have .06.
//
// ## A thought that has learned
//
// Now the same problem, read by a model that chapter 3 has trained with its laptop profile. It comes with the book, and
// was never shown a graph of this chapter.

let folder = "data/checkpoints/laptop-coconut"
let trained = orExit {
  try Reading(
    problem, thoughts: options.thoughts, with: ModelFolder.read(projectFile(folder)), from: folder)
}
terminal.section("A thought that has learned")
terminal.say("\(folder)\n")
terminal.table(thoughtHeader, thoughtRows(trained), left: [0, 2, 3])

// Compare with the prompt's table. One hop from the root are 1 and 2, and the first thought's logits set these two apart
// from all others. Two hops away are 3 and 4, and they lead the second. That is a frontier, held in one vector, by a
// model that was asked for one node at a time. How this comes about is the paper's subject.
//
// The two nodes of a frontier are not held alike. Node 4 has two parents in the frontier before it and 3 has one; a
// probability, being exponential in the logits, makes much of such a difference. Chapter 5 measures both effects. On a
// full-size problem a trained model's thoughts look like this:
//
// ![A problem solved by a trained model, thought by thought](../../figures/solved_problem.pdf)
//
// ## Two losses
//
// After $c$ thoughts, what should the model be told? Coconut names one node at hop $c+1$ of a path to the target, the
// demonstrated node $p_{c+1}$ (paper Eq. 6). Coconut-BFS is content with any node of a set $\mathcal{C}$ (Eq. 5):
//
// $$\ell = -\log \frac{\exp \xi_{p_{c+1}}}{\sum_v \exp \xi_v}, \qquad
// \ell^{\mathrm{BFS}} = -\log \frac{\sum_{v \in \mathcal{C}} \exp \xi_v}{\sum_v \exp \xi_v}.$$

terminal.section("Two losses")
terminal.say(
  "guessing all 40 tokens alike costs ln 40 = \(number(log(40), 3)), or ln (40 / size of the set)\n")
terminal.table(
  ["loss", "c", "accepted", "value"],
  (0...min(options.thoughts, problem.pathLength - 1)).flatMap { c in
    [
      lossRow("Coconut, one node p_{c+1}", c, Array(problem.shortestPathNodes(c + 1).prefix(1))),
      lossRow("Coconut-BFS, N_{c+1}", c, problem.reachable(c + 1)),
      lossRow("Coconut-BFS, frontier_{c+1}", c, problem.frontier(c + 1)),
      lossRow("Coconut-BFS, successors of N_c", c, problem.successors(c)),
    ]
  }, left: [0, 2])

/// The loss of the logits after `c` thoughts when the nodes `accepted` are right.
func lossRow(_ name: String, _ c: Int, _ accepted: [Int]) -> [String] {
  let loss = crossEntropy(logits: reading.run.logits[c], accepting: accepted).loss
  return [name, "\(c)", accepted.map(String.init).joined(separator: " "), number(loss, 3)]
}

// | In the paper | Here |
// |---|---|
// | The set is $N_{c+1}$, everything reached so far. | Three sets to choose from. $N_{c+1}$ contains the root, and a model that keeps saying "root" has no loss at all: [chapter 4](../04-bfs-loss/README.md) shows it happen. |
//
// ## The gradient
//
// Training pushes back through everything: logits, layers, the thought, the layers that made it, the thought before.
// The backward pass is written by hand here, so it had better be checked. Along its own direction a gradient $g$ must
// promise the right slope: $\big(\ell(\theta + h\hat g) - \ell(\theta - h\hat g)\big) / 2h = \lVert g \rVert$ with
// $\hat g = g / \lVert g \rVert$.

terminal.section("The gradient")
let stage = min(options.thoughts, problem.pathLength - 1)
let demonstrated = problem.shortestPathNodes(stage + 1)[0]
let sample = Sample(
  sequence: ThoughtSequence(prompt: reading.prompt.tokens, thoughts: stage),
  labels: [Label(read: stage, accepted: [demonstrated], target: demonstrated, hop: stage + 1)],
  stage: stage)
let gradient = model.gradient(of: [sample])
let length = norm(gradient)

/// The loss a step of length `t` along the gradient away.
func loss(_ t: Double) -> Double {
  var moved = model
  for i in gradient.indices { moved.parameters.values[i] += t * gradient[i] / length }
  return moved.loss(of: [sample])
}
let h = 1e-5
terminal.table(
  ["slope of the Coconut loss after \(stage) thoughts", ""],
  [
    ["norm of the gradient", number(length, 6)],
    ["(loss(+h) − loss(−h)) / 2h", number((loss(h) - loss(-h)) / (2 * h), 6)],
  ])

// Six digits agree, through two thoughts and two layers. The tests ask the same of every tensor by itself, and compare
// logits, thoughts, scores and gradients with PyTorch's.
//
// ## Summary
//
// - The model reads edges, a question and its own thoughts; a thought is the last hidden state, fed back as it is.
// - Decoding a thought with the output head shows which nodes it holds, several at once if it likes.
// - One loss names a node, the other a set. Everything that follows comes from that difference.
//
// ## Exercises
//
// 1. **The published shape.** `./build.sh 02 --profile paper`. How many times more numbers is that, and which tensors took
//    most of them? Note the norm of a thought: the square root of the width. Which line of the model makes it so?
// 2. **More thoughts than hops.** `./build.sh 02 --thoughts 6`. A fresh model's thoughts settle; towards what, and why does the
//    position embedding keep them from becoming equal? The trained model has found the target after
//    three thoughts. What do its later ones hold, and had it any reason to learn something there?
// 3. **A model that has learned.** `./build.sh 02 --checkpoint data/checkpoints/laptop-coconut`. Which of the four losses
//    are small now, and why can the one it was trained with not be the smallest? Compare the gradient, too.
//
// To look at any problem of any file through any checkpoint, with all scores:
// `./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file data/prosqa/valid.json --thoughts 2`.
//
// ## Further reading
//
// - Radford et al., *Language Models are Unsupervised Multitask Learners*, 2019: GPT-2.
// - Hao et al., [*Training Large Language Models to Reason in a Continuous Latent
//   Space*](https://arxiv.org/abs/2412.06769): continuous thought.
// - Press and Wolf, [*Using the Output Embedding to Improve Language Models*](https://arxiv.org/abs/1608.05859), 2017: why
//   one matrix may read and write.
//
// Before: [1 · The task](../01-dataset/README.md). Next: [3 · Training with the Coconut loss](../03-coconut-train/README.md).
