// Times the kernels of a training step one by one, in the shapes the paper's model gives them: few-row products beside
// OpenBLAS, and what is vectorised beside its readable definition. It measures and prints; it asserts nothing.

import Benchmark
import COpenBLAS
import Transformer

useSingleThreadedBLAS()

/// The paper's width d, the rows of a shard's prompts (16 problems of 116 tokens), the thoughts of 16 problems.
let (width, rows, thoughts) = (768, 1856, 16)

/// Floats between −1 and 1, kept for the length of the program.
func floats(_ count: Int) -> Floats {
  let floats = Floats.allocate(capacity: count)
  for i in 0..<count { floats[i] = Float(i &* 7919 % 2003) / 1001 - 1 }
  return floats
}

let few = BenchmarkSuite(name: "16 × 768 by 768 × 3072") { suite in
  let (a, b, c) = (floats(thoughts * 4 * width), floats(4 * width * width), floats(thoughts * 4 * width))
  suite.benchmark("a·b, FewRows.swift") {
    multiplyFew(thoughts, 4 * width, width, a, width, b, 4 * width, into: c, 4 * width)
  }
  suite.benchmark("a·b, OpenBLAS") {
    gemm(CblasNoTrans, CblasNoTrans, thoughts, 4 * width, width, a, width, b, 4 * width, c, 4 * width, 0)
  }
  suite.benchmark("a·bᵀ, FewRows.swift") {
    multiplyFewTransposed(thoughts, width, 4 * width, a, 4 * width, b, 4 * width, into: c, width)
  }
  suite.benchmark("a·bᵀ, OpenBLAS") {
    gemm(CblasNoTrans, CblasTrans, thoughts, width, 4 * width, a, 4 * width, b, 4 * width, c, width, 0)
  }
}

let norm = BenchmarkSuite(name: "layer norm, 1856 × 768") { suite in
  let (x, y, gain, bias) = (floats(rows * width), floats(rows * width), floats(width), floats(width))
  let tape = NormTape(normal: floats(rows * width), rstd: floats(rows))
  suite.benchmark("forward") {
    layerNorm(rows, width, x, gain: gain, bias: bias, epsilon: 1e-5, tape: tape, into: y)
  }
  suite.benchmark("backward") {
    layerNormBackward(rows, width, y, gain: gain, tape: tape, addingTo: x, dGain: gain, dBias: bias)
  }
  let readable = LayerNorm(gain: 0, bias: width, width: width, epsilon: 1e-5)
  let weights = [Float](repeating: 0.5, count: 2 * width)
  let input = (0..<width).map { Float($0) }
  suite.benchmark("forward, readable") {
    for _ in 0..<rows { keep(readable.forward(input, weights).y[0]) }
  }
}

let activation = BenchmarkSuite(name: "GELU, 1856 × 3072") { suite in
  let count = rows * 4 * width
  let (x, y, bias) = (floats(count), floats(count), floats(4 * width))
  bias.update(repeating: 0, count: 4 * width)
  suite.benchmark("forward") { gelu(rows, 4 * width, x, bias: bias, into: y) }
  let sums = floats(4 * width)
  suite.benchmark("backward") { geluBackward(rows, 4 * width, x, y, dBias: sums) }
  let input = (0..<count).map { x[$0] }
  suite.benchmark("forward, readable") { keep(GELU.forward(input)[0]) }
}

let attention = BenchmarkSuite(name: "softmax, 1856 rows of 116 scores") { suite in
  let (scores, gradient) = (floats(116), floats(116))
  suite.benchmark("forward") { for _ in 0..<rows { softmax(116, scores, scale: 0.1) } }
  suite.benchmark("backward") { for _ in 0..<rows { softmaxBackward(116, scores, gradient, scale: 0.1) } }
  let input = (0..<116).map { scores[$0] }
  suite.benchmark("forward, readable") { for _ in 0..<rows { keep(softmax(input)[0]) } }
}

let optimizer = BenchmarkSuite(name: "AdamW, 14.3 million weights") { suite in
  let count = Layout(Configuration(width: width)).count
  let (w, g, m, v) = (floats(count), floats(count), floats(count), floats(count))
  v.update(repeating: 1, count: count)
  let step = AdamWStep(
    learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, step: 9)
  suite.benchmark("fast") {
    adamW(step, count: count, weights: w, gradient: g, first: m, second: v, scale: 1)
  }
  var readable = ReadableAdamW<Float>(count: count)
  var weights = (0..<count).map { w[$0] }
  let gradient = (0..<count).map { g[$0] }
  suite.benchmark("readable") { readable.update(&weights, gradient: gradient, step) }
}

/// What a benchmark computed, so that the compiler does not leave it out.
@inline(never)
func keep(_ value: Float) {}

Benchmark.main([few, norm, activation, attention, optimizer])
