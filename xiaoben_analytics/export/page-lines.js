/* The tier chart (figures/cutoffs.py) under other ratios: its dots stay, tiers and lines change.

   `people` and `names` are those of the page's data; `before` are the tiers that were, `trial.tiers` those
   that are tried, one for each person; `trial.lines` are the lines (`standing.cutoff_table`). */
function redrawn_lines(figure, { people, tiers: names }, before, trial) {
  const levels = names.length - 1;
  const points = (hundredths) => (hundredths / 100).toFixed(2);
  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  /** Return the figure as it is under a trial: the same dots, put among other tiers. */
  function redraw(figure) {
    const drawn = JSON.parse(JSON.stringify(figure));
    const dividing = levels - 1;
    const a_row = 2 * dividing + names.length + 1; // lines and their values, the tiers, the rings
    for (let start = 0; start < drawn.data.length; start += a_row) {
      const traces = drawn.data.slice(start, start + a_row);
      const dots = traces.slice(2 * dividing, -1).flatMap(dots_of);
      const [tiers, rings] = [traces.slice(2 * dividing, -1), traces.at(-1)];
      tiers.forEach((trace, tier) => fill(trace, dots.filter(({ at }) => trial.tiers[at] === tier)));
      fill(rings, dots.filter(({ at }) => trial.tiers[at] !== before[at]));
      rings.showlegend = start === 0;
      const pools = [...new Map(dots.map((dot) => [people[dot.at].pool, Math.floor(dot.x)]))];
      for (let level = 0; level < dividing; level += 1) put_line(traces, level, pools);
      const axis = drawn.layout[`xaxis${rings.xaxis.slice(1)}`];
      for (const [pool, place] of pools) axis.ticktext[place] = block_name(axis.ticktext[place], pool);
    }
    return drawn;
  }

  const places = new Map(people.map(({ id }, at) => [id, at]));

  function dots_of(trace) {
    return trace.x.map((x, dot) => ({ x, y: trace.y[dot], at: places.get(trace.customdata[dot]), told: trace.hovertext[dot] }));
  }

  function fill(trace, dots) {
    trace.x = dots.map(({ x }) => x);
    trace.y = dots.map(({ y }) => y);
    trace.customdata = dots.map(({ at }) => people[at].id);
    if (trace.hovertext) trace.hovertext = dots.map(told_again);
  }

  /** Say another tier in what a dot says: its second line begins with it. */
  function told_again({ at, told }) {
    const [who, standing, ...rest] = told.split("<br>");
    const old = escape(names[before[at]]);
    const now = standing.startsWith(old) ? escape(names[trial.tiers[at]]) + standing.slice(old.length) : standing;
    return [who, `试算：${now}`, ...rest].join("<br>");
  }

  function put_line(traces, level, pools) {
    const [line, values] = traces.slice(2 * level, 2 * level + 2);
    const held = pools.map(([pool, place]) => ({ place, ...trial.lines[pool][level] })).filter(({ cutoff }) => cutoff !== null);
    line.x = held.flatMap(({ place }) => [place, place + 0.9, null]);
    line.y = held.flatMap(({ cutoff }) => [cutoff / 100, cutoff / 100, null]);
    values.x = held.map(({ place }) => place + (level === 0 ? 0.9 : 0));
    values.y = held.map(({ cutoff }) => cutoff / 100);
    values.text = held.map(({ cutoff, gap }) =>
      `${escape(names[level])} ${points(cutoff)}${gap === null ? "" : `<br>差 ${points(gap)}`}`);
  }

  /** Count a block's tiers anew below its name. */
  function block_name(written, pool) {
    const mine = people.flatMap((one, at) => (one.pool === pool ? [trial.tiers[at]] : []));
    const lines = written.split("<br>");
    const counted = names.map((name, tier) => [[...name][0], mine.filter((one) => one === tier).length])
      .filter(([, count]) => count)
      .map(([letter, count]) => `${escape(letter)}${count}`);
    const pairs = [];
    for (let at = 0; at < counted.length; at += 2) pairs.push(counted.slice(at, at + 2).join(" "));
    return [...lines.slice(0, lines.lastIndexOf(`${mine.length} 人`) + 1), ...pairs].join("<br>");
  }

  return redraw(figure);
}
