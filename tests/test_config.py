"""config.toml: what is wrong with it is one sentence that names the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config, load_config, telegram_token, webhook_secret
from index.errors import ConfigError


def _load(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return load_config(file)


def test_the_shipped_file_is_valid_and_allows_nobody() -> None:
    config = load_config(Path(__file__).parents[1] / "config.toml")
    telegram = config.telegram
    assert telegram.users == telegram.groups == telegram.administrators == frozenset()


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    config = _load(tmp_path, 'reports = "r"\ndata = "/var/d"')
    assert config.reports == tmp_path / "r"
    assert config.data == Path("/var/d")


def test_ids_are_read(tmp_path: Path) -> None:
    config = _load(tmp_path, "[telegram]\nusers = [1, 2]\ngroups = [-100]\nadministrators = [3]")
    assert config.telegram.users == {1, 2}
    assert config.telegram.groups == {-100}
    assert config.telegram.administrators == {3}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("repots = 'x'", "repots"),
        ("reports = 3", "reports"),
        ("[telegram]\nuser = [1]", "telegram.user"),
        ("[telegram]\nusers = 1", "telegram.users"),
        ("[telegram]\nusers = ['1']", "telegram.users"),
        ("[telegram]\nusers = [true]", "telegram.users"),
        ("[telegram]\nmode = 'push'", "telegram.mode"),
        ("[telegram]\nmode = 'webhook'", "telegram.webhook_url"),
        ("[telegram]\nwebhook_port = 'x'", "telegram.webhook_port"),
        ("[telegram]\nwebhook_port = 65536", "telegram.webhook_port"),
        ("[telegram]\nqueue_limit = 0", "telegram.queue_limit"),
        ("telegram = 1", "telegram"),
        ("reports = ", "config.toml"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as error:
        _load(tmp_path, text)
    assert named in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_config(tmp_path / "nowhere.toml")


def test_secrets_come_from_the_environment() -> None:
    assert telegram_token({"REPORTBOT_TOKEN": " 1:a "}) == "1:a"
    assert webhook_secret({"REPORTBOT_WEBHOOK_SECRET": "s"}) == "s"
    for wrong in ("", "123:AB CD", "secret"):
        with pytest.raises(ConfigError, match="REPORTBOT_TOKEN") as error:
            telegram_token({"REPORTBOT_TOKEN": wrong})
        assert not wrong or wrong not in str(error.value)
    with pytest.raises(ConfigError, match="REPORTBOT_WEBHOOK_SECRET"):
        webhook_secret({})
