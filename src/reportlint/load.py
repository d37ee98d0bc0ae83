"""A file's bytes, and the Source in them; why they cannot be had, in words."""

from __future__ import annotations

import errno
import math
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from reportlint.errors import ReadError
from reportlint.model import Source
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.settings import Settings

_DENIED: Final = {"zh": "没有读取权限", "en": "permission denied"}
_GONE: Final = {
    "zh": "文件已不存在，可能刚被移走或改名",
    "en": "it is no longer there; it may have been moved or renamed",
}
_BUSY: Final = {"zh": "正被其他程序占用", "en": "another program is using it"}
_FOLDER: Final = {"zh": "是文件夹，不是文件", "en": "it is a folder, not a file"}
_REASONS: Final[Mapping[int, Mapping[str, str]]] = MappingProxyType({
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EISDIR: _FOLDER,
    errno.ELOOP: {"zh": "符号链接互相指向，没有尽头", "en": "its symbolic links lead in a circle"},
    errno.ENAMETOOLONG: {"zh": "文件名过长", "en": "its name is too long"},
    errno.EIO: {"zh": "磁盘或网络读取出错", "en": "the disk or network failed"},
})  # fmt: skip
_NO_FILE: Final = (
    (stat.S_ISDIR, _FOLDER),
    (stat.S_ISFIFO, {"zh": "是命名管道，不是文件", "en": "it is a named pipe, not a file"}),
    (stat.S_ISSOCK, {"zh": "是套接字，不是文件", "en": "it is a socket, not a file"}),
)
_DEVICE: Final = {"zh": "是设备，不是文件", "en": "it is a device, not a file"}
_MEGABYTE: Final = 1048576


def read_file(path: Path, catalog: Catalog, settings: Settings) -> Source:
    """A file as a Source. Raises ReadError P001, P002 or P003."""
    return read_data(file_bytes(path, settings), path, catalog, settings)


def file_bytes(path: Path, settings: Settings) -> bytes:
    """The bytes of a file. Raises ReadError P001 for one that cannot be opened or is too large."""
    limit = settings.limits.bytes
    with _told():
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            os.listdir(path)  # a folder that was walked: say why it cannot be looked into
        _demand_file(status.st_mode)
        _demand_size(status.st_size, limit)
        with open(path, "rb", opener=_without_waiting) as file:
            _demand_file(os.fstat(file.fileno()).st_mode)
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:  # it grows, or the system does not know its size
                data += file.read(limit + 1 - len(data))
    _demand_size(len(data), limit)
    return data


def read_stream(stream: BinaryIO | Any, settings: Settings) -> bytes:
    """What comes in by a stream, at most a byte more than is read of a file. Raises ReadError P001.

    ``stream`` is None where standard input is closed.
    """
    if stream is None:
        raise ReadError("P001", "io", detail={"zh": "标准输入已关闭", "en": "standard input is closed"})
    with _told():
        data: bytes = stream.read(settings.limits.bytes + 1)
    return data


def read_data(data: bytes, path: Path, catalog: Catalog, settings: Settings) -> Source:
    """Bytes as a Source: plug-ins are asked first, then the built-in readers."""
    _demand_size(len(data), settings.limits.bytes)
    found = catalog.read(path, data, catalog.labels)
    return found if found is not None else read_bytes(data, path, catalog.labels, settings.limits)


@contextmanager
def _told() -> Iterator[None]:
    """What the system says of a file, in both languages where it is known."""
    try:
        yield
    except OSError as error:
        known = _REASONS.get(error.errno or 0)
        detail = known if known is not None else error.strerror or type(error).__name__
        raise ReadError("P001", "io", detail=detail) from error


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that has taken its place since it was looked at is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _demand_file(mode: int) -> None:
    if not stat.S_ISREG(mode):
        detail = next((text for is_it, text in _NO_FILE if is_it(mode)), _DEVICE)
        raise ReadError("P001", "io", detail=detail)


def _demand_size(size: int, limit: int) -> None:
    if size > limit:
        raise ReadError("P001", "over_size", size=_megabytes(size), limit=f"{limit / _MEGABYTE:g} MB")


def _megabytes(size: int) -> str:
    """Rounded up: what is too large by a byte shows it."""
    return f"{math.ceil(size * 10 / _MEGABYTE) / 10:.1f} MB"
