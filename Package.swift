// swift-tools-version: 6.0
// The package: one core library in modules, seven chapters over it. Data flows one way; see CONTRIBUTING.md.
import Foundation
import PackageDescription

/// Swift and C code is compiled for the machine it is built on (AVX2, AVX-512 where there is one), or for the one that
/// `MARCH` names, such as `x86-64-v3` (AVX2).
/// `PORTABLE=1 swift build` leaves that out: slower, runs on any x86-64 or arm64. So does a package that depends on this
/// one, since SwiftPM refuses such flags in a dependency. It keeps dependencies in a folder `checkouts` beside its file
/// `workspace-state.json`; a clone in any other folder of that name is compiled for its machine.
let parent = URL(fileURLWithPath: Context.packageDirectory).deletingLastPathComponent()
let isDependency =
  parent.lastPathComponent == "checkouts"
  && FileManager.default.fileExists(atPath: parent.path + "/../workspace-state.json")
let portable = isDependency || Context.environment["PORTABLE"] == "1"
let march = Context.environment["MARCH"] ?? "native"
#if arch(x86_64)
  let settings: [SwiftSetting] = portable ? [] : [.unsafeFlags(["-Xcc", "-march=\(march)"])]
#else
  let settings: [SwiftSetting] = []
#endif

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func chapter(_ name: String, _ dependencies: [Target.Dependency], besides files: [String] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["Chapter", argumentParser] + dependencies,
    path: "chapters/\(name)", exclude: files + ["README.md"], swiftSettings: settings)
}

