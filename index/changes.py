"""What of its figures another version of a report states otherwise: 29所 -> 31所."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.figures import unit_class
from index.fold import fold
from index.models import Change, Figure

_KINDS = frozenset({"count", "rate", "money", "delta"})
_Key = tuple[str, str, str]


def changes(
    before: str, old: Sequence[Figure], after: str, new: Sequence[Figure]
) -> tuple[Change, ...]:
    """The figures that stand in the same words of both texts, with another number.

    The words are those of the clause around the figure, digits aside; what several figures
    of a text share is left out, for nobody could tell which of them changed.
    """
    stated, states = _by_words(before, old), _by_words(after, new)
    return tuple(
        Change(
            thing=figure.thing or words[:20],
            before=stated[key].text,
            after=figure.text,
            quote=after[figure.sentence_start : figure.sentence_end],
        )
        for key, figure in states.items()
        for words in (key[0],)
        if key in stated and fold(stated[key].text).text != fold(figure.text).text
    )


def _by_words(text: str, figures: Sequence[Figure]) -> Mapping[_Key, Figure]:
    found: defaultdict[_Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind in _KINDS:
            found[_words(text, figure, figures)].append(figure)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _words(text: str, figure: Figure, figures: Sequence[Figure]) -> _Key:
    """The clause without any figure in it, the class of the unit, and the thing counted."""
    words, at = [], figure.clause_start
    for other in figures:
        if figure.clause_start <= other.start < figure.clause_end:
            words.append(text[at : other.start])
            at = other.end
    words.append(text[at : figure.clause_end])
    return fold("".join(words)).text, unit_class(figure.unit), figure.thing or ""
