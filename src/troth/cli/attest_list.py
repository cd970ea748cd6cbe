"""``troth attest --list``: what is attested, by whom, how it is signed, until when, and what counts no more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def tell(arguments: argparse.Namespace) -> int:
    """Print the list.

    Raises:
        UnreadableTreeError: ``--root`` is not a readable folder.
    """
    from troth.cli import terminal
    from troth.cli.attest_record import today
    from troth.controls.attested import rules
    from troth.evidence.gather import Scene, gather
    from troth.evidence.repository import Repository
    from troth.terms.wants import Attestations, OwnSettings

    with terminal.Progress() as progress:
        progress("looking at attestations …")
        scene = Scene(repository=Repository(Path(arguments.root)), at=today(), progress=progress)
        answers = gather(scene, [Attestations(), OwnSettings()])
    answer, asked = answers[Attestations()], rules(answers)
    if arguments.json:
        from troth.formats import attestation_json

        sys.stdout.write(attestation_json.encode(answer.found, answer.gaps, today(), asked).decode())
        return 0
    from troth.report import attestations
    from troth.report.paint import Paint

    paint = Paint(on=terminal.colour(arguments.color))
    sys.stdout.write(attestations.listed(answer.found, answer.gaps, today(), asked, terminal.columns(), paint))
    return 0
