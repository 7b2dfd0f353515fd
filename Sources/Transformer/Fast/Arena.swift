// Aligned buffers that are allocated once and reused: the n-th request after `reset` gets the n-th buffer again.

/// Hands out matrices in a fixed order. After the largest batch was seen, nothing is allocated any more.
final class Arena {
  private var buffers: [UnsafeMutableRawBufferPointer] = []
  private var next = 0

  /// Memory held, in bytes.
  var bytes: Int { buffers.reduce(0) { $0 + $1.count } }

  deinit { for buffer in buffers { buffer.deallocate() } }

  /// Takes all buffers back; what was handed out before must not be used any more.
  func reset() { next = 0 }

  /// A matrix with undefined contents, aligned to a cache line.
  func take(_ rows: Int, _ columns: Int) -> Matrix {
    let bytes = max(rows * columns, 1) * MemoryLayout<Float>.stride
    if next == buffers.count {
      buffers.append(.allocate(byteCount: bytes, alignment: 64))
    } else if buffers[next].count < bytes {
      buffers[next].deallocate()
      buffers[next] = .allocate(byteCount: bytes + bytes / 8, alignment: 64)
    }
    defer { next += 1 }
    return Matrix(buffers[next].bindMemory(to: Float.self).baseAddress.unsafelyUnwrapped, rows, columns)
  }

  /// A matrix of zeros.
  func zeros(_ rows: Int, _ columns: Int) -> Matrix {
    let matrix = take(rows, columns)
    matrix.clear()
    return matrix
  }
}
