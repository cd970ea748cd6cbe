"""``troth-desk playbooks``: write the playbooks of a project into a folder of its repository, or take them in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from troth_desk.commands import setup


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "playbooks",
        help="write the playbooks for incidents into a folder, or take them in from there",
        description="Write the playbooks of a project as Markdown files into a folder (docs/incident-response of its "
        "repository), or take in what stands there. Files are the same byte by byte.",
        epilog="Exit codes: 0 done, 1 some files are no playbooks (named on standard error; the others were taken in), "
        "2 there is no such desk, project or folder.",
    )
    parser.add_argument("do", choices=("export", "import"), help="what to do")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder, such as docs/incident-response")
    setup.add_options(parser)
    parser.add_argument("--organisation", metavar="SLUG", help="of this organisation (needed where several are)")
    parser.add_argument("--project", metavar="SLUG", help="of this project (needed where several are)")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    done: list[int] = []

    def work(given: argparse.Namespace) -> str:
        return _work(given, done)

    return setup.reading(arguments, work) or (done[0] if done else 0)


def _work(arguments: argparse.Namespace, done: list[int]) -> str:
    """Why nothing could be done, "" where it was; then its exit code stands in ``done``."""
    from troth_desk.commands.facts import one
    from troth_desk.incidents import archive
    from troth_desk.tenants import queries, scope

    organisation = one(queries.organisations(), arguments.organisation, "organisation")
    if isinstance(organisation, str):
        return organisation
    with scope.inside(organisation):
        project = one(queries.projects(organisation), arguments.project, "project")
        if isinstance(project, str):
            return project
        try:
            done.append((_export if arguments.do == "export" else _import)(project, arguments.folder))
        except (OSError, archive.UnusableArchiveError) as error:
            return str(error)
    return ""


def _export(project: Any, folder: Path) -> int:
    from troth_desk.incidents import archive, queries

    texts = {slug: shown.text for slug, shown in queries.playbooks(project).items()}
    for path in archive.write(folder, texts):
        print(path)
    print(f"{len(texts)} playbooks of {project.name} stand in {folder}.")
    return 0


def _import(project: Any, folder: Path) -> int:
    from troth_desk import clock
    from troth_desk.incidents import actions, archive
    from troth_desk.ledger.actor import SYSTEM

    brought = actions.bring_playbooks(project, archive.read(folder), by=SYSTEM, at=clock.now())
    for slug, why in brought.refused:
        print(f"troth-desk: {folder / slug}.md: {why}", file=sys.stderr)
    print(f"{len(brought.kept)} playbooks are new or changed, {len(brought.same)} are as they were.")
    return 1 if brought.refused else 0
