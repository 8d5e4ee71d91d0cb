/* The page at work: one view of a group or of all, tables that sort, charts drawn when they are
   seen, and the trial of other ratios. Text from the school is only ever text, never markup. */
(() => {
  "use strict";

  const WHOLE = "all";
  const WORDS = {
    "Download plot as a PNG": "存为 PNG 图片",
    "Zoom": "框选放大",
    "Pan": "平移",
    "Zoom in": "放大",
    "Zoom out": "缩小",
    "Reset axes": "恢复原样",
    "Double-click to zoom back out": "双击恢复原样",
    "Toggle show closest data on hover": "显示最近的点",
    "Compare data on hover": "比较同一位置的点",
  };
  const TOO_OLD =
    "这个浏览器较旧，画不出图；结论和数据表照常可看。Chrome、Edge 80，Firefox 113，Safari 16.4 起可以画图。";

  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const page = JSON.parse(find("#page-data").textContent);
  const { make } = tables;

  // ---------------------------------------------------------------- which group is looked at

  const chooser = find("#group");
  let view = WHOLE;

  function show_view(chosen) {
    view = chosen;
    chooser.value = view;
    const name = page.groups[view];
    find("#view").textContent = name === undefined ? "现在看：全部教研组" : `只看${name}`;
    tables.show(view);
    for (const chart of charts.values()) chart.tell();
    redraw();
  }

  function read_address() {
    const [, name] = /^#group=(.*)$/.exec(location.hash) ?? [];
    if (name === undefined) return WHOLE;
    let wanted = name;
    try { wanted = decodeURIComponent(name); } catch { /* as it is written */ }
    const place = page.groups.indexOf(wanted);
    return place < 0 ? WHOLE : String(place);
  }

  function write_address() {
    const hash = view === WHOLE ? "#" : `#group=${encodeURIComponent(page.groups[view])}`;
    try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
  }

  chooser.addEventListener("change", () => {
    show_view(chooser.value);
    write_address();
  });
  window.addEventListener("hashchange", () => {
    if (/^#(group=|$)/.test(location.hash) || !location.hash) show_view(read_address());
  });
  for (const link of all('nav a, .skip')) {
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address keeps the group
      const place = find(link.getAttribute("href"));
      place.scrollIntoView();
      (find("h2", place.matches("section") ? place : document.createElement("p")) ?? place)
        .focus({ preventScroll: true });
    });
  }
  const bar = find(".bar");
  const measure = () => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  window.addEventListener("resize", measure);

  // ---------------------------------------------------------------- charts

  /** Unpack a text that was compressed into the page. */
  async function unpack(id) {
    const packed = Uint8Array.from(atob(find(`#${id}`).textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  let loading;
  /** Start plotly, once, from the page itself. */
  function library() {
    loading ??= unpack("plotly").then((source) => {
      document.head.append(make("script", source));
      Plotly.register({ moduleType: "locale", name: "zh-CN", dictionary: WORDS, format: {} });
    });
    return loading;
  }

  const charts = new Map(all("[data-chart]").map((place) => [place.dataset.chart, new_chart(place)]));

  /** Return a chart that tells its finding at once, and draws itself when it is asked to. */
  function new_chart(place) {
    const name = place.dataset.chart;
    const section = place.closest("section");
    const told = page.told[name];
    let figures;
    let drawn = "";
    const wanted = () => `${view} ${name === "cutoffs" ? trial_key() : ""}`;
    return {
      place,
      is_stale: () => drawn !== wanted(),
      tell() {
        const [finding, note] = told[view] ?? told[WHOLE];
        find(".finding", section).textContent = name === "cutoffs" && is_trial() ? say_trial() : finding;
        find(".note", section).textContent = note;
        const more = find(".more", section);
        if (more) more.hidden = view !== WHOLE;
      },
      async draw() {
        const want = wanted();
        drawn = want;
        await library();
        figures ??= JSON.parse(await unpack(`${name}-figures`));
        const written = figures[view] ?? figures[WHOLE];
        const { data, layout } = name === "cutoffs" && is_trial() ? redrawn_lines(written, given, was(), trial) : written;
        find(".wait", place)?.remove();
        await Plotly.react(place, data, { ...layout, autosize: true }, {
          displaylogo: false, responsive: true, locale: "zh-CN", toImageButtonOptions: { scale: 2 },
        });
        place.setAttribute("role", "img");
        place.setAttribute("aria-label", `${find(".finding", section).textContent}${layout.meta.note}。数据见下表。`);
        place.dataset.drawn = want;
      },
    };
  }

  const can_draw = typeof DecompressionStream !== "undefined";
  const in_sight = new Set();
  let at_work = false;

  /** Draw what is stale one after the other, first what is in sight. */
  async function redraw() {
    if (at_work || !can_draw) return;
    at_work = true;
    try {
      for (;;) {
        const stale = [...charts.values()].filter((chart) => chart.is_stale());
        const next = stale.find(({ place }) => in_sight.has(place)) ?? stale[0];
        if (!next) break;
        await next.draw();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      document.documentElement.dataset.drawn = view;
    } catch (fault) {
      for (const wait of all(".wait")) wait.textContent = "这个浏览器画不出图；结论和数据表照常可看。";
      console.warn(fault);
    } finally {
      at_work = false;
    }
  }

  // paper has another width than the screen
  const half = 330; // pixels of a chart, so that two with their words fill a page
  const page_high = 860;
  const fit = (width) => {
    for (const { place } of charts.values()) {
      if (!place.data) continue;
      const own = (place.dataset.height ||= place.layout.height ?? half);
      const most = place.data.some(({ type }) => type === "heatmap") ? page_high : half;
      Plotly.relayout(place, { width, height: width ? Math.min(own, most) : Number(own) });
    }
  };
  window.addEventListener("beforeprint", () => fit(700));
  window.addEventListener("afterprint", () => fit(null));

  // ---------------------------------------------------------------- the trial of other ratios

  const given = page.trial;
  const points = (hundredths) => (hundredths / 100).toFixed(2);
  let ratios = []; // parts of the whole, best tier first
  let trial = null;
  const trial_key = () => ratios.join("/");

  /** Draw the lines by some ratios, as the library does. */
  function divide(ratios) {
    const settings = { ...given, ratios, whole: BigInt(given.whole) };
    const pools = given.pools.map(({ size, own, weight }) => ({
      size: BigInt(size),
      own: own && own.map(BigInt),
      weight: BigInt(weight),
    }));
    const taken = standing.divide_pools(pools, settings);
    const ruled = standing.assign_tiers(given.people, taken);
    return {
      taken,
      ruled,
      tiers: ruled.map((tier, at) => given.people[at].by_hand ?? tier),
      lines: standing.cutoff_table(given.people, ruled, taken),
    };
  }

  const levels = given.ratios.length;
  const names = given.tiers;

  function why_no_trial() {
    if (levels < 2) return "办法只有一个按名次划的等级，没有可以试算的比例。";
    if (typeof standing === "undefined") return "这个浏览器较旧，不能试算；请用 Chrome、Edge 67，Firefox 68，Safari 14 以上打开。";
    const same = divide(given.ratios.map(BigInt)).ruled.every((tier, at) => tier === given.people[at].tier);
    return same ? "" : "本页的试算与报告不一致，已停用；请在工作簿中试算。";
  }

  /** Show parts of the whole as a percentage with at most one decimal. */
  function percent(part) {
    const tenths = (2n * part * 1000n + BigInt(given.whole)) / (2n * BigInt(given.whole));
    return `${tenths / 10n}${tenths % 10n ? `.${tenths % 10n}` : ""}%`;
  }

  const hundredth = () => BigInt(given.whole) / 100n;

  /** Take another share for a tier; the last one gets what is left. */
  function set_ratio(level, number) {
    const others = ratios.reduce((sum, part, at) => (at === level || at === levels - 1 ? sum : sum + part), 0n);
    const room = BigInt(given.whole) - others;
    const asked = BigInt(Math.max(0, Math.min(100, Math.round(number) || 0))) * hundredth();
    const share = asked > room ? (room / hundredth()) * hundredth() : asked;
    find("#most").textContent = asked > room ? say_most(level, share) : "";
    ratios = ratios.map((part, at) => (at === level ? share : at === levels - 1 ? room - share : part));
    show_trial();
  }

  /** Say why a share is smaller than asked for: the tiers between leave no more. */
  function say_most(level, share) {
    const others = names.slice(0, levels - 1).filter((_, at) => at !== level && ratios[at]);
    const why = others.length ? `，${others.join("、")}不变` : "";
    return `${levels} 项合计 100%${why}，${names[level]}最多 ${percent(share)}。`;
  }

  const controls = [];

  function build_trial(place) {
    place.className = "trial";
    place.append(make("h3", "换一个比例试算"));
    const why = why_no_trial();
    if (why) {
      place.append(make("p", why));
      return;
    }
    const rest = names[levels - 1];
    place.append(make("p", `只改共同比例，其余按办法；${rest}得余下的比例。试算只在本页，不改变任何文件。`, { class: "note" }));
    given.ratios.forEach((_, level) => place.append(ratio_row(level)));
    if (given.pools.some(({ own }) => own)) {
      const own = given.pools.filter((pool) => pool.own).map(({ name }) => name).join("、");
      place.append(make("p", `${own}用自己的比例，不随试算改变。`, { class: "note" }));
    }
    place.append(make("p", "", { id: "most", "aria-live": "polite", class: "note" }));
    place.append(make("p", "", { id: "outcome", role: "status", class: "finding" }));
    place.append(make("div", "", { id: "seats", class: "listed" }), make("div", "", { id: "movers", class: "listed" }));
    ratios = given.ratios.map(BigInt);
    show_trial();
  }

  function ratio_row(level) {
    const row = make("div", "", { class: "ratio" });
    const label = make("label", "", { for: `ratio-${level}` });
    const dot = make("span", "", { class: "dot", "aria-hidden": "true" });
    dot.style.background = given.colors[level];
    label.append(dot, names[level]);
    const shown = make("output", "");
    row.append(label);
    if (level === levels - 1) {
      row.append(make("span", "余下的"), shown);
      controls.push({ shown });
      return row;
    }
    const limits = { min: 0, max: 100, step: 1 };
    const slider = make("input", "", { ...limits, type: "range", id: `ratio-${level}` });
    const field = make("input", "", { ...limits, type: "number", "aria-label": `${names[level]}比例（%）` });
    slider.addEventListener("input", () => set_ratio(level, slider.valueAsNumber));
    field.addEventListener("change", () => set_ratio(level, field.valueAsNumber));
    row.append(slider, field, shown);
    controls.push({ slider, field, shown });
    return row;
  }

  const is_trial = () => trial !== null && trial_key() !== given.ratios.join("/");

  function show_trial() {
    trial = divide(ratios);
    ratios.forEach((part, level) => {
      const { slider, field, shown } = controls[level];
      shown.textContent = percent(part);
      const rounded = String((2n * part + hundredth()) / (2n * hundredth()));
      if (slider) slider.value = field.value = rounded;
    });
    document.body.classList.toggle("trying", is_trial());
    find("#trying").hidden = !is_trial();
    find("#tried").textContent = ratios.map((part, at) => `${names[at]} ${percent(part)}`).join("、");
    measure();
    find("#outcome").textContent = is_trial() ? say_trial() : "现在是报告的比例；移动滑块即试算。";
    charts.get("cutoffs")?.tell();
    list_seats();
    list_movers();
    mark_standings();
    redraw();
  }

  const was = () => given.people.map(({ tier, by_hand }) => by_hand ?? tier);

  function say_trial() {
    const before = was();
    const raised = trial.tiers.filter((tier, at) => tier < before[at]).length;
    const lowered = trial.tiers.filter((tier, at) => tier > before[at]).length;
    const told = raised + lowered
      ? `${raised + lowered} 人等级改变：${raised} 人上升，${lowered} 人下降。`
      : "没有人的等级改变。";
    return `试算，不是结果：全校 ${told}`;
  }

  const numbers = new Map(page.groups.map((name, at) => [name, String(at)]));
  const views_of_pool = given.pools.map((_, pool) => {
    const groups = new Set(given.people.filter((one) => one.pool === pool).map(({ group }) => numbers.get(group)));
    return [WHOLE, ...groups].join(" ");
  });

  function list_seats() {
    const base = divide(given.ratios.map(BigInt));
    const dividing = [...Array(levels - 1).keys()];
    const headings = [
      { text: "排名范围", kind: "short" },
      { text: "计入人数", kind: "number" },
      ...given.ratios.map((_, level) => ({ text: `${names[level]}名额`, kind: "number" })),
      ...dividing.map((level) => ({ text: `${names[level]}线（差）`, kind: "short" })),
    ];
    const rows = given.pools.map(({ name, size }, pool) => ({
      views: views_of_pool[pool],
      cells: [
        name,
        size,
        ...trial.taken[pool].map((seats, level) => seat_cell(Number(base.taken[pool][level]), Number(seats))),
        ...dividing.map((level) => line_text(trial.lines[pool][level])),
      ],
    }));
    tables.put(find("#seats"), is_trial() ? "试算，不是结果：名额与划线" : "名额与划线", headings, rows);
  }

  const seat_cell = (before, now) =>
    before === now ? { text: String(now), key: now } : { text: `${before} → ${now}`, key: now, changed: true };

  function line_text({ cutoff, gap }) {
    if (cutoff === null) return "—";
    return gap === null ? points(cutoff) : `${points(cutoff)}（差 ${points(gap)}）`;
  }

  function list_movers() {
    const place = find("#movers");
    const before = was();
    const moved = given.people.map((one, at) => ({ ...one, from: before[at], to: trial.tiers[at] }))
      .filter(({ from, to }) => from !== to);
    place.replaceChildren();
    if (!moved.length) return;
    const headings = [
      { text: "教研组" }, { text: "工号" }, { text: "姓名" }, { text: "总分", kind: "number" },
      { text: "原等级", kind: "tier" }, { text: "试算等级", kind: "tier" },
    ];
    const rows = moved.map(({ group, id, name, total, from, to }) => ({
      views: `${WHOLE} ${numbers.get(group)}`,
      cells: [group, id, name, points(total), { text: names[from], key: from }, { text: names[to], key: to, changed: true }],
    }));
    tables.put(place, "试算，不是结果：等级改变的教师", headings, rows);
  }

  /** Write the tiers of the trial into the standings, with the real ones beside those that differ. */
  function mark_standings() {
    const table = find("#standings table");
    const before = was();
    const title = find("caption", table);
    title.textContent = is_trial() ? "成绩总表（等级为试算，不是结果；师德考核分、上报学时仍为报告所列）" : "成绩总表";
    for (const row of all("tbody tr", table)) {
      const at = Number(row.dataset.row);
      const cell = find("td.tier", row);
      const [from, to] = [before[at], trial.tiers[at]];
      cell.textContent = names[to];
      cell.dataset.key = to;
      cell.classList.toggle("changed", from !== to);
      if (from !== to) cell.append(make("span", `原${names[from]}`, { class: "was" }));
    }
  }

  find("#reset").addEventListener("click", () => {
    find("#most").textContent = "";
    ratios = given.ratios.map(BigInt);
    show_trial();
    find("#ratio-0")?.focus();
  });

  // ---------------------------------------------------------------- begin

  if (!can_draw) {
    for (const wait of all(".wait")) wait.textContent = TOO_OLD;
  } else if (typeof IntersectionObserver !== "undefined") {
    const watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) in_sight[isIntersecting ? "add" : "delete"](target);
    }, { rootMargin: "300px" });
    for (const { place } of charts.values()) watch.observe(place);
  }
  build_trial(find("#trial"));
  measure();
  show_view(read_address());
  document.documentElement.dataset.ready = "yes";
})();
