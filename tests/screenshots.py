"""Draws the pictures of docs/images: parts of the conversations of docs/conversations.md.

    python -m tests.screenshots            needs Chromium, and fonts with Chinese and emoji

Each picture holds the digest of what it shows, so that a test notices when the bot says something
else today.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from index import Library
from tests.transcripts import BOT, ROOT, Conversation, Turn, held, masked

FOLDER = ROOT / "docs" / "images"
DIGEST = "Shown"
# The name of each picture: the conversation, and the turns it shows.
PARTS = {
    "asking": ("私聊", slice(0, 4)),
    "sweep": ("私聊", slice(8, 10)),
    "refusal": ("私聊", slice(18, 20)),
    "english": ("私聊", slice(20, 22)),
    "forget": ("私聊", slice(26, 28)),
    "group": ("群组", slice(0, 9)),
    "adding": ("管理员", slice(0, 2)),
    "replacing": ("管理员", slice(10, 14)),
    "unanswered": ("管理员", slice(22, 30)),
}
_WIDTH, _TALLEST = 560, 2400
_STYLE = """
body { margin: 0; padding: 16px; width: 528px; background: #dfe7ec;
       font: 15px/1.5 "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; color: #111; }
.did { text-align: center; margin: 8px 0; color: #fff; font-size: 13px; }
.did span { background: #8da2af; border-radius: 10px; padding: 2px 10px; }
.said { margin: 8px 60px 8px 0; }
.mine { margin: 8px 0 8px 60px; }
.text { background: #fff; border-radius: 12px; padding: 8px 12px; white-space: pre-wrap;
        overflow-wrap: anywhere; }
.mine .text { background: #e3f7cf; }
.who { color: #2f6fa7; font-weight: 600; font-size: 13px; }
.row { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
.row span { flex: 1 0 auto; text-align: center; background: #9fb4c1; color: #fff; border-radius: 8px;
            padding: 4px 10px; font-size: 14px; }
"""


def shown(conversations: Sequence[Conversation], name: str) -> list[Turn]:
    """The turns that a picture shows."""
    title, part = PARTS[name]
    [turns] = [each.turns for each in conversations if each.title == title]
    return turns[part]


def digest(turns: Sequence[Turn]) -> str:
    return hashlib.sha256("".join(turn.markdown() for turn in turns).encode()).hexdigest()[:32]


def _page(turns: Sequence[Turn]) -> str:
    body = "".join(map(_turn, turns))
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><body>{body}"


def _turn(turn: Turn) -> str:
    if not turn.who:
        return f"<div class=did><span>{html.escape(turn.text)}</span></div>"
    pieces, at = [], 0
    for start, end in turn.bold:
        bold = html.escape(turn.text[start:end])
        pieces.append(f"{html.escape(turn.text[at:start])}<b>{bold}</b>")
        at = end
    text = masked("".join(pieces) + html.escape(turn.text[at:]))
    row = "".join(f"<span>{html.escape(label)}</span>" for label in turn.buttons)
    side = "said" if turn.who == BOT else "mine"
    who = html.escape(turn.who)
    return (
        f"<div class={side}><div class=text><div class=who>{who}</div>{text}</div>"
        f"<div class=row>{row}</div></div>"
    )


def _draw(turns: Sequence[Turn], target: Path, chromium: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page, drawn = Path(folder) / "page.html", Path(folder) / "drawn.png"
        page.write_text(_page(turns), "utf-8")
        subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ),
                *("--no-first-run", f"--user-data-dir={folder}/profile"),
                *("--force-device-scale-factor=1.5", f"--window-size={_WIDTH},{_TALLEST}"),
                *(f"--screenshot={drawn}", page.as_uri()),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with Image.open(drawn) as picture:
            colours = picture.convert("RGB")
            background = colours.getpixel((2, 2))
            rows = [
                y
                for y in range(0, colours.height, 2)
                if any(colours.getpixel((x, y)) != background for x in range(4, colours.width, 8))
            ]
            about = PngInfo()
            about.add_text(DIGEST, digest(turns))
            cut = colours.crop((0, 0, colours.width, min(colours.height, rows[-1] + 24)))
            cut.quantize(64).save(target, pnginfo=about, optimize=True)


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is needed to draw", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "held") as library:
        library.index([ROOT / "reports"])
        conversations = asyncio.run(held(library, Path(folder)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        _draw(shown(conversations, name), FOLDER / f"{name}.png", chromium)
    return 0


if __name__ == "__main__":
    sys.exit(main())
