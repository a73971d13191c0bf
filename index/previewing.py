"""What an administrator sees of a file before it is held."""

from __future__ import annotations

from collections.abc import Iterable

from index.changes import changes
from index.models import Preview
from index.preparing import Prepared
from index.snapshot import HeldReport

_EXAMPLES = 8
_HEADINGS = 60
_ALIKE = 0.5


def preview(
    made: Prepared, same: str | None, former: HeldReport | None, others: Iterable[HeldReport]
) -> Preview:
    """A file that was prepared, beside the report that says the same and the one it replaces.

    `others` are reports that it may be taken for.
    """
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
        resembles=next((each.name for each in others if _is_alike(each, made)), None),
    )


def _is_alike(held: HeldReport, made: Prepared) -> bool:
    """Whether half of the lines of a file stand in a report, too."""
    lines = set(made.report.text.split("\n"))
    return len(lines & set(held.report.text.split("\n"))) >= _ALIKE * len(lines)
