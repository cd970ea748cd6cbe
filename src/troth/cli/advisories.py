"""``troth advisories``: what is known to be wrong with packages: fetch it, look at it, serve it to other tools."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from troth.cli.commands import COMMANDS


def add(subparsers: Any) -> None:
    """Declare the command and what stands below it."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "advisories",
        help=COMMANDS["advisories"],
        description="What is known to be wrong with packages, kept in one file on this machine.",
        epilog="Exit codes: 0 done, 1 the update was refused or the advisory is not known, 2 wrong use or a source "
        "that cannot be reached, 3 internal error.",
    )
    below = parser.add_subparsers(title="commands", required=True)
    update = below.add_parser(
        "update",
        help="fetch advisories, or take them from a mirror",
        description="Fetch advisories, or take them from folders, archives and addresses of your own.",
    )
    update.add_argument(
        "--from",
        dest="sources",
        action="append",
        default=[],
        metavar="URL|DIR|FILE",
        help="take advisories from here; may be given several times (default: OSV's public export). Known are a "
        "mirror of OSV's export, RustSec's, Go's and PyPA's databases, EPSS scores and CISA's catalogue",
    )
    update.add_argument(
        "--ecosystem",
        action="append",
        default=[],
        metavar="NAME",
        help="an ecosystem to take, as OSV spells it; may be given several times (default: PyPI, crates.io, Go and "
        "npm, or all that --from has)",
    )
    update.add_argument("--force", action="store_true", help="take an update that loses most of what is known")
    status = below.add_parser("status", help="say what is known and how new it is")
    show = below.add_parser("show", help="say what is known of one weakness")
    show.add_argument("id", metavar="ID", help="an advisory or an alias: RUSTSEC-2020-0071, CVE-2020-26235")
    serve = below.add_parser(
        "serve",
        help="answer other tools as OSV's API does, on this machine alone",
        description="Answer other tools as OSV's API does, on this machine alone, until stopped: "
        "pip-audit -s osv --osv-url ADDRESS/v1/query",
    )
    serve.add_argument("--port", type=int, default=0, help="the port (default: 0, any free one)")
    serve.add_argument("--host", choices=("127.0.0.1", "::1"), default="127.0.0.1", help="default: 127.0.0.1")
    export = below.add_parser(
        "export",
        help="write advisories in the forms that other tools read, and say how each is told",
        description="Write advisories in the forms that cargo-audit, cargo-deny, govulncheck and OSV-Scanner read.",
    )
    export.add_argument("--to", default="", metavar="DIR", help="where to (default: in the user's cache folder)")
    for each, run_ in ((update, _update), (status, _status), (show, _show), (serve, _serve), (export, _export)):
        each.add_argument(
            "--db",
            "--advisories",
            dest="db",
            default="",
            metavar="FILE",
            help="the index (default: TROTH_ADVISORIES, else in the user's data folder)",
        )
        each.add_argument("--json", action="store_true", help="say it as JSON")
        each.set_defaults(run=run, below=run_)


def run(arguments: argparse.Namespace) -> int:
    """Run what stands below, and return the exit code."""
    code: int = arguments.below(arguments)
    return code


def _update(arguments: argparse.Namespace) -> int:
    from troth.advisories.update import Wanted, update
    from troth.cli import advisories_told as told
    from troth.cli.terminal import Progress

    at = datetime.now(UTC)
    wanted = Wanted(sources=tuple(arguments.sources), ecosystems=tuple(arguments.ecosystem), force=arguments.force)
    with Progress() as progress:
        report = update(_place(arguments), wanted, at, progress)
    sys.stdout.write(told.as_json(report) if arguments.json else told.updated(report, at))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from troth.advisories.index import Index
    from troth.cli import advisories_told as told

    with Index(_place(arguments)) as index:
        status = told.status_of(index)
    sys.stdout.write(told.as_json(status) if arguments.json else told.status(status, datetime.now(UTC)))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from troth.advisories.index import Index
    from troth.cli import advisories_told as told

    with Index(_place(arguments)) as index:
        weakness = told.weakness(index, arguments.id)
    if weakness is None:
        from troth.report.plain import plain

        print(f"troth: {plain(arguments.id)} is not known here", file=sys.stderr)
        print("  troth advisories status says what is; troth advisories update fetches what is new", file=sys.stderr)
        return 1
    sys.stdout.write(told.as_json(weakness) if arguments.json else told.shown(weakness))
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    import signal

    from troth.advisories.serve import Server

    with Server(_place(arguments), arguments.host, arguments.port) as server:
        line = json.dumps({"address": server.address}) if arguments.json else server.address
        print(line, flush=True)
        if sys.stderr.isatty():
            told = f"  pip-audit -s osv --osv-url {server.address}/v1/query\n  until Ctrl-C stops it"
            print(told, file=sys.stderr)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # both ways of stopping it end it well
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from troth.advisories import place
    from troth.advisories.export import for_tools
    from troth.advisories.index import Index
    from troth.cli import advisories_told as told
    from troth.cli.terminal import Progress

    folder = Path(arguments.to) if arguments.to else place.cache(os.environ)
    with Index(_place(arguments)) as index, Progress() as progress:
        forms = for_tools(index, folder.absolute(), say=progress)
    sys.stdout.write(told.as_json(forms) if arguments.json else told.forms(forms))
    return 0


def _place(arguments: argparse.Namespace) -> Path:
    from troth.advisories import place

    return Path(arguments.db) if arguments.db else place.index(os.environ)
