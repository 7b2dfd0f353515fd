"""A training step in PyTorch as fast as we know how, to measure `bench` against; `bench --peer` starts it.

It does what our step does on the same samples: two layers of GPT-2, the last one only where it is read, each prompt run
once, keys and values kept for the thoughts, one label a sample, AdamW. Prompts are padded to the longest one. The first line
of its input is a JSON object with the shape and the samples of each stage; on every further line, the number of a stage, it
makes a step there and prints how many milliseconds that took.
"""
import json
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("this Python has no torch")
from torch import nn
from torch.nn import functional

THOUGHT = -1


class Layer(nn.Module):
    """One pre-norm layer; the caller runs its attention, so that prompts and tails can share keys and values."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.projection_in, self.projection_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def split(self, x):
        """(batch, positions, width) to (batch, heads, positions, head width)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def parts(self, normed, first, last):
        """Parts first … last of queries (0), keys (1) and values (2) from normed rows."""
        width = normed.shape[-1]
        rows = slice(first * width, (last + 1) * width)
        projected = functional.linear(normed, self.projection_in.weight[rows], self.projection_in.bias[rows])
        return [self.split(part) for part in projected.split(width, -1)]

    def finish(self, x, context):
        x = x + self.projection_out(context.transpose(1, 2).flatten(2))
        inner = functional.gelu(self.inner(self.norm2(x)), approximate="tanh")
        return x + self.outer(inner)


class Model(nn.Module):
    def __init__(self, shape):
        super().__init__()
        width = shape["width"]
        self.tokens = nn.Embedding(shape["vocabulary"], width)
        self.positions = nn.Embedding(shape["positions"], width)
        self.first, self.second = Layer(width, shape["heads"]), Layer(width, shape["heads"])
        self.norm = nn.LayerNorm(width)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, batch):
        """Logits (batch, vocabulary) at each sample's labelled read."""
        prompts, lengths = batch["prompts"], batch["lengths"]
        rows = torch.arange(len(lengths))
        first, second = self.first, self.second
        # Run all prompts through the first layer, and form the second one's keys and values.
        x = self.tokens(prompts) + self.positions.weight[: prompts.shape[1]]
        q, keys1, values1 = first.parts(first.norm1(x), 0, 2)
        x = first.finish(x, functional.scaled_dot_product_attention(q, keys1, values1, is_causal=True))
        normed = second.norm1(x)
        keys2, values2 = second.parts(normed, 1, 2)
        last = (rows, lengths - 1)
        out = self.read(x[last][:, None], second.parts(normed[last][:, None], 0, 0)[0], keys2, values2, batch["seen"])
        # Run one position of all tails after another.
        reads, seen = [out], batch["seen"]
        for place in range(batch["tails"].shape[1]):
            element = batch["tails"][:, place]
            token = self.tokens(element.clamp(min=0))
            x = torch.where((element == THOUGHT)[:, None], out[:, 0], token) + self.positions(lengths + place)
            x = x[:, None]
            seen = functional.pad(seen, (0, 1), value=True)
            q, k, v = first.parts(first.norm1(x), 0, 2)
            keys1, values1 = torch.cat([keys1, k], 2), torch.cat([values1, v], 2)
            x = first.finish(x, functional.scaled_dot_product_attention(q, keys1, values1, attn_mask=seen))
            q, k, v = second.parts(second.norm1(x), 0, 2)
            keys2, values2 = torch.cat([keys2, k], 2), torch.cat([values2, v], 2)
            out = self.read(x, q, keys2, values2, seen)
            reads.append(out)
        return torch.cat(reads, 1)[rows, batch["labelled"]] @ self.tokens.weight.T

    def read(self, x, q, keys, values, seen):
        """The hidden state of one position, the next thought."""
        context = functional.scaled_dot_product_attention(q, keys, values, attn_mask=seen)
        return self.norm(self.second.finish(x, context))


def padded(lists):
    """Lists of whole numbers as one tensor, filled up with 0."""
    longest = max(map(len, lists))
    return torch.tensor([x + [0] * (longest - len(x)) for x in lists], dtype=torch.long).reshape(len(lists), longest)


def tensors(samples):
    """A batch of samples as tensors."""
    lengths = torch.tensor([len(sample["prompt"]) for sample in samples])
    prompts = padded([sample["prompt"] for sample in samples])
    return {
        "prompts": prompts,
        "lengths": lengths,
        "tails": padded([sample["tail"] for sample in samples]),
        "labelled": torch.tensor([sample["read"] for sample in samples]),
        "targets": torch.tensor([sample["target"] for sample in samples]),
        "seen": (torch.arange(prompts.shape[1]) < lengths[:, None])[:, None, None],
    }


def main():
    shape = json.loads(sys.stdin.readline())
    torch.manual_seed(0)
    torch.set_num_threads(shape["threads"])
    model = Model(shape)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01, fused=True)
    batches = {stage: tensors(samples) for stage, samples in shape["stages"].items()}
    print("PyTorch", torch.__version__, flush=True)
    for line in sys.stdin:
        batch = batches[line.strip()]
        start = time.perf_counter()
        loss = functional.cross_entropy(model(batch), batch["targets"])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        print((time.perf_counter() - start) * 1000, flush=True)


main()
