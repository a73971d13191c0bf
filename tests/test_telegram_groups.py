"""Groups that an administrator lets in by a button, and what they may ask about."""

from __future__ import annotations

from pathlib import Path

from index import Library
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, OFFICE, WANG, running, settled

NEW = -1009
QUESTION = "榆川县2024年聘任了多少名法治副校长？"


class TestLettingIn:
    async def test_an_administrator_lets_a_group_in_with_one_tap_for_good(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(NEW, "<新群>")
        async with running(api, counties, tmp_path) as bot:
            api.private(boss)
            api.join(group, wang)
            [asked] = await api.sent(api.private(boss))
            assert "Wang 把我加入了群组「<新群>」（编号 -1009）" in asked.text
            api.say(group, wang, f"/ask {QUESTION}")
            assert "还没有使用权限" in (await api.sent(group))[0].text
            data = asked.buttons[0]["callback_data"]
            await api.answered(api.press(asked, boss, data))
            await api.edited(asked)
            assert asked.text == "已允许群组 -1009。"
            assert "大家好" in (await api.sent(group, 2))[1].text
            api.say(group, wang, f"/ask {QUESTION}")
            assert (await api.sent(group, 3))[2].text.startswith("46名")
            await settled(api, bot)
        async with running(api, counties, tmp_path):
            api.say(group, wang, f"/ask {QUESTION}")
            assert (await api.sent(group, 4))[3].text.startswith("46名")

    async def test_refused_it_leaves(self, api: BotApi, counties: Library, tmp_path: Path) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(NEW, "新群")
        async with running(api, counties, tmp_path) as bot:
            api.private(boss)
            api.join(group, wang)
            [asked] = await api.sent(api.private(boss))
            await api.answered(api.press(asked, boss, asked.buttons[1]["callback_data"]))
            await api.edited(asked)
            await settled(api, bot)
            assert len(api.called("leaveChat", group)) == 1
            assert not bot.service.gate.admits(NEW)

    async def test_nobody_else_can_let_a_group_in(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(NEW, "新群")
        async with running(api, counties, tmp_path) as bot:
            api.private(boss)
            api.join(group, wang)
            [asked] = await api.sent(api.private(boss))
            data = asked.buttons[0]["callback_data"]
            api.say(api.private(wang), wang, QUESTION)
            [answer] = await api.sent(api.private(wang))
            said = await api.answered(api.press(answer, wang, data, stale=True))
            assert said["text"] == "这个命令只供管理员使用。"
            assert not bot.service.gate.admits(NEW)


class TestScope:
    async def test_a_group_is_answered_from_its_places_and_years_alone(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(OFFICE, "办公室")
        async with running(api, counties, tmp_path):
            api.say(group, wang, "/scope 枫林县")
            assert (await api.sent(group))[0].text == "这个命令只供管理员使用。"
            api.say(group, boss, "/scope 枫林县 2024年")
            assert (await api.sent(group, 2))[1].text == "本群只回答：枫林县、2024。"
            api.say(group, wang, f"/ask {QUESTION}")
            assert "46名" not in (await api.sent(group, 3))[2].text
            api.say(group, wang, "/ask 各县聘任了多少名法治副校长？")
            sweep = (await api.sent(group, 4))[3].text
            assert sweep.startswith("28名")
            assert "46名" not in sweep
            api.say(api.private(wang), wang, QUESTION)
            assert (await api.sent(api.private(wang)))[0].text.startswith("46名")
        async with running(api, counties, tmp_path):
            api.say(group, wang, "/scope")
            assert (await api.sent(group, 5))[4].text == "本群只回答：枫林县、2024。"
            api.say(group, boss, "/scope 全部")
            assert (await api.sent(group, 6))[5].text == "本群不限地区和年度。"
            api.say(group, wang, f"/ask {QUESTION}")
            assert (await api.sent(group, 7))[6].text.startswith("46名")

    async def test_a_scope_that_names_nothing_is_not_set(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        boss = api.user(ADMIN, "Boss")
        group = api.group(OFFICE, "办公室")
        async with running(api, counties, tmp_path):
            api.say(group, boss, "/scope 随便什么")
            assert (await api.sent(group))[0].text.startswith("请写地区或年度")
            api.say(api.private(boss), boss, "/scope 枫林县")
            assert "/scope 用在群组里" in (await api.sent(api.private(boss)))[0].text
