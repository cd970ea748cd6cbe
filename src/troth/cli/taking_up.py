"""What the documents say is taken up into the register: the work that ``init`` and ``--accept-current`` share."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from troth.policy.taking_up import Plan, plan
from troth.terms.commitment import Commitment
from troth.terms.drift import Drifted, drift
from troth.terms.edit import Edit
from troth.terms.errors import RefusedEditError
from troth.terms.waiver import REGISTER

PERHAPS = "Perhaps its proof; look at it, then take the mark away:"


class TakenUp(msgspec.Struct, frozen=True):
    """What was taken up into the register, and the edit that did it or would do it."""

    drifted: tuple[Drifted, ...]
    documents: tuple[str, ...]
    planned: Plan
    edits: tuple[Edit, ...]


def take_up(arguments: argparse.Namespace) -> TakenUp:
    """Write the register, or find what would be written.

    Raises:
        TrothError: the tree or a policy cannot be read, or the register cannot be edited.
    """
    from troth import pipeline
    from troth.cli import mending
    from troth.cli.registered import registered

    found = registered(arguments)
    promises = pipeline.promises(found.sources, found.entries)
    commitments = promises.by_id
    today = datetime.now(UTC).date()
    planned = _with_proofs(plan(promises.matches, commitments, today, prune=arguments.prune), commitments, arguments)
    edit = _edit(found.text, planned)
    edits = () if edit.before == edit.after else (edit,)
    if not arguments.dry_run:
        mending.write(Path(arguments.path), edits)
    documents = tuple(reading.document for reading in promises.readings)
    return TakenUp(drift(promises.matches, commitments), documents, planned, edits)


def _with_proofs(planned: Plan, commitments: Mapping[str, Commitment], arguments: argparse.Namespace) -> Plan:
    """``planned`` with a remark at each new entry for which the tree has something that may prove it."""
    from troth import pipeline
    from troth.evidence.gather import Scene
    from troth.evidence.repository import Repository
    from troth.formats.selectors import inline

    fresh = {each.values["id"]: commitments[each.values["id"]] for each in planned.added}
    if not fresh:
        return planned
    scene = Scene(repository=Repository(Path(arguments.path)), at=datetime.now(UTC).date())
    proofs = {
        name: (PERHAPS, f"evidence = [{inline(selectors[0])}]")
        for name, selectors in pipeline.proofs(fresh, scene).items()
    }
    added = tuple(msgspec.structs.replace(each, remarks=proofs.get(each.values["id"], ())) for each in planned.added)
    return msgspec.structs.replace(planned, added=added)


def _edit(text: str | None, planned: Plan) -> Edit:
    """The register as it is and as it should be.

    Raises:
        RefusedEditError: it cannot be edited.
    """
    from troth.formats.troth_toml_commitments_edit import edited
    from troth.formats.troth_toml_edit import UneditableError

    try:
        after = edited(text or "", planned.changes, planned.cut, planned.added)
    except UneditableError as error:
        raise RefusedEditError(f"{REGISTER}: {error}", "mend it first; nothing was written") from None
    why = "The register of commitments says what the policy says."
    return Edit(path=REGISTER, before=text, after=after, remedy="register", why=why)


def said(taken: TakenUp, *, written: bool) -> dict[str, Any]:
    """What was taken up, for programs."""
    from troth.formats import drift_json
    from troth.report.edits import diff

    return {
        "file": REGISTER,
        "written": written and bool(taken.edits),
        "documents": list(taken.documents),
        "taken_up": [drift_json.told(one) for one in taken.drifted],
        "diff": "".join(f"{line}\n" for edit in taken.edits for line in diff(edit)),
    }


def text(arguments: argparse.Namespace, taken: TakenUp) -> str:
    """What was taken up, for people."""
    from troth.cli import mending
    from troth.cli.manner import manner
    from troth.evidence.repository import Repository
    from troth.report import taken_up

    if arguments.dry_run and taken.edits:
        return mending.say(taken.edits, (), "text", color=arguments.color, written=False)
    done = taken_up.Done(
        new=bool(taken.edits) and taken.edits[0].before is None,
        touched=bool(taken.edits),
        cut=len(taken.planned.cut),
        ignored=bool(taken.edits) and REGISTER not in Repository(Path(arguments.path)).path_set,
        last=not arguments.accept_current,
        asides=taken.planned.asides,
    )
    return taken_up.render(taken.drifted, taken.documents, done, manner(arguments))
