"""What the bot remembers while others write, for how long, and in which order jobs come."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from bot.conversation import Conversation
from bot.log import Log
from bot.recorded import Job, Place, Receipt
from index import DATABASE, Library
from index.errors import StoreError
from index.models import Answer, Coverage
from index.questions.parse import parse
from index.store import Store

ANSWER = Answer("问", "zh", "not_found", "报告未载明", (), Coverage(1, 0))
PLACE = Place(9, None, 9, 40)
RECEIPT = Receipt(1, {"a.txt": "00"})
DOCUMENT = Job(0, "document", PLACE, "zh", file="F", name="a.txt")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log.open(tmp_path)
    yield log
    log.close()


WRITES: dict[str, Callable[[Log], object]] = {
    "receive": lambda log: log.receive([(2, "{}")]),
    "finish": lambda log: log.finish(1),
    "unfinished": lambda log: log.unfinished(),
    "keep": lambda log: log.keep(ANSWER, PLACE, RECEIPT),
    "promise": lambda log: log.promise(replace(DOCUMENT, place=replace(PLACE, message=41))),
    "resume": lambda log: log.resume(),
    "next_job": lambda log: log.next_job(),
    "close_job": lambda log: log.close_job(1, "done", ""),
    "prune": lambda log: log.prune(90, 730),
}


@pytest.mark.parametrize("name", WRITES)
def test_what_is_written_while_another_writes_waits_for_it(
    log: Log, tmp_path: Path, name: str
) -> None:
    log.receive([(1, "{}")])
    log.promise(DOCUMENT)
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None, check_same_thread=False)
    other.execute("create table others (n integer)")
    other.execute("begin immediate")
    other.execute("insert into others values (1)")
    ending = threading.Timer(0.3, lambda: other.execute("commit"))
    ending.start()
    try:
        WRITES[name](log)
    finally:
        ending.join()
        other.close()


def test_a_revision_waits_too_and_is_whole(log: Log, tmp_path: Path) -> None:
    identity = log.keep(ANSWER, PLACE, RECEIPT)
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    ending = threading.Timer(0.3, lambda: other.execute("commit"))
    ending.start()
    log.revise(identity, replace(ANSWER, question="另问"), RECEIPT)
    ending.join()
    other.close()
    logged = log.answer(identity)
    assert logged is not None
    assert logged.answer.question == "另问"


def test_it_is_the_database_of_the_index(log: Log, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.close()
    assert store.path == tmp_path / DATABASE


def test_what_fails_in_the_middle_leaves_nothing(log: Log) -> None:
    with pytest.raises(ValueError, match="too many"):
        log.receive(cast(Any, [(1, "{}"), (2, "{}", 3)]))
    assert log.unfinished() == []
    assert log.receive([(1, "{}")]) == [(1, "{}")]


def test_finished_jobs_are_forgotten_in_time_and_open_ones_never(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [replace(DOCUMENT, place=replace(PLACE, message=each)) for each in (1, 2, 3)]
    done, failed, waiting = (cast(Job, log.promise(job)) for job in jobs)
    log.close_job(done.id, "done", "好")
    log.close_job(failed.id, "failed", "坏")
    log.prune(90, 730)
    assert [log.promise(job) for job in jobs] == [None, None, None]
    later = time.time() + 91 * 86_400
    monkeypatch.setattr("bot.log.time.time", lambda: later)
    log.prune(90, 730)
    assert log.open_jobs() == (waiting,)
    assert [log.promise(job) is None for job in jobs] == [False, False, True]


def test_a_document_out_of_reach_holds_up_only_its_namesakes(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr("bot.log.time.time", lambda: now)
    names = ("a.txt", "a.txt", "b.txt")
    jobs = [
        replace(DOCUMENT, name=name, place=replace(PLACE, message=number))
        for number, name in enumerate(names)
    ]
    first, second, third = (cast(Job, log.promise(job)).id for job in jobs)

    def following() -> int | None:
        job = log.next_job()
        if job is not None:
            log.close_job(job.id, "done", "")
        return job.id if job is not None else None

    taken = log.next_job()
    assert taken is not None
    assert (taken.id, taken.failures) == (first, 0)
    log.defer(first, 60)
    assert log.next_due() == 0
    assert [following(), following()] == [third, None]
    assert log.next_due() == 60
    now += 61
    assert [following(), following(), following()] == [first, second, None]
    assert log.next_due() is None


def test_failures_are_remembered_and_a_start_tries_at_once(tmp_path: Path) -> None:
    log = Log.open(tmp_path)
    promised = log.promise(DOCUMENT)
    assert promised is not None
    for _ in range(5):  # more often than a job may be cut short
        assert log.next_job() is not None
        log.defer(promised.id, 0)
    log.next_job()
    log.defer(promised.id, 3600)
    log.close()
    log = Log.open(tmp_path)
    assert log.next_job() is None
    assert log.resume() == ()
    job = log.next_job()
    log.close()
    assert job is not None
    assert (job.failures, job.attempts) == (6, 1)


def test_jobs_of_a_former_version_are_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as former:
        former.execute(
            "create table bot_jobs (id integer primary key, kind text, chat integer,"
            " thread integer, user integer, message integer, language text, file text, name text,"
            " notice integer, state text, attempts integer, note text, promised real)"
        )
        former.execute(
            "insert into bot_jobs values"
            " (5, 'document', 9, null, 9, 40, 'zh', 'F', 'a.txt', 41, 'waiting', 0, '', 1.0)"
        )
    former.close()
    for _ in range(2):
        log = Log.open(tmp_path)
        assert log.open_jobs() == (replace(DOCUMENT, id=5, notice=41),)
        log.close()


def test_a_database_that_cannot_be_read_is_a_clear_error(log: Log) -> None:
    log.close()
    with pytest.raises(StoreError, match=DATABASE):
        log.answer("x")
    with pytest.raises(StoreError, match=DATABASE):
        log.prune(90, 730)


def test_a_conversation_that_another_thread_forgets_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other thread comes in the middle of remembering, where it used to do harm."""
    asked = parse("江北区聘了多少名法治副校长", today=date(2024, 6, 1))

    class Interrupted(OrderedDict[str, object]):
        def __setitem__(self, key: str, value: object) -> None:
            super().__setitem__(key, value)
            other.start()
            other.join(0.3)

    class Fake:
        generation = 1

        def ask(self, text: str, previous: object = None, **more: object) -> Answer:
            return replace(ANSWER, asked=asked)

    monkeypatch.setattr("bot.conversation.OrderedDict", Interrupted)
    conversation = Conversation(cast(Library, Fake()))
    other = threading.Thread(target=conversation.forget, args=("一",))
    assert conversation.reply("一", "问").asked is asked
    other.join(5)
    assert not other.is_alive()
