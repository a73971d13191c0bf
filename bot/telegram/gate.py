"""Who is let in: nobody, except whom the configuration names, and groups an administrator let in."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.people_log import Role
from bot.telegram.addressing import Me, addressed

# /start with the payload of an invitation.
_INVITED = re.compile(r"/start j_[a-z2-7]{16}$")


class Verdict(Enum):
    PASS = "let in"
    IGNORE = "nothing for us"
    STRANGER = "a person who is not allowed speaks to us in private"
    STRANGE_GROUP = "a group that is not allowed speaks to us"
    STRANGE_INLINE = "somebody who is not allowed asks inline"
    INVITED = "a person who is not allowed, and brings an invitation"
    NEW_GROUP = "a group that is not allowed added us"
    STRANGE_PRESS = "a button pressed by somebody who is not allowed"


@dataclass(frozen=True, slots=True)
class Gate:
    """The allowlist. Administrators are users; whoever writes in an allowed group may ask.

    `users`, `groups`, `owners` and `blocked` are those of the configuration, which has the last
    word: nobody who is blocked is let in. `granted` are the groups that administrators let
    in beside, `paired` the people who came by an invitation, with their role.
    """

    users: frozenset[int]
    groups: frozenset[int]
    owners: frozenset[int]
    granted: set[int] = field(default_factory=set)
    blocked: frozenset[int] = frozenset()
    paired: dict[int, Role] = field(default_factory=dict)

    def administers(self, user: int) -> bool:
        named = user in self.owners or self.paired.get(user) == "administrator"
        return named and user not in self.blocked

    def administrators(self) -> tuple[int, ...]:
        """All of them, by id."""
        return tuple(sorted(filter(self.administers, {*self.owners, *self.paired})))

    def let_in(self, user: int, role: Role) -> None:
        self.paired[user] = role

    def put_out(self, user: int) -> None:
        self.paired.pop(user, None)

    def judge(self, update: Update, me: Me) -> Verdict:
        if update.callback_query is not None:
            return self._judge_press(update.callback_query)
        if update.inline_query is not None:
            asks = self.is_user(update.inline_query.from_user.id)
            return Verdict.PASS if asks else Verdict.STRANGE_INLINE
        if update.my_chat_member is not None:
            change = update.my_chat_member
            if self.admits(change.chat.id):
                return Verdict.PASS
            return Verdict.NEW_GROUP if was_added(change) else Verdict.IGNORE
        message = update.message or update.edited_message
        if message is None or (message.via_bot and message.via_bot.id == me.id):
            return Verdict.IGNORE
        edited = update.message is None
        if message.chat.type == "private":
            return self._judge_person(message, edited)
        if message.chat.type in ("group", "supergroup"):
            return self._judge_group(message, edited, me)
        return Verdict.IGNORE

    def admits(self, group: int) -> bool:
        return (group in self.groups or group in self.granted) and group not in self.blocked

    def is_user(self, user: int) -> bool:
        named = user in self.users or user in self.owners or user in self.paired
        return named and user not in self.blocked

    def is_administrator(self, message: Message) -> bool:
        """An administrator in person: in a group, those who write anonymously are nobody."""
        sender = message.from_user
        return sender is not None and message.sender_chat is None and self.administers(sender.id)

    def _judge_person(self, message: Message, edited: bool) -> Verdict:
        if message.from_user is None or message.from_user.is_bot:
            return Verdict.IGNORE
        if self.is_user(message.from_user.id):
            return Verdict.PASS
        if not edited and _INVITED.match(message.text or ""):
            return Verdict.INVITED
        return Verdict.IGNORE if edited else Verdict.STRANGER

    def _judge_group(self, message: Message, edited: bool, me: Me) -> Verdict:
        if message.sender_chat is not None:
            # Anonymous administrators write as the group itself; channels write as channels.
            if message.sender_chat.id != message.chat.id or message.is_automatic_forward:
                return Verdict.IGNORE
        elif (
            message.from_user is None
            or message.from_user.is_bot
            or message.from_user.id in self.blocked
        ):
            return Verdict.IGNORE
        if self.admits(message.chat.id):
            return Verdict.PASS
        said = None if edited else addressed(message, me)
        if said is None or said.command not in (None, "ask", "start", "help"):
            return Verdict.IGNORE
        return Verdict.STRANGE_GROUP

    def _judge_press(self, query: CallbackQuery) -> Verdict:
        if query.message is None or query.from_user.is_bot:
            return Verdict.STRANGE_PRESS
        chat = query.message.chat
        allowed = (
            self.is_user(query.from_user.id) if chat.type == "private" else self.admits(chat.id)
        )
        return Verdict.PASS if allowed else Verdict.STRANGE_PRESS


def was_added(change: ChatMemberUpdated) -> bool:
    """Whether a change of our standing is that a group took us in."""
    there = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)
    return (
        change.chat.type != Chat.PRIVATE
        and change.old_chat_member.status not in there
        and change.new_chat_member.status in there
    )


class Bucket:
    """How fast each key may go: `burst` at once, then one every `seconds`; forgets the oldest keys."""

    def __init__(
        self,
        burst: int,
        seconds: float,
        held: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._seconds = seconds
        self._held = held
        self._clock = clock
        self._full_at: OrderedDict[int, float] = OrderedDict()

    def wait(self, key: int) -> float:
        """Takes one turn for a key; the seconds it has to wait for it, 0 for most."""
        now = self._clock()
        full_at = max(now, self._full_at.get(key, now)) + self._seconds
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        while len(self._full_at) > self._held:
            self._full_at.popitem(last=False)
        return max(0.0, full_at - now - self._burst * self._seconds)


class Seldom:
    """Says yes to a key at most once per `seconds`; forgets the oldest keys beyond `held`."""

    def __init__(
        self, seconds: float, held: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._held = held
        self._clock = clock
        self._last: OrderedDict[int, float] = OrderedDict()

    def __call__(self, key: int) -> bool:
        now = self._clock()
        last = self._last.get(key)
        if last is not None and now - last < self._seconds:
            return False
        self._last[key] = now
        self._last.move_to_end(key)
        while len(self._last) > self._held:
            self._last.popitem(last=False)
        return True
