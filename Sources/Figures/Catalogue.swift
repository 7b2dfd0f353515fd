// Every figure of the book, declared once: its raw data, the command that makes them, its drawing.

import Superposition

/// All figures, in the order of the chapters.
public let catalogue: [DeclaredFigure] = [
  DeclaredFigure(
    "attention_evolution", rawData: ["attention_evolution_raw_data.json"], command: "./build.sh 05"
  ) { files in
    attentionEvolution(try AttentionRawData(file: files.paths[0]))
  },
  DeclaredFigure(
    "attention_evolution_bfs", rawData: ["attention_evolution_bfs_raw_data.json"], command: "./build.sh 05"
  ) { files in
    attentionEvolution(try AttentionRawData(file: files.paths[0]))
  },
  DeclaredFigure(
    "attention_scores", rawData: ["attention_evolution_raw_data.json"], command: "./build.sh 05"
  ) { files in
    attentionEvolution(try AttentionRawData(file: files.paths[0]), .scores)
  },
]
