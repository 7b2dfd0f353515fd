// # 4 · Training with the Coconut-BFS loss
//
// The Coconut loss names one node of the frontier. What if every reachable node counted as right? Theorem 1 says that
// then nothing holds the index-matching logit back: it grows without bound. Whether a trained transformer searches at
// all depends on which nodes are accepted.

import ArgumentParser
import Chapter
import Coconut
import Inputs

/// What the chapter can be told; `04-bfs-loss evaluate` measures a checkpoint, `04-bfs-loss compare` trains with each
/// candidate set in turn.
struct BFSTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "04-bfs-loss",
    abstract: "Train with the Coconut-BFS loss, which accepts every node of a candidate set.",
    subcommands: [Evaluate.self, Compare.self, Summary.self])

  @OptionGroup var training: TrainingOptions
}

let options = chapterOptions(BFSTraining.self).training

// ## The loss
//
// After `c` thoughts any node of the candidate set $\mathcal{C}_{c+1}$ will do (paper Eq. 5):
//
// $$\ell = -\log \frac{\sum_{v \in \mathcal{C}_{c+1}} \exp \xi_v}{\sum_v \exp \xi_v}.$$
//
// - `reachable`, as published: $N_{c+1}$, everything within `c + 1` hops. The root is in it, so that a model which
//   repeats the root has a loss of zero and never searches.
// - `frontier`: the nodes exactly `c + 1` hops away.
// - `successors`: every node one hop from $N_c$. The root has no parent, so it is not among them: the set on which the
//   theory diverges and the model has to search.

orExit { try trainChapter(options, chapter: "04-bfs-loss") }

// ## What to look at
//
// Compare the logit difference at `c = 0` with the one of chapter 3, and across candidate sets
// (`04-bfs-loss compare`): a loss near zero with a logit difference near zero is a model that repeats the root.
