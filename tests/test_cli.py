"""The command `reportbot`: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from index import Library
from tests.conftest import ROOT
from tests.tiny_reports import FENGLIN, YUCHUAN, YUCHUAN_2023

HIRED = "榆川县2024年聘任了多少名法治副校长？"
BATCH = (
    {"id": "figure", "question": HIRED},
    {"id": 7, "question": "榆川县2024年法治辩论赛是哪天举办的？"},
    {"id": "yes", "question": "榆川县2024年和检察院签订保护合作协议了吗？"},
    {"id": "list", "question": "榆川县2024年存在哪些问题？"},
    {"id": "who", "question": "宪法晨读由谁组织？"},
    {"id": "sweep", "question": "how many schools hired legal vice-principals"},
    {"id": "refused", "question": "榆川县2024年采购了多少辆校车？"},
    {"id": "year", "question": "榆川县2019年聘任了多少名法治副校长？"},
    {"id": "place", "question": "江北区聘任了多少名法治副校长？"},
    {"id": "nothing", "question": ""},
)
TALK = f"{HIRED}\n那2023年呢？\n\n/new\n2023年呢？\n/quit\n{HIRED}\n"


def _run(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "REPORTBOT_TOKEN"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=given.encode(),
        capture_output=True,
        cwd=folder,
        env=environment,
        timeout=120,
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as somebody works in: a configuration, three reports and an empty file, a batch."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "config.toml").write_text('reports = "papers"\ndata = "kept"\n', "utf-8")
    papers = folder / "papers"
    papers.mkdir()
    (papers / "榆川2024.txt").write_bytes(YUCHUAN.encode())
    (papers / "yuchuan-2023.md").write_bytes(YUCHUAN_2023.encode())
    (papers / "fenglin.txt").write_bytes(FENGLIN.encode("gb18030"))
    (papers / "empty.txt").touch()
    lines = [json.dumps(row, ensure_ascii=False) for row in BATCH]
    (folder / "batch.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def runs(office: Path) -> dict[str, subprocess.CompletedProcess[bytes]]:
    """What came of commands in processes of their own, the reports being indexed first."""
    indexed = _run(office, "index")
    commands: Mapping[str, tuple[str, ...]] = {
        "ask": ("ask", HIRED),
        "show": ("show", "榆川2024.txt"),
    }
    with ThreadPoolExecutor(2) as pool:
        started = {name: pool.submit(_run, office, *words) for name, words in commands.items()}
        chat = pool.submit(_run, office, "chat", given=TALK)
        done = {name: run.result() for name, run in started.items()}
    return {"index": indexed, "chat": chat.result(), **done}


@pytest.fixture
def command(
    office: Path,
    runs: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process, which is quicker: (how it ended, output, errors)."""
    monkeypatch.chdir(office)
    monkeypatch.delenv("REPORTBOT_TOKEN", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as exit:
            code = int(exit.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def _out(run: subprocess.CompletedProcess[bytes]) -> str:
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def _one_sentence(text: str, *named: str) -> None:
    """What is wrong is told in one line, to a person."""
    assert text.startswith("reportbot: ")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    for word in named:
        assert word in text


class TestIndex:
    def test_prints_what_it_did_and_refusals_apart(self, runs: dict[str, Any]) -> None:
        out = _out(runs["index"])
        for name in ("榆川2024.txt", "yuchuan-2023.md", "fenglin.txt"):
            assert f"已收录 {name}" in out
        assert out.splitlines()[-1] == "新增 3，更新 0，未变 0，移除 0，拒收 1"
        errors = runs["index"].stderr.decode()
        assert errors.startswith("未收录 empty.txt：")
        assert errors.count("\n") == 1

    def test_again_changes_nothing(self, command: Any) -> None:
        code, out, _ = command("index")
        assert code == 0
        assert out == "新增 0，更新 0，未变 3，移除 0，拒收 1\n"

    def test_quiet_prints_refusals_only(self, command: Any) -> None:
        code, out, err = command("--quiet", "index")
        assert (code, out) == (0, "")
        assert "empty.txt" in err

    def test_fails_when_nothing_could_be_read(self, command: Any) -> None:
        code, _, err = command("index", "papers/empty.txt")
        assert code == 1
        assert "empty.txt" in err

    def test_of_a_path_that_is_not_there(self, command: Any) -> None:
        code, out, err = command("index", "nowhere")
        assert (code, out) == (1, "")
        _one_sentence(err, "nowhere")

    def test_names_a_gone_file_and_removes_it_with_prune(
        self, command: Any, tmp_path: Path
    ) -> None:
        paper = tmp_path / "papers" / "a.txt"
        paper.parent.mkdir()
        paper.write_bytes(FENGLIN.encode())
        data = ("--data", str(tmp_path / "data"), "index", str(paper.parent))
        command(*data)
        paper.unlink()
        code, out, _ = command(*data)
        assert code == 0
        assert "a.txt" in out
        assert "--prune" in out
        _, out, _ = command(*data, "--prune")
        assert "已移除 a.txt" in out


class TestAsk:
    def test_prints_the_answer_its_sentence_and_its_source(self, runs: dict[str, Any]) -> None:
        out = _out(runs["ask"])
        assert out.splitlines()[0] == "46名"
        assert "“全县共聘任法治副校长46名，另聘法治辅导员9名。”" in out
        assert "榆川县教育局2024年法治政府建设情况报告（榆川2024.txt）" in out
        assert "一、主要工作 › （一）配强法治队伍" in out
        assert runs["ask"].stderr == b""

    def test_json_is_one_object(self, command: Any) -> None:
        code, out, err = command("ask", "--json", HIRED)
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        answer = json.loads(out)
        _check_answer(answer)
        assert re.fullmatch(r"[0-9a-f]{12}", answer["id"])
        assert answer["question"] == HIRED
        assert answer["status"] == "answered"
        assert answer["coverage"] == {"in_scope": 1, "stating": 1}
        (found,) = answer["findings"]
        assert found["value"] == {"text": "46名", "number": 46, "unit": "名", "qualifier": None}
        assert found["report"] == "榆川2024.txt"
        assert (found["issuer"], found["place"], found["year"]) == ("榆川县教育局", "榆川县", 2024)
        assert found["section"] == ["一、主要工作", "（一）配强法治队伍"]

    def test_batch_answers_every_line_in_order(self, command: Any) -> None:
        code, out, err = command("ask", "--batch", "batch.jsonl")
        assert (code, err) == (0, "")
        answers = [json.loads(line) for line in out.splitlines()]
        assert [answer["id"] for answer in answers] == [str(row["id"]) for row in BATCH]
        assert [answer["question"] for answer in answers] == [row["question"] for row in BATCH]
        for answer in answers:
            _check_answer(answer)
        by_id = {answer["id"]: answer for answer in answers}
        first = {name: answer["findings"][:1] for name, answer in by_id.items()}
        assert first["figure"][0]["value"]["number"] == 46
        assert first["7"][0]["value"] == {"text": "5月18日", "date": "2024-05-18"}
        assert first["yes"][0]["value"]["yes"] is True
        assert len(first["list"][0]["value"]["items"]) == 3
        assert len(by_id["sweep"]["findings"]) == 3
        assert by_id["refused"]["missing"]["slot"] == "topic"
        assert by_id["year"]["status"] == by_id["place"]["status"] == "missing_slot"
        assert by_id["year"]["missing"] == {
            "slot": "year",
            "asked": "2019年",
            "held": ["2023年", "2024年"],
        }
        assert by_id["place"]["missing"]["held"] == ["枫林县", "榆川县"]

    @pytest.mark.parametrize(
        "line", ["not JSON", "[1, 2]", '"a"', '{"id": "x"}', '{"question": "x"}', "{}"]
    )
    def test_a_bad_line_is_named(self, command: Any, tmp_path: Path, line: str) -> None:
        batch = tmp_path / "bad.jsonl"
        batch.write_text(f'{{"id": "good", "question": "{HIRED}"}}\n\n{line}\n', "utf-8")
        code, out, err = command("ask", "--batch", str(batch))
        assert code == 1
        assert [json.loads(answer)["id"] for answer in out.splitlines()] in ([], ["good"])
        _one_sentence(err, "bad.jsonl", "第3行")

    @pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
    def test_a_batch_that_cannot_be_read_is_named(
        self, command: Any, tmp_path: Path, content: bytes | None
    ) -> None:
        batch = tmp_path / "bad.jsonl"
        if content is not None:
            batch.write_bytes(content)
        code, out, err = command("ask", "--batch", str(batch))
        assert (code, out) == (1, "")
        _one_sentence(err, "bad.jsonl")

    @pytest.mark.parametrize("arguments", [(), (HIRED, "--batch", "batch.jsonl")])
    def test_needs_a_question_or_a_batch(self, command: Any, arguments: tuple[str, ...]) -> None:
        code, out, err = command("ask", *arguments)
        assert (code, out) == (2, "")
        assert "QUESTION" in err


def _check_answer(answer: dict[str, Any]) -> None:
    """The object has every key that programs rely on, each of its type."""
    _has(
        answer,
        id=str,
        question=str,
        status=str,
        answer=str,
        findings=list,
        coverage=dict,
        missing=dict | None,
        elapsed_ms=int | float,
    )
    assert answer["status"] in ("answered", "not_found", "missing_slot")
    assert answer["answer"]
    assert bool(answer["findings"]) == (answer["status"] == "answered")
    _has(answer["coverage"], in_scope=int, stating=int)
    if answer["status"] == "answered":
        assert answer["missing"] is None
    else:
        _has(answer["missing"], slot=str, asked=str, held=list)
        assert answer["missing"]["slot"] in ("place", "year", "issuer", "topic")
    for found in answer["findings"] + answer.get("related", []):
        _has(
            found,
            report=str,
            title=str,
            issuer=str | None,
            place=str | None,
            year=int | None,
            section=list,
            quote=str,
            start=int,
            end=int,
            value=dict | None,
        )
        assert len(found["quote"]) == found["end"] - found["start"]
        if found["value"] is not None:
            _check_value(found["value"])


def _check_value(value: dict[str, Any]) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "number": {"number": int | float, "unit": str | None, "qualifier": str | None},
        "date": {"date": str},
        "yes": {"yes": bool},
        "name": {"name": str},
        "items": {"items": list},
    }
    (kind,) = (kind for kind in kinds if kind in value)
    _has(value, text=str, **kinds[kind])


def _has(table: dict[str, Any], **types: Any) -> None:
    for key, kind in types.items():
        assert key in table
        assert isinstance(table[key], kind), (key, table[key])


class TestShow:
    def test_prints_the_stored_text_exactly(
        self, office: Path, runs: dict[str, Any], command: Any
    ) -> None:
        assert (runs["show"].returncode, runs["show"].stderr) == (0, b"")
        with Library.open(office / "kept") as library:
            assert runs["show"].stdout == library.report("榆川2024.txt").text.encode()
        text = runs["show"].stdout.decode()
        _, out, _ = command("ask", "--json", HIRED)
        (found,) = json.loads(out)["findings"]
        assert text[found["start"] : found["end"]] == found["quote"]

    def test_sections_as_a_tree(self, command: Any) -> None:
        code, out, _ = command("show", "--sections", "榆川2024.txt")
        assert code == 0
        assert out.splitlines() == [
            "一、主要工作",
            "  （一）配强法治队伍",
            "  （二）规范招生入学",
            "  （三）严格执法监管",
            "  （四）厘清权力边界",
            "  （五）办好普法活动",
            "二、存在的问题",
            "三、2025年工作打算",
            "  （一）充实执法力量",
            "  （二）创新普法形式",
        ]

    def test_figures_with_where_they_stand(self, command: Any, runs: dict[str, Any]) -> None:
        code, out, _ = command("show", "--figures", "榆川2024.txt")
        assert code == 0
        rows = [line.split("\t") for line in out.splitlines()]
        text = runs["show"].stdout.decode()
        for start, _kind, figure, *_ in rows:
            assert text.startswith(figure, int(start))
        stated = {figure: kind for _, kind, figure, *_ in rows}
        assert stated["46名"] == "count"
        assert stated["95%"] == "rate"
        assert stated["2.4万元"] == "money"
        assert stated["5月18日"] == "date"
        assert "318岁" not in stated

    def test_of_a_report_that_is_not_held(self, command: Any) -> None:
        code, out, err = command("show", "nowhere.txt")
        assert (code, out) == (1, "")
        _one_sentence(err, "nowhere.txt", "reportbot reports")


def test_reports_lists_what_is_held(command: Any) -> None:
    code, out, err = command("reports")
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "fenglin.txt",
        "yuchuan-2023.md",
        "榆川2024.txt",
    ]
    for fact in (
        "榆川县教育局2023年法治政府建设情况报告",
        "枫林县教育局",
        "榆川县",
        "2023",
        "2024",
    ):
        assert fact in out


