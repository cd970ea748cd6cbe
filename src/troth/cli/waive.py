"""``troth waive``: grant an exception in ``troth.toml``, list all exceptions from everywhere, take one back."""

from __future__ import annotations

import argparse
import difflib
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from troth.cli.commands import COMMANDS
from troth.terms.errors import RefusedWaiverError
from troth.terms.waiver import REGISTER, Waiver

LONGEST_TARGET = 300
"""Characters of the longest target that is written."""
EPILOG = """\
examples:
  troth waive RUSTSEC-2026-0001 --until 2026-12-31 --reason "no fix yet, not reachable"
  troth waive bandit:B101 --path tests --until P30D --reason "tests assert"
  troth waive --list
  troth waive --remove RUSTSEC-2026-0001

Exit codes: 0 done, 2 wrong use or refused, 3 internal error."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "waive",
        help=COMMANDS["waive"],
        description="Grant an exception in troth.toml, list all exceptions, take one back.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "target",
        nargs="?",
        metavar="TARGET",
        help="what may pass: an advisory id (RUSTSEC-2026-0001, CVE-2026-1), TOOL:RULE, secret:FINGERPRINT, "
        "licence:PACKAGE or package:PACKAGE",
    )
    parser.add_argument("--until", type=_end, metavar="DATE", help="its last day, or how long from today (P30D, P6W)")
    parser.add_argument("--reason", metavar="WHY", help="why it may pass")
    parser.add_argument("--owner", metavar="WHO", help="who answers for it (default: the user of git)")
    parser.add_argument("--link", default="", metavar="URL", help="where it is tracked")
    parser.add_argument("--tool", default="", metavar="NAME", help="the one tool for which it holds")
    parser.add_argument("--package", default="", metavar="NAME", help="the one package for which it holds")
    parser.add_argument("--path", default="", metavar="GLOB", help="the files for which it holds")
    parser.add_argument("--force", action="store_true", help="grant it for longer than [waivers] longest allows")
    parser.add_argument("--dry-run", action="store_true", help="show the change to troth.toml, write nothing")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--list", action="store_true", help="list all exceptions, from tools' own files too")
    other.add_argument("--remove", metavar="TARGET", help="take the exceptions of this target out of troth.toml")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--at", type=_day, metavar="DATE", help="list as of this day (default: today, UTC)")
    parser.add_argument(
        "--advisories",
        default="",
        metavar="FILE",
        help="the index of advisories that tells which exceptions match nothing (default: as in troth check)",
    )
    parser.add_argument("--root", default=".", metavar="PATH", help="the checkout (default: here)")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        RefusedWaiverError: it should not be granted, or the register cannot be written.
        UnreadableTreeError: ``--root`` is not a readable folder.
    """
    if arguments.list:
        _list(arguments)
    elif arguments.remove:
        _remove(arguments)
    elif arguments.target:
        _grant(arguments)
    else:
        raise RefusedWaiverError(
            "nothing to waive was named",
            "troth waive TARGET --until DATE --reason WHY\ntroth waive --list shows what is waived",
        )
    return 0


def _list(arguments: argparse.Namespace) -> None:
    from troth import pipeline
    from troth.cli import terminal
    from troth.cli.shelf import opened
    from troth.controls.waivers import unmatched_of
    from troth.evidence.gather import Scene
    from troth.evidence.repository import Repository
    from troth.terms.answer import Want
    from troth.terms.wants import Advisories, Vulnerabilities, Waivers

    at = arguments.at or _today()
    with terminal.Progress() as progress:
        progress("looking at the tree …")
        scene = Scene(repository=Repository(Path(arguments.root)), at=at, progress=progress)
        asked: list[Want[Any]] = [Waivers(), Vulnerabilities(), Advisories()]
        answers = pipeline.answer(asked, scene, lambda: opened(arguments.advisories, at))
    answer = answers[Waivers()]
    unmatched = unmatched_of(answer.found, answers, at)
    if arguments.json:
        from troth.formats import waiver_json

        sys.stdout.write(waiver_json.encode(answer.found, unmatched, answer.gaps, at).decode())
    else:
        from troth.report import waivers
        from troth.report.paint import Paint

        paint = Paint(on=terminal.colour(arguments.color))
        sys.stdout.write(waivers.render(answer.found, unmatched, answer.gaps, at, terminal.columns(), paint))


def _grant(arguments: argparse.Namespace) -> None:
    from troth.cli import register_file
    from troth.evidence import git
    from troth.formats import troth_toml_edit as edit
    from troth.report.plain import plain
    from troth.terms.span import Span

    root, today = Path(arguments.root), _today()
    path = register_file.place(root)
    text = register_file.text_at(path)
    waiver = Waiver(
        target=_target(arguments.target),
        span=Span(REGISTER),
        tool=_tool(arguments.tool),
        reason=(arguments.reason or "").strip(),
        owner=(arguments.owner or "").strip() or git.user(root),
        link=arguments.link.strip(),
        granted=today,
        until=arguments.until if isinstance(arguments.until, date) else today + (arguments.until or timedelta()),
        path=arguments.path.strip(),
        package=arguments.package.strip(),
    )
    _permit(waiver.reason, arguments, (waiver.until or today) - today, _longest(text))
    if not waiver.owner:
        raise RefusedWaiverError("nobody answers for it", "--owner WHO, or git config user.name")
    try:
        changed = edit.with_waiver(text, waiver)
    except edit.UneditableError as error:
        raise _uneditable(error) from None
    if not _put(path, text, changed, dry=arguments.dry_run):
        return
    left = waiver.days_left(today)
    limits = "".join(f", {name} {value}" for name, value in (("in", waiver.package), ("at", waiver.path)) if value)
    print(plain(f"{_place(changed, waiver)}  {waiver.target}{limits} may pass until {waiver.until} ({left} days)."))
    print(plain(f"  {waiver.reason} · {waiver.owner}"))


