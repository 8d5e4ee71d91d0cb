// A page of the meeting: how far it is, the keys, the whole screen, and a word when it is cut off.

const meeting = {
  began: Date.now(),
  doing: "正在启动……",

  /** Tell that so many cells of so many have been computed. */
  step(cells, all) {
    const bar = document.getElementById("done");
    bar.max = all;
    bar.value = cells;
    this.doing = `正在计算（第 ${Math.min(cells + 1, all)} 步，共 ${all} 步）……`;
    this.tell();
  },

  tell() {
    const told = document.getElementById("told");
    if (!told) return;
    if (told.textContent !== this.doing) told.textContent = this.doing; // is read aloud, so only once
    document.getElementById("seconds").textContent = `已用 ${Math.round((Date.now() - this.began) / 1000)} 秒`;
  },

  /** Every cell is computed: what they show is drawn once the page's own program has loaded. */
  computed() {
    this.doing = "正在画图……";
    this.tell();
    const main = document.querySelector("main");
    const watch = new MutationObserver(() => this.drawn(main) && (watch.disconnect(), this.finish(main)));
    watch.observe(main, { childList: true, subtree: true });
    if (this.drawn(main)) this.finish(main);
  },

  drawn(main) {
    const waiting = 'script[type="application/vnd.voila.cell-output+json"], .jp-OutputArea-child:empty';
    return !main.querySelector(waiting);
  },

  finish(main) {
    clearInterval(this.clock);
    document.getElementById("progress").hidden = true;
    main.setAttribute("aria-busy", "false");
    setInterval(() => this.ask(), 30_000);
  },

  /** Where the server is, and which kernel computes this page; null before it has started. */
  config() {
    return JSON.parse(document.getElementById("jupyter-config-data")?.text ?? "null");
  },

  /** Say so when the kernel of this page is no more; nothing on it would move then. */
  async ask() {
    const { baseUrl, kernelId } = this.config();
    const answer = await fetch(`${baseUrl}api/kernels/${kernelId}`).catch(() => ({ ok: false }));
    if (answer.ok || document.getElementById("cut-off")) return;
    const word = document.createElement("div");
    word.id = "cut-off";
    word.className = "fault";
    word.setAttribute("role", "alert");
    word.textContent = "这一页和程序的连接断了，滑块和按钮不再起作用。请按 F5 重新打开这一页。";
    document.querySelector("main").before(word);
  },
};

// A page takes its kernel with it; what a browser sends otherwise is lost when it leaves.
window.addEventListener("pagehide", () => {
  const config = meeting.config();
  if (config) navigator.sendBeacon(`${config.baseUrl}voila/api/shutdown/${config.kernelId}`);
});

window.voila_heartbeat = () => meeting.tell();
window.voila_process = () => {};
window.voila_finish = () => {};
meeting.clock = setInterval(() => meeting.tell(), 1000);

const CONTROLS = "input, select, textarea, [contenteditable=true], [role=slider], [role=listbox], [role=combobox]";

/** N and P, or Alt with an arrow, go through the agenda, unless a control has the focus. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing || event.target.closest(CONTROLS)) return;
  const key = event.altKey ? { ArrowLeft: "before", ArrowRight: "after" }[event.key]
    : { n: "after", N: "after", p: "before", P: "before" }[event.key];
  if (!key) return;
  event.preventDefault();
  document.getElementById(key)?.click();
});

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("whole-screen");
  button?.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", () => {
    button.textContent = document.fullscreenElement ? "退出全屏" : "全屏";
  });
});
