// Prose, code, output and figures have their places; changed output is kept, written or refused.

import Foundation
import Inputs
import Testing

import Weaving

@Suite struct WovenPageTests {
  @Test func outputStandsAfterItsCode() throws {
    let page = try Fixture().page()
    #expect(
      page.text == """
        <!-- Woven from main.swift by ./build.sh weave 07: change that file, not this one. -->

        # 7 · A test

        It counts.

        ## Counting

        First $1$, then more.

        ```swift
        count()
        ```

        ```text
        one    0.984

        Something else
        ──────────────
        two
        ```

        ## After it

        All counted.

        """)
    #expect(page.differences.isEmpty && page.outside.isEmpty)
  }

  @Test func outputUnderAHeadingWithoutCodeStandsAtItsEnd() throws {
    let page = try Fixture().page(
      Fixture.source, "\n\(Fixture.title)After it\n────────\nthree\n\(Fixture.output())")
    #expect(page.text.hasSuffix("## After it\n\nAll counted.\n\n```text\nthree\n```\n"))
  }

  @Test func eachPageHasTheOutputOfItsHeadings() throws {
    let source = Fixture.source.replacing(
      "// ## After it", with: "// <!-- page: more.md -->\n// # 7, continued\n//\n// ## After it")
    let literate = try LiterateSource(source, file: "main.swift")
    let output = CapturedOutput("\(Fixture.output())\n\(Fixture.title)After it\n────────\nthree\n")
    let pages = try (0...1).map {
      try WovenPage(literate, page: $0, output: output, folder: Fixture().folder, earlier: nil).text
    }
    #expect(pages[0].contains("one    0.984") && !pages[0].contains("three"))
    #expect(pages[1].contains("# 7, continued\n\n## After it\n\nAll counted.\n\n```text\nthree\n```\n"))
  }

  @Test func aNumberWithinItsToleranceIsKept() throws {
    let fixture = Fixture()
    let earlier = try fixture.page().text
    // The new number has more digits, which also shifts white space.
    let page = try fixture.page(Fixture.source, Fixture.output("0.9901"), earlier: earlier)
    #expect(page.text == earlier && page.differences.isEmpty && page.outside.isEmpty)
  }

  @Test func aNumberOutsideIsKeptAndReported() throws {
    let fixture = Fixture()
    let earlier = try fixture.page().text
    let page = try fixture.page(Fixture.source, Fixture.output("0.995"), earlier: earlier)
    #expect(page.text == earlier && page.differences.isEmpty)
    #expect(page.outside.count == 1 && page.outside[0].contains("found 0.995, expected 0.984 ± 0.01"))
  }

  /// Prose and code change without a run; what was printed stays.
  @Test func withoutARunThePageKeepsItsOutput() throws {
    let fixture = Fixture()
    defer { fixture.remove() }
    let earlier = try fixture.page().text
    let page = try WovenPage(
      LiterateSource(Fixture.source, file: "main.swift"), output: nil, folder: fixture.folder,
      earlier: earlier)
    #expect(page.text == earlier)
    let changed = Fixture.source.replacing("All counted.", with: "Done.")
    let other = try WovenPage(
      LiterateSource(changed, file: "main.swift"), output: nil, folder: fixture.folder, earlier: earlier)
    #expect(other.text == earlier.replacing("All counted.", with: "Done."))
  }

  @Test func refreshingTakesWhatCame() throws {
    #expect(try Fixture().page(Fixture.source, Fixture.output("0.995")).text.contains("one    0.995"))
  }

  @Test func unmarkedDifferencesAreNamed() throws {
    let fixture = Fixture()
    let page = try fixture.page(
      Fixture.source, Fixture.output("0.985", word: "uno"), earlier: fixture.page().text)
    let difference = try #require(page.differences.first)
    #expect(difference.file == fixture.folder + "/README.md" && difference.key == "section 'Counting'")
    #expect(difference.expected == "'one 0.984'" && difference.found == "'uno 0.985'")
    #expect(page.text.contains("uno    0.985"))
    let less = try fixture.page(
      Fixture.source, Fixture.output().replacing("two\n", with: ""), earlier: fixture.page().text)
    #expect(less.differences.first?.found == "'nothing more'")
  }

  @Test func aSectionThatPrintsNothingIsAnError() throws {
    let error = #expect(throws: InputError.self) { try Fixture().page(Fixture.source, "only this\n") }
    #expect(error?.key == "line 15" && error?.expected == "output of section 'Counting'")
  }

  @Test func figuresAreLinkedOrMissed() throws {
    let fixture = Fixture()
    defer { fixture.remove() }
    let caption = "What [A] shows at *μ*\\*. [A] reads 0.5 of all N_c."
    let source = "// # A\n//\n// ![\(caption)](figures/x.pdf)\n"
    func error() -> InputError? {
      #expect(throws: InputError.self) { try fixture.page(source, "") }
    }
    #expect(error()?.expected == "the figure figures/x.pdf")
    try writeAtomically(Data(), to: fixture.folder + "/figures/x.pdf")
    let preview = error()
    #expect(preview?.key == "line 3" && preview?.expected == "the figure figures/preview/x.svg")
    #expect(preview?.next.contains("./build.sh 06 --format svg") == true)
    try writeAtomically(Data(), to: fixture.folder + "/figures/preview/x.svg")
    // The first sentence stands for the picture, and the whole caption is seen below it, in the same paragraph. Brackets in
    // brackets are escaped: some readers of Markdown take two pairs of them for links.
    let paragraph =
      "[![What \\[A\\] shows at *μ*\\*.](figures/preview/x.svg)](figures/x.pdf)\\\n_\(caption)_\n"
    #expect(try fixture.page(source, "").text.hasSuffix("# A\n\n" + paragraph))
  }
}