func suite(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let profiles = ["quick.yaml", "laptop.yaml", "contrast.yaml", "miniature.yaml", "paper.yaml"]

let package = Package(
  name: "emergence-of-superposition",
  products: [
    .library(
      name: "EmergenceOfSuperposition",
      targets: [
        "Inputs", "Randomness", "Reachability", "Transformer", "Records", "Coconut", "Training",
        "Superposition", "Theory", "Claims", "Plotting",
      ])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/google/swift-benchmark", exact: "0.1.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernelChoice", dependencies: ["COpenBLAS"]),
    .systemLibrary(name: "CLanes"),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"])]),

    module("Inputs"),
    module("Randomness"),
    module("Reachability", ["Inputs", "Randomness"]),
    module("Transformer", ["Inputs", "Randomness", "CKernelChoice", "CLanes", "COpenBLAS"]),
    module("Records", ["Inputs", "Reachability"]),
    module("Coconut", ["Inputs", "Randomness", "Reachability", "Records", "Transformer"]),
    module(
      "Training", ["Coconut", "Inputs", "Randomness", "Reachability", "Records", "Transformer", "CMPI", yams]),
    module("Theory", ["Randomness", "Reachability", "Records"]),
    module(
      "Superposition",
      ["Coconut", "Inputs", "Randomness", "Reachability", "Records", "Theory", "Transformer"]),
    module("Claims", ["Inputs", "Reachability", "Records"]),
    module("Plotting", ["CCairo"]),
    module("Figures", ["Claims", "Inputs", "Plotting", "Reachability", "Records"]),
    module("Weaving", ["Inputs"]),
    module("Chapter", ["Inputs", "Weaving", argumentParser]),
    module(
      "TrainingChapter",
      [
        "Chapter", "Coconut", "Figures", "Inputs", "Randomness", "Reachability", "Records", "Training",
        "Transformer", argumentParser,
      ]),

    chapter("01-dataset", ["Figures", "Inputs", "Plotting", "Randomness", "Reachability", "Records"]),
    chapter("02-model", ["Coconut", "Inputs", "Reachability", "Training", "Transformer"]),
    chapter(
      "03-coconut-train", ["Figures", "Reachability", "Records", "TrainingChapter"],
      besides: profiles + ["convert_checkpoint.py", "NOTES.md"]),
    chapter(
      "04-bfs-loss", ["Figures", "Reachability", "Records", "TrainingChapter"],
      besides: profiles + ["NOTES.md"]),
    chapter(
      "05-theorem1-attention",
      [
        "Claims", "Coconut", "Figures", "Inputs", "Plotting", "Reachability", "Records", "Superposition",
        "Theory", "Training",
      ], besides: ["trained-models.md"]),
    chapter("06-figures", ["Claims", "Figures", "Inputs", "Plotting", "Records"]),
    chapter(
      "07-causal-tests",
      ["Coconut", "Inputs", "Reachability", "Records", "Superposition", "Transformer"]),

    .executableTarget(
      name: "bench",
      dependencies: [
        "Chapter", "Coconut", "Figures", "Inputs", "Randomness", "Reachability", "Records", "Training",
        argumentParser,
      ],
      path: "Benchmarks/bench", swiftSettings: settings),
    .executableTarget(
      name: "kernels",
      dependencies: ["COpenBLAS", "Transformer", .product(name: "Benchmark", package: "swift-benchmark")],
      path: "Benchmarks/kernels", swiftSettings: settings),

    .executableTarget(
      name: "weave",
      dependencies: ["Chapter", "Claims", "Inputs", "Records", "Training", "Weaving", argumentParser],
      swiftSettings: settings),

    .target(
      name: "TestPrograms", dependencies: ["Inputs", "Randomness", "Reachability"],
      path: "Tests/TestPrograms",
      swiftSettings: settings),
    suite("InputsTests", ["Inputs", "TestPrograms"]),
    suite(
      "ReachabilityTests", ["Inputs", "Randomness", "Reachability", "Records", "TestPrograms", "01-dataset"]),
    suite(
      "TransformerTests",
      ["Coconut", "Inputs", "Randomness", "Reachability", "TestPrograms", "Transformer", "02-model"],
      resources: [.copy("Fixtures")]),
    suite("CoconutTests", ["Coconut", "Randomness", "Reachability", "Records", "Transformer"]),
    .executableTarget(
      name: "RankCheck",
      dependencies: ["Coconut", "Inputs", "Randomness", "Reachability", "Records", "Training"],
      path: "Tests/RankCheck", swiftSettings: settings),
    .executableTarget(
      name: "combinations",
      dependencies: [
        "Coconut", "Inputs", "Randomness", "Reachability", "TestPrograms", "Training", "Transformer",
      ],
      path: "Tests/Combinations", swiftSettings: settings),
    suite(
      "TrainingTests",
      [
        "Coconut", "Inputs", "Randomness", "RankCheck", "Reachability", "Records", "TestPrograms", "Training",
        "Transformer",
      ],
      resources: [.copy("Fixtures")]),
    suite("TheoryTests", ["Claims", "Randomness", "Reachability", "Records", "TestPrograms", "Theory"]),
    suite(
      "SuperpositionTests",
      [
        "Coconut", "Inputs", "Randomness", "Reachability", "Records", "Superposition", "TestPrograms",
        "Theory", "Transformer",
      ]),
    suite(
      "ClaimsTests",
      ["Claims", "Figures", "Inputs", "Reachability", "Records", "Superposition", "TestPrograms"]),
    suite("PlottingTests", ["Plotting", "CCairo", "TestPrograms"], resources: [.copy("Golden")]),
    suite(
      "FiguresTests",
      [
        "Claims", "Figures", "Inputs", "Plotting", "Reachability", "Records", "Superposition", "TestPrograms",
        "Theory",
        "Training", "03-coconut-train", "06-figures",
      ]),
    suite("WeavingTests", ["Chapter", "Inputs", "TestPrograms", "Weaving"]),
    suite(
      "ChapterTests",
      [
        "Chapter", "Coconut", "Inputs", "Reachability", "Records", "TestPrograms", "Training",
        "TrainingChapter", "Transformer", "Weaving",
        "03-coconut-train", "04-bfs-loss",
      ],
      resources: [.copy("Fixtures")]),
    suite(
      "AttentionChapterTests",
      [
        "Coconut", "Inputs", "Reachability", "Records", "Superposition", "TestPrograms", "Theory", "Training",
        "Transformer",
        "05-theorem1-attention",
      ]),
    suite(
      "FuzzTests",
      [
        "Claims", "Coconut", "Figures", "Inputs", "Plotting", "Randomness", "Reachability", "Records",
        "Superposition", "TestPrograms",
        "Training", "Transformer",
      ]),
    suite("InteractivePageTests", ["Inputs", "Reachability", "TestPrograms", "05-theorem1-attention"]),
    suite("BookTests", ["TestPrograms"]),
    .testTarget(
      name: "PackageTests",
      dependencies: ["Coconut", "Reachability", "Superposition", "TestPrograms", "Transformer"],
      exclude: ["Outside"], swiftSettings: settings),
  ]
)
