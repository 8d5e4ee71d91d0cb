/* Tables of the page: rows of one view, a search, and headings that sort. */
const tables = (() => {
  "use strict";

  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  let view = "";

  /** Show the rows of a view in every table of the page. */
  function show(chosen) {
    view = chosen;
    for (const table of all("table")) show_rows(table);
  }

  /** Make an element; its text is text, whatever it holds. */
  function make(tag, text = "", attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  const is_seen = (row) => !row.dataset.views || row.dataset.views.split(" ").includes(view);

  /** Show the rows of the view that hold what is searched for, and say how many they are. */
  function show_rows(table) {
    const tools = find(".tools", table.closest(".listed") ?? table);
    const wanted = tools ? find("input", tools).value.trim().toLowerCase() : "";
    let [shown, seen] = [0, 0];
    for (const row of all("tbody tr", table)) {
      const own = is_seen(row);
      const found = own && [...row.cells].some((cell) => cell.textContent.toLowerCase().includes(wanted));
      row.hidden = !found;
      seen += own;
      shown += found;
    }
    if (tools) find(".count", tools).textContent = shown < seen ? `显示 ${shown} ／ ${seen} 行` : `共 ${seen} 行`;
  }

  let collator;
  try { collator = new Intl.Collator("zh-CN", { numeric: true }); } catch { /* older than that */ }
  const by_words = (a, b) => (collator ? collator.compare(a, b) : a.localeCompare(b, "zh-CN"));

  /** Return what a cell is sorted by; cells without an amount are null, and stay last. */
  function sort_key(cell, heading) {
    if (cell.dataset.key) return Number(cell.dataset.key);
    const text = cell.textContent.trim();
    if (!heading.classList.contains("number")) return text || null;
    const amount = parseFloat(text);
    return Number.isNaN(amount) ? null : amount;
  }

  function sort_by(heading) {
    const table = heading.closest("table");
    const up = heading.getAttribute("aria-sort") !== "ascending";
    const headings = all("thead th", table);
    const column = headings.indexOf(heading);
    const rows = all("tbody tr", table).map((row) => ({
      row,
      key: sort_key(row.cells[column], heading),
      place: Number(row.dataset.row), // equals stay as they were written
    }));
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      const order = typeof a.key === "number" ? a.key - b.key : by_words(a.key, b.key);
      return (up ? order : -order) || a.place - b.place;
    });
    for (const one of headings) if (one.hasAttribute("aria-sort")) one.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    find("tbody", table).append(...rows.map(({ row }) => row));
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("th button");
    if (button) sort_by(button.closest("th"));
  });
  document.addEventListener("input", ({ target }) => {
    if (target.type === "search") show_rows(find("table", target.closest(".listed")));
  });

  /** Fill a place with a table of the same kind as the page's others. */
  function put(place, caption, headings, rows) {
    const table = make("table");
    const head = make("tr");
    for (const { text, kind = "" } of headings) {
      const heading = make("th", "", { scope: "col", class: kind, "aria-sort": "none" });
      heading.append(make("button", text, { type: "button" }));
      head.append(heading);
    }
    const body = make("tbody");
    rows.forEach(({ cells, views }, at) => {
      const row = make("tr", "", { "data-row": at, "data-views": views });
      cells.forEach((cell, column) => {
        const made = make("td", cell.text ?? cell, { class: headings[column].kind ?? "" });
        if (cell.key !== undefined) made.dataset.key = cell.key;
        if (cell.changed) made.classList.add("changed");
        row.append(made);
      });
      body.append(row);
    });
    const top = make("thead");
    top.append(head);
    table.append(make("caption", caption), top, body);
    const scroll = make("div", "", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption });
    scroll.append(table);
    place.replaceChildren(scroll);
    show_rows(table);
  }

  return { show, put, make };
})();
