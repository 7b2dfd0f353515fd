// # 2 · The model: a decoder that feeds itself
//
// A language model writes a word, reads it, and writes the next. Every word is a decision, and a search that has to
// decide at every fork follows a single path. *Continuous thought* puts the decision off. The vector from which the
// next word would have been chosen, the last *hidden state*, is given back to the model as its next input, as it is,
// with everything that it holds.
//
// **What you will see.** The worked example as a model reads it; the model itself, from one layer to the chain of thoughts; a
// thought decoded, before and after training; the two losses of the paper; and one step of training, checked.
//
// **How long it takes.** A few seconds (`./build.sh 02`), and fifteen minutes to read. All numbers here come from the
// *readable* model, which is written to be compared with the equations. The trainer uses a faster one, which is tested
// against it.

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
if let out = options.common.out { orExit { try writeJSON(ReadingFile(reading), to: out + "/reading.json") } }

// ## The prompt
//
// Here is the worked example of [chapter 1](../01-dataset/README.md) as a sequence: its edges in any order, the two
// candidates, the root. Then come $c$ thoughts, written $[t_1]$ to $[t_c]$. Thoughts are vectors, not tokens, so they
// have no number in the vocabulary. The letter $c$ is that of chapter 1 on purpose: the thought $[t_c]$ is to hold the
// nodes of hop $c$. When the model is to answer, a last token `[A]` follows.

terminal.section("The prompt")
terminal.table(
  ["tokens", "positions", "what it is"], reading.parts.map { [$0.tokens, $0.place, $0.meaning] },
  left: [0, 1, 2])

// ## One layer
//
// The model is GPT-2 with two layers. It keeps one vector for every position, the *state* $h_i$. At first the state is
// the sum of two embeddings, one of the token $x_i$ and one of the position $i$. Then each layer adds something to it
// twice: first what *attention* collects from this position and those before it, then what a small network, the MLP,
// computes from the state of this position alone. Before each of the two, a *layer norm* $\mathrm{LN}$ brings the
// numbers of the state to mean 0 and variance 1, and then scales and shifts them by trained amounts:
//
// $$h_i = E_{x_i} + P_i, \qquad h \leftarrow h + \mathrm{Attn}(\mathrm{LN}(h)), \qquad h \leftarrow h +
// \mathrm{MLP}(\mathrm{LN}(h)).$$
//
// In the code, `x` and `y` are the state before and after the layer. `qkv` makes the query, the key and the value that
// the next section explains, and `projection` combines what the heads collect. `inner` and `outer` are the two halves
// of the MLP, with the nonlinearity `GELU` between them. `dropout.apply` sets numbers to zero at random while a model
// is trained with dropout; here it does nothing. A `tape` keeps what the backward pass will need.
//
// <!-- code: Transformer/Readable/ReadableLayer.swift ReadableLayer.forward -->
//
// ## Attention
//
// Attention is how a position reads other positions. Each position makes three vectors from its state, after the layer
// norm: a query $q$, which says what it looks for, a key $k$, by which it is found, and a value $v$, which is what
// others read from it. Position $i$ compares its query with the key of every position $j \le i$. The result is a
// *score*, and a softmax makes weights of the scores:
//
// $$s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_h}}, \qquad a_{ij} = \frac{\exp s_{ij}}{\sum_{l \le i} \exp s_{il}}, \qquad
// \text{context}_i = \sum_{j \le i} a_{ij} v_j.$$
//
// This happens in several *heads* side by side. Each head has its own queries, keys and values. Their width $d_h$ is
// the width of the model divided by the number of heads. In the code, `rows` holds query, key and value of every
// position so far, and the last row is the one that asks. Here `weights` are the attention weights $a_{ij}$, one list
// for each head. (In the listing of the layer above, `weights` are the parameters of the model.) `scale()` is
// $1/\sqrt{d_h}$, `dot` is the inner product of stretches of two vectors, and `addMultiple` adds a multiple of one
// stretch to another:
//
// <!-- code: Transformer/Readable/Attention.swift Attention.forward -->
//
// Keep the scores in mind. Later chapters measure, in layer 2, the scores that the last position gives to the edges
// that leave the frontier. (The score of an edge is read at the `|` that closes it.) They add them over the heads, as
// `scores` does in the code. [Chapter 5](../05-theorem1-attention/trained-models.md#copy-match-read-out) shows in one
// picture where each of the two layers of a trained model looks.
//
// ## The parameters

