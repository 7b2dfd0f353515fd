// Each command is found once where a page tells readers to type it; the page's words tell which are long.

import Testing
import Weaving

@Suite struct PageCommandTests {
  /// The commands found; `>` precedes those that are long.
  private func found(_ pages: String...) -> [String] {
    PageCommand.all(in: pages).map { ($0.isLong ? "> " : "") + $0.line }
  }

  @Test func linesOfFencesAndIndentedLinesAreCommands() {
    let page = """
      ```sh
      ./build.sh          # everything
      # a remark
      ls
      mpirun -n 2 x --a b   # two processes
      ```

      1. Text:

             ./build.sh 03 --set a=b && ./build.sh 04

      ```swift
      ./build.sh 05
      ```
      """
    #expect(found(page) == ["./build.sh", "mpirun -n 2 x --a b", "./build.sh 03 --set a=b && ./build.sh 04"])
  }

  @Test func inlineCodeIsACommandAlsoOverTwoLines() {
    #expect(
      found("Type `./build.sh 02\n--paper`, or `.build/release/02-model`; not `build.sh` or `x`.")
        == ["./build.sh 02 --paper", ".build/release/02-model"])
  }

  @Test(arguments: [
    "```sh\n./build.sh 1 # long: hours\n./build.sh 2   # slow, long\n./build.sh 3 # prolonged\n```",
    "    ./build.sh 1   # very long; days\n    ./build.sh 2 # as long as it takes\n    ./build.sh 3",
    "`./build.sh 1`, long, or `./build.sh 2` (long), or `./build.sh 3`, not long",
    "*Long:* `./build.sh 1` and\n`./build.sh 2`.\n\nThen `./build.sh 3`.",
  ])
  func longOnesAreMarked(page: String) {
    #expect(found(page) == ["> ./build.sh 1", "> ./build.sh 2", "./build.sh 3"])
  }

  @Test func whatAProgramPrintedIsNoCommand() {
    let page = """
      <!-- output of x -->

      | `./build.sh 1` |

          ./build.sh 2

      <!-- end of output -->
      `./build.sh 3` takes <!-- output of t -->2 s<!-- end of output --> and `./build.sh 4`
      """
    #expect(found(page) == ["./build.sh 3", "./build.sh 4"])
  }

  @Test func eachIsNamedOnceAndAPageEndsItsParagraph() {
    #expect(
      found("*Long:* `./build.sh 1`", "`./build.sh 2` and `./build.sh 1`") == [
        "> ./build.sh 1", "./build.sh 2",
      ])
  }
}
