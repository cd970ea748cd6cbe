"""A security measure that the project says it takes, and that no tool proves by running.

What is promised
    "Logins are rate-limited", "sessions are encrypted", "backups are tested": a measure in the code or in the work.

Why it matters
    These are the sentences that users read first, and the ones that nothing holds to the code.

What counts as evidence
    What the project itself points at in `troth.toml` (a test, a line of code, a file, a job, a report), or a person who
    vouches for it. Tests and jobs whose names say the same are offered as places to look; a name is no proof.

How it is judged
    Kept, at risk and broken by what the sentence is bound to, or by the attestation. Unproven where it is bound to
    nothing; the next step offers a selector. That a measure is not taken is kept by its text.
"""

from __future__ import annotations

from datetime import date

from troth.controls import suggestions
from troth.controls.control import Control
from troth.formats.selectors import inline
from troth.terms.answer import Answers, Class, Fact
from troth.terms.commitment import Commitment, Practice
from troth.terms.verdict import Standing, Verdict


def judges(commitment: Commitment) -> bool:
    """Practices that no other control took; it stands last among them."""
    return isinstance(commitment, Practice)


def judge(commitment: Practice, answers: Answers, _: date) -> Verdict:
    """Unproven, with a place to look where the tree has one; what is not done is kept by its text."""
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not done", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    found = suggestions.candidates(commitment, answers)
    facts = tuple(Fact(fact="may be what keeps it", kind=Class.CONFIGURED, span=one.span) for one in found)
    written = inline(found[0].selector) if found else ""
    perhaps = f"; perhaps {found[0].span.path} shows it" if found else ""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"it is bound to no proof, and nobody attests it{perhaps}",
        because=facts,
        next=suggestions.step(commitment, written),
        settles="people",
    )


CONTROL = Control(name="practice", judges=judges, wants=suggestions.wants, judge=judge)
