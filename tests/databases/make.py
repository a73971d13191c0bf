"""Makes the database of the version that is checked out, for tests/test_upgrades.py of later ones.

    git worktree add /tmp/old COMMIT && cd /tmp/old
    python .../tests/databases/make.py .../tests/databases/format-N.db.gz

Two years of a county, an answer with its vote, a document that waits and a group that was let in.
"""

from __future__ import annotations

import gzip
import inspect
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from bot import recorded
from bot.log import Log
from bot.recorded import Job, Place
from index import Library
from tests.tiny_reports import YUCHUAN, YUCHUAN_2023

QUESTION = "榆川县2024年聘任了多少名法治副校长？"


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with Library.open(data) as library:
            library.add("yuchuan-2024.txt", YUCHUAN.encode(), "test")
            library.add("yuchuan-2023.txt", YUCHUAN_2023.encode(), "test")
            answer = library.ask(QUESTION)
        log = Log.open(data)
        place = Place(7, None, 7, 40)
        more = ()
        if "receipt" in inspect.signature(log.keep).parameters:
            more = (recorded.Receipt(1, {}),)
        log.sent(log.keep(answer, place, *more), 41)
        log.promise(Job(0, "document", Place(9, None, 9, 50), "zh", file="F", name="a.txt"))
        log.receive([(77, '{"update_id": 77}')])
        if hasattr(log, "decide"):
            log.decide(-1001, True, 9)
        log.close()
        copy = data / "copy.db"
        database = sqlite3.connect(data / "reportbot.db")
        database.execute("vacuum into ?", [str(copy)])
        database.close()
        target.write_bytes(gzip.compress(copy.read_bytes(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
