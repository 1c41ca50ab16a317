// Draws every chart of the site from what the page says it is (ui/charts.py); nothing here knows what is counted.
"use strict";

const styles = getComputedStyle(document.documentElement);
const tint = (name) => styles.getPropertyValue(name).trim();
const INK = tint("--ink");
const QUIET = tint("--quiet");
const LINE = tint("--line");
const FONT = { fontFamily: styles.fontFamily, fontSize: 13, color: INK };
// Colour is never alone: what came back and what was stopped are hatched, which also survives a grey printer.
const HATCH = {
  returned: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(90, 20, 10, .55)" },
  stopped: { symbol: "rect", dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0], color: "rgba(255, 255, 255, .45)" },
  error: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "rgba(255, 255, 255, .4)" },
};
const PALE = new Set(["draft", "submitted", "clean", "warning", "returned"]);
const ROW = 26;
const LYING = new Set(["bars", "stacked"]);

const written = (spec) => (value) =>
  value === null || value === undefined || value === "-"
    ? "—"
    : Number(value).toLocaleString(document.documentElement.lang, { minimumFractionDigits: spec.decimals, maximumFractionDigits: spec.decimals });

// Long names keep both ends: offices of one town begin alike, those of one department too.
function short(name) {
  const width = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 2 : 1), 0);
  if (width(name) <= 24) return name;
  const signs = [...name];
  const head = signs.slice(0, width(name) > 1.5 * signs.length ? 4 : 8);
  const tail = [];
  while (signs.length && width(tail.join("")) + width(head.join("")) < 21) tail.unshift(signs.pop());
  return `${head.join("")}…${tail.join("")}`;
}

function bar(spec, series) {
  const write = written(spec);
  return {
    type: "bar",
    name: series.name,
    stack: spec.kind === "stacked" ? "all" : undefined,
    data: series.values.map((value) => value || null), // nothing has no outline either
    barMaxWidth: ROW - 8,
    itemStyle: { color: tint(`--tone-${series.tone}`), decal: HATCH[series.tone], borderColor: QUIET, borderWidth: 0.6 },
    label: {
      show: true,
      position: spec.kind === "stacked" ? "inside" : "right",
      color: spec.kind === "stacked" && !PALE.has(series.tone) ? "#fff" : INK,
      // A hatch lies behind the figure: an edge of the bar's own colour keeps it readable.
      ...(spec.kind === "stacked" && HATCH[series.tone] ? { textBorderColor: tint(`--tone-${series.tone}`), textBorderWidth: 4 } : {}),
      fontSize: 11,
      formatter: ({ value }) => (value ? write(value) : ""),
    },
    labelLayout(place) {
      const cramped = spec.kind === "stacked" && place.labelRect.width > place.rect.width - 2;
      return cramped ? { fontSize: 0, hideOverlap: true } : { hideOverlap: true };
    },
    cursor: series.links.some(Boolean) ? "pointer" : "default",
  };
}

function line(spec, series, number) {
  const colour = tint(`--tone-${series.tone}`);
  const marks = spec.marks.map((mark) => ({ xAxis: mark.at, label: { formatter: mark.name } }));
  return {
    type: "line",
    name: series.name,
    data: series.values,
    showSymbol: series.values.length < 2,
    symbolSize: 6,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 2, type: series.tone === "plan" ? "dashed" : "solid" },
    cursor: series.links.some(Boolean) ? "pointer" : "default",
    triggerLineEvent: false,
    markLine: number || !marks.length ? undefined : {
      silent: true, symbol: "none", data: marks,
      lineStyle: { color: tint("--red"), type: "solid", width: 1.5 },
      label: { color: tint("--red"), fontSize: 12, position: "insideEndTop", rotate: 0, align: "right", padding: [0, 4, 0, 0] },
    },
  };
}

// In how many lines the legend stands: a phone has no room for all names beside each other.
const legendLines = (spec, width) =>
  spec.series.length > 1 ? Math.ceil(spec.series.reduce((sum, { name }) => sum + 13 * name.length + 44, 0) / width) : 0;

function options(spec, width) {
  const lying = LYING.has(spec.kind);
  const names = {
    type: "category",
    data: spec.categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: QUIET } },
    axisLabel: { ...FONT, fontSize: 12, ...(lying ? { formatter: short, interval: 0 } : {}) },
    triggerEvent: lying && spec.links.some(Boolean),
  };
  const values = {
    type: "value",
    minInterval: spec.decimals ? 0 : 1,
    splitLine: { lineStyle: { color: LINE } },
    axisLabel: { ...FONT, fontSize: 12, color: QUIET },
  };
  return {
    animation: false,
    textStyle: FONT,
    grid: { left: 4, right: lying ? 28 : 16, top: 12 + 22 * legendLines(spec, width), bottom: 4, containLabel: true },
    legend: { show: spec.series.length > 1, top: 0, left: 0, itemHeight: 12, textStyle: { ...FONT, fontSize: 12 } },
    tooltip: { trigger: "axis", axisPointer: { type: lying ? "shadow" : "line" }, confine: true, valueFormatter: (value) => `${written(spec)(value)} ${spec.unit}`, textStyle: { ...FONT, fontSize: 12 } },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: spec.series.map((series, number) => (lying ? bar(spec, series) : line(spec, series, number))),
  };
}

// What is taken along stands alone: it carries its title.
function picture(spec, kind, width, height) {
  const box = document.createElement("div");
  const chart = echarts.init(box, null, { renderer: kind === "svg" ? "svg" : "canvas", width, height: height + 52 });
  const option = options(spec, width);
  option.title = { text: spec.title, subtext: `${spec.about}（${spec.unit}）`, top: 0, left: 0, itemGap: 4, textStyle: { ...FONT, fontSize: 15, width: width - 16, overflow: "truncate" }, subtextStyle: { ...FONT, fontSize: 12, color: QUIET } };
  option.legend.top = 50;
  option.grid.top += 52;
  chart.setOption(option);
  const data = kind === "svg"
    ? `data:image/svg+xml;charset=utf-8,${encodeURIComponent(chart.renderToSVGString())}`
    : chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
  chart.dispose();
  return data;
}

function save(figure, spec, kind) {
  const { clientWidth, clientHeight } = figure.querySelector(".chart-canvas");
  const link = document.createElement("a");
  link.download = `${spec.key}.${kind}`;
  link.href = picture(spec, kind, clientWidth, clientHeight);
  link.click();
}

function draw(figure) {
  const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const canvas = figure.querySelector(".chart-canvas");
  canvas.style.height = LYING.has(spec.kind) ? `${spec.categories.length * ROW + 70}px` : "17rem";
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  chart.setOption(options(spec, canvas.clientWidth));
  // On paper it is as wide as the column, whatever the window was.
  const fit = () => canvas.querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  fit();
  new ResizeObserver(() => { if (!matchMedia("print").matches && canvas.clientWidth) { chart.resize(); chart.setOption(options(spec, canvas.clientWidth)); fit(); } }).observe(canvas);
  chart.on("click", (event) => {
    const to = event.componentType === "series"
      ? spec.series[event.seriesIndex].links[event.dataIndex]
      : spec.links[spec.categories.indexOf(event.value)];
    if (to) location.assign(to);
  });
  for (const button of figure.querySelectorAll("[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => save(figure, spec, button.dataset.save));
  }
}

document.querySelectorAll("[data-chart]").forEach(draw);