terminal.section("The parameters")
let shape = model.parameters.configuration
terminal.say("\(options.modelName): \(shape.layers) layers, width \(shape.width), \(shape.heads) heads\n")
terminal.table(
  ["tensor", "shape", "numbers"],
  model.parameters.layout.tensors.map {
    [$0.name, $0.shape.map(String.init).joined(separator: " × "), "\($0.count)"]
  } + [["all", "", "\(model.parameters.layout.count)"]])

// A *profile* is a named choice of sizes and training settings, and `quick` is the one taken if none is named. The
// names of the tensors are those of the `transformers` library: `wte` and `wpe` are the embeddings $E$ and $P$,
// `c_attn` makes queries, keys and values, `attn.c_proj` brings the contexts of the heads together, `c_fc` and
// `mlp.c_proj` are the two halves of the MLP, and `ln_f` is the final layer norm. The output has no matrix of its own.
// The logits are $\xi = E \cdot \mathrm{LN}(h)$, one for each token, with the final layer norm and the same $E$ that
// embeds the tokens. In this second role $E$ is the *output head*.
//
// | In the paper | Here |
// |---|---|
// | The theory makes the model much simpler. Embeddings are orthonormal. A first layer is assumed to have copied each edge's source and target onto the token that closes the edge. A single layer of *linear* attention looks from the thought to the edges, and there is no MLP. | The whole model. [Chapter 5](../05-theorem1-attention/README.md) measures whether layer 1 does what the theory assumes. |
// | Width 768, eight heads, initial weights with deviation .02. | The same with `--profile paper`. The small profiles are narrower and start with deviation .05, so that they learn in minutes. |
//
// ## A continuous thought
//
// Let $h_n$ be the state at the last position, after all layers. The hidden state, from which the logits are made, is
// $\mathrm{LN}(h_n)$ with the final layer norm. The model does not choose a token. It puts the hidden state itself
// into the next position:
//
// $$[t_{c+1}] = \mathrm{LN}(h_n), \qquad \text{input at position } n+1 \; = \; [t_{c+1}] + P_{n+1}.$$
//
// Here is the loop as a picture:
//
// ```
//            ξ             ξ             ξ          logits: which node is next?
//            ↑             ↑             ↑
//          LN(h) ───╮    LN(h) ───╮    LN(h)
//            ↑      │      ↑      │      ↑
//         layer 2   │   layer 2   │   layer 2       each position also reads
//            ↑      │      ↑      │      ↑          the positions to its left
//         layer 1   │   layer 1   │   layer 1
//            ↑      │      ↑      │      ↑
//   … [R]    0      ╰──→ [t_1]    ╰──→ [t_2]
// ```
//
// And here it is as code. Every position holds either a token or a thought. `firstPosition` is 0 here; some prompts
// start at a later position while a model is trained. `edit` lets the caller change a thought before it is read, as
// chapter 7 does. Here it changes nothing:
//
// <!-- code: Transformer/Readable/ReadableModel.swift run -->
//
// For our example, the first numbers of the first thought:

terminal.section("A continuous thought")
let place = reading.prompt.tokens.count
let thought = reading.run.thoughts[0]
let position = reading.positionEmbedding(place)
terminal.table(
  ["first numbers of", "", "", "", "", ""],
  [
    firstNumbers("the hidden state at position \(place - 1): [t_1]", thought),
    firstNumbers("the embedding of position \(place)", position),
    firstNumbers("the input at position \(place)", zip(thought, position).map(+)),
  ])

