// Causal attention of one position over itself and everything before it, forward and backward.

/// `context_h = Σ_j a_hj v_hj` with `a_h = softmax_j(q_h · k_hj / √(width of a head))`, heads side by side.
///
/// Queries, keys and values come as one row a position, (3 · width): q, then k, then v. The last row asks.
public struct Attention: Sendable {
  let heads, width: Int
  private var headWidth: Int { width / heads }

  /// What the backward pass and the probes need.
  public struct Tape<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
    /// Attention weights after the softmax (heads, positions), and those left after dropout.
    let weights, dropped: [[Scalar]]
    /// `Σ_h q_h · k_hj / √(width of a head)`, before the softmax (positions).
    public let scores: [Scalar]
  }

  /// Attention with `heads` heads over rows of `width`, a multiple of `heads`.
  public init(heads: Int, width: Int) {
    self.heads = heads
    self.width = width
  }

  /// What the last position collects from all: its context (width), from `rows` of query, key and value (3 · width each).
  ///
  /// `drop` is the dropout of one head's weights; being linear, it is its own backward pass.
  public func forward<Scalar: BinaryFloatingPoint & Sendable>(
    _ rows: [[Scalar]], drop: (_ weights: [Scalar], _ head: Int) -> [Scalar]
  ) -> (context: [Scalar], tape: Tape<Scalar>) {
    let query = rows[rows.count - 1]
    var context = [Scalar](repeating: 0, count: width)
    var weights: [[Scalar]] = []
    var dropped: [[Scalar]] = []
    var scores = [Scalar](repeating: 0, count: rows.count)
    for head in 0..<heads {
      // Where the query, the key and the value of this head begin in a row.
      let q = head * headWidth
      let (k, v) = (width + q, 2 * width + q)
      let score = rows.map { row in dot(headWidth, query, at: q, row, at: k) * scale() }
      addMultiple(rows.count, 1, score, to: &scores)
      weights.append(softmax(score))
      dropped.append(drop(weights[head], head))
      for (j, row) in rows.enumerated() {
        addMultiple(headWidth, dropped[head][j], row, from: v, to: &context, at: q)
      }
    }
    return (context, Tape(weights: weights, dropped: dropped, scores: scores))
  }

  /// From `∂context` (width) of the last row to the gradients of all rows it looked at, added to `dRows`.
  ///
  /// Per head: `∂v_j += a_j ∂c`, `∂a_j = ∂c · v_j`, `∂s_j = a_j (∂a_j − Σ_i a_i ∂a_i)`, `∂q += ∂s_j k_j`,
  /// `∂k_j += ∂s_j q`, with s the score before scaling by 1/√(width of a head).
  public func backward<Scalar: BinaryFloatingPoint & Sendable>(
    _ dContext: [Scalar], _ tape: Tape<Scalar>, rows: [[Scalar]], addingTo dRows: inout [[Scalar]],
    drop: (_ weights: [Scalar], _ head: Int) -> [Scalar]
  ) {
    let last = rows.count - 1
    for head in 0..<heads {
      let q = head * headWidth
      let (k, v) = (width + q, 2 * width + q)
      let a = tape.weights[head]
      for j in rows.indices {
        addMultiple(headWidth, tape.dropped[head][j], dContext, from: q, to: &dRows[j], at: v)
      }
      let da = drop(rows.map { row in dot(headWidth, dContext, at: q, row, at: v) }, head)
      let mean = dot(rows.count, a, da)
      for j in rows.indices {
        let ds = a[j] * (da[j] - mean) * scale()
        addMultiple(headWidth, ds, rows[j], from: k, to: &dRows[last], at: q)
        addMultiple(headWidth, ds, rows[last], from: q, to: &dRows[j], at: k)
      }
    }
  }

  private func scale<Scalar: BinaryFloatingPoint>() -> Scalar { 1 / Scalar(headWidth).squareRoot() }
}

/// `exp(x_j − max x) / Σ_i exp(x_i − max x)`, one number for each of x; they add to 1.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
package func softmax<Scalar: BinaryFloatingPoint>(_ x: [Scalar]) -> [Scalar] {
  let largest = x.max() ?? 0
  let weights = x.map { exponential($0 - largest) }
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum }
}
