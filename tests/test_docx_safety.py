"""Damaged, encrypted, enormous or hostile Word documents: P001 with the reason, never a crash."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from reportlint.cli import main
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.read import docx_blocks, docx_package
from reportlint.settings import Settings, selected
from reports import composed, make
from reports.word import word
from word_xml import NAMES, cell, docx, para, row, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def check(data: bytes, catalog: Catalog) -> FileResult:
    """Those bytes as a Word document, checked."""
    return check_file(
        Path("x.docx"), "x.docx", catalog, selected(catalog.rules, Settings()), Settings(), data=data
    )


def reason(data: bytes, catalog: Catalog) -> tuple[str, str]:
    """The one finding of a file that cannot be read, in both languages."""
    (finding,) = check(data, catalog).findings
    assert finding.code == "P001"
    return finding.message["zh"], finding.message["en"]


def zipped(**parts: bytes) -> bytes:
    """A zip of parts; ``__`` in a name is a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", data)
    return stream.getvalue()


def document(body: str, before: str = "") -> bytes:
    """A document part."""
    return f"{before}<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()


def test_no_word_document(catalog: Catalog) -> None:
    not_word = ("文件已损坏或不完整，无法打开：不是 Word 文档（docx）",)
    for data in (zipped(a=b"<a/>"), zipped(word__document=b"<a/>")):
        assert reason(data, catalog)[:1] == not_word
    for data in (b"", OLE):
        assert "no document of a word processor" in reason(data, catalog)[1]
    assert check(b"just text", catalog).error == "P006"


def test_a_password_is_named(catalog: Catalog) -> None:
    protected = OLE + "EncryptedPackage".encode("utf-16-le")
    assert reason(protected, catalog)[0] == "文件设有密码，无法打开"
    stream = bytearray(zipped(word__document=document(para("甲"))))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        stream[stream.index(mark) + at] |= 1
    assert "password" in reason(bytes(stream), catalog)[1]


def test_a_cut_file_is_damaged(catalog: Catalog) -> None:
    data = docx(para("甲"))
    assert "压缩包不完整" in reason(data[: len(data) // 2], catalog)[0]
    assert "XML" in reason(zipped(word__document=document("<w:p>")), catalog)[1]


def test_entities_are_refused_and_nothing_outside_is_read(catalog: Catalog, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("某市某局2023年政府信息公开工作年度报告", encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for kind in (
        '<!DOCTYPE w [<!ENTITY a0 "ha">' + laughs + "]>",
        f'<!DOCTYPE w [<!ENTITY a9 SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE w SYSTEM "{secret.as_uri()}">',
    ):
        start = time.perf_counter()
        body = para("<w:r><w:t>&a9;</w:t></w:r>") if "a9" in kind else para("甲")
        found = reason(zipped(word__document=document(body, kind)), catalog)
        assert "DTD" in found[1] or "XML" in found[1]
        assert time.perf_counter() - start < 2


def test_a_bomb_is_not_unpacked(catalog: Catalog) -> None:
    data = zipped(word__document=b" " * (docx_package.PART_LIMIT + 1))
    assert len(data) < 100_000
    assert "解压后 64.0 MB" in reason(data, catalog)[0]
    padded = zipped(word__document=document(para("甲")), word__media=bytes(20_000_000))
    assert "when unpacked" in reason(padded, catalog)[1]


def test_a_part_that_lies_about_its_size_is_damaged(catalog: Catalog) -> None:
    data = bytearray(zipped(word__document=document(para("甲") * 1000)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    assert reason(bytes(data), catalog)


def test_depth_cells_and_tags_are_bounded(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = para("甲")
    for _ in range(docx_blocks.DEPTH_LIMIT + 1):
        deep = table(row(cell(deep)))
    assert "嵌套过深" in reason(docx(deep), catalog)[0]
    assert "XML" in reason(docx("<w:ins>" * 300 + "</w:ins>" * 300), catalog)[1]
    one = row(cell("1") * 50)
    monkeypatch.setattr(docx_blocks, "CELL_LIMIT", 1000)
    assert check(docx(table(one * 20)), catalog).error == "P006"
    assert "more than 1000 cells" in reason(docx(table(one * 21)), catalog)[1]
    monkeypatch.setattr(docx_package, "TAG_LIMIT", 1000)
    assert "tags" in reason(docx(para("甲") * 200), catalog)[1]


def test_absurd_numbers_are_taken_for_none(catalog: Catalog) -> None:
    numbers = "-1", "x", "9" * 30, "", "１", "99999"
    body = "".join(
        table(row(cell("甲", f'<w:gridSpan w:val="{n}"/>'), properties=f'<w:gridBefore w:val="{n}"/>'))
        + para("乙", f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="{n}"/></w:numPr>')
        for n in numbers
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{n}"/><w:lvlText w:val="%1%2%9"/></w:lvl>' for n in numbers
    )
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in numbers)
    lists += "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n in numbers)
    styles = '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    body += para("丙", '<w:pStyle w:val="a"/>')
    assert check(docx(body, lists, styles), catalog).error == "P006"


def test_one_bad_file_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    good = make("2021", "bars", 1)
    choices, _, before, blocks = composed(good.recipe)
    Path("a.docx").write_bytes(b"PK\x03\x04 nothing")
    Path("b.docx").write_bytes(word(before, blocks, choices))
    assert main(["--lang", "en", "--output-format", "concise", "."]) == 1
    out = capsys.readouterr().out
    assert out.count("\n") == 2
    assert out.startswith("a.docx: P001 error")
