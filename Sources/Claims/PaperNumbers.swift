// Numbers that the paper published, for comparison with ours. They are citations, not measurements.

import Records

/// Results of arXiv 2509.23365 on its 419 test problems: a model of two layers, width 768 and eight heads.
public enum PaperNumbers {
  /// Answer accuracy, as a share.
  public static let accuracy = 0.962
  /// The least accuracy that agrees with it: two standard errors below, for a share of 419 problems.
  static let leastAccuracy = accuracy - 2 * (accuracy * (1 - accuracy) / 419).squareRoot()
  /// The last epochs of stages 0 to 3 in the published recipe; stages 1 to 4 begin after them.
  package static let stageEnds = [150, 200, 250, 300]
  /// The epochs of the published recipe.
  package static let epochs = 350
  /// Answer accuracy in the paper's ablations, as shares: for each setting, its values as the paper writes
  /// them. Widths come in the order half, unchanged, twice.
  public static let ablations: [String: [(value: String, accuracy: Double)]] = [
    "layers": [("2", 0.988), ("4", 0.973), ("8", 0.965), ("12", 0.674)],
    "width": [("384", 0.620), ("768", 0.988), ("1536", 0.977)],
    "tied": [("true", 0.988), ("false", 0.988)],
  ]
}

extension VariantResults {
  /// The paper's number for the value at `place` of `setting`. Most values must equal the paper's; our widths
  /// may differ, so they are matched by position (half, unchanged, twice; nil for widths that do not double).
  public func published(_ setting: String, at place: Int) -> (value: String, accuracy: Double)? {
    let rows = PaperNumbers.ablations[setting] ?? []
    let values = variants.filter { $0.setting == setting }.map(\.value)
    guard values.indices.contains(place) else { return nil }
    if setting == "width" {
      let widths = values.compactMap(Int.init)
      let doubles = zip(widths, widths.dropFirst()).allSatisfy { 2 * $0 == $1 }
      return doubles && rows.indices.contains(place) ? rows[place] : nil
    }
    return rows.first { $0.value == values[place] }
  }
}
