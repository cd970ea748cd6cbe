"""``troth-desk worker``: one worker alone. ``troth-desk prepare`` has made the tables before."""

from __future__ import annotations

import argparse

from troth_desk.commands import serving, setup
from troth_desk.project import configuration


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("worker", help="run one worker alone")
    setup.add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 after SIGTERM; 2 with the reason where it must not begin."""
    setup.prepare(arguments, configuration.WORKER_ROLE)
    if setup.refused() or not setup.ready():
        return 2
    serving.work()
    return 0
