"""The page on all reports, in a browser: complete in itself, its charts drawn, its filters at work."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audited import PERSONAL, UNITS, audit, text_of, write_folder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRAWN = "#rates .main-svg"
HOSTILE = "</script><img src=x onerror=alert(1)> '\"&{{x}} =1+1"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit with a unit whose name is none a page should trust."""
    folder = write_folder(tmp_path_factory.mktemp("page") / "reports")
    unit = HOSTILE.replace("/", "\u2215")
    for year in (2021, 2022):
        path = folder / str(year) / f"{unit}.md"
        path.write_text(text_of("南溪县财政局", year, 3, wrong=True), encoding="utf-8", newline="")
    audit(folder, folder.parent / "out")
    return folder.parent / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser, where there is one."""
    sync = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no chromium")
    with sync.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def opened(browser: Any, out: Path) -> Iterator[Any]:
    """The page opened once; what it asks for and complains of is in ``told``."""
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.told = told
    page.goto((out / "index.html").as_uri())
    page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
    yield page
    page.close()


@pytest.fixture
def page(opened: Any) -> Any:
    """The page with no filter set."""
    opened.locator("#clear").click()
    return opened


def cells(page: Any, column: int) -> list[str]:
    return [str(one) for one in page.locator(f"#rows td:nth-child({column})").all_inner_texts()]


def test_it_asks_for_nothing_and_complains_of_nothing(page: Any, out: Path) -> None:
    page.locator("#heat").scroll_into_view_if_needed()
    assert page.told == [(out / "index.html").as_uri()]
    assert page.locator("img[src=x]").count() == 0


def test_all_charts_hold_data(page: Any) -> None:
    for chart, marks in (
        ("outcomes", ".bars .point path"), ("rules", ".bars .point path"), ("heat", ".heatmaplayer image"),
        ("requests", ".bars .point path"), ("results", ".bars .point path"), ("rates", ".scatterlayer .point"),
    ):  # fmt: skip
        assert page.locator(f"#{chart} {marks}").count() > 0, chart


def test_the_table_shows_all_reports_and_sorts(page: Any) -> None:
    assert len(cells(page, 1)) == 9
    page.locator("[data-column=year]").click()
    years = cells(page, 2)
    assert years == sorted(years, reverse=True)
    page.locator("[data-column=year]").click()
    assert cells(page, 2) == sorted(years)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_units_rules_and_words_filter(page: Any) -> None:
    page.locator("#rows .link", has_text=UNITS[0]).first.click()
    assert set(cells(page, 1)) == {UNITS[0]}
    assert len(cells(page, 1)) == 2
    page.locator("#unit").click()
    page.locator("#rows .chip", has_text="A001").first.click()
    assert all("A001" in text for text in cells(page, 10))
    assert len(cells(page, 1)) == 3
    page.locator("#clear").click()
    page.locator("#words").fill("水利")
    assert set(cells(page, 1)) == {UNITS[1]}


def test_a_cell_of_the_map_leads_to_its_reports(page: Any) -> None:
    unit, code = page.evaluate(
        """() => {
          const data = JSON.parse(document.getElementById("data").textContent);
          const y = data.heat.z.findIndex((row) => row.some((n) => n));
          const x = data.heat.z[y].findIndex((n) => n);
          document.getElementById("heat").emit("plotly_click", { points: [{ x, y }] });
          return [data.heat.units[y], data.rules[data.heat.rules[x]][0]];
        }"""
    )
    assert set(cells(page, 1)) == {unit}
    assert all(code in text for text in cells(page, 10))


def test_a_row_leads_to_the_page_of_its_report_and_back(page: Any) -> None:
    page.locator("#words").fill(UNITS[0])
    page.locator("#rows td.path a").first.click()
    page.wait_for_selector("main table")
    assert UNITS[0] in page.locator("main").inner_text()
    page.locator("aside header a").click()
    page.wait_for_selector(DRAWN, state="attached")
    assert [one for one in page.told if not one.startswith("file:")] == []


def test_a_file_that_was_not_read_says_why_and_has_no_page(page: Any) -> None:
    page.locator("#outcome").select_option("unreadable")
    assert len(cells(page, 1)) == 1
    assert "P001" in cells(page, 4)[0]
    assert page.locator("#rows td.path a").count() == 0


def test_nothing_told_of_reports_is_markup(out: Path) -> None:
    text = (out / "index.html").read_text(encoding="utf-8")
    data = text.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert "<" not in data
    assert "onerror" in data
    units = {row[2] for row in json.loads(data)["reports"]}
    assert HOSTILE.replace("/", "\u2215") in units
    assert not [number for number in PERSONAL if number in text]


def test_numbers_are_written_as_they_are(out: Path) -> None:
    text = (out / "index.html").read_text(encoding="utf-8")
    data = text.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not re.search(r"[\[,]\d+\.\d{3,}[,\]]", data)


def test_the_licence_of_what_is_inlined_is_in_the_page(out: Path) -> None:
    text = (out / "index.html").read_text(encoding="utf-8")
    assert "Permission is hereby granted, free of charge" in text.split("<footer>", 1)[1]
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text


def test_it_prints(page: Any, tmp_path: Path) -> None:
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    from pypdf import PdfReader

    first = PdfReader(tmp_path / "page.pdf").pages[0]
    assert float(first.mediabox.width) > float(first.mediabox.height)
    assert "政府信息公开" in first.extract_text()


def test_charts_keep_their_height_when_the_window_changes(browser: Any, out: Path) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto((out / "index.html").as_uri())
    page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
    charts = ("outcomes", "rules", "heat", "requests", "results", "rates")
    heights = """names => names.map(name => document.querySelector(`#${name} .main-svg`).getBoundingClientRect().height)"""
    before = page.evaluate(heights, list(charts))
    assert min(before) >= 200
    page.set_viewport_size({"width": 430, "height": 800})
    for _ in range(200):  # the charts follow one by one
        if page.evaluate("document.documentElement.scrollWidth") <= 430:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("document.documentElement.scrollWidth") <= 430
    assert page.evaluate(heights, list(charts)) == before
    page.close()


def test_the_tiles_count_all_that_is_open(page: Any, out: Path) -> None:
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [one["level"] for one in map(json.loads, lines) if one["suppressed"] is None]
    shown = [page.locator(f".tile.{level} b").inner_text() for level in ("error", "warning", "note")]
    assert shown == [str(found.count(level)) for level in ("error", "warning", "note")]
