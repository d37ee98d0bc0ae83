"""Copies of a report with its findings written at their places."""

from __future__ import annotations

from reportlint.annotate.copies import Annotator, Original, annotator_for, default_suffix

__all__ = ["Annotator", "Original", "annotator_for", "default_suffix"]
