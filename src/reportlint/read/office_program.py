"""LibreOffice as a converter: one process for one file, in a folder of its own that is always removed.

Its profile is new for each file (this costs a fifth of a second of about
one and a half): nothing of one document outlives it, files can be converted
side by side, and the user's own LibreOffice is never touched. The exit code
says nothing (it is 0 for a file that could not be opened), so the result is
looked for.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from reportlint.errors import ReadError
from reportlint.read.docx_package import damaged, too_large
from reportlint.read.limits import Limits
from reportlint.read.office_kinds import DOC, ODT, RTF, XML

_NAMES: Final = ("soffice", "libreoffice")
USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_OPTIONS: Final = (
    "--headless",
    "--norestore",
    "--nolockcheck",
    "--nodefault",
    "--nologo",
    "--nofirststartwizard",
)
_CANNOT: Final = {
    "zh": "LibreOffice 打不开它",
    "en": "LibreOffice cannot open it",
}
_KINDS: Final = {
    DOC: {"zh": "旧版 Word 或 WPS 文档（doc、wps）", "en": "an old Word or WPS document (doc, wps)"},
    RTF: {"zh": "RTF 文档", "en": "an RTF document"},
    ODT: {"zh": "ODT 文档", "en": "an ODT document"},
    XML: {"zh": "Word 2003 的 XML 文档", "en": "an XML document of Word 2003"},
}
_MEGABYTE: Final = 1024 * 1024
_GRACE: Final = 10  # seconds that a killed process may take to go
# No macro runs, no picture or text is fetched from elsewhere, no link is updated.
_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)
_REGISTRY: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n'
)
_ITEM: Final = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)


def to_docx(data: bytes, suffix: str, limits: Limits) -> bytes:
    """A document as the bytes of a .docx file; ``suffix`` is its kind (``office_kinds``).

    Raises ReadError P001 without LibreOffice, for a file that it cannot open,
    and beyond the limits of time and size.
    """
    program = find_program()
    if program is None:
        raise ReadError("P001", "no_office", kind=_KINDS[suffix])
    with tempfile.TemporaryDirectory(prefix="reportlint-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (profile / "registrymodifications.xcu").write_text(_REGISTRY.format(items=items), encoding="utf-8")
        (place / f"report{suffix}").write_bytes(data)
        _run(_command(program, place, suffix), place, limits.seconds)
        return _result(place / "out" / "report.docx", limits.bytes)


def find_program() -> str | None:
    """The path of LibreOffice: what the shell finds, else where it is usually installed."""
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    return next((place for place in USUAL_PLACES if os.path.isfile(place)), None)


def _command(program: str, place: Path, suffix: str) -> list[str]:
    profile = (place / "profile").as_uri()
    out = str(place / "out")
    source = str(place / f"report{suffix}")
    return [
        program, f"-env:UserInstallation={profile}", *_OPTIONS, "--convert-to", "docx", "--outdir", out, source,
    ]  # fmt: skip


def _run(command: list[str], place: Path, seconds: float) -> None:
    """Run to the end or to the limit; whatever it started ends with it."""
    try:
        process = subprocess.Popen(
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a group of its own, so that all of it can be ended
        )
    except OSError as fault:
        raise damaged(_CANNOT) from fault
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as late:
        raise ReadError("P001", "timeout", limit={"zh": f"{seconds:g} 秒", "en": f"{seconds:g} s"}) from late
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group."""
    if sys.platform == "win32":
        if process.poll() is None:
            kill = ("taskkill", "/F", "/T", "/PID", str(process.pid))
            subprocess.run(kill, capture_output=True, check=False, timeout=_GRACE)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(_GRACE)


def _result(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise damaged(_CANNOT)
    size = path.stat().st_size
    if size > most:
        shown, limit = f"{size / _MEGABYTE:.1f} MB", f"{most / _MEGABYTE:.1f} MB"
        raise too_large(f"转换后 {shown}", f"{shown} when converted", limit, limit)
    return path.read_bytes()
