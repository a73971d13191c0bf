"""`reportbot doctor`: what is configured, reachable and healthy, and what to do about what is not."""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator

from bot.config import Config, telegram_token
from bot.heartbeat import LONGEST_SILENCE_SECONDS, silence
from index import Library
from index.errors import ReportbotError

_TIMEOUT_SECONDS = 5


def examine(config: Config) -> Iterator[tuple[str, bool]]:
    """(what was found, in Chinese, whether it is well), a line each."""
    yield _reports_folder(config)
    yield from _index(config)
    yield _cache()
    telegram = config.telegram
    listed = telegram.users | telegram.groups | telegram.administrators
    if listed:
        yield (
            f"允许 {len(telegram.users)} 名用户、{len(telegram.groups)} 个群、{len(telegram.administrators)} 名管理员",
            True,
        )
    else:
        yield "config.toml 的 [telegram] 中没有任何用户：机器人不会回答任何人", False
    yield _telegram(config)


def serving(config: Config) -> tuple[str, bool]:
    """Whether a bot receives updates from Telegram with this data folder now."""
    seconds = silence(config.data)
    if seconds is None:
        return f"没有机器人用过数据文件夹 {config.data}：请运行 reportbot serve", False
    well = seconds <= LONGEST_SILENCE_SECONDS
    return f"机器人 {seconds:.0f} 秒前收到过 Telegram 的答复", well


def _reports_folder(config: Config) -> tuple[str, bool]:
    if config.reports.is_dir():
        return f"报告文件夹 {config.reports}", True
    return f"报告文件夹 {config.reports} 不存在：请建立，或修改 config.toml 的 reports", False


def _index(config: Config) -> Iterator[tuple[str, bool]]:
    try:
        with Library.open(config.data) as library:
            held = len(library.reports())
    except ReportbotError as error:
        yield str(error), False
        return
    yield f"数据文件夹 {config.data} 可读写", os.access(config.data, os.W_OK)
    if held:
        yield f"已收录 {held} 份报告", True
    else:
        yield "还没有报告：请运行 reportbot index", False


def _cache() -> tuple[str, bool]:
    folder = tempfile.gettempdir()
    if os.access(folder, os.W_OK):
        return f"分词词典可缓存于 {folder}", True
    return f"{folder} 不可写：分词词典每次启动都要重新建立（多约一秒）", False


def _telegram(config: Config) -> tuple[str, bool]:
    try:
        token = telegram_token()
    except ReportbotError as error:
        return str(error), False
    try:
        with urllib.request.urlopen(
            f"{config.telegram.base_url}{token}/getMe", timeout=_TIMEOUT_SECONDS
        ) as response:
            username = json.load(response)["result"]["username"]
    except urllib.error.HTTPError as error:
        if error.code in (401, 404):
            return "Telegram 不认这个令牌：请核对 REPORTBOT_TOKEN", False
        return f"Telegram 答复 {error.code}：稍后再试", False
    except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
        # The address holds the token; only the kind of failure is told.
        return f"Telegram 无法连接（{type(error).__name__}）：请检查网络或 telegram.base_url", False
    return f"Telegram 机器人 @{username}", True
