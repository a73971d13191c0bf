"""config.toml, read once into a frozen object; secrets come from the environment only."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from index.errors import ConfigError

DEFAULT_FILE = Path("config.toml")
TOKEN_VARIABLE = "REPORTBOT_TOKEN"
SECRET_VARIABLE = "REPORTBOT_WEBHOOK_SECRET"

S = TypeVar("S", "TelegramConfig", "WatchConfig", "LogConfig", "MetricsConfig", "PrivacyConfig")

_LAST_PORT = 65_535
_TOKEN = re.compile(r"\d+:[\w-]+")

Mode = Literal["polling", "webhook"]
LogFormat = Literal["text", "json"]


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
class LogConfig:
    """Section [log]. `questions`: whether what people ask may stand in the log of the process.

    An answer that took `slow_seconds` to find is noted with how it came about.
    """

    format: LogFormat = "text"
    questions: bool = False
    slow_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class MetricsConfig:
    """Section [metrics]: whether Prometheus may read figures from a port of 127.0.0.1."""

    enabled: bool = False
    port: int = 9464


@dataclass(frozen=True, slots=True)
class PrivacyConfig:
    """Section [privacy]: for how many days what people asked, and what administrators did, is kept."""

    keep_days: float = 90.0
    audit_days: float = 730.0


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be configured. `reports` and `data` are folders."""

    reports: Path = Path("reports")
    data: Path = Path("data")
    telegram: TelegramConfig = TelegramConfig()
    watch: WatchConfig = WatchConfig()
    log: LogConfig = LogConfig()
    metrics: MetricsConfig = MetricsConfig()
    privacy: PrivacyConfig = PrivacyConfig()


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
        watch=_checked(_section(table, "watch", WatchConfig), "watch", WatchConfig()),
        log=_log(_section(table, "log", LogConfig)),
        metrics=_metrics(_section(table, "metrics", MetricsConfig)),
        privacy=_checked(_section(table, "privacy", PrivacyConfig), "privacy", PrivacyConfig()),
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


def _log(table: Mapping[str, Any]) -> LogConfig:
    made = _checked(table, "log", LogConfig())
    _one_of("log.format", made.format, get_args(LogFormat))
    return made


def _metrics(table: Mapping[str, Any]) -> MetricsConfig:
    made = _checked(table, "metrics", MetricsConfig())
    _port("metrics.port", made.port)
    return made


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
    made = _checked(table, "telegram", TelegramConfig())
    _one_of("telegram.mode", made.mode, get_args(Mode))
    _port("telegram.webhook_port", made.webhook_port)
    if made.mode == "webhook" and not made.webhook_url:
        raise ConfigError("配置项 telegram.webhook_url 未填：webhook 方式需要它（https://…）。")
    return made


def _checked(table: Mapping[str, Any], section: str, defaults: S) -> S:
    """The section with what is given in place of its defaults, each of the kind of the default."""
    given: dict[str, Any] = {}
    for key, value in table.items():
        default = getattr(defaults, key)
        name = f"{section}.{key}"
        if isinstance(default, frozenset):
            given[key] = _ids(name, value)
        elif isinstance(default, str):
            given[key] = _text(name, value)
        elif isinstance(default, bool):
            given[key] = _flag(name, value)
        else:
            given[key] = _number(name, value, type(default))
    return replace(defaults, **given)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        wanted = " 或 ".join(f'"{each}"' for each in known)
        raise ConfigError(f"配置项 {name} 应为 {wanted}，而不是 {value!r}。")


def _port(name: str, value: int) -> None:
    if value > _LAST_PORT:
        raise ConfigError(f"配置项 {name} 应不大于 {_LAST_PORT}。")


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"配置项 {name} 应为 true 或 false，而不是 {value!r}。")
    return value


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
