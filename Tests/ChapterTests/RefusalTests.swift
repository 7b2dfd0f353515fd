// What chapter 03 refuses before it writes anything. It prints one line with file, key, expected and found,
// and exits with code 1, or 64 for a usage error.

import Foundation
import Inputs
import Reachability
import TestPrograms
import Testing
import Transformer

@Suite struct RefusalTests {
  @Test(arguments: [
    (["--set", "widht=12"], "--set: widht: expected a known key, found \"widht\"; did you mean width?"),
    (["--set", "width=wide"], "--set: width: expected a whole number in 1…16384, found \"wide\""),
    (["--set", "stage_steps=[0]"], "--set: stage_steps: expected a list of whole numbers from 1, found [0]"),
    (["--set", "lr=.nan"], "--set: lr: expected a number in 0…10"),
    (["--set", "lr"], "--set: expected key=value"),
    (["--set", "width=30", "--set", "heads=4"], "width: expected a multiple of heads (4), found 30"),
    (["--set", "bf16=True"], "--set: bf16: expected False (everything is computed in float)"),
    (["--set", "resume=3"], "resume: expected 0 in training"),
    (["--config", "/no/such.yaml"], "/no/such.yaml: expected a file, found nothing there"),
    (["--config", "/"], "/: expected a file, found a folder"),
    (["--set", "problems=file", "--set", "train_path=/no/such.json"], "/no/such.json: expected a file"),
    (["--set", "load_model_path=/no/such"], "/no/such/config.json: expected a file"),
  ]) func settings(arguments: [String], expected: String) throws {
    let folder = try Folder()
    let run = try chapter(tiny + ["--out", folder.path + "/run"] + arguments)
    #expect(run.status == 1 && isOneLine(run.errors) && run.errors.contains(expected), "\(run.errors)")
    #expect(folder.names == [])
  }

