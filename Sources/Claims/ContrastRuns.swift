// The runs of the profile `contrast`: stage 0 alone, with each loss and setting that a claim asks about.

/// One kind of run of stage 0 alone.
public struct ContrastRun: Sendable {
  /// The middle of its folder's name, `runs/contrast-<name>-seed<k>`.
  public let name: String
  /// The chapter whose program trains it.
  public let chapter: String
  /// What it changes in the chapter's profile, as flags.
  public let settings: String
  /// Its seeds.
  public let seeds: ClosedRange<Int>

  /// All of them. Coconut has a fourth seed because one of three finds the first hop late (NOTES.md of chapter 4).
  public static let all = [
    ContrastRun(name: "coconut", chapter: "03", settings: "", seeds: 0...3),
    ContrastRun(name: "bfs-frontier", chapter: "04", settings: "", seeds: 0...2),
    ContrastRun(
      name: "bfs-reachable", chapter: "04", settings: "--set candidate_set=reachable", seeds: 0...2),
    ContrastRun(name: "soft-coconut", chapter: "03", settings: "--set objective=soft-coconut", seeds: 0...0),
    ContrastRun(
      name: "uniform", chapter: "04", settings: "--set objective=uniform --set candidate_set=reachable",
      seeds: 0...0),
    ContrastRun(name: "uniform-frontier", chapter: "04", settings: "--set objective=uniform", seeds: 0...0),
    ContrastRun(name: "coconut-no-decay", chapter: "03", settings: "--set weight_decay=0", seeds: 0...0),
    ContrastRun(name: "bfs-frontier-no-decay", chapter: "04", settings: "--set weight_decay=0", seeds: 0...0),
    ContrastRun(name: "coconut-dropout", chapter: "03", settings: "--set dropout=0.1", seeds: 0...0),
    ContrastRun(name: "bfs-frontier-dropout", chapter: "04", settings: "--set dropout=0.1", seeds: 0...0),
  ]

  /// The folder of a seed's run.
  public func folder(seed: Int) -> String { "runs/contrast-\(name)-seed\(seed)" }

  /// The command that trains a seed.
  public func command(seed: Int) -> String {
    trainingCommand(chapter, profile: "contrast", seed: seed, settings, out: folder(seed: seed))
  }

  /// The commands that make the record of the runs named `name`, as a claim states them.
  static func record(_ name: String) -> String {
    guard let run = all.first(where: { $0.name == name }) else { preconditionFailure("no run named \(name)") }
    return run.seeds.map { run.command(seed: $0) }.joined(separator: ", ") + " and ./build.sh 05 hops"
  }
}

/// The command by which a chapter trains one seed of a profile into the folder `out`; `settings` are further flags, or empty.
public func trainingCommand(
  _ chapter: String, profile: String, seed: Int, _ settings: String, out: String
) -> String {
  ["./build.sh \(chapter) --profile \(profile) --seed \(seed)", settings, "--out \(out)"]
    .filter { !$0.isEmpty }.joined(separator: " ")
}
