"""What a test makes go wrong, and when."""

from __future__ import annotations

from dataclasses import dataclass

from .wire import Json, Parameters

_DESCRIPTIONS = {
    400: "Bad Request: refused by the test",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request",
    413: "Request Entity Too Large",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """The next `times` calls of `method` (in `chat`, if given) go wrong.

    `done` tells whether the call takes effect all the same: the answer is lost,
    or late, but the message stands in the chat.
    """

    method: str
    times: int
    chat: int | None = None
    status: int | None = None
    retry_after: int = 1
    description: str | None = None
    drop: bool = False
    seconds: float = 0.0
    done: bool = False
    with_updates: bool = False

    def meets(self, method: str, call: Parameters) -> bool:
        if self.times <= 0 or self.method.lower() not in (method.lower(), "*"):
            return False
        return self.chat is None or call.values.get("chat_id") == self.chat

    def body(self) -> Json:
        """The answer that refuses the call."""
        status = self.status or 500
        said = self.description or _DESCRIPTIONS.get(status, "Error")
        body: Json = {
            "ok": False,
            "error_code": status,
            "description": said.format(retry_after=self.retry_after),
        }
        if status == 429:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def next_fault(faults: list[Fault], method: str, call: Parameters) -> Fault | None:
    """The first fault that meets this call, counted down."""
    for fault in faults:
        if fault.meets(method, call):
            fault.times -= 1
            return fault
    return None
