"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const t = data.texts;
  const [PATH, PAGE, UNIT, YEAR, EDITION, OUTCOME, ERRORS, WARNINGS, NOTES, ASIDE, UNDECIDED, WHY, RULES, FIGURES] =
    Array(14).keys();
  const FIGURE = Object.fromEntries(data.figures.map((name, at) => [name, at]));
  const OUTCOMES = ["passed", "found", "unreadable", "not_a_report"];
  const COLOURS = { error: "#D55E00", warning: "#E69F00", note: "#0072B2" };
  const SHAPES = { error: "", warning: "/", note: "." };
  const FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif';
  const PER_PAGE = 50;
  const TALL = { l: 50, r: 15, t: 75, b: 40 }; // room for a legend of several lines
  const CONFIG = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };
  const $ = (id) => document.getElementById(id);
  const count = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const percent = (part, whole) => (whole ? (Math.round((1000 * part) / whole) / 10).toFixed(1) + "%" : "–");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  // Names are shown by the chart library as a kind of markup.
  const plain = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  function element(tag, text, kind) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function pageLink(page, text) {
    if (!page) return document.createTextNode(text);
    const made = element("a", text);
    made.href = "reports/" + encodeURIComponent(page);
    return made;
  }

  // --- filters -------------------------------------------------------------------------------

  const wanted = { words: "", unit: null, year: "", outcome: "", rule: "" };
  const order = { by: ERRORS, down: true };
  let shownPage = 0;

  function fits(report) {
    if (wanted.unit !== null && (report[UNIT] || "") !== wanted.unit) return false;
    if (wanted.year !== "" && String(report[YEAR] ?? "") !== wanted.year) return false;
    if (wanted.outcome !== "" && OUTCOMES[report[OUTCOME]] !== wanted.outcome) return false;
    if (wanted.rule !== "") {
      const rules = report[RULES];
      let has = false;
      for (let at = 0; at < rules.length; at += 2) has = has || String(rules[at]) === wanted.rule;
      if (!has) return false;
    }
    if (!wanted.words) return true;
    return (report[PATH] + " " + (report[UNIT] || "")).toLowerCase().includes(wanted.words);
  }

  function choose(changes, scroll) {
    Object.assign(wanted, changes);
    shownPage = 0;
    $("words").value = wanted.words;
    $("year").value = wanted.year;
    $("outcome").value = wanted.outcome;
    $("rule").value = wanted.rule;
    $("unit").hidden = wanted.unit === null;
    $("unit").textContent = filled(t.only_unit, { unit: wanted.unit || t.no_unit }) + " ×";
    drawTable();
    drawTrends();
    if (scroll) $("reports").scrollIntoView({ behavior: "auto" });
  }

  function option(select, value, text) {
    const made = element("option", text);
    made.value = value;
    select.append(made);
  }

  function makeFilters() {
    option($("year"), "", t.all_years);
    const years = new Set(data.reports.map((one) => String(one[YEAR] ?? "")));
    for (const year of [...years].sort()) if (year) option($("year"), year, year);
    option($("outcome"), "", t.all_outcomes);
    for (const one of OUTCOMES) option($("outcome"), one, t[one]);
    option($("rule"), "", t.every_rule);
    data.rules.forEach((rule, at) => option($("rule"), String(at), `${rule[0]} ${rule[1]} (${rule[3]})`));
    for (const key of ["year", "outcome", "rule"])
      $(key).addEventListener("change", () => choose({ [key]: $(key).value }));
    $("words").addEventListener("input", () => choose({ words: $("words").value.trim().toLowerCase() }));
    $("unit").addEventListener("click", () => choose({ unit: null }));
    $("clear").addEventListener("click", () =>
      choose({ words: "", unit: null, year: "", outcome: "", rule: "" }));
    $("before").addEventListener("click", () => turn(-1));
    $("after").addEventListener("click", () => turn(1));
  }

  // --- the table of reports ------------------------------------------------------------------

  const COLUMNS = [
    [UNIT, "unit", ""], [YEAR, "year", "n"], [PATH, "path", ""], [OUTCOME, "outcome", ""], [ERRORS, "errors", "n"],
    [WARNINGS, "warnings", "n"], [NOTES, "notes", "n"], [ASIDE, "suppressed", "n"], [UNDECIDED, "undecided", "n"],
  ];

  function makeHead() {
    const row = element("tr");
    for (const [at, key, kind] of COLUMNS) {
      const cell = element("th", null, kind);
      const button = element("button", t[key]);
      button.type = "button";
      button.dataset.column = key;
      button.addEventListener("click", () => {
        order.down = order.by === at ? !order.down : kind === "n";
        order.by = at;
        shownPage = 0;
        drawTable();
      });
      cell.dataset.at = at;
      cell.dataset.words = t[key];
      cell.append(button);
      row.append(cell);
    }
    row.append(element("th", t.rules));
    $("head").append(row);
  }

  function compare(one, other) {
    const a = one[order.by], b = other[order.by];
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return (a < b ? -1 : 1) * (order.down ? -1 : 1);
  }

  let chosen = [];

  function drawTable() {
    chosen = data.reports.filter(fits).sort(compare);
    for (const cell of $("head").querySelectorAll("th[data-at]")) {
      if (Number(cell.dataset.at) === order.by) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
    drawRows();
  }

  function turn(by) {
    shownPage += by;
    drawRows();
  }

  function drawRows() {
    const pages = Math.max(1, Math.ceil(chosen.length / PER_PAGE));
    shownPage = Math.min(Math.max(shownPage, 0), pages - 1);
    const rows = chosen.slice(shownPage * PER_PAGE, (shownPage + 1) * PER_PAGE).map(drawRow);
    $("rows").replaceChildren(...rows);
    $("place").textContent = filled(t.page_of, { page: shownPage + 1, pages, n: count(chosen.length) });
    $("before").disabled = shownPage === 0;
    $("after").disabled = shownPage === pages - 1;
  }

  function drawRow(report) {
    const row = element("tr");
    for (const [at, , kind] of COLUMNS) {
      const cell = element("td", null, kind);
      if (at === UNIT) cell.append(unitButton(report[UNIT]));
      else if (at === PATH) {
        cell.className = "path";
        cell.append(pageLink(report[PAGE], report[PATH]));
      } else if (at === OUTCOME) {
        const name = OUTCOMES[report[OUTCOME]];
        cell.append(element("span", t[name], "outcome " + name));
        if (report[WHY]) cell.append(element("span", report[WHY], "why"));
      } else cell.textContent = report[at] === null ? "" : report[at];
      row.append(cell);
    }
    row.append(ruleChips(report[RULES]));
    return row;
  }

  function unitButton(unit) {
    const button = element("button", unit || t.no_unit, "link");
    button.type = "button";
    button.addEventListener("click", () => choose({ unit: unit || "" }));
    return button;
  }

  function ruleChips(rules) {
    const cell = element("td");
    for (let at = 0; at < rules.length; at += 2) {
      const rule = data.rules[rules[at]];
      const chip = element("button", rule[0] + (rules[at + 1] > 1 ? " ×" + rules[at + 1] : ""), "chip " + rule[2]);
      const number = String(rules[at]);
      chip.type = "button";
      chip.title = rule[1];
      chip.addEventListener("click", () => choose({ rule: number }));
      cell.append(chip);
    }
    return cell;
  }

  // --- charts --------------------------------------------------------------------------------

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
    Plotly.newPlot("outcomes", traces, shown, CONFIG);
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
        text: own.map(([rule]) => count(rule[3])), textposition: "auto", textangle: 0, cliponaxis: false,
        marker: { color: COLOURS[level], pattern: hatched(SHAPES[level]) },
        hovertext: own.map(([rule]) => plain(`${rule[0]} ${rule[1]}: ${rule[3]}`)), hoverinfo: "text",
      };
    }).filter((trace) => trace.x.length);
    const names = rules.map(([rule]) => plain(short(`${rule[0]} ${rule[1]}`, 22)));
    Plotly.newPlot("rules", traces, layout({
      height: Math.max(280, 24 * rules.length + 90), margin: { l: 190, r: 30, t: 40, b: 30 }, bargap: 0.25,
      yaxis: { tickvals: rules.map((one, at) => at), ticktext: names }, xaxis: { rangemode: "tozero", tickformat: ",d" },
    }), CONFIG);
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
    Plotly.newPlot("heat", [{
      type: "heatmap", z: heat.z.map((row) => row.map((n) => n || null)), text: words, hoverinfo: "text", xgap: 1, ygap: 1,
      texttemplate: few ? "%{z}" : "", zmin: 0, zmax: Math.max(highest, 1), hoverongaps: false,
      colorscale: [[0, "#FFF4D6"], [0.5, "#F0A13A"], [1, "#8C2D04"]],
      colorbar: { title: { text: t.findings_count }, thickness: 12, len: 200, lenmode: "pixels", y: 1, yanchor: "top", tickformat: ",d", dtick: highest < 6 ? 1 : undefined },
    }], layout({
      height: 19 * heat.units.length + 120, margin: { l: 190, r: 70, t: 60, b: 20 },
      plot_bgcolor: "#f6f7f9",
      xaxis: { side: "top", tickvals: rules.map((one, at) => at), ticktext: rules.map((rule) => plain(rule[0])), tickangle: -60, showgrid: false, zeroline: false, range: [-0.5, rules.length - 0.5] },
      yaxis: { autorange: "reversed", tickvals: names.map((one, at) => at), ticktext: names, showgrid: false, zeroline: false },
    }), CONFIG);
    $("heat").on("plotly_click", (event) => {
      const point = event.points[0];
      choose({ unit: heat.units[point.y] || "", rule: String(heat.rules[point.x]) }, true);
    });
    $("heat-left").textContent = heat.left ? filled(t.heat_left, { n: heat.left, shown: heat.units.length }) : "";
  }

  // --- trends --------------------------------------------------------------------------------

  // A unit that has two reports of one year would count twice.
  function single(reports) {
    const times = new Map();
    const key = (one) => (one[UNIT] === null ? one[PATH] : one[UNIT] + "|" + one[YEAR]);
    for (const one of reports) times.set(key(one), (times.get(key(one)) || 0) + 1);
    return reports.filter((one) => times.get(key(one)) === 1);
  }

  function summed(reports, name) {
    const known = reports.map((one) => one[FIGURES][FIGURE[name]]).filter((value) => value !== null);
    return known.length ? known.reduce((a, b) => a + b, 0) : null;
  }

  function drawTrends() {
    const own = data.reports.filter((one) => one[FIGURES] && one[YEAR] !== null &&
      (wanted.unit === null || (one[UNIT] || "") === wanted.unit));
    const reports = single(own);
    const years = yearsOf(reports);
    const groups = years.map((year) => reports.filter((one) => one[YEAR] === year));
    const labels = years.map((year, at) => `${year}<br>${filled(t.of_reports, { n: groups[at].length })}`);
    const left = own.length - reports.length;
    $("trend-say").textContent = [
      wanted.unit === null ? t.all_units : filled(t.only_unit, { unit: wanted.unit || t.no_unit }),
      left ? filled(t.twice, { n: left }) : "",
    ].filter(Boolean).join(" ");
    const axis = { type: "category" };
    const bars = (names, colours, shapes) => names.map((name, at) => ({
      type: "bar", name: t[name], x: labels, y: groups.map((group) => summed(group, name)),
      marker: { color: colours[at], pattern: hatched(shapes[at]) },
      hovertemplate: t[name] + ": %{y:,}<extra></extra>",
    }));
    const upward = { rangemode: "tozero", tickformat: "," };
    Plotly.react("requests", bars(["new", "carried_in", "carried_out"], ["#0072B2", "#56B4E9", "#E69F00"], ["", "/", "x"]),
      layout({ xaxis: axis, yaxis: upward, barmode: "group", margin: TALL }), CONFIG);
    Plotly.react("results", bars(["open", "partial", "denied", "unable", "not_processed", "other"],
      ["#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#E69F00", "#999999"], ["", "/", "x", "-", "+", "."]),
      layout({ xaxis: axis, yaxis: upward, barmode: "stack", margin: TALL }), CONFIG);
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
    Plotly.react("rates", traces, layout({ xaxis: axis, yaxis: { range: [-0.08 * highest, highest * 1.2], ticksuffix: "%" }, margin: TALL }), CONFIG);
  }

  // --- lists ---------------------------------------------------------------------------------

  function list(id, columns, rows, left) {
    const place = $(id);
    if (!rows.length) {
      place.append(element("p", t.nothing, "say"));
      return;
    }
    const table = element("table"), head = element("tr"), body = element("tbody");
    for (const key of columns) head.append(element("th", t[key]));
    for (const row of rows) body.append(row);
    const top = element("thead");
    top.append(head);
    table.append(top, body);
    place.append(table);
    if (left) place.append(element("p", filled(t.more, { n: left }), "say"));
  }

  function listed(unit, year, path, page, words) {
    const row = element("tr"), first = element("td"), file = element("td", null, "path");
    if (unit) first.append(unitButton(unit));
    file.append(pageLink(page, path));
    row.append(first, element("td", year === null ? "" : year), file, ...words.map((one) => element("td", one)));
    return row;
  }

  function drawLists() {
    list("pairs", ["unit", "year", "path", "message"],
      data.pairs.map(([path, page, unit, year, message]) => listed(unit, year, path, page, [message])), data.pairs_left);
    list("missing", ["unit", "year", "path", "kind", "message"],
      data.missing.map(([kind, path, page, unit, year, message]) => listed(unit, year, path, page, [t[kind], message])),
      data.missing_left);
  }

  function drawTiles() {
    const read = data.reports.filter((one) => one[OUTCOME] < 2);
    const passed = data.reports.filter((one) => one[OUTCOME] === 0).length;
    const sum = (at) => data.reports.reduce((all, one) => all + one[at], 0);
    const units = new Set(data.reports.map((one) => one[UNIT]).filter((unit) => unit !== null)).size;
    const tiles = [
      [count(data.reports.length), t.reports, ""], [count(units), t.units, ""],
      [percent(passed, read.length), t.pass_rate, "passed"], [count(passed), t.passed, "passed"],
      [count(sum(ERRORS)), t.errors, "error"], [count(sum(WARNINGS)), t.warnings, "warning"],
      [count(sum(NOTES)), t.notes, "note"], [count(data.reports.length - read.length), t.unread, ""],
    ];
    for (const [number, words, kind] of tiles) {
      const tile = element("div", null, "tile " + kind);
      tile.append(element("b", number), element("span", words));
      $("tiles").append(tile);
    }
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

  drawTiles();
  makeFilters();
  makeHead();
  drawLists();
  drawOutcomes();
  drawRules();
  drawHeat();
  choose({});
})();
