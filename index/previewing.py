"""What an administrator sees of a file before it is held."""

from __future__ import annotations

from index.changes import changes
from index.models import Preview
from index.preparing import Prepared
from index.snapshot import HeldReport

_EXAMPLES = 8
_HEADINGS = 60


def preview(made: Prepared, same: str | None, former: HeldReport | None) -> Preview:
    """A file that was prepared, beside the report that says the same and the one it replaces."""
    report, figures = made.report, made.analysis.figures
    changed = changes(former.report.text, former.figures, report.text, figures) if former else ()
    counted = [figure for figure in figures if figure.kind != "date"]
    return Preview(
        name=report.name,
        format=report.format,
        description=report.description,
        characters=len(report.text),
        pages=len(report.pages),
        sections=tuple(
            (section.level, section.heading)
            for section in made.analysis.sections
            if section.kind == "heading" and section.level
        )[:_HEADINGS],
        figures=len(figures),
        examples=tuple(f"{figure.thing or ''}{figure.text}" for figure in counted[:_EXAMPLES]),
        same=same,
        former=former.name if former else None,
        changes=changed,
    )
