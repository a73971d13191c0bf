"""kill -9 at random moments of everything that writes: the index is the old one or the new one."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
KILLS = 200


def test_the_index_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.crashing", tmp_path / "held", str(KILLS), "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    killed = ast.literal_eval(run.stdout)
    # Most of them in the middle of something, and of each kind of it.
    assert sum(killed.values()) > KILLS / 2
    assert set(killed) == {"add", "index", "join", "remove"}
