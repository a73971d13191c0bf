"""What a page says of itself beside its body: labelled values, and the meta tags of HTML."""

from __future__ import annotations

from index.reading.boilerplate import body_bounds
from index.reading.infoline import is_value, read_info
from index.reading.page import Field, FieldKind, Page


def labelled_fields(page: Page) -> tuple[tuple[int, Field], ...]:
    """The labelled values before and after the body, with their ranks; meta tags come first."""
    found = [(-1, field) for field in page.fields]
    for lines in dict.fromkeys((page.lines, page.around)):
        start, end = body_bounds(lines)
        numbers = [*range(start), *range(end, len(lines))]
        for number in numbers:
            info = read_info(lines[number])
            if info is None:
                continue
            found.extend(pair for pair in info.fields if pair[1].value)
            dangling = info.dangling
            after = lines[number + 1] if number + 1 < len(lines) else ""
            if dangling and after and read_info(after) is None and is_value(after, dangling[1]):
                found.append((dangling[0], Field(dangling[1], after)))
    return tuple(sorted(found, key=lambda pair: pair[0]))


def values_of(fields: tuple[tuple[int, Field], ...], kind: FieldKind) -> list[str]:
    """The values of one kind, the most believed first."""
    return [field.value for _, field in fields if field.kind == kind]
