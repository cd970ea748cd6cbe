"""The worker: does the rounds that are due and the tasks of the queue, until it is told to end."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import Error as DatabaseFault
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from troth_desk.tenants import jumps, rounds, statistics

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks for work."""
A_DAY = 24 * 3600.0
"""Seconds after which SQLite is asked anew how many rows there are; the first time is when a worker begins."""


class Worker:
    """Ends after the round or task it is at, once ``stop`` was called or SIGTERM or SIGINT came."""

    def __init__(self, now: Callable[[], datetime], passed: Callable[[], float] = jumps.steady) -> None:
        self.now = now
        self.watch = jumps.Watch(now, passed)
        self.passed = passed
        self._looked_at_tables: float | None = None
        self.ending = threading.Event()

    def stop(self, *_: object) -> None:
        """End soon."""
        self.ending.set()

    def listen(self) -> None:
        """Let signals end it; only in a main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def run(self) -> None:
        """Work until the end."""
        rounds.discover()
        while not self.ending.is_set():
            close_old_connections()
            try:
                worked = self.once()
            except (DatabaseFault, OSError) as trouble:
                # A database that is away comes back, and so does room on a disk; until then the rows wait there.
                logger.warning("nothing could be done, trying again: %s", " ".join(str(trouble).split()))
                logger.debug("nothing could be done", exc_info=True)
                worked = 0
            if not worked:
                self.ending.wait(TICK)

    def once(self) -> int:
        """Do what is due now; how many rounds and tasks were done."""
        jump = self.watch.look()
        if jump is not None:
            jumps.tell(jump, self.now())
        if not self.watch.settled:
            return 0
        if self._looked_at_tables is None or self.passed() - self._looked_at_tables >= A_DAY:
            statistics.keep()
            self._looked_at_tables = self.passed()
        return rounds.run_due(self.now()) + self._tasks()

    def _tasks(self) -> int:
        done = 0
        while not self.ending.is_set() and DBTaskResult.objects.ready().exists():
            queue = QueueWorker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id=get_random_string(32),
                excluded_queue_names=[],
            )
            queue.run()
            done += 1
        return done
