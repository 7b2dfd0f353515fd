// One forward pass: reads the checkpoint folder that is named, makes a problem, and prints the logits at [A], one a line.

import Coconut
import Reachability
import Superposition
import Transformer

let checkpoint = CommandLine.arguments[1]
let problem = Generator().problem(0, of: .test, seed: 0)
let reader = try Reader.read(checkpoint: checkpoint, reading: [problem], from: "the generator", threads: 1)
let sequence = ThoughtSequence(
  prompt: Prompt(asItStands: problem).tokens, thoughts: problem.pathLength, closing: [Vocabulary.answer])
for logit in reader.lastLogits([sequence])[0] { print(logit) }
