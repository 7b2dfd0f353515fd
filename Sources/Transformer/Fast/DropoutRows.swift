// Dropout over rows of the fast pass.

enum DropoutSite { case embedding, attention, feedForward }

extension FastModel {
  func dropRow(
    _ x: Floats, _ d: Int, _ rate: Double, seed: UInt64, _ site: DropoutSite, layer: Int, position: Int
  ) {}
  func dropAttentionRow(
    _ p: Floats, _ count: Int, _ rate: Double, seed: UInt64, layer: Int, head: Int, query: Int
  ) {}
}
