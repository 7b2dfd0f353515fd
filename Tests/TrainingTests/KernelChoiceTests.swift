// OpenBLAS multiplies with the processor's vector instructions, even if it does not know the processor, unless told otherwise.

import Foundation
import Inputs
import Records
import TestPrograms
import Testing

private let processorHasAVX2 =
  (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" avx2 ") ?? false

@Suite(.enabled(if: processorHasAVX2, "needs a processor with AVX2")) struct KernelChoiceTests {
  /// The kernels that a run records, with the environment changed by `env`'s arguments.
  private func kernels(_ environment: [String]) throws -> String? {
    let run = SmallRun()
    #expect(try run.train(["max_steps=1"], below: ["env"] + environment).status == 0)
    return try readJSON(RunRecord.self, from: run.folder + "/" + RunRecord.file).parts.first?.machine.blas
  }

  @Test func anUnknownProcessorIsNotTakenForAnOldOne() throws {
    let chosen = try #require(try kernels(["-u", "OPENBLAS_CORETYPE"]))
    #expect(chosen != "Prescott" && chosen != "Core2" && chosen != "Nehalem", "\(chosen)")
  }

  @Test func whoeverNamesKernelsGetsThem() throws {
    #expect(try kernels(["OPENBLAS_CORETYPE=Prescott"]) == "Prescott")
    #expect(try kernels(["OPENBLAS_CORETYPE=Haswell"]) == "Haswell")
  }
}
