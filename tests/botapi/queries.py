"""Answers to pressed buttons and to inline queries: each is answered once."""

from __future__ import annotations

import re
from typing import Any

from .entities import units
from .keyboards import inline_keyboard
from .messages import LONGEST_TEXT, formatted
from .wire import Json, Parameters, Refusal, bad_request
from .world import Query, World

_LONGEST_ANSWER = 200
_MOST_RESULTS = 50


def answer_callback_query(world: World, call: Parameters) -> bool:
    query = _open(world, "callback_query", call.text("callback_query_id"))
    if len(call.text("text")) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    return _close(world, query, call)


def answer_inline_query(world: World, call: Parameters) -> bool:
    query = _open(world, "inline_query", call.text("inline_query_id"))
    results = call.sequence("results")
    if results is None:
        raise bad_request("can't parse inline query results")
    if len(results) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(call.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = call.mapping("button")
    start = button.get("start_parameter")
    if button and (not button.get("text") or not (start is None or is_start_payload(start))):
        raise bad_request("BUTTON_INVALID")
    return _close(world, query, call)


def is_start_payload(payload: object) -> bool:
    """Whether ``/start payload`` may carry it."""
    return isinstance(payload, str) and bool(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload))


def result_text(result: Json) -> Json:
    """What choosing an inline result puts into the chat: text, entities, keyboard."""
    content = result["input_message_content"]
    text = formatted(
        content.get("message_text", ""), content.get("parse_mode", ""), content.get("entities")
    )
    keyboard = inline_keyboard(result.get("reply_markup") or {})
    return {"text": text.text, "entities": text.entities, "reply_markup": keyboard}


def _open(world: World, kind: str, query_id: str) -> Query:
    query = world.queries.get(query_id)
    if query is None or query.kind != kind or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query


def _close(world: World, query: Query, call: Parameters) -> bool:
    query.answer = dict(call.values)
    world.changes.tell()
    return True


def _check_result(result: Any) -> None:
    if not isinstance(result, dict) or result.get("type") != "article":
        raise Refusal(501, "Not Implemented: these tests know inline articles only")
    if not isinstance(result.get("id"), str) or not 1 <= len(result["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not isinstance(result.get("input_message_content"), dict):
        raise bad_request("can't parse inline query result: input_message_content is missing")
    text = result_text(result)["text"]
    if not text:
        raise bad_request("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
