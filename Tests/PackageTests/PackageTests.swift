// What the manifest asks of the compiler in a clone and in a dependency, and a package outside that depends on a version
// of this one.

import Coconut
import Foundation
import Reachability
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct PackageTests {
  /// The manifest as SwiftPM evaluates it below a folder of this name, beside what else is given.
  private func manifest(in name: String, beside file: String? = nil, portable: Int = 0) throws -> String {
    let folder = try Folder()
    if let file { try folder.file(file, "{}") }
    let text = try String(contentsOfFile: projectFolder + "/Package.swift", encoding: .utf8)
    try folder.file("\(name)/library/Package.swift", text)
    let dump = "swift package --manifest-cache none dump-package"
    let dumped = try Program.shell("cd '\(folder.path)/\(name)/library' && PORTABLE=\(portable) \(dump)")
    try #require(dumped.status == 0, "\(dumped.errors)")
    return dumped.output
  }

  /// SwiftPM refuses unsafe flags in a dependency.
  @Test func aCloneIsCompiledForItsMachineAndADependencyForAny() throws {
    #if arch(x86_64)
      #expect(try manifest(in: "clone").contains("-march=native"))
      #expect(try manifest(in: "checkouts").contains("-march=native"))
    #endif
    #expect(try !manifest(in: "checkouts", beside: "workspace-state.json").contains("unsafeFlags"))
    #expect(try !manifest(in: "clone", portable: 1).contains("unsafeFlags"))
  }

  /// The other package is compiled for any processor: other lanes, and so sums in another order. Its logits differ by
  /// roundings of 2⁻²⁴ that two layers and the thoughts fed back enlarge; 1e-3 of the largest logit is generous.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["OUTSIDE"] != nil,
      "fetches and compiles anew, a minute: OUTSIDE=1 ./build.sh test --filter PackageTests"))
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
    let outside = run.output.split(separator: "\n").compactMap { Float($0) }
    let inside = try logits()
    let bound = 1e-3 * (inside.map(abs).max() ?? 0)
    #expect(outside.count == Vocabulary.count)
    #expect(zip(outside, inside).allSatisfy { abs($0 - $1) <= bound })
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
