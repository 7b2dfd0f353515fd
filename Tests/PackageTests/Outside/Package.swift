// swift-tools-version: 6.0
// A package that depends on the library by version. Its own code is in Sources/outside.
import PackageDescription

let package = Package(
  name: "outside",
  dependencies: [.package(url: Context.environment["LIBRARY"] ?? "", exact: "99.0.0")],
  targets: [
    .executableTarget(
      name: "outside",
      dependencies: [.product(name: "EmergenceOfSuperposition", package: "emergence-of-superposition")])
  ])
