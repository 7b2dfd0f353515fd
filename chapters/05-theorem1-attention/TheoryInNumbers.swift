// Computes Theorems 1, 2 and 3, the reparameterisation and the explicit construction, one after another.

import ArgumentParser
import Chapter
import Claims
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Theory

struct TheoryInNumbers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract: "Compute every theorem in numbers, and judge the theory's claims by them.")

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Option(help: ArgumentHelp("Folder for theory-<name>.json files.", valueName: "dir"))
  var out = "data"

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  /// Number of problems for the exact statements (Theorem 2 and the construction), generated with seed 0.
  private static let many = 10_000

  func run() throws {
    let terminal = Terminal(quiet: quiet)
    let problems = try ProblemSets.read(testFile, note: terminal.say)
    let commit = currentCommit()
    func keep<Report: Codable & Sendable>(_ name: TheoryName, _ report: Report) throws {
      let path = "\(out)/\(name.file)"
      try TheoryFile(
        command: "./build.sh 05 theory --test-file \(testFile) --out \(out)", testFile: testFile,
        commit: commit, report: report
      ).write(to: path)
      terminal.say("→ \(path)")
    }

    terminal.section("Theorem 1: the flow of μ over \(problems.count) problems")
    let flow = FlowReport.compute(problems)
    show(flow, terminal)
    try keep(.flow, flow)

    terminal.section("The scale test without a transformer")
    let scale = ScaleReport.compute(problems)
    terminal.unevenChildren(scale)
    terminal.leastLosses(scale)
    try keep(.scale, scale)

    terminal.section("Is one number enough? The whole key-query matrix, trained from zero")
    let matrix = KeyQueryReport.compute(Array(problems.prefix(20)))
    terminal.flows(matrix)
    terminal.trainings(matrix)
    try keep(.keyQuery, matrix)

    terminal.section("The simplified model end to end, with thoughts of its own")
    let simplified = SimplifiedReport.compute(
      Generator().problems(1000, of: .train, seed: 0), test: problems)
    terminal.simplified(simplified)
    try keep(.simplified, simplified)

    terminal.section("Theorem 2: exactly one hop of breadth-first search")
    let many = Generator().problems(Self.many, of: .train, seed: 0)
    let roots = flow.rows.filter { $0.loss == .coconut }.compactMap(\.root)
    let thoughts = NextThoughtReport.compute(many, roots: roots)
    terminal.nextThoughts(thoughts)
    try keep(.nextThought, thoughts)

    terminal.section("Theorem 3: carry-over and candidate lift")
    let prediction = PredictionReport.compute(problems)
    terminal.predictions(prediction)
    try keep(.prediction, prediction)

    terminal.section("Weights written down: the explicit construction")
    let construction = ConstructionReport.compute(many)
    terminal.say(
      "\(construction.correct) of \(construction.problems) problems answered; thoughts differ from uniform by at most "
        + significant(construction.largestDeviation, 1))
    try keep(.construction, construction)

    terminal.section("What the paper states, and what was found")
    for claim in try ClaimsTable.judge(out, declared: []).theory {
      terminal.say("\(claim.verdict.rawValue): \(claim.statement)")
      terminal.say("    paper (\(claim.source)): \(claim.paper)")
      terminal.say("    here: \(claim.ours)")
    }
  }
}
