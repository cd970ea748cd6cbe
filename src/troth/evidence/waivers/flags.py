"""Ids that a command line lets pass: the only form that some tools have; a comment cannot stand beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from troth.evidence.tools.flags import split, values
from troth.evidence.waivers.form import LONGEST_WORD
from troth.terms.seen.automation import Invocation
from troth.terms.waiver import Waiver

FLAGS: Mapping[str, tuple[str, ...]] = {
    "pip-audit": ("--ignore-vuln",),
    "cargo-audit": ("--ignore",),
    "safety": ("--ignore", "-i"),
}
"""Options that take an id, by tool (pip-audit 2.10, cargo-audit 0.22, Safety 2 and 3)."""
INPUTS: Mapping[str, str] = {"pip-audit": "ignore-vulns"}
"""Inputs of actions that take ids (pypa/gh-action-pip-audit 1.1)."""
FORM = "command line"


def read(invocations: Iterable[Invocation]) -> Iterator[Waiver]:
    """The exceptions of every invocation; they have no reason, no owner and no end. What never runs has none."""
    for invocation in invocations:
        if invocation.unreached:
            continue
        given = dict(invocation.with_).get(INPUTS.get(invocation.tool, ""), "")
        named = values(invocation.argv, *FLAGS.get(invocation.tool, ()))
        for value in (*named, *split(given.replace("\n", " "))):
            for target in filter(None, value.split(",")):
                yield Waiver(
                    target=target[:LONGEST_WORD],
                    span=invocation.span,
                    tool=invocation.tool,
                    dateless_form=True,
                    form=FORM,
                )
