"""What the word of a person settles: a table of verdicts, one rule of VERDICTS §3 a row."""

from __future__ import annotations

import pytest

from controls.golden import says
from troth.controls.attested import settled_by_people
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Commitment, Contact, Deadline, Document, Practice, Standard
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

SAYS = says("We do.")
FOR, AGAINST = (Fact(fact="seen", kind=Class.CONFIGURED, span=Span("a", 1), weakness=weak) for weak in (False, True))


def verdict(
    commitment: Commitment, settles: str = "", *because: Fact, standing: Standing = Standing.UNPROVEN
) -> Verdict:
    return Verdict(commitment=commitment, standing=standing, reason="so", because=because, settles=settles)


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        (verdict(Practice(span=SAYS, topic="other"), "people"), True),
        (verdict(Practice(span=SAYS, topic="other"), "people", FOR), True),
        (verdict(Practice(span=SAYS, topic="other"), "people", AGAINST), False),
        (verdict(Practice(span=SAYS, topic="other"), "people", AGAINST, standing=Standing.AT_RISK), False),
        (verdict(Practice(span=SAYS, topic="other", condition="once 1.0 is out"), "people"), False),
        (verdict(Practice(span=SAYS, topic="other"), "repository"), True),
        (verdict(Contact(span=SAYS, channel="email", value="a@ferry.org"), "desk"), True),
        (verdict(Standard(span=SAYS, name="iso-27001"), "people"), False),
        (verdict(Document(span=SAYS, name="playbook"), "repository"), True),
        (verdict(Document(span=SAYS, name="playbook", target="docs/playbook.md"), "repository"), False),
        (verdict(Deadline(span=SAYS, action="acknowledge", within="PT48H"), "desk"), False),
    ],
    ids=lambda one: f"{one.commitment.kind}, {one.settles}" if isinstance(one, Verdict) else "",
)
def test_an_attestation_settles_what_people_settle(given: Verdict, settled: bool) -> None:
    assert settled_by_people(given) is settled
