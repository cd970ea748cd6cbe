"""``troth init``: take up a repository: its promises in ``troth.toml``, how they stand, what its CI should run."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.terms.errors import RefusedEditError
from troth.terms.waiver import REGISTER

if TYPE_CHECKING:
    from troth.policy.taking_up import Plan
    from troth.terms.drift import Drifted
    from troth.terms.edit import Edit

HOSTS = ("github", "gitlab", "pre-commit")
"""What ``--ci`` writes for."""
EPILOG = """\
examples:
  troth init                               write troth.toml, or bring it up to date
  troth init --ci github                   show the workflow that makes the promises true; --write writes it

Exit codes: 0 done or shown, 2 wrong use or refused, 3 internal error."""
PARTS = ("configuration", "hooks", "workflow", "sbom", "dependabot", "issues", "security-txt", "codeowners")
"""What ``--skip`` leaves out."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "init",
        help=COMMANDS["init"],
        description="Take up a repository: write the promises of its policy into troth.toml, one entry each, to be "
        "corrected, silenced and bound to their proof. Run again, it takes up what the policy says by now and keeps "
        "what people wrote.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_path(parser)
    options.add(parser)
    parser.add_argument("--prune", action="store_true", help="take entries out whose sentence the policy says no more")
    parser.add_argument("--dry-run", action="store_true", help="show the changes, write nothing")
    parser.add_argument(
        "--ci",
        nargs="?",
        const="github",
        choices=HOSTS,
        metavar="HOST",
        help="show what makes the promises true, for github (the default), gitlab or pre-commit",
    )
    parser.add_argument("--write", action="store_true", help="with --ci: write it instead of showing it")
    parser.add_argument(
        "--skip",
        action="append",
        default=[],
        choices=PARTS,
        metavar="PART",
        help=f"with --ci: leave a part out, may be given several times ({', '.join(PARTS)})",
    )
    parser.add_argument("--with-troth", action="store_true", help="with --ci: run troth check on each change too")
    parser.add_argument("--json", action="store_const", const="json", default="text", dest="format", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    if arguments.ci:
        from troth.cli import init_ci

        return init_ci.show_or_write(arguments)
    sys.stdout.write(_register(arguments))
    return 0


def _register(arguments: argparse.Namespace) -> str:
    """Write the register, or show what would be written; what is to be said of it."""
    from troth import pipeline
    from troth.cli import mending
    from troth.cli.registered import registered
    from troth.policy.taking_up import plan
    from troth.terms.drift import drift

    found = registered(arguments)
    promises = pipeline.promises(found.sources, found.entries)
    commitments = promises.by_id
    drifted = drift(promises.matches, commitments)
    today = datetime.now(UTC).date()
    planned = plan(promises.matches, commitments, today, prune=arguments.prune)
    edit = _edit(found.text, planned)
    edits = () if edit.before == edit.after else (edit,)
    if not arguments.dry_run:
        mending.write(Path(arguments.path), edits)
    documents = tuple(reading.document for reading in promises.readings)
    if arguments.format == "json":
        return _json(drifted, documents, edits, written=not arguments.dry_run)
    if arguments.dry_run and edits:
        return mending.say(edits, (), "text", color=arguments.color, written=False)
    return _text(arguments, drifted, documents, planned, edits)


def _edit(text: str | None, planned: Plan) -> Edit:
    """The register as it is and as it should be.

    Raises:
        RefusedEditError: it cannot be edited.
    """
    from troth.formats.troth_toml_commitments_edit import edited
    from troth.formats.troth_toml_edit import UneditableError
    from troth.terms.edit import Edit

    try:
        after = edited(text or "", planned.changes, planned.cut, planned.added)
    except UneditableError as error:
        raise RefusedEditError(f"{REGISTER}: {error}", "mend it first; nothing was written") from None
    why = "The register of commitments says what the policy says."
    return Edit(path=REGISTER, before=text, after=after, remedy="register", why=why)


def _json(drifted: tuple[Drifted, ...], documents: tuple[str, ...], edits: tuple[Edit, ...], *, written: bool) -> str:
    from troth.formats import drift_json, json_text
    from troth.report.edits import diff

    said = {
        "file": REGISTER,
        "written": written and bool(edits),
        "documents": list(documents),
        "taken_up": [drift_json.told(one) for one in drifted],
        "diff": "".join(f"{line}\n" for edit in edits for line in diff(edit)),
    }
    return json_text.printed(json_text.encodable(said)).decode()


def _text(
    arguments: argparse.Namespace,
    drifted: tuple[Drifted, ...],
    documents: tuple[str, ...],
    planned: Plan,
    edits: tuple[Edit, ...],
) -> str:
    from troth.cli.drift import manner
    from troth.evidence.repository import Repository
    from troth.report import taken_up

    ignored = bool(edits) and not arguments.dry_run and REGISTER not in Repository(Path(arguments.path)).path_set
    new = bool(edits) and edits[0].before is None
    return taken_up.render(
        drifted,
        documents,
        planned.asides,
        manner(arguments),
        new=new,
        touched=bool(edits),
        cut=len(planned.cut),
        ignored=ignored,
    )
