// The interactive page as a reader meets it: opened from its file in a real browser, moved by keys, on a phone, read by
// a screen reader. What it shows is held against the shipped traces.

import Foundation
import Inputs
import Reachability
import TestPrograms
import Testing

/// Where the page and its traces are.
enum Page {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("book/interactive").path
  static let file = folder + "/index.html"
}

/// What of a trace is read here.
struct Trace: Decodable {
  struct Checkpoint: Decodable {
    let epoch: Int
    let step: Int?
  }
  struct Token: Decodable { let id: Int }
  struct Reading: Decodable {
    let weights: [Double]
    let attention: [Double?]
    let decoded: [Token]
  }
  struct Traced: Decodable {
    let thoughts: [Reading]
    let answer: Reading
  }
  struct Outcome: Decodable {
    let operation: String
    let thoughts: [[Double]]
    let answer: [Double]
    let answered: Int
  }
  struct Edits: Decodable {
    let own: Outcome
    let edits: [[Outcome]]
  }
  struct Problem: Decodable {
    let number: Int
    let symbols: [String]
    let edges: [[Int]]
    let root, target, negativeTarget: Int
    let hops: [Int?]
    let traces: [Traced]
    let edits: Edits?
  }
  let command, commit, definition, testFileSHA256: String
  /// Nil for checkpoints without a run.
  let loss, runCommit: String?
  let seed: Int?
  let checkpoints: [Checkpoint]
  let problems: [Problem]

  /// The traces in the order in which the page names them.
  static func shipped() throws -> [Trace] {
    let page = try String(contentsOfFile: Page.file, encoding: .utf8)
    let names = page.split(separator: "\"").filter { $0.hasPrefix("traces/") }
    return try names.map { try JSONDecoder().decode(Trace.self, from: json(Page.folder + "/" + $0)) }
  }

  /// The JSON in a trace's script.
  static func json(_ file: String) throws -> Data {
    let script = try String(contentsOfFile: file, encoding: .utf8)
    let start = try #require(script.firstIndex(of: "{")), end = try #require(script.lastIndex(of: "}"))
    return Data(script[start...end].utf8)
  }
}

/// A copy of the page whose first trace is made by this build from the shipped Coconut model, as two checkpoints.
final class FreshPage {
  private let home: Folder
  let trace: Trace
  var file: String { home.path + "/page/index.html" }

  /// - Parameter withEdits: false for a trace as earlier versions wrote it.
  init(withEdits: Bool = true) throws {
    home = try Folder()
    let files = FileManager.default
    try files.copyItem(atPath: Page.folder, toPath: home.path + "/page")
    try makeFolder(home.path + "/run")
    for epoch in 1...2 {
      try files.createSymbolicLink(
        atPath: home.path + "/run/checkpoint_\(epoch)",
        withDestinationPath: projectFolder + "/data/checkpoints/laptop-coconut")
    }
    let problems = home.path + "/test.json"
    try ProblemFile.write(Generator().problems(18, of: .test, seed: 0), to: problems, neighbours: .coconut)
    let out = home.path + "/page/traces/laptop-coconut.js"
    let program = try Program(
      "05-theorem1-attention",
      [
        "trace", "--checkpoint-dir", home.path + "/run", "--test-file", problems,
        "--problems", "17", "0", "--out", out, "--quiet",
      ])
    try #require(program.status == 0, "\(program.errors)")
    if !withEdits {
      var old = try #require(JSONSerialization.jsonObject(with: Trace.json(out)) as? [String: Any])
      let problems = try #require(old["problems"] as? [[String: Any]])
      old["problems"] = problems.map { $0.filter { $0.key != "edits" } }
      old["editsDefinition"] = nil
      let json = String(decoding: try JSONSerialization.data(withJSONObject: old), as: UTF8.self)
      try writeAtomically(Data("(globalThis.traces ??= []).push(\(json));\n".utf8), to: out)
    }
    trace = try JSONDecoder().decode(Trace.self, from: Trace.json(out))
  }
}

