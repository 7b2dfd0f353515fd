// What the traces say, in the page's terms: names, groups of nodes, sums of attention. It draws nothing.
"use strict";

/** Names of nodes, roles and tokens of one problem. */
const nameOf = (problem, node) => `${node} ${problem.symbols[node]}`;

const roleOf = (problem, node) =>
  node === problem.root ? "root" : node === problem.target ? "target"
    : node === problem.negativeTarget ? "negative" : "";

const roleName = { root: "root", target: "target", negative: "other candidate" };

function tokenName(trace, problem, token) {
  if (token < problem.symbols.length) return nameOf(problem, token);
  return `${trace.tokens[token]}` + (token < 31 ? " (no node of this graph)" : "");
}

/** Reading c of a trace: thoughts come first, the answer is the last. */
const readingsOf = (traced) => [...traced.thoughts, traced.answer];

/** Hops that breadth-first search has made when reading `index` is finished; null for the answer. */
const hopOf = (problem, index) => index < problem.traces[0].thoughts.length ? index + 1 : null;

/** The nodes that the reading should hold: the frontier, or the target. */
function wanted(problem, index) {
  const hop = hopOf(problem, index);
  return problem.symbols.map((_, node) => hop === null ? node === problem.target : problem.hops[node] === hop);
}

/** The groups of nodes whose means the chart shows. */
function groups(problem, index) {
  const hop = hopOf(problem, index);
  const nodes = problem.symbols.map((_, node) => node);
  if (hop === null) {
    const plain = nodes.filter((node) => node !== problem.target && node !== problem.negativeTarget);
    return [
      { name: "target", kind: "frontier", nodes: [problem.target] },
      { name: "other candidate", kind: "negative", nodes: [problem.negativeTarget] },
      { name: "all other nodes (mean)", kind: "rest", nodes: plain },
    ];
  }
  const early = (node) => problem.hops[node] !== null && problem.hops[node] < hop;
  return [
    { name: `frontier, hop ${hop} (mean)`, kind: "frontier", nodes: nodes.filter((node) => problem.hops[node] === hop) },
    { name: "reached before (mean)", kind: "reached", nodes: nodes.filter(early) },
    { name: "all other nodes (mean)", kind: "rest",
      nodes: nodes.filter((node) => !early(node) && problem.hops[node] !== hop) },
  ].filter((group) => group.nodes.length > 0);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Attention on edges from the nodes found at the hop before, on other edges, and on everything else. */
function attentionShares(problem, index, reading) {
  const before = (hopOf(problem, index) ?? problem.traces[0].thoughts.length + 1) - 1;
  const shares = { next: 0, other: 0 };
  problem.edges.forEach(([source], edge) => {
    shares[problem.hops[source] === before ? "next" : "other"] += reading.attention[edge] ?? 0;
  });
  return { ...shares, before, elsewhere: Math.max(0, 1 - shares.next - shares.other) };
}

/** The largest weight in any reading of a problem: one scale for all of its pictures. */
const largestWeight = (problem) =>
  Math.max(...problem.traces.flatMap((traced) => readingsOf(traced).flatMap((reading) => reading.weights)));

/** What followed when `node` was changed in thought `index` + 1; null for the answer, for no node, and in old traces. */
const editOf = (problem, index, node) => problem.edits?.edits[index]?.[node] ?? null;

/** Nodes at the hop after thought `index` + 1: those to which only `node` leads, and the others. */
function nextHop(problem, index, node) {
  const hop = index + 1;
  const isHeld = (other) => other !== node && problem.hops[other] !== null && problem.hops[other] <= hop;
  const sources = (target) => problem.edges.filter(([, end]) => end === target).map(([source]) => source);
  const nodes = problem.symbols.map((_, other) => other);
  const branch = nodes.filter((other) => other !== node && !isHeld(other)
    && sources(other).includes(node) && !sources(other).some(isHeld));
  return { branch, others: nodes.filter((other) => problem.hops[other] === hop + 1 && !branch.includes(other)) };
}

/** Before and after an edit: the changed thought, those made from it, and the answer, each with what it should hold. */
function outcomesOf(problem, index, edit) {
  const { own } = problem.edits;
  const thoughts = edit.thoughts.map((after, later) => ({
    name: later === 0 ? `Thought ${index + 1}, edited` : `Thought ${index + 1 + later}, made from it`,
    before: own.thoughts[index + later], after, wanted: wanted(problem, index + later),
  }));
  const answer = { name: "Answer", before: own.answer, after: edit.answer, wanted: wanted(problem, own.thoughts.length) };
  return [...thoughts, answer];
}

/** Nodes that tell an outcome: what it should hold, `always`, and the two others that changed most; heaviest first. */
function tellingNodes({ before, after, wanted }, always) {
  const nodes = before.map((_, node) => node);
  const change = (node) => Math.abs(after[node] - before[node]);
  const chosen = nodes.filter((node) => wanted[node] || always.includes(node));
  const others = nodes.filter((node) => !chosen.includes(node)).sort((a, b) => change(b) - change(a));
  return [...chosen, ...others.slice(0, 2)].sort((a, b) => before[b] - before[a]);
}

const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)}\u00a0%`;
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const list = (items) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
