"""A web page: its body by a known container or by where the prose is; its metadata."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from index.reading.html_blocks import Extent, Outline, flatten, outline
from index.reading.html_tables import Block
from index.reading.page import Field, FieldKind, Page, tidy

# Containers that the usual content systems of Chinese government sites put a body into.
CONTAINERS = (
    ".TRS_Editor",
    ".trs_editor_view",
    ".TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    "#UCAP-CONTENT",
    "ucapcontent",
    ".ucapcontent",
    ".v_news_content",
    "#vsb_content",
    ".wp_articlecontent",
    ".xxgk_content_content",
    ".pages_content",
    ".article-content",
    ".article_content",
    ".article-con",
    ".art_con",
    ".news_content",
    ".Article_content",
    ".con_text",
    ".detail_content",
    ".detail-content",
    "#content",
    ".content",
    "#article",
    ".article",
    "article",
    "#main_content",
)
# Elements that hold the headline, the surest first.
HEADLINES = (
    "[class*=article-title]",
    "[class*=article_title]",
    "[class*=arti_title]",
    "[class*=con_title]",
    "[class*=xl_tit]",
    "[class*=title-article]",
    "#title",
    ".title",
    ".bt",
    "h1",
    "h2",
)


@dataclass(frozen=True, slots=True)
class MetaName:
    """A meta tag of the national standard for government sites, or of a content system."""

    name: str
    kind: FieldKind


META_NAMES = (
    MetaName("articletitle", "title"),
    MetaName("pubdate", "published"),
    MetaName("publishdate", "published"),
    MetaName("article:published_time", "published"),
    MetaName("contentsource", "source"),
    MetaName("source", "source"),
    MetaName("sitename", "other"),
)
_CONTAINER_SHARE = 0.6
_WHOLE_SHARE = 0.97
_DENSITY_SHARE = 0.8
_MAX_BESIDE = 12
_MAX_LINK_SHARE = 0.3


def parse_html(markup: str) -> Page:
    """The lines of the body of a page, all its lines, and what its head says of it."""
    tree = LexborHTMLParser(flatten(markup))
    page = outline(tree)
    extents = page.extents()
    if not any(extent.prose for extent in extents.values()):
        # Some sites hide the body until a script shows it.
        page = outline(tree, hidden=True)
        extents = page.extents()
    title = tree.css_first("title")
    return Page(
        lines=tuple(block.text for block in _body(tree, page, extents)),
        around=tuple(block.text for block in page.blocks),
        fields=_meta_fields(tree),
        headlines=_headlines(tree, page, extents),
        label=tidy(title.text(deep=True)) if title is not None else None,
    )


def _body(tree: LexborHTMLParser, page: Outline, extents: dict[int, Extent]) -> tuple[Block, ...]:
    total = max((extent.prose for extent in extents.values()), default=0)
    if not total:
        return page.blocks
    known: list[Extent] = []
    for selector in CONTAINERS:
        for node in tree.css(selector):
            extent = extents.get(node.mem_id)
            if extent is not None and extent.prose >= _CONTAINER_SHARE * total:
                known.append(extent)
    if known:
        most = max(extent.prose for extent in known)
        whole = [extent for extent in known if extent.prose >= _WHOLE_SHARE * most]
        chosen = min(whole, key=lambda extent: extent.end - extent.first)
    else:
        dense = [e for e in extents.values() if e.prose >= _DENSITY_SHARE * total]
        chosen = _widened(page, sorted(dense, key=lambda extent: extent.end - extent.first))
    return page.blocks[chosen.first : chosen.end]


def _widened(page: Outline, candidates: list[Extent]) -> Extent:
    """The smallest element with nearly all prose, widened while that adds no menus."""
    chosen = candidates[0]
    for wider in candidates[1:]:
        beside = page.blocks[wider.first : chosen.first] + page.blocks[chosen.end : wider.end]
        added, links = sum(len(b.text) for b in beside), sum(b.links for b in beside)
        if len(beside) > _MAX_BESIDE or links > _MAX_LINK_SHARE * added:
            break
        chosen = wider
    return chosen


def _meta_fields(tree: LexborHTMLParser) -> tuple[Field, ...]:
    found: list[Field] = []
    for meta in META_NAMES:
        for node in tree.css("meta"):
            named = node.attributes.get("name") or node.attributes.get("property") or ""
            content = tidy(node.attributes.get("content") or "")
            if named.strip().lower() == meta.name and content:
                found.append(Field(meta.kind, content))
    return tuple(found)


def _headlines(
    tree: LexborHTMLParser, page: Outline, extents: dict[int, Extent]
) -> tuple[str, ...]:
    found: list[str] = []
    for selector in HEADLINES:
        for node in tree.css(selector)[:5]:
            extent = extents.get(node.mem_id)
            if extent is not None and extent.end - extent.first <= 3:
                inside = page.blocks[extent.first : extent.end]
                found.append("".join(block.text for block in inside))
    return tuple(text for text in dict.fromkeys(found) if len(text) <= 120)
