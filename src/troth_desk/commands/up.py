"""``troth-desk up``: the whole desk, set up and run: web and worker until SIGTERM ends both."""

from __future__ import annotations

import argparse
import ipaddress
import os
import signal
import sys
import threading
import time
from multiprocessing.context import ForkProcess

from troth_desk.commands import prepare, serving, setup
from troth_desk.project import configuration

PATIENCE = 30.0
"""Seconds within which the web server must answer, and within which each process must have ended."""
AGAIN = 1.0
"""Seconds after which a worker that died is replaced."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("up", help="set the desk up and run it, web and worker, until SIGTERM")
    setup.add_options(parser)
    prepare.add_content(parser)
    add_listening(parser)
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="worker processes (default: 1)")


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
    """0 after SIGTERM or SIGINT; 1 where the web server ended by itself; 2 with why it cannot or must not begin."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    address = tell_address(arguments)
    try:
        texts = prepare.read(arguments.policy)
        setup.prepare(arguments, configuration.OWNER_ROLE)
        if setup.refused():
            return 2
        link = prepare.prepare(arguments, texts)
        serving.use_role(configuration.APPLICATION_ROLE)
        if setup.refused():
            return 2
        serving.load()
        _wait_for_port(arguments.host, arguments.port, ending)
    except prepare.UnusableError as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    configuration.keep_address()
    web = serving.start_web(arguments.host, arguments.port, arguments.processes)
    workers = [serving.start_worker() for _ in range(arguments.workers)]
    try:
        _until_it_answers(arguments.host, arguments.port, web, ending)
        if not ending.is_set():
            print(f"The desk answers at {address}/", flush=True)
            prepare.tell_link(link)
        return _watch(web, workers, ending)
    finally:
        _end([web, *workers])


def _wait_for_port(host: str, port: int, ending: threading.Event) -> None:
    """A desk that was killed may hold the port for a moment; raises ``UnusableError`` where another one keeps it."""
    until = time.monotonic() + 4 * serving.WATCH
    while serving.answers(host, port):
        if time.monotonic() > until or ending.is_set():
            raise prepare.UnusableError(f"port {port} of {host} is taken; give another one with --port")
        time.sleep(0.1)


def _until_it_answers(host: str, port: int, web: ForkProcess, ending: threading.Event) -> None:
    until = time.monotonic() + PATIENCE
    while web.is_alive() and not ending.is_set() and not serving.answers(host, port) and time.monotonic() < until:
        time.sleep(0.05)


def _watch(web: ForkProcess, workers: list[ForkProcess], ending: threading.Event) -> int:
    """Until the end; workers that died are replaced."""
    while not ending.wait(AGAIN):
        if not web.is_alive():
            print("troth-desk: the web server ended", file=sys.stderr)
            return 1
        for place, worker in enumerate(workers):
            if not worker.is_alive():
                print("troth-desk: a worker ended and is replaced", file=sys.stderr)
                workers[place] = serving.start_worker()
    return 0


def _end(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
