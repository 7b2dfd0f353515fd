// The graph as SVG: built once for a problem, then only sizes, fills and widths change. Places come with the trace.
"use strict";

const svgNamespace = "http://www.w3.org/2000/svg";

/** A new SVG element in `parent`. */
function svg(parent, name, attributes = {}, text = "") {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

const radius = { least: 9, most: 22 };

/** Draws `problem` in `box`, layers downwards, or to the right where `sideways`; returns `show(reading, index, edit)`,
 * where `edit` is the node that is changed and the sign that marks it, or null. */
function drawGraph(box, problem, sideways) {
  const step = { place: 54, layer: sideways ? 66 : 92 };
  const margin = { place: 48, layer: 46 };
  const bends = problem.bends.flat();
  const places = [...problem.places, ...bends.map(([place]) => place)];
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const depth = Math.max(...problem.layers);
  const at = (place, layer) => {
    const along = (place - low) * step.place + margin.place;
    const down = layer * step.layer + margin.layer;
    return sideways ? { x: down, y: along + 18 } : { x: along + 36, y: down };
  };
  const size = at(high, depth);
  const [width, height] = sideways
    ? [size.x + margin.layer, size.y + margin.place] : [size.x + margin.place, size.y + margin.layer];

  box.replaceChildren();
  const root = svg(box, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "live" });
  root.style.maxWidth = `${Math.min(width * 1.25, 900)}px`;
  const centre = problem.symbols.map((_, node) => at(problem.places[node], problem.layers[node]));
  const band = svg(root, "rect", { class: "band" });
  const hops = Math.max(...problem.hops.filter((hop) => hop !== null));
  for (let hop = 0; hop <= hops; hop++) {
    const here = at(low, hop);
    svg(root, "text", sideways
      ? { class: "hop", x: here.x, y: 14, "text-anchor": "middle" } : { class: "hop", x: 4, y: here.y + 4 }, `hop ${hop}`);
  }

  const edges = problem.edges.map(([source, target], edge) => {
    const group = svg(root, "g", { class: edge === problem.edges.length - 1 ? "edge silent" : "edge" });
    const line = svg(group, "path", { class: "line" });
    const head = svg(group, "path", { class: "head" });
    const title = svg(group, "title");
    const via = problem.bends[edge].map(([place, layer]) => at(place, layer));
    return { source, target, line, head, title, via, group };
  });
  const nodes = problem.symbols.map((word, node) => {
    const role = roleOf(problem, node);
    const group = svg(root, "g", { class: `node ${role} ${problem.hops[node] === null ? "far" : ""}`, "data-node": node });
    const { x, y } = centre[node];
    svg(group, "circle", { class: "reach", cx: x, cy: y, r: radius.most });
    const ring = role ? svg(group, "circle", { class: "ring", cx: x, cy: y }) : null;
    const disc = svg(group, "circle", { class: "disc", cx: x, cy: y });
    svg(group, "text", { class: "number", x, y: y + 4, "text-anchor": "middle" }, String(node));
    // Half of the longest name fits beside the picture's edge.
    const inside = Math.min(Math.max(x, 60), width - 60);
    const name = role
      ? svg(group, "text", { class: "role", x: inside, "text-anchor": "middle" }, roleName[role]) : null;
    return { group, disc, ring, name, title: svg(group, "title") };
  });

  const badge = svg(root, "g", { class: "badge" });
  svg(badge, "circle", { r: 9 });
  const sign = svg(badge, "text", { y: 5, "text-anchor": "middle" });

  const largest = Math.max(largestWeight(problem), 1e-9);
  return (reading, index, edit) => {
    const radii = reading.weights.map((weight) =>
      radius.least + (radius.most - radius.least) * Math.sqrt(Math.max(weight, 0) / largest));
    nodes.forEach(({ group, disc, ring, name, title }, node) => {
      const share = Math.max(reading.weights[node], 0) / largest;
      disc.style.r = `${radii[node]}px`;
      group.style.setProperty("--share", `${Math.round(100 * share)}%`);
      group.classList.toggle("full", share > 0.5);
      if (ring) ring.style.r = `${radii[node] + 3.5}px`;
      if (name) name.setAttribute("y", centre[node].y + radii[node] + 17);
      title.textContent = `${nameOf(problem, node)}: ${reading.weights[node].toFixed(2)}`;
    });
    for (const [edge, { source, target, line, head, title, via, group }] of edges.entries()) {
      const share = reading.attention[edge];
      const thickness = 1 + 15 * (share ?? 0);
      const route = trace(centre[source], via, centre[target], radii[target] + (roleOf(problem, target) ? 6 : 2),
        4 + thickness);
      line.setAttribute("d", route.line);
      line.style.strokeWidth = `${thickness}px`;
      head.setAttribute("d", route.head);
      group.style.setProperty("--share", `${Math.round(100 * Math.min(1, 0.1 + 4 * (share ?? 0)))}%`);
      title.textContent = `${nameOf(problem, source)} → ${nameOf(problem, target)}: `
        + (share === null ? "the prompt's last edge has no edge token" : percent(share, 1));
    }
    markFrontier(index);
    badge.setAttribute("visibility", edit ? "visible" : "hidden");
    if (edit) {
      const beside = 0.7 * radii[edit.node] + 5;
      badge.setAttribute("transform", `translate(${centre[edit.node].x + beside} ${centre[edit.node].y - beside})`);
      sign.textContent = edit.sign;
    }
  };

  /** Shades the frontier's nodes, or the target. */
  function markFrontier(index) {
    const frontier = wanted(problem, index).flatMap((isWanted, node) => (isWanted ? [centre[node]] : []));
    const xs = frontier.map(({ x }) => x), ys = frontier.map(({ y }) => y);
    const reach = radius.most + 5;
    const corner = { x: Math.min(...xs) - reach, y: Math.min(...ys) - reach };
    band.setAttribute("x", corner.x);
    band.setAttribute("y", corner.y);
    band.setAttribute("width", Math.max(...xs) + reach - corner.x);
    band.setAttribute("height", Math.max(...ys) + reach - corner.y);
    band.setAttribute("rx", reach);
  }

  /** An edge's line and arrow head, ending `gap` from the target's centre. */
  function trace(start, via, end, gap, head) {
    const points = [start, ...via, end];
    const isFlat = via.length === 0 && (sideways ? start.x === end.x : start.y === end.y);
    if (isFlat) {
      // Ends in one layer: an arc, so that it passes beside the nodes between them.
      const bulge = 0.28 * Math.hypot(end.x - start.x, end.y - start.y);
      const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
      points.splice(1, 0, sideways ? { x: middle.x + bulge, y: middle.y } : { x: middle.x, y: middle.y + bulge });
    }
    const before = points[points.length - 2];
    const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
    const along = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
    const tip = { x: end.x - gap * along.x, y: end.y - gap * along.y };
    const base = { x: tip.x - (head + 3) * along.x, y: tip.y - (head + 3) * along.y };
    points[points.length - 1] = base;
    const half = head / 2 + 1;
    let path = `M${start.x} ${start.y}`;
    for (let i = 1; i < points.length - 1; i++) {
      const bend = points[i], next = points[i + 1];
      const stop = i === points.length - 2 ? next : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 };
      path += `Q${bend.x} ${bend.y} ${stop.x} ${stop.y}`;
    }
    if (points.length === 2) path += `L${base.x} ${base.y}`;
    return {
      line: path,
      head: `M${tip.x} ${tip.y}L${base.x - half * along.y} ${base.y + half * along.x}`
        + `L${base.x + half * along.y} ${base.y - half * along.x}Z`,
    };
  }
}
