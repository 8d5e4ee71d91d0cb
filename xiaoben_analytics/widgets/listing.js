// A list that is searched, sorted and exported where it stands; cells are text, never markup.

const MOST = 200; // rows drawn at once
const ORDER = new Intl.Collator("zh-CN", { numeric: true });

function add(parent, kind, text = "", properties = {}) {
  const made = Object.assign(document.createElement(kind), properties);
  made.textContent = text;
  parent.append(made);
  return made;
}

/** Keep the rows that hold every word, in the order asked for; blanks come last. */
function chosen(rows, words, { column, down }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const held = rows
    .map((cells, at) => ({ cells, at, text: cells.join("\n").toLowerCase() }))
    .filter(({ text }) => wanted.every((word) => text.includes(word)));
  if (column === null) return held;
  const blank = ({ cells }) => (cells[column] === "" ? 1 : 0);
  return held.sort(
    (one, other) =>
      blank(one) - blank(other) ||
      (down ? -1 : 1) * ORDER.compare(one.cells[column], other.cells[column]) ||
      one.at - other.at,
  );
}

function render({ model, el }) {
  const place = add(el, "div", "", { className: "xiaoben-listing" });
  const bar = add(place, "div", "", { className: "xiaoben-listing-bar" });
  const label = add(bar, "label", "在清单中查找：");
  const search = add(label, "input", "", { type: "search", placeholder: "姓名、文件或词语" });
  search.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take the arrow keys
  const save = add(bar, "button", "导出 Excel", { type: "button", title: "存下现在列出的各行" });
  const count = add(bar, "span", "", { role: "status" });
  const held = add(place, "div", "", { className: "xiaoben-table", tabIndex: 0 });
  const more = add(place, "button", "", { type: "button" });
  let sorted = { column: null, down: false };
  let most = MOST;

  const listed = () => chosen(model.get("rows"), search.value, sorted);

  function sort(column) {
    if (sorted.column !== column) sorted = { column, down: false };
    else sorted = sorted.down ? { column: null, down: false } : { column, down: true };
    draw();
    held.querySelectorAll("th button")[column].focus();
  }

  function head(table) {
    const row = add(add(table, "thead"), "tr");
    model.get("columns").forEach((name, column) => {
      const here = sorted.column === column;
      const cell = add(row, "th", "", { scope: "col" });
      if (here) cell.ariaSort = sorted.down ? "descending" : "ascending";
      const mark = here ? (sorted.down ? " ▼" : " ▲") : "";
      const button = add(cell, "button", name + mark, { type: "button", title: "按这一列排序" });
      button.onclick = () => sort(column);
    });
  }

  function draw() {
    const rows = listed();
    const all = model.get("rows").length;
    held.replaceChildren();
    const table = add(held, "table");
    head(table);
    const body = add(table, "tbody");
    for (const { cells } of rows.slice(0, most)) {
      const row = add(body, "tr");
      for (const cell of cells) add(row, "td", cell);
    }
    count.textContent = rows.length === all ? `共 ${all} 条` : `${rows.length} 条，共 ${all} 条`;
    more.hidden = rows.length <= most;
    more.textContent = `再列出 ${Math.min(MOST, rows.length - most)} 条`;
    save.disabled = rows.length === 0;
  }

  function store(_message, [book]) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([book]));
    link.download = `${model.get("name")}.xlsx`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  search.oninput = draw;
  more.onclick = () => {
    most += MOST;
    draw();
  };
  save.onclick = () => model.send({ wanted: "book", rows: listed().map(({ at }) => at) });
  model.on("change:rows", draw);
  model.on("msg:custom", store);
  draw();
  return () => {
    model.off("change:rows", draw);
    model.off("msg:custom", store);
  };
}

export default { render };
