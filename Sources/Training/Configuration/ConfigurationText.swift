// A TrainingConfiguration as text: the YAML that --print-config shows and a run keeps, and the difference of two.

import Reachability

extension TrainingConfiguration {
  /// YAML that reads back as this configuration, one key a line, each with its meaning.
  public var yaml: String {
    var lines = ["# The configuration as used; `key: value  # meaning (what is accepted)`."]
    for group in ConfigurationKey.Group.allCases {
      lines += ["", "# \(group.rawValue)" + (group == .model ? ", or model_id: a GPT-2's config.json" : "")]
      for key in ConfigurationKey.all where key.group == group {
        lines.append("\(key.name): \(key.text(self))  # \(key.meaning) (\(key.expected))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every key's value as YAML text, by key: what checkpoints and run records keep.
  public var values: [String: String] {
    Dictionary(uniqueKeysWithValues: ConfigurationKey.all.map { ($0.name, $0.text(self)) })
  }

  /// The first key whose other value would make another run than `values` did, with both values; nil if none would.
  public func difference(from values: [String: String]) -> (key: String, then: String, now: String)? {
    for key in ConfigurationKey.all
    where key.changesResult || learnedShare > 0 && key.setsEvaluations {
      let now = key.text(self)
      let then = values[key.name] ?? key.text(TrainingConfiguration())
      if then != now { return (key.name, then, now) }
    }
    return nil
  }

  /// The loss that objective and candidate set name.
  public var loss: Loss { Loss(objective, candidateSet) }
}
