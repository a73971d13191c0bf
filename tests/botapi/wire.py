"""A call as it arrives, and a refusal as it goes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


def words(text: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split())


# Parameters that are text whatever they look like: a message "123" is not a number.
_TEXTUAL = words(
    "text caption url secret_token language_code description short_description name parse_mode "
    "callback_query_id inline_query_id file_id next_offset action ip_address"
)


class Refusal(Exception):
    """The answer ``ok: false``; its HTTP status is `status`, as the Bot API has it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Parameters:
    """What a method was called with: JSON values decoded, uploads by the name of their part."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as text, "" when it was not given."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, dict | list | bool):
            raise bad_request(f'field "{name}" must be of type String')
        return str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise bad_request(f'parameter "{name}" is not an integer')
        return value

    def flag(self, name: str) -> bool:
        return self.values.get(name) in (True, 1, "True", "yes")

    def mapping(self, name: str) -> Json:
        """A JSON object, empty when it was not given."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object")
        return value or {}

    def sequence(self, name: str) -> list[Any] | None:
        value = self.values.get(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON array")
        return value


async def read(request: web.Request) -> Parameters:
    """The parameters of a call: of its query, and its form, multipart or JSON body."""
    values: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("JSON object expected")
        values.update(body)
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                values[name] = value
    return Parameters({name: _decoded(name, value) for name, value in values.items()}, uploads)


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXTUAL:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
