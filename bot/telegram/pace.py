"""How long the bot waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, and counts of attempts.

    `patience` is how long one call may wait for Telegram's permission (429) in all;
    `refused` how often in a row Telegram must refuse the token before we believe it.
    """

    poll: float = 25.0
    sign: float = 30.0  # between two signs of life while nothing is asked of Telegram
    retry: float = 1.0
    retry_most: float = 30.0
    attempts: int = 4
    patience: float = 90.0
    refused: int = 7
    progress: float = 1.5
    progress_group: float = 4.0  # a group takes 20 messages a minute
    stranger: float = 600.0
    busy: float = 30.0
    burst: int = 20  # updates of one person at once; beyond that, one every `every` seconds
    every: float = 0.5
    slowest: float = 5.0  # seconds that one update of a flood is held back at most
    gather: float = 0.02  # seconds between taking updates and asking for more
    workers: int = 64
    readers: int = 16  # who look into the library at once
    beginners: int = 3  # of them, whose question has not proved hard
    hard: float = 0.1  # seconds after which it has
    job_retry: float = 30.0
    job_retry_most: float = 600.0
    job_failures: int = 60  # ten hours of waiting in all