@Suite struct ShippedTraceTests {
  @Test func tracesNameTheirOriginAndAreSmall() throws {
    let traces = try Trace.shipped()
    #expect(traces.count > 1)
    for trace in traces {
      #expect(trace.command.hasPrefix("./build.sh 05 trace ") && !trace.command.contains(" /"))
      #expect(!trace.commit.hasSuffix("-dirty") && trace.commit.count >= 7, "\(trace.commit)")
      #expect(trace.testFileSHA256.count == 64 && trace.checkpoints.count > 5)
      #expect(trace.loss != nil && trace.runCommit != nil && trace.seed != nil)
      for problem in trace.problems {
        #expect(problem.edits != nil)
        #expect(problem.traces.count == trace.checkpoints.count && problem.hops[problem.root] == 0)
        #expect(problem.traces.allSatisfy { $0.thoughts.count == problem.hops[problem.target] })
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Page.folder + "/traces")
    let sizes = try names.map {
      try FileManager.default.attributesOfItem(atPath: "\(Page.folder)/traces/\($0)")[.size]
    }
    // A page that is opened from a mail or on a phone.
    #expect(names.count == traces.count && sizes.compactMap { $0 as? Int }.reduce(0, +) < 1_000_000)
  }
}

@Suite(.serialized, .enabled(if: Browser.program != nil, "needs Chromium (apt-get install chromium)"))
struct InteractivePageTests {
  private func open(_ hash: String = "", file: String = Page.file) throws -> Browser {
    let browser = try Browser()
    try browser.resize(width: 1280, height: 900)
    try browser.setMedia("prefers-reduced-motion", "reduce")
    try browser.open(file: file, hash: hash)
    return browser
  }

  /// Node numbers by the radius drawn, the largest first.
  private func nodesBySize(_ browser: Browser) throws -> [Int] {
    try browser.value(
      """
      [...document.querySelectorAll("#graph .node")].map((node) =>
        [Number(node.dataset.node), parseFloat(node.querySelector(".disc").style.r)])
        .sort((a, b) => b[1] - a[1]).map(([node]) => node)
      """, as: [Int].self)
  }

  private func widths(_ browser: Browser) throws -> [Double] {
    try browser.value(
      "[...document.querySelectorAll('#graph .edge .line')].map((line) => parseFloat(line.style.strokeWidth))",
      as: [Double].self)
  }

  private func text(_ browser: Browser, _ id: String) throws -> String {
    try browser.value("document.getElementById('\(id)').textContent", as: String.self)
  }

  /// Node numbers of `weights` above 0, the heaviest first: those that differ in size.
  private func heaviest(_ weights: [Double]) -> [Int] {
    weights.indices.filter { weights[$0] > 0 }.sorted { weights[$0] > weights[$1] }
  }

  @Test func opensFromItsFileAndShowsTheTrace() throws {
    let browser = try open()
    let trace = try #require(try Trace.shipped().first)
    let problem = trace.problems[0]
    let reading = try #require(problem.traces.last?.thoughts.first)
    #expect(browser.errors == [])
    #expect(
      try browser.value("document.getElementById('run').options.length", as: Int.self)
        == Trace.shipped().count)
    let sizes = try nodesBySize(browser)
    let order = heaviest(reading.weights)
    #expect(sizes.count == problem.symbols.count && Array(sizes.prefix(3)) == Array(order.prefix(3)))
    let widths = try widths(browser)
    let shares = reading.attention.map { $0 ?? 0 }
    #expect(widths.count == problem.edges.count)
    #expect(widths.firstIndex(of: widths.max() ?? 0) == shares.firstIndex(of: shares.max() ?? 0))
    let first = reading.decoded[0].id
    #expect(try text(browser, "decoded").hasPrefix("\(first) \(problem.symbols[first])"))
    #expect(try text(browser, "provenance").contains(trace.command))
    #expect(try text(browser, "provenance").contains("seed \(try #require(trace.seed))"))
  }

  @Test func theSliderGoesThroughTrainingByKeys() throws {
    let browser = try open()
    let trace = try #require(try Trace.shipped().first)
    try browser.run("document.getElementById('step').focus()")
    let (last, words) = (try nodesBySize(browser), try text(browser, "live"))
    try browser.press("Home")
    let first = trace.problems[0].traces[0].thoughts[0]
    #expect(try nodesBySize(browser)[0] == heaviest(first.weights)[0])
    #expect(try text(browser, "live") != words)
    try browser.press("ArrowRight")
    #expect(try browser.value("document.getElementById('step').value", as: String.self) == "1")
    try browser.press("End")
    #expect(try nodesBySize(browser) == last && text(browser, "live") == words)
    #expect(browser.errors == [])
  }

