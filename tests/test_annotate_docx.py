"""A copy of a Word document carries its findings as comments and is otherwise the same."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document

from fuzzing import damaged_tree
from marked import MARKS, W, annotated, at_span, at_words, body, covered, parts, result_of, without_marks
from reportlint.annotate.docx import annotate_docx
from reportlint.engine import check_file
from reportlint.errors import ReportlintError
from reportlint.findings import FileResult
from reportlint.labels import LabelIndex
from reportlint.model import Span
from reportlint.output.texts import pick
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.settings import Settings
from reports import EDITIONS, FAMILIES, GeneratedReport, composed, make, replace_cell
from reports.word import saved, word
from test_docx_safety import zipped
from word_xml import (
    DOWN,
    GOES_ON,
    NAMES,
    STRICT,
    cell,
    docx,
    level,
    listed,
    num,
    para,
    pattern,
    row,
    run,
    table,
    wide,
)  # fmt: skip

KINDS = [(edition, family) for edition in EDITIONS for family in (FAMILIES if edition == "2008" else (None,))]
WRONG = ("7", "", "约3", "-1", "/", "2.5", "0")
SOFFICE = shutil.which("soffice")


@pytest.fixture
def index(catalog: Catalog) -> LabelIndex:
    """The labels that reading needs."""
    return catalog.labels


def checked(data: bytes, catalog: Catalog) -> FileResult:
    """A document checked by all rules."""
    return check_file(Path("x.docx"), "x.docx", catalog, catalog.rules, Settings(), data=data)


def faulty(edition: str, family: str | None, seed: int) -> GeneratedReport:
    """A report with some wrong cells."""
    chance = random.Random(f"{edition}{family}{seed}")
    report = make(edition, "bars", seed, family=family)
    for _ in range(4):
        report = replace_cell(report, *chance.choice(sorted(report.cells)), chance.choice(WRONG))
    return report


def word_of(report: GeneratedReport) -> bytes:
    """A generated report as a Word document."""
    choices, _, before, blocks = composed(report.recipe)
    return word(before, blocks, choices)


# --- whole reports ------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_each_finding_is_a_comment_at_its_words(edition: str, family: str | None, catalog: Catalog) -> None:
    for seed in range(2):
        data = word_of(faulty(edition, family, seed))
        result = checked(data, catalog)
        assert result.findings
        assert result.source is not None
        copy = annotate_docx(data, result, result.findings, "zh")
        comments = list(Document(io.BytesIO(copy)).comments)
        assert [one.comment_id for one in comments] == list(range(len(result.findings)))
        for comment, found in zip(comments, result.findings, strict=True):
            assert (comment.author, comment.initials, comment.timestamp) == ("reportlint", "RL", None)
            head, message, *_ = comment.text.split("\n")
            assert head.split()[1:] == [found.code, *pick(found.title, "zh").split()]
            assert message == pick(found.message, "zh")
            assert found.basis in comment.text
        where = covered(copy)
        for number, found in enumerate(result.findings):
            span = found.location.inside
            if span is not None:
                words = result.source.lines[span.line - 1][span.column - 1 : span.end - 1]
                assert where[number] == words.split(" | ")[0], found.code
        assert without_marks(copy) == without_marks(data)


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_what_must_change_changes(edition: str, catalog: Catalog) -> None:
    data = word_of(faulty(edition, None, 7))
    result = checked(data, catalog)
    copy = annotate_docx(data, result, result.findings, "zh")
    old, new = parts(data), parts(copy)
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed <= {
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }
    assert list(new)[: len(old)] == list(old)
    before, after = (Document(io.BytesIO(one)) for one in (data, copy))
    assert [one.text for one in before.paragraphs] == [one.text for one in after.paragraphs]
    cells = [[one.text for t in d.tables for r in t.rows for one in r.cells] for d in (before, after)]
    assert cells[0] == cells[1]
    assert checked(copy, catalog).findings == result.findings


def test_a_clean_report_is_copied_as_it_is(catalog: Catalog) -> None:
    data = word_of(make("2021", "bars", 3))
    result = checked(data, catalog)
    assert not result.findings
    assert annotate_docx(data, result, (), "zh") == data


def test_the_same_report_gives_the_same_bytes(catalog: Catalog) -> None:
    data = word_of(faulty("2021", None, 1))
    result = checked(data, catalog)
    first, second = (annotate_docx(data, result, result.findings, "zh") for _ in range(2))
    assert first == second


def test_comments_speak_the_language_asked_for(catalog: Catalog) -> None:
    data = word_of(replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", "77"))
    result = checked(data, catalog)
    comments = list(Document(io.BytesIO(annotate_docx(data, result, result.findings, "en"))).comments)
    texts = "\n".join(one.text for one in comments)
    assert "error A004" in texts
    assert "help: " in texts
    assert "calculation: " in texts


# --- odd documents --------------------------------------------------------------------------


def test_a_comment_may_begin_and_end_inside_runs(index: LabelIndex) -> None:
    bold = "<w:b/>"
    data = docx(para(run("甲乙丙", bold) + run("丁 戊", "<w:i/>") + run("己庚辛", bold)))
    copy = annotated(data, index, "丙丁 戊己", "乙丙", "戊", "甲乙丙丁 戊己庚辛", "庚")
    assert covered(copy) == {0: "丙丁 戊己", 1: "乙丙", 2: "戊", 3: "甲乙丙丁 戊己庚辛", 4: "庚"}
    assert without_marks(copy) == without_marks(data)


def test_breaks_tabs_and_notes_stay_where_they_are(index: LabelIndex) -> None:
    inner = (
        "<w:r><w:rPr><w:b/></w:rPr><w:lastRenderedPageBreak/><w:t>前文</w:t><w:tab/><w:t>标记词</w:t>"
        '<w:br/><w:t>后文</w:t><w:footnoteReference w:id="2"/></w:r>'
    )
    data = docx(para(inner))
    copy = annotated(data, index, "标记", "后文", "前文", "文\t标")
    assert covered(copy) == {0: "标记", 1: "后文", 2: "前文", 3: "文标"}
    assert without_marks(copy) == without_marks(data)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<w:hyperlink w:anchor='x'>{run('前词后')}</w:hyperlink>", "词"),
        (f"<w:ins w:id='9' w:author='a'>{run('前词后')}</w:ins>", "词"),
        (f"<w:moveTo w:id='9' w:author='a'>{run('前词后')}</w:moveTo>", "词"),
        (f"<w:smartTag w:element='x'>{run('前词后')}</w:smartTag>", "词"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('前词后')}</w:sdtContent></w:sdt>", "词"),
        (
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('前词后')}</w:sdtContent></w:sdt>",
            "前词后",
        ),
        (f"<w:fldSimple w:instr='DATE'>{run('前词后')}</w:fldSimple>", "前词后"),
        (f"<m:oMath><m:r><m:t>前词后</m:t></m:r></m:oMath>{run('外')}", ""),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>音</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>前词后</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>",
            "音前词后",
        ),
        (
            f"<mc:AlternateContent><mc:Choice Requires='x'>{run('前词后')}</mc:Choice>"
            f"<mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>",
            "前词后旧",
        ),
        (f"<w:del w:id='8'><w:r><w:delText>删</w:delText></w:r></w:del>{run('前词后')}", "词"),
    ],
)
def test_a_comment_stands_where_word_allows_it(inner: str, expected: str, index: LabelIndex) -> None:
    data = docx(para(run("开头") + inner + run("结尾")) + para("另一段"))
    copy = annotated(data, index, "词")
    assert covered(copy) == {0: expected}
    assert without_marks(copy) == without_marks(data)


def test_a_field_carries_the_comment_as_a_whole(index: LabelIndex) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> REF x </w:instrText></w:r>"
    field = mark("begin") + code + mark("separate") + run("前词") + run("后") + mark("end")
    data = docx(para(run("开头") + field + run("结尾")))
    copy = annotated(data, index, "词", "头前", "后结")
    assert covered(copy) == {0: "前词后", 1: "头前词后", 2: "前词后结"}
    assert without_marks(copy) == without_marks(data)
    begin = next(body(copy).iter("{*}fldChar")).getparent()
    assert begin is not None
    before = begin.getprevious()
    assert before is not None
    assert before.tag.endswith("commentRangeStart")


def test_a_field_over_paragraphs_is_no_obstacle(index: LabelIndex) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    data = docx(para(begin + run("目录一")) + para("目录二") + para(run("目录三") + end))
    assert covered(annotated(data, index, "录一", "录二", "录三")) == {0: "录一", 1: "录二", 2: "录三"}


@pytest.mark.parametrize("kind", ["drawing", "pict"])
def test_a_text_box_carries_the_comment_as_a_whole(kind: str, index: LabelIndex) -> None:
    box = f"<w:txbxContent>{para('框里的词')}{para('')}</w:txbxContent>"
    modern = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    held = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{modern}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
        "</mc:AlternateContent>"
        if kind == "drawing"
        else old
    )
    data = docx(para(run("文前") + f"<w:r>{held}</w:r>" + run("文后")))
    copy = annotated(data, index, "框里", "文前")
    times = 2 if kind == "drawing" else 1
    assert covered(copy) == {0: "框里的词" * times, 1: "文前"}
    assert without_marks(copy) == without_marks(data)
    empty = result_of(read_bytes(data, Path("x.docx"), index))
    assert empty.source is not None
    blank = empty.source.lines.index("")
    copy = annotate_docx(data, empty, [at_span(Span(blank + 1, 1, 1))], "zh")
    assert covered(copy) == {0: "框里的词" * times}


def test_a_number_that_word_makes_is_noted_at_its_paragraph(index: LabelIndex) -> None:
    numbering = pattern(1, level(0, "chineseCountingThousand", "%1、")) + num(1, 1)
    data = docx(listed("总体情况", 1) + listed("", 1) + listed("其他情况", 1), numbering)
    source = read_bytes(data, Path("x.docx"), index)
    assert source.lines == ("一、总体情况", "二、", "三、其他情况")
    findings = [*at_words(source, "一、", "二、"), *at_words(source, "三、其他")]
    copy = annotate_docx(data, result_of(source), findings, "zh")
    assert covered(copy) == {0: "总体情况", 1: "", 2: "其他"}
    assert without_marks(copy) == without_marks(data)


def test_empty_and_merged_cells_carry_comments(index: LabelIndex) -> None:
    data = docx(
        table(
            row(cell("头", wide(2)), cell("右", DOWN)),
            row(cell("左"), cell(""), cell("", GOES_ON)),
            row(cell("1"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        )
    )
    source = read_bytes(data, Path("x.docx"), index)
    assert source.lines == ("头 |  | 右", "左 |  | ", " | 1 | ")
    places = [Span(1, 5, 5), Span(2, 5, 5), Span(2, 8, 8), Span(3, 1, 1), Span(3, 4, 5)]
    copy = annotate_docx(data, result_of(source), [at_span(one) for one in places], "zh")
    assert covered(copy) == {0: "头", 1: "", 2: "", 3: "1", 4: "1"}
    assert without_marks(copy) == without_marks(data)
    starts = {start.get(f"{W}id"): start for start in body(copy).iter(f"{W}commentRangeStart")}
    holders = {key: next(start.iterancestors(f"{W}tc")) for key, start in starts.items()}
    words = {
        int(key or ""): "".join(text.text or "" for text in one.iter(f"{W}t")) for key, one in holders.items()
    }
    assert words == {0: "头", 1: "", 2: "右", 3: "1", 4: "1"}


def test_a_cell_of_several_paragraphs_is_covered_whole(index: LabelIndex) -> None:
    data = docx(table(row(cell(para("商业") + para("　企业 ")), cell("x"))))
    copy = annotated(data, index, "商业企业", "业企")
    assert covered(copy) == {0: "商业　企业", 1: "业　企"}


def test_a_paragraph_whose_mark_was_deleted_runs_on(index: LabelIndex) -> None:
    data = docx(para("上一段", "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>") + para("下一段"))
    assert covered(annotated(data, index, "段下")) == {0: "段下"}


def test_comments_of_others_are_kept(catalog: Catalog) -> None:
    document = Document()
    first = document.add_paragraph("某市某局政府信息公开工作年度报告")
    document.add_paragraph("一、总体情况")
    document.add_paragraph("及时公开，在20日内答复。")
    mine = document.add_comment(first.runs, "请核对", author="某人", initials="某")
    data = saved(document)
    result = checked(data, catalog)
    copy = annotate_docx(data, result, result.findings, "zh")
    comments = list(Document(io.BytesIO(copy)).comments)
    assert len(comments) == len(result.findings) + 1
    assert (comments[0].comment_id, comments[0].author, comments[0].text) == (
        mine.comment_id,
        "某人",
        "请核对",
    )
    numbers = [one.comment_id for one in comments]
    assert numbers == list(range(mine.comment_id, mine.comment_id + len(numbers)))
    assert set(covered(copy)) == set(numbers)
    assert without_marks(copy, range(1, 999)) == without_marks(data, range(0))
    assert [name for name in parts(copy) if "comments" in name] == ["word/comments.xml"]


def test_a_finding_on_the_whole_report_is_noted_at_its_title(catalog: Catalog) -> None:
    data = word_of(make("2021", "bars", 2))
    result = checked(data, catalog)
    assert result.report is not None
    assert result.report.title is not None
    found = at_span(Span(1, 1, 2))
    found = found._replace(location=found.location._replace(inside=None))
    copy = annotate_docx(data, result, [found], "zh")
    assert result.report.title.text.startswith(covered(copy)[0])


def test_a_document_without_any_paragraph_gets_one(index: LabelIndex) -> None:
    data = docx("")
    source = read_bytes(data, Path("x.docx"), index)
    found = at_span(Span(1, 1, 2))
    copy = annotate_docx(data, result_of(source), [found], "zh")
    assert covered(copy) == {0: ""}


def test_the_strict_format_stays_strict(index: LabelIndex) -> None:
    stream = io.BytesIO()
    names = NAMES.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT)
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(
            "word/document.xml", f"<w:document {names}><w:body>{para('有词')}</w:body></w:document>"
        )
    copied = parts(annotated(stream.getvalue(), index, "词"))
    for name in ("word/document.xml", "word/comments.xml"):
        assert STRICT.encode() in copied[name]
        assert b"schemas.openxmlformats.org/wordprocessingml" not in copied[name]
    assert (
        b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in copied["word/_rels/document.xml.rels"]
    )


def test_a_damaged_part_is_told_in_one_line(index: LabelIndex) -> None:
    stream = io.BytesIO(docx(para("有词")))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as file:
        file.writestr("word/media/a.png", b"PICTURE" * 9)
    data = stream.getvalue().replace(b"PICTUREPIC", b"PICTURExxx", 1)
    with pytest.raises(ReportlintError, match="damaged"):
        annotated(data, index, "词")


def test_odd_documents_get_every_comment_once(catalog: Catalog) -> None:
    data = word_of(faulty("2021", None, 1))
    chance = random.Random(7)
    for _ in range(12):
        odd = zipped(word__document=damaged_tree(parts(data)["word/document.xml"], chance))
        result = checked(odd, catalog)
        if result.source is None:
            continue
        copy = annotate_docx(odd, result, result.findings, "zh")
        for mark in MARKS:
            assert len(list(body(copy).iter(mark))) == len(result.findings)
        assert checked(copy, catalog).findings == result.findings


def test_what_xml_cannot_hold_is_left_out(index: LabelIndex) -> None:
    data = docx(para("有词"))
    source = read_bytes(data, Path("x.docx"), index)
    (found,) = at_words(source, "词")
    found = found._replace(message={"zh": "坏\x0b字\ufffe符<w:b>&"})
    (comment,) = Document(
        io.BytesIO(with_types(annotate_docx(data, result_of(source), [found], "zh")))
    ).comments
    assert "坏字符<w:b>&" in comment.text


def with_types(data: bytes) -> bytes:
    """A bare document with what python-docx asks for."""
    stream = io.BytesIO()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(stream, "w") as file:
        for name, part in parts(data).items():
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"<Override",
                    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                    + f'<Override PartName="/word/document.xml" ContentType="{main}"/><Override'.encode(),
                    1,
                )
            file.writestr(name, part)
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{relation}" Target="word/document.xml"/>'
            "</Relationships>",
        )
    return stream.getvalue()


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")
def test_an_office_program_shows_every_comment(catalog: Catalog, tmp_path: Path) -> None:
    data = word_of(replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", ""))
    result = checked(data, catalog)
    assert result.findings
    (tmp_path / "a.docx").write_bytes(annotate_docx(data, result, result.findings, "zh"))
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    subprocess.run([*command, "fodt", "a.docx"], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    text = (tmp_path / "a.fodt").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") == len(result.findings)
    for found in result.findings:
        assert pick(found.title, "zh") in text
