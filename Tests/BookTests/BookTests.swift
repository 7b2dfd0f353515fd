// The site of the book in a real browser: every page at desktop and phone width has its figures, its links lead
// somewhere, mathematics is mathematics, words can be read in light and dark, keys reach every control, pages follow each
// other in one chain, and the search finds them. Pages with each fault show that it is found.

import Foundation
import TestPrograms
import Testing

private let hasPandoc = FileManager.default.isExecutableFile(atPath: "/usr/bin/pandoc")

/// What a reader would stumble over on the page that is open, in words.
private func faults(_ browser: Browser, of page: String, width: Int) throws -> [String] {
  var faults = browser.errors
  let wide = try browser.value("document.scrollingElement.scrollWidth", as: Int.self)
  if wide > width { faults.append("scrolls sideways: \(wide) px in \(width)") }
  let pictures = try browser.value(
    "[...document.images].filter((i) => !i.complete || i.naturalWidth === 0).map((i) => i.getAttribute('src'))",
    as: [String].self)
  faults += pictures.map { "no figure \($0)" }
  let embedded = try browser.value(
    "[...document.querySelectorAll('embed, object, iframe')].map((e) => e.getAttribute('src') ?? '')",
    as: [String].self)
  faults += embedded.map { "not a picture: \($0)" }
  // A picture that text flows around is explained by that text; every other has one caption.
  faults += try browser.value(
    """
    [...document.querySelectorAll("main figure, main p img:not([align])")].filter((part) => {
      const captions = [...part.querySelectorAll("figcaption")].map((caption) => caption.textContent.trim());
      return captions.length !== 1 || captions[0] === "" || part.parentElement.textContent.split(captions[0]).length !== 2;
    }).map((part) => "not one caption: " + (part.querySelector("img") ?? part).getAttribute("src"))
    """, as: [String].self)
  // Text as it is seen, without code and without formulas that were understood.
  let text = try browser.value(
    """
    (() => { const copy = document.body.cloneNode(true);
      for (const part of copy.querySelectorAll("pre, code, math, script, style")) part.remove();
      return copy.textContent })()
    """, as: String.self)
  for match in text.matches(of: /\\[A-Za-z]+|\$\$|\$[^$\n]{1,60}\$/) { faults.append("raw TeX: \(match.0)") }
  for match in text.matches(of: /\]\([^)\s]+\)/) { faults.append("raw Markdown: \(match.0)") }
  let links = try browser.value(
    "[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))", as: [String].self)
  for link in Set(links).sorted() where !link.contains("://") && !link.hasPrefix("mailto:") {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let target =
      parts[0].isEmpty
      ? page : URL(fileURLWithPath: page).deletingLastPathComponent().appendingPathComponent(parts[0]).path
    guard FileManager.default.fileExists(atPath: target) else {
      faults.append("broken link \(link)")
      continue
    }
    if parts.count == 2, target.hasSuffix(".html"), !target.contains("/interactive/"), !parts[1].isEmpty {
      let html = try String(contentsOfFile: target, encoding: .utf8)
      if !html.contains("id=\"\(parts[1])\"") { faults.append("broken link \(link): no such place") }
    }
  }
  return faults
}

/// What would keep a reader from reading the page that is open, or from using it without a mouse.
private func barriers(_ browser: Browser) throws -> [String] {
  try browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
  var barriers = try browser.namelessControls().map { "no name: \($0)" }
  for scheme in ["light", "dark"] {
    try browser.setMedia("prefers-color-scheme", scheme)
    barriers += try browser.contrasts(of: "body *").filter { $0.ratio < 4.5 }.map {
      "faint when \(scheme): \($0.words)"
    }
  }
  try browser.run(
    """
    const controls = "a[href], button, input, select, textarea, summary, [onclick]";
    globalThis.beyond = new Set([...document.querySelectorAll(controls)].filter((part) =>
      part.checkVisibility() && !part.closest("[aria-hidden=true]")));
    addEventListener("focusin", (event) => beyond.delete(event.target));
    """)
  // More often than any page has controls and scrolling parts.
  for _ in 0..<20 where try browser.value("beyond.size", as: Int.self) > 0 {
    for _ in 0..<50 { try browser.press("Tab") }
  }
  let beyond = try browser.value("[...beyond].map((part) => part.outerHTML.slice(0, 60))", as: [String].self)
  return barriers + beyond.map { "beyond keys: \($0)" }
}

