"""What is installed to run the bot: pinned, listed, and under licences that fit ours."""

from __future__ import annotations

import re

import pytest

from tests.dependencies import ROOT, TARGET, licence, page, pinned


def test_the_list_in_the_docs_is_the_one_that_is_installed() -> None:
    assert page() == TARGET.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, _ in pinned()])
def test_no_licence_forbids_what_we_do(name: str) -> None:
    said = licence(name)
    assert said != "not stated"
    assert not re.search(r"(?<!L)(?<!Lesser )\bA?GPL|Affero|GNU General Public", said)


@pytest.mark.parametrize("file", sorted(ROOT.glob("constraints*.txt")), ids=lambda file: file.name)
def test_every_package_is_pinned_with_its_hashes(file: object) -> None:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]
    pins = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)
    assert pins[0].strip() == ""
    for pin in pins[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin), pin.split("\n")[0]
