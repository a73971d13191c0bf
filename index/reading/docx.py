"""A Word document: numbered paragraphs, table rows, text boxes; revisions as accepted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from index.reading.docx_numbering import Numbering, W
from index.reading.docx_package import open_parts
from index.reading.page import Page, tidy

_DOCUMENT = "word/document.xml"
_NUMBERING = "word/numbering.xml"
_STYLES = "word/styles.xml"
_FOOTNOTES = "word/footnotes.xml"
_CORE = "docProps/core.xml"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# What was deleted or moved away, what only steers a field, and the reading aid above characters.
_DROPPED = frozenset(
    W + tag for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "sectPr")
)
_BREAKS = frozenset({W + "br", W + "cr"})
_BLANKS = frozenset({W + "tab", W + "ptab"})


def parse_docx(name: str, data: bytes) -> Page:
    """The lines of a document. ReadingError when the package cannot be read."""
    parts = open_parts(name, data, (_DOCUMENT, _NUMBERING, _STYLES, _FOOTNOTES, _CORE))
    reader = _Reader(Numbering(parts.get(_NUMBERING), parts.get(_STYLES)))
    lines = list(reader.container(parts[_DOCUMENT]))
    footnotes = parts.get(_FOOTNOTES)
    for note in footnotes.iterfind(f"{W}footnote") if footnotes is not None else ():
        if note.get(f"{W}type") is None:
            lines.extend(reader.container(note))
    core = parts.get(_CORE)
    label = core.findtext(f".//{_TITLE}") if core is not None else None
    return Page(lines=tuple(lines), label=tidy(label) if label else None)


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering

    def container(self, node: etree._Element) -> Iterator[str]:
        """The lines of all paragraphs and tables in an element, in order.

        The parser refuses more than 256 levels of nesting, so recursion is safe.
        """
        pending = ""
        for child in node:
            if child.tag == W + "p":
                # A deleted paragraph mark joins a paragraph with the next.
                joined = child.find(f"{W}pPr/{W}rPr/{W}del") is not None
                own = list(self.paragraph(child))
                if pending:
                    own = [pending + own[0], *own[1:]] if own else [pending]
                    pending = ""
                if joined and own:
                    pending = own.pop()
                yield from own
            elif child.tag == W + "tbl":
                yield from self.table(child)
            elif child.tag == _ALTERNATE:
                yield from self.container(_chosen(child))
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                yield from self.container(child)
        if pending:
            yield pending

    def paragraph(self, node: etree._Element) -> Iterator[str]:
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _collect(node, pieces, boxes)
        label = ""
        text = "".join(pieces)
        if text.strip():
            label = self.numbering.label(node)
        for line in (label + text).split("\n"):
            if tidied := tidy(line):
                yield tidied
        for box in boxes:
            yield from self.container(box)

    def table(self, node: etree._Element) -> Iterator[str]:
        """One line a row. A cell merged downwards is repeated, so that a row can be read alone."""
        above: dict[int, str] = {}
        for row in _wrapped(node, W + "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[list[str]] = []
            column = 0
            for cell in _wrapped(row, W + "tc"):
                lines = list(self.container(cell))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart":
                    lines = lines or ([above[column]] if column in above else [])
                above[column] = " ".join(lines)
                cells.append(lines)
                column += _columns(cell)
            full = [lines for lines in cells if lines]
            if len(full) == 1:
                yield from full[0]
            elif full:
                yield tidy(" | ".join(" ".join(lines) for lines in cells))


def _collect(node: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """The text of a paragraph's runs; text boxes are set aside."""
    for child in node:
        tag = child.tag
        if tag == W + "t":
            pieces.append(child.text or "")
        elif tag in _BREAKS:
            pieces.append("\n")
        elif tag in _BLANKS:
            pieces.append(" ")
        elif tag == W + "noBreakHyphen":
            pieces.append("-")
        elif tag == W + "txbxContent":
            boxes.append(child)
        elif tag == _ALTERNATE:
            _collect(_chosen(child), pieces, boxes)
        elif tag == W + "r" and _is_hidden(child):
            continue
        elif isinstance(tag, str) and tag not in _DROPPED:
            _collect(child, pieces, boxes)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")


def _chosen(alternate: etree._Element) -> etree._Element:
    """Both branches of an alternative hold the same text; one is enough."""
    choice = alternate.find(_CHOICE)
    if choice is not None and next(choice.iter(W + "t"), None) is not None:
        return choice
    return alternate[-1] if len(alternate) else alternate


def _wrapped(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also inside content controls and tracked insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _wrapped(child, tag)


def _columns(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val") if span is not None else None
    return int(value) if value is not None and value.isdecimal() and len(value) < 5 else 1
