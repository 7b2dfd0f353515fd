// Times the kernels of a training step one by one in the paper's shapes: products with few rows beside
// OpenBLAS, vectorised code beside its readable definition. It prints times and asserts nothing.

import Benchmark
import COpenBLAS
import Transformer

useSingleThreadedBLAS()

/// The paper's width d, the rows of a shard's prompts (16 problems of 116 tokens), and a thought of each.
let (width, rows, thoughts) = (768, 1856, 16)

/// A matrix of floats between −1 and 1 that lives as long as the program.
func matrix(_ rows: Int, _ columns: Int) -> Matrix { Matrix(floats(rows * columns), rows, columns) }

/// A flat buffer of such floats.
func floats(_ count: Int) -> Floats {
  let floats = Floats.allocate(capacity: count)
  for i in 0..<count { floats[i] = Float(i &* 7919 % 2003) / 1001 - 1 }
  return floats
}

/// Few rows by a weight (inputs, outputs), and what its gradient goes back through.
func few(_ inputs: Int, _ outputs: Int) -> BenchmarkSuite {
  BenchmarkSuite(name: "\(thoughts) × \(inputs) by \(inputs) × \(outputs)") { suite in
    let (narrow, weight) = (matrix(thoughts, inputs), matrix(inputs, outputs))
    let wide = matrix(thoughts, outputs)
    suite.benchmark("a·b, FewRows.swift") { multiplyFew(narrow, weight, into: wide) }
    suite.benchmark("a·b, OpenBLAS") {
      gemm(CblasNoTrans, CblasNoTrans, narrow, weight, into: wide, beta: 0)
    }
    suite.benchmark("a·bᵀ, FewRows.swift") { multiplyFewTransposed(wide, weight, into: narrow) }
    suite.benchmark("a·bᵀ, OpenBLAS") {
      gemm(CblasNoTrans, CblasTrans, wide, weight, into: narrow, beta: 0)
    }
  }
}

let norm = BenchmarkSuite(name: "layer norm, 1856 × 768") { suite in
  let (x, y) = (matrix(rows, width), matrix(rows, width))
  let views = NormViews(gain: floats(width), bias: floats(width))
  let tape = NormTape(normal: matrix(rows, width), rstd: matrix(rows, 1))
  suite.benchmark("forward") { layerNorm(x, views, epsilon: 1e-5, tape: tape, into: y) }
  let gradient = NormViews(gain: floats(width), bias: floats(width))
  suite.benchmark("backward") { layerNormBackward(y, views, tape: tape, addingTo: x, gradient: gradient) }
  let readable = LayerNorm(gain: 0, bias: width, width: width, epsilon: 1e-5)
  let weights = [Float](repeating: 0.5, count: 2 * width)
  let input = (0..<width).map { Float($0) }
  suite.benchmark("forward, readable") {
    for _ in 0..<rows { keep(readable.forward(input, weights).y[0]) }
  }
}

let activation = BenchmarkSuite(name: "GELU, 1856 × 3072") { suite in
  let (x, y, bias) = (matrix(rows, 4 * width), matrix(rows, 4 * width), floats(4 * width))
  bias.update(repeating: 0, count: 4 * width)
  suite.benchmark("forward") { gelu(x, bias: bias, into: y) }
  let sums = floats(4 * width)
  suite.benchmark("backward") { geluBackward(x, y, dBias: sums) }
  let input = (0..<rows * 4 * width).map { Float($0 % 2003) / 1001 - 1 }
  suite.benchmark("forward, readable") { keep(GELU.forward(input)[0]) }
}

let attention = BenchmarkSuite(name: "softmax, 1856 rows of 116 scores") { suite in
  // Room for whole lanes.
  let (scores, gradient) = (floats(128), floats(128))
  suite.benchmark("forward") { for _ in 0..<rows { softmax(116, scores, scale: 0.1) } }
  suite.benchmark("backward") { for _ in 0..<rows { softmaxBackward(116, scores, gradient, scale: 0.1) } }
  let input = (0..<116).map { scores[$0] }
  suite.benchmark("forward, readable") { for _ in 0..<rows { keep(softmax(input)[0]) } }
}

let optimizer = BenchmarkSuite(name: "AdamW, 14.3 million weights") { suite in
  let count = Layout(Configuration(width: width)).count
  let buffers = (0..<4).map { _ in UnsafeMutableBufferPointer(start: floats(count), count: count) }
  buffers[3].update(repeating: 1)
  let step = AdamWStep(
    learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, step: 9)
  suite.benchmark("fast") {
    adamW(
      step, in: 0..<count, weights: buffers[0], gradient: buffers[1], first: buffers[2], second: buffers[3],
      scale: 1)
  }
  var readable = ReadableAdamW<Float>(count: count)
  var weights = Array(buffers[0])
  let gradient = Array(buffers[1])
  suite.benchmark("readable") { readable.update(&weights, gradient: gradient, step) }
}

/// Uses a benchmark's result, so that the compiler cannot remove the computation.
@inline(never)
func keep(_ value: Float) {}

Benchmark.main([few(128, 512), few(256, 1024), few(768, 3072), norm, activation, attention, optimizer])