@Suite struct ListingTests {
  private static let swift = """
    // A head.

    /// Doubles.
    public func twice(_ number: Int) -> Int {
      2 * number
    }

    /// Twice.
    ///
    /// In a type.
    extension Number {
      /// A product, with a condition.
      @inline(__always)
      package static func times<T: Strange>(
        _ factor: T, by other: @escaping (Int, Int) -> Int = { $0 + $1 }
      ) -> Int
      where T: Even {
        let twice = 2

        return twice
      }

      var twice: Int { 2 }
      let pair = [1, 2]
        .sorted()
      init(from text: String) {}
      init() {}
    }

    struct Number {
      struct Twice {}
    }

    """

  /// The page of a chapter whose second line is `comment`, with the file above in Sources.
  private func page(_ comment: String, swift: String = swift, own: String = "") throws -> String {
    let fixture = Fixture()
    defer { fixture.remove() }
    try writeAtomically(Data(swift.utf8), to: fixture.project + "/Sources/Room/File.swift")
    let source = "// # A\n// \(comment)\n// after\n\(own)"
    try writeAtomically(Data(source.utf8), to: fixture.folder + "/main.swift")
    return try fixture.page(source, "").text
  }

  private func shown(_ name: String, _ swift: String = swift) throws -> [String] {
    let text = try page("<!-- code: Room/File.swift \(name) -->", swift: swift)
    let caption = "[Sources/Room/File.swift](../../Sources/Room/File.swift)"
    let start = try #require(text.firstRange(of: "# A\n\n\(caption)\n\n```swift\n")).upperBound
    let end = try #require(text.firstRange(of: "\n```\n\nafter\n")).lowerBound
    return text[start..<end].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: ["twice(_:)", "Number.times", "times(_:by:)", "Number.twice", "pair", "init()", "Twice"])
  func aDeclarationStandsWhereItIsNamed(name: String) throws {
    let text = try shown(name).joined(separator: "\n")
    let expected = [
      "twice(_:)": "/// Doubles.\npublic func twice(_ number: Int) -> Int {\n  2 * number\n}",
      "Number.twice": "var twice: Int { 2 }", "pair": "let pair = [1, 2]\n  .sorted()", "init()": "init() {}",
      "Twice": "struct Twice {}",
    ]
    if let expected = expected[name] { return #expect(text == expected) }
    #expect(
      text == """
        /// A product, with a condition.
        @inline(__always)
        package static func times<T: Strange>(
          _ factor: T, by other: @escaping (Int, Int) -> Int = { $0 + $1 }
        ) -> Int
        where T: Even {
          let twice = 2

          return twice
        }
        """)
  }

  @Test(arguments: [
    ("thrice", "none"), ("twice", "2"), ("init", "2"), ("twice(x:)", "none"), ("imes", "none"),
    ("number", "none"),
  ])
  func aNameThatFitsNoneOrSeveralIsAnError(name: String, found: String) throws {
    let error = #expect(throws: InputError.self) { try shown(name) }
    #expect(error?.file == "Sources/Room/File.swift" && error?.found == found)
    #expect(error?.expected.contains("line 2 of ") == true && error?.next.contains("Number.") == true)
  }