// Nothing is lost on the way, since no token is chosen. The gradient can go back along the same path. The choice of a
// token would stop it, because a choice has no derivative, but a copied vector passes it on unchanged.
//
// ## What a thought holds
//
// A thought has the width of an embedding, so the output head can be asked which tokens it resembles. For each token it
// gives a logit, the inner product of the thought and the token's embedding, and a softmax makes probabilities of the
// logits. The *norm* is the length of the thought. First, a model that has not been trained:

terminal.section("What a thought holds")
terminal.table(thoughtHeader, thoughtRows(reading), left: [0, 2, 3])

// Such a model has nothing to say. A uniform guess would give each of the forty tokens .025, and not even the likeliest has
// a tenth.
//
// ## A thought that has learned
//
// Now the same problem is read by a model that was trained as chapter 3 describes, with the profile `laptop`. It comes
// with the book. It was trained on random graphs, while this graph was made by hand.

let folder = "data/checkpoints/laptop-coconut"
let trained = orExit {
  try Reading(
    problem, thoughts: options.thoughts, with: ModelFolder.read(projectFile(folder)), from: folder)
}
terminal.section("A thought that has learned")
terminal.say("\(folder)\n")
terminal.table(thoughtHeader, thoughtRows(trained), left: [0, 2, 3])

// Compare with the frontiers of chapter 1. The nodes one hop from the root are 1 and 2, and in the first thought their
// logits stand far above all others. Two hops away are 3, 4 and 5, and these three lead the second thought. Three hops
// away there is only 6. So each thought holds a whole frontier in one vector, although the model was trained on one
// node at a time.
//
// The nodes of a frontier are not held equally. Node 4 comes first. It has two parents, so the search reaches it along
// two edges, and each of them adds to its logit. Nodes 3 and 5 have one parent each, and yet 3 has the larger logit.
// Of these two, only 3 lies on a path to the target. Probabilities exaggerate such differences, because they are
// exponential in the logits. Chapter 5 computes what two parents amount to, and measures how far nodes on a shortest
// path stand out. Here is a problem of full size:
//
// ![What each thought of a trained model holds of one full-size problem that it solved: nodes are filled by their inner product with the thought. An underlined number is below 0. One model (laptop, Coconut, seed 0).](../../figures/solved_problem.pdf)
//
// There is one panel for each thought. The colour of a node shows the inner product of its embedding with the thought:
// white near 0, green to blue above 0, brown and underlined below 0. See the blue nodes move down, hop by hop, and end
// at the target. (In the third thought the target already leads, one hop early. It also holds node 16 and the other
// candidate, node 7. The root reaches neither.) This is one problem of the test set and one model (profile `laptop`,
// Coconut loss, seed 0).
//
// ## Two losses
//
// After $c$ thoughts the model has a logit $\xi_v$ for each of the forty tokens $v$. (The next thought, $[t_{c+1}]$,
// is the vector from which they are made, so the row $[t_{c+1}]$ of the tables above shows the largest of them.) What
// should the model be told at this point? The Coconut loss names one node, the demonstrated node $p_{c+1}$ (paper, Eq.
// 6). The Coconut-BFS loss accepts any node of a set $\mathcal{C}_{c+1}$ (Eq. 5). Each loss is minus the logarithm of
// the probability that the model gives to what is right:
//
// $$\ell = -\log \frac{\exp \xi_{p_{c+1}}}{\sum_v \exp \xi_v}, \qquad
// \ell^{\mathrm{BFS}} = -\log \frac{\sum_{v \in \mathcal{C}_{c+1}} \exp \xi_v}{\sum_v \exp \xi_v}.$$
//
// Do it by hand first. A model that gives the same probability to all ten nodes of the example, and none to other
// tokens, pays $\ln 10 = 2.30$ under Coconut, whatever node is demonstrated. If the two nodes of the first frontier are
// accepted, it pays $\ln (10 / 2) = 1.61$. The fresh model spreads its probability over all forty tokens, so it pays
// more. The table tries three sets as $\mathcal{C}_{c+1}$. The *successors* of $N_c$ are all nodes to which an edge
// from $N_c$ leads:

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
// | The set $\mathcal C_{c+1}$ is $N_{c+1}$, everything within $c + 1$ hops. | There are three sets to choose from. $N_{c+1}$ contains the root, and a model that always names the root pays nothing at all. [Chapter 4](../04-bfs-loss/README.md) shows that this happens. |
//
// ## The gradient
//
// Training follows the loss back through everything that led to it: the logits, the layers, the thought, the layers
// that made the thought, and the thought before. The backward pass goes through the positions from right to left.
// Where a thought stands, the gradient of the input is handed to the hidden state one position further left, from
// which the thought was copied. A position also gets a gradient from every later position that attended to it. That
// gradient waits in `dRows`, as a gradient of the query, the key and the value, until the loop comes to the position.
// `passBack` takes one position back through all layers. Logits are read from the last token of the prompt on, so only
// from there on does the loss act on a position directly:
//
// <!-- code: Transformer/Readable/ReadableModel.swift ReadableModel.backward -->
//
// A gradient that is written by hand has to be checked. Let $\theta$ be all parameters, $g$ the gradient and
// $\hat g = g / \lVert g \rVert$ its direction. Along this direction the loss must rise with slope $\lVert g \rVert$:
//
// $$\frac{\ell(\theta + \delta \hat g) - \ell(\theta - \delta \hat g)}{2 \delta} \; \approx \; \lVert g \rVert \qquad \text{for small } \delta.$$

