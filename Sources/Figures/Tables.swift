// The book's tables as words and numbers, from the raw data that figures use. Chapters set the columns.

import Claims
import Foundation
import Inputs
import Reachability
import Records

/// A table of the book, as words and numbers.
public struct ReportTable: Hashable, Sendable {
  /// What it shows.
  public let title: String
  /// What a reader must know to read it.
  public let note: String
  /// Names of the columns.
  public let header: [String]
  /// The cells, row by row.
  public let rows: [[String]]
}

/// A table and the raw data it is made of.
public struct DeclaredTable: Sendable {
  /// Patterns of file names in the data folder; the table uses the files that exist.
  public let rawData: [String]
  /// The command that makes the raw data.
  public let command: String
  /// Makes the table. Throws `InputError` for unusable raw data.
  public let make: @Sendable (RawFiles) throws -> ReportTable
}

/// All tables of the book, each with its raw data.
public let tables: [DeclaredTable] = [
  DeclaredTable(
    rawData: [RecordName.hops("contrast-*")],
    command: "./build.sh 03 --profile contrast and ./build.sh 05 hops"
  ) { files in
    contrastTable(try files.paths.map { try readJSON(HopSeries.self, from: $0) })
  },
  DeclaredTable(
    rawData: [RecordName.hops("miniature-*")],
    command: "./build.sh 03 --profile miniature and ./build.sh 05 hops"
  ) { files in
    miniatureTable(try files.paths.map { try readJSON(HopSeries.self, from: $0) })
  },
  DeclaredTable(
    rawData: [RecordName.scale("contrast-*")], command: "./build.sh 05 scale --checkpoint-dir RUN --out data"
  ) { files in
    scaleTestTable(try files.paths.map { try readJSON(ScaleTest.self, from: $0) })
  },
  DeclaredTable(rawData: [RecordName.anyIndependent], command: "./build.sh 05 independent") { files in
    publishedTable(try files.paths.map { try readJSON(IndependentRun.self, from: $0) })
  },
  DeclaredTable(rawData: [RecordName.answerRegression], command: "./build.sh 05 regression") { files in
    answerRegressionTable(try readJSON(AnswerRegression.self, from: files.paths[0]))
  },
  DeclaredTable(rawData: [RecordName.answerRegression], command: "./build.sh 05 regression") { files in
    answerSumTable(try readJSON(AnswerRegression.self, from: files.paths[0]))
  },
  DeclaredTable(rawData: [RecordName.answerRegression], command: "./build.sh 05 regression") { files in
    answerAttentionTable(try readJSON(AnswerRegression.self, from: files.paths[0]))
  },
  DeclaredTable(rawData: [RecordName.anyEvaluation], command: "./build.sh 05 report") { files in
    evaluationsTable(try files.paths.map { try readJSON(RunEvaluation.self, from: $0) })
  },
  DeclaredTable(rawData: [ProbeName.edgeAttention.file], command: "./build.sh 05 report") { files in
    edgeAttentionTable(try ProbeFile<EdgeGroupAttention>.read(files.paths[0]).result)
  },
  DeclaredTable(rawData: [ProbeName.thoughtContent.file], command: "./build.sh 05 report") { files in
    thoughtContentTable(try ProbeFile<ThoughtContent>.read(files.paths[0]).result)
  },
  DeclaredTable(
    rawData: [ProbeName.thoughtControls.file, RecordName.controls],
    command: "./build.sh 05 report and ./build.sh 03 controls"
  ) { files in
    controlsTable(
      try files.matching(ProbeName.thoughtControls.file).first.map {
        try ProbeFile<ThoughtControls>.read($0).result
      },
      trained: try files.records(VariantResults.self, RecordName.controls).first)
  },
  DeclaredTable(rawData: [RecordName.smallAblations], command: "./build.sh 03 ablate") { files in
    ablationsTable(try readJSON(VariantResults.self, from: files.paths[0]))
  },
]

/// Answers of every run on each file of problems outside its training, with its thoughts and without them.
public func evaluationsTable(_ runs: [RunEvaluation]) -> ReportTable {
  ReportTable(
    title: "Answers on problems never trained on",
    note: "published: the validation problems as published. The paper's accuracy is "
      + percent(PaperNumbers.accuracy) + ". No threads shown: see the record of the run.",
    header: [
      "loss", "seed", "problems", "", "answers right", "without thoughts", "hops in frontier", "steps",
      "minutes (threads)",
    ],
    rows: runs.flatMap { run in
      run.answers.map { answers in
        [
          run.loss.rawValue, "\(run.seed)",
          answers.file == PublishedProblems.coconutFile ? "published" : answers.file,
          "\(answers.evaluation.count)", percent(answers.evaluation.accuracy),
          percent(answers.evaluation.accuracyWithoutThoughts), numbers(answers.evaluation.frontierShare),
          "\(run.steps)", number(run.seconds / 60, 1) + (run.threads.map { " (\($0))" } ?? ""),
        ]
      }
    })
}

