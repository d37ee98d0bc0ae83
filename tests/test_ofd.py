"""A report as an OFD file gives the findings of its text, however the file is written."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from conftest import Lint
from reportlint import FileResult
from reportlint.engine import check_file
from reportlint.plugins import Catalog
from reportlint.read import docx_package, ofd_objects
from reportlint.read.limits import Limits
from reportlint.read.ofd_pages import read_pages
from reportlint.read.pdf_page import Page
from reportlint.settings import Settings, selected
from reports import EDITIONS, GeneratedReport, composed, make, replace_cell
from reports.leaves import HEIGHT, WIDTH, Leaf, Word
from reports.ofd import Look, ofd, written, zipped
from test_docx import WRONG, said

LOOKS = {
    "one object a line": Look(),
    "one object a run, cells as frames": Look(
        "run", scaled=True, rules="frames", steps="all", template=False
    ),
    "one object a character, thin areas": Look("char", rules="bars"),
    "no steps, lines drawn elsewhere": Look(scaled=True, rules="composite", steps="none"),
    "on its side": Look("run", scaled=True, turned=True, template=False),
    "another namespace": Look(space="http://www.ofdspec.org", template=False),
}
# Every way of writing once, and every edition in two of them.
CASES = [*(("2021", name) for name in LOOKS), *zip(EDITIONS[:3] * 2, LOOKS, strict=True)]
NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MUTATIONS = 60


def check(data: bytes, catalog: Catalog, limits: Limits | None = None, name: str = "x.ofd") -> FileResult:
    """Those bytes as an OFD file, checked."""
    return check_file(
        Path(name),
        name,
        catalog,
        selected(catalog.rules, Settings()),
        Settings(limits=limits or Limits()),
        data=data,
    )


def reason(data: bytes, catalog: Catalog, limits: Limits | None = None, code: str = "P001") -> str:
    """The message of the one finding of a file that cannot be read."""
    (finding,) = check(data, catalog, limits).findings
    assert finding.code == code
    return finding.message["en"]


def ofd_of(report: GeneratedReport, look: Look) -> bytes:
    """A generated report as an OFD file."""
    choices, _, before, blocks = composed(report.recipe)
    return ofd(before, blocks, choices, look)


# --- reports ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "name"), CASES)
def test_a_report_gives_the_findings_of_its_text(
    edition: str, name: str, lint: Lint, catalog: Catalog
) -> None:
    look, chance = LOOKS[name], random.Random(f"{edition}{name}")
    report = make(edition, "bars", chance.randrange(1000))
    result = check(ofd_of(report, look), catalog)
    assert said(result) == said(lint(report.text))
    assert result.report is not None
    bound = {
        (grid.form.key, *place): figure.number
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }
    assert {key: bound.get(key) for key in report.cells} == report.cells
    for _ in range(4):
        report = replace_cell(report, *chance.choice(sorted(report.cells)), chance.choice(WRONG))
    assert said(check(ofd_of(report, look), catalog)) == said(lint(report.text))


def test_places_name_the_page(catalog: Catalog) -> None:
    report = replace_cell(make("2021", "bars", 3), "s3_requests", "carried_out", "total", "777")
    findings = check(ofd_of(report, Look()), catalog).findings
    assert findings
    for finding in findings:
        assert finding.location.line is None
        assert finding.location.page in (2, 3, 4)
        assert re.search(r"第 [234] 页 第 \d 个表格 第 \d+ 行 第 \d+ 列", finding.location.place["zh"])


def test_an_ofd_file_under_another_name_is_read(catalog: Catalog) -> None:
    data = ofd_of(make("2021", "bars", 3), Look())
    assert check(data, catalog, name="x.doc").findings == ()


# --- objects of a page --------------------------------------------------------------------------


def text(codes: str, more: str = "", boundary: str = "20 20 100 10") -> str:
    """A text object of characters 4 mm high."""
    return f'<ofd:TextObject Boundary="{boundary}" Size="4" {more}>{codes}</ofd:TextObject>'


def code(words: str, more: str = 'X="0" Y="4"') -> str:
    """Characters of a text object."""
    return f"<ofd:TextCode {more}>{words}</ofd:TextCode>"


def path(data: str, more: str = "", boundary: str = "20 20 100 50") -> str:
    """A path object."""
    return (
        f'<ofd:PathObject Boundary="{boundary}" {more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def parts(objects: str, resources: str = "") -> dict[str, str]:
    """The parts of a file with one page of those objects."""
    document = (
        f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>'
    )
    return {
        "OFD.xml": (
            f"<ofd:OFD {NAMES}><ofd:DocBody><ofd:DocRoot>/Doc/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc/Document.xml": document,
        "Doc/Res.xml": f"<ofd:Res {NAMES}>{resources}</ofd:Res>",
        "Doc/Page.xml": f"<ofd:Page {NAMES}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }


def page(objects: str, resources: str = "") -> Page:
    """The one page of a file."""
    (found,) = read_pages(zipped(parts(objects, resources)), Limits())
    return found


def places(objects: str) -> list[tuple[str, float, float]]:
    """Each character with its left edge and its middle, in millimetres."""
    return [
        (one.char, round(one.x0 * 25.4 / 72, 1), round((one.top + one.bottom) * 12.7 / 72, 1))
        for one in page(objects).glyphs
    ]


def test_steps_lead_from_character_to_character() -> None:
    for steps in ("4 4 5", "g 2 4 5", "4 g 1 4 g 9 5"):
        found = places(text(code("甲乙丙丁", f'X="1" Y="4" DeltaX="{steps}"')))
        assert found == [("甲", 21, 22.6), ("乙", 25, 22.6), ("丙", 29, 22.6), ("丁", 34, 22.6)]


def test_without_steps_characters_take_their_room() -> None:
    assert [x for _, x, _ in places(text(code("甲1乙")))] == [20, 24, 26]
    assert [x for _, x, _ in places(text(code("甲乙丙", 'X="0" Y="4" DeltaX="6"')))] == [20, 26, 30]
    assert [x for _, x, _ in places(text(code("甲乙"), 'HScale="0.5"'))] == [20, 22]


def test_a_text_code_without_place_stands_where_the_last_one_began() -> None:
    found = places(text(code("甲") + code("乙", 'Y="9"') + code("丙", 'X="8"')))
    assert found == [("甲", 20, 22.6), ("乙", 20, 27.6), ("丙", 28, 27.6)]


def test_text_may_run_downwards() -> None:
    for more, steps in (("", 'DeltaY="g 2 4"'), ('ReadDirection="90"', "")):
        found = places(text(code("甲乙丙", f'X="0" Y="4" {steps}'), more))
        assert found == [("甲", 20, 22.6), ("乙", 20, 26.6), ("丙", 20, 30.6)]


def test_a_matrix_scales_and_turns() -> None:
    assert [x for _, x, _ in places(text(code("甲乙"), 'CTM="0.5 0 0 0.5 3 0"'))] == [23, 25]
    askew = text(code("水印"), 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert [one for one, _, _ in places(askew + text(code("甲")))] == ["甲"]
    aside = text(code("甲乙丙"), 'CTM="0 1 -1 0 50 50"')
    turned = page(aside)
    assert (round(turned.width), round(turned.height)) == (842, 595)
    assert {one.turned for one in turned.glyphs} == {0}
    assert len({round(one.top) for one in turned.glyphs}) == 1


def test_characters_may_be_turned_alone() -> None:
    turned = page(text(code("甲乙", 'X="0" Y="4" DeltaY="4"'), 'CharDirection="90"') + text(code("一二三")))
    assert [one.turned for one in turned.glyphs] == [3, 3, 0, 0, 0]


def test_what_is_not_shown_is_left_out() -> None:
    hidden = text(code("甲"), 'Visible="false"') + text(code("乙"), boundary="300 20 9 9")
    assert places(hidden + text("") + text(code("")) + text(code("丙\n"))) == [("丙", 20, 22.6)]


def test_text_is_kept_where_its_boundary_makes_no_sense() -> None:
    for boundary, left in (("20 20 -1 4", 20), ("20 20", 20), ("nan 0 1 1", 0), ("", 0)):
        assert [x for _, x, _ in places(text(code("甲"), boundary=boundary))] == [left]


def test_bold_print_is_read_once() -> None:
    twice = text(code("甲") + code("甲", 'X="0.3" Y="4"'))
    assert [one for one, _, _ in places(twice)] == ["甲"]


def test_characters_without_a_meaning_are_counted() -> None:
    assert page(text(code("甲\ue000\ufffd"))).unmapped == 2


def lines(objects: str, resources: str = "") -> tuple[int, int]:
    """How many lines run across and down."""
    found = page(objects, resources)
    return len(found.across), len(found.down)


def test_paths_draw_lines() -> None:
    assert lines(path("M 0 0 L 100 0")) == (1, 0)
    assert lines(path("S 0 0 M 0 0 L 0 50 M 9 0 L 9 50")) == (0, 2)
    assert lines(path("M 0 0 L 90 0 L 90 50 L 0 50 C")) == (2, 2)
    assert lines(path("M 0 0 L 90 0 L 90 0.3 L 0 0.3 C", 'Stroke="false" Fill="true"')) == (1, 0)
    assert lines(path("M 0 0 L 100 0", 'CTM="0 1 -1 0 0 0"')) == (0, 1)


def test_other_shapes_draw_none() -> None:
    frame = "M 0 0 L 90 0 L 90 50 L 0 50 C"
    for data, more in (
        (frame, 'Stroke="false" Fill="true"'),
        (frame, 'Stroke="false"'),
        (frame, 'Visible="false"'),
        ("M 0 0 Q 50 50 90 0 L 0 0", ""),
        ("M 0 0 B 10 10 20 20 30 0 A 5 5 0 0 1 90 40", ""),
        ("M 0 0 L 50 50", ""),
        ("M 0", ""),
        ("X 0 0 L 9 9", ""),
        ("", ""),
    ):
        assert lines(path(data, more)) == (0, 0)


def test_a_path_ends_where_it_makes_no_sense() -> None:
    assert lines(path("M 0 0 L 90 0 L 90 x L 0 50")) == (1, 0)


def test_drawings_are_used_where_they_are_placed() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="9" Height="9"><ofd:Content>'
        f"{path('M 0 0 L 10 0', boundary='1 1 10 10')}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>"
    )
    use = '<ofd:CompositeObject Boundary="{} 5 9 9" ResourceID="5"/>'
    found = page(
        use.format(20) + use.format(60) + f"<ofd:PageBlock>{path('M 0 0 L 9 0')}</ofd:PageBlock>", unit
    )
    assert [round(one.start * 25.4 / 72) for one in found.across] == [21, 61, 20]


def test_parts_are_found_however_they_are_named() -> None:
    made = parts(text(code("甲")))
    for old, new in (
        ("Doc/", "doc\\"),
        ("/Doc/Document.xml", "Doc/Document.xml"),
        ('"Page.xml"', '"/Doc/PAGE.xml"'),
    ):
        renamed = {name.replace(old, new): one.replace(old, new) for name, one in made.items()}
        (found,) = read_pages(zipped(renamed), Limits())
        assert len(found.glyphs) == 1


# --- templates, scans ---------------------------------------------------------------------------


def test_a_template_is_header_and_footer() -> None:
    words = [Word(20, 30, 4, "某市某局")]
    shown = [
        "".join(one.char for one in found.glyphs)
        for template in (True, False)
        for found in read_pages(written([Leaf(words, [])], Look(template=template)), Limits())
    ]
    assert shown == ["某市某局", "某市某局- 1 -政府信息公开"]
    (alone,) = read_pages(written([Leaf([], [])], Look()), Limits())
    assert "".join(one.char for one in alone.glyphs) == "- 1 -政府信息公开"


def test_a_scan_is_said_to_be_one(catalog: Catalog) -> None:
    image = (
        f'<ofd:ImageObject Boundary="0 0 {WIDTH} {HEIGHT}" CTM="{WIDTH} 0 0 {HEIGHT} 0 0" ResourceID="4"/>'
    )
    assert "scan" in reason(zipped(parts(image)), catalog, code="P002")


def test_text_that_only_the_font_understands_is_said_to_be_so(catalog: Catalog) -> None:
    reason(zipped(parts(text(code("\ue001\ue002\ue003" * 30)))), catalog, code="P002")


# --- files that cannot be read --------------------------------------------------------------------


def test_no_ofd_file(catalog: Catalog) -> None:
    for data in (b"", b"text", zipped({"word/document.xml": "<a/>"}), zipped({"OFD.xml": "<a/>"})):
        assert "not an OFD file" in reason(data, catalog)
    made = parts("")
    del made["Doc/Document.xml"]
    assert "not an OFD file" in reason(zipped(made), catalog)


def test_missing_pages_are_named(catalog: Catalog) -> None:
    made = parts("")
    del made["Doc/Page.xml"]
    assert "page 1 is missing" in reason(zipped(made), catalog)
    made["Doc/Document.xml"] = f"<ofd:Document {NAMES}/>"
    assert "no pages" in reason(zipped(made), catalog)


def test_encryption_is_named(catalog: Catalog) -> None:
    assert "password" in reason(zipped({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), catalog)
    made = parts("")
    del made["Doc/Page.xml"]
    assert "password" in reason(zipped({**made, "decryptseed.dat": "x"}), catalog)
    stream = bytearray(zipped(parts("")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        stream[stream.index(mark) + at] |= 1
    assert "password" in reason(bytes(stream), catalog)


def test_damage_is_named(catalog: Catalog) -> None:
    data = zipped(parts(text(code("甲"))))
    assert "zip" in reason(data[: len(data) // 2], catalog)
    assert "XML" in reason(zipped({**parts(""), "Doc/Page.xml": "<a>"}), catalog)
    entities = '<!DOCTYPE a [<!ENTITY a "甲">]><a>&a;</a>'
    assert "DTD" in reason(zipped({**parts(""), "Doc/Page.xml": entities}), catalog)


def test_sizes_are_bounded(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({**parts(""), "Doc/Page.xml": " " * (docx_package.PART_LIMIT + 1)})
    assert "when unpacked" in reason(bomb, catalog)
    leaf = Leaf([Word(20, 30, 4, "甲")], [])
    assert "3 pages" in reason(written([leaf] * 3, Look()), catalog, Limits(pages=2))
    monkeypatch.setattr(ofd_objects, "CHAR_LIMIT", 100)
    assert "more than 100 characters" in reason(zipped(parts(text(code("甲" * 101)))), catalog)
    monkeypatch.setattr(ofd_objects, "OBJECT_LIMIT", 100)
    assert "more than 100 objects" in reason(zipped(parts(text("") * 101)), catalog)


def test_drawings_in_themselves_end(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_objects, "OBJECT_LIMIT", 5000)
    use = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="5"/>'
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content>'
        f"{use * 4}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    assert "objects" in reason(zipped(parts(use, unit)), catalog)


def test_absurd_numbers_are_taken_for_none() -> None:
    for absurd in ("1e999", "nan", "-", "9" * 400, "g", "g g g"):
        steps = f'X="0" Y="4" DeltaX="g 999999999 1 {absurd}" DeltaY="{absurd}"'
        found = page(
            text(code("甲乙", steps), f'CTM="{absurd} 0 0 1 0 0"')
            + text(code("丙", f'X="{absurd}"'), f'HScale="{absurd}"')
            + path(f"M 0 0 L {absurd} 0", f'CTM="1 0 0 {absurd} 0 0"')
            + f'<ofd:ImageObject Boundary="{absurd} 0 1 1"/>'
        )
        assert "丙" in [one.char for one in found.glyphs]


def test_mutated_files_never_crash(catalog: Catalog) -> None:
    data = ofd_of(make("2021", "bars", 3), Look(rules="composite"))
    chance = random.Random(1)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        stored = {name: file.read(name).decode() for name in file.namelist()}
    for number in range(MUTATIONS):
        if number % 3 == 0:
            changed = bytearray(data)
            for _ in range(5):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            mutated = bytes(changed)
        else:
            name = chance.choice(sorted(stored))
            mutated = zipped({**stored, name: mutate(stored[name].partition("\n")[2], chance)})
        result = check(mutated, catalog)
        assert not result.failures
        for finding in result.findings:
            assert all(finding.message.values())


def mutate(xml: str, chance: random.Random) -> str:
    """Names, numbers and references changed: most of it is still XML."""
    names = (
        "TextObject",
        "PathObject",
        "Layer",
        "TextCode",
        "Content",
        "CompositeObject",
        "Page",
        "Template",
    )
    one, other = chance.sample(names, 2)
    xml = xml.replace(f"ofd:{one}", f"ofd:{other}")
    numbers = ("0", "-5", "1e9", "", "g", "100000")
    at = chance.randrange(len(xml))
    return xml[:at] + re.sub(r"\d+\.\d+", lambda _: chance.choice(numbers), xml[at:], count=20)