let stage = min(options.thoughts, problem.pathLength - 1)
let demonstrated = problem.shortestPathNodes(stage + 1)[0]
let sample = Sample(
  sequence: ThoughtSequence(prompt: reading.prompt.tokens, thoughts: stage),
  labels: [Label(read: stage, accepted: [demonstrated], target: demonstrated, hop: stage + 1)],
  stage: stage)
let gradient = model.gradient(of: [sample])
let length = norm(gradient)
let delta = 1e-5
terminal.section("The gradient")
terminal.table(
  ["slope of the Coconut loss after \(stage) thoughts", ""],
  [
    ["norm of the gradient", number(length, 6)],
    ["(loss(+δ) − loss(−δ)) / 2δ", number((loss(delta) - loss(-delta)) / (2 * delta), 6)],
  ])

/// The loss after a step of length `t` in the direction of the gradient.
func loss(_ t: Double) -> Double {
  var moved = model
  for i in gradient.indices { moved.parameters.values[i] += t * gradient[i] / length }
  return moved.loss(of: [sample])
}

// All printed digits agree, through two thoughts and two layers. The tests check the same for each tensor separately,
// and they compare logits, thoughts, scores and gradients with those of PyTorch.
//
// ## One step of AdamW
//
// The optimizer decides how far each weight moves. AdamW keeps two running means for each weight, one of its gradient,
// $m$, and one of the gradient's square, $v$. The weight moves against $m$, by the learning rate $\eta$ times
// $m / \sqrt v$, and in addition it shrinks a little (*weight decay*). Both means start at 0, so in the first steps
// they are too small. The corrected means $\hat m$ and $\hat v$ make up for this. In the code, `first` and `second`
// are the running means $m$ and $v$, and `m` and `v` are the corrected means:
//
// <!-- code: Transformer/Readable/ReadableAdamW.swift update -->
//
// Here is the first step on the example, again with the Coconut loss after two thoughts. The learning rate is
// $10^{-3}$, the largest that AdamW has in the short run of chapter 3:

var stepped = model
var adamW = ReadableAdamW<Double>(count: gradient.count)
adamW.update(
  &stepped.parameters.values, gradient: gradient,
  AdamWStep(learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, step: 1))
