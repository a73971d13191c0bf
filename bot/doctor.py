"""`reportbot doctor`: what is configured, reachable and healthy, and what to do about what is not."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.config import Config, telegram_token, webhook_secret
from bot.heartbeat import LONGEST_SILENCE_SECONDS, silence
from index import Library, cache_folder
from index.errors import ReportbotError

_TIMEOUT_SECONDS = 5
_LEAST_FREE = 500  # MB
_MOST_ASKEW = 60.0  # seconds between our clock and Telegram's
_PENDING = 100  # updates that wait at Telegram although somebody should fetch them

Checked = tuple[str, bool]


def examine(config: Config) -> Iterator[Checked]:
    """(what was found, in Chinese, whether it is well), a line each."""
    yield _reports_folder(config)
    yield from _data_folder(config)
    yield from _index(config)
    yield _cache()
    yield _font()
    yield _allowed(config)
    yield from _telegram(config)
    if silence(config.data) is not None:
        yield serving(config)


def serving(config: Config) -> Checked:
    """Whether a bot receives updates from Telegram with this data folder now."""
    seconds = silence(config.data)
    if seconds is None:
        return f"没有机器人用过数据文件夹 {config.data}：请运行 reportbot serve", False
    if seconds > LONGEST_SILENCE_SECONDS:
        return (
            f"机器人已有 {seconds:.0f} 秒没有收到 Telegram 的答复：若应在运行，请查看日志并重新启动",
            False,
        )
    return f"机器人 {max(0.0, seconds):.0f} 秒前收到过 Telegram 的答复", True


def _reports_folder(config: Config) -> Checked:
    if config.reports.is_dir():
        return f"报告文件夹 {config.reports}", True
    return f"报告文件夹 {config.reports} 不存在：请建立，或修改 config.toml 的 reports", False


def _data_folder(config: Config) -> Iterator[Checked]:
    data = config.data
    if not data.exists():
        yield f"数据文件夹 {data} 还没有：第一次 reportbot index 时建立", True
        return
    if not data.is_dir() or not os.access(data, os.W_OK):
        yield f"数据文件夹 {data} 不可写：请改为运行 reportbot 的用户所有（chown）", False
        return
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        yield f"数据文件夹 {data} 对其他用户开放，其中有提问记录：请运行 chmod 700 {data}", False
    else:
        yield f"数据文件夹 {data} 可读写，他人不可读", True
    free = shutil.disk_usage(data).free // 1_000_000
    if free < _LEAST_FREE:
        yield f"数据文件夹所在磁盘只剩 {free} MB：请腾出空间，写满后无法收录和记录", False
    else:
        yield f"磁盘剩余 {free} MB", True


def _index(config: Config) -> Iterator[Checked]:
    if not config.data.is_dir():
        yield "还没有报告：请运行 reportbot index", False
        return
    try:
        with Library.open(config.data) as library:
            held = len(library.reports())
            faults = library.check()
    except ReportbotError as error:
        yield str(error), False
        return
    for fault in faults:
        yield f"{fault}（reportbot index 会重建损坏的部分）", False
    if not held:
        yield "还没有报告：请运行 reportbot index", False
    elif not faults:
        yield f"已收录 {held} 份报告，索引完好", True


def _cache() -> Checked:
    folder = cache_folder()
    nearest = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    if os.access(nearest, os.W_OK) or (folder.is_dir() and any(folder.iterdir())):
        return f"分词词典缓存于 {folder}", True
    return (
        f"{folder} 不可写：分词词典每次启动都要重新建立（多约一秒）；可用环境变量 XDG_CACHE_HOME 另指一处",
        False,
    )


def _font() -> Checked:
    if (files("zhplot") / "fonts" / "NotoSansSC-Regular.ttf").is_file():
        return "图表的中文字体", True
    return "图表的中文字体缺失：请重新安装 zhplot", False


def _allowed(config: Config) -> Checked:
    telegram = config.telegram
    if telegram.users | telegram.groups | telegram.administrators:
        return (
            f"允许 {len(telegram.users)} 名用户、{len(telegram.groups)} 个群、{len(telegram.administrators)} 名管理员",
            True,
        )
    return "config.toml 的 [telegram] 中没有任何用户：机器人不会回答任何人", False


@dataclass(frozen=True, slots=True)
class _Said:
    """What Telegram answered, and when by its own clock, None where it did not say."""

    result: dict[str, Any]
    at: datetime | None


def _telegram(config: Config) -> Iterator[Checked]:
    try:
        token = telegram_token()
        if config.telegram.mode == "webhook":
            webhook_secret()
    except ReportbotError as error:
        yield str(error), False
        return
    try:
        me = _call(config, token, "getMe")
        hook = _call(config, token, "getWebhookInfo").result
        yield f"Telegram 机器人 @{me.result['username']}", True
    except urllib.error.HTTPError as error:
        if error.code in (401, 404):
            yield "Telegram 不认这个令牌：请核对 REPORTBOT_TOKEN", False
        else:
            yield f"Telegram 答复 {error.code}：稍后再试", False
        return
    except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
        # The address holds the token; only the kind of failure is told.
        yield f"Telegram 无法连接（{type(error).__name__}）：请检查网络或 telegram.base_url", False
        return
    if me.at is not None:
        yield _clock(me.at)
    yield from _receiving(config, hook)


def _call(config: Config, token: str, method: str) -> _Said:
    with urllib.request.urlopen(
        f"{config.telegram.base_url}{token}/{method}", timeout=_TIMEOUT_SECONDS
    ) as response:
        date = response.headers.get("Date")
        return _Said(json.load(response)["result"], parsedate_to_datetime(date) if date else None)


def _clock(theirs: datetime) -> Checked:
    askew = time.time() - theirs.timestamp()
    if abs(askew) > _MOST_ASKEW:
        way = "快" if askew > 0 else "慢"
        return (
            f"本机时钟比 Telegram {way} {abs(askew):.0f} 秒：请开启时间同步（timedatectl set-ntp true）",
            False,
        )
    return "本机时钟准确", True


def _receiving(config: Config, hook: dict[str, Any]) -> Iterator[Checked]:
    """Whether updates come the way that is configured, as far as Telegram can tell."""
    if config.telegram.mode == "webhook":
        if hook.get("url") not in ("", config.telegram.webhook_url):
            yield (
                "Telegram 处登记的 webhook 不是 telegram.webhook_url：启动 reportbot serve 会改正",
                False,
            )
        if error := hook.get("last_error_message"):
            yield f"Telegram 调用 webhook 出错：{error}，请检查代理与证书", False
    waiting = hook.get("pending_update_count", 0)
    if waiting > _PENDING:
        yield f"Telegram 处有 {waiting} 条消息等待接收：请确认 reportbot serve 在运行", False
