"""reportlint: a linter for Chinese government-information-disclosure annual reports.

What stands here is the public interface: ``check`` and ``extract`` for users,
the rest for authors of rules, editions and readers.
"""

from reportlint.alike import Piece, Shared, narrative, shared, similarity
from reportlint.api import check, extract
from reportlint.counted import amounts
from reportlint.declared import load_rules
from reportlint.edition import load_edition, load_editions
from reportlint.equations import place_of, relations
from reportlint.errors import ConfigError, ReadError, ReportlintError, RuleError
from reportlint.findings import FileResult, Finding, Location, Result
from reportlint.hookspecs import hookimpl
from reportlint.identify import paragraphs
from reportlint.labels import LabelIndex, heading_core
from reportlint.model import (
    Amount,
    BoundRow,
    BoundSection,
    Cell,
    Document,
    Doubt,
    Edition,
    Figure,
    Form,
    FormColumn,
    FormRow,
    Grid,
    Judged,
    Kind,
    Line,
    Origin,
    Paragraph,
    Passage,
    Phrasebook,
    Quantity,
    Relation,
    Report,
    Row,
    Section,
    SectionForm,
    Source,
    Span,
    TableBlock,
    Term,
    Told,
)
from reportlint.output import OutputOptions
from reportlint.personal import Personal, masked, may_hold_numbers, personal_numbers
from reportlint.quantities import load_phrasebook
from reportlint.readings import Addend, Reading, cells_of, fits, near_of, quantity_of, readings_of
from reportlint.rule import CannotTell, Check, Edit, Fix, Hit, Level, Related, Rule, Sides, Threshold
from reportlint.sections import match_section
from reportlint.tables import whole_tables
from reportlint.text import ZERO_WIDTH, chinese_number, fold, label
from reportlint.version import __version__

__all__ = [
    "ZERO_WIDTH",
    "Addend",
    "Amount",
    "BoundRow",
    "BoundSection",
    "CannotTell",
    "Cell",
    "Check",
    "ConfigError",
    "Document",
    "Doubt",
    "Edit",
    "Edition",
    "Figure",
    "FileResult",
    "Finding",
    "Fix",
    "Form",
    "FormColumn",
    "FormRow",
    "Grid",
    "Hit",
    "Judged",
    "Kind",
    "LabelIndex",
    "Level",
    "Line",
    "Location",
    "Origin",
    "OutputOptions",
    "Paragraph",
    "Passage",
    "Personal",
    "Phrasebook",
    "Piece",
    "Quantity",
    "ReadError",
    "Reading",
    "Related",
    "Relation",
    "Report",
    "ReportlintError",
    "Result",
    "Row",
    "Rule",
    "RuleError",
    "Section",
    "SectionForm",
    "Shared",
    "Sides",
    "Source",
    "Span",
    "TableBlock",
    "Term",
    "Threshold",
    "Told",
    "__version__",
    "amounts",
    "cells_of",
    "check",
    "chinese_number",
    "extract",
    "fits",
    "fold",
    "heading_core",
    "hookimpl",
    "label",
    "load_edition",
    "load_editions",
    "load_phrasebook",
    "load_rules",
    "masked",
    "match_section",
    "may_hold_numbers",
    "narrative",
    "near_of",
    "paragraphs",
    "personal_numbers",
    "place_of",
    "quantity_of",
    "readings_of",
    "relations",
    "shared",
    "similarity",
    "whole_tables",
]