  @Test func everythingIsReachedAndMovedByKeys() throws {
    let browser = try open()
    var reached: [String] = []
    for _ in 0..<9 {
      try browser.press("Tab")
      reached.append(
        try browser.value(
          "document.activeElement.id || document.activeElement.name || document.activeElement.tagName",
          as: String.self))
    }
    #expect(Array(reached.prefix(6)) == ["run", "problem", "reading", "graph", "edit", "play"], "\(reached)")
    // On the graph: the next thought, and a checkpoint back.
    try browser.run("document.getElementById('graph').focus()")
    try browser.press("ArrowRight")
    try browser.press("ArrowDown")
    let trace = try #require(try Trace.shipped().first)
    let traces = trace.problems[0].traces
    #expect(try nodesBySize(browser)[0] == heaviest(traces[traces.count - 2].thoughts[1].weights)[0])
    // Past either end nothing moves.
    for _ in 0..<12 { try browser.press("ArrowLeft") }
    #expect(try browser.value("document.querySelector('[name=reading]').checked", as: Bool.self))
    // The radio buttons by their own arrows: the last is the answer.
    try browser.run("document.querySelector('[name=reading]').focus()")
    try browser.press("ArrowLeft")
    #expect(try text(browser, "summary") == "What is answered")
    // The picker of problems.
    try browser.run("document.getElementById('problem').focus()")
    try browser.press("ArrowDown")
    #expect(try nodesBySize(browser).count == trace.problems[1].symbols.count)
    #expect(browser.errors == [])
  }

  @Test func playingEndsAtTheLastStep() throws {
    let browser = try open("#step=0")
    let last = try #require(try Trace.shipped().first).checkpoints.count - 1
    try browser.run("document.getElementById('step').value = \(last - 2)")
    try browser.run("document.getElementById('step').dispatchEvent(new Event('input'))")
    try browser.run("document.getElementById('play').focus()")
    try browser.press("Enter")
    #expect(try text(browser, "play") == "Pause")
    try browser.wait(for: "the end") { try self.text(browser, "play") == "Play" }
    #expect(try browser.value("document.getElementById('step').value", as: String.self) == "\(last)")
  }

