// What can be done to a thought, as values. How a model runs under them is in Chain.swift; nothing here knows a model.

import Reachability

/// One change to one thought of a chain.
public struct Intervention: Sendable, Hashable {
  /// What is done to a thought t (width).
  public enum Change: Sendable, Hashable {
    /// Its position is taken out: nothing stands there, and what follows moves up by one.
    case remove
    /// This vector (width) stands there instead: zeros, a mean, another problem's thought.
    case replace([Float])
    /// This vector, scaled to the length that t has, stands there instead: noise of its norm.
    case turn([Float])
    /// This vector is added to t.
    case add([Float])
    /// The smallest step after which t has the given inner product with each vector. With an orthonormal basis and zeros it
    /// removes a subspace; with the embedding of one node it removes or adds that node.
    case set([Coordinate])
    /// Of these vectors the one that has the largest inner product with t stands there instead: a thought forced to be a
    /// token. Of equal ones it is the first.
    case choose([[Float]])
    /// The smallest step after which the inner products of t with these two vectors are exchanged.
    case exchange([Float], [Float])
  }

  /// A vector and the inner product that t is to have with it.
  public struct Coordinate: Sendable, Hashable {
    /// The vector (width).
    public var vector: [Float]
    /// ⟨t, vector⟩ afterwards.
    public var value: Float

    /// A vector and the inner product to set.
    public init(_ vector: [Float], _ value: Float) { (self.vector, self.value) = (vector, value) }
  }

  /// Which thought: c = 1 is the first.
  public var c: Int
  /// What is done to it.
  public var change: Change

  /// `change` of thought `c`, c ≥ 1.
  public init(_ c: Int, _ change: Change) { (self.c, self.change) = (c, change) }

  /// Changes `thought` (width) in place. `remove` changes no vector; `Chain` leaves the position out.
  public func apply<Scalar: BinaryFloatingPoint>(to thought: inout [Scalar]) {
    switch change {
    case .remove: break
    case .replace(let vector): thought = vector.map { Scalar($0) }
    case .turn(let vector):
      let length = (product(thought, thought) / product(vector, vector)).squareRoot()
      thought = vector.map { Scalar(Double($0) * length) }
    case .add(let vector): for i in thought.indices { thought[i] += Scalar(vector[i]) }
    case .set(let coordinates):
      step(
        &thought, along: coordinates.map(\.vector),
        by: coordinates.map { Double($0.value) - product(thought, $0.vector) })
    case .choose(let vectors):
      let best = vectors[greedy(vectors.map { product(thought, $0) })]
      thought = best.map { Scalar($0) }
    case .exchange(let a, let b):
      let (first, second) = (product(thought, a), product(thought, b))
      step(&thought, along: [a, b], by: [second - first, first - second])
    }
  }

  /// Adds the smallest vector whose inner products with `vectors` are `steps`: `V (Vᵀ V)⁻¹ steps`, with V's columns the
  /// vectors, which must not depend on each other.
  private func step<Scalar: BinaryFloatingPoint>(
    _ thought: inout [Scalar], along vectors: [[Float]], by steps: [Double]
  ) {
    let gram = vectors.map { a in vectors.map { product(a, $0) } }
    let weights = SymmetricSystem(gram).solve(steps)
    for (vector, weight) in zip(vectors, weights) {
      for i in thought.indices { thought[i] += Scalar(weight * Double(vector[i])) }
    }
  }
}

/// ⟨a, b⟩, added in Double.
func product<A: BinaryFloatingPoint, B: BinaryFloatingPoint>(_ a: [A], _ b: [B]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += Double(a[i]) * Double(b[i]) }
  return sum
}

/// The cosine between a thought and the sum of these nodes' `vectors` (nodes, width), in double precision; 0 where either is 0.
func cosine<Number: BinaryFloatingPoint>(_ thought: [Float], sumOf nodes: [Int], _ vectors: [[Number]])
  -> Double
{
  let sum = thought.indices.map { i in nodes.reduce(0) { $0 + Double(vectors[$1][i]) } }
  let size = (product(sum, sum) * product(thought, thought)).squareRoot()
  return size == 0 ? 0 : product(sum, thought) / size
}
