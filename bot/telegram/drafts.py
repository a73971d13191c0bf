"""What an administrator sees of files that were sent: previews, corrections, summaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.drafts import Draft
from bot.telegram import admin_texts, texts
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.page import Button, Page
from index.models import Language, Preview

# What can be corrected, as a side file calls it, with the label of its button.
FIELDS = {
    "title": admin_texts.FIELD_TITLE,
    "issuer": admin_texts.FIELD_ISSUER,
    "place": admin_texts.FIELD_PLACE,
    "year": admin_texts.FIELD_YEAR,
    "published": admin_texts.FIELD_PUBLISHED,
}
_HEADINGS = 12
_CHANGES = 8
_NOTES = 8
_ROWS = 20


def preview_page(draft: Draft, seen: Preview) -> Page:
    """One file: what it would be, what it replaces, and what to do with it."""
    language, about = draft.language, seen.description
    unknown = admin_texts.NOT_STATED(language)
    extent = admin_texts.EXTENT(language, characters=f"{seen.characters:,}")
    if seen.pages:
        extent = admin_texts.PAGES(language, pages=seen.pages) + extent
    blocks = [f"<b>{escape(shorten(draft.name, 120))}</b>（{escape(seen.format)}，{extent}）"]
    found_in = dict(about.found_in)
    for label, field, fact in (
        (admin_texts.TITLE, "title", about.title),
        (admin_texts.ISSUER, "issuer", about.issuer),
        (admin_texts.PLACE, "place", about.region or about.place),
        (admin_texts.YEAR, "year", str(about.year) if about.year else None),
        (admin_texts.PUBLISHED, "published", about.published),
        (admin_texts.DOCUMENT_NUMBER, "document_number", about.document_number),
    ):
        where = f"（{found_in[field]}）" if field in found_in else ""
        blocks.append(label(language) + escape(shorten(fact or unknown, 200)) + where)
    blocks += _contents(seen, language)
    examples = "；".join(escape(shorten(example, 40)) for example in seen.examples)
    blocks.append(admin_texts.FIGURES_FOUND(language, count=seen.figures, examples=examples))
    if about.notes:
        blocks.append(admin_texts.NOTES(language))
        blocks += [f"· {escape(shorten(note, 200))}" for note in about.notes[:_NOTES]]
    blocks += _standing(seen, language)
    hold = admin_texts.BUTTON_HOLD_ANYWAY if seen.same else admin_texts.BUTTON_HOLD
    row = (
        Button(hold(language), f"i:{draft.id}:h"),
        Button(admin_texts.BUTTON_CORRECT(language), f"i:{draft.id}:e"),
        Button(admin_texts.BUTTON_CANCEL(language), f"i:{draft.id}:x"),
    )
    return Page(joined(blocks), (row,))


def _contents(seen: Preview, language: Language) -> Iterator[str]:
    if not seen.sections:
        yield admin_texts.NO_HEADINGS(language)
        return
    yield admin_texts.HEADINGS(language, count=len(seen.sections))
    upper = [(level, heading) for level, heading in seen.sections if level <= 2]
    for level, heading in upper[:_HEADINGS]:
        yield "　" * (level - 1) + escape(shorten(heading, 40))
    if len(upper) > _HEADINGS:
        yield "……"


def _standing(seen: Preview, language: Language) -> Iterator[str]:
    """What the file is beside what is held."""
    if seen.same:
        yield admin_texts.SAME_AS(language, name=escape(shorten(seen.same, 80)))
    elif seen.former:
        yield admin_texts.REPLACES(language, name=escape(shorten(seen.former, 80)))
        for change in seen.changes[:_CHANGES]:
            thing = escape(shorten(change.thing, 30))
            yield f"· {thing}：{escape(change.before)} → {escape(change.after)}"
        if len(seen.changes) > _CHANGES:
            yield admin_texts.AND_MORE_CHANGES(language, count=len(seen.changes))
        if not seen.changes:
            yield admin_texts.NO_CHANGES(language)
    elif seen.resembles:
        yield admin_texts.RESEMBLES(language, name=escape(shorten(seen.resembles, 80)))
    else:
        yield admin_texts.IS_NEW(language)


def fields_page(draft: Draft, seen: Preview) -> Page:
    """The fields that can be corrected, each a button."""
    language = draft.language
    buttons = [
        Button(label(language), f"i:{draft.id}:f:{field}") for field, label in FIELDS.items()
    ]
    back = (Button(texts.BUTTON_BACK(language), f"i:{draft.id}:p"),)
    return Page(preview_page(draft, seen).text, (tuple(buttons[:3]), tuple(buttons[3:]), back))


def years_page(draft: Draft, seen: Preview, this_year: int) -> Page:
    """The years to choose from: those around the one found, else the latest."""
    year = seen.description.year or this_year - 1
    row = tuple(Button(str(each), f"i:{draft.id}:y:{each}") for each in range(year - 2, year + 3))
    back = (Button(texts.BUTTON_BACK(draft.language), f"i:{draft.id}:e"),)
    return Page(preview_page(draft, seen).text, (row, back))


def batch_page(drafts: Sequence[Draft], seen: dict[str, Preview], language: Language) -> Page:
    """Several files that came together: a line each, and what to do with all of them."""
    blocks = [admin_texts.BATCH(language, count=len(drafts))]
    for number, draft in enumerate(drafts[:_ROWS], 1):
        preview = seen.get(draft.id)
        blocks.append(
            f"{number}. {escape(shorten(draft.name, 80))}：{_row(draft, preview, language)}"
        )
    if len(drafts) > _ROWS:
        blocks.append(admin_texts.AND_MORE(language, count=len(drafts)))
    waiting = [draft for draft in drafts if draft.state == "open"]
    rows: list[tuple[Button, ...]] = []
    if waiting:
        batch = waiting[0].id
        rows.append(
            (
                Button(admin_texts.BUTTON_HOLD_ALL(language, count=len(waiting)), f"i:{batch}:H"),
                Button(admin_texts.BUTTON_CANCEL(language), f"i:{batch}:X"),
            )
        )
        looks = [
            Button(admin_texts.BUTTON_LOOK(language, number=number), f"i:{draft.id}:s")
            for number, draft in enumerate(drafts[:_ROWS], 1)
            if draft.state == "open"
        ]
        rows += [tuple(looks[at : at + 4]) for at in range(0, len(looks), 4)]
    return Page(joined(blocks), tuple(rows))


def _row(draft: Draft, seen: Preview | None, language: Language) -> str:
    if draft.state == "refused":
        return admin_texts.ROW_REFUSED(language, reason=escape(shorten(draft.note, 120)))
    if draft.state == "held":
        return admin_texts.ROW_HELD(language)
    if draft.state == "dropped" or seen is None:
        return admin_texts.ROW_DROPPED(language)
    about = seen.description
    known = " ".join(filter(None, (about.place, str(about.year) if about.year else None)))
    title = escape(shorten(about.title or "", 60)) + (f"（{escape(known)}）" if known else "")
    if seen.same:
        return f"{title} {admin_texts.ROW_SAME(language)}"
    if seen.former:
        return f"{title} {admin_texts.ROW_REPLACES(language, changes=len(seen.changes))}"
    return f"{title} {admin_texts.ROW_NEW(language)}"
