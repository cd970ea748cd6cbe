"""Processes of the desk: the web server, the worker, and the watch that none outlives the one that started it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import platform
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import Any

from troth_desk.project import configuration

WATCH = 0.5
"""Seconds between two looks whether the parent lives."""
THREADS = 8
"""Requests that one web process answers at a time."""

_forking = multiprocessing.get_context("fork")


def ends_with_parent(parent: int) -> None:
    """End this process by SIGTERM once ``parent`` is gone: after a kill -9 no orphan holds the port or the file."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="ends with its parent", daemon=True).start()


def use_role(role: str) -> None:
    """From here on this process meets PostgreSQL as ``role``; its connections are made anew."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    os.environ[configuration.ROLE] = role
    settings.TROTH_DESK_ROLE = role


def load() -> None:
    """Load every view and every job now, so that the processes forked of this one share them."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    from troth_desk.project.static import gather
    from troth_desk.tenants import rounds

    gather()
    rounds.discover()
    get_resolver().check()
    # What is needed when no file can be opened any more: the page that says so, and the codec of Django's log.
    get_template("503.html").render({})
    "".encode("unicode_escape")
    gc.collect()
    gc.freeze()


def serve(host: str, port: int, processes: int) -> None:
    """Answer requests until SIGTERM, with ``processes`` forked of this one."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    use_role(configuration.APPLICATION_ROLE)
    from troth_desk.project import logs, metrics

    logs.begin("web")
    metrics.gather_in(configuration.data_directory() / "metrics" / f"{platform.node()}-{port}")
    load()
    from troth_desk.project import wsgi

    server = Server(
        "troth_desk.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    parent = os.getpid()

    def entrance(*_: object) -> Callable[..., Any]:
        ends_with_parent(parent)
        return wsgi.application

    server.serve(target_loader=entrance, wrap_loader=False)


def work(*, only: bool = False) -> None:
    """Be a worker until SIGTERM; the ``only`` one of the desk waits for no lease of those that died before it."""
    from troth_desk import clock
    from troth_desk.project import logs
    from troth_desk.tenants import rounds
    from troth_desk.tenants.worker import Worker

    use_role(configuration.WORKER_ROLE)
    logs.begin("worker")
    worker = Worker(clock.now)
    worker.listen()
    if only:
        rounds.free()
    worker.run()


def take_mail(place: str, told: Callable[[], None] = lambda: None) -> None:
    """Listen for mail at ``place`` until SIGTERM; ``told`` is called once it listens.

    Raises ``ValueError`` where ``place`` is none, ``OSError`` where it cannot be listened at.
    """
    use_role(configuration.APPLICATION_ROLE)
    from troth_desk.mailbox.lmtp import Listener, Place
    from troth_desk.project import logs

    logs.begin("lmtp")
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    listener = Listener(Place.read(place))
    listener.start()
    told()
    ending.wait()
    listener.stop()


def start_mail(place: str) -> ForkProcess:
    """The listener for mail as a process of its own."""
    return _start("lmtp", lambda: take_mail(place))


def start_web(host: str, port: int, processes: int) -> ForkProcess:
    """The web server as a process of its own."""
    return _start("web", lambda: serve(host, port, processes))


def start_worker(*, only: bool = False) -> ForkProcess:
    """A worker as a process of its own, the ``only`` one of its desk or one of several."""
    return _start("worker", lambda: work(only=only))


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _start(name: str, target: Callable[[], None]) -> ForkProcess:
    from django.db import connections

    connections.close_all()
    parent = os.getpid()

    def main() -> None:
        ends_with_parent(parent)
        target()

    process = _forking.Process(target=main, name=name)
    process.start()
    return process