/// The pages that a page says come before and after it, as file names in the site.
private struct Neighbours: Decodable {
  var previous, next: String?

  /// What the page that is open says; `root` is the site's folder.
  static func of(_ browser: Browser, in root: String) throws -> Neighbours {
    let root = URL(fileURLWithPath: root, isDirectory: true).absoluteString
    return try browser.value(
      """
      (() => { const place = (rel) => document.querySelector(`nav a[rel=${rel}]`)?.href.replace("\(root)", "");
        return { previous: place("prev"), next: place("next") } })()
      """, as: Neighbours.self)
  }
}

/// Where pages are not one chain from `first` through all of them, with each link forward leading back as well.
private func breaks(in pages: [String: Neighbours], from first: String) -> [String] {
  var (breaks, seen, page) = ([String](), Set<String>(), first)
  if let previous = pages[first]?.previous { breaks.append("\(first) is not the first: \(previous)") }
  while seen.insert(page).inserted, let next = pages[page]?.next {
    if pages[next]?.previous != page { breaks.append("\(next) does not lead back to \(page)") }
    page = next
  }
  return breaks + pages.keys.filter { !seen.contains($0) }.sorted().map { "\($0) is not reached" }
}

/// What is wrong with the search for `word`, begun on the page that is open, if `page` has that word. By keys alone.
private func searchFaults(_ browser: Browser, for word: String, on page: String) throws -> [String] {
  try browser.run("document.getElementById('query').focus()")
  try browser.type(word)
  try browser.wait(for: "what is found for \(word)") {
    try browser.value("document.getElementById('found').textContent !== ''", as: Bool.self)
  }
  let link = "document.querySelector('#results a[href^=\"\(page)\"]')"
  guard try browser.value("\(link) !== null", as: Bool.self) else {
    return ["\(word) is not found on \(page)"]
  }
  try browser.run("\(link).focus()")
  try browser.press("Enter")
  try browser.wait(for: page) {
    try browser.value(
      "location.pathname.endsWith('/\(page)') && document.readyState === 'complete'", as: Bool.self)
  }
  let hasWord = "document.querySelector('main').textContent.toLowerCase().includes('\(word)')"
  return try browser.value(hasWord, as: Bool.self)
    ? [] : ["\(page) is found for \(word) and does not have it"]
}

private func open(_ page: String, width: Int) throws -> Browser {
  let browser = try Browser()
  try browser.resize(width: width, height: 900, isPhone: width < 500)
  try browser.open(file: page)
  return browser
}

@Suite(
  .serialized, .enabled(if: Browser.program != nil, "needs Chromium (apt-get install chromium)"),
  .enabled(if: hasPandoc, "needs pandoc (apt-get install pandoc)"))
struct BookTests {
  /// Makes the site in `folder`; the names of its pages but for the interactive one.
  private func makeSite(in folder: String) throws -> [String] {
    let made = try Program.shell("cd '\(projectFolder)' && scripts/book.sh --site --out '\(folder)'")
    #expect(made.status == 0, "\(made.errors)")
    return try FileManager.default.contentsOfDirectory(atPath: folder + "/site")
      .filter { $0.hasSuffix(".html") }.sorted()
  }

  @Test func pagesAreWholeAtEveryWidth() throws {
    let home = try Folder()
    let folder = home.path
    let pages = try makeSite(in: folder)
    // The front page, each woven page of a chapter, notes, the references.
    let chapters = try FileManager.default.contentsOfDirectory(atPath: projectFolder + "/chapters").filter {
      FileManager.default.fileExists(atPath: "\(projectFolder)/chapters/\($0)/README.md")
    }
    let further = ["05-theorem1-attention-trained-models"]
    let notes = ["03-coconut-train-notes", "04-bfs-loss-notes", "index", "references", "teaching"]
    #expect(pages == (chapters + further + notes).map { $0 + ".html" }.sorted())
    var neighbours: [String: Neighbours] = [:]
    for width in [1280, 375] {
      let browser = try open(folder + "/site/index.html", width: width)
      for page in pages + ["interactive/index.html"] {
        let path = "\(folder)/site/\(page)"
        try browser.open(file: path)
        let found = try faults(browser, of: path, width: width)
        #expect(found == [], "\(page) at \(width) px")
        neighbours[page] = try Neighbours.of(browser, in: folder + "/site")
        // The interactive page has tests of its own, with other controls.
        guard pages.contains(page) else { continue }
        #expect(try browser.accessible("navigation") == ["The book", "Previous and next page"])
        if width == 1280 {
          let found = try barriers(browser)
          #expect(found == [], "\(page)")
        }
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("src=\"http"))
      }
    }
    #expect(breaks(in: neighbours, from: "index.html") == [])
    // Formulas are there, and as formulas.
    let chapter = try open("\(folder)/site/01-dataset.html", width: 1280)
    #expect(try chapter.value("document.querySelectorAll('math').length", as: Int.self) > 10)
    #expect(try open("\(folder)/site/interactive/index.html", width: 1280).errors == [])
  }

  @Test func theSearchFindsEachPageOnAPhone() throws {
    let home = try Folder()
    let site = home.path + "/site"
    let pages = try makeSite(in: home.path)
    let browser = try open(site + "/index.html", width: 375)
    var words: [String: Set<String>] = [:]
    for page in pages {
      try browser.open(file: "\(site)/\(page)")
      words[page] = try browser.value(
        """
        (() => { const copy = document.querySelector("main").cloneNode(true);
          for (const part of copy.querySelectorAll("math, code, .citation")) part.remove();
          return [...copy.querySelectorAll("p")].flatMap((p) => p.textContent.toLowerCase().match(/[a-z]+/g) ?? []) })()
        """, as: Set<String>.self)
    }
    // From the front page, each page by the longest of the words that the fewest pages have.
    func spread(_ word: String) -> Int { words.values.count { $0.contains(word) } }
    for page in pages {
      let word = try #require(words[page]?.min { (spread($0), -$0.count, $0) < (spread($1), -$1.count, $1) })
      try browser.open(file: site + "/index.html")
      let faults = try searchFaults(browser, for: word, on: page)
      #expect(faults == [])
    }
    // What is found is readable, fits, and goes away by the escape key.
    try browser.open(file: site + "/index.html")
    try browser.run("document.getElementById('query').focus()")
    try browser.type("superposition frontier")
    try browser.wait(for: "the results") {
      try browser.value("document.querySelectorAll('#results mark').length > 1", as: Bool.self)
    }
    for scheme in ["light", "dark"] {
      try browser.setMedia("prefers-color-scheme", scheme)
      #expect(try browser.contrasts(of: "#search *").allSatisfy { $0.ratio >= 4.5 }, "\(scheme)")
    }
    #expect(try browser.value("document.scrollingElement.scrollWidth", as: Int.self) == 375)
    try browser.press("Escape")
    #expect(try browser.value("document.getElementById('results').children.length", as: Int.self) == 0)
    #expect(browser.errors == [])
  }

  @Test func eachFaultIsFound() throws {
    let folder = try Folder()
    let page = try folder.file(
      "bad.html",
      """
      <!DOCTYPE html><html><body><p>A sum $\\sum_i x_i$.</p><p style="width: 90rem">wide</p><img src="none.svg"><embed src="x.pdf">
      <main><p><img src="bare.svg"></p><p><img src="beside.svg" align="right"></p><figure><img src="mute.svg"></figure>
      <section><figure><img src="twice.svg"><figcaption>Seen.</figcaption></figure><p>Seen.</p></section>
      <section><figure><img src="once.svg"><figcaption>Seen.</figcaption></figure></section></main>
      <a href="gone.html">a</a> <a href="#nowhere">b</a> ![c](x.svg) <a href="bad.html#here" id="here">c</a><code>$PATH$</code></body></html>
      """)
    let found = try faults(try open(page, width: 390), of: page, width: 390).joined(separator: "\n")
    for fault in [
      "scrolls sideways", "no figure none.svg", "not a picture: x.pdf", "raw TeX: $\\sum_i x_i$",
      "raw Markdown: ](x.svg)",
      "broken link gone.html",
      "broken link #nowhere", "not one caption: bare.svg", "not one caption: mute.svg",
      "not one caption: twice.svg",
    ] {
      #expect(found.contains(fault), "\(found)")
    }
    #expect(!found.contains("bad.html#here") && !found.contains("PATH"))
    #expect(!found.contains("caption: beside.svg") && !found.contains("caption: once.svg"))
  }

  @Test func eachBarrierIsFound() throws {
    let folder = try Folder()
    let page = try folder.file(
      "bad.html",
      """
      <!DOCTYPE html><html><head><style>:root { color-scheme: light dark; background: light-dark(#fff, #111) }</style></head><body>
      <p style="color: #999; background: #fff">faint words</p><p style="color: #222">only by day</p>
      <a href="#" tabindex="-1">unreached</a><span onclick="0">clicked</span><button></button><a href="#">good</a></body></html>
      """)
    let found = try barriers(try open(page, width: 1280))
    #expect(
      found == [
        "no name: button", "faint when light: faint words", "faint when dark: faint words",
        "faint when dark: only by day", "beyond keys: <a href=\"#\" tabindex=\"-1\">unreached</a>",
        "beyond keys: <span onclick=\"0\">clicked</span>",
      ])
  }

  @Test func eachBreakIsFound() {
    typealias Pages = [String: Neighbours]
    let (b, c) = (Neighbours(previous: "a", next: "c"), Neighbours(previous: "b"))
    let whole: Pages = ["a": .init(next: "b"), "b": b, "c": c]
    #expect(breaks(in: whole, from: "a") == [])
    let loose: Pages = ["a": .init(next: "b"), "b": b, "c": c, "d": .init(previous: "c")]
    #expect(breaks(in: loose, from: "a") == ["d is not reached"])
    #expect(breaks(in: whole, from: "b") == ["b is not the first: a", "a is not reached"])
    let skipping: Pages = ["a": .init(next: "c"), "b": b, "c": c]
    #expect(breaks(in: skipping, from: "a") == ["c does not lead back to a", "b is not reached"])
    let round: Pages = ["a": .init(next: "b"), "b": .init(previous: "a", next: "a"), "c": .init()]
    #expect(breaks(in: round, from: "a") == ["a does not lead back to b", "c is not reached"])
  }

  @Test func eachFaultOfTheSearchIsFound() throws {
    let folder = try Folder()
    let page = """
      <!DOCTYPE html><html><body><details id="contents"></details><form id="search"><input id="query"><p id="found"></p>
      <ol id="results"></ol></form><script src="page.js"></script><main>a word</main></body></html>
      """
    let front = try folder.file("front.html", page)
    _ = try folder.file("other.html", page)
    _ = try folder.file(
      "page.js", String(contentsOfFile: projectFolder + "/book/page.js", encoding: .utf8))
    func faults(_ index: String, _ word: String) throws -> [String] {
      _ = try folder.file("search-index.js", "const searchIndex = [\(index)];")
      return try searchFaults(try open(front, width: 1280), for: word, on: "other.html")
    }
    let entry = #"["other.html", "Other", "Other", "a word that gives names to others"]"#
    #expect(try faults(entry, "word") == [])
    // The end of a word does not find it.
    #expect(try faults(entry, "ord") == ["ord is not found on other.html"])
    #expect(try faults("", "word") == ["word is not found on other.html"])
    #expect(try faults(entry, "names") == ["other.html is found for names and does not have it"])
  }
}
