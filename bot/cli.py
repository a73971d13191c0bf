"""The command `reportbot`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from bot.config import Config, load_config, telegram_token
from bot.doctor import examine, serving
from bot.evaluate import HALVES, evaluate
from bot.events import log_to_stderr
from bot.explained import as_explanation
from bot.exporting import export
from bot.log import Log
from bot.render import as_json, as_text
from bot.terminal import chat
from index import Library, Progress
from index.errors import ReportbotError
from index.models import IndexSummary

_EXPORTED = {
    "reports": "报告",
    "former": "旧版本",
    "questions": "提问",
    "synonyms": "同义词",
    "people": "受邀者",
    "groups": "群",
    "acts": "管理操作",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 when it did what was asked, 1 on a clear error, 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        config = load_config(options.config)
        if options.data:
            config = replace(config, data=options.data)
        result: int = options.run(options, config)
    except ReportbotError as error:
        print(f"reportbot: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reportbot",
        description="Answers questions about annual reports, with figure and source.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('reportbot')}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration (config.toml)")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="data folder (from the configuration)"
    )
    parser.add_argument("--quiet", action="store_true", help="print results and errors only")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = commands.add_parser("index", help="read reports and bring the index up to date")
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    command.add_argument(
        "--prune", action="store_true", help="remove reports whose file is gone from the folder"
    )
    command.add_argument(
        "--processes",
        type=int,
        metavar="N",
        help="read files with N processes; with one for each processor, up to four, for many files",
    )
    command.set_defaults(run=_index)

    command = commands.add_parser("ask", help="answer one question, or a file of them")
    command.add_argument("question", nargs="?")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument("--batch", type=Path, metavar="FILE", help="JSON lines {id, question}")
    command.add_argument("--explain", action="store_true", help="how the answer came about")
    command.set_defaults(run=_ask)

    commands.add_parser("chat", help="a conversation in the terminal").set_defaults(run=_chat)
    commands.add_parser("reports", help="list what is held").set_defaults(run=_reports)

    command = commands.add_parser("show", help="print the stored text of a report")
    command.add_argument("report")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--sections", action="store_true", help="its heading tree instead")
    what.add_argument("--figures", action="store_true", help="its figures instead")
    command.set_defaults(run=_show)

    command = commands.add_parser("remove", help="remove a report from the index")
    command.add_argument("report")
    command.set_defaults(run=_remove)

    command = commands.add_parser("eval", help="measure a question file")
    command.add_argument("file", type=Path)
    command.add_argument(
        "--half",
        choices=HALVES,
        help="only rows at odd positions (tuning) or at even ones (reporting); default both",
    )
    command.set_defaults(run=_eval)

    commands.add_parser("check", help="verify the whole index").set_defaults(run=_check)
    for name, run, text in (
        ("backup", _backup, "write everything held to FILE"),
        ("restore", _restore, "put everything in FILE in place of what is held"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("file", type=Path)
        command.set_defaults(run=run)
    command = commands.add_parser("export", help="write everything held to FOLDER as files")
    command.add_argument("folder", type=Path)
    command.set_defaults(run=_export)
    commands.add_parser(
        "slow", help="answers of the bot that took long, and how they came about"
    ).set_defaults(run=_slow)
    command = commands.add_parser("doctor", help="what is healthy, what is not")
    command.add_argument(
        "--serving", action="store_true", help="only whether a bot serves from this data folder now"
    )
    command.set_defaults(run=_doctor)
    commands.add_parser("serve", help="run the Telegram bot").set_defaults(run=_serve)
    return parser


def _index(options: argparse.Namespace, config: Config) -> int:
    paths = options.paths or [config.reports]
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise ReportbotError(f"{missing[0]} 不存在，请检查路径。")
    with Library.open(config.data) as library, _progress(options.quiet) as progress:
        summary = library.index(
            paths, prune=options.prune, progress=progress, processes=options.processes
        )
    for refusal in summary.refused:
        print(f"未收录 {refusal.name}：{refusal.reason}", file=sys.stderr)
    if not options.quiet:
        _print_summary(summary)
    nothing_read = not (summary.added or summary.updated or summary.unchanged or summary.removed)
    return 1 if summary.refused and nothing_read else 0


def _print_summary(summary: IndexSummary) -> None:
    for name in summary.added + summary.updated:
        print(
            f"已收录 {name}" + "".join(f"\n  注意：{note}" for note in summary.notes.get(name, ()))
        )
    for name in summary.removed:
        print(f"已移除 {name}")
    for name in summary.gone:
        print(f"文件已不在文件夹中：{name}（仍保留；加 --prune 则移除）")
    print(
        f"新增 {len(summary.added)}，更新 {len(summary.updated)}，未变 {len(summary.unchanged)}，"
        f"移除 {len(summary.removed)}，拒收 {len(summary.refused)}"
    )


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with tqdm(unit="份", leave=False) as bar:

        def show(done: int, of: int, name: str) -> None:
            bar.total = of
            bar.n = done
            bar.set_postfix_str(name, refresh=True)

        yield show


def _ask(options: argparse.Namespace, config: Config) -> int:
    if (options.question is None) == (options.batch is None):
        print("reportbot ask: give a QUESTION or --batch FILE", file=sys.stderr)
        return 2
    if options.explain and (options.json or options.batch):
        print("reportbot ask: --explain is for people, without --json or --batch", file=sys.stderr)
        return 2
    with Library.open(config.data) as library:
        if options.batch is not None:
            for identity, question in _batch(options.batch):
                print(_asked_json(library, identity, question), flush=True)
            return 0
        if options.json:
            identity = hashlib.sha256(options.question.encode()).hexdigest()[:12]
            print(_asked_json(library, identity, options.question))
        elif options.explain:
            print("\n\n".join(map(as_explanation, library.explain(options.question))))
        else:
            print(as_text(library.ask(options.question)))
    return 0


def _asked_json(library: Library, identity: str, question: str) -> str:
    started = time.perf_counter()
    answer = library.ask(question)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    return json.dumps(as_json(answer, identity, elapsed), ensure_ascii=False)


def _batch(file: Path) -> Iterator[tuple[str, str]]:
    try:
        # Not splitlines(), which also ends a line at U+2028 within a question.
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportbotError(f"{file} 无法读取：{error}。") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identity, question = row["id"], row["question"]
            if not isinstance(question, str):
                raise TypeError("question is no text")
        except (ValueError, TypeError, KeyError) as error:
            raise ReportbotError(
                f'{file} 第{number}行应为 {{"id": …, "question": …}}：{error}。'
            ) from error
        yield str(identity), str(question)


def _chat(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        chat(library, sys.stdin, sys.stdout)
    return 0


def _reports(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        for entry in library.reports():
            held = entry.description
            print(f"{entry.name}")
            print(f"  标题 {held.title or '未载明'}")
            print(
                f"  机构 {held.issuer or '未载明'} · 地区 {held.region or held.place or '未载明'}"
                f" · 年度 {held.year or '未载明'} · 发布 {held.published or '未载明'}"
                + (f" · 文号 {held.document_number}" if held.document_number else "")
            )
            print(f"  {entry.sections}节 · {entry.passages}段 · {entry.figures}个数据")
            for note in held.notes:
                print(f"  注意：{note}")
    return 0


def _show(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        if options.sections:
            for section in library.sections(options.report):
                if section.kind == "heading" and section.number:
                    print(f"{'  ' * (section.level - 1)}{section.heading}")
        elif options.figures:
            for figure in library.figures(options.report):
                thing = figure.thing or ""
                print(f"{figure.start}\t{figure.kind}\t{figure.text}\t{thing}\t{figure.verb or ''}")
        else:
            text = library.report(options.report).text
            sys.stdout.buffer.write(text.encode("utf-8"))
            sys.stdout.buffer.flush()
    return 0


def _remove(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        library.remove(options.report)
    return 0


def _eval(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        print(evaluate(library, options.file, options.half))
    return 0


def _check(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        faults = library.check()
    for fault in faults:
        print(fault)
    if not faults and not options.quiet:
        print("索引完好。")
    return 1 if faults else 0


def _backup(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        library.backup(options.file)
    return 0


def _restore(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library:
        library.restore(options.file)
    return 0


def _export(options: argparse.Namespace, config: Config) -> int:
    with Library.open(config.data) as library, closing(Log.open(config.data)) as log:
        written = export(library, log, options.folder)
    if not options.quiet:
        counts = "，".join(f"{_EXPORTED[name]} {count}" for name, count in written.items())
        print(f"已导出到 {options.folder}：{counts}")
    return 0


def _slow(options: argparse.Namespace, config: Config) -> int:
    with closing(Log.open(config.data)) as log:
        for slow in log.slow():
            at = datetime.fromtimestamp(slow.at, UTC).isoformat(timespec="seconds")
            print(f"{slow.answer}  {slow.seconds:.2f} s  {at}\n{slow.explanation}\n")
    return 0


def _doctor(options: argparse.Namespace, config: Config) -> int:
    healthy = True
    for line, well in (serving(config),) if options.serving else examine(config):
        print(("好  " if well else "坏  ") + line)
        healthy = healthy and well
    return 0 if healthy else 1


def _serve(options: argparse.Namespace, config: Config) -> int:
    token = telegram_token()
    log_to_stderr(config.log.format)
    # Only this command needs Telegram's library, which takes half a second to import.
    from bot.telegram.serve import serve

    with Library.open(config.data) as library:
        library.warm_up()
        serve(config, library, token)
    return 0