def _place(text: str, waiver: Waiver) -> str:
    """File and line of ``waiver`` in ``text``, which holds it."""
    import tomllib

    from troth.evidence.places import of_toml
    from troth.formats.troth_toml_edit import identity

    limits = {"target": waiver.target, "tool": waiver.tool, "path": waiver.path, "package": waiver.package}
    entries = tomllib.loads(text)["waiver"]
    at = next(number for number, entry in enumerate(entries) if identity(entry) == identity(limits))
    line = of_toml(text).get(("waiver", at, "target"))
    return f"{REGISTER}:{line}" if line else REGISTER


def _remove(arguments: argparse.Namespace) -> None:
    from troth.cli import register_file
    from troth.formats import troth_toml_edit as edit
    from troth.report.plain import plain

    path = register_file.place(Path(arguments.root))
    text = register_file.text_at(path)
    wanted = arguments.remove.strip().casefold()
    limits = {name: getattr(arguments, name).strip() for name in ("tool", "path", "package")}

    def unwanted(entry: edit.Entry) -> bool:
        same = str(entry.get("target")).strip().casefold() == wanted
        return same and all(not value or entry.get(name) == value for name, value in limits.items())

    try:
        changed, gone = edit.without_waivers(text, unwanted)
    except edit.UneditableError as error:
        raise _uneditable(error) from None
    if not gone:
        raise RefusedWaiverError(
            f"{plain(arguments.remove)} is not waived in {REGISTER}",
            "troth waive --list shows all exceptions and where they stand",
        )
    if _put(path, text, changed, dry=arguments.dry_run):
        print(
            plain(f"{REGISTER}: {arguments.remove} may no longer pass ({gone} exception{'s' * (gone > 1)} taken out).")
        )


def _put(path: Path, text: str, changed: str, *, dry: bool) -> bool:
    """Write the change, or show it; whether it was written."""
    from troth.cli import register_file
    from troth.report.plain import plain

    if not dry:
        register_file.write(path, changed)
        return True
    before, after = text.splitlines(), changed.splitlines()
    names = (f"a/{REGISTER}" if text else "/dev/null", f"b/{REGISTER}")
    for line in difflib.unified_diff(before, after, *names, lineterm=""):
        print(plain(line))
    return False


def _permit(reason: str, arguments: argparse.Namespace, lasts: timedelta, longest: int) -> None:
    """Refuse what nobody should grant.

    Raises:
        RefusedWaiverError: it has no reason or no end, its end has passed, or it lasts too long.
    """
    if not reason:
        raise RefusedWaiverError("an exception needs a reason", '--reason "no fix yet, not reachable"')
    if arguments.until is None:
        raise RefusedWaiverError(
            "an exception needs an end", f"--until {_today() + timedelta(days=30)}, or --until P30D"
        )
    if lasts.days < 0:
        raise RefusedWaiverError(f"--until {arguments.until} has passed", "name a day to come")
    if lasts.days > longest and not arguments.force:
        raise RefusedWaiverError(
            f"it would last {lasts.days} days; the longest is {longest}",
            f"--until {_today() + timedelta(days=longest)}, or --force\n"
            f"[waivers] longest in {REGISTER} sets the measure",
        )


def _longest(text: str) -> int:
    """Days that the register lets a waiver last."""
    import tomllib

    from troth.formats import troth_toml
    from troth.terms.span import Span

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _uneditable(error) from None
    return troth_toml.read(tables, lambda _: Span(REGISTER)).settings.longest


def _uneditable(error: Exception) -> RefusedWaiverError:
    words = str(error).removeprefix("not valid TOML: ")
    return RefusedWaiverError(f"{REGISTER} cannot be edited: {words[:160]}", "mend it first; nothing was written")


def _target(text: str) -> str:
    target = text.strip()
    if not target or not target.isprintable() or len(target) > LONGEST_TARGET or target.split() != [target]:
        raise RefusedWaiverError(
            "a target is one word", "RUSTSEC-2026-0001, CVE-2026-1, bandit:B101, secret:FINGERPRINT, licence:PACKAGE"
        )
    tool, colon, _ = target.partition(":")
    if colon and tool.islower() and tool not in ("secret", "licence", "package"):
        _tool(tool)
    return target


def _tool(name: str) -> str:
    """``name`` where it is a tool that Troth knows.

    Raises:
        RefusedWaiverError: it is none.
    """
    from troth.evidence.tools import RECORDS

    names = [record.name.name for record in RECORDS]
    if name and name.strip() not in names:
        near = difflib.get_close_matches(name.strip().lower(), names, 3)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else "name it as its makers do: bandit, cargo-deny, gitleaks"
        )
        raise RefusedWaiverError(f"Troth knows no tool {name!r}", hint)
    return name.strip()


def _today() -> date:
    return datetime.now(UTC).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-11-25") from None


def _end(text: str) -> date | timedelta:
    from troth.formats.troth_toml import days

    lasts = days(text)
    return timedelta(days=lasts) if lasts else _day(text)