/// Layer-2 attention mass per edge triplet, by group and c, beside the predecessor's.
public func edgeAttentionTable(_ data: EdgeGroupAttention) -> ReportTable {
  groupTable(
    "Layer-2 attention mass per edge, by group and thoughts made",
    data.reads.map { (c: $0.c, place: $0.c, groups: $0.groups) }, PredecessorTables.edgeAttention)
}

/// Inner product of thought and node embedding, by group and thought, beside the predecessor's.
public func thoughtContentTable(_ data: ThoughtContent) -> ReportTable {
  let table = groupTable(
    "Inner product of thought and node embedding, by group",
    data.thoughts.map { (c: $0.c, place: $0.c - 1, groups: $0.groups) }, PredecessorTables.thoughtContent)
  let thoughts = data.thoughts.sorted { $0.c < $1.c }
  return ReportTable(
    title: table.title, note: table.note, header: table.header,
    rows: table.rows + [
      ["top |frontier| nodes are the frontier"] + thoughts.map { percent($0.frontierFirst) },
      ["… share of them in the frontier"] + thoughts.map { percent($0.frontierOverlap) },
    ])
}

/// Accuracy of one model with its thoughts replaced, and of models trained without continuous thoughts.
public func controlsTable(_ replaced: ThoughtControls?, trained: VariantResults?) -> ReportTable {
  let ofOne = (replaced?.named ?? []).map { name, control in
    ["one model, thoughts \(name)", percent(control.accuracy), "", counted(control.count, "problem"), ""]
  }
  let ofMany = (trained?.variants ?? []).map { variant in
    [
      "trained alike with \(variant.shownValue)", accuracyText(variant),
      percent(variant.mean(\.accuracyWithoutThoughts)), counted(variant.runs.count, "seed"),
      PredecessorTables.accuracy[variant.value].map { "about " + percent($0, 0) } ?? "",
    ]
  }
  guard trained != nil else {
    return ReportTable(
      title: "Controls: are the thoughts used?", note: "One model, its weights as they are.",
      header: ["", "accuracy", "measured on"], rows: ofOne.map { [$0[0], $0[1], $0[3]] })
  }
  return ReportTable(
    title: "Controls: are the thoughts used, and needed?",
    note: "± deviation over seeds; tokens are the model's own predictions.",
    header: ["", "accuracy", "without thoughts", "measured on", "arXiv 2505.12514"], rows: ofOne + ofMany)
}

/// Accuracies by setting, beside the paper's, and the means over seeds of what is found hop by hop.
public func ablationsTable(_ data: VariantResults) -> ReportTable {
  var places: [String: Int] = [:]
  return ReportTable(
    title:
      "Ablations (profile \(data.profile), \(whole(data.variants.flatMap(\.runs).map(\.steps).max() ?? 0)) steps)",
    note: "± deviation over seeds. Widths stand beside the paper's half, same and twice its width.",
    header: ["", "value", "accuracy", "hops in frontier", "measured with", "arXiv 2509.23365"],
    rows: data.variants.map { variant in
      let place = places[variant.setting, default: 0]
      places[variant.setting] = place + 1
      let published = data.published(variant.setting, at: place)
      let hops = variant.runs.first?.frontierShare.indices ?? 0..<0
      return [
        variant.shownSetting, variant.shownValue, accuracyText(variant),
        numbers(hops.map { hop in variant.mean { $0.frontierShare[hop] } }),
        counted(variant.runs.count, "seed"),
        published.map { "\(percent($0.accuracy))" + ($0.value == variant.value ? "" : " (\($0.value))") }
          ?? "",
      ]
    })
}

private func groupTable(
  _ title: String, _ reads: [(c: Int, place: Int, groups: [NodeGroup: Moments])],
  _ published: [NodeGroup: [Double]]
) -> ReportTable {
  let reads = reads.sorted { $0.c < $1.c }
  let rows = NodeGroup.allCases.map { group in
    [group.plainName]
      + reads.map { read in
        let ours = read.groups[group].map { "\(number($0.mean)) ± \(number($0.deviation))" } ?? "–"
        let row = published[group] ?? []
        return ours + (row.indices.contains(read.place) ? " (\(number(row[read.place])))" : "")
      }
  }
  return ReportTable(
    title: title, note: "Mean ± deviation; in brackets the means of arXiv 2505.12514.",
    header: ["group"] + reads.map { "c = \($0.c)" }, rows: rows)
}

private func accuracyText(_ variant: VariantResults.Variant) -> String {
  percent(variant.accuracy) + (variant.deviation.map { " ± \(number(100 * $0, 1))" } ?? "")
}
