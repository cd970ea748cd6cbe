"""``troth audit``: run the tools that a policy promises, as it promises them, and keep what they say."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.cli.terminal import Progress, colour, columns
from troth.terms.audit import AT_ONCE, LEVELS, LIMIT, Audit, Outcome
from troth.terms.errors import TrothError, UnreadablePolicyError

if TYPE_CHECKING:
    from troth.evidence.repository import Repository

FOUND = 1
NOT_WHOLE = 4
"""Exit code where nothing that counts was found by what ran, and something did not run or left something out."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "audit",
        help=COMMANDS["audit"],
        description="Run the tools that a policy promises, as it promises them, side by side, and keep what they say "
        "in .troth/ for troth check.",
        epilog="Exit codes: 0 all ran whole and nothing counts, 1 something does, 2 wrong use or unreadable policy, "
        "3 internal error, 4 a tool did not run or left something out, and what ran found nothing that counts.",
    )
    options.add_path(parser)
    options.add_documents(parser)
    parser.add_argument("--list", action="store_true", help="run nothing; list what would run and what is missing")
    parser.add_argument(
        "--tool",
        action="append",
        default=[],
        metavar="NAME",
        help="run only this tool, promised or not; may be given several times",
    )
    parser.add_argument(
        "--all", action="store_true", help="also run the tools for work that is promised without naming a tool"
    )
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="[TOOL=]FILE",
        help="take a report that was made elsewhere, SARIF 2.1.0 or the tool's own JSON, instead of running the tool; "
        "may be given several times",
    )
    parser.add_argument(
        "--limit",
        type=_positive,
        default=LIMIT,
        metavar="SECONDS",
        help=f"how long each tool may take (default: {LIMIT:g})",
    )
    parser.add_argument(
        "--jobs", type=_several, default=AT_ONCE, metavar="N", help=f"tools at the same time (default: {AT_ONCE})"
    )
    parser.add_argument(
        "--untrusted",
        action="store_true",
        help="the tree is not trusted: run no tool that executes its code, and the others in a sandbox (bubblewrap) "
        "where there is one",
    )
    parser.add_argument(
        "--advisories",
        metavar="FILE",
        default="",
        help="advisories for the tools that ask some, as troth advisories update makes them (default: "
        "TROTH_ADVISORIES, then the user's own; without any the tools use theirs)",
    )
    parser.add_argument("--no-cache", action="store_true", help="start every tool, whatever is kept of it")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every finding and every sentence")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it (default: text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_argument(
        "--fail-on",
        choices=LEVELS,
        default="tool",
        help="findings that make the exit code 1: those with which the tool itself fails, any, those of at least a "
        "severity (unknown ones count, unless troth.toml says otherwise), or never (default: tool)",
    )
    options.add_colour(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Audit, print, and return the exit code; where nothing has changed since last time, print what was said then."""
    from troth.cli import kept_checks

    start, manner = time.perf_counter(), (colour(arguments.color), columns())
    name = "" if arguments.report else kept_checks.key(arguments, datetime.now(UTC).date(), manner)
    printed = kept_checks.find(name)
    if printed is not None:
        sys.stdout.write(printed.told(time.perf_counter() - start))
        return printed.code
    audit = examine(arguments)
    code = 0 if arguments.list else exit_code(audit)
    told = _told(audit, arguments)
    sys.stdout.write(told)
    if all(outcome.how != "run" and not outcome.not_kept for outcome in audit.outcomes):
        programs = (Path(each.program) for each in audit.planned if each.program)
        beside = (*_documents(arguments), *programs)
        kept_checks.keep(name, kept_checks.Printed.of(told, code, audit.seconds, beside=beside))
    return code


def _told(audit: Audit, arguments: argparse.Namespace) -> str:
    if arguments.format == "json":
        from troth.formats import audit_result

        return audit_result.encode(audit, None if arguments.list else exit_code(audit)).decode()
    from troth.report import audit_text
    from troth.report.paint import Paint

    manner = audit_text.Manner(
        paint=Paint(on=colour(arguments.color)),
        columns=columns(),
        verbose=arguments.verbose,
        path=arguments.path,
        policies=tuple(arguments.policy),
    )
    return (audit_text.render_plan if arguments.list else audit_text.render)(audit, manner)


def _documents(arguments: argparse.Namespace) -> tuple[Path, ...]:
    """Files that decide what is promised and that git may ignore."""
    from troth.cli.examine import beside
    from troth.cli.sources import sources

    root = Path(arguments.path)
    try:
        return beside(root, sources(root, arguments.policy, arguments.organisation).sources)
    except UnreadablePolicyError:  # there is none, and none was needed
        return ()


def exit_code(audit: Audit) -> int:
    """1 where something counts, 4 where the audit is not whole, else 0."""
    if audit.counted:
        return FOUND
    return 0 if audit.whole else NOT_WHOLE


def examine(arguments: argparse.Namespace) -> Audit:
    """Do what ``arguments`` ask, or plan it.

    Raises:
        TrothError: the tree, a policy or a report cannot be read, or a tool is not known.
    """
    from troth.cli.local_advisories import local_advisories
    from troth.cli.reports import taken
    from troth.evidence import history
    from troth.evidence.repository import Repository
    from troth.evidence.results.key import key
    from troth.evidence.tools.auditing import Settings, audit
    from troth.evidence.tools.granted import applied
    from troth.evidence.tools.index import by_name
    from troth.evidence.tools.keeping import Keeping
    from troth.evidence.tools.plan import plan
    from troth.evidence.tools.runs.sandbox import sandbox
    from troth.evidence.tools.witnesses import merge
    from troth.evidence.waivers.gatherer import register
    from troth.terms.severity import Unknown

    begin = time.perf_counter()
    root, at = Path(arguments.path), datetime.now(UTC).replace(microsecond=0)
    for name in arguments.tool:
        if by_name(name) is None:
            raise TrothError(f"no tool is called {name!r}", _nearest(name))
    repository = Repository(root)
    documents, promised = _promised(arguments, repository)
    own = register(repository)
    settings = Settings(
        at=at,
        limit=arguments.limit,
        at_once=arguments.jobs,
        untrusted=arguments.untrusted,
        use_kept=not arguments.no_cache,
        fail_on=arguments.fail_on,
        unknown=own.settings.unknown if own else Unknown.UNSAID,
    )
    with (
        Progress() as progress,
        local_advisories(arguments.advisories, progress, sandbox=arguments.untrusted) as advisories,
    ):
        progress("looking at the tree …")
        keeping = Keeping(repository, key(make=not arguments.list), advisories)
        reports = taken(arguments.report, keeping, settings)
        reported = {outcome.tool for outcome in reports}
        planned = plan(keeping, promised, arguments.tool, everything=arguments.all, untrusted=arguments.untrusted)
        outcomes: list[Outcome] = list(reports)
        if not arguments.list:
            waiting = tuple(each for each in planned if each.tool not in reported)
            outcomes += [_configured(each, repository) for each in audit(keeping, waiting, settings, progress)]
        if own is not None:
            outcomes = [applied(each, own.waivers, at.date(), settings.fail_on, settings.unknown) for each in outcomes]
        keeping.digests.save()
        past = history.past(repository, at.date())
    order = {each.tool: place for place, each in enumerate(planned)}
    held = any(outcome.sandboxed for outcome in outcomes) or (arguments.list and sandbox() is not None)
    return Audit(
        root=repository.root.name,
        commit=next((each.commit for each in past.found), ""),
        at=at,
        documents=documents,
        planned=planned,
        outcomes=tuple(sorted(outcomes, key=lambda each: order.get(each.tool, len(order)))),
        fail_on=arguments.fail_on,
        untrusted=arguments.untrusted,
        sandbox="tools ran in a sandbox (bubblewrap), without network" if arguments.untrusted and held else "",
        advisories=advisories.state,
        weaknesses=merge(run for outcome in outcomes for run in outcome.runs),
        seconds=time.perf_counter() - begin,
    )


def _promised(arguments: argparse.Namespace, repository: Repository) -> Any:
    """The documents that were read and what they promise; nothing where tools are named and there is no policy."""
    from troth import pipeline
    from troth.cli.sources import sources
    from troth.terms.promised import Promised, promised

    try:
        found = sources(Path(arguments.path), arguments.policy, arguments.organisation)
    except UnreadablePolicyError:
        if (arguments.tool or arguments.report) and not arguments.policy:
            return (), Promised()
        raise
    said = pipeline.promises(found.sources, pipeline.entries(repository))
    return tuple(reading.document for reading in said.readings), promised(said.commitments)


def _configured(outcome: Outcome, repository: Repository) -> Outcome:
    from troth.evidence.tools.index import by_name
    from troth.evidence.tools.loaded import loaded

    record = by_name(outcome.tool)
    if record is None or outcome.how == "report":
        return outcome
    return msgspec.structs.replace(outcome, configured=loaded(repository, record, outcome.runs))


def _nearest(name: str) -> str:
    import difflib

    from troth.evidence.tools import RECORDS

    near = difflib.get_close_matches(name, [record.name.name for record in RECORDS], n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else "troth audit --list names the tools that are promised"


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to a day")
    return seconds


def _several(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 64")
    return int(text)
