"""How far an audit is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO

from reportlint.audit.run import Steps

_SECONDS: Final = 15.0  # between two lines where nobody is looking
_NAMES: Final = {
    "read": {"zh": "读取和检查", "en": "read and check"},
    "years": {"zh": "与上年比较", "en": "compare with last year"},
    "among": {"zh": "相互比较", "en": "compare among all"},
    "pages": {"zh": "生成页面", "en": "write pages"},
}
_LINE: Final = {
    "zh": "{name}：{done}/{total}，每秒 {rate:.0f} 个",
    "en": "{name}: {done}/{total}, {rate:.0f} a second",
}


@contextmanager
def shown_steps(stream: TextIO, quiet: bool, lang: str) -> Iterator[Steps]:
    """What a run calls to tell how far it is."""
    shown = _Nothing() if quiet else _Bar(stream, lang) if stream.isatty() else _Lines(stream, lang)
    try:
        yield Steps(shown.begin, shown.step)
    finally:
        shown.end()


class _Nothing:
    """For those who want quiet."""

    def begin(self, name: str, total: int) -> None:
        """Nothing is told."""

    def step(self) -> None:
        """Nothing is told."""

    def end(self) -> None:
        """Nothing is told."""


class _Bar:
    """A bar with rate and time left."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        self._stream, self._lang = stream, lang
        self._bar: Any = None

    def begin(self, name: str, total: int) -> None:
        """A new bar under the last one."""
        from tqdm import tqdm  # loaded only on a terminal

        self.end()
        tqdm.monitor_interval = 0  # a thread of its own would be copied into every process
        if total:
            self._bar = tqdm(
                total=total, desc=_NAMES[name][self._lang], file=self._stream, ascii=" #", dynamic_ncols=True
            )

    def step(self) -> None:
        """One more is done."""
        if self._bar is not None:
            self._bar.update()

    def end(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class _Lines:
    """A line at the beginning, every few seconds, and at the end of each part."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        self._stream, self._lang = stream, lang
        self._name, self._total, self._done, self._since, self._told = "", 0, 0, 0.0, 0.0

    def begin(self, name: str, total: int) -> None:
        """Begin to count."""
        self.end()
        self._name, self._total, self._done = name, total, 0
        self._since = self._told = time.monotonic()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if time.monotonic() - self._told > _SECONDS:
            self._tell()

    def end(self) -> None:
        """The part is over."""
        if self._total:
            self._tell()
            self._total = 0

    def _tell(self) -> None:
        self._told = time.monotonic()
        rate = self._done / max(self._told - self._since, 1e-6)
        line = _LINE[self._lang].format(
            name=_NAMES[self._name][self._lang], done=self._done, total=self._total, rate=rate
        )
        self._stream.write(line + "\n")
        self._stream.flush()
