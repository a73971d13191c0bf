"""Figures of five real reports, as read by a person; skipped where the reports are not at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from index.figures import find_figures
from index.models import Figure
from index.structure import split_sentences

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"

# Report, figure as written, number, unit, what is counted; "-" where the thing is left open.
STATED = """
000 29所 29 所 中小学校、幼儿园
000 100% 100 % 聘请率
001 600名 600 名 学生
001 36所 36 所 学校
001 20665人 20665 人 学生
001 72.04% 72.04 % 学生参与率
002 5000余名 5000 名 教职工
002 95%以上 95 % 合格率
002 230余家 230 家 机构
002 1500余人次 1500 人次 巡查
002 4000余所次 4000 所次 机构
002 6次 6 次 专项检查
002 600余条 600 条 政府信息
002 39条 39 条 政务信息动态
002 56条 56 条 行政许可结果
002 6条 6 条 行政处罚
002 30条 30 条 义务教育领域信息公开
002 276条 276 条 信息
002 60人 60 人 法治副校长
002 6人 6 人 法治辅导员
002 100% 100 % 法治副校长
002 29场 29 场 法治副校长进校园宣传
002 26741人次 26741 人次 法治副校长进校园宣传
002 92场 92 场 法治宣传活动
002 96189人次 96189 人次 法治宣传活动
002 12余万人次 12 万人次 法治宣传教育
002 6名 6 名 学生
002 2个 2 个 冠军
002 1个 1 个 一等奖
002 3个 3 个 二等奖
002 1人 1 人 学生
002 两人 2 人 学生
002 54781人 54781 人 参测人数
002 12年 12 年 -
002 32场次 32 场次 -
002 1000余人次 1000 人次 师生、家长、交巡警
002 6000份 6000 份 宣传资料
002 20% 20 % 交通陋习照片
002 30% 30 % 文明劝导人次
002 逾1600次 1600 次 -
002 逾260条 260 条 温馨提示
002 逾20万次 20 万次 阅读量
002 逾70场次 70 场次 -
002 近2年 2 年 -
002 30余所 30 所 中小学
002 近10000名 10000 名 学生
002 27次 27 次 第一议题研讨
002 10次 10 次 理论学习中心组研讨
002 146次 146 次 系统理论学习
002 176次 176 次 纪律党课
002 8次 8 次 -
003 3名 3 名 选手
003 2次 2 次 -
003 3所 3 所 学校
003 500余人 500 人 -
003 123所 123 所 中小学和幼儿园
003 5项 5 项 行政许可
003 7项 7 项 行政确认
003 10项 10 项 行政处罚
003 4项 4 项 行政奖励
003 1项 1 项 行政给付
003 12项 12 项 其他行政事项
003 4420人 4420 人 新生
003 4402人 4402 人 新生
003 99.6% 99.6 % 线上录取率
003 3项 3 项 抽查检查工作任务
003 13所 13 所 学校
004 1所 1 所 九年一贯制民办学校
004 1所 1 所 民办幼儿园
004 10所 10 所 民办幼儿园
004 17所 17 所 民办教育培训机构
004 2600多人次 2600 人次 -
004 近70万元 70 万元 资助资金
004 424多个 424 个 大学生
004 3次 3 次 常态化治理行动
004 24次 24 次 常态化管理行动
004 150多人次 150 人次 -
004 5份 5 份 责令整改通知书
004 8份 8 份 -
"""
# The verbs of some of them, by what happened to the thing.
DONE = """
000 29所 聘请
001 600名 获得
002 5000余名 组织
002 230余家 巡查
002 60人 聘任
002 6人 聘任
002 6000份 发放
002 20% 减少
002 56条 公开
003 500余人 培训
003 13所 检查
003 4420人 录取
003 4402人 录取
004 17所 审批
004 424多个 办理
004 150多人次 出动
004 5份 发出
"""
DATES = """
000 2025-03-17 2025-03-17
001 2023年度 2023
002 2025-01-15 2025-01-15
003 2024年3月 2024-03
003 2024年8月 2024-08
003 4月20日 --04-20
003 5月 --05
003 2021年1月至2023年12月 2021-01/2023-12
004 2020年1至10月 2020-01/2020-10
"""
# Digits that were lost or run together, terms of art, and numbers of documents and schools.
NEVER = (
    "318岁",
    "20246月",
    "2025115",
    "6月邀请",
    "十项",
    "四落实",
    "八五",
    "一件事",
    "一张网",
    "二十届",
    "两代表",
)


@cache
def seed(prefix: str) -> tuple[str, tuple[Figure, ...]]:
    paths = sorted(SEEDS.glob(f"{prefix}_*.txt"))
    if not paths:
        pytest.skip("the real reports are not here")
    text = paths[0].read_text("utf-8")
    return text, find_figures(text, split_sentences(text, 0, len(text)))


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize("line", lines(STATED), ids=" ".join)
def test_stated(line: list[str]) -> None:
    prefix, text, number, unit, thing = line
    found = [f for f in seed(prefix)[1] if f.text == text and f.unit == unit]
    assert [f for f in found if f.number == float(number) and thing in ("-", f.thing)]


@pytest.mark.parametrize("line", lines(DONE), ids=" ".join)
def test_done(line: list[str]) -> None:
    prefix, text, verb = line
    assert verb in [f.verb for f in seed(prefix)[1] if f.text == text]


@pytest.mark.parametrize("line", lines(DATES), ids=" ".join)
def test_dates(line: list[str]) -> None:
    prefix, text, date = line
    assert date in [f.date for f in seed(prefix)[1] if f.text == text and f.kind == "date"]


@pytest.mark.parametrize("prefix", ["000", "001", "002", "003", "004"])
def test_nothing_but_figures(prefix: str) -> None:
    text, figures = seed(prefix)
    stated = {line[1] for line in lines(STATED) if line[0] == prefix} | {"92 条", "一次"}
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text
        around = text[figure.start - 1 : figure.end + 2]
        assert not any(word in around for word in NEVER), around
        assert figure.kind in ("date", "ordinal") or figure.text in stated
