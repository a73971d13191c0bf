"""An answer as a message: the figure, the sentence it stands in, where that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.charts import can_be_drawn
from bot.receipts import Verification
from bot.recorded import Logged
from bot.render import coverage_line
from bot.telegram import texts
from bot.telegram.choices import choices
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.page import Button, Page, turning
from bot.telegram.stating import citation, quotation, row_of, source_line, statement
from index import namesakes, told_apart
from index.models import Answer, Finding, Language

SOURCE_LINK = "s_"  # begins the payload of /start that opens a source
ROWS = 8  # findings on a page of a list: 8 of them, each at its longest, fit into one message
RELATED = 3
_TEXT = 900
_LIST_TEXT = 400
_QUOTE = 1200
_PATH = 300
_VALUE = 200
_ITEMS = 12


def answer_page(answer: Answer, identity: str) -> Page:
    """The message that answers: one finding, a list where several reports speak, or a refusal."""
    if answer.status != "answered" or not answer.findings:
        return _refusal(answer, identity)
    if is_list(answer):
        return list_page(answer, identity, 0)
    return finding_page(answer, identity, 0)


def private_row(identity: str, number: int, language: Language) -> tuple[Button, ...]:
    """The button that opens the source of a reading in the private chat."""
    return (Button(texts.BUTTON_PRIVATE(language), start=source_link(identity, number)),)


def source_link(identity: str, number: int) -> str:
    """What /start is sent with to open the source of a reading."""
    return f"{SOURCE_LINK}{identity}_{number}"


def shared(page: Page, answer: Answer, identity: str, number: int = 0) -> Page:
    """The page as it is shown in a group: its source can be opened in private, too."""
    if not answer.findings:
        return page
    *rows, below = page.buttons
    return Page(page.text, (*rows, private_row(identity, number, answer.language), below))


def is_list(answer: Answer) -> bool:
    return len({finding.report for finding in answer.findings}) > 1


def finding_page(answer: Answer, identity: str, number: int) -> Page:
    """The finding of that number (from 0) in full, with the button to the next one."""
    language, total = answer.language, len(answer.findings)
    finding = answer.findings[number]
    blocks: list[str] = []
    if number == 0:
        blocks += _headline(answer)
    elif said := statement(finding, language):
        blocks.append(f"<b>{escape(shorten(said, _VALUE))}</b>")
    so_far = "\n".join(blocks)
    if total > 1:
        blocks.append(texts.FINDING_OF(language, number=number + 1, total=total))
    blocks += [quotation(finding, _QUOTE), source_line(finding, language, _PATH)]
    blocks += _beside(finding, language, so_far)
    blocks += _coverage(answer, so_far)
    row = [Button(texts.BUTTON_SOURCE(language), f"s:{identity}:{number}")]
    if total > 1:
        then = (number + 1) % total
        label = texts.BUTTON_NEXT(language, number=then + 1, total=total)
        row.append(Button(label, f"n:{identity}:{then}"))
    row.append(Button(texts.BUTTON_COPY(language), copy=citation(finding, language)))
    blocks.append(texts.RECEIPT(language, id=identity))
    files = (_files(answer, identity),) if total > 1 else ()
    return Page(joined(blocks), (tuple(row), *files, votes(identity, language)))


def list_page(answer: Answer, identity: str, page: int) -> Page:
    """The findings, a row each, `ROWS` to a page (from 0), with a source button each."""
    language = answer.language
    pages = -(-len(answer.findings) // ROWS)
    page = min(page, pages - 1)
    first = page * ROWS
    shown = told_apart(answer.findings)[first : first + ROWS]
    blocks = list(_overview(answer))
    blocks += _coverage(answer, "".join(blocks))
    if namesakes(answer.findings):
        blocks.append(texts.WHICH_PLACE(language))
    for number, finding in enumerate(shown, first + 1):
        blocks += ["", *row_of(number, finding, language)]
    if pages > 1:
        blocks += ["", texts.LIST_PAGE(language, page=page + 1, pages=pages)]
    sources = [
        Button(texts.BUTTON_SOURCE_OF(language, number=number + 1), f"s:{identity}:{number}")
        for number in range(first, first + len(shown))
    ]
    rows = [tuple(sources[at : at + 4]) for at in range(0, len(sources), 4)]
    blocks.append(texts.RECEIPT(language, id=identity))
    turns = turning(language, f"l:{identity}", page, pages)
    below = (*choices(answer, identity), _files(answer, identity), votes(identity, language))
    return Page(joined(blocks), (*rows, *turns, *below))


def verification_page(logged: Logged, found: Verification, language: Language) -> Page:
    """What was answered, from which reports, and what of it holds today."""
    answer = logged.answer
    blocks = [
        texts.VERIFIED(
            language,
            id=logged.id,
            question=escape(shorten(answer.question, 300)),
            asked=datetime.fromtimestamp(logged.asked, UTC).strftime("%Y-%m-%d %H:%M"),
            answer=escape(shorten(answer.text, 400)),
            then=logged.receipt.generation,
            now=found.generation,
        )
    ]
    for name, digest in list(logged.receipt.reports.items())[:_ITEMS]:
        state = texts.STATE_UNCHANGED
        if name in found.changed:
            state = texts.STATE_CHANGED
        elif name in found.gone:
            state = texts.STATE_GONE
        fields = {"name": escape(shorten(name, 80)), "digest": digest[:12]}
        blocks.append(texts.VERIFIED_REPORT(language, **fields, state=state(language)))
    if found.same_as(answer):
        blocks.append(texts.VERIFIED_SAME(language))
    else:
        again = escape(shorten(found.again.text, 400))
        blocks.append(texts.VERIFIED_OTHER(language, answer=again))
    return Page(joined(blocks))


def votes(identity: str, language: Language) -> tuple[Button, ...]:
    """Whether the answer was useful."""
    return (
        Button(texts.VOTE_USEFUL(language), f"v:{identity}:1"),
        Button(texts.VOTE_USELESS(language), f"v:{identity}:0"),
    )


def reasons(identity: str, language: Language) -> tuple[Button, ...]:
    """Why it was not, in place of the votes."""
    return tuple(
        Button(why(language), f"w:{identity}:{number}")
        for number, why in enumerate(texts.WHY_USELESS)
    )


def readings(answer: Answer) -> tuple[Finding, ...]:
    """What the source buttons of an answer count through: its findings, then what is related."""
    return answer.findings + answer.related[:RELATED]


def _files(answer: Answer, identity: str) -> tuple[Button, ...]:
    """What an answer of several findings can be had as."""
    files = [Button(texts.BUTTON_SHEET(answer.language), f"x:{identity}:0")]
    if can_be_drawn(answer):
        files.append(Button(texts.BUTTON_CHART(answer.language), f"c:{identity}:0"))
    return tuple(files)


def _refusal(answer: Answer, identity: str) -> Page:
    language = answer.language
    blocks = [escape(shorten(answer.text, _TEXT))]
    if answer.missing is not None and answer.missing.held:
        held = [one for one in answer.missing.held if one not in answer.text]
        if held:
            blocks.append(escape(shorten(texts.HELD(language) + "、".join(held), _TEXT)))
    related = answer.related[:RELATED]
    if related:
        blocks += ["", texts.RELATED(language)]
    for number, finding in enumerate(related, 1):
        blocks += row_of(number, finding, language)
    first = len(answer.findings)
    row = tuple(
        Button(
            texts.BUTTON_SOURCE_OF(language, number=number), f"s:{identity}:{first + number - 1}"
        )
        for number in range(1, len(related) + 1)
    )
    blocks.append(texts.RECEIPT(language, id=identity))
    return Page(joined(blocks), (*((row,) if row else ()), votes(identity, language)))


def _headline(answer: Answer) -> Iterator[str]:
    """The figure first and bold, then what else the line says; items a line each."""
    text, best = answer.text, answer.findings[0]
    value = best.value
    if value is not None and len(value.items) > 1:
        yield from (f"· {escape(shorten(item, 100))}" for item in value.items[:_ITEMS])
        return
    said = statement(best, answer.language)
    if said and text.startswith(said):
        rest = escape(shorten(text[len(said) :], _TEXT))
        yield f"<b>{escape(shorten(said, _VALUE))}</b>{rest}"
    elif text.startswith(best.quote):
        yield from filter(None, [escape(shorten(text[len(best.quote) :], _TEXT))])
    else:
        if said:
            yield f"<b>{escape(shorten(said, _VALUE))}</b>"
        yield escape(shorten(text, _TEXT))


def _overview(answer: Answer) -> Iterator[str]:
    """The line above a list, unless it only says what the first row says."""
    best = answer.findings[0]
    first = statement(best, answer.language) or best.quote
    if not answer.text.startswith(first):
        yield escape(shorten(answer.text, _LIST_TEXT))


def _beside(finding: Finding, language: Language, said: str) -> Iterator[str]:
    """The other values of the statement that were not said yet."""
    values = [value.labelled for value in finding.beside if escape(value.text) not in said]
    if values:
        yield texts.BESIDE(language) + escape(shorten("；".join(values), 300))


def _coverage(answer: Answer, said: str) -> Iterator[str]:
    """How many reports were asked and how many say, unless that was said yet."""
    line = coverage_line(answer)
    if answer.coverage.in_scope > 1 and line not in said:
        yield texts.COVERAGE(answer.language, coverage=line)
