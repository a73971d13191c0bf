"""`reportbot chat`: the conversation in a terminal."""

from __future__ import annotations

from typing import TextIO

from bot.conversation import Conversation
from bot.render import as_text
from index import Library
from index.errors import ReportbotError

_GREETING = "请提问，例如：江北区聘任了多少名法治副校长？可接着问：那2023年呢？（/new 重新开始，/quit 退出）"
_KEY = "terminal"


def chat(library: Library, source: TextIO, target: TextIO) -> None:
    """Answers line by line until the end of input or /quit."""
    conversation = Conversation(library)
    interactive = source.isatty()
    if interactive:
        print(_GREETING, file=target)
    while True:
        if interactive:
            print("> ", end="", file=target, flush=True)
        line = source.readline()
        text = line.strip()
        if not line or text == "/quit":
            return
        if text == "/new":
            conversation.forget(_KEY)
        elif text:
            try:
                print(as_text(conversation.reply(_KEY, text)), file=target)
            except ReportbotError as error:
                print(str(error), file=target)
            print(file=target, flush=True)