  @Test func severalDeclarationsShareACaption() throws {
    #expect(
      try shown("Twice pair init()") == [
        "struct Twice {}", "", "let pair = [1, 2]", "  .sorted()", "", "init() {}",
      ])
  }

  @Test func thirtyLinesAreShownAndNotMore() throws {
    func text(_ count: Int) -> String {
      "/// Long.\nfunc f() {\n" + String(repeating: "  g()\n", count: count - 3) + "}\nlet x = 1\n"
    }
    #expect(try shown("f", text(30)).count == 30)
    for (names, found) in [("f", 31), ("f x", 33)] {
      let error = #expect(throws: InputError.self) { try shown(names, text(31)) }
      #expect(error?.found == "\(found)" && error?.key == "line 2")
      #expect(error?.expected == "at most 30 lines of Sources/Room/File.swift")
    }
  }

  @Test func aFileThatIsNotThereAndAnUnfinishedLineAreErrors() {
    let missing = #expect(throws: InputError.self) { try page("<!-- code: Room/Other.swift f -->") }
    #expect(missing?.key == "line 2" && missing?.expected == "a file Sources/Room/Other.swift")
    for line in [
      "<!-- code: Room/File.swift -->", "<!-- code twice -->", "<!-- code: f Room/File.swift --> so",
    ] {
      let error = #expect(throws: InputError.self) { try page(line) }
      #expect(
        error?.key == "line 2" && error?.expected.contains("<!-- code: Folder/File.swift name -->") == true)
    }
  }

  @Test func ownCodeIsShownWhereAskedFor() throws {
    #expect(try !page("before", own: "f()\n").contains("f()"))
    #expect(
      try page("before\n// <!-- code -->", own: "f()\n//\ng()\n").hasSuffix("after\n\n```swift\nf()\n```\n"))
    let error = #expect(throws: InputError.self) {
      try page("before\n// <!-- code -->\n// ## B", own: "f()\n")
    }
    #expect(error?.key == "line 3" && error?.expected == "code behind <!-- code -->")
  }

  /// The comparison with the page that is there is by text, so a changed declaration makes it stale.
  @Test func aChangedDeclarationChangesThePage() throws {
    let line = "<!-- code: Room/File.swift Number.twice -->"
    #expect(try page(line) != page(line, swift: Self.swift.replacing("{ 2 }", with: "{ 3 }")))
  }
}

@Suite struct MarkedNumberTests {
  @Test func marksComeOff() {
    let text =
      "a \(MarkedNumber("0.5", within: 0.1).marked), b \(MarkedNumber("1 min 20 s", within: 20).marked)"
    #expect(MarkedNumber.visible(text) == "a 0.5, b 1 min 20 s")
    #expect(MarkedNumber.pieces(of: text).count == 4)
    #expect(MarkedNumber.visible("plain \u{E000} half") == "plain \u{E000} half")
  }

  @Test(arguments: [
    ("0.5", 0.5), ("-3", -3), ("−3", -3), ("1e-3", 0.001), ("14,785", 14785), ("1 h 02 min", 3720),
    ("1 min 20 s", 80), ("12 s", 12),
  ])
  func valuesAreRead(text: String, value: Double) { #expect(MarkedNumber.value(of: text) == value) }

  @Test func whatIsNoNumberMustBeTheSame() {
    #expect(MarkedNumber.value(of: "–") == nil)
    #expect(MarkedNumber("–", within: 1).agrees(with: "–"))
    #expect(
      !MarkedNumber("–", within: 1).agrees(with: "0.3") && !MarkedNumber("nan", within: 1).agrees(with: "1"))
  }

  @Test func severalNumbersInALineAreEachCompared() {
    func line(_ first: String, _ second: String) -> [String] {
      [MarkedNumber(first, within: 0.1).marked + " of (" + MarkedNumber(second, within: 5).marked + ")."]
    }
    #expect(Comparison(fresh: line("0.5", "12 s"), shown: ["0.55   of (8 s)."]) == .same(outside: []))
    #expect(
      Comparison(fresh: line("0.5", "12 s"), shown: ["0.55 of (1 min 20 s)."])
        == .same(outside: ["found 12 s, expected 1 min 20 s ± 5.0"]))
    #expect(
      Comparison(fresh: line("0.5", "12 s"), shown: ["0.55 off (8 s)."])
        == .different(shown: "0.55 off (8 s).", fresh: "0.5 of (12 s)."))
  }

  @Test func rulesMayGrowWithTheirColumn() {
    #expect(Comparison(fresh: ["a  b", "──  ───"], shown: ["a b", "─  ────", ""]) == .same(outside: []))
    #expect(Comparison(fresh: ["a", "─"], shown: ["a", "b"]) == .different(shown: "b", fresh: "─"))
  }
}

@Suite struct FrontPageTests {
  private let page = """
    text
    <!-- output of claims --markdown -->

    | a |

    <!-- end of output -->
    | 01 | <!-- output of times 01 -->2 s<!-- end of output --> |
    """

  @Test func outputGoesBetweenItsMarkers() {
    var commands: [String] = []
    let fresh = FrontPage(page) { command in
      commands.append(command)
      return command == "times 01" ? "3 s\n" : "| b |\n| c |\n"
    }
    #expect(commands == ["claims --markdown", "times 01"])
    #expect(fresh.text == page.replacing("| a |", with: "| b |\n| c |").replacing("2 s", with: "3 s"))
  }

  @Test func theSameOutputChangesNothing() {
    let fresh = FrontPage(page) { $0 == "times 01" ? MarkedNumber("9 s", within: 1).marked : "| a |\n" }
    #expect(fresh.text == page && fresh.outside.count == 1)
  }
}
