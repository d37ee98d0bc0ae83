"""Damaged, encrypted, enormous or hostile workbooks: P001 with the reason, never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
import xlwt

from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.read import docx_package, sheet_cells
from reportlint.settings import Settings, selected
from reports import make
from reports.books import book, old_book, pages, table_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLE = "某市某局2023年政府信息公开工作年度报告"


def check(data: bytes, catalog: Catalog, name: str = "x.xlsx") -> FileResult:
    """Those bytes as a workbook, checked."""
    return check_file(Path(name), name, catalog, selected(catalog.rules, Settings()), Settings(), data=data)


def reason(data: bytes, catalog: Catalog, name: str = "x.xlsx") -> tuple[str, str]:
    """The one finding of a file that cannot be read, in both languages."""
    (finding,) = check(data, catalog, name).findings
    assert finding.code == "P001"
    return finding.message["zh"], finding.message["en"]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return stream.getvalue()


def workbook(sheet: str, before: str = "", texts: str = "", namespace: str = MAIN) -> bytes:
    """A workbook by hand: one sheet with that content."""
    relations = f'<Relationships xmlns="{PACKAGE}">{{}}</Relationships>'
    one = '<Relationship Id="{}" Type="' + RELATION + '/{}" Target="{}"/>'
    return zipped(
        {
            "_rels/.rels": relations.format(one.format("a", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{RELATION}"><sheets>'
            '<sheet name="甲" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations.format(
                one.format("a", "worksheet", "worksheets/sheet1.xml")
                + one.format("b", "sharedStrings", "sharedStrings.xml")
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{texts}</sst>',
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{namespace}">{sheet}</worksheet>',
        }
    )


def said(result: FileResult) -> list[str]:
    """The lines of a file."""
    assert result.source is not None
    return list(result.source.lines)


def word(text: str, at: str = "") -> str:
    """A cell with a text of its own."""
    return f'<c {at} t="inlineStr"><is><t>{text}</t></is></c>'


def test_no_workbook(catalog: Catalog) -> None:
    for data in (b"", b"just text", b"%PDF-1.7", OLE, zipped({"a.xml": "<a/>"}), b"\x00" * 600):
        assert "文件已损坏或不完整" in reason(data, catalog)[0]
    assert (
        "xlsx"
        in reason(
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            catalog,
            "x.xls",
        )[1]
    )
    for name in ("x.csv", "x.tsv"):
        assert "文件不是文本文件" in reason(book([("甲", [])]), catalog, name)[0]


def test_a_password_is_named(catalog: Catalog) -> None:
    assert reason(OLE + "EncryptedPackage".encode("utf-16-le"), catalog)[0] == "文件设有密码，无法打开"
    locked = old_book([("甲", [])])
    at = (
        locked.index(b"\x09\x08\x10\x00") + 20
    )  # behind the first record: this one says that the rest is encrypted
    record = b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + bytes(48)
    assert (
        reason(locked[:at] + record + locked[at + len(record) :], catalog, "x.xls")[0]
        == "文件设有密码，无法打开"
    )


def test_strict_workbooks_texts_and_cells_without_addresses(catalog: Catalog) -> None:
    texts = f"<si><r><t>{TITLE[:5]}</t></r><rPh><t>拼音</t></rPh><r><t>{TITLE[5:]}</t></r></si><si><t>规_x7AE0__x000D_</t></si>"
    rows = (
        '<row><c t="s"><v>0</v></c></row><row ht="0" customHeight="1"><c><v>7</v></c></row>'
        '<row r="9"><c t="s"><v>1</v></c><c><v>5</v></c><c r="F9"><v>6.0</v></c><c t="s"><v>99</v></c></row>'
        '<row><c t="str"><f>A1</f><v></v></c><c t="e"><v>#N/A</v></c><c><f t="shared" si="0"/></c><c t="b"><v>0</v></c></row>'
    )
    result = check(workbook(f"<sheetData>{rows}</sheetData>", texts=texts, namespace=STRICT), catalog)
    assert said(result) == [TITLE, "规章 | 5 |  |  | 6", " | #N/A | =…… | FALSE | "]
    assert result.source is not None
    assert result.source.origins[1].names == ("A9", "B9", "C9", "D9", "F9")


def test_entities_are_refused_and_nothing_outside_is_read(catalog: Catalog, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TITLE, encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for kind in (
        '<!DOCTYPE w [<!ENTITY a0 "ha">' + laughs + "]>",
        f'<!DOCTYPE w [<!ENTITY a9 SYSTEM "{secret.as_uri()}">]>',
    ):
        found = reason(workbook(f"<sheetData><row>{word('&a9;')}</row></sheetData>", kind), catalog)
        assert "DTD" in found[1] or "XML" in found[1]


def test_a_bomb_is_not_unpacked(catalog: Catalog) -> None:
    data = workbook(" " * (docx_package.PART_LIMIT + 1))
    assert len(data) < 100_000
    assert "解压后 64.0 MB" in reason(data, catalog)[0]


def test_a_cell_far_away_costs_nothing(catalog: Catalog) -> None:
    rows = f"<row>{word(TITLE)}</row><row r='1048576'><c r='XFD1048576'><v>5</v></c></row>"
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' * 50
    hidden = '<cols><col min="2" max="16383" hidden="1"/></cols>' * 50
    assert said(check(workbook(f"{hidden}<sheetData>{rows}</sheetData>"), catalog)) == [TITLE, "5"]
    assert said(check(workbook(f"<sheetData>{rows}</sheetData>{merged}"), catalog)) == [TITLE]


def test_cells_places_and_merged_areas_are_bounded(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "<row>" + "<c><v>1</v></c>" * 50 + "</row>"
    monkeypatch.setattr(sheet_cells, "CELL_LIMIT", 1000)
    assert check(workbook(f"<sheetData>{row * 20}</sheetData>"), catalog).error == "P006"
    for data, name in (
        (workbook(f"<sheetData>{row * 21}</sheetData>"), "x.xlsx"),
        (b"1,2,3,4,5,6,7,8,9,10\n" * 101, "x.csv"),
    ):
        assert "more than 1000 cells" in reason(data, catalog, name)[1]
    steps = "".join(f"<row>{word('规章')}{'<c/>' * at}<c><v>1</v></c></row>" for at in range(100))
    assert "more than 1000 cells" in reason(workbook(f"<sheetData>{steps}</sheetData>"), catalog)[1]


def test_merged_areas_that_overlap_absurdly_are_refused(catalog: Catalog) -> None:
    rows = "".join(f"<row r='{n}'><c><v>1</v></c></row>" for n in range(1, 2001))
    merged = "".join(f'<mergeCell ref="B{n}:C9999"/>' for n in range(1, 2001))
    sheet = f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>"
    assert "cells" in reason(workbook(sheet), catalog)[1]


def test_sheets_and_merged_cells_of_older_workbooks_are_bounded(catalog: Catalog) -> None:
    assert "201 sheets" in reason(old_book([(str(n), []) for n in range(201)]), catalog, "x.xls")[1]
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲", cell_overwrite_ok=True)
    sheet.write(60000, 0, "规章")
    sheet.merged_ranges.extend((0, 60000, 3, 4 + n) for n in range(20))
    stream = io.BytesIO()
    workbook.save(stream)
    assert "merged" in reason(stream.getvalue(), catalog, "x.xls")[1]


def test_absurd_numbers_are_taken_for_none(catalog: Catalog) -> None:
    for n in ("-1", "x", "9" * 30, "", "１", "99999999", "1e308", "1e-999"):
        sheet = (
            f'<cols><col min="{n}" max="{n}" hidden="1"/></cols><sheetData><row r="{n}" ht="{n}">'
            f'<c r="{n}" s="{n}"><v>{n}</v></c><c r="AAAA{n}" t="s"><v>{n}</v></c><c t="d"><v>{n}</v></c>{word("规章")}'
            f'</row></sheetData><mergeCells><mergeCell ref="A{n}:{n}"/><mergeCell ref="{n}"/></mergeCells>'
        )
        result = check(workbook(sheet), catalog)
        assert result.error in (None, "P006")
        assert not result.failures


DATA = {
    "x.xlsx": book(pages(make("2021", "bars", 3))),
    "x.xls": old_book(pages(make("2014", "bars", 3))),
    "x.csv": table_text([row for _, grid in pages(make("2019", "bars", 3)) for row in grid]),
}


@pytest.mark.parametrize("name", DATA)
def test_mutated_files_never_crash(name: str, catalog: Catalog) -> None:
    chance = random.Random(name)
    for number in range(30):
        data = (
            mutated_parts(DATA[name], chance)
            if name == "x.xlsx" and number % 2
            else mutated(DATA[name], chance)
        )
        result = check(data, catalog, name)
        assert not result.failures
        for finding in result.findings:
            assert all(finding.message.values())


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a stretch gone or doubled."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        changed[chance.randrange(len(changed))] = chance.choice((chance.randrange(256), 0x22, 0x2C, 0x0A))
    start = chance.randrange(len(changed))
    stretch = changed[start : start + chance.randrange(200)]
    return bytes(chance.choice((changed, changed[:start], changed[:start] + stretch + changed[start:])))


def mutated_parts(data: bytes, chance: random.Random) -> bytes:
    """The parts of a workbook with elements renamed and numbers changed: most of it is still XML."""
    names = (
        b"row",
        b"c",
        b"v",
        b"is",
        b"t",
        b"f",
        b"sheet",
        b"mergeCell",
        b"xf",
        b"si",
        b"cols",
        b"sheetData",
    )
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for part in file.namelist():
            xml = file.read(part)
            for _ in range(chance.randrange(4)):
                one, other = chance.sample(names, 2)
                for mark in (b"<%s ", b"<%s>", b"</%s>"):
                    xml = xml.replace(mark % one, mark % other)
            xml = xml.replace(
                b'"%d"' % chance.randrange(9), chance.choice((b'"0"', b'"-7"', b'"s"', b'"999999999999"')), 20
            )
            if chance.random() < 0.95:
                parts[part] = xml
    return zipped(parts)
