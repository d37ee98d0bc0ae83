"""List numbers as LibreOffice counts them: an independent hand works out the same ones.

Left out is what LibreOffice does not do as Word does: ``lvlRestart``,
``isLgl``, number styles that it does not know, and a level that is skipped.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.read.office_program import find_program
from word_xml import cell, docx, level, listed, num, para, pattern, row, table

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{WORD}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/></Types>'
)
CHAPTERS = pattern(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
)
FORMATS = [
    "decimal",
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "ideographTraditional",
    "ideographZodiac",
    "decimalFullWidth",
    "decimalZero",
    "lowerRoman",
    "upperRoman",
    "lowerLetter",
    "upperLetter",
    "decimalEnclosedCircleChinese",
]
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="h1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="h2"/><w:basedOn w:val="h1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="h3"/><w:basedOn w:val="h1"/></w:style>'
)


def items(*places: tuple[int, int]) -> str:
    """Paragraphs of lists: (list, level) of each."""
    return "".join(listed(f"甲{at}", *place) for at, place in enumerate(places))


def styled(*names: str) -> str:
    """Paragraphs of styles."""
    return "".join(para(f"甲{at}", f'<w:pStyle w:val="{name}"/>') for at, name in enumerate(names))


def starts(**levels: int) -> str:
    """Levels at which a list starts anew: ``l0=1``."""
    return "".join(
        f'<w:lvlOverride w:ilvl="{name[1:]}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for name, start in levels.items()
    )


def documents() -> dict[str, bytes]:
    """Lists of many kinds."""
    one, two = CHAPTERS + num(1, 0), items((1, 0), (1, 1), (2, 0), (2, 1), (1, 0), (1, 1), (2, 1), (2, 0))
    made = {
        f"format {name}": docx(items(*[(1, 0)] * 10), pattern(0, level(0, name, "%1.")) + num(1, 0))
        for name in FORMATS
    }
    made |= {
        f"from {start}": docx(
            items(*[(1, 0)] * 5), pattern(0, level(0, "chineseCounting", "%1.", start=start)) + num(1, 0)
        )
        for start in (9, 18, 98, 108, 998, 1008, 1098, 1998)
    }
    return made | {
        "levels": docx(items(*[(1, at) for at in (0, 1, 2, 2, 3, 1, 2, 0, 1, 1, 2, 3, 0)]), one),
        "two lists of one pattern": docx(two, one + num(2, 0)),
        "a list that starts anew": docx(two, one + num(2, 0, starts(l0=1))),
        "a list that starts at five": docx(two, one + num(2, 0, starts(l0=5))),
        "a lower level that starts anew": docx(two, one + num(2, 0, starts(l1=1))),
        "a lower level that starts at five": docx(
            items((1, 0), (1, 1), (2, 0), (2, 1), (2, 1), (2, 0), (2, 1), (1, 1), (1, 0), (1, 1)),
            one + num(2, 0, starts(l1=5)),
        ),
        "a list met first at a lower level": docx(
            items((1, 0), (1, 1), (2, 1), (2, 1), (2, 0), (2, 1), (1, 0), (1, 1)),
            one + num(2, 0, starts(l0=1, l1=1)),
        ),
        "three lists": docx(
            items((1, 0), (1, 0), (2, 0), (2, 0), (3, 0), (3, 0), (1, 0), (2, 0)),
            one + num(2, 0, starts(l0=1)) + num(3, 0, starts(l0=1)),
        ),
        "a changed level": docx(
            two,
            one + num(2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条")}</w:lvlOverride>'),
        ),
        "styles": docx(styled("h1", "h2", "h2", "h1", "h3", "h2", "a", "h1"), one, STYLES),
        "no list": docx(
            styled("h1", "h1")
            + para("甲", '<w:pStyle w:val="h1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
            + styled("h1"),
            one,
            STYLES,
        ),
        "in a table": docx(
            listed("甲", 1) + table(row(cell(listed("乙", 1)), cell(listed("丙", 1)))) + listed("丁", 1), one
        ),
    }


def write(path: Path, data: bytes) -> None:
    """A document with the parts by which an office program finds its way."""
    relation = '<Relationship Id="{0}" Type="{1}/{0}" Target="{2}"/>'
    inner = "".join(relation.format(name, OFFICE, f"{name}.xml") for name in ("numbering", "styles"))
    outer = relation.format("officeDocument", OFFICE, "word/document.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w") as file:
        for name in source.namelist():
            file.writestr(name, source.read(name))
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}">{outer}</Relationships>')
        file.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'
        )


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_list_numbers_are_those_of_libreoffice(tmp_path: Path, catalog: Catalog) -> None:
    program = find_program()
    assert program is not None
    made = documents()
    files = [tmp_path / f"{at}.docx" for at in range(len(made))]
    for file, data in zip(files, made.values(), strict=True):
        write(file, data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]
    subprocess.run([*command, str(tmp_path), *map(str, files)], check=True, capture_output=True)
    for name, file in zip(made, files, strict=True):
        source = read_bytes(file.read_bytes(), file, catalog.labels)
        ours = words("\n".join(source.lines).replace(" | ", "\n"))
        theirs = words(file.with_suffix(".txt").read_text(encoding="utf-8-sig"))
        assert ours == theirs, name
        assert ours


def words(text: str) -> list[str]:
    """The lines that are not empty, without blanks."""
    return [line for line in (re.sub(r"\s", "", line) for line in text.splitlines()) if line]
