// Tables and sections as a reader sees them, woven or not.

import Chapter
import Testing
import Weaving

@Suite struct TerminalTests {
  @Test func marksTakeNoRoomInATable() {
    let number = MarkedNumber("0.5", within: 0.1).marked
    let lines = Terminal.lines(["", "value"], [["a", number], ["b", "12.25"]])
    #expect(lines.map(MarkedNumber.visible) == ["   value", "─  ─────", "a    0.5", "b  12.25"])
  }

  @Test func withoutWeavingNumbersAreBare() {
    #expect(!isWeaving)
    #expect(measured(0.98765, digits: 3, within: 0.1) == "0.988")
    #expect(measured(seconds: 80) == "1 min 20 s")
  }
}
