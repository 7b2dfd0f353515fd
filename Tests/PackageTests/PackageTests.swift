// The package as others meet it: what its manifest asks of the compiler in a clone and as a dependency, and a package
// outside that depends on a version of it.

import Coconut
import Foundation
import Reachability
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct PackageTests {
  /// The manifest as SwiftPM evaluates it below a folder of this name.
  private func manifest(in name: String, _ environment: String = "") throws -> String {
    let folder = try Folder()
    let text = try String(contentsOfFile: projectFolder + "/Package.swift", encoding: .utf8)
    try folder.file("\(name)/library/Package.swift", text)
    let dump = "swift package --manifest-cache none dump-package"
    let dumped = try Program.shell("cd '\(folder.path)/\(name)/library' && \(environment) \(dump)")
    try #require(dumped.status == 0, "\(dumped.errors)")
    return dumped.output
  }

  /// SwiftPM refuses unsafe flags in a dependency.
  @Test func aCloneIsCompiledForItsMachineAndADependencyForAny() throws {
    #if arch(x86_64)
      #expect(try manifest(in: "clone").contains("-march=native"))
    #endif
    #expect(try !manifest(in: "checkouts").contains("unsafeFlags"))
    #expect(try !manifest(in: "clone", "PORTABLE=1").contains("unsafeFlags"))
  }

  /// Logits are compared within 1e-4 of numbers near 10: the other package is compiled without fused operations, so that
  /// its floats round elsewhere.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["OUTSIDE"] != nil,
      "compiles the library anew, some minutes: OUTSIDE=1 ./build.sh test --filter PackageTests"))
  func aPackageOutsideDependsOnAVersion() throws {
    let folder = try Folder()
    let build = """
      set -e
      git clone --quiet '\(projectFolder)' emergence-of-superposition
      git -C emergence-of-superposition tag 99.0.0
      cp -r '\(projectFolder)/Tests/PackageTests/Outside' .
      export LIBRARY=file://$PWD/emergence-of-superposition
      swift run --package-path Outside --cache-path cache --security-path security \\
        outside '\(checkpoint)'
      """
    let run = try Program.shell("cd '\(folder.path)' && { \(build); }")
    try #require(run.status == 0, "\(run.errors)")
    let outside = run.output.split(separator: "\n").compactMap { Double($0) }
    let inside = try logits().map(Double.init)
    #expect(outside.count == Vocabulary.count && outside.count == inside.count)
    #expect(zip(outside, inside).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  private let checkpoint = projectFolder + "/data/checkpoints/laptop-coconut"

  /// What `Outside` computes, computed here.
  private func logits() throws -> [Float] {
    let problem = Generator().problem(0, of: .test, seed: 0)
    let sequence = ThoughtSequence(
      prompt: Prompt(asItStands: problem).tokens, thoughts: problem.pathLength, closing: [Vocabulary.answer])
    return Reader(try ModelFolder.read(checkpoint), threads: 1).lastLogits([sequence])[0]
  }
}
