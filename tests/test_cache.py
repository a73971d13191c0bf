"""What is cached is read only where nobody else can have written it."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest

from index import cache
from index.segmenter import _KEPT, Segmenter


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "reportbot"


def test_what_was_kept_is_read(home: Path) -> None:
    cache.keep("a", b"1")
    assert cache.read("a") == b"1"
    assert [file.name for file in home.iterdir()] == ["a"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_others_may_write_is_not_read(home: Path, what: str) -> None:
    cache.keep("a", b"1")
    (home if what == "folder" else home / "a").chmod(0o777)
    assert cache.read("a") is None


def test_without_a_place_nothing_is_kept(home: Path) -> None:
    home.write_bytes(b"no folder")
    cache.keep("a", b"1")
    assert cache.read("a") is None


@pytest.mark.parametrize("kept", [b"", b"\x00damaged", marshal.dumps(7)])
def test_words_are_cut_the_same_with_and_without(home: Path, kept: bytes) -> None:
    cache.keep(_KEPT, kept)
    sentence = "全县聘任法治副校长46名"
    made, read = Segmenter(), Segmenter()
    made.initialize()
    read.initialize()
    assert made.FREQ == read.FREQ
    assert (
        made.lcut(sentence) == read.lcut(sentence) == ["全县", "聘任", "法治", "副校长", "46", "名"]
    )
