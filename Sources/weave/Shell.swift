// Runs shell lines for the commands of weave. The callers decide what runs, and in which order.

import Foundation

/// Runs `line` with bash in the current folder and returns its exit status. With `log`, its output goes to
/// that file and it has no input; otherwise it uses the terminal. Ctrl-C reaches the command, which may have
/// something to save, but not this program.
func shell(_ line: String, log: String? = nil) -> Int32 {
  let output = log.map { " >\(quoted($0)) 2>&1 </dev/null" } ?? ""
  fflush(nil)
  let status = system("bash -o pipefail -c \(quoted(line))\(output)")
  let signal = status & 0x7f
  return signal == 0 ? status >> 8 : 128 + signal
}

/// `text` as one word of a shell.
private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }
