// The site of the book in a real browser: every page at desktop and phone width has its figures, its links lead
// somewhere, and mathematics is mathematics. A page with each fault shows that the search finds it.

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
  // Text as it is seen, without code and without formulas that were understood.
  let text = try browser.value(
    """
    (() => { const copy = document.body.cloneNode(true);
      for (const part of copy.querySelectorAll("pre, code, math, script, style")) part.remove();
      return copy.textContent })()
    """, as: String.self)
  for match in text.matches(of: /\\[A-Za-z]+|\$\$|\$[^$\n]{1,60}\$/) { faults.append("raw TeX: \(match.0)") }
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
  @Test func pagesAreWholeAtEveryWidth() throws {
    let home = try Folder()
    let folder = home.path
    let made = try Program.shell("cd '\(projectFolder)' && scripts/book.sh --site --out '\(folder)'")
    #expect(made.status == 0, "\(made.errors)")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder + "/site")
      .filter { $0.hasSuffix(".html") }.sorted()
    // The front page, each woven page of a chapter, the references.
    let chapters = try FileManager.default.contentsOfDirectory(atPath: projectFolder + "/chapters").filter {
      FileManager.default.fileExists(atPath: "\(projectFolder)/chapters/\($0)/README.md")
    }
    let further = ["05-theorem1-attention-trained-models"]
    let expected = (chapters + further).map { $0 + ".html" } + ["index.html", "references.html"]
    #expect(pages == expected.sorted())
    for page in pages {
      let path = "\(folder)/site/\(page)"
      for width in [1280, 390] {
        let browser = try open(path, width: width)
        #expect(try faults(browser, of: path, width: width) == [], "\(page) at \(width) px")
        #expect(try browser.accessible("navigation") == ["The book"])
      }
      #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("src=\"http"))
    }
    // Formulas are there, and as formulas.
    let chapter = try open("\(folder)/site/01-dataset.html", width: 1280)
    #expect(try chapter.value("document.querySelectorAll('math').length", as: Int.self) > 10)
    #expect(try open("\(folder)/site/interactive/index.html", width: 1280).errors == [])
  }

  @Test func eachFaultIsFound() throws {
    let folder = try Folder()
    let page = try folder.file(
      "bad.html",
      """
      <!DOCTYPE html><html><body><p>A sum $\\sum_i x_i$.</p><p style="width: 90rem">wide</p><img src="none.svg"><embed src="x.pdf">
      <a href="gone.html">a</a> <a href="#nowhere">b</a> <a href="bad.html#here" id="here">c</a><code>$PATH$</code></body></html>
      """)
    let found = try faults(try open(page, width: 390), of: page, width: 390).joined(separator: "\n")
    for fault in [
      "scrolls sideways", "no figure none.svg", "not a picture: x.pdf", "raw TeX: $\\sum_i x_i$",
      "broken link gone.html",
      "broken link #nowhere",
    ] {
      #expect(found.contains(fault), "\(found)")
    }
    #expect(!found.contains("bad.html#here") && !found.contains("PATH"))
  }
}
