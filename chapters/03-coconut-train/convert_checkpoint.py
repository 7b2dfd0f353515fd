#!/usr/bin/env python3
"""Turns a checkpoint that the published code wrote with torch.save into a folder that this project reads.

usage: convert_checkpoint.py CHECKPOINT FOLDER [--heads 8]

CHECKPOINT  a file <save_path>/<name>/checkpoint_<n> of https://github.com/Ber666/emergence-of-superposition: a
            dictionary of tensors, those of the GPT-2 under `base_causallm.`. It is loaded as data only; nothing that
            is pickled in it is run.
FOLDER      gets config.json and model.safetensors, as transformers' GPT2LMHeadModel reads and writes them. Give it to
            `--set load_model_path=`, or to the `evaluate` command with `--checkpoint`.

Needs `pip install torch safetensors`. All sizes follow from the tensors; the number of heads does not, hence --heads.
"""

import argparse
import json
import os
import re
import sys


def fail(place, expected, found, then):
    sys.exit(f"{place}: expected {expected}, found {found}; {then}")


def converted(tensors, path):
    """The model's own tensors under Hugging Face's names, and whether the output head is the token embedding."""
    prefix = "base_causallm."
    # `module.` is what torch's data-parallel wrappers put before every name.
    tensors = {re.sub(r"^(module\.|_fsdp_wrapped_module\.)+", "", name): t for name, t in tensors.items()}
    model = {name[len(prefix):]: t for name, t in tensors.items() if name.startswith(prefix)}
    if "transformer.wte.weight" not in model:
        fail(path, f"{prefix}transformer.wte.weight", "none", "give a checkpoint of the published code")
    embedding, head = model["transformer.wte.weight"], model.get("lm_head.weight")
    tied = head is None or head.equal(embedding)
    if tied:
        model.pop("lm_head.weight", None)
    # Causal masks of older versions of transformers are no weights.
    model = {name: t for name, t in model.items() if not re.search(r"\.attn\.(masked_)?bias$", name)}
    return {name: t.float().contiguous() for name, t in model.items()}, tied


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("checkpoint")
    parser.add_argument("folder")
    parser.add_argument("--heads", type=int, default=8)
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
    if not isinstance(tensors, dict) or not all(isinstance(t, torch.Tensor) for t in tensors.values()):
        fail(options.checkpoint, "a dictionary of tensors", type(tensors).__name__, "give a model's checkpoint")
    model, tied = converted(tensors, options.checkpoint)
    vocabulary, width = model["transformer.wte.weight"].shape
    if options.heads < 1 or width % options.heads:
        fail("--heads", f"a divisor of the width {width}", options.heads, "give the model's number of heads")
    layers = 1 + max(int(n.split(".")[2]) for n in model if n.startswith("transformer.h."))
    config = {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "activation_function": "gelu_new",
        "vocab_size": vocabulary,
        "n_positions": model["transformer.wpe.weight"].shape[0],
        "n_embd": width,
        "n_layer": layers,
        "n_head": options.heads,
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
