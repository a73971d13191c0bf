"""Which place? An answer over several places can be asked again of one of them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.telegram import texts
from bot.telegram.markup import escape, shorten
from bot.telegram.page import Button, Page, turning
from index import namesakes
from index.models import Answer

_AT_ONCE = 6  # namesakes that are asked about below the answer
_PAGE = 12
_ROW = 2
_LABEL = 30


def places_of(answer: Answer) -> tuple[str, ...]:
    """The places that an answer speaks of, with their ancestors, in its order."""
    regions = (finding.region or finding.place for finding in answer.findings)
    return tuple(dict.fromkeys(region for region in regions if region))


def choices(answer: Answer, identity: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons that ask which place is meant, none where there is but one.

    Where places share a name, each has its button; else one button leads to all of them.
    """
    places = places_of(answer)
    if len(places) < 2:
        return ()
    same = namesakes(answer.findings)
    if 0 < len(same) <= _AT_ONCE:
        return _rows(answer, identity, (places.index(place) for place in same))
    return ((Button(texts.BUTTON_PLACES(answer.language), f"d:{identity}:0"),),)


def choices_page(answer: Answer, identity: str, page: int) -> Page:
    """The places to choose from, twelve to a page (from 0), with the way back to the answer."""
    places, language = places_of(answer), answer.language
    pages = max(1, -(-len(places) // _PAGE))
    page = min(page, pages - 1)
    shown = range(page * _PAGE, min(len(places), (page + 1) * _PAGE))
    back = (Button(texts.BUTTON_BACK(language), f"l:{identity}:0"),)
    text = texts.CHOOSE_PLACE(language, question=escape(shorten(answer.question, 300)))
    turns = turning(language, f"d:{identity}", page, pages)
    return Page(text, (*_rows(answer, identity, shown), *turns, back))


def asked_of(answer: Answer, number: int) -> str:
    """What a press on the place of that number asks: the same of that place alone."""
    return texts.SAME_OF(answer.language, place=places_of(answer)[number])


def _rows(answer: Answer, identity: str, numbers: Iterable[int]) -> tuple[tuple[Button, ...], ...]:
    places = places_of(answer)
    buttons = [Button(shorten(places[at], _LABEL), f"a:{identity}:{at}") for at in numbers]
    return tuple(tuple(buttons[at : at + _ROW]) for at in range(0, len(buttons), _ROW))
