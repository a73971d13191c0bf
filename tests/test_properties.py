"""What holds of every text, question and press, looked for with generated ones (Hypothesis)."""

from __future__ import annotations

import html
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.events import one_line
from bot.telegram.buttons import Buttons
from bot.telegram.markup import around, clean, escape, length, marked, plain, shorten, units
from index import Library
from index.analysis import analyse
from index.figures import find_figures
from index.fold import fold
from index.models import Description
from index.structure import split_sentences
from tests import test_structure_properties as structure
from tests.botapi import BotApi, parse_html
from tests.telegram_support import FAST, WANG, east_library, running, settled
from tests.tiny_reports import YUCHUAN

# What reports, and whoever wants to break them, are made of.
_PIECES = st.sampled_from(
    (
        *"一二三十百千万亿零〇两０１２３9,.，．。；：、（）()《》“”%％‰-—~·①⑴\n\t 　<>&@\u202e\u200b\ufeff\U0001f600\u0301",
        *(
            "第一章",
            "（一）",
            "一、",
            "1.",
            "一是",
            "2024年",
            "5月18日",
            "2023至2024年",
            "同比增长",
        ),
        *(
            "法治副校长",
            "聘任",
            "46名",
            "近70万元",
            "3，500.5",
            "占99.6%",
            "不少于",
            "其中",
            "未",
            "无",
        ),
        *(
            "榆川县",
            "教育局",
            "去年",
            "多少",
            "哪些",
            "各县",
            "how many",
            "副校(园)长",
            "</b>",
            "&amp;",
        ),
    )
)
TEXTS = st.one_of(
    st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=200), st.just(YUCHUAN)
).filter(lambda text: not re.search("[\ud800-\udfff]", text))
SPANS = TEXTS.flatmap(
    lambda text: st.tuples(st.just(text), st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda drawn: (drawn[0], min(drawn[1:]), max(drawn[1:]))
    )
)
# The same examples each time, unless more are asked for: EXAMPLES=5000 make test
_MORE = os.environ.get("EXAMPLES")
_PATIENT = settings(
    deadline=None,
    max_examples=int(_MORE or 150),
    derandomize=not _MORE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class TestSplitting:
    @_PATIENT
    @given(TEXTS)
    def test_what_holds_of_the_structure_of_any_text(self, text: str) -> None:
        structure.test_sections_nest_in_reading_order(text)
        structure.test_headings_are_written_in_the_text(text)
        structure.test_sentences_and_clauses_tile_the_text(text)
        structure.test_every_character_is_in_one_passage_or_heading(text)


class TestOffsets:
    @_PATIENT
    @given(TEXTS)
    def test_a_figure_stands_where_it_is_said_to(self, text: str) -> None:
        for figure in find_figures(text, split_sentences(text, 0, len(text))):
            assert text[figure.start : figure.end] == figure.text
            assert figure.sentence_start <= figure.clause_start <= figure.start
            assert figure.end <= figure.clause_end <= figure.sentence_end <= len(text)

    @_PATIENT
    @given(TEXTS)
    def test_what_is_folded_can_be_carried_back(self, text: str) -> None:
        folded = fold(text)
        assert len(folded.positions) == len(folded.text) + 1
        assert list(folded.positions) == sorted(folded.positions)
        assert folded.positions[-1] == len(text)

    @_PATIENT
    @given(TEXTS)
    def test_the_same_text_is_analysed_the_same(self, text: str) -> None:
        about = Description(title="题", place="榆川县", year=2024)
        assert analyse(text, about) == analyse(text, about)


class TestEscaping:
    @_PATIENT
    @given(SPANS)
    def test_what_is_marked_is_read_by_telegram_as_it_was(
        self, given_span: tuple[str, int, int]
    ) -> None:
        text, start, end = given_span
        markup = marked(text, start, end)
        assert (
            parse_html(markup).text.rstrip() == clean(text).strip("\0").rstrip() or not text.strip()
        )
        assert plain(escape(text)) == clean(text)
        assert length(escape(text)) == units(clean(text))

    @_PATIENT
    @given(TEXTS)
    def test_nothing_turns_the_writing_or_calls_anybody(self, text: str) -> None:
        shown = html.unescape(escape(f"{text} @somebody"))
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)
        assert not re.search(r"(?<![\w@])@[A-Za-z]", shown)
        assert len(clean(text)) == len(text)

    @_PATIENT
    @given(TEXTS, st.integers(1, 80))
    def test_what_is_shortened_is_short(self, text: str, limit: int) -> None:
        assert len(shorten(text, limit)) <= limit

    @_PATIENT
    @given(SPANS, st.integers(1, 60))
    def test_what_is_cut_out_still_holds_what_it_was_cut_for(
        self, given_span: tuple[str, int, int], limit: int
    ) -> None:
        text, start, end = given_span
        cut, first, last = around(text, start, end, limit)
        assert cut[first:last] == text[start:end]

    @_PATIENT
    @given(st.text(max_size=200))
    def test_a_line_of_the_log_is_one(self, text: str) -> None:
        assert len(one_line(f"x{text}x").splitlines()) == 1


class TestQuestions:
    @_PATIENT
    @given(text=TEXTS)
    def test_every_answer_quotes_what_is_there(self, counties: Library, text: str) -> None:
        answer = counties.ask(text[:300])
        assert answer.text
        for found in answer.findings:
            stored = counties.report(found.report).text
            assert stored[found.start : found.end] == found.quote
            value = found.value
            if value is not None and value.yes is None:
                assert all(said in found.quote for said in value.items or (value.text,))
        assert counties.ask(text[:300]) == answer


_HASTY = replace(FAST, burst=10**6)  # nobody is held back
_IDS = st.sampled_from(("aaaaaaaa", "", "../../x", "A" * 60, "'; drop table bot_answers; --"))
_NUMBERS = st.one_of(st.integers(-5, 12), st.sampled_from((10**6, 10**18, "x", "", "٣")))
_PRESSES = st.one_of(
    st.tuples(
        st.sampled_from(re.findall(r"^    (\w):", Buttons.__doc__ or "", re.MULTILINE)),
        _IDS,
        st.lists(_NUMBERS, max_size=3),
    ).map(lambda drawn: ":".join(map(str, (drawn[0], drawn[1], *drawn[2])))),
    st.text(min_size=1, max_size=20),
).map(lambda data: data.encode("utf-8", "ignore")[:64].decode("utf-8", "ignore") or "x")


async def test_every_press_is_answered_once_and_breaks_nothing(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    presses: list[str] = []

    @_PATIENT
    @given(_PRESSES)
    def collect(data: str) -> None:
        presses.append(data)

    collect()
    wang = api.user(WANG, "Wang")
    async with running(api, east_library(), tmp_path, pace=_HASTY) as bot:
        api.say(api.private(wang), wang, "多少")
        [answer] = await api.sent(api.private(wang))
        identity = next(b["callback_data"] for b in answer.buttons if "callback_data" in b)[2:10]
        for data in presses:
            query = api.press(answer, wang, data.replace("aaaaaaaa", identity), stale=True)
            await api.answered(query)
        await settled(api, bot)
        calls = [call for call in api.calls if call.method == "answerCallbackQuery"]
        assert len(calls) == len(presses)
        api.say(api.private(wang), wang, "多少")
        await api.wait_for(
            lambda: any(
                m.reply_to and m.text.startswith("60人")
                for m in api.from_bot(api.private(wang))[-2:]
            )
        )
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
