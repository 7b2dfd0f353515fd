// # 3 · Training with the Coconut loss
//
// A transformer that must answer "which of the two candidates can be reached from the root?" could write its search
// down, one node after another. Coconut lets it think instead: the last hidden state is fed back as the next input,
// and nothing is sampled on the way. This chapter trains such a model from scratch and watches one number rise: how
// much more the last layer attends to edges that leave the frontier than to all other edges.

import ArgumentParser
import Chapter
import Coconut
import Inputs

/// What the chapter can be told; `evaluate` measures a checkpoint instead, `ablate` and `controls` train models to compare.
struct CoconutTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "03-coconut-train",
    abstract: "Train a small GPT-2 on graph reachability with continuous thoughts and the Coconut loss.",
    subcommands: [Evaluate.self, Ablate.self, TrainedControls.self, Summary.self])

  @OptionGroup var training: TrainingOptions
}

let options = chapterOptions(CoconutTraining.self).training

// ## The loss
//
// After `c` thoughts the model predicts the node at hop `c + 1` of one demonstrated path (paper Eq. 6):
//
// $$\ell = -\log \frac{\exp \xi_{p_{c+1}}}{\sum_v \exp \xi_v}.$$
//
// Only one of the frontier's nodes is ever named. Several shortest paths and many problems make it a different one
// each time, and a model that cannot know which keeps them all: that is the superposition.
//
// ## The curriculum
//
// Stage `c` makes `c` thoughts and asks for hop `c + 1`; after the last hop, `[A]` asks for the answer. The profiles
// `quick` and `laptop` start with small graphs and supervise every hop the chain passes, where the published recipe
// (`paper`) has one label a sample.

orExit { try trainChapter(options, chapter: "03-coconut-train") }

// ## What to look at
//
// The logit difference at `c = 0` rises and then levels off, although the loss goes on falling: under this loss the
// index-matching logit stays bounded (Theorem 1). The columns for `c = 1, 2, 3` follow before their stage has begun.
// Without its thoughts the same model fails: they are where the search happens. `03-coconut-train controls` trains
// alike with pause tokens, with a discrete chain of thought and with none; `03-coconut-train ablate` with other layers,
// widths and heads.
