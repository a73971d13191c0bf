"""The walk through a web page: every block of text a reader sees, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.reading.html_tables import Block, Cell, Table, row, span
from index.reading.page import tidy

BLOCK_TAGS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    }
)  # fmt: skip
# Never text of a report.
_UNSEEN_TAGS = frozenset(
    {
        "applet", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input",
        "map", "math", "meter", "noscript", "object", "option", "progress", "script", "select",
        "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Tags that nest without bound when they are not closed: all but those the parser closes itself.
_NESTABLE = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|th|tr"
    r"|tbody|thead|tfoot|caption|colgroup|dt|dd|option|rt|rp|html|head|body)\b)[a-z][^<>]*>",
    re.I,
)
_MAX_DEPTH = 2000
_WIDE = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]"
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")
_SENTENCE = re.compile("[。；！？]|[，、：].*[，、：]")
_SOURCE_BLANK = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a page in reading order; `parents` leads from a block element outwards."""

    blocks: tuple[Block, ...]
    parents: dict[int, int]

    def extents(self) -> dict[int, Extent]:
        """For every block element the blocks inside it, which always follow each other."""
        found: dict[int, Extent] = {}
        for number, block in enumerate(self.blocks):
            own = Extent(number, number + 1, _prose_of(block))
            found[block.owner] = found[block.owner].join(own) if block.owner in found else own
        # Parents were met before their children: backwards, every child comes first.
        for element, parent in reversed(self.parents.items()):
            if element in found:
                inner = found[element]
                found[parent] = found[parent].join(inner) if parent in found else inner
        return found


@dataclass(frozen=True, slots=True)
class Extent:
    """The blocks [first, end), and how many characters of sentences are in them."""

    first: int
    end: int
    prose: int

    def join(self, other: Extent) -> Extent:
        """The extent of both together."""
        first, end = min(self.first, other.first), max(self.end, other.end)
        return Extent(first, end, self.prose + other.prose)


def _prose_of(block: Block) -> int:
    return len(block.text) - block.links if _SENTENCE.search(block.text) else 0


def flatten(markup: str) -> str:
    """The markup without tags nested deeper than any page means: the parser is quadratic there."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(depth - 1, 0)
            return tag[0] if depth < _MAX_DEPTH else " "
        depth += 1
        return tag[0] if depth <= _MAX_DEPTH else " "

    return _NESTABLE.sub(keep, markup)


def outline(tree: LexborHTMLParser, *, hidden: bool = False) -> Outline:
    """Walk the body without recursion. `hidden` also takes what the page does not display."""
    return _Walk(hidden).run(tree.body)


class _Walk:
    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.parents: dict[int, int] = {}
        self.sinks: list[list[Block]] = [[]]
        self.rows: list[list[Cell]] = []
        self.tables: list[Table] = []
        self.owners: list[int] = []
        self.counters: list[int | None] = []
        self.pieces: list[str] = []
        self.links = 0
        self.link_depth = 0
        self.pre_depth = 0

    def run(self, body: LexborNode | None) -> Outline:
        node = body
        while node is not None:
            inner = node.child if self.enter(node) else None
            if inner is not None:
                node = inner
                continue
            while node is not None:
                self.leave(node)
                if body is not None and node.mem_id == body.mem_id:
                    node = None
                    break
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent
        self.flush()
        return Outline(tuple(self.sinks[0]), self.parents)

    def enter(self, node: LexborNode) -> bool:
        """Take a node; whether its children are to be walked."""
        tag = node.tag or ""
        if tag == "-text":
            self.take_text(node.text_content or "")
            return False
        if tag.startswith("-") or self.is_unseen(node, tag):
            return False
        if tag == "br":
            self.flush()
        elif tag in BLOCK_TAGS:
            self.flush()
            if self.owners:
                self.parents[node.mem_id] = self.owners[-1]
            self.owners.append(node.mem_id)
            self.open_block(node, tag)
        elif tag == "a":
            self.link_depth += 1
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCK_TAGS and self.owners and self.owners[-1] == node.mem_id:
            self.flush()
            self.owners.pop()
            self.close_block(node, tag)
        elif tag == "a" and not self.is_unseen(node, tag):
            self.link_depth = max(self.link_depth - 1, 0)

    def is_unseen(self, node: LexborNode, tag: str) -> bool:
        if tag in _UNSEEN_TAGS:
            return True
        if self.hidden:
            return False
        attributes = node.attributes
        return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))

    def take_text(self, text: str) -> None:
        if self.pre_depth:
            for number, line in enumerate(text.splitlines()):
                if number:
                    self.flush()
                self.pieces.append(line)
            return
        self.pieces.append(text)
        if self.link_depth:
            self.links += len(text.strip())

    def flush(self) -> None:
        text = _SOURCE_BREAK.sub("", "".join(self.pieces))
        text = tidy(_SOURCE_BLANK.sub(" ", text))
        if text:
            owner = self.owners[-1] if self.owners else 0
            self.sinks[-1].append(Block(text, min(self.links, len(text)), owner))
        self.pieces.clear()
        self.links = 0

    def open_block(self, node: LexborNode, tag: str) -> None:
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.sinks.append([])
        elif tag == "pre":
            self.pre_depth += 1
        elif tag in {"ol", "ul"}:
            start = node.attributes.get("start") or "1"
            numbered = tag == "ol" and "none" not in (node.attributes.get("style") or "")
            self.counters.append(int(start) if numbered and start.isdecimal() else None)
        elif tag == "li" and self.counters and self.counters[-1] is not None:
            self.pieces.append(f"{self.counters[-1]}. ")
            self.counters[-1] += 1

    def close_block(self, node: LexborNode, tag: str) -> None:
        if tag in {"td", "th"} and len(self.sinks) > 1:
            blocks = self.sinks.pop()
            if self.rows:
                rows, columns = (span(node, name) for name in ("rowspan", "colspan"))
                self.rows[-1].append(Cell(blocks, rows, columns))
            else:
                self.sinks[-1].extend(blocks)
        elif tag == "tr" and self.rows:
            table = self.tables[-1] if self.tables else Table()
            self.sinks[-1].extend(row(self.rows.pop(), table, node.mem_id))
        elif tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "pre":
            self.pre_depth -= 1
        elif tag in {"ol", "ul"} and self.counters:
            self.counters.pop()
