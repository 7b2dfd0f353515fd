// Model folders as transformers' GPT2LMHeadModel writes and reads them, and what torch.save wrote turned into such.

import Foundation
import TestPrograms
import Testing
import Transformer

@Suite struct HuggingFaceTests {
  /// transformers wrote the fixture: our names, shapes and settings must be its own.
  @Test func namesShapesAndSettingsAreThoseOfTransformers() throws {
    let fixture = try ParityFixture()
    let theirs = try Safetensors.read(fixture.folder + "/model.safetensors")
    let ours = try Safetensors(ModelFolder.encode(fixture.parameters), from: "ours")
    #expect(theirs.entries.mapValues(\.shape) == ours.entries.mapValues(\.shape))
    #expect(theirs.entries.count == 4 + 12 * fixture.configuration.layers)
    let written = try object(Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/config.json")))
    let own = try object(fixture.configuration.json())
    for key in [
      "architectures", "model_type", "activation_function", "vocab_size", "n_positions", "n_embd", "n_layer",
      "n_head", "layer_norm_epsilon",
    ] {
      #expect(own[key]?.isEqual(written[key]) == true, "\(key)")
    }
  }

  @Test(.enabled(if: Python.has("torch, transformers"), "needs Python with torch and transformers"))
  func transformersLoadsOursWithoutMissingOrUnexpectedTensors() throws {
    let home = try Folder()
    let folder = home.path
    let fixture = try ParityFixture()
    try ModelFolder.write(fixture.parameters, to: folder)
    let script = """
      import sys, torch, json
      from transformers import GPT2LMHeadModel
      model, info = GPT2LMHeadModel.from_pretrained(sys.argv[1], output_loading_info=True)
      print(json.dumps([len(info[k]) for k in ("missing_keys", "unexpected_keys", "mismatched_keys")]))
      theirs = GPT2LMHeadModel.from_pretrained(sys.argv[2])
      ids = torch.arange(20).unsqueeze(0)
      print(bool(torch.equal(model.eval()(ids).logits, theirs.eval()(ids).logits)))
      """
    let result = try Python.run(["-c", script, folder, fixture.folder])
    #expect(result.status == 0 && result.output == "[0, 0, 0]\nTrue\n", "\(result.output)\(result.errors)")
  }

  @Test(.enabled(if: Python.has("torch, safetensors"), "needs Python with torch and safetensors"))
  func publishedCheckpointsBecomeModelFolders() throws {
    let home = try Folder()
    let folder = home.path
    let fixture = try ParityFixture()
    // The published wrapper's state: the model under a prefix, its embedding once more, the tied head.
    let save = """
      import sys, torch
      from safetensors.torch import load_file
      model = load_file(sys.argv[1])
      state = {"base_causallm." + name: tensor for name, tensor in model.items()}
      state["base_causallm.lm_head.weight"] = state["base_causallm.transformer.wte.weight"]
      state["embedding.weight"] = state["base_causallm.transformer.wte.weight"]
      torch.save(state, sys.argv[2])
      """
    let published = folder + "/checkpoint_350"
    let saved = try Python.run(["-c", save, fixture.folder + "/model.safetensors", published])
    #expect(saved.status == 0, "\(saved.errors)")
    let converted = try Python.run([script, published, folder + "/model", "--heads", "4"])
    #expect(converted.status == 0, "\(converted.errors)")
    let model = try ModelFolder.read(folder + "/model")
    #expect(model.values == fixture.parameters.values)
    #expect(model.configuration.heads == fixture.configuration.heads && model.configuration.tied)

    let heads = try Python.run([script, published, folder + "/other", "--heads", "5"])
    #expect(
      heads.status == 1 && heads.errors.hasPrefix("--heads: expected a divisor of the width 32, found 5;"))
    try Data("torn".utf8).write(to: URL(fileURLWithPath: published))
    let torn = try Python.run([script, published, folder + "/other"])
    #expect(torn.status == 1 && torn.errors.hasPrefix("\(published): expected a file that torch.save wrote"))
    #expect(torn.errors.split(separator: "\n").count == 1, "\(torn.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/other"))
  }

  /// `pytorch_model.bin` as GPT2LMHeadModel and GPT2Model save it: with and without prefix, with masks, in half precision.
  @Test(
    .enabled(if: Python.has("torch, safetensors"), "needs Python with torch and safetensors"),
    arguments: [("", "float16", 0x1p-11 as Float), ("transformer.", "bfloat16", 0x1p-8)])
  func pickledModelFoldersBecomeModelFolders(prefix: String, type: String, relative: Float) throws {
    let home = try Folder()
    let folder = home.path
    let fixture = try ParityFixture()
    try FileManager.default.copyItem(
      atPath: fixture.folder + "/config.json", toPath: folder + "/config.json")
    let save = """
      import sys, torch
      from safetensors.torch import load_file
      source, file, prefix, dtype = sys.argv[1:]
      state = {n.replace("transformer.", prefix): t.to(getattr(torch, dtype)) for n, t in load_file(source).items()}
      state[prefix + "h.0.attn.bias"] = torch.ones(1, 1, 8, 8, dtype=torch.uint8).tril()
      state[prefix + "h.0.attn.masked_bias"] = torch.tensor(-1e4)
      if prefix: state["lm_head.weight"] = state[prefix + "wte.weight"]
      torch.save(state, file)
      """
    let pickled = folder + "/pytorch_model.bin"
    let saved = try Python.run(["-c", save, fixture.folder + "/model.safetensors", pickled, prefix, type])
    #expect(saved.status == 0, "\(saved.errors)")
    let converted = try Python.run([script, pickled, folder + "/model"])
    #expect(converted.status == 0, "\(converted.errors)")
    let model = try ModelFolder.read(folder + "/model") { Issue.record("warned: \($0)") }
    #expect(model.configuration == fixture.configuration)
    // Half precision rounds a number by at most `relative` of it; float16's smallest numbers by 2⁻²⁵.
    #expect(
      zip(model.values, fixture.parameters.values).allSatisfy { read, value in
        abs(read - value) <= max(relative * abs(value), 0x1p-25)
      })
    // Without a config.json beside it nothing says how many heads there are.
    try FileManager.default.removeItem(atPath: folder + "/config.json")
    let unknown = try Python.run([script, pickled, folder + "/other"])
    #expect(
      unknown.status == 1
        && unknown.errors.hasPrefix("--heads: expected a divisor of the width 32, found none;"),
      "\(unknown.errors)")
  }

  private let script = projectFolder + "/chapters/03-coconut-train/convert_checkpoint.py"

  private func object(_ data: Data) throws -> [String: NSObject] {
    try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]).compactMapValues {
      $0 as? NSObject
    }
  }
}
