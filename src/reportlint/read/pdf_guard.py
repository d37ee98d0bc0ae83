"""What is judged of a PDF file before native code reads it."""

from __future__ import annotations

from collections.abc import Mapping

from reportlint.errors import ReadError


def damaged(detail: Mapping[str, str]) -> ReadError:
    """The error for a file that is no readable document."""
    return ReadError("P001", "damaged", detail=detail)


def too_large(zh: str, en: str, limit_zh: str, limit_en: str) -> ReadError:
    """The error for a document beyond a limit."""
    return ReadError("P001", "too_large", size={"zh": zh, "en": en}, limit={"zh": limit_zh, "en": limit_en})


def check_streams(data: bytes) -> None:
    """Raises ReadError P001 for streams that unpack to more than a report can need."""
