"""A Telegram Bot API server for tests: strict, on loopback, in the event loop of the test.

    from tests.botapi import BotApi

    async def test_a_question_is_answered() -> None:
        async with BotApi(token="123:TEST") as api:
            bot = Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url)
            ...                                        # start the application under test
            wang = api.user(7, "Wang")                 # language_code="zh-hans" unless told
            chat = api.private(wang)                   # or api.group(-1001, "Office", forum=True)
            asked = api.say(chat, wang, "/ask x")      # entities are found; asked.update_id
            answer = (await api.sent(chat))[-1]        # waits until the bot has sent 1 message
            assert answer.text == "..." and answer.reply_to is asked
            query = api.press(answer, wang, "more:1")  # a button it shows; else AssertionError
            assert (await api.answered(query))["text"] == "..."
            api.say(chat, wang, "and?", reply_to=answer)
            api.send_file(chat, wang, "a.html", b"...", caption="...")
            api.fail("sendMessage", 429, retry_after=1, chat=chat)
            api.drop("sendMessage", done=True)         # sent, but the answer is lost
            api.delay("sendMessage", 3.0)              # sent at once, answered late
            api.lose_updates()                         # the next updates come twice
            api.redeliver(asked.update_id)             # an update the bot has had comes again
            await api.close(); await api.open()        # the API is away, and back
            await api.idle()                           # all delivered, nothing under way

`api.calls` has every call (method, parameters, response, status) and
`api.messages(chat)` what the chat shows now (text, entities, buttons, reply_to,
thread, edits, from_bot). Messages are counted per chat, from 1, so that equal
ids in two chats are the rule. Every update is delivered: privacy mode is not
played. Entities of the bot's own messages are those it formatted; Telegram
would add the mentions and addresses it finds. As with Telegram, a message in a
topic that replies to nothing else replies to the beginning of its topic. A
test of RetryAfter sets PTB_TIMEDELTA=1, or the library warns.
"""

from .api import BotApi
from .entities import Formatted, slice_of, units
from .html import parse_html
from .people import GROUP_ANONYMOUS
from .server import Call
from .webhook import SECRET_HEADER
from .wire import Json, Refusal
from .world import Chat, Message, Query, User

__all__ = [
    "GROUP_ANONYMOUS",
    "SECRET_HEADER",
    "BotApi",
    "Call",
    "Chat",
    "Formatted",
    "Json",
    "Message",
    "Query",
    "Refusal",
    "User",
    "parse_html",
    "slice_of",
    "units",
]
