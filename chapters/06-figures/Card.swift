// Prints the facts of a shipped checkpoint's model card as a Markdown table, from the records of its run.

import ArgumentParser
import Figures
import Inputs
import Records

struct Card: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a shipped checkpoint is and what it answers, as a Markdown table.")

  @Argument(
    help: "Name of the record: evaluation_<loss>_seed<k>, hops_<run>, or checkpoints/<name>/run of a control."
  )
  var record: String

  @Option(help: ArgumentHelp("Folder with the records.", valueName: "dir"))
  var data = "data"

  func run() throws {
    let path = "\(data)/\(record).json"
    if record.hasPrefix("hops_") {
      print(markdown(ModelCard.rows(try readJSON(HopSeries.self, from: path))))
    } else if record.hasSuffix("/run") {
      print(markdown(ModelCard.rows(try readJSON(RunRecord.self, from: path))))
    } else {
      let evaluation = try readJSON(RunEvaluation.self, from: path)
      let name = RecordName.run(evaluation.loss, seed: evaluation.seed)
      print(markdown(ModelCard.rows(try readJSON(RunRecord.self, from: "\(data)/\(name)"), evaluation)))
    }
  }
}
