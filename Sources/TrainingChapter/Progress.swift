// Where a training run stands, on the terminal: one line that rewrites itself, or plain lines where there is none.

import Coconut
import Foundation
import Inputs
import Training

/// The display of a training run: loss, accuracy, speed, time left.
final class Progress {
  private let quiet: Bool
  private let isTerminal: Bool
  private let lastStep: Int
  private let start = ContinuousClock.now
  private let firstStep: Int
  private var window = Tally()
  private var shown = ContinuousClock.now
  private var lineIsOpen = false

  /// The display of a run that goes from `firstStep` finished steps to `lastStep`.
  init(from firstStep: Int, to lastStep: Int, quiet: Bool) {
    self.firstStep = firstStep
    self.lastStep = lastStep
    self.quiet = quiet
    isTerminal = isatty(STDOUT_FILENO) == 1 && Progress.launcherHasTerminal
  }

  /// mpirun gives its processes a terminal of their own, even when its output goes to a file.
  private static var launcherHasTerminal: Bool {
    guard ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"] != nil else { return true }
    let output = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(getppid())/fd/1")
    return output.map { $0.hasPrefix("/dev/pts/") || $0.hasPrefix("/dev/tty") } ?? false
  }

  /// Shows a step (five times a second at most) or an evaluation; nothing when quiet.
  func show(_ event: TrainingEvent) {
    guard !quiet else { return }
    switch event {
    case .step(let report):
      window += report.tally
      guard isTerminal else { return }
      let now = ContinuousClock.now
      guard now - shown > .milliseconds(200) || report.step == lastStep else { return }
      shown = now
      rewrite(line(report))
    case .evaluation(let report):
      closeLine()
      let loss = window.samples > 0 ? window.loss / window.samples : nil
      write(Progress.line(report, loss: loss, elapsed: elapsed) + "\n")
      window = Tally()
    case .checkpoint:
      break
    }
  }

  /// Ends the line that rewrites itself.
  func closeLine() {
    if lineIsOpen { rewrite("") }
    lineIsOpen = false
  }

  /// What an evaluation says, in one line; `loss` is the mean training loss in nats since the one before.
  static func line(_ report: EvaluationReport, loss: Double?, elapsed: String) -> String {
    let evaluation = report.evaluation
    let differences = report.edgeScores.filter { $0.count > 0 }.map(\.difference)
    var parts = ["epoch \(report.epoch)", "step \(report.step)", elapsed]
    if let loss { parts.append("loss \(number(loss, 3))") }
    parts += [
      "answers \(number(evaluation.accuracy, 3))",
      "(without thoughts \(number(evaluation.accuracyWithoutThoughts, 3)))",
      "frontier \(numbers(evaluation.frontierShare))",
      "logit difference \(numbers(differences, 1))",
    ]
    return parts.joined(separator: "  ")
  }

  private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
  private var elapsed: String { duration(seconds) }

  private func line(_ report: StepReport) -> String {
    let done = Double(report.step - firstStep)
    let share = Double(report.step) / Double(max(lastStep, 1))
    let width = 24
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let left = seconds / max(done, 1) * Double(lastStep - report.step)
    let answers =
      window.answers > 0 ? "  answers \(number(window.answered / window.answers, 2))" : ""
    let hops = window.reads > 0 ? "  hops \(number(window.predicted / window.reads, 2))" : ""
    return "\(bar) step \(report.step)/\(lastStep)  stage \(report.stage)  loss "
      + "\(number(window.loss / max(window.samples, 1), 3))\(hops)\(answers)  "
      + "\(elapsed), about \(duration(left)) left"
  }

  private func rewrite(_ text: String) {
    write("\r\u{1B}[2K" + text)
    lineIsOpen = true
  }

  private func write(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }
}
