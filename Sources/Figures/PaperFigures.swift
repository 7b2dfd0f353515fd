// Which of our figures shows what a figure, a theorem or a table of the papers shows.

/// A place in a paper, and our figure of what stands there.
public struct PaperFigure: Sendable {
  /// The place as the paper names it, for example "Figure 3".
  public let place: String
  /// What is shown there, in a few words.
  public let shows: String
  /// File name without extension, from the place: `figure-3`.
  public let file: String
  /// Name of the figure in `catalogue`.
  public let figure: String

  /// Every place that a figure of ours answers, in the order of the paper; its predecessor (arXiv 2505.12514) comes last.
  public static let all = [
    PaperFigure(
      "Section 3", "copying, matching and reading out, in one problem", "section-3", "copy_match_read_out"),
    PaperFigure(
      "Theorem 1", "where the condition of the bound holds", "theorem-1-condition", "theorem1_condition"),
    PaperFigure("Theorem 1", "the flow of the index-matching logit", "theorem-1-flow", "theorem1_flow"),
    PaperFigure(
      "Theorem 1", "the same flow of a whole key-query matrix", "theorem-1-matrix", "key_query_matrix"),
    PaperFigure("Theorem 2", "one thought is one step of the search", "theorem-2", "theorem2_next_thought"),
    PaperFigure("Theorem 3", "carry-over and lift, and their direction", "theorem-3", "theorem3_direction"),
    PaperFigure("Figure 3", "the logit difference under the Coconut loss", "figure-3", "attention_evolution"),
    PaperFigure("Figure 4", "the prediction stage in a trained model", "figure-4", "prediction_stage"),
    PaperFigure("Section 5", "answers right, by kind of problem", "section-5-accuracy", "accuracy"),
    PaperFigure(
      "Section 5, ablations", "depth, width, heads, untied head", "section-5-ablations", "ablations"),
    PaperFigure(
      "Appendix E.2", "the logit difference under the Coconut-BFS loss", "appendix-E.2",
      "attention_evolution_bfs"),
    PaperFigure("Appendix E.2", "both losses, every seed, long stages", "appendix-E.2-contrast", "contrast"),
    PaperFigure(
      "arXiv 2505.12514, construction", "the model with weights written by hand", "predecessor-construction",
      "explicit_construction"),
    PaperFigure(
      "arXiv 2505.12514, layer 1", "each edge token attends to its source and target", "predecessor-layer-1",
      "first_layer"),
    PaperFigure(
      "arXiv 2505.12514, layer 2", "attention on groups of edges, thought by thought", "predecessor-layer-2",
      "edge_attention"),
    PaperFigure(
      "arXiv 2505.12514, thoughts", "inner products of thoughts and node embeddings", "predecessor-thoughts",
      "thought_content"),
  ]

  private init(_ place: String, _ shows: String, _ file: String, _ figure: String) {
    self.place = place
    self.shows = shows
    self.file = file
    self.figure = figure
  }
}
