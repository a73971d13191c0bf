"""How fast a bot may send, for tests that want to be refused: 429 with retry_after."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque

from .wire import Refusal

# (messages, seconds): what Telegram's pages advise, taken at their word and without bursts.
OVERALL = (30, 1.0)
PRIVATE = (1, 1.0)
GROUP = (20, 60.0)


class Pace:
    """When messages went out, in all and by chat."""

    def __init__(self) -> None:
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def check(self, chat_id: object) -> None:
        """Counts one message to that chat; refuses it when there were too many."""
        now = asyncio.get_running_loop().time()
        group = isinstance(chat_id, int) and chat_id < 0
        limits = {"": OVERALL, chat_id: GROUP if group else PRIVATE}
        for key, (most, seconds) in limits.items():
            times = self._sent[key]
            while times and now - times[0] >= seconds:
                times.popleft()
            if len(times) >= most:
                wait = int(seconds - (now - times[0])) + 1
                said = f"Too Many Requests: retry after {wait}"
                raise Refusal(429, said, retry_after=wait)
        for key in limits:
            self._sent[key].append(now)
