"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const t = data.texts;
  const [PATH, PAGE, UNIT, YEAR, EDITION, OUTCOME, ERRORS, WARNINGS, NOTES, ASIDE, UNDECIDED, WHY, RULES, FIGURES] =
    Array(14).keys();
  const OUTCOMES = ["passed", "found", "unreadable", "not_a_report"];
  const PER_PAGE = 50;
  const $ = (id) => document.getElementById(id);
  const count = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const percent = (part, whole) => (whole ? (Math.round((1000 * part) / whole) / 10).toFixed(1) + "%" : "–");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));

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
    if ("unit" in changes) drawTrends();
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
    const units = new Set(data.reports.map((one) => one[UNIT]).filter((unit) => unit !== null)).size;
    const tiles = [
      [count(data.reports.length), t.reports, ""], [count(units), t.units, ""],
      [percent(passed, read.length), t.pass_rate, "passed"], [count(passed), t.passed, "passed"],
      [count(data.levels.error), t.errors, "error"], [count(data.levels.warning), t.warnings, "warning"],
      [count(data.levels.note), t.notes, "note"], [count(data.reports.length - read.length), t.unread, ""], [count(data.missing_count), t.missing_reports, ""],
    ];
    for (const [number, words, kind] of tiles) {
      const tile = element("div", null, "tile " + kind);
      tile.append(element("b", number), element("span", words));
      $("tiles").append(tile);
    }
  }

  drawTiles();
  makeFilters();
  makeHead();
  drawLists();
  const drawTrends = chartsOf({
    $, data, t, wanted, choose, count, percent, filled, OUTCOMES, PATH, UNIT, YEAR, OUTCOME, FIGURES,
  });
  choose({ unit: null });
})();
