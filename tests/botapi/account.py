"""The methods about the bot itself and about chats: commands, descriptions, members, files."""

from __future__ import annotations

import json
import re

from .wire import Json, Parameters, Refusal, bad_request, words
from .world import Chat, User, World

LARGEST_DOWNLOAD = 20 * 1024 * 1024
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_RIGHTS = words(
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories"
)
_LENGTHS = {"Name": 64, "Description": 512, "ShortDescription": 120}


def get_me(world: World, call: Parameters) -> Json:
    return world.bot.wire() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


def done(world: World, call: Parameters) -> bool:
    """For methods whose only effect is their record: close, logOut and the like."""
    return True


def commands_key(scope: Json, language: str) -> tuple[str, str]:
    """Where commands are kept: by scope and language; refuses a wrong scope."""
    kind = scope.get("type", "default")
    if kind not in _SCOPES or any(name not in scope for name in _SCOPES[kind]):
        raise bad_request("can't parse BotCommandScope")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    where = {"type": kind} | {name: scope[name] for name in _SCOPES[kind]}
    return json.dumps(where, sort_keys=True), language


def set_my_commands(world: World, call: Parameters) -> bool:
    key = commands_key(call.mapping("scope"), call.text("language_code"))
    commands = call.sequence("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[key] = commands
    world.changes.tell()
    return True


def get_my_commands(world: World, call: Parameters) -> list[Json]:
    key = commands_key(call.mapping("scope"), call.text("language_code"))
    return world.commands.get(key, [])


def delete_my_commands(world: World, call: Parameters) -> bool:
    world.commands.pop(commands_key(call.mapping("scope"), call.text("language_code")), None)
    return True


def set_profile(what: str, field: str) -> object:
    """setMyName, setMyDescription or setMyShortDescription."""

    def method(world: World, call: Parameters) -> bool:
        if len(call.text(field)) > _LENGTHS[what]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[what, call.text("language_code")] = call.text(field)
        return True

    return method


def get_profile(what: str, field: str) -> object:
    def method(world: World, call: Parameters) -> Json:
        return {field: world.profile.get((what, call.text("language_code")), "")}

    return method


def get_chat(world: World, call: Parameters) -> Json:
    chat = world.chat(call.values.get("chat_id"))
    return chat.wire() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def member(user: User, standing: str) -> Json:
    """A ChatMember object with all that its standing requires."""
    body: Json = {"user": user.wire(), "status": standing}
    if standing == "creator":
        return body | {"is_anonymous": False}
    if standing == "administrator":
        return body | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    return body | ({"until_date": 0} if standing == "kicked" else {})


def standing_of(world: World, chat: Chat, user: User) -> str:
    if user.id == world.bot.id:
        return chat.standing
    if user.id in chat.administrators:
        return chat.administrators[user.id]
    return "member" if user.id in chat.members else "left"


def get_chat_member(world: World, call: Parameters) -> Json:
    chat = world.writable(call.values.get("chat_id"))
    user = world.users.get(call.integer("user_id") or 0)
    if user is None:
        raise bad_request("invalid user_id specified")
    return member(user, standing_of(world, chat, user))


def get_chat_administrators(world: World, call: Parameters) -> list[Json]:
    chat = world.writable(call.values.get("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [member(chat.members[user], as_) for user, as_ in chat.administrators.items()]
    if chat.standing == "administrator":
        found.append(member(world.bot, chat.standing))
    return found


def get_chat_member_count(world: World, call: Parameters) -> int:
    return len(world.writable(call.values.get("chat_id")).members) + 1


def leave_chat(world: World, call: Parameters) -> bool:
    chat = world.writable(call.values.get("chat_id"))
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.standing = "left"
    world.changes.tell()
    return True


def get_file(world: World, call: Parameters) -> Json:
    file = world.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id}",
        "file_size": file.size,
        "file_path": f"documents/{file.file_id}",
    }


def download(world: World, path: str) -> bytes:
    """The bytes behind the path that getFile gave."""
    file = world.files.get(path.removeprefix("documents/"))
    if file is None or file.size > LARGEST_DOWNLOAD:
        raise Refusal(404, "Not Found")
    return file.content
