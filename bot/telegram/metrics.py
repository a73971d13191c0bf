"""Figures about the running bot for Prometheus, which may read them from a port of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from index.errors import ConfigError

_HOST = "127.0.0.1"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What is counted. Labels are kinds and states, never who, where or what was asked."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.updates = Counter(
            "reportbot_updates", "Updates dealt with", ["kind", "outcome"], registry=registry
        )
        self.dealing = Histogram(
            "reportbot_update_seconds",
            "From taking an update in to having dealt with it",
            buckets=_SECONDS,
            registry=registry,
        )
        self.answers = Counter("reportbot_answers", "Answers given", ["status"], registry=registry)
        self.finding = Histogram(
            "reportbot_answer_seconds", "Finding an answer", buckets=_SECONDS, registry=registry
        )
        self.jobs = Counter(
            "reportbot_jobs", "Jobs that ended", ["kind", "state"], registry=registry
        )
        self.failed_calls = Counter(
            "reportbot_failed_calls", "Calls of Telegram that failed", ["error"], registry=registry
        )
        self.polls = Counter(
            "reportbot_polls", "Requests for updates", ["outcome"], registry=registry
        )
        self.last_poll = Gauge(
            "reportbot_last_poll_timestamp_seconds",
            "When Telegram last answered well",
            registry=registry,
        )
        self._waiting = Gauge(
            "reportbot_waiting_updates", "Updates that wait for their turn", registry=registry
        )
        self._reports = Gauge("reportbot_reports", "Reports held", registry=registry)

    def measure(self, waiting: Callable[[], float], reports: Callable[[], float]) -> None:
        """What is not counted but looked at whenever somebody reads it."""
        self._waiting.set_function(waiting)
        self._reports.set_function(reports)

    @contextmanager
    def published(self, port: int) -> Iterator[None]:
        """Listens on that port of 127.0.0.1 meanwhile; ConfigError where it is taken."""
        try:
            server, thread = start_http_server(port, _HOST, self.registry)
        except OSError as error:
            raise ConfigError(
                f"无法在 {_HOST}:{port} 提供监控数据：{error}。请检查 metrics.port。"
            ) from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
