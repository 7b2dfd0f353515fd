// # 7 · After the paper: what do thoughts cause?

import Chapter
import Foundation
import Inputs
import Reachability
import Records
import Superposition

let options = chapterOptions(Options.self)
let terminal = options.common.terminal
let laboratory = orExit { try Laboratory(options) }

if options.includes(.read) {
  terminal.section("Read")
  orExit {
    terminal.show(
      try laboratory.run(.read, ReadThoughts.definition) {
        ReadThoughts.measure($0.bed, probes: $0.trained != nil)
      })
  }
}
if options.includes(.needed) {
  terminal.section("Needed")
  orExit {
    terminal.show(try laboratory.run(.needed, NeededThoughts.definition) { NeededThoughts.measure($0.bed) })
  }
}
if options.includes(.rewrite) {
  terminal.section("Rewrite")
  orExit {
    terminal.show(
      try laboratory.run(.rewrite, RewrittenThoughts.definition) {
        RewrittenThoughts.measure($0.bed, probes: $0.trained != nil)
      })
  }
}
if options.includes(.replace) {
  terminal.section("Replace")
  orExit {
    terminal.show(
      try laboratory.run(.replace, ReplacedThoughts.definition) { ReplacedThoughts.measure($0.bed) })
  }
}
if options.includes(.order) {
  terminal.section("Order")
  orExit {
    terminal.show(
      try laboratory.run(.order, PositionOrder.definition) { model in
        model.trained.map { PositionOrder.measure($0.parameters, $0.reader, model.bed.test) }
      })
  }
}
if options.includes(.distribution) {
  terminal.section("Out of distribution")
  orExit {
    terminal.show(
      try laboratory.run(.distribution, OutOfDistribution.definition) { model in
        OutOfDistribution.measure(model.bed.subject) { terminal.note("  \($0.rawValue)") }
      })
  }
}
if options.includes(.chain) {
  terminal.section("Forced chain")
  orExit { terminal.show(try laboratory.run(.chain, ForcedChain.definition) { ForcedChain.measure($0.bed) }) }
}
if options.includes(.evenness) {
  terminal.section("Evenness")
  orExit { terminal.show(try laboratory.run(.evenness, Evenness.definition) { Evenness.measure($0.bed) }) }
}
