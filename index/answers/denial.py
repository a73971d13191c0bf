"""Words that deny what stands behind them in their clause: 未收到申请, 均无败诉."""

from __future__ import annotations

import re

# 未成年人 denies nothing.
DENIES = re.compile(
    r"没有|未(?!来|成年|央|检)|尚无|并无|不存在|从未|(?<![毫])无(?!障碍|人机|偿|纸|形|线|废|害化|证|照|关|故|假|论|法)|零(?!散|售|星|距离|工|钱|食|跑|部件)|无一|不(?=具备|开展|设|存在)|缺乏|缺少"
)
# 没有一名 denies, 未办结2件 counts.
_GOES_ON = re.compile(r"[2-9]|1\d|[，,；;]")


def denial_before(before: str) -> re.Match[str] | None:
    """The word that denies what stands right behind a folded text, None if nothing denies it."""
    denial = next(reversed(list(DENIES.finditer(before))), None)
    return denial if denial and not _GOES_ON.search(before[denial.end() :]) else None
