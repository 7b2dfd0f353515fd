"""Writes losses.json: values and gradients of every loss, computed by PyTorch in float64.

    python3 losses.py > losses.json

Graphs, nodes in question and logits are drawn here. Which nodes a loss accepts is found by a breadth-first search of its own.
"""

import json
import random
import sys

import torch
import torch.nn.functional as F

VOCABULARY = 40


def distances(edges, start, count):
    """Hops from start to each node; None where there is no path."""
    found = {start: 0}
    queue = [start]
    for node in queue:
        for source, target in edges:
            if source == node and target not in found:
                found[target] = found[node] + 1
                queue.append(target)
    return [found.get(node) for node in range(count)]


def draw(generator):
    """An acyclic graph with a target three hops from the root 0 and another node out of reach."""
    while True:
        count = generator.randrange(9, 16)
        pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
        edges = sorted(generator.sample(pairs, count * 3 // 2))
        hops = distances(edges, 0, count)
        targets = [node for node in range(count) if hops[node] == 3]
        others = [node for node in range(count) if hops[node] is None]
        if targets and others:
            return count, edges, generator.choice(targets), generator.choice(others)


def label(loss, count, edges, target, c):
    """The nodes a loss is about after c thoughts."""
    hops = distances(edges, 0, count)
    to_target = distances([(b, a) for a, b in edges], target, count)
    if loss in ("coconut", "soft-coconut"):
        return [v for v in range(count)
                if hops[v] == c + 1 and to_target[v] is not None and hops[v] + to_target[v] == hops[target]]
    if loss.endswith("frontier"):
        return [v for v in range(count) if hops[v] == c + 1]
    reached = {v for v in range(count) if hops[v] is not None and hops[v] <= c}
    if loss.endswith("successors"):
        return sorted({b for a, b in edges if a in reached})
    return [v for v in range(count) if hops[v] is not None and hops[v] <= c + 1]


def value(loss, logits, nodes):
    """The loss in expectation over its label."""
    if loss.startswith("bfs"):
        return torch.logsumexp(logits, 0) - torch.logsumexp(logits[nodes], 0)
    shares = torch.zeros_like(logits)
    shares[nodes] = 1 / len(nodes)
    if loss == "soft-coconut":
        return F.cross_entropy(logits[None], shares[None])
    rows = logits[None].expand(len(nodes), -1)
    return F.cross_entropy(rows, torch.tensor(nodes))


def main():
    generator = random.Random(0)
    losses = ["coconut", "soft-coconut", "bfs-reachable", "bfs-successors", "bfs-frontier", "uniform",
              "uniform-successors", "uniform-frontier"]
    cases = []
    for _ in range(3):
        count, edges, target, other = draw(generator)
        for c in range(3):
            logits = [round(generator.gauss(0, 3), 6) for _ in range(VOCABULARY)]
            rows = []
            for loss in losses:
                point = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
                result = value(loss, point, label(loss, count, edges, target, c))
                result.backward()
                rows.append({"loss": loss, "value": result.item(), "gradient": point.grad.tolist()})
            cases.append({"nodes": count, "edges": edges, "target": target, "other": other, "c": c,
                          "logits": logits, "losses": rows})
    json.dump({"torch": torch.__version__, "cases": cases}, sys.stdout)


main()
