"""config.toml, read once into a frozen object; secrets come from the environment only."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from index.errors import ConfigError

DEFAULT_FILE = Path("config.toml")
TOKEN_VARIABLE = "REPORTBOT_TOKEN"
SECRET_VARIABLE = "REPORTBOT_WEBHOOK_SECRET"

_LAST_PORT = 65_535
_TOKEN = re.compile(r"\d+:[\w-]+")

Mode = Literal["polling", "webhook"]


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """Section [telegram]. Ids are Telegram's; nobody is answered who is not listed."""

    users: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    administrators: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    mode: Mode = "polling"
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = 8443
    webhook_path: str = "telegram"
    drain_seconds: float = 6.0
    queue_limit: int = 200


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """Section [watch]: whether the reports folder is looked at every so many seconds."""

    enabled: bool = False
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be configured. `reports` and `data` are folders."""

    reports: Path = Path("reports")
    data: Path = Path("data")
    telegram: TelegramConfig = TelegramConfig()
    watch: WatchConfig = WatchConfig()


def load_config(file: Path | None = None) -> Config:
    """The configuration in `file`, or in config.toml here, or the defaults where there is none.

    Relative folders are relative to the file. ConfigError names the key that is
    unknown, of a wrong type or of a wrong value.
    """
    if file is None and not DEFAULT_FILE.exists():
        return Config()
    path = file or DEFAULT_FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"找不到配置文件 {path}。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"配置文件 {path} 无法读取：{error}。") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"配置文件 {path} 不是有效的 TOML：{error}。") from error
    _known(table, Config, "")
    telegram = _section(table, "telegram", TelegramConfig)
    return Config(
        reports=_folder(table, "reports", Config().reports, path),
        data=_folder(table, "data", Config().data, path),
        telegram=_telegram(telegram),
        watch=_watch(_section(table, "watch", WatchConfig)),
    )


def telegram_token(environment: Mapping[str, str] = os.environ) -> str:
    """The bot's token; ConfigError that says where to put it."""
    token = environment.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise ConfigError(
            f"环境变量 {TOKEN_VARIABLE} 未设置：请先 export {TOKEN_VARIABLE}=机器人令牌（由 @BotFather 提供）。"
        )
    if not _TOKEN.fullmatch(token):
        raise ConfigError(
            f"环境变量 {TOKEN_VARIABLE} 不像机器人令牌（应形如 123456789:AA…，不含空格），请重新复制。"
        )
    return token


def webhook_secret(environment: Mapping[str, str] = os.environ) -> str:
    """The secret that webhook calls must carry; ConfigError that says where to put it."""
    secret = environment.get(SECRET_VARIABLE, "").strip()
    if not secret:
        raise ConfigError(
            f"webhook 方式需要环境变量 {SECRET_VARIABLE}（1-256 位字母、数字、_ 或 -）。"
        )
    return secret


def _section(table: Mapping[str, Any], name: str, kind: type[Any]) -> Mapping[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise ConfigError(f"配置项 {name} 应为一节：[{name}]。")
    _known(section, kind, f"{name}.")
    return section


def _watch(table: Mapping[str, Any]) -> WatchConfig:
    enabled = table.get("enabled", False)
    if not isinstance(enabled, bool):
        raise ConfigError(f"配置项 watch.enabled 应为 true 或 false，而不是 {enabled!r}。")
    seconds = _number("watch.seconds", table.get("seconds", WatchConfig().seconds), float)
    return WatchConfig(enabled, seconds)


def _known(table: Mapping[str, Any], kind: type[Any], prefix: str) -> None:
    known = [field.name for field in fields(kind)]
    for key in table:
        if key not in known:
            raise ConfigError(f"未知的配置项 {prefix}{key}；可用的有：{'、'.join(known)}。")


def _folder(table: Mapping[str, Any], key: str, default: Path, file: Path) -> Path:
    value = table.get(key, str(default))
    if not isinstance(value, str) or not value:
        raise ConfigError(f"配置项 {key} 应为文件夹路径（字符串），而不是 {value!r}。")
    return file.parent / value


def _telegram(table: Mapping[str, Any]) -> TelegramConfig:
    given: dict[str, Any] = {}
    defaults = TelegramConfig()
    for key, value in table.items():
        default = getattr(defaults, key)
        name = f"telegram.{key}"
        if isinstance(default, frozenset):
            given[key] = _ids(name, value)
        elif isinstance(default, str):
            given[key] = _text(name, value)
        else:
            given[key] = _number(name, value, type(default))
    if given.get("mode", "polling") not in get_args(Mode):
        raise ConfigError(
            f'配置项 telegram.mode 应为 "polling" 或 "webhook"，而不是 {given["mode"]!r}。'
        )
    if given.get("webhook_port", 1) > _LAST_PORT:
        raise ConfigError(f"配置项 telegram.webhook_port 应不大于 {_LAST_PORT}。")
    if given.get("mode") == "webhook" and not given.get("webhook_url"):
        raise ConfigError("配置项 telegram.webhook_url 未填：webhook 方式需要它（https://…）。")
    return TelegramConfig(**given)


def _ids(name: str, value: Any) -> frozenset[int]:
    if not isinstance(value, list) or any(type(item) is not int for item in value):
        raise ConfigError(f"配置项 {name} 应为整数列表，例如 [123456789]，而不是 {value!r}。")
    return frozenset(value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"配置项 {name} 应为字符串，而不是 {value!r}。")
    return value


def _number(name: str, value: Any, kind: type) -> int | float:
    wrong = isinstance(value, bool) or not isinstance(value, (int, float))
    if wrong or (kind is int and not isinstance(value, int)) or value <= 0:
        wanted = "正整数" if kind is int else "正数"
        raise ConfigError(f"配置项 {name} 应为{wanted}，而不是 {value!r}。")
    return int(value) if kind is int else float(value)
