"""Kills a process that writes an index, again and again, and looks at what is left of it.

    python -m tests.crashing FOLDER ROUNDS SEED

Every round a child goes on adding, replacing, removing, reindexing and joining, noting in a
file what it is about to do and what was done, until it is killed. Then the index
must be sound, and hold either what was there before the last thing begun or what
it makes of that.
"""

from __future__ import annotations

import functools
import hashlib
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from index import Library, preparing
from index.postings import embedded
from index.reading import read
from tests.tiny_reports import report

NAMES = tuple(f"r{number}.txt" for number in range(6))
# What is held: the number of each report's version, by name.
State = dict[str, int]


def content(name: str, version: int) -> bytes:
    """A report of that name, another one for each version."""
    lines = (f"全县聘任法治副校长{version + 10}名，{n}所学校参加。" for n in range(1, 4))
    return report("榆川县", "一、主要工作", f"（一）{name}第{version}稿。", *lines).encode()


def child(folder: Path, seed: int) -> None:
    """Writes until it is killed."""
    choose = random.Random(seed)
    # Small enough for segments to be joined all the time.
    embedded._FAN, embedded._SOON = 2, 6
    journal = os.open(folder / "journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    held = read_state(folder)
    with Library.open(folder / "data") as library:
        os.write(journal, b"ready\n")
        while True:
            after = dict(held)
            act = choose.choice(("add", "remove", "remove", "index", "join", "join"))
            name = choose.choice(NAMES)
            if act == "add":
                after[name] = choose.randrange(1000)
            elif act == "remove" and name in held:
                del after[name]
            elif act == "index":
                # From a folder, as `reportbot index` does; its reports are named otherwise.
                name = f"folder-{name}"
                after[name] = choose.randrange(1000)
                (folder / "reports" / name).write_bytes(content(name, after[name]))
            os.write(journal, f"{act} {write_state(after)}\n".encode())
            if act == "add":
                library.add(name, content(name, after[name]), "upload")
            elif act == "remove" and name in held:
                library.remove(name)
            elif act == "index":
                library.index([folder / "reports" / name])
            elif act == "join":
                library._store.maintain()
            os.write(journal, f"done {write_state(after)}\n".encode())
            held = after


def write_state(state: State) -> str:
    return ",".join(f"{name}={version}" for name, version in sorted(state.items())) or "-"


def parse_state(text: str) -> State:
    pairs = (pair.split("=") for pair in text.split(",") if "=" in pair)
    return {name: int(version) for name, version in pairs}


def read_state(folder: Path) -> State:
    """What is held."""
    with Library.open(folder / "data") as library:
        return {
            entry.name: versions()[library.report(entry.name).digest] for entry in library.reports()
        }


@functools.cache
def versions() -> dict[str, int]:
    """The version of everything that may be held, by its digest."""
    return {
        hashlib.sha256(content(prefix + name, version)).hexdigest(): version
        for prefix in ("", "folder-")
        for name in NAMES
        for version in range(1000)
    }


def main(folder: Path, rounds: int, seed: int) -> None:
    """Raises AssertionError at the first index that is not as it should be."""
    (folder / "reports").mkdir(parents=True)
    choose = random.Random(seed)
    killed: Counter[str] = Counter()
    before: State = {}
    # Starting a process to read in takes longer than a round.
    preparing.read_apart = read
    with Library.open(folder / "data") as library:
        # What takes long the first time is done in this process, of which the others are forks.
        library.add(NAMES[0], content(NAMES[0], 0), "upload")
        library.remove(NAMES[0])
    read_state(folder)
    for number in range(rounds):
        journal = folder / "journal"
        journal.unlink(missing_ok=True)
        process = os.fork()
        if not process:
            child(folder, seed * 1000 + number)
        patience = time.monotonic() + 20
        while not journal.exists() or not journal.read_text("utf-8").startswith("ready\n"):
            assert time.monotonic() < patience, "the child does not begin"
            time.sleep(0.001)
        time.sleep(choose.random() * 0.08)
        os.kill(process, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
        lines = [line.split(" ") for line in journal.read_text("utf-8").splitlines()[1:]]
        done = [parse_state(state) for act, state in lines if act == "done"]
        acknowledged = done[-1] if done else before
        possible = [acknowledged]
        if lines and lines[-1][0] != "done":
            possible.append(parse_state(lines[-1][1]))
            killed[lines[-1][0]] += 1
        with Library.open(folder / "data") as library:
            faults = library.check()
        assert not faults, (number, faults)
        before = read_state(folder)
        assert before in possible, (number, lines[-2:], before)
    print(dict(sorted(killed.items())))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
