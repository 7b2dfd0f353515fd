// Prose and code are told apart; sources that cannot become a page are refused.

import Inputs
import Testing

import Weaving

@Suite struct LiterateSourceTests {
  private func texts(_ part: LiterateSource.Part) -> [[String]] {
    part.blocks.map { block in
      switch block {
      case .prose(let lines): ["prose"] + lines.map(\.text)
      case .code(let lines): ["code"] + lines.map(\.text)
      case .plumbing(let lines): ["plumbing"] + lines.map(\.text)
      case .listing(let file, let names, let line): ["listing", file] + names + ["\(line)"]
      }
    }
  }

  @Test func readsPartsWithProseAndCode() throws {
    let source = try LiterateSource(Fixture.source, file: "main.swift")
    #expect(source.parts.map(\.heading) == ["", "Counting", "After it"])
    #expect(
      texts(source.parts[0]) == [
        ["prose", "# 7 · A test", "", "It counts."], ["plumbing", "import Inputs"],
      ])
    #expect(
      texts(source.parts[1]) == [
        ["prose", "## Counting", "", "First $1$, then more."],
        ["code", "count()"], ["plumbing", "terminal.section(\"Counting\")"],
      ])
    #expect(source.arguments == ["--profile", "quick"])
  }

  @Test func aSourceMayHaveSeveralPages() throws {
    let source = try LiterateSource(
      "// # T\n// ## One\n// a\nf()\n// <!-- page: more.md -->\n// # U\n// ## One\n// b\n", file: "main.swift"
    )
    #expect(source.pages.map(\.name) == ["README.md", "more.md"])
    #expect(source.pages.map { $0.parts.map(\.heading) } == [["", "One"], ["", "One"]])
    #expect(texts(source.pages[0].parts[1]) == [["prose", "## One", "a"], ["plumbing", "f()"]])
    #expect(texts(source.pages[1].parts[0]) == [["prose", "# U"]])
    let error = #expect(throws: InputError.self) {
      try LiterateSource("// # T\n// <!-- page: more.md -->\n// no title\n", file: "main.swift")
    }
    #expect(error?.key == "line 3" && error?.expected == "a title, // # N · Title")
  }

  @Test func documentationAndIndentedCommentsAreCode() throws {
    let source = try LiterateSource(
      "// # T\n/// Says.\nfunc f() {\n  // inside\n}\n\n\n// end\n", file: "main.swift")
    #expect(
      texts(source.parts[0]) == [
        ["prose", "# T"], ["plumbing", "/// Says.", "func f() {", "  // inside", "}"], ["prose", "end"],
      ])
  }

  @Test func declarationsHaveTheirPlaceInTheProse() throws {
    let source = try LiterateSource(
      "// # T\n//\n// <!-- code: Room/File.swift Type.name(_:) other -->\n//\n// more\n", file: "main.swift")
    #expect(
      texts(source.parts[0]) == [
        ["prose", "# T"], ["listing", "Room/File.swift", "Type.name(_:)", "other", "3"], ["prose", "more"],
      ])
  }

  @Test func headingsInFencesAreProse() throws {
    let source = try LiterateSource(
      "// # T\n// ```sh\n// ## no heading\n// # none\n// ```\n", file: "main.swift")
    #expect(source.parts.count == 1)
  }

  @Test(arguments: [
    ("let a = 1", "line 1", "title"), ("// # A\n// # B", "line 2", "one title"),
    ("// ## A\n// # B", "line 2", "one title"),
    ("// # A\n// ## B\n// ## B", "line 3", "each heading once"),
  ])
  func refuses(text: String, place: String, mention: String) throws {
    let error = #expect(throws: InputError.self) { try LiterateSource(text, file: "main.swift") }
    #expect(error?.key == place && error?.expected.contains(mention) == true, "\(String(describing: error))")
  }

  @Test func refusesCodeThatIsTooLong() throws {
    func source(_ count: Int) -> String {
      "// # A\n// <!-- code -->\n" + (1...count).map { "f(\($0))" }.joined(separator: "\n") + "\n\n// end"
    }
    #expect(try LiterateSource(source(30), file: "main.swift").parts[0].blocks.count == 3)
    let error = #expect(throws: InputError.self) { try LiterateSource(source(31), file: "main.swift") }
    #expect(error?.key == "line 3" && error?.found == "31")
  }
}
