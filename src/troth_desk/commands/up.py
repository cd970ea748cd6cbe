"""``troth-desk up``: the whole desk, set up and run: web and worker until SIGTERM ends both."""

from __future__ import annotations

import argparse
import ipaddress
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.context import ForkProcess

from troth_desk.commands import alone, prepare, serving, setup
from troth_desk.project import configuration

PATIENCE = 30.0
"""Seconds within which the web server must answer, and within which each process must have ended."""
AGAIN = 1.0
"""Seconds after which a process that died is started again."""
SHORT_LIFE = 10.0
"""Seconds; a process that dies sooner seems unable to begin at all."""
TRIES = 5
"""Deaths in a row as soon as it began, after which the desk gives up."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("up", help="set the desk up and run it, web and worker, until SIGTERM")
    setup.add_options(parser)
    prepare.add_content(parser)
    add_listening(parser)
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="worker processes (default: 1)")
    parser.add_argument(
        "--lmtp", metavar="PORT|SOCKET", help="take mail from your mail server there (LMTP); default: not at all"
    )


def add_listening(parser: argparse.ArgumentParser) -> None:
    """Options that say where the desk is reached."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", metavar="N", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument(
        "--address", metavar="URL", help="where people reach it (https://desk.example.org); default: host and port"
    )
    parser.add_argument("--processes", metavar="N", type=int, default=1, help="web processes (default: 1)")


def tell_address(arguments: argparse.Namespace) -> str:
    """Where people reach the desk, put into the environment for settings to read."""
    if arguments.address:
        os.environ[configuration.ADDRESS] = arguments.address.rstrip("/")
    elif not configuration.secret(configuration.ADDRESS):
        host = _reached(arguments.host)
        os.environ[configuration.ADDRESS] = f"http://{host}:{arguments.port}"
    return configuration.secret(configuration.ADDRESS)


def _reached(host: str) -> str:
    """How this machine reaches itself where it listens on ``host``, which may mean all of its addresses.

    By the name ``localhost`` where that is meant: passkeys work for names alone.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified or host == "127.0.0.1":
        return "localhost"
    return f"[{address}]" if address.version == 6 else host


def run(arguments: argparse.Namespace) -> int:
    """0 after SIGTERM or SIGINT; 1 where a process ended again and again; 2 with why it cannot or must not begin."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    address = tell_address(arguments)
    try:
        texts = prepare.read(arguments.policy)
        setup.prepare(arguments, configuration.OWNER_ROLE)
        if setup.refused():
            return 2
        _hold_folder(ending)
        link = prepare.prepare(arguments, texts)
        serving.use_role(configuration.APPLICATION_ROLE)
        if setup.refused():
            return 2
        serving.load()
        _wait_for_port(arguments.host, arguments.port, ending)
        _look_at_mail_place(arguments.lmtp)
    except prepare.UnusableError as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    configuration.keep_address()
    # The folder of SQLite is held by this desk: of its one worker no other is alive when it begins.
    only = arguments.workers == 1 and not configuration.secret(configuration.DATABASE)
    starts: list[Callable[[], ForkProcess]] = [
        partial(serving.start_web, arguments.host, arguments.port, arguments.processes),
        *[partial(serving.start_worker, only=only)] * arguments.workers,
        *([partial(serving.start_mail, arguments.lmtp)] if arguments.lmtp else []),
    ]
    processes = [_Kept(start) for start in starts]
    try:
        _until_it_answers(arguments.host, arguments.port, processes[0], ending)
        if not ending.is_set():
            print(f"The desk answers at {address}/", flush=True)
            prepare.tell_link(link)
        return _watch(processes, ending)
    finally:
        _end(processes)


def _hold_folder(ending: threading.Event) -> None:
    """On SQLite the folder is ours alone from here on; raises ``UnusableError`` where another desk has it."""
    folder = configuration.data_directory()
    if configuration.secret(configuration.DATABASE) or alone.hold(folder, 8 * serving.WATCH, ending) is not None:
        return
    raise prepare.UnusableError(
        f"a desk runs on {folder} already (process {alone.holder(folder)}); end that one, or give another --data"
    )


def _wait_for_port(host: str, port: int, ending: threading.Event) -> None:
    """A desk that was killed may hold the port for a moment; raises ``UnusableError`` where another one keeps it."""
    until = time.monotonic() + 4 * serving.WATCH
    while serving.answers(host, port):
        if time.monotonic() > until or ending.is_set():
            raise prepare.UnusableError(f"port {port} of {host} is taken; give another one with --port")
        time.sleep(0.1)


def _look_at_mail_place(place: str | None) -> None:
    """Say now where mail cannot be taken; raises ``UnusableError``."""
    if not place:
        return
    from troth_desk.mailbox.lmtp import Place

    try:
        found = Place.read(place)
    except ValueError as error:
        raise prepare.UnusableError(str(error)) from None
    if found.port and serving.answers(found.host, found.port):
        raise prepare.UnusableError(f"port {found.port} of {found.host} is taken; give another one with --lmtp")


def _until_it_answers(host: str, port: int, web: _Kept, ending: threading.Event) -> None:
    until = time.monotonic() + PATIENCE
    while web.process.is_alive() and not ending.is_set() and not serving.answers(host, port):
        if time.monotonic() > until:
            return
        time.sleep(0.05)


class _Kept:
    """A process of the desk that is started again where it died; not for ever where it dies as soon as it begins."""

    def __init__(self, start: Callable[[], ForkProcess]) -> None:
        self._start = start
        self._deaths = 0
        self._begin()

    def _begin(self) -> None:
        self._begun = time.monotonic()
        self.process = self._start()

    def replaced(self) -> bool:
        """Whether it runs, if need be again; False where it died ``TRIES`` times in a row within ``SHORT_LIFE``."""
        if self.process.is_alive():
            return True
        self._deaths = self._deaths + 1 if time.monotonic() - self._begun < SHORT_LIFE else 1
        if self._deaths >= TRIES:
            print(f"troth-desk: the {self.process.name} ended {TRIES} times as soon as it began", file=sys.stderr)
            return False
        print(f"troth-desk: the {self.process.name} ended and is started again", file=sys.stderr)
        self._begin()
        return True


def _watch(processes: list[_Kept], ending: threading.Event) -> int:
    """Until the end; what died is started again. 1 where that was of no use."""
    while not ending.wait(AGAIN):
        for each in processes:
            if not each.replaced():
                return 1
    return 0


def _end(kept: list[_Kept]) -> None:
    processes = [each.process for each in kept]
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
