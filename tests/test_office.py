"""Old Word, WPS, RTF and ODT: the bytes decide what a file is, LibreOffice reads what only it can read.

A script in its place shows what happens when it hangs, fails or floods.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import tempfile
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from conftest import Lint
from reportlint import FileResult
from reportlint.engine import check_file
from reportlint.plugins import Catalog
from reportlint.read import office_program
from reportlint.read.limits import Limits
from reportlint.settings import Settings, selected
from reports import GeneratedReport, composed, make, replace_cell
from reports.word import word
from test_docx import said

ROOT = Path(__file__).parent.parent
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = (ROOT / "examples" / "faulty-2021.txt").read_text(encoding="utf-8")
RTF = rb"{\rtf1 x}"
ODT_TYPE = "application/vnd.oasis.opendocument.text"

real = pytest.mark.skipif(office_program.find_program() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


def old_word(flags: int = 0) -> bytes:
    """What an old Word document is known by: its container, the name of a stream, the stream's header."""
    header = b"\xec\xa5\xc1\x00" + bytes(6) + bytes((0, flags)) + bytes(500)
    return OLE + bytes(504) + "WordDocument".encode("utf-16-le").ljust(512, b"\0") + header


def zipped(**parts: str) -> bytes:
    """A zip of parts; ``__`` in a name is a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


def check(data: bytes, name: str, catalog: Catalog, limits: Limits | None = None) -> FileResult:
    """Bytes under a file name, checked."""
    return check_file(
        Path(name),
        name,
        catalog,
        selected(catalog.rules, Settings()),
        Settings(limits=limits or Limits()),
        data=data,
    )


def reason(data: bytes, name: str, catalog: Catalog, limits: Limits | None = None) -> tuple[str, str]:
    """The message and the remedy of the one finding of a file that cannot be read."""
    (finding,) = check(data, name, catalog, limits).findings
    assert finding.code == "P001"
    return finding.message["en"], finding.help["en"]


def faulty(edition: str) -> GeneratedReport:
    """A report with three wrong figures."""
    report = make(edition, "bars", 5)
    for key, text in zip(sorted(report.cells)[3::11], ("7777", "约3", ""), strict=False):
        report = replace_cell(report, *key, text)
    return report


def word_of(report: GeneratedReport) -> bytes:
    """A generated report as a Word document."""
    choices, _, before, blocks = composed(report.recipe)
    return word(before, blocks, choices)


def as_page(text: str) -> str:
    """A text as a web page."""
    lines = text.replace("&", "&amp;").replace("<", "&lt;").split("\n")
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return f'<html xmlns:w="urn:schemas-microsoft-com:office:word">\n<body>\n{body}</body></html>\n'


# --- the bytes decide ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.doc", "x.wps", "x.rtf", "X.DOC"])
def test_a_new_word_document_under_an_old_name_is_read(name: str, lint: Lint, catalog: Catalog) -> None:
    report = faulty("2021")
    assert said(check(word_of(report), name, catalog)) == said(lint(report.text))


def test_a_pdf_file_under_the_name_doc_is_read_as_one(catalog: Catalog) -> None:
    assert "PDF" in reason(b"%PDF-1.7", "x.doc", catalog)[0]
    assert "PDF" in reason(b"%PDF-1.7", "x.ofd", catalog)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_or_a_web_page_under_the_name_doc_is_read(encoding: str, lint: Lint, catalog: Catalog) -> None:
    found = check(TEXT.encode(encoding), "x.doc", catalog)
    assert said(found) == said(lint(TEXT))
    assert found.findings[0].location.line is not None
    found = check(as_page(TEXT).encode(encoding), "x.doc", catalog)
    assert said(found) == said(lint(TEXT))
    assert found.findings[0].location.line is not None


def test_a_page_in_one_file_is_read_and_places_are_lines_of_the_page(lint: Lint, catalog: Catalog) -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a word processor>"
    message["Subject"] = "x"
    message.set_content(as_page(TEXT), subtype="html", charset="gb18030", cte="base64")
    message.add_related(b"<xml/>", "text", "xml", filename="list.xml")
    found = check(bytes(message), "x.doc", catalog)
    assert said(found) == said(lint(TEXT))
    for finding in found.findings:
        assert finding.location.line is None
        assert "of the page's source" in finding.location.place["en"]


def test_a_page_in_one_file_without_a_page_is_damaged(catalog: Catalog) -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    assert (
        "no web page"
        in reason(head + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--", "x.doc", catalog)[0]
    )
    assert "no web page" in reason(head + b"boundary=x\n" * 100, "x.doc", catalog)[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(4096),
        OLE + bytes(504) + "Workbook".encode("utf-16-le"),
        zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    ],
    ids=["empty", "zeros", "spreadsheet", "odf spreadsheet"],
)
def test_what_is_no_document_is_said_to_be_none(data: bytes, catalog: Catalog) -> None:
    assert "no document of a word processor" in reason(data, "x.doc", catalog)[0]


def test_random_bytes_are_no_document(catalog: Catalog) -> None:
    assert reason(bytes(range(256)) * 8, "x.doc", catalog)[0].startswith("The file is not text")


def test_a_password_is_named(catalog: Catalog) -> None:
    locked = zipped(mimetype=ODT_TYPE, **{"META-INF__manifest.xml": "<manifest:encryption-data/>"})
    for data in (old_word(flags=1), OLE + "EncryptedPackage".encode("utf-16-le"), locked):
        for name in ("x.doc", "x.docx", "x.odt"):
            assert "password" in reason(data, name, catalog)[0]


# --- without LibreOffice, and with one that misbehaves --------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made; programs are found in ``bin`` below it."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(office_program, "USUAL_PLACES", ())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def stand_in(folder: Path, *lines: str) -> None:
    """A script in LibreOffice's place; its last two arguments are the folder for the result and the file."""
    script = folder / "bin" / "soffice"
    head = ("#!/bin/sh", "PATH=/usr/bin:/bin", "for file; do out=$last; last=$file; done", 'mkdir -p "$out"')
    script.write_text("\n".join((*head, *lines)) + "\n", encoding="utf-8")
    script.chmod(0o755)


