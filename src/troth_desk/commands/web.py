"""``troth-desk web``: web processes alone. ``troth-desk prepare`` has made the tables before."""

from __future__ import annotations

import argparse

from troth_desk.commands import serving, setup, up


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("web", help="run web processes alone, beside other machines' on one PostgreSQL")
    setup.add_options(parser)
    up.add_listening(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 after SIGTERM; 2 with the reason where it must not begin."""
    up.tell_address(arguments)
    setup.prepare(arguments)
    if setup.refused() or not setup.ready():
        return 2
    serving.serve(arguments.host, arguments.port, arguments.processes)
    return 0
