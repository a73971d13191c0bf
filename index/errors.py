"""The errors of reportbot. Each is one clear sentence to the person who must act on it."""

from __future__ import annotations


class ReportbotError(Exception):
    """Anything that a person can put right; `str()` of it is shown to them as it is."""


class ConfigError(ReportbotError):
    """A configuration that cannot be used; names the key."""


class ReadingError(ReportbotError):
    """A file that cannot be read as a report; names the file and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}：{reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str]]:
        return type(self), (self.name, self.reason)


class NotHeldError(ReportbotError):
    """A report, section or answer that was asked for by name and is not held."""


class StoreError(ReportbotError):
    """The database cannot be opened, read or written as it is."""