let moves = zip(stepped.parameters.values, model.parameters.values).map { abs($0 - $1) }.sorted()
let sizes = gradient.map(abs).sorted()
terminal.section("One step of AdamW")
terminal.table(
  ["", "median", "largest"],
  [
    [
      "size of the gradient, per weight", significant(sizes[sizes.count / 2], 2),
      significant(sizes.last ?? 0, 2),
    ],
    ["distance moved, per weight", significant(moves[moves.count / 2], 2), significant(moves.last ?? 0, 2)],
  ])
terminal.say(
  "\nthe Coconut loss of this problem: \(number(model.loss(of: [sample]), 3)) before, \(number(stepped.loss(of: [sample]), 3)) after"
)

// In its first step AdamW moves almost every weight by the learning rate, however small or large its gradient is. The
// reason is that the corrected means are then $\hat m = g$ and $\hat v = g^2$, so $\hat m / \sqrt{\hat v}$ is 1 or −1.
// The exceptions are weights whose gradient is 0, such as the embeddings of positions that this sequence does not
// reach. They only decay. On one problem this is enough to bring the loss down at once. A batch of many problems pulls
// each weight in many directions, and learning takes longer.
//
// ## Summary
//
// - The model reads edges, a question and its own thoughts. A thought is the last hidden state, fed back as it is.
// - The output head decodes a thought. In a trained model, the nodes of a whole frontier stand out, though not equally.
// - One loss names a node, and the other accepts a set. The rest of this book asks what this difference does.
//
// ## Exercises
//
// 1. **The published shape.** Run `./build.sh 02 --profile paper`. How many times more numbers does this model have,
//    and which tensors hold most of them? *You should see* 35 times as many, nearly all in `c_attn`, `c_fc` and the
//    two `c_proj`, whose size grows with the *square* of the width. The norm of the fresh model's thoughts is now the
//    square root of 768, because the final layer norm gives its numbers variance 1.
// 2. **More thoughts than hops.** Run `./build.sh 02 --thoughts 6`. What do the fourth to the sixth thought hold? *You
//    should see* that the trained model's thoughts no longer follow the graph after the third: no edge leaves the
//    target, and in training, a path of three hops never gets a fourth thought. The fresh model's thoughts hardly
//    change from the second on.
// 3. **A model that has learned.** Run `./build.sh 02 --checkpoint data/checkpoints/laptop-coconut`. Which of the four
//    losses are small now?
//    *You should see* that all three sets are satisfied at every $c$, with losses near zero. The Coconut loss, with
//    which the model was trained, is not small for $c = 0$ and $c = 1$, because the model cannot know which node will
//    be demonstrated. At $c = 1$ the label in this table is 3. The model prefers 4, the node with two parents, and so
//    it pays more than the $\ln 3$ that equal weight on the frontier would cost.
//
// You can look at any problem of any file through any checkpoint, with all scores:
// `./build.sh 02 inspect --checkpoint data/checkpoints/laptop-coconut --test-file data/prosqa/valid.json --thoughts 2`.
// With `--out DIR`, the chapter writes its thoughts, logits and scores to `DIR/reading.json`.
//
// ## Further reading
//
// - Vaswani et al., [*Attention Is All You Need*](https://arxiv.org/abs/1706.03762), 2017: attention.
// - Radford et al., [*Language Models are Unsupervised Multitask
//   Learners*](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf), 2019: GPT-2.
// - Hao et al., [*Training Large Language Models to Reason in a Continuous Latent
//   Space*](https://arxiv.org/abs/2412.06769): continuous thought.
// - Press and Wolf, [*Using the Output Embedding to Improve Language Models*](https://arxiv.org/abs/1608.05859), 2017: why
//   one matrix may read and write.
// - Kingma and Ba, [*Adam*](https://arxiv.org/abs/1412.6980), 2015, and Loshchilov and Hutter, [*Decoupled Weight Decay
//   Regularization*](https://arxiv.org/abs/1711.05101), 2019: AdamW.
//
// Before: [1 · The task](../01-dataset/README.md). Next: [3 · Training with the Coconut loss](../03-coconut-train/README.md).
