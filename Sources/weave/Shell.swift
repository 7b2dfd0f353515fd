// Shell lines run for the commands of weave. What is run, and in which order, is theirs.

import Foundation

/// Runs `line` with bash in the folder of the project and returns its exit status. Its output goes to the terminal, or with
/// `log` to that file, and then it reads nothing. Ctrl-C reaches the command, which may have something to save, and not this
/// program.
func shell(_ line: String, log: String? = nil) -> Int32 {
  let output = log.map { " >\(quoted($0)) 2>&1 </dev/null" } ?? ""
  fflush(nil)
  let status = system("bash -o pipefail -c \(quoted(line))\(output)")
  let signal = status & 0x7f
  return signal == 0 ? status >> 8 : 128 + signal
}

/// `text` as one word of a shell.
private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }
