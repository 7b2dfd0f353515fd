// A training run small enough to be stopped, killed and resumed many times in a test. Every run with the same settings
// must end in the same bytes.

import Foundation
import Randomness
import Reachability
import Training

/// Graphs of ten nodes: a path 0 → 1 → 2 → 3 to the target and a path 4 → 5 → 6 to the other candidate, with random
/// edges forward within each and three nodes hung to either.
func smallProblems(_ count: Int, seed: UInt64) -> [Problem] {
  (0..<count).map { index in
    var random = RandomStream(seed, UInt64(index))
    var edges = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6)]
    for node in 7..<10 { edges.append((random.below(7), node)) }
    if random.uniform() < 0.5 { edges.append((0, 2)) }
    return Problem(
      graph: Graph(nodeCount: 10, edges: edges.map { Edge($0.0, $0.1) }),
      symbols: (0..<10).map { "node \($0)" }, root: 0, target: 3, negativeTarget: 6)
  }
}

/// Trains in the folder `out`: 12 epochs of 5 steps. `arguments` are `--resume`, `--overwrite`, `--threads=2`,
/// `--problems=40` and settings `key=value`.
/// - Returns: the exit status, 128 + n after signal n.
func train(_ out: String, _ arguments: [String], _ world: World) throws -> Int32 {
  var reader = ConfigurationReader()
  let settings = [
    "layers=2", "heads=2", "width=16", "positions=64", "batch_size=8", "shards=4", "num_epochs=12",
    "first_stage_epochs=0", "epochs_per_stage=3", "lr=1e-3", "train_path=small", "gradient_clip=1",
    "eval_every=4", "objective=bfs",
  ]
  for setting in settings + arguments.filter({ !$0.hasPrefix("--") }) { try reader.set(setting) }
  func value(_ flag: String) -> Int? {
    arguments.first { $0.hasPrefix(flag + "=") }.flatMap { Int($0.dropFirst(flag.count + 1)) }
  }
  let session = try TrainingSession.open(
    reader.finish(), problems: .file(smallProblems(value("--problems") ?? 40, seed: 1)),
    validation: smallProblems(12, seed: 2),
    options: SessionOptions(
      out: out, resume: arguments.contains("--resume"), overwrite: arguments.contains("--overwrite"),
      threads: value("--threads") ?? 1, command: CommandLine.arguments),
    world: world)
  for message in session.messages { print(message) }
  switch try session.run() {
  case .finished: return 0
  case .interrupted(let signal): return 128 + signal
  }
}
