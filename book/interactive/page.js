// What is chosen, and what is said about it. The hash holds the choice, so that a view can be linked to.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const traces = globalThis.traces ?? [];
  if (traces.length === 0) {
    $("live").textContent = "No trace was found beside this page: ./build.sh 05 trace --help says how to write one.";
    return;
  }
  const narrow = matchMedia("(max-width: 640px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const chosen = {};
  let show = () => {};
  let player = null;

  const trace = () => traces[chosen.run];
  const problem = () => trace().problems[chosen.problem];
  const checkpoint = () => trace().checkpoints[chosen.step];
  const lastStep = () => trace().checkpoints.length - 1;
  const clamp = (value, count) => Math.min(Math.max(Number.isInteger(value) ? value : 0, 0), count - 1);

  // Choices.

  function option(parent, text, value) {
    parent.append(Object.assign(document.createElement("option"), { textContent: text, value: String(value) }));
  }

  const lossName = (loss) => loss === "coconut" ? "Coconut loss" : `Coconut-BFS loss (${(loss ?? "").replace("bfs-", "")})`;
  const sizeName = (run) => run.startsWith("quick") ? "small graphs" : "full-size graphs";

  function fillProblems() {
    $("problem").replaceChildren();
    for (const [index, each] of trace().problems.entries()) {
      const answer = each.traces[each.traces.length - 1].answer.decoded[0].id;
      option($("problem"), `${each.number}: ${each.symbols.length} nodes, target at ${each.traces[0].thoughts.length} hops`
        + (answer === each.target ? "" : ", answered wrongly"), index);
    }
    $("step").max = String(trace().checkpoints.length - 1);
  }

  function fillReadings() {
    const count = problem().traces[0].thoughts.length + 1;
    $("readings").querySelectorAll("label").forEach((label) => label.remove());
    for (let index = 0; index < count; index++) {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "reading", value: String(index) });
      const text = document.createElement("span");
      text.textContent = index === count - 1 ? "Answer" : String(index + 1);
      if (index < count - 1) radio.setAttribute("aria-label", `Thought ${index + 1}`);
      radio.addEventListener("change", () => choose({ reading: index }));
      label.append(radio, text);
      $("readings").append(label);
    }
  }

  /** Offers to remove the nodes at the thought's hop and to add the others. */
  function fillEdits() {
    const edits = problem().edits?.edits[chosen.reading];
    $("edit").replaceChildren();
    $("edit").disabled = !edits;
    option($("edit"), "none", "");
    for (const [operation, label] of [["remove", `remove, at hop ${chosen.reading + 1}`], ["add", "add"]]) {
      const group = Object.assign(document.createElement("optgroup"), { label });
      edits?.forEach((edit, node) => {
        const role = roleName[roleOf(problem(), node)];
        if (edit.operation === operation) option(group, nameOf(problem(), node) + (role ? ` (${role})` : ""), node);
      });
      if (group.children.length > 0) $("edit").append(group);
    }
    $("graph").classList.toggle("editable", Boolean(edits));
  }

  /** Changes what is shown; what depends on it is built anew. */
  function choose(changes) {
    const before = { ...chosen };
    Object.assign(chosen, changes);
    chosen.run = clamp(chosen.run, traces.length);
    const isOtherRun = before.run !== chosen.run;
    if (isOtherRun) {
      fillProblems();
      renderProvenance();
    }
    chosen.problem = clamp(chosen.problem, trace().problems.length);
    const isOtherProblem = isOtherRun || before.problem !== chosen.problem;
    if (isOtherProblem) rebuild();
    chosen.reading = clamp(chosen.reading, readingsOf(problem().traces[0]).length);
    chosen.step = clamp(chosen.step, trace().checkpoints.length);
    if (isOtherProblem || before.reading !== chosen.reading) fillEdits();
    // Edits were measured at the last checkpoint alone.
    const hasNode = Number.isInteger(chosen.edit) && chosen.edit in problem().symbols;
    if (!hasNode || chosen.step !== lastStep()) chosen.edit = null;
    render();
  }

  function rebuild() {
    fillReadings();
    show = drawGraph($("graph"), problem(), narrow.matches);
  }

  // The picture and the words.

  function render() {
    const traced = problem().traces[chosen.step];
    const reading = readingsOf(traced)[chosen.reading];
    const isAnswer = hopOf(problem(), chosen.reading) === null;
    $("run").value = String(chosen.run);
    $("problem").value = String(chosen.problem);
    $("readings").querySelectorAll("input")[chosen.reading].checked = true;
    $("step").value = String(chosen.step);
    const { step, epoch, stage, accuracy } = checkpoint();
    const when = step === undefined ? `epoch ${epoch}` : grouped(step);
    $("step-value").textContent = when
      + (stage === undefined ? "" : ` · curriculum stage ${stage} · ${percent(accuracy)} of held-out problems right`);
    $("step").setAttribute("aria-valuetext", `${step === undefined ? "" : "step "}${when}`);
    $("node-meaning").textContent = isAnswer ? "the node's logit" : "inner product of thought and node";
    $("band-meaning").textContent =
      isAnswer ? "the target" : "the frontier: what breadth-first search finds at this hop";
    $("summary").textContent = isAnswer ? "What is answered" : "What this thought holds";

    const edit = editOf(problem(), chosen.reading, chosen.edit);
    show(reading, chosen.reading, edit && { node: chosen.edit, sign: edit.operation === "remove" ? "−" : "+" });
    renderEdit(edit, isAnswer);
    renderLegend(drawChart($("chart"), problem(), chosen.reading, chosen.step));
    renderDecoded(reading);
    renderTables(reading, isAnswer);
    $("live").textContent = summary(reading, isAnswer, when);
    remember();
  }

  function summary(reading, isAnswer, when) {
    const { target } = problem();
    const time = `At ${checkpoint().step === undefined ? "" : "step "}${when}`;
    const shares = attentionShares(problem(), chosen.reading, reading);
    const attention = `Attention: ${percent(shares.next)} on edges from hop ${shares.before}, `
      + `${percent(shares.other)} on other edges, ${percent(shares.elsewhere)} elsewhere in the prompt.`;
    if (isAnswer) {
      const [first] = reading.decoded;
      return `${time}, the answer is ${tokenName(trace(), problem(), first.id)} (${percent(first.probability, 1)}): `
        + `${first.id === target ? "right" : `wrong, it should be ${nameOf(problem(), target)}`}.`;
    }
    const order = reading.weights.map((weight, node) => ({ weight, node })).sort((a, b) => b.weight - a.weight);
    const heavy = order.filter(({ weight }) => weight >= order[0].weight / 2).slice(0, 6);
    const frontier = wanted(problem(), chosen.reading).flatMap((is, node) => is ? [node] : []);
    const first = order.slice(0, frontier.length).map(({ node }) => node);
    const found = frontier.filter((node) => first.includes(node)).length;
    const search = frontier.length === 1
      ? `The frontier's only node, ${nameOf(problem(), frontier[0])}, is ${found ? "" : "not "}the heaviest.`
      : `${found} of the ${frontier.length} frontier nodes ${found === 1 ? "is" : "are"} among its ${frontier.length} heaviest.`;
    return `${time}, thought ${chosen.reading + 1} is heaviest on `
      + `${list(heavy.map(({ node }) => nameOf(problem(), node)))}. ${search} ${attention}`;
  }

  function renderEdit(edit, isAnswer) {
    $("edit").value = edit ? String(chosen.edit) : "";
    $("edited").textContent = edit ? editSummary(edit)
      : !problem().edits ? "This trace holds no edits: an earlier version wrote it. ./build.sh 05 trace --help says how to write it anew."
      : isAnswer ? "Choose a thought to edit: the answer is not one."
      : `Click a node of the graph, or choose one here: a node at hop ${chosen.reading + 1} is removed from thought `
        + `${chosen.reading + 1}, any other is added to it.`;
    $("edit-note").hidden = !edit;
    const outcomes = edit ? outcomesOf(problem(), chosen.reading, edit) : [];
    const largest = Math.max(...outcomes.flatMap(({ before, after }) => [...before, ...after]), 1e-9);
    $("outcomes").replaceChildren(...outcomes.map((outcome) => {
      const { target, negativeTarget } = problem();
      const answers = [target, negativeTarget, problem().edits.own.answered, edit.answered];
      const nodes = tellingNodes(outcome, outcome.name === "Answer" ? answers : [chosen.edit]);
      const element = document.createElement("table");
      table(element, outcome.name, ["node", "before", "after"], nodes.map((node) =>
        [nameOf(problem(), node), outcome.before[node].toFixed(2), outcome.after[node].toFixed(2)]));
      nodes.forEach((node, at) => {
        const row = element.tBodies[0].rows[at];
        row.classList.toggle("wanted", outcome.wanted[node]);
        row.classList.toggle("changed", node === chosen.edit);
        [outcome.before, outcome.after].forEach((values, column) =>
          row.cells[column + 1].style.setProperty("--share", `${100 * Math.max(values[node], 0) / largest}%`));
      });
      return element;
    }));
  }

  /** What was done, and what followed. */
  function editSummary({ operation, thoughts, answered }) {
    const { own, edits } = problem().edits;
    const c = chosen.reading + 1;
    const before = own.thoughts[chosen.reading];
    const name = (node) => nameOf(problem(), node);
    const within = `within ${c} hop${c === 1 ? "" : "s"} of the root`;
    const next = `n thought ${c + 1}, made from that, `;
    const [done, level] = operation === "remove"
      ? ["removed from", `the mean over the nodes that are not ${within}`]
      : ["added to", `the mean over the nodes at hop ${c}`];
    const parts = [`${name(chosen.edit)} was ${done} thought ${c}: its inner product with the thought was moved from `
      + `${before[chosen.edit].toFixed(1)} to ${thoughts[0][chosen.edit].toFixed(1)}, ${level}.`];
    if (c < edits.length) {
      const { branch, others } = nextHop(problem(), chosen.reading, chosen.edit);
      const course = (nodes) => "went from " + [own.thoughts[c], thoughts[1]]
        .map((values) => mean(nodes.map((node) => values[node])).toFixed(1)).join(" to ")
        + (nodes.length > 1 ? " on average" : "");
      if (branch.length > 0) {
        parts.push(`No other node ${within} leads to ${list(branch.map(name))}: i${next}`
          + `${branch.length > 1 ? "they" : "it"} ${course(branch)}.`);
      }
      if (others.length > 0) {
        const which = `node${others.length > 1 ? "s" : ""} at hop ${c + 1} ${course(others)}.`;
        parts.push(branch.length > 0 ? `The other ${which}` : `I${next}the ${which}`);
      }
    }
    const answerName = (token) => {
      const role = roleName[token < problem().symbols.length ? roleOf(problem(), token) : ""];
      return tokenName(trace(), problem(), token) + (role ? ` (${role})` : "");
    };
    parts.push(answered === own.answered ? `The answer stayed ${answerName(answered)}.`
      : `The answer changed from ${answerName(own.answered)} to ${answerName(answered)}.`);
    return parts.join(" ");
  }

  function renderLegend(lines) {
    $("chart-legend").replaceChildren(...lines.map(({ name, kind, value }) => {
      const item = document.createElement("li");
      item.className = `mean ${kind}`;
      item.textContent = `${name}: ${value.toFixed(1)}`;
      return item;
    }));
  }

  function renderDecoded(reading) {
    const marks = wanted(problem(), chosen.reading);
    $("decoded").replaceChildren(...reading.decoded.map(({ id, probability }) => {
      const item = document.createElement("li");
      item.style.setProperty("--share", `${100 * probability}%`);
      if (marks[id]) item.className = "wanted";
      const name = document.createElement("span");
      name.textContent = tokenName(trace(), problem(), id);
      const share = document.createElement("span");
      share.className = "share";
      share.textContent = percent(probability, 1);
      item.append(name, share);
      return item;
    }));
  }

  function table(element, caption, heads, rows) {
    element.replaceChildren();
    element.createCaption().textContent = caption;
    const head = element.createTHead().insertRow();
    for (const text of heads) {
      const cell = Object.assign(document.createElement("th"), { scope: "col", textContent: text });
      head.append(cell);
    }
    const body = element.createTBody();
    for (const cells of rows) {
      const row = body.insertRow();
      for (const text of cells) row.insertCell().textContent = text;
    }
  }

  function renderTables(reading, isAnswer) {
    const { hops, edges } = problem();
    const nodes = reading.weights.map((weight, node) => ({ weight, node })).sort((a, b) => b.weight - a.weight);
    table($("nodes"), "Nodes", ["node", "hop", isAnswer ? "logit" : "inner product"],
      nodes.map(({ weight, node }) => {
        const role = roleName[roleOf(problem(), node)];
        return [nameOf(problem(), node) + (role ? ` (${role})` : ""), hops[node] ?? "not reached", weight.toFixed(2)];
      }));
    const shares = edges.map((edge, index) => ({ edge, share: reading.attention[index] }))
      .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
    table($("edges"), "Edges", ["edge", "attention"],
      shares.map(({ edge, share }) => [edge.join(" → "), share === null ? "no edge token" : percent(share, 1)]));
  }

  function renderProvenance() {
    const { command, commit, run, runCommand, runCommit, seed, testFile, testFileSHA256 } = trace();
    const { definition, editsDefinition } = trace();
    const entries = [
      ["This trace", `${command} (commit ${commit})`],
      ["Model", `${run}, seed ${seed ?? "unknown"}: ${runCommand ?? "no record"} (commit ${runCommit ?? "unknown"})`],
      ["Problems", `${testFile}, SHA-256 ${testFileSHA256}`],
      ["Definition", definition],
      ...editsDefinition ? [["Edits", editsDefinition]] : [],
    ];
    $("provenance").replaceChildren(...entries.flatMap(([term, text]) => [
      Object.assign(document.createElement("dt"), { textContent: term }),
      Object.assign(document.createElement("dd"), { textContent: text }),
    ]));
  }

  // The hash: #run=0&problem=0&thought=1&step=27, and &edit=12 where node 12 is edited.

  function remember() {
    const text = `#run=${chosen.run}&problem=${chosen.problem}&thought=${chosen.reading + 1}&step=${chosen.step}`
      + (chosen.edit === null ? "" : `&edit=${chosen.edit}`);
    if (location.hash !== text) history.replaceState(null, "", text);
  }

  function recall() {
    const values = new URLSearchParams(location.hash.slice(1));
    const number = (key, otherwise) => values.has(key) ? Number(values.get(key)) : otherwise;
    const run = clamp(number("run", 0), traces.length);
    return {
      run, problem: number("problem", 0), reading: number("thought", 1) - 1,
      step: number("step", traces[run].checkpoints.length - 1), edit: number("edit", null),
    };
  }

  // Playing.

  function stop() {
    clearInterval(player);
    player = null;
    $("play").textContent = "Play";
    $("play").setAttribute("aria-pressed", "false");
    $("live").setAttribute("aria-live", "polite");
  }

  function play() {
    const last = lastStep();
    // Announced once, when it stops, not at every step.
    $("live").setAttribute("aria-live", "off");
    $("play").textContent = "Pause";
    $("play").setAttribute("aria-pressed", "true");
    if (chosen.step === last) choose({ step: 0 });
    player = setInterval(() => {
      if (chosen.step + 1 >= last) stop();
      choose({ step: chosen.step + 1 });
    }, calm.matches ? 1200 : 450);
  }

  // Events.

  for (const [index, each] of traces.entries()) option($("run"), `${lossName(each.loss)}, ${sizeName(each.run)}`, index);
  $("run").addEventListener("change", () => {
    stop();
    const run = Number($("run").value);
    choose({ run, problem: 0, reading: 0, step: traces[run].checkpoints.length - 1, edit: null });
  });
  $("problem").addEventListener("change", () => choose({ problem: Number($("problem").value), edit: null }));
  $("step").addEventListener("input", () => { stop(); choose({ step: Number($("step").value) }); });
  $("play").addEventListener("click", () => player === null ? play() : stop());
  const pick = (node) => { stop(); choose({ edit: node, step: lastStep() }); };
  $("edit").addEventListener("change", () => pick($("edit").value === "" ? null : Number($("edit").value)));
  $("graph").addEventListener("click", (event) => {
    const node = Number(event.target.closest(".node")?.dataset.node ?? NaN);
    if (editOf(problem(), chosen.reading, node)) pick(node === chosen.edit ? null : node);
  });
  $("graph").addEventListener("keydown", (event) => {
    const moves = {
      ArrowLeft: { reading: chosen.reading - 1 }, ArrowRight: { reading: chosen.reading + 1 },
      ArrowUp: { step: chosen.step + 1 }, ArrowDown: { step: chosen.step - 1 },
    };
    if (!(event.key in moves) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    stop();
    choose(moves[event.key]);
  });
  narrow.addEventListener("change", () => { rebuild(); render(); });
  addEventListener("resize", () => drawChart($("chart"), problem(), chosen.reading, chosen.step));
  addEventListener("hashchange", () => choose(recall()));

  choose(recall());
})();