@pytest.mark.parametrize("data", [old_word(), RTF, zipped(mimetype=ODT_TYPE)], ids=["doc", "rtf", "odt"])
def test_without_libreoffice_the_remedy_is_said(data: bytes, folder: Path, catalog: Catalog) -> None:
    for name in ("x.doc", "x.wps", "x.rtf", "x.odt", "x.docx"):
        message, remedy = reason(data, name, catalog)
        assert "LibreOffice" in message
        assert "LibreOffice" in remedy
        assert "docx" in remedy


@posix
def test_the_result_is_read_and_nothing_is_left(folder: Path, lint: Lint, catalog: Catalog) -> None:
    report = faulty("2019")
    (folder / "ready.docx").write_bytes(word_of(report))
    stand_in(folder, f'cp "{folder}/ready.docx" "$out/report.docx"', f'cp "$file" "{folder}/given"')
    assert said(check(old_word(), "市局 报告.wps", catalog)) == said(lint(report.text))
    assert (folder / "given").read_bytes() == old_word()
    assert list((folder / "temporary").iterdir()) == []


@posix
def test_its_profile_is_private_and_forbids_macros_and_links(folder: Path, catalog: Catalog) -> None:
    stand_in(folder, f'echo "$@" > "{folder}/arguments"', f'cp -r "$out/../profile" "{folder}/profile"')
    reason(RTF, "x.rtf", catalog)
    arguments = (folder / "arguments").read_text(encoding="utf-8").split()
    assert arguments[0].startswith(f"-env:UserInstallation={(folder / 'temporary').as_uri()}/")
    assert {"--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"} <= set(arguments)
    settings = (folder / "profile" / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    for name in ("MacroSecurityLevel", "DisableMacrosExecution", "BlockUntrustedRefererLinks", "Link"):
        assert f'oor:name="{name}"' in settings


@posix
@pytest.mark.parametrize(
    "line",
    ["exit 0", "exit 1", "kill -9 $$", "mkdir $out/report.docx", "head -c 30000000 /dev/zero; exit 0"],
    ids=["no output", "failure", "crash", "a folder", "flood"],
)
def test_without_a_result_the_file_is_damaged(line: str, folder: Path, catalog: Catalog) -> None:
    stand_in(folder, line)
    assert "LibreOffice cannot open it" in reason(old_word(), "x.doc", catalog)[0]
    assert list((folder / "temporary").iterdir()) == []


@posix
def test_a_script_that_cannot_start_is_a_finding(folder: Path, catalog: Catalog) -> None:
    stand_in(folder)
    script = folder / "bin" / "soffice"
    script.write_text("#!/no/such/shell\n", encoding="utf-8")
    assert "LibreOffice cannot open it" in reason(RTF, "x.rtf", catalog)[0]


@posix
def test_without_a_place_to_write_the_reason_is_said(
    folder: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    assert "No such file" in reason(RTF, "x.rtf", catalog)[0]


@posix
def test_a_result_that_is_no_document_or_too_large_is_refused(folder: Path, catalog: Catalog) -> None:
    stand_in(folder, 'echo no document > "$out/report.docx"')
    assert "damaged" in reason(RTF, "x.rtf", catalog)[0]
    stand_in(folder, 'head -c 3000000 /dev/zero > "$out/report.docx"')
    assert "2.9 MB when converted" in reason(RTF, "x.rtf", catalog, Limits(bytes=1_000_000))[0]
    assert list((folder / "temporary").iterdir()) == []


@posix
@pytest.mark.parametrize("end", ["wait", "exit 0"], ids=["hangs", "leaves a child"])
def test_what_goes_on_is_ended_with_all_it_started(end: str, folder: Path, catalog: Catalog) -> None:
    stand_in(folder, "sleep 600 &", f'echo $! > "{folder}/child"', end)
    message, remedy = reason(old_word(), "x.doc", catalog, Limits(seconds=0.5))
    assert message.endswith("0.5 s and was given up" if end == "wait" else "LibreOffice cannot open it")
    assert remedy
    assert gone(int((folder / "child").read_text(encoding="utf-8")))
    assert list((folder / "temporary").iterdir()) == []


def gone(process: int) -> bool:
    """True once a process has ended."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


# --- LibreOffice itself ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with faulty reports as docx, doc, rtf and odt, made by LibreOffice."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "office"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:  # another of the test processes makes them
        wait_for(done)
        return folder
    for edition in ("2008", "2021"):
        (folder / f"{edition}.docx").write_bytes(word_of(faulty(edition)))
    convert(folder, "doc", folder / "2008.docx")
    for kind in ("rtf", "odt"):
        convert(folder, kind, folder / "2021.docx")
    done.touch()
    return folder


def wait_for(path: Path, seconds: int = 120) -> None:
    """Until a file is there."""
    for _ in range(seconds * 10):
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail(f"{path.name} did not come in {seconds} s")


def convert(folder: Path, kind: str, *files: Path) -> None:
    """Those files in another format, beside them."""
    program = office_program.find_program()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True)


@real
@pytest.mark.parametrize("kind", ["2008.doc", "2021.rtf", "2021.odt"])
def test_old_formats_give_the_findings_of_the_text(
    kind: str, office: Path, lint: Lint, catalog: Catalog
) -> None:
    edition = kind.partition(".")[0]
    found = check((office / kind).read_bytes(), kind, catalog)
    assert said(found) == said(lint(faulty(edition).text))
    new = check((office / f"{edition}.docx").read_bytes(), "x.docx", catalog)
    assert [one.location.place for one in found.findings] == [one.location.place for one in new.findings]


@real
def test_the_mark_of_a_password_is_where_it_is_looked_for(office: Path, catalog: Catalog) -> None:
    data = bytearray((office / "2008.doc").read_bytes())
    header = next(at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[header + 11] |= 1
    assert "password" in reason(bytes(data), "x.doc", catalog)[0]


@real
def test_nothing_is_fetched(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture and a part of the text lie on a server: it is never asked."""
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert check(linking(url), "x.odt", catalog, Limits(seconds=20)).error == "P006"
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def linking(url: str) -> bytes:
    """An ODT document that refers to a picture and a section elsewhere."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    body = (
        f'<text:section text:name="s"><text:section-source xlink:href="{url}part.txt"/></text:section>'
        '<text:p>甲<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{url}picture.png" xlink:type="simple" xlink:actuate="onLoad"/>'
        "</draw:frame></text:p>"
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", ODT_TYPE), ("content.xml", "text/xml"))
    )
    return zipped(
        mimetype=ODT_TYPE,
        **{
            "content.xml": content,
            "META-INF__manifest.xml": f"<manifest:manifest {space}>{files}</manifest:manifest>",
        },
    )
