"use strict";
/* The charts of the page. `shared` is what the page's own script lends: see the end of index.js. */
function chartsOf(shared) {
  const { $, data, t, wanted, choose, count, percent, filled, OUTCOMES, PATH, UNIT, YEAR, OUTCOME, FIGURES } = shared;
  const FIGURE = Object.fromEntries(data.figures.map((name, at) => [name, at]));
  const COLOURS = { error: "#D55E00", warning: "#E69F00", note: "#0072B2" };
  const SHAPES = { error: "", warning: "/", note: "." };
  const FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif';
  const TALL = { l: 50, r: 15, t: 75, b: 40 }; // room for a legend of several lines
  const CONFIG = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };
  // Names are shown by the chart library as a kind of markup.
  const plain = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  function layout(changes) {
    return Object.assign(
      {
        font: { family: FONT, size: 12, color: "#1c2430" }, margin: { l: 50, r: 15, t: 40, b: 40 }, height: 300,
        paper_bgcolor: "#fff", plot_bgcolor: "#fff", legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 },
        hoverlabel: { font: { family: FONT } }, bargap: 0.35,
      },
      changes,
    );
  }

  // Without a height of its own a chart falls together when the window changes: its library measures the place anew.
  function draw(how, id, traces, shown) {
    $(id).style.height = shown.height + "px";
    return how(id, traces, shown, CONFIG);
  }

  // Beside its colour each kind has a hatching, for those who see or print without colours.
  function hatched(shape) {
    return { shape, fillmode: "overlay", fgcolor: "#fff", fgopacity: 0.55, size: 7, solidity: 0.2 };
  }

  function yearsOf(reports) {
    return [...new Set(reports.map((one) => one[YEAR]).filter((year) => year !== null))].sort();
  }

  function drawOutcomes() {
    const years = yearsOf(data.reports);
    const colours = ["#009E73", "#D55E00", "#7F7F7F", "#BDBDBD"];
    const shapes = ["", "/", "x", "."];
    const traces = OUTCOMES.map((name, at) => {
      const of = years.map((year) => data.reports.filter((one) => one[YEAR] === year));
      const y = of.map((group) => group.filter((one) => one[OUTCOME] === at).length);
      return {
        type: "bar", name: t[name], x: years.map(String), y,
        marker: { color: colours[at], pattern: hatched(shapes[at]) },
        text: y.map((n, i) => (n ? `${n} (${percent(n, of[i].length)})` : "")), textposition: "auto",
        textangle: 0, hovertemplate: "%{x} " + t[name] + ": %{text}<extra></extra>",
      };
    }).filter((trace) => trace.y.some((n) => n));
    const highest = Math.max(1, ...years.map((year, at) => traces.reduce((sum, trace) => sum + trace.y[at], 0)));
    const shown = layout({
      barmode: "stack",
      xaxis: { type: "category" }, yaxis: { range: [0, 1.12 * highest], tickformat: ",d" },
    });
    draw(Plotly.newPlot, "outcomes", traces, shown);
    $("outcomes").on("plotly_click", (event) => {
      const point = event.points[0];
      choose({ year: String(point.x), outcome: OUTCOMES.find((name) => t[name] === point.data.name) }, true);
    });
  }

  function drawRules() {
    const most = data.rules.map((rule, at) => [rule, at]).filter(([rule]) => rule[3]).sort((a, b) => b[0][3] - a[0][3]);
    const rules = most.slice(0, 20).reverse();
    const traces = ["error", "warning", "note"].map((level) => {
      const own = rules.map(([rule], at) => [rule, at]).filter(([rule]) => rule[2] === level);
      return {
        type: "bar", orientation: "h", name: t[level], x: own.map(([rule]) => rule[3]), y: own.map(([, at]) => at),
        text: own.map(([rule]) => count(rule[3])), textposition: "outside", textangle: 0, cliponaxis: false,
        marker: { color: COLOURS[level], pattern: hatched(SHAPES[level]) },
        hovertext: own.map(([rule]) => plain(`${rule[0]} ${rule[1]}: ${rule[3]}`)), hoverinfo: "text",
      };
    }).filter((trace) => trace.x.length);
    const names = rules.map(([rule]) => plain(short(`${rule[0]} ${rule[1]}`, 22)));
    draw(Plotly.newPlot, "rules", traces, layout({
      height: Math.max(280, 24 * rules.length + 90), margin: { l: 190, r: 30, t: 40, b: 30 }, bargap: 0.25,
      yaxis: { tickvals: rules.map((one, at) => at), ticktext: names }, xaxis: { rangemode: "tozero", tickformat: ",d" },
    }));
    $("rules").on("plotly_click", (event) => choose({ rule: String(rules[event.points[0].y][1]) }, true));
    $("rules-left").textContent = most.length > 20 ? filled(t.rules_left, { n: most.length - 20 }) : "";
  }

  function drawHeat() {
    const heat = data.heat;
    if (!heat.units.length) {
      $("heat").textContent = t.nothing;
      return;
    }
    const names = heat.units.map((unit) => plain(short(unit || t.no_unit, 22)));
    const rules = heat.rules.map((at) => data.rules[at]);
    const words = heat.z.map((row, y) =>
      row.map((n, x) => plain(`${heat.units[y] || t.no_unit} · ${rules[x][0]} ${rules[x][1]}: ${n}`)));
    const highest = Math.max(...heat.z.map((row) => Math.max(...row)));
    const few = heat.units.length * rules.length <= 3000;
    $("heat").style.minWidth = 300 + 22 * rules.length + "px"; // narrower than that the names of rules overlap
    draw(Plotly.newPlot, "heat", [{
      type: "heatmap", z: heat.z.map((row) => row.map((n) => n || null)), text: words, hoverinfo: "text", xgap: 1, ygap: 1,
      texttemplate: few ? "%{z}" : "", zmin: 0, zmax: Math.max(highest, 1), hoverongaps: false,
      colorscale: [[0, "#FFF4D6"], [0.5, "#F0A13A"], [1, "#8C2D04"]],
      colorbar: { title: { text: t.findings_count }, thickness: 12, len: 200, lenmode: "pixels", y: 1, yanchor: "top", tickformat: ",d", dtick: highest < 6 ? 1 : undefined },
    }], layout({
      height: 19 * heat.units.length + 230, margin: { l: 190, r: 90, t: 170, b: 20 },
      plot_bgcolor: "#f6f7f9",
      xaxis: { side: "top", tickvals: rules.map((one, at) => at), ticktext: rules.map((rule) => plain(short(`${rule[0]} ${rule[1]}`, 16))), tickangle: -60, showgrid: false, zeroline: false, range: [-0.5, rules.length - 0.5] },
      yaxis: { autorange: "reversed", tickvals: names.map((one, at) => at), ticktext: names, showgrid: false, zeroline: false },
    }));
    $("heat").on("plotly_click", (event) => {
      const point = event.points[0];
      choose({ unit: heat.units[point.y] || "", rule: String(heat.rules[point.x]) }, true);
    });
    $("heat-left").textContent = heat.left ? filled(t.heat_left, { n: heat.left, shown: heat.units.length }) : "";
  }

  // --- trends --------------------------------------------------------------------------------

  // A unit that has two reports of one year would count twice: those with the same figures count once, others not.
  function single(reports) {
    const figures = new Map();
    const key = (one) => (one[UNIT] === null ? one[PATH] : one[UNIT] + "|" + one[YEAR]);
    for (const one of reports) {
      const known = figures.get(key(one)) || [];
      known.push(String(one[FIGURES]));
      figures.set(key(one), known);
    }
    const seen = new Set();
    return reports.filter((one) => {
      const again = seen.has(key(one));
      seen.add(key(one));
      return !again && new Set(figures.get(key(one))).size === 1;
    });
  }

  function summed(reports, name) {
    const known = reports.map((one) => one[FIGURES][FIGURE[name]]).filter((value) => value !== null);
    return known.length ? known.reduce((a, b) => a + b, 0) : null;
  }

  function drawTrends() {
    const own = data.reports.filter((one) => one[FIGURES] && one[YEAR] !== null &&
      (wanted.unit === null || (one[UNIT] || "") === wanted.unit));
    // What a government adds up is not added to what it is added from.
    const wholes = wanted.unit === null ? new Set(data.wholes) : new Set();
    const parts = own.filter((one) => !wholes.has(one[UNIT]));
    const reports = single(parts);
    const years = yearsOf(reports);
    const groups = years.map((year) => reports.filter((one) => one[YEAR] === year));
    const labels = years.map((year, at) => `${year}<br>${filled(t.of_reports, { n: groups[at].length })}`);
    const left = parts.length - reports.length;
    const whole = [...new Set(own.map((one) => one[UNIT]))].filter((unit) => wholes.has(unit));
    $("trend-say").textContent = [
      wanted.unit === null ? t.all_units : filled(t.only_unit, { unit: wanted.unit || t.no_unit }),
      whole.length ? filled(t.wholes, { units: whole.slice(0, 3).join(t.comma) + (whole.length > 3 ? "…" : "") }) : "",
      left ? filled(t.twice, { n: left }) : "",
    ].filter(Boolean).join(t.semicolon);
    const axis = { type: "category" };
    const bars = (names, colours, shapes) => names.map((name, at) => ({
      type: "bar", name: t[name], x: labels, y: groups.map((group) => summed(group, name)),
      marker: { color: colours[at], pattern: hatched(shapes[at]) },
      hovertemplate: t[name] + ": %{y:,}<extra></extra>",
    }));
    const upward = { rangemode: "tozero", tickformat: "," };
    draw(Plotly.react, "requests", bars(["new", "carried_in", "carried_out"], ["#0072B2", "#56B4E9", "#E69F00"], ["", "/", "x"]),
      layout({ xaxis: axis, yaxis: upward, barmode: "group", margin: TALL }));
    draw(Plotly.react, "results", bars(["open", "partial", "denied", "unable", "not_processed", "other"],
      ["#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#E69F00", "#999999"], ["", "/", "x", "-", "+", "."]),
      layout({ xaxis: axis, yaxis: upward, barmode: "stack", margin: TALL }));
    drawRates(groups, labels, axis);
  }

  function drawRates(groups, labels, axis) {
    const colours = { review: "#0072B2", litigation: "#D55E00" };
    const traces = ["review", "litigation"].map((kind) => {
      // Only reports that give both figures can be in a share.
      const of = groups.map((group) => group.filter((one) =>
        one[FIGURES][FIGURE[kind + "_corrected"]] !== null && one[FIGURES][FIGURE[kind + "_concluded"]] !== null));
      const parts = of.map((group) => summed(group, kind + "_corrected"));
      const wholes = of.map((group) => summed(group, kind + "_concluded"));
      const few = wholes.map((whole) => whole !== null && whole < data.few);
      return {
        type: "scatter", mode: "lines+markers+text", name: t[kind + "_rate"], x: labels, connectgaps: false,
        y: parts.map((part, at) => (wholes[at] ? Math.round((1000 * part) / wholes[at]) / 10 : null)),
        text: parts.map((part, at) => (wholes[at] ? `${part}/${wholes[at]}` : "")), textposition: kind === "review" ? "top center" : "bottom center",
        textfont: { color: few.map((one) => (one ? "#8C8C8C" : colours[kind])) },
        line: { color: colours[kind], dash: kind === "review" ? "solid" : "dot" }, cliponaxis: false,
        marker: {
          size: 10, symbol: kind === "review" ? "circle" : "diamond",
          color: few.map((one) => (one ? "#C8C8C8" : colours[kind])), line: { width: 1, color: few.map((one) => (one ? "#8C8C8C" : colours[kind])) },
        },
        hovertemplate: t[kind + "_rate"] + ": %{y}% (%{text})<extra></extra>",
      };
    });
    const highest = Math.max(10, ...traces.flatMap((trace) => trace.y.filter((y) => y !== null)));
    draw(Plotly.react, "rates", traces, layout({ xaxis: { ...axis, range: [-0.4, labels.length - 0.6] }, yaxis: { range: [-0.08 * highest, highest * 1.2], ticksuffix: "%" }, margin: TALL }));
  }

  const CHARTS = ["outcomes", "rules", "heat", "requests", "results", "rates"];
  window.addEventListener("beforeprint", () => {
    for (const id of CHARTS) {
      const chart = $(id), room = chart.closest(".three") ? 320 : chart.closest(".two") ? 490 : 1000;
      if (chart.layout) Plotly.relayout(chart, { width: room });
    }
  });
  window.addEventListener("afterprint", () => {
    for (const id of CHARTS) if ($(id).layout) Plotly.relayout($(id), { width: null, autosize: true });
  });

  drawOutcomes();
  drawRules();
  drawHeat();
  return drawTrends;
}
