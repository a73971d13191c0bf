"""An answer over several reports as a chart: bars by report, or a line over the years of one place."""

from __future__ import annotations

import functools
import gc
import io
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from bot.insight_log import Day
from bot.render import coverage_line
from index import told_apart
from index.models import Answer, Finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    Font = Callable[..., FontProperties]

_MOST = 30  # bars
_SOURCES = {"zh": "来源：", "en": "Sources: "}
_TITLES = 6  # sources that are named below


def days_chart(days: Sequence[Day]) -> bytes:
    """The PNG of how many questions of each day were answered and refused."""

    def draw(figure: Figure, font: Font) -> None:
        axes = figure.subplots()
        labels, answered = [day.day for day in days], [day.answered for day in days]
        axes.bar(labels, answered, label="回答")
        axes.bar(labels, [day.refused for day in days], bottom=answered, label="未答")
        axes.legend(prop=font())
        figure.tight_layout()

    return _png((8, 3.2), draw)


def can_be_drawn(answer: Answer) -> bool:
    """Whether there is something to compare: two numbers of one unit."""
    return len(_drawn(answer)) > 1


def chart(answer: Answer, identity: str) -> bytes:
    """The PNG of an answer that can be drawn: its figures as stated, coverage and sources below."""
    rows = told_apart(_drawn(answer)[:_MOST])
    years = {finding.year for finding in rows}
    over_years = (
        len({f.body[0] for f in rows}) == 1 and len(years) == len(rows) and None not in years
    )
    if over_years:
        rows = tuple(sorted(rows, key=lambda f: f.year or 0))
    numbers = [_number(finding) for finding in rows]

    def draw(figure: Figure, font: Font) -> None:
        axes = figure.subplots()
        if over_years:
            axes.plot([str(finding.year) for finding in rows], numbers, marker="o")
        else:
            labels = [f"{f.place or f.issuer or f.title or ''} {f.year or ''}" for f in rows]
            axes.barh(range(len(rows)), numbers, tick_label=labels)
            axes.invert_yaxis()
        for at, finding in enumerate(rows):
            said = finding.value.text if finding.value else ""
            where = (at, numbers[at]) if over_years else (numbers[at], at)
            axes.annotate(said, where, (4, 4), textcoords="offset points", fontproperties=font())
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(font())
        axes.set_title(answer.question[:60], fontproperties=font())
        axes.margins(x=0.15)
        figure.text(0.02, 0.01, _below(answer, rows, identity), fontproperties=font(size=7))
        figure.tight_layout(rect=(0, 0.12, 1, 1))

    return _png((8, 3.2 if over_years else 2.0 + 0.42 * len(rows)), draw)


def _png(inches: tuple[float, float], draw: Callable[[Figure, Font], None]) -> bytes:
    """The PNG of a figure of that size, which `draw` draws with a font that has Chinese."""
    # Loading it takes seconds, which the start of the bot need not wait for.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    figure, target = Figure(figsize=inches, dpi=150), io.BytesIO()
    FigureCanvasAgg(figure)
    # Noto Sans SC (SIL Open Font License), which zhplot brings along.
    with as_file(files("zhplot") / "fonts" / "NotoSansSC-Regular.ttf") as file:
        draw(figure, functools.partial(FontProperties, fname=str(file)))
        figure.savefig(target, format="png")
    # A figure is full of circles, and is as large as thousands of answers.
    figure.clear()
    del figure
    gc.collect()
    return target.getvalue()


def _below(answer: Answer, rows: Sequence[Finding], identity: str) -> str:
    titles = list(dict.fromkeys(finding.title or finding.report for finding in rows))
    more = "…" if len(titles) > _TITLES else ""
    sources = "\n".join(title[:70] for title in titles[:_TITLES])
    return f"{coverage_line(answer)} · {identity}\n{_SOURCES[answer.language]}{sources}{more}"


def _drawn(answer: Answer) -> list[Finding]:
    """The first number of every report, those of the unit of the first one."""
    firsts: dict[str, Finding] = {}
    for finding in answer.findings:
        if finding.value is not None and finding.value.number is not None:
            firsts.setdefault(finding.report, finding)
    rows = list(firsts.values())
    return [row for row in rows if _unit(row) == _unit(rows[0])]


def _unit(finding: Finding) -> str | None:
    return finding.value.unit if finding.value else None


def _number(finding: Finding) -> float:
    return float(finding.value.number or 0) if finding.value else 0.0
