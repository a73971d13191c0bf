"""The methods this server knows, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import account, messages, queries, updates, webhook
from .wire import Parameters
from .world import World

Method = Callable[[World, Parameters], Any]

_METHODS: dict[str, Any] = {
    "getMe": account.get_me,
    "getUpdates": updates.get_updates,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendMessageDraft": messages.send_message_draft,
    "sendDocument": messages.send_document,
    "sendPhoto": messages.send_photo,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "getFile": account.get_file,
    "getChat": account.get_chat,
    "getChatMember": account.get_chat_member,
    "getChatMemberCount": account.get_chat_member_count,
    "getChatAdministrators": account.get_chat_administrators,
    "leaveChat": account.leave_chat,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "setMyName": account.set_profile("Name", "name"),
    "getMyName": account.get_profile("Name", "name"),
    "setMyDescription": account.set_profile("Description", "description"),
    "getMyDescription": account.get_profile("Description", "description"),
    "setMyShortDescription": account.set_profile("ShortDescription", "short_description"),
    "getMyShortDescription": account.get_profile("ShortDescription", "short_description"),
    "setMyDefaultAdministratorRights": account.done,
    "setChatMenuButton": account.done,
    "close": account.done,
    "logOut": account.done,
}
_BY_LOWER_NAME: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method) for name, method in _METHODS.items()
}


def find_method(name: str) -> tuple[str, Method] | None:
    """The method and its proper name; Telegram does not mind the case of `name`."""
    return _BY_LOWER_NAME.get(name.lower())
