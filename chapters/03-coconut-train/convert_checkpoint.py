#!/usr/bin/env python3
"""Turns weights that torch.save wrote into a model folder that this project reads.

usage: convert_checkpoint.py CHECKPOINT FOLDER [--heads HEADS]

CHECKPOINT  a dictionary of a GPT-2's tensors: a pytorch_model.bin of transformers, or a file
            <save_path>/<name>/checkpoint_<n> of https://github.com/Ber666/emergence-of-superposition, where their
            names begin with `base_causallm.`. float16 and bfloat16 become float32. The file is loaded as data only;
            nothing that is pickled in it is run.
FOLDER      gets config.json and model.safetensors, as transformers' GPT2LMHeadModel reads and writes them. Give it to
            `--set load_model_path=`, or to the `evaluate` command with `--checkpoint`.

Needs `pip install torch safetensors`. All sizes follow from the tensors. The number of heads does not: it is --heads,
or what a config.json beside CHECKPOINT says, or the 8 of the published models. Other settings, such as dropout, are
those of that config.json, or GPT-2's own.
"""

import argparse
import json
import os
import re
import sys


def fail(place, expected, found, then):
    sys.exit(f"{place}: expected {expected}, found {found}; {then}")


def model_tensors(tensors, path):
    """The GPT-2's tensors under Hugging Face's names, in float32, and whether the names had the published prefix."""
    # `module.` is what torch's data-parallel wrappers put before every name.
    tensors = {re.sub(r"^(module\.|_fsdp_wrapped_module\.)+", "", name): t for name, t in tensors.items()}
    published = "base_causallm."
    is_published = any(name.startswith(published) for name in tensors)
    if is_published:
        tensors = {name[len(published):]: t for name, t in tensors.items() if name.startswith(published)}
    if "wte.weight" in tensors:
        tensors = {name if name == "lm_head.weight" else "transformer." + name: t for name, t in tensors.items()}
    for name, dimensions in (("wte.weight", 2), ("wpe.weight", 2), ("h.0.ln_1.weight", 1)):
        name = "transformer." + name
        if name not in tensors or tensors[name].dim() != dimensions:
            found = list(tensors[name].shape) if name in tensors else "none"
            fail(f"{path}: {name}", f"a tensor of {dimensions} dimensions", found, "give the weights of a GPT-2")
    # Causal masks of older versions of transformers are no weights. Two names may share one tensor, which
    # safetensors does not write: hence the copies.
    return {
        name: t.float().contiguous().clone()
        for name, t in tensors.items()
        if not re.search(r"\.attn\.(masked_)?bias$", name)
    }, is_published


def settings_beside(path):
    """The config.json in the folder of the file `path`; None where there is none."""
    name = os.path.join(os.path.dirname(path), "config.json")
    if not os.path.exists(name):
        return None
    try:
        with open(name) as file:
            settings = json.load(file)
    except (OSError, ValueError) as error:
        fail(name, "JSON", str(error).splitlines()[0], "correct it or move CHECKPOINT elsewhere")
    if not isinstance(settings, dict):
        fail(name, "an object", type(settings).__name__, "correct it or move CHECKPOINT elsewhere")
    return settings


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("checkpoint")
    parser.add_argument("folder")
    parser.add_argument("--heads", type=int)
    options = parser.parse_args()
    try:
        import torch
        from safetensors.torch import save_file
    except ImportError as error:
        fail("convert_checkpoint.py", "torch and safetensors", str(error), "pip install torch safetensors")
    try:
        tensors = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        fail(options.checkpoint, "a file that torch.save wrote", reason, "check the path")
    if not isinstance(tensors, dict) or not all(
        isinstance(name, str) and isinstance(t, torch.Tensor) for name, t in tensors.items()
    ):
        fail(options.checkpoint, "a dictionary of tensors", type(tensors).__name__, "give a model's checkpoint")
    model, is_published = model_tensors(tensors, options.checkpoint)
    embedding, head = model["transformer.wte.weight"], model.get("lm_head.weight")
    vocabulary, width = embedding.shape
    layers = 1 + max(int(n.split(".")[2]) for n in model if re.match(r"transformer\.h\.\d+\.", n))
    settings = settings_beside(options.checkpoint)
    heads = options.heads
    if heads is None:
        heads = (settings or {}).get("n_head", 8 if is_published else "none")
    if not isinstance(heads, int) or heads < 1 or width % heads:
        fail("--heads", f"a divisor of the width {width}", heads, "give the model's number of heads")
    is_same = head is None or head.equal(embedding)
    # Where no config.json says so, a head that is the token embedding is taken to be tied to it.
    tied = is_same if settings is None else settings.get("tie_word_embeddings", True)
    if tied and is_same:
        model.pop("lm_head.weight", None)
    config = {
        **(settings or {"model_type": "gpt2", "activation_function": "gelu_new"}),
        "architectures": ["GPT2LMHeadModel"],
        "vocab_size": vocabulary,
        "n_positions": model["transformer.wpe.weight"].shape[0],
        "n_embd": width,
        "n_layer": layers,
        "n_head": heads,
        "tie_word_embeddings": tied,
        "torch_dtype": "float32",
    }
    names = [os.path.join(options.folder, name) for name in ("model.safetensors", "config.json")]
    partial = [name + ".partial" for name in names]
    try:
        os.makedirs(options.folder, exist_ok=True)
        save_file(model, partial[0], metadata={"format": "pt"})
        with open(partial[1], "w") as file:
            json.dump(config, file, indent=2)
            file.write("\n")
        for source, name in zip(partial, names):
            os.replace(source, name)
    except Exception as error:
        for name in filter(os.path.exists, partial):
            os.remove(name)
        fail(options.folder, "room and permission to write", str(error).splitlines()[0], "choose another folder")
    print(f"wrote {layers} layers of width {width}, {vocabulary} tokens, to {options.folder}")


main()
