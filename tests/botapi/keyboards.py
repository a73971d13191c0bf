"""The buttons under a message, checked as Telegram checks them."""

from __future__ import annotations

import re
from typing import Any

from .wire import Json, bad_request, words

_ACTIONS = words(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
_MOST_BUTTONS = 100


def inline_keyboard(markup: Json) -> Json | None:
    """The inline keyboard of `markup`, None when it shows none; refuses a wrong one."""
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: inline_keyboard must be an Array of Array")
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check(button)
    return {"inline_keyboard": [row for row in rows if row]} if buttons else None


def check_markup(markup: Json) -> Json | None:
    """The inline keyboard of a reply_markup; other kinds are checked and not shown."""
    if not markup or "inline_keyboard" in markup:
        return inline_keyboard(markup)
    if markup.get("force_reply") is True or markup.get("remove_keyboard") is True:
        return None
    rows = markup.get("keyboard")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise bad_request("object expected as reply markup")
    for button in (button for row in rows for button in row):
        if not (button if isinstance(button, str) else button.get("text")):
            raise bad_request("can't parse keyboard button: text must be non-empty")
    return None


def _check(button: Any) -> None:
    def refuse(reason: str) -> None:
        raise bad_request(f"can't parse inline keyboard button: {reason}")

    if not isinstance(button, dict):
        refuse("expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        refuse('field "text" must be a non-empty String')
    if len(_ACTIONS & button.keys()) != 1:
        refuse("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?://[^\s/]+\.[^\s]+|tg://.+)$", button["url"]):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    if "copy_text" in button:
        copied = button["copy_text"].get("text", "") if button["copy_text"] else ""
        if not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
