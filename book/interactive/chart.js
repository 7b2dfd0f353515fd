// Means of node groups over training, above the slider and as wide as its track.
"use strict";

/** Draws the groups' means at every checkpoint in `box`, with a mark at checkpoint `now`. */
function drawChart(box, problem, index, now) {
  const [width, height, inset] = [Math.max(box.clientWidth, 100), 132, 9];
  const lines = groups(problem, index).map((group) => ({
    ...group,
    values: problem.traces.map((traced) => {
      const { weights } = readingsOf(traced)[index];
      return mean(group.nodes.map((node) => weights[node]));
    }),
  }));
  const all = lines.flatMap((line) => line.values);
  const [low, high] = [Math.min(0, ...all), Math.max(1, ...all)];
  const x = (checkpoint) => inset + (width - 2 * inset) * checkpoint / Math.max(problem.traces.length - 1, 1);
  const y = (value) => 8 + (height - 16) * (high - value) / (high - low);

  box.replaceChildren();
  const root = svg(box, "svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  svg(root, "path", { class: "axis", d: `M${inset} ${y(0)}H${width - inset}` });
  svg(root, "path", { class: "now", d: `M${x(now)} 2V${height - 2}` });
  for (const { kind, values } of [...lines].reverse()) {
    svg(root, "path", { class: `mean ${kind}`, d: "M" + values.map((value, i) => `${x(i)} ${y(value)}`).join("L") });
    svg(root, "circle", { class: `mean ${kind}`, cx: x(now), cy: y(values[now]), r: 4 });
  }
  svg(root, "text", { class: "hop", x: inset, y: y(0) - 4 }, "0");
  return lines.map(({ name, kind, values }) => ({ name, kind, value: values[now] }));
}
