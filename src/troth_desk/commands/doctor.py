"""``troth-desk doctor``: is the desk itself run as policies advise?"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from troth_desk.commands import setup

if TYPE_CHECKING:
    from troth_desk.project.doctor.check import Desk, Looked

FORMAT = 1
"""Version of what ``--json`` writes."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "doctor",
        help="is the desk itself run as policies advise? TLS, secrets, roles, keys, backups, …",
        description="Ask each check; it changes nothing. What weighs most comes first.",
        epilog="Exit codes: 0 nothing is unsafe, 1 something is (with --strict: or at risk), 2 there is no desk, no "
        "check of that name, or no database that could be asked.",
    )
    setup.add_options(parser)
    parser.add_argument("--only", action="append", default=[], metavar="CHECK", help="ask this check alone (again: …)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where something is at risk, too")
    parser.add_argument("--json", action="store_true", help="write what was found as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    nothing = setup.nothing_there(arguments)
    if nothing:
        print(f"troth-desk: {nothing}", file=sys.stderr)
        return 2
    setup.prepare(arguments)
    from troth_desk import clock
    from troth_desk.project import doctor
    from troth_desk.project.doctor.check import State

    unknown = doctor.unknown_names([*arguments.only, *doctor.accepted()])
    if unknown:
        known = ", ".join(check.name for check in doctor.CHECKS)
        print(f"troth-desk: no check is called {', '.join(unknown)}; there are: {known}", file=sys.stderr)
        return 2
    ready = setup.ready()  # says on standard error why not: what needs the database is not looked at then
    desk = doctor.present(clock.now())
    found = doctor.examine(desk, arguments.only)
    print(json.dumps(as_json(desk, found), ensure_ascii=False, indent=2) if arguments.json else as_text(desk, found))
    if not ready:
        return 2
    bad = {State.UNSAFE, State.AT_RISK} if arguments.strict else {State.UNSAFE}
    return 1 if any(each.state in bad and not each.accepted for each in found) else 0


def as_text(desk: Desk, found: list[Looked]) -> str:
    """What was found, for people: the sum, then each check with its step, the clause that it applies below it."""
    from troth_desk.project.doctor.check import MARKS, State

    counted = Counter(each.state for each in found)
    told = [f"{counted[state]} {state}" for state in sorted(State, key=lambda one: -one.weight) if counted[state]]
    lines = [f"Desk at {desk.address}{'' if desk.production else ' (this machine alone)'}: {', '.join(told)}."]
    for each in found:
        accepted = ", accepted" if each.accepted else ""
        lines += ["", f"{MARKS[each.state]} {each.check.name} ({each.state}{accepted}): {each.check.asks}"]
        for finding in sorted(each.findings, key=lambda one: -one.state.weight):
            lines.append(f"    {finding.says}")
            if finding.do:
                lines.append(f"    → {finding.do}")
        lines.append("    Applies " + ", ".join(f"“{one.sentence}” ({one.kind})" for one in each.check.applies) + ".")
    return "\n".join(lines)


def as_json(desk: Desk, found: list[Looked]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "doctor": FORMAT,
        "at": desk.at.isoformat(timespec="seconds"),
        "address": desk.address,
        "production": desk.production,
        "checks": [
            {
                "name": each.check.name,
                "asks": each.check.asks,
                "state": str(each.state),
                "accepted": each.accepted,
                "applies": [{"kind": one.kind, "sentence": one.sentence} for one in each.check.applies],
                "findings": [{"state": str(one.state), "says": one.says, "do": one.do} for one in each.findings],
            }
            for each in found
        ],
    }