  @Test(arguments: [
    ["--no-such-flag"], ["--threads", "0"], ["--threads", "two"], ["--profile", "huge"],
    ["--resume", "--overwrite"], ["--keep-last", "0"], ["--keep-every", "-1"], ["--seed", "-1"], ["evaluate"],
  ]) func usage(arguments: [String]) throws {
    let run = try chapter(arguments)
    #expect(
      run.status == 64 && run.output == ""
        && run.errors.lowercased().contains("usage:"),
      "\(run.status) \(run.errors)")
  }

  @Test(arguments: [
    ("a.yaml", "layers: 2\nlr: fast\n", "line 2, lr: expected a number in 0…10, found \"fast\""),
    ("a.yaml", "lr: 1\nlr: 2\n", "expected YAML, each key once, found lr twice"),
    ("a.yaml", "lr: &a 1\n", "line 1: expected no YAML anchors"),
    ("a.yaml", "[1, 2", "expected YAML"), ("a.yaml", "- 1\n", "expected lines of the form key: value"),
  ]) func yaml(name: String, text: String, expected: String) throws {
    let folder = try Folder()
    let path = try folder.file(name, text)
    let run = try chapter(["--config", path, "--out", folder.path + "/run"])
    #expect(run.status == 1 && isOneLine(run.errors), "\(run.errors)")
    #expect(run.errors.hasPrefix("\(path): \(expected)"), "\(run.errors)")
    #expect(folder.names == [name])
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected a value"), ("{}", "expected a list of problems"),
    ("[]", "expected at least one problem"),
    ("[1", "line 1, column 3: expected a comma or ]"), ("[1]", "[0]: expected an object, found 1"),
    ("[{\"edges\":[[0,1]]}]", "[0].idx_to_symbol: expected this key, found none"),
    (
      #"[{"idx_to_symbol":["a","b","c"],"edges":[[0,1],[7,1]],"root":0,"target":1,"neg_target":2}]"#,
      "[0].edges[1]: expected a node in 0...2, found 7"
    ),
    (
      #"[{"idx_to_symbol":["a","b","c"],"edges":[[0,1],[1,2]],"root":0,"target":1,"neg_target":2}]"#,
      "[0].neg_target: expected a node that the root does not reach"
    ),
  ]) func problems(text: String, expected: String) throws {
    let folder = try Folder()
    let path = try folder.file("problems.json", text)
    let run = try chapter(
      tiny + ["--set", "problems=file", "--set", "train_path=\(path)", "--out", folder.path + "/run"])
    #expect(run.status == 1 && isOneLine(run.errors), "\(run.errors)")
    #expect(run.errors.hasPrefix("\(path): \(expected)"), "\(run.errors)")
    #expect(folder.names == ["problems.json"])
  }

  /// A published configuration that names a model file, with problems of full size.
  @Test(arguments: [
    (
      "too-few-positions",
      "expected at most 64 positions, as many as the model has, found a problem that takes"
    ),
    ("small-vocabulary", "vocab_size: expected 40, the tokens of this task, found 20"),
    ("large-vocabulary", "vocab_size: expected 40, the tokens of this task, found 50"),
    ("wide-heads", "n_head: expected a divisor of n_embd (64), found 7"),
  ]) func modelFile(name: String, expected: String) throws {
    let folder = try Folder()
    let fixtures = projectFolder + "/Tests/TrainingTests/Fixtures"
    let problems = folder.path + "/problems.json"
    try writeAtomically(ProblemSet.generate(.valid, count: 20, seed: 0, command: "").bytes, to: problems)
    let run = try chapter(
      ["--config", fixtures + "/published/standard-train.yaml", "--out", folder.path + "/run"]
        + [
          "model_id=\(fixtures)/model-file/\(name).json", "train_path=\(problems)", "val_path=\(problems)",
        ].flatMap { ["--set", $0] })
    #expect(run.status == 1 && isOneLine(run.errors) && run.errors.contains(expected), "\(run.errors)")
    #expect(folder.names == ["problems.json"])
  }

  @Test func weights() throws {
    let folder = try Folder()
    let model = folder.path + "/model"
    func load(_ parameters: Parameters<Float>) throws -> Program {
      try ModelFolder.write(parameters, to: model)
      return try chapter(tiny + ["--set", "load_model_path=\(model)", "--out", folder.path + "/run"])
    }
    let fits = Configuration(positions: 96, width: 16, layers: 2, heads: 2)
    let other = try load(
      Parameters(initial: Configuration(positions: 96, width: 32, layers: 2, heads: 2), seed: 0))
    #expect(other.status == 1 && isOneLine(other.errors), "\(other.errors)")
    #expect(other.errors.hasPrefix("\(model): config.json: expected the shape that the configuration gives"))
    var spoilt = Parameters<Float>(initial: fits, seed: 0)
    spoilt.values[spoilt.layout.finalGain] = .nan
    let nan = try load(spoilt)
    #expect(nan.status == 1 && isOneLine(nan.errors))
    #expect(
      nan.errors.hasPrefix(
        "\(model)/model.safetensors: transformer.ln_f.weight: expected finite numbers, found nan as number 0")
    )
    try writeAtomically(Data("{\"a\"".utf8), to: model + "/model.safetensors")
    let torn = try chapter(tiny + ["--set", "load_model_path=\(model)", "--out", folder.path + "/run"])
    #expect(torn.status == 1 && isOneLine(torn.errors))
    #expect(torn.errors.hasPrefix("\(model)/model.safetensors: "))
    #expect(folder.names == ["model"])
  }

  @Test func aFolderThatCannotBe() throws {
    let folder = try Folder()
    let file = try folder.file("file", "")
    let run = try chapter(tiny + ["--out", file + "/run", "--set", "max_steps=1"])
    #expect(run.status == 1 && isOneLine(run.errors) && run.errors.hasPrefix(file), "\(run.errors)")
  }

  @Test func printsTheConfigurationAndWritesNothing() throws {
    let folder = try Folder()
    let run = try chapter(
      ["--set", "lr=2e-3", "--keep-last", "3", "--print-config", "--out", folder.path + "/run"])
    #expect(run.status == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("lr: 0.002") } && lines.contains { $0.hasPrefix("keep_last: 3") })
    #expect(folder.names == [])
    // Printing the printed configuration must give the same text again.
    let path = try folder.file("printed.yaml", run.output)
    #expect(try chapter(["--config", path, "--print-config"]).output == run.output)
  }
}
