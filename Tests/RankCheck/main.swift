// A program for the tests to start under mpirun: sums gradients over ranks and compares bits, moves bytes, fails on
// purpose, trains (Training.swift). It is no part of the library.

import Foundation
import Inputs
import Randomness
import Training

/// Gradient of one shard: the same on every rank, with magnitudes that make the order of addition show.
func gradient(_ shard: Int, _ count: Int) -> UnsafeMutablePointer<Float> {
  let floats = UnsafeMutablePointer<Float>.allocate(capacity: count)
  var random = RandomStream(7, UInt64(shard), UInt64(count))
  for i in 0..<count { floats[i] = Float(random.normal() * (1 + 1000 * random.uniform())) }
  return floats
}

/// The sum in tree order on one process, written as the recursion that defines it.
func reference(_ shards: Range<Int>, _ leaf: (Int) -> Float) -> Float {
  if shards.count == 1 { return leaf(shards.lowerBound) }
  var half = 1
  while 2 * half < shards.count { half *= 2 }
  let middle = shards.lowerBound + half
  return reference(shards.lowerBound..<middle, leaf) + reference(middle..<shards.upperBound, leaf)
}

func checkSums(_ world: World) throws -> Int {
  var checked = 0
  for shards in [1, 2, 3, 4, 5, 7, 8, 16] {
    for count in [1, 3, 1001] {
      let exchange = GradientExchange(world: world, shards: shards, count: count)
      let gradients = (0..<shards).map { gradient($0, count) }
      let expected = (0..<count).map { i in reference(0..<shards) { gradients[$0][i] } }
      for addition in exchange.own {
        for i in 0..<count { gradients[addition.target][i] += gradients[addition.source][i] }
      }
      let result = exchange.shards.first.map { gradients[$0] } ?? gradient(0, count)
      exchange.sum({ gradients[$0] }, into: result)
      guard (0..<count).allSatisfy({ result[$0].bitPattern == expected[$0].bitPattern }) else {
        throw InputError(
          in: "sum", expected: "the same bits", found: "others at \(shards) shards, \(count) floats", next: ""
        )
      }
      checked += 1
    }
  }
  return checked
}

func checkMoves(_ world: World) throws {
  let gathered = world.gather((0..<world.rank).map { Int32($0 + 10 * world.rank) })
  let expected = (0..<world.size).map { rank in (0..<rank).map { Int32($0 + 10 * rank) } }
  let sent = world.broadcast(world.isFirst ? [1.5, 2.5] : [])
  let nothing = world.broadcast([UInt8]())
  guard gathered == expected, sent == [1.5, 2.5], nothing.isEmpty, world.largest(world.rank) == world.size - 1
  else {
    throw InputError(in: "moves", expected: "what was sent", found: "\(gathered) \(sent)", next: "")
  }
}

do {
  let status = try World.run { world in
    let arguments = CommandLine.arguments
    if arguments.count > 2, arguments[1] == "train" {
      return try train(arguments[2], Array(arguments.dropFirst(3)), world)
    } else if arguments.count > 2, arguments[1] == "fail" {
      if arguments[2] == "all" || Int(arguments[2]) == world.rank {
        throw InputError(in: "x.yaml", expected: "a", found: "b", next: "c")
      }
      world.barrier()
    } else {
      try checkMoves(world)
      let sums = try checkSums(world)
      world.barrier()
      print("\(world.size) ranks, \(sums) sums equal")
    }
    return 0
  }
  exit(status)
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
