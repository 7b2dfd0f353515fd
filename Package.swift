// swift-tools-version: 6.0
// The package: one core library in modules, six chapters over it. Data flows one way; see README.md.
import PackageDescription

/// Swift and C code is compiled for the machine it is built on (AVX2, AVX-512 where there is one).
/// `PORTABLE=1 swift build` leaves that out: slower, runs on any x86-64 or arm64.
let portable = Context.environment["PORTABLE"] == "1"
#if arch(x86_64)
  let machine = portable ? [] : ["-Xcc", "-march=native"]
#else
  let machine: [String] = []
#endif
let settings: [SwiftSetting] = [
  .unsafeFlags(machine)
]

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

let profiles = ["quick.yaml", "laptop.yaml", "paper.yaml"]

let package = Package(
  name: "emergence-of-superposition",
  products: [
    .library(
      name: "EmergenceOfSuperposition",
      targets: ["Reachability", "Transformer", "Coconut", "Superposition", "Theory", "Plotting"])
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
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"])]),

    module("Inputs"),
    module("Randomness"),
    module("Reachability", ["Inputs", "Randomness"]),
    module("Transformer", ["Inputs", "Randomness", "COpenBLAS"]),
    module("Coconut", ["Inputs", "Reachability", "Transformer", "Randomness", "CMPI", yams]),
    module("Superposition", ["Inputs", "Reachability", "Transformer", "Coconut", "Randomness"]),
    module("Theory", ["Inputs", "Reachability", "Randomness"]),
    module("Plotting", ["CCairo"]),
    module("Figures", ["Coconut", "Inputs", "Plotting", "Reachability", "Superposition", "Theory"]),
    module("Weaving", ["Inputs"]),
    module(
      "Chapter",
      ["Inputs", "Randomness", "Reachability", "Transformer", "Coconut", "Weaving", argumentParser]),

    chapter("01-dataset", ["Inputs", "Reachability", "Figures"]),
    chapter("02-model", ["Inputs", "Reachability", "Transformer", "Coconut"]),
    chapter(
      "03-coconut-train", ["Inputs", "Coconut", "Reachability", "Superposition"],
      besides: profiles + ["convert_checkpoint.py", "NOTES.md"]),
    chapter("04-bfs-loss", ["Coconut"], besides: profiles),
    chapter(
      "05-theorem1-attention",
      ["Inputs", "Reachability", "Coconut", "Superposition", "Plotting", "Figures", "Theory"]),
    chapter("06-figures", ["Inputs", "Plotting", "Superposition", "Theory", "Figures"]),

    .executableTarget(
      name: "bench",
      dependencies: [
        "Chapter", "Coconut", "Figures", "Inputs", "Reachability", "Randomness", argumentParser,
      ],
      path: "Benchmarks/bench", swiftSettings: settings),
    .executableTarget(
      name: "kernels",
      dependencies: ["COpenBLAS", "Transformer", .product(name: "Benchmark", package: "swift-benchmark")],
      path: "Benchmarks/kernels", swiftSettings: settings),

    .executableTarget(
      name: "weave", dependencies: ["Chapter", "Coconut", "Inputs", "Weaving", argumentParser],
      swiftSettings: settings),

    .target(name: "TestPrograms", path: "Tests/TestPrograms", swiftSettings: settings),
    suite("InputsTests", ["Inputs"]),
    suite(
      "ReachabilityTests", ["Inputs", "Randomness", "Reachability", "TestPrograms", "01-dataset"]),
    suite(
      "TransformerTests",
      ["Inputs", "Reachability", "Randomness", "Transformer", "Coconut", "TestPrograms", "02-model"],
      resources: [.copy("Fixtures")]),
    .executableTarget(
      name: "RankCheck", dependencies: ["Coconut", "Inputs", "Randomness", "Reachability"],
      path: "Tests/RankCheck", swiftSettings: settings),
    suite(
      "FiguresTests",
      [
        "Coconut", "Figures", "Inputs", "Plotting", "Reachability", "Superposition", "TestPrograms", "Theory",
        "03-coconut-train", "06-figures",
      ]),
    suite("PlottingTests", ["Plotting", "CCairo"], resources: [.copy("Golden")]),
    suite("SuperpositionTests", ["Inputs", "Reachability", "Transformer", "Coconut", "Superposition"]),
    suite(
      "AttentionChapterTests",
      [
        "Inputs", "Reachability", "Transformer", "Coconut", "Superposition", "Theory", "TestPrograms",
        "05-theorem1-attention",
      ]),
    suite(
      "FuzzTests",
      [
        "Figures", "Inputs", "Plotting", "Randomness", "Reachability", "Transformer", "Coconut",
        "Superposition", "TestPrograms",
      ]),
    suite(
      "ChapterTests",
      [
        "Chapter", "Weaving", "Inputs", "Reachability", "Transformer", "Coconut", "TestPrograms",
        "03-coconut-train", "04-bfs-loss",
      ],
      resources: [.copy("Fixtures")]),
    suite("InteractivePageTests", ["TestPrograms"]),
    suite("BookTests", ["TestPrograms"]),
    suite("WeavingTests", ["Chapter", "Inputs", "TestPrograms", "Weaving"]),
    suite("TheoryTests", ["Theory", "Reachability", "Randomness"]),
    suite(
      "CoconutTests", ["Inputs", "Coconut", "Randomness", "RankCheck", "TestPrograms"],
      resources: [.copy("Fixtures")]),
  ]
)
