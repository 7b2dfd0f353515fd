// `weave regenerate`: the list of commands that makes everything shipped in data/ and figures/ again. It only
// runs them; the programs do the work.

import ArgumentParser
import Claims
import Foundation
import Inputs
import Records

struct Regenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes every shipped run, record, figure and page anew.",
    discussion: """
      Trainings that are finished are not repeated, and one that was stopped goes on: run it again after an interruption. \
      Answers on the published problems need $PROSQA_DIR or ../shared/prosqa.
      """)

  @Flag(help: "Print the commands with the hours that trainings took, and run none.")
  var list = false

  /// A shell line, and the records of the trainings that it repeats.
  private struct Work {
    let line: String
    var records: [String] = []
  }

  /// Each command follows those it needs. Trainings come first, so that they record commits of clean sources.
  private static let plan =
    [Work(line: "./build.sh 01")]
    + (0...2).map { seed in
      Work(
        line: "./build.sh 03 --profile laptop --seed \(seed) --resume",
        records: [RecordName.run(.coconut, seed: seed)])
    } + [
      Work(
        line: "./build.sh 04 compare --profile laptop --resume",
        records: [.bfsReachable, .bfsFrontier, .bfsSuccessors].map { RecordName.run($0, seed: 0) })
    ] + ContrastRun.all.flatMap { run in run.seeds.flatMap { contrast(run, seed: $0) } }
    + (0...2).flatMap {
      miniature("coconut", chapter: "03", seed: $0) + miniature("bfs-frontier", chapter: "04", seed: $0)
    }
    + miniature("adamw-coconut", chapter: "03", seed: 0, adamW)
    + miniature("adamw-bfs-frontier", chapter: "04", seed: 0, adamW)
    + [
      Work(line: "./build.sh 04 --profile laptop --seed 1 --resume"),
      Work(line: "./build.sh 04 --profile laptop --seed 2 --resume"),
    ] + throughTraining("runs/laptop-coconut-seed0", epochs: "2 4 6 8 11 14 17 20")
    + throughTraining("runs/laptop-bfs-frontier-seed1", epochs: "3 6 10 14 18 22 25 28")
    + ["pause", "discrete"].flatMap { feedback in (0...2).map { control(feedback, seed: $0) } } + [
      depthThree("label-at-every-hop"),
      depthThree("label-at-the-end", "--set labels=single"),
      Work(line: "./build.sh 03 controls --resume", records: [RecordName.controls]),
      Work(line: "./build.sh 03 ablate --seeds 2 --resume", records: [RecordName.smallAblations]),
      Work(line: "./build.sh 04 --resume"),
      Work(line: "./build.sh 05 theory"),
      Work(line: "./build.sh 05 report --profile laptop --test-file data/prosqa/test.json --out data"),
      Work(line: "cp runs/quick-data/{controls,ablations}.json data/"),
      copied("laptop-coconut-seed0", to: "laptop-coconut"),
      copied("laptop-bfs-frontier-seed0", to: "laptop-bfs"),
      copied("laptop-pause-seed0", to: "laptop-pause", withRecord: true),
      copied("laptop-discrete-seed0", to: "laptop-discrete", withRecord: true),
      copied("contrast-coconut-seed0", to: "contrast-coconut"),
      copied("contrast-bfs-frontier-seed0", to: "contrast-bfs-frontier"),
      Work(
        line: "./build.sh 05 regression --out data --checkpoint"
          + " data/checkpoints/{laptop-coconut,laptop-bfs,contrast-coconut,contrast-bfs-frontier}"
          + " runs/laptop-bfs-frontier-seed{1,2}/latest runs/laptop-coconut-seed0/checkpoint_{4,8,12,16,20}"),
      traced("laptop-coconut", "--test-file data/prosqa/test.json --problems 17 0 1 57 39"),
      traced("quick-coconut", "--problems 19 17 53 26 70"),
      traced("quick-bfs-frontier", "--problems 19 17 53 26 70"),
      Work(line: "./build.sh 07 --out data" + causalModels),
      Work(
        line: "./build.sh 07 --only chain,evenness --test-file runs/label-at-every-hop/validation.json"
          + " --checkpoint runs/label-at-every-hop/latest runs/label-at-the-end/latest --out data/depth-3"),
      Work(line: "./build.sh 06"),
      Work(line: "./build.sh 06 --format svg --out figures/preview"),
      Work(line: "./build.sh weave --refresh"),
    ]

  /// The models of the causal tests: those shipped with `laptop`, and their further seeds.
  private static let causalModels =
    ["coconut", "bfs", "pause", "discrete"].reduce(" --checkpoint") { "\($0) data/checkpoints/laptop-\($1)" }
    + ["coconut", "bfs-frontier", "pause", "discrete"].flatMap { kind in
      [1, 2].map { " runs/laptop-\(kind)-seed\($0)/latest" }
    }.joined()

  /// Trains stage 0 alone, and measures its checkpoints hop by hop and by the scale test.
  private static func contrast(_ run: ContrastRun, seed: Int) -> [Work] {
    let folder = run.folder(seed: seed)
    // The first seeds of the two losses themselves are measured more often.
    let epochs = run.settings.isEmpty && seed == 0 ? "10 16 22 30" : "16 30"
    return [Work(line: "\(run.command(seed: seed)) --resume")] + throughTraining(folder, epochs: epochs)
  }

  /// Measures the checkpoints of a run hop by hop, and those of `epochs` by the scale test.
  private static func throughTraining(_ run: String, epochs: String) -> [Work] {
    [
      Work(line: "./build.sh 05 hops \(onTest(run))"),
      Work(line: "./build.sh 05 scale \(onTest(run)) --epochs \(epochs)"),
    ]
  }

  /// Trains the schedule in small, and measures its checkpoints hop by hop.
  private static func miniature(_ name: String, chapter: String, seed: Int, _ settings: String = "") -> [Work]
  {
    let run = "runs/miniature-\(name)-seed\(seed)"
    return [
      Work(
        line: trainingCommand(chapter, profile: "miniature", seed: seed, settings, out: run) + " --resume"),
      Work(line: "./build.sh 05 hops \(onTest(run))"),
    ]
  }

  /// The schedule in small as it was with AdamW: longer stages, graphs that grow for longer.
  private static let adamW =
    "--set optimizer=adamw --set 'stage_steps=[6000,2000,2000,2000]' --set num_epochs=64 --set grow_from_step=500"
    + " --set grow_to_step=2500 --set offset_from_step=750 --set offset_until_step=2500"

  /// The flags that measure a run's checkpoints on the test problems.
  private static func onTest(_ run: String) -> String {
    "--checkpoint-dir \(run) --test-file data/prosqa/test.json --max-samples 1000 --out data"
  }

  /// Trains a control of the causal tests.
  private static func control(_ feedback: String, seed: Int) -> Work {
    Work(
      line: "./build.sh 03 --profile laptop --seed \(seed) --set feedback=\(feedback)"
        + " --out runs/laptop-\(feedback)-seed\(seed) --resume")
  }

  /// Trains a small model on paths of three hops without a curriculum.
  private static func depthThree(_ name: String, _ settings: String = "") -> Work {
    Work(
      line: "./build.sh 03 --profile quick --seed 0 --set min_hops=3 --set 'stage_steps=[1,1,1]'"
        + " --set uniform_prob=0 --set num_epochs=20 --set lr_decay_from_step=2500"
        + " --set lr_decay_to_step=5000 \(settings) --out runs/\(name) --resume")
  }

  /// Copies the last weights of a run to data/checkpoints; its record is linked there, or copied where data/ has none.
  private static func copied(_ run: String, to folder: String, withRecord: Bool = false) -> Work {
    let record = withRecord ? " runs/\(run)/run.json" : ""
    return Work(
      line: "cp runs/\(run)/latest/{config.json,model.safetensors}\(record) data/checkpoints/\(folder)/")
  }

  /// Traces a run for the interactive page.
  private static func traced(_ run: String, _ problems: String) -> Work {
    Work(
      line: "./build.sh 05 trace --checkpoint-dir runs/\(run)-seed0 \(problems)"
        + " --out book/interactive/traces/\(run).js")
  }

  func run() throws {
    if list { return try show() }
    for work in Self.plan {
      print("\n== \(work.line)")
      let status = shell(work.line)
      guard status == 0 else {
        throw InputError(
          in: work.line, expected: "a command that ends well", found: "exit status \(status)",
          next: "see above, then ./build.sh regenerate goes on")
      }
    }
  }

  /// Prints the plan with each training's seconds; a training that two records share counts for the first.
  private func show() throws {
    var seen: [String: Double] = [:]
    var machines: Set<String> = []
    for work in Self.plan {
      let before = seen.values.reduce(0, +)
      for name in work.records {
        if [RecordName.controls, RecordName.smallAblations].contains(name) {
          let runs = try readJSON(VariantResults.self, from: "data/\(name)").variants.flatMap(\.runs)
          for run in runs { seen[run.folder] = run.seconds }
        } else {
          let record = try readJSON(RunRecord.self, from: "data/\(name)")
          seen[name] = record.seconds
          machines.formUnion(record.parts.map { "\($0.machine.cores) cores of \($0.machine.processor)" })
        }
      }
      let seconds = seen.values.reduce(0, +) - before
      let time = seconds > 0 ? duration(seconds) : ""
      print(String(repeating: " ", count: max(0, 12 - time.count)) + "\(time)  \(work.line)")
    }
    print(
      "\(duration(seen.values.reduce(0, +))) of training; the rest takes minutes. The laptop runs: "
        + machines.sorted().joined(separator: ", "))
  }
}
