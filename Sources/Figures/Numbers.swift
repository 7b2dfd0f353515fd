// What figures, tables and claims compute from several values.

/// The arithmetic mean; NaN of nothing.
func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}
