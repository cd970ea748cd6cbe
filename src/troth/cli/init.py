"""``troth init``: take up a repository: its promises in ``troth.toml``, how they stand, what its CI should run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.terms.errors import RefusedEditError
from troth.terms.waiver import REGISTER

if TYPE_CHECKING:
    from troth.cli.taking_up import TakenUp

HOSTS = ("github", "gitlab", "pre-commit")
"""What ``--ci`` writes for."""
EPILOG = """\
examples:
  troth init                               write troth.toml, or bring it up to date
  troth init --accept-current              accept how the promises stand today: only changes speak from then on
  troth init --ci github                   show the workflow that makes the promises true; --write writes it

Exit codes: 0 done or shown, 1 with --accept-current: something is worse than was accepted and was not accepted,
2 wrong use or refused, 3 internal error."""
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
    parser.add_argument(
        "--accept-current",
        action="store_true",
        help="check, and write how the promises stand into troth-baseline.json, which may only improve; troth.toml is "
        "written too where there is none",
    )
    parser.add_argument(
        "--loosen", metavar="WHY", help="with --accept-current: accept what is worse than before too, for this reason"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the changes, write nothing")
    parser.add_argument(
        "--ci",
        nargs="?",
        const="auto",
        choices=(*HOSTS, "auto"),
        metavar="HOST",
        help="show what makes the promises true, for github, gitlab or pre-commit (default: where the tree has its CI)",
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
    parser.add_argument(
        "--with-security-txt", action="store_true", help="with --ci: write security.txt where the tree has no site too"
    )
    parser.add_argument(
        "--with-troth",
        default="",
        metavar="SOURCE",
        help="with --ci: run troth check on each change too, installed from SOURCE: "
        "git+https://HOST/OWNER/troth@COMMIT, or NAME==VERSION of your own index",
    )
    parser.add_argument("--json", action="store_const", const="json", default="text", dest="format", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    if arguments.ci is not None:
        from troth.cli import init_ci

        return init_ci.show_or_write(arguments)
    if arguments.loosen is not None and not (arguments.accept_current and arguments.loosen.strip()):
        raise RefusedEditError(
            "--loosen takes the reason why something worse is accepted", 'troth init --accept-current --loosen "why"'
        )
    if arguments.accept_current:
        from troth.cli import accepting, taking_up

        return accepting.run_after(arguments, None if _has_register(arguments) else taking_up.take_up(arguments))
    from troth.cli import taking_up

    sys.stdout.write(_told(arguments, taking_up.take_up(arguments)))
    return 0


def _has_register(arguments: argparse.Namespace) -> bool:
    from troth.cli import tree_file

    return tree_file.place(Path(arguments.path), REGISTER, RefusedEditError).exists()


def _told(arguments: argparse.Namespace, taken: TakenUp) -> str:
    from troth.cli import taking_up

    if arguments.format == "json":
        from troth.formats import json_text

        return json_text.printed(json_text.encodable(taking_up.said(taken, written=not arguments.dry_run))).decode()
    return taking_up.text(arguments, taken)