  @Test func aLinkOpensWhatItNames() throws {
    let browser = try open("#run=1&problem=2&thought=2&step=3")
    let trace = try Trace.shipped()[1]
    #expect(
      try nodesBySize(browser)[0] == heaviest(trace.problems[2].traces[3].thoughts[1].weights)[0])
    // Numbers that are not there lead to ones that are.
    try browser.open(file: Page.file, hash: "#run=99&problem=x&thought=-4&step=1e9")
    #expect(try !text(browser, "live").isEmpty)
    // A hash that changes while the page is open is followed, too.
    try browser.run("location.hash = '#run=1&problem=2&thought=2&step=3'")
    try browser.wait(for: "the other problem") {
      try self.nodesBySize(browser)[0] == self.heaviest(trace.problems[2].traces[3].thoughts[1].weights)[0]
        && browser.value("document.getElementById('run').value", as: String.self) == "1"
    }
    #expect(browser.errors == [])
  }

  /// What the page shows of an edit: for each table its title and its rows of node, before, after.
  private struct ShownTable: Decodable, Equatable {
    let title: String
    let rows: [[String]]
  }

  private func outcomes(_ browser: Browser) throws -> [ShownTable] {
    try browser.value(
      """
      [...document.querySelectorAll("#outcomes table")].map((table) => ({ title: table.caption.textContent,
        rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)) }))
      """, as: [ShownTable].self)
  }

  /// Holds what the page shows against the trace's numbers for `node` changed in thought `index` + 1.
  private func expectRecorded(_ browser: Browser, _ problem: Trace.Problem, _ index: Int, _ node: Int) throws
  {
    let edits = try #require(problem.edits)
    let edit = edits.edits[index][node]
    let after = edit.thoughts + [edit.answer]
    let before = edits.own.thoughts.dropFirst(index) + [edits.own.answer]
    let tables = try outcomes(browser)
    #expect(tables.count == after.count)
    for (place, (table, (before, after))) in zip(tables, zip(before, after)).enumerated() {
      let shown = try table.rows.map { try #require(Int($0[0].prefix { $0.isNumber })) }
      for (row, node) in zip(table.rows, shown) {
        #expect(row[0] == "\(node) \(problem.symbols[node])")
        #expect(Double(row[1]) == before[node] && Double(row[2]) == after[node], "\(table.title): \(row)")
      }
      let isAnswer = place == tables.count - 1
      let expected =
        isAnswer
        ? [problem.target, problem.negativeTarget]
        : problem.hops.indices.filter { problem.hops[$0] == index + 1 + place } + [node]
      #expect(Set(expected).isSubset(of: shown) && Set(shown).count == shown.count, "\(table.title)")
    }
    let text = try text(browser, "edited")
    let done = edit.operation == "remove" ? "removed from" : "added to"
    #expect(text.hasPrefix("\(node) \(problem.symbols[node]) was \(done) thought \(index + 1): "), "\(text)")
    #expect(
      text.contains(
        edit.answered == edits.own.answered
          ? "The answer stayed \(edit.answered) " : " to \(edit.answered) "))
    #expect(try !browser.value("document.getElementById('edit-note').hidden", as: Bool.self))
  }

  @Test func aClickOnANodeShowsWhatWasMeasured() throws {
    let page = try FreshPage()
    let browser = try open("#step=0", file: page.file)
    let problem = page.trace.problems[0]
    let edits = try #require(problem.edits).edits
    #expect(try outcomes(browser) == [])
    for index in edits.indices {
      try browser.click("fieldset label:nth-of-type(\(index + 1)) span")
      for operation in ["remove", "add"] {
        let node = try #require(edits[index].firstIndex { $0.operation == operation })
        try browser.click("#graph [data-node='\(node)'] .disc")
        try expectRecorded(browser, problem, index, node)
        // The edit belongs to the last checkpoint, which is what is shown from now on, and to the link.
        #expect(try browser.value("document.getElementById('step').value", as: String.self) == "1")
        #expect(try browser.value("location.hash", as: String.self).hasSuffix("&edit=\(node)"))
        // A second click takes the edit back.
        try browser.click("#graph [data-node='\(node)'] .disc")
        #expect(try outcomes(browser) == [])
      }
    }
    // What only the removed node leads to, on average, as a reader would count it.
    let (hops, own) = (problem.hops, try #require(problem.edits).own)
    func held(_ node: Int, but removed: Int) -> Bool {
      node != removed && hops[node].map { $0 <= 1 } ?? false
    }
    func branch(_ node: Int) -> [Int] {
      hops.indices.filter { other in
        let sources = problem.edges.filter { $0[1] == other }.map { $0[0] }
        return hops[other] == 2 && sources.contains(node) && !sources.contains { held($0, but: node) }
      }
    }
    let first = try #require(hops.indices.first { hops[$0] == 1 && !branch($0).isEmpty })
    func mean(_ thought: [Double]) -> String {
      String(format: "%.1f", branch(first).reduce(0) { $0 + thought[$1] } / Double(branch(first).count))
    }
    try browser.click("fieldset label:nth-of-type(1) span")
    try browser.click("#graph [data-node='\(first)'] .disc")
    let words = "went from \(mean(own.thoughts[1])) to \(mean(edits[0][first].thoughts[1]))"
    #expect(try text(browser, "edited").contains(words), "\(words)")
    // The answer cannot be edited.
    try browser.click("fieldset label:last-of-type span")
    try browser.click("#graph [data-node='\(first)'] .disc")
    #expect(try outcomes(browser) == [] && text(browser, "edited").contains("the answer is not one"))
    #expect(browser.errors == [])
  }

  @Test func anEditIsMadeByKeysAndOpensFromALink() throws {
    let page = try FreshPage()
    let browser = try open(file: page.file)
    let problem = page.trace.problems[0]
    let edits = try #require(problem.edits).edits
    var reached: [String] = []
    for _ in 0..<7 {
      try browser.press("Tab")
      reached.append(
        try browser.value("document.activeElement.id || document.activeElement.name", as: String.self))
    }
    #expect(reached == ["run", "problem", "reading", "graph", "edit", "play", "step"])
    try browser.run("document.getElementById('edit').focus()")
    try browser.press("ArrowDown")
    // The list begins with what can be removed.
    let first = try #require(edits[0].firstIndex { $0.operation == "remove" })
    try expectRecorded(browser, problem, 0, first)
    // In the next thought the same node is another edit.
    try browser.run("document.getElementById('graph').focus()")
    try browser.press("ArrowRight")
    try expectRecorded(browser, problem, 1, first)
    // At another checkpoint nothing was measured.
    try browser.press("ArrowDown")
    #expect(try outcomes(browser) == [])
    for (number, problem) in page.trace.problems.enumerated() {
      try browser.open(file: page.file, hash: "#problem=\(number)&thought=2&edit=3")
      #expect(try browser.value("document.getElementById('problem').value", as: String.self) == "\(number)")
      try expectRecorded(browser, problem, 1, 3)
    }
    // A node that is not there is no edit.
    try browser.open(file: page.file, hash: "#thought=2&edit=99")
    #expect(try outcomes(browser) == [])
    // On a phone nothing is cut off.
    try browser.resize(width: 320, height: 740, isPhone: true)
    try browser.open(file: page.file, hash: "#thought=1&edit=\(first)")
    #expect(try outcomes(browser) != [])
    #expect(try browser.value("document.scrollingElement.scrollWidth", as: Int.self) <= 320)
    #expect(browser.errors == [])
  }

  @Test func aTraceWithoutEditsSaysSoAndHowToMakeItAnew() throws {
    let page = try FreshPage(withEdits: false)
    let browser = try open("#edit=3", file: page.file)
    let words = try text(browser, "edited")
    #expect(words.hasPrefix("This trace holds no edits") && words.contains("./build.sh 05 trace"), "\(words)")
    try browser.click("#graph [data-node='3'] .disc")
    #expect(try text(browser, "edited") == words && outcomes(browser) == [])
    #expect(try browser.value("document.getElementById('edit').disabled", as: Bool.self))
    #expect(try nodesBySize(browser).count == page.trace.problems[0].symbols.count && browser.errors == [])
  }

  @Test(arguments: [320, 390])
  func aPhoneNeedsNoScrollingSideways(width: Int) throws {
    let browser = try open()
    try browser.resize(width: width, height: 740, isPhone: true)
    for (run, trace) in try Trace.shipped().enumerated() {
      for problem in trace.problems.indices {
        try browser.open(file: Page.file, hash: "#run=\(run)&problem=\(problem)")
        let wide = try browser.value("document.scrollingElement.scrollWidth", as: Int.self)
        #expect(wide <= width, "run \(run), problem \(problem): \(wide) px")
        // Numbers in nodes stay readable, and nothing is cut off by the picture's edge.
        let least = try browser.value(
          "Math.min(...[...document.querySelectorAll('#graph .number')].map((n) => n.getBoundingClientRect().height))",
          as: Double.self)
        #expect(least >= 9, "run \(run), problem \(problem): numbers \(least) px high")
        let cut = try browser.value(
          """
          (() => { const box = document.querySelector("#graph svg").getBoundingClientRect();
            return [...document.querySelectorAll("#graph .node *, #graph .hop")].filter((part) => {
              const { left, right, top, bottom, width } = part.getBoundingClientRect();
              return width > 0 && (left < box.left - 1 || right > box.right + 1 || top < box.top - 1
                || bottom > box.bottom + 1) }).map((part) => part.textContent) })()
          """, as: [String].self)
        #expect(cut == [], "run \(run), problem \(problem)")
      }
    }
    // Fingers: what is touched is at least 32 px high.
    let small = try browser.value(
      """
      [...document.querySelectorAll("select, button, fieldset span, #step, summary")]
        .filter((part) => part.getBoundingClientRect().height < 32).map((part) => part.id || part.textContent)
      """, as: [String].self)
    #expect(small == [])
    #expect(browser.errors == [])
  }

  @Test(arguments: ["light", "dark"])
  func wordsStandOutFromTheirGround(scheme: String) throws {
    let browser = try open()
    try browser.setMedia("prefers-color-scheme", scheme)
    for part in [
      "header p", ".root", ".choices label", "select", "button", ".hint", "#live", "output",
      "#chart-legend li", ".decoded li span", "dd", "fieldset input:checked + span", "#graph .hop",
      "#graph .role",
    ] {
      let contrasts = try browser.contrasts(of: part)
      #expect(!contrasts.isEmpty && contrasts.allSatisfy { $0.ratio >= 4.5 }, "\(part): \(contrasts)")
    }
  }

  @Test func aScreenReaderIsToldWhatIsSeen() throws {
    let browser = try open("#step=0")
    let trace = try #require(try Trace.shipped().first)
    #expect(try browser.accessible("slider") == ["Training step"])
    // Chromium's tree gives a slider's number; what is spoken in its place stands in the attribute.
    let spoken = "document.getElementById('step').getAttribute('aria-valuetext')"
    #expect(
      try browser.value(spoken, as: String.self).filter(\.isNumber)
        == "\(try #require(trace.checkpoints[0].step))")
    #expect(try browser.accessible("combobox") == ["Model", "Problem", "Node to edit"])
    let thoughts = try browser.accessible("radio")
    #expect(thoughts == (1...thoughts.count - 1).map { "Thought \($0)" } + ["Answer"])
    let status = try text(browser, "live")
    #expect(status.hasPrefix("At step"))
    // The picture's description is that text.
    #expect(try browser.accessible("image").contains(status))
  }
}
