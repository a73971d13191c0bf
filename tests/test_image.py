"""The image, compose.yaml and the systemd unit: built, run and asked, as far as that goes without them."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.botapi import BotApi
from tests.dockerfile import Image, build
from tests.telegram_support import FAST, east_library, running

ROOT = Path(__file__).parents[1]
WANG = 7


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """The image as the Dockerfile makes it, its file system read-only but for /data."""
    made = build(ROOT / "Dockerfile", ROOT, tmp_path_factory.mktemp("image"))
    folders = [made.path("/opt"), made.path("/app")]

    def held() -> dict[Path, int]:
        """Every file of the image by the time it was written; root may write what is read-only."""
        return {
            file: file.stat().st_mtime_ns
            for folder in folders
            for file in folder.rglob("*")
            if file.is_file() and file.name != "config.toml"
        }

    before = held()
    for folder in folders:
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)
    yield made
    for folder in folders:
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    assert held() == before


async def output(process: Any) -> tuple[int, str]:
    text, _ = await asyncio.to_thread(process.communicate)
    return process.returncode, text


async def test_the_image_indexes_answers_serves_and_ends(image: Image, api: BotApi) -> None:
    code, said = await output(image.run([*image.entrypoint, "index"]))
    assert code == 0, said
    assert "拒收 0" in said
    asked = ["ask", "临溪区2024年聘任了多少名法治副校长？"]
    code, said = await output(image.run([*image.entrypoint, *asked]))
    assert code == 0, said
    assert said.startswith("57人")
    code, said = await output(image.run(image.health))
    assert code == 1
    assert "reportbot serve" in said

    config = image.path("/app/config.toml")
    config.chmod(0o644)
    config.write_text(
        f'reports = "reports"\n[telegram]\nusers = [{WANG}]\nbase_url = "{api.base_url}"\n'
        f'base_file_url = "{api.base_file_url}"\n',
        "utf-8",
    )
    serving = image.run([*image.entrypoint, *image.command], REPORTBOT_TOKEN=api.token)
    try:
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, asked[1])
        [answer] = await api.sent(api.private(wang), timeout=20)
        assert answer.text.startswith("57人")
        code, said = await output(image.run(image.health))
        assert code == 0, said
        began = time.monotonic()
        serving.send_signal(signal.SIGTERM)
        code, said = await output(serving)
    finally:
        serving.kill()
    assert code == 0, said
    assert time.monotonic() - began < 10
    assert api.token not in said


def test_what_is_served_from_the_image_is_what_the_checkout_has(image: Image) -> None:
    [package] = image.path("/opt/reportbot/lib").glob("python*/site-packages/index/data")
    ours = {file.name for file in (ROOT / "index" / "data").iterdir() if file.is_file()}
    assert {file.name for file in package.iterdir() if file.is_file()} == ours


def test_what_is_cached_lies_in_the_volume(image: Image) -> None:
    kept = [file.name for file in image.path("/data/cache").rglob("*") if file.is_file()]
    assert any(name.startswith("words-") for name in kept)
    assert any(name.startswith("kernels.") for name in kept)


def test_compose_gives_the_service_nothing_it_does_not_need() -> None:
    made = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    [service] = made["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "ports" not in service
    assert not service.get("privileged")
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == ["data:/data"]
    assert list(made["volumes"]) == ["data"]
    assert service["environment"]["REPORTBOT_TOKEN"].startswith("${REPORTBOT_TOKEN:?")
    assert int(service["stop_grace_period"].rstrip("s")) > 10


def test_the_image_has_no_secret_and_a_user_of_its_own() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert "TOKEN" not in text
    assert re.search(r"^USER reportbot$", text, re.MULTILINE)


def test_the_unit_is_sound_and_closed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    text = (ROOT / "docs" / "reportbot.service").read_text("utf-8")
    unit = tmp_path / "reportbot.service"
    unit.write_text(text.replace("/opt/reportbot/bin/reportbot", "/bin/true"), "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    exposure = re.search(r"exposure level for reportbot.service: ([\d.]+)", rated.stdout)
    assert exposure is not None
    assert float(exposure[1]) < 2.0


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(address))
        listening.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        yield listening


async def test_systemd_is_told_that_it_receives_and_goes_on(
    api: BotApi, tmp_path: Path, systemd: socket.socket
) -> None:
    async with running(api, east_library(), tmp_path):
        api.fail("getUpdates", 502)
        await api.polling()
    said = []
    while not said or said[-1] != "STOPPING=1":
        said.append(systemd.recv(100).decode())
    assert said[0] == "READY=1"
    assert "WATCHDOG=1" in said


async def test_systemd_knows_that_it_lives_while_telegram_makes_it_wait(
    api: BotApi, tmp_path: Path, systemd: socket.socket
) -> None:
    async with running(api, east_library(), tmp_path, pace=replace(FAST, sign=0.05)):
        api.fail("getUpdates", 429, retry_after=600)
        await api.wait_for(lambda: any(call.status == 429 for call in api.called("getUpdates")))
        asked = len(api.called("getUpdates"))
        for _ in range(10):
            await asyncio.to_thread(systemd.recv, 100)
        assert len(api.called("getUpdates")) == asked
