// Numbers that the paper published, to stand beside ours. They are citations: nothing here was measured.

import Records

/// Results of arXiv 2509.23365 on its 419 test problems, with a model of two layers, width 768 and eight heads.
public enum PaperNumbers {
  /// Answer accuracy, as a share.
  public static let accuracy = 0.962
  /// Answer accuracy with other settings, as shares, by setting and then by value as the paper gives it. Widths stand in
  /// the order half, as it is, twice.
  public static let ablations: [String: [(value: String, accuracy: Double)]] = [
    "layers": [("2", 0.988), ("4", 0.973), ("8", 0.965), ("12", 0.674)],
    "width": [("384", 0.620), ("768", 0.988), ("1536", 0.977)],
    "tied": [("true", 0.988), ("false", 0.988)],
  ]
}

extension VariantResults {
  /// What the paper published for the value at `place` among the values of `setting`: the same value, or for widths the one
  /// at the same place (half, as it is, twice).
  public func published(_ setting: String, at place: Int) -> (value: String, accuracy: Double)? {
    let rows = PaperNumbers.ablations[setting] ?? []
    let values = variants.filter { $0.setting == setting }.map(\.value)
    guard values.indices.contains(place) else { return nil }
    if setting == "width" { return rows.count == values.count ? rows[place] : nil }
    return rows.first { $0.value == values[place] }
  }
}
