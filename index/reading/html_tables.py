"""Rows of tables on web pages: data as one block a row, layout as the blocks it lays out."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from index.reading.page import tidy


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table row, or what stands between two line breaks.

    `links` is how many of its characters are links; `owner` the id of the
    block element around it.
    """

    text: str
    links: int
    owner: int


@dataclass(slots=True)
class Cell:
    """A cell of a row, with how many rows and columns it reaches over."""

    blocks: list[Block]
    rows: int
    columns: int


@dataclass(slots=True)
class Table:
    """What the rows of a table share. `spanning`: for a column, how many more rows its cell reaches into, and its text."""

    spanning: dict[int, tuple[int, str]] = field(default_factory=dict)


def span(node: LexborNode, name: str) -> int:
    """The value of rowspan or colspan, 1 when it is none."""
    value = (node.attributes.get(name) or "1").strip()
    return min(int(value), 1000) if value.isdecimal() and int(value) > 0 else 1


def row(cells: list[Cell], table: Table, owner: int) -> list[Block]:
    """One block for a row of data; the blocks themselves where the table only lays out the page.

    A cell that reaches into the rows below is repeated in each, so that every
    row can be read alone.
    """
    full = [cell for cell in cells if cell.blocks]
    if _is_layout(full) or (len(full) < 2 and not table.spanning):
        return [block for cell in full for block in cell.blocks]
    texts: list[str] = []
    column = 0
    waiting = list(cells)
    while waiting or column in table.spanning:
        if column in table.spanning:
            left, text = table.spanning.pop(column)
            texts.append(text)
            if left > 1:
                table.spanning[column] = (left - 1, text)
            column += 1
            continue
        cell = waiting.pop(0)
        text = " ".join(block.text for block in cell.blocks)
        texts.append(text)
        if cell.rows > 1:
            table.spanning[column] = (cell.rows - 1, text)
        column += cell.columns
    line = tidy(" | ".join(texts))
    return [Block(line, sum(b.links for c in full for b in c.blocks), owner)] if line else []


def _is_layout(full: list[Cell]) -> bool:
    """Whether a row sets out parts of a page beside each other rather than data."""
    return any(
        len(cell.blocks) > 1
        and (len(cell.blocks) > 8 or sum(len(b.text) for b in cell.blocks) > 300)
        for cell in full
    )