class TestKeeping:
    def test_backup_remove_and_restore(self, command: Any, office: Path, tmp_path: Path) -> None:
        copy = str(tmp_path / "copy.db")
        assert command("backup", copy) == (0, "", "")
        assert command("remove", "榆川2024.txt") == (0, "", "")
        code, _, err = command("show", "榆川2024.txt")
        assert code == 1
        _one_sentence(err, "榆川2024.txt")
        assert command("restore", copy) == (0, "", "")
        code, out, _ = command("ask", HIRED)
        assert (code, out.splitlines()[0]) == (0, "46名")

    def test_of_nothing(self, command: Any) -> None:
        for arguments in (("remove", "nowhere.txt"), ("restore", "nowhere.db")):
            code, out, err = command(*arguments)
            assert (code, out) == (1, "")
            _one_sentence(err, arguments[1])

    def test_check(self, command: Any, tmp_path: Path) -> None:
        assert command("check") == (0, "索引完好。\n", "")
        assert command("--quiet", "check") == (0, "", "")
        with Library.open(tmp_path) as library:
            library.add("a.txt", FENGLIN.encode(), "test")
        with closing(sqlite3.connect(tmp_path / "reportbot.db")) as database:
            database.execute("UPDATE figures SET text = '999名' WHERE text = '28名'")
            database.commit()
        code, out, _ = command("--data", str(tmp_path), "check")
        assert code == 1
        assert "a.txt" in out
        assert "999名" in out


