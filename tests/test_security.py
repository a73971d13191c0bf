"""Threats of docs/security.md that no other file tests."""

from __future__ import annotations

import io
import stat
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.cli import main
from bot.log import Log
from bot.people_log import INVITED_FOR
from bot.sheets import table
from index import DATABASE, Library
from index.models import Answer
from tests.botapi import BotApi
from tests.botapi.entities import find_entities
from tests.telegram_support import (
    ADMIN,
    OFFICE,
    STRANGER,
    WANG,
    KnownLibrary,
    answered,
    east_library,
    finding,
    report,
    running,
    settled,
)
from tests.tiny_reports import FENGLIN


async def test_text_of_a_report_rings_at_nobody(api: BotApi, tmp_path: Path) -> None:
    quote = "联系人@boss_of_all和@another_one，邮箱office@example.org，聘任60人。"
    hostile = report("x.txt", f"@title_name报告\n{quote}", place="@place_name")
    library = KnownLibrary(hostile)
    library.answers["问"] = answered("问", finding(hostile, quote, "60人", "一、@section_name"))
    wang = api.user(WANG, "@user_name")
    group = api.group(OFFICE, "Office")
    async with running(api, library, tmp_path):
        api.say(group, wang, "/ask 问")
        [answer] = await api.sent(group)
        for command in ("/source", "/reports"):
            api.say(group, wang, f"{command}@{api.username}")
        shown = await api.sent(group, 3)
    assert "60人" in answer.text
    mentions = [e for m in shown for e in find_entities(m.text) if e["type"] == "mention"]
    assert mentions == []


async def test_what_strangers_say_reaches_no_report_and_no_disk(
    api: BotApi, tmp_path: Path
) -> None:
    library = east_library()
    stranger = api.user(STRANGER, "X")
    async with running(api, library, tmp_path) as bot:
        for said in ("多少", "/ask 多少", "/reports", "/forget me", "/start inv_aaaa"):
            api.say(api.private(stranger), stranger, said)
        api.send_file(api.private(stranger), stranger, "a.txt", b"x")
        api.inline(stranger, "多少")
        await settled(api, bot)
        assert list(bot.service.log.answers()) == []
        assert bot.service.log.open_jobs() == ()
    assert library.asked == []
    assert set(library.held) == {"east.txt"}


@pytest.mark.parametrize(
    "question",
    ["年" * 4096, "how many " * 450, "和" * 4096, "1," * 2048, "（" * 4096, "\u202e多少" * 900],
    ids=["years", "english", "and", "numbers", "brackets", "bidi"],
)
def test_no_question_takes_long(counties: Library, question: str) -> None:
    counties.ask("多少")
    began = time.process_time()
    answer = counties.ask(question)
    assert time.process_time() - began < 10
    assert isinstance(answer, Answer)


async def test_a_stolen_data_folder_has_no_token(api: BotApi, tmp_path: Path) -> None:
    wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
    async with running(api, east_library(), tmp_path) as bot:
        api.say(api.private(wang), wang, "多少")
        api.send_file(api.private(boss), boss, "a.txt", "乙县报告\n聘1名。".encode())
        await api.sent(api.private(wang))
        await settled(api, bot)
    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if api.token.encode() in file.read_bytes()] == []


def test_what_holds_questions_is_its_owners_alone(tmp_path: Path) -> None:
    data, copy, folder = tmp_path / "data", tmp_path / "copy.db", tmp_path / "out"
    with Library.open(data) as library:
        library.add("f.txt", FENGLIN.encode(), "test")
    for command in (["backup", str(copy)], ["export", str(folder)]):
        assert main(["--data", str(data), "--quiet", *command]) == 0
    for path in (data, copy, folder):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_leaked_invitation_is_worth_nothing_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log.open(tmp_path)
    code = log.invite("reader", ADMIN)
    assert code.encode() not in (tmp_path / DATABASE).read_bytes()
    later = time.time() + INVITED_FOR + 1
    monkeypatch.setattr("bot.people_log.time.time", lambda: later)
    assert log.redeem(code, STRANGER, "X") is None
    assert log.people() == ()
    log.close()


def test_no_cell_of_a_plain_table_is_a_formula() -> None:
    hostile = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
    sheet = load_workbook(io.BytesIO(table(("a",) * len(hostile), [hostile]))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert [cell.value for cell in cells] == list(hostile)
    assert all(cell.data_type != "f" for cell in cells)
