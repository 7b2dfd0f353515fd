// Numbers published by the predecessor paper, for comparison with ours: citations, not measurements.

import Reachability

/// Means by group and thought from arXiv 2505.12514 (*Reasoning by Superposition*): a 2-layer model of width
/// 768 on ProsQA. Its frontier is our `walkFrontier`; it has no `frontier` (exactly c hops).
public enum PredecessorTables {
  /// Heads of its model in each layer.
  public static let heads = 8
  /// Layer-2 attention mass per edge triplet, summed over heads; entry i is c = i, there step i + 1.
  public static let edgeAttention: [NodeGroup: [Double]] = [
    .notReachable: [0.04, 0.03, 0.08, 0.12],
    .reachable: [2.12, 0.71, 0.38, 0.29],
    .walkFrontier: [2.12, 1.00, 0.67, 0.61],
    .optimal: [2.54, 1.72, 1.67, 2.23],
  ]
  /// Inner product of thought and node embedding, read off to about 0.1; entry i is thought i + 1.
  public static let thoughtContent: [NodeGroup: [Double]] = [
    .notReachable: [-0.3, -0.2, 0, -0.25],
    .reachable: [3.65, 1.46, 0.7, 0.6],
    .walkFrontier: [5.2, 2.6, 2.0, 2.2],
    .optimal: [6.6, 4.9, 5.9, 9.3],
  ]
  /// Approximate answer accuracy, by `feedback`: continuous thoughts, discrete chain of thought, no thoughts.
  public static let accuracy = ["continuous": 1.0, "discrete": 0.75, "none": 0.5]
}