class TestWithoutToken:
    def test_doctor_names_the_variable(self, command: Any) -> None:
        code, out, err = command("doctor")
        assert (code, err) == (1, "")
        (about_token,) = (line for line in out.splitlines() if "REPORTBOT_TOKEN" in line)
        assert about_token.startswith("坏")
        assert any(line.startswith("好") and "3 份报告" in line for line in out.splitlines())

    def test_serve_says_one_sentence(self, command: Any) -> None:
        code, out, err = command("serve")
        assert (code, out) == (1, "")
        _one_sentence(err, "REPORTBOT_TOKEN")


class TestConfiguration:
    def test_an_unknown_key_is_named(self, command: Any, tmp_path: Path) -> None:
        file = tmp_path / "other.toml"
        file.write_text('repots = "x"\n', "utf-8")
        code, out, err = command("--config", str(file), "reports")
        assert (code, out) == (1, "")
        _one_sentence(err, "repots")

    def test_a_data_folder_that_cannot_be_used_is_named(self, command: Any) -> None:
        code, out, err = command("--data", "config.toml", "reports")
        assert (code, out) == (1, "")
        _one_sentence(err, "config.toml")

    @pytest.mark.parametrize("arguments", [(), ("answer",), ("show",), ("reports", "--all")])
    def test_wrong_usage_ends_with_2(self, command: Any, arguments: tuple[str, ...]) -> None:
        code, out, err = command(*arguments)
        assert (code, out) == (2, "")
        assert "usage" in err


class TestChat:
    def test_goes_on_with_the_question_before_until_it_is_told_to_begin_anew(
        self, runs: dict[str, Any]
    ) -> None:
        firsts = re.findall(r"^(?:46名|41名|请说明想查什么)", _out(runs["chat"]), re.MULTILINE)
        assert firsts == ["46名", "41名", "请说明想查什么"]
        assert runs["chat"].stderr == b""

    def test_of_a_pipe_is_not_greeted(self, runs: dict[str, Any]) -> None:
        out = _out(runs["chat"])
        assert not out.startswith("请提问")
        assert "> " not in out
