// Draw the figure that Python computed, and draw it again in place whenever it changes.

const WORDS = {
  "Download plot as a PNG": "存为 PNG 图片",
  "Zoom": "框选放大",
  "Pan": "平移",
  "Zoom in": "放大",
  "Zoom out": "缩小",
  "Reset axes": "恢复原样",
  "Double-click to zoom back out": "双击恢复原样",
};

// JupyterLab would take the arrow keys of a list for its own.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".widget-dropdown select")) target.dataset.lmSuppressShortcuts = "true";
});

/** Fetch plotly.js from the kernel, once for all charts of a page: nothing is loaded from a network. */
function library(model) {
  globalThis.xiaobenPlotly ??= new Promise((resolve, reject) => {
    model.on("msg:custom", function take(_message, [source]) {
      model.off("msg:custom", take);
      const script = document.createElement("script");
      script.src = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      script.onload = () => {
        window.Plotly.register({ moduleType: "locale", name: "zh-CN", dictionary: WORDS, format: {} });
        resolve(window.Plotly);
      };
      script.onerror = reject;
      document.head.append(script);
    });
    model.send({ wanted: "plotly" });
  });
  return globalThis.xiaobenPlotly;
}

function fullScreen(el, Plotly) {
  return {
    name: "全屏显示（Esc 退出）",
    icon: Plotly.Icons.autoscale,
    click: () => (document.fullscreenElement ? document.exitFullscreen() : el.requestFullscreen()),
  };
}

async function render({ model, el }) {
  const place = document.createElement("div");
  place.className = "xiaoben-chart";
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  el.append(place);
  const Plotly = await library(model);
  const config = {
    responsive: false,
    displaylogo: false,
    locale: "zh-CN",
    modeBarButtonsToAdd: [fullScreen(el, Plotly)],
    toImageButtonOptions: { scale: 2 },
  };

  let drawn = Promise.resolve();
  const draw = () => {
    drawn = drawn.then(async () => {
      const text = model.get("figure");
      const { data, layout } = JSON.parse(text);
      await Plotly.react(place, data, layout, config);
      place.setAttribute("aria-label", layout.meta?.alternative ?? "");
      place.dispatchEvent(new CustomEvent("xiaoben-drawn", { bubbles: true }));
    });
    return drawn;
  };
  model.on("change:figure", draw);
  await draw();
  place.on("plotly_click", ({ points: [point] }) => {
    model.set("clicked", { mark: point.customdata ?? null, time: Date.now() });
    model.save_changes();
  });
  const fitting = new ResizeObserver(() => {
    if (place.clientWidth) Plotly.Plots.resize(place);
  });
  fitting.observe(el);
  return () => {
    model.off("change:figure", draw);
    fitting.disconnect();
    Plotly.purge(place);
  };
}

export default { render };
