"""Plain sentences that are put together from turns and values, so that what each of them means is known beforehand."""

from __future__ import annotations

from itertools import chain, islice, product
from typing import Any

import pytest

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.reader import read

HEADINGS = ("# Security policy\n\n", "# Security\n\n## Reporting a vulnerability\n\n", "## What to expect\n\n- ")
SOFT = {"practice", "guidance", "pin", "incident_class", "incident_phase", "disclosure_step", "document"}
PERIODS = {
    "24 hours": ("PT24H", "calendar"),
    "two business days": ("P2D", "business"),
    "5 working days": ("P5D", "business"),
    "a week": ("P1W", "calendar"),
    "30 calendar days": ("P30D", "calendar"),
    "one month": ("P1M", "calendar"),
    "90 days": ("P90D", "calendar"),
}
WITHIN = ("within {}", "in at most {}", "no later than {} after the report", "within {} of receiving it")
ONE_TIME = {
    "acknowledge": (
        "We acknowledge all reports {w}.", "You will get a first reply {w}.", "Each report is acknowledged {w}.",
        "You can expect to hear from us {w}.", "We reply to every report {w}.", "I respond {w}.",
    ),
    "assess": ("We triage all reports {w}.", "We will assess the severity {w}.", "We validate each report {w}."),
    "fix": (
        "We fix vulnerabilities {w}.", "Confirmed flaws are patched {w}.", "A patch is released {w}.",
        "Security bugs will be remediated {w}.", "A security update is published {w}.", "Fixes are published {w}.",
    ),
    "update": ("You get a progress update {w}.", "You will receive an update on the progress {w}."),
}  # fmt: skip
SEVERAL = {
    "Critical flaws are fixed within {0}, high within {1}, medium within {2} and low within {3}.":
        (("fix", ("critical",)), ("fix", ("high",)), ("fix", ("medium",)), ("fix", ("low",))),
    "We patch critical issues in {0}, high-severity issues in {1}, and everything else in {2}.":
        (("fix", ("critical",)), ("fix", ("high",)), ("fix", ("medium", "low"))),
    "Remediation times: {0} (critical), {1} (high), {2} (medium), {3} (low).":
        (("fix", ("critical",)), ("fix", ("high",)), ("fix", ("medium",)), ("fix", ("low",))),
    "Time to fix: critical {0}, high {1}, medium {2}, low {3}.":
        (("fix", ("critical",)), ("fix", ("high",)), ("fix", ("medium",)), ("fix", ("low",))),
    "We acknowledge reports within {0} and fix confirmed issues within {1}.": (("acknowledge", ()), ("fix", ())),
    "Reports are answered within {0}, triaged within {1}, and fixed within {2}.":
        (("acknowledge", ()), ("assess", ()), ("fix", ())),
    "Critical issues are answered within {0} and patched within {1}.":
        (("acknowledge", ("critical",)), ("fix", ("critical",))),
    "We respond to critical reports within {0} and to all other reports within {1}.":
        (("acknowledge", ("critical",)), ("acknowledge", ("high", "medium", "low"))),
    "Critical flaws are fixed immediately and high ones within {0}.": (("fix", ("high",)),),
    "| Severity | First reply | Fix |\n|---|---|---|\n| Critical | {0} | {1} |\n| Low | {2} | {3} |":
        (("acknowledge", ("critical",)), ("fix", ("critical",)), ("acknowledge", ("low",)), ("fix", ("low",))),
    "| | Critical | High |\n|---|---|---|\n| Acknowledge | {0} | {1} |\n| Fix | {2} | {3} |":
        (("acknowledge", ("critical",)), ("acknowledge", ("high",)), ("fix", ("critical",)), ("fix", ("high",))),
}  # fmt: skip
RHYTHMS = {
    "weekly": "P1W",
    "once a week": "P1W",
    "every quarter": "P3M",
    "twice a year": "P6M",
    "every 90 days": "P90D",
}
WORK = {
    "scan": ("Dependencies are scanned for known vulnerabilities {e}.", "Container images are scanned {e}."),
    "pentest": ("Penetration tests are performed {e}.", "We commission a penetration test {e}."),
    "training": ("All staff complete security awareness training {e}.",),
    "rotation": ("Secrets are rotated {e}.", "We rotate API keys {e}."),
    "access_review": ("Access rights are reviewed {e}.",),
    "policy_review": ("This policy is reviewed {e}.",),
    "code_review": ("We review security-critical code {e}.",),
}
STATES = {
    "Version {0}.x is supported, version {1}.x is not.": (True, False),
    "{0}.x receives security fixes, but {1}.x does not.": (True, False),
    "We support {0}.x and {1}.x.": (True, True),
    "{0}.x is supported; {1}.x is no longer supported.": (True, False),
    "| Version | Supported |\n|---|---|\n| {0}.x | yes |\n| {1}.x | no |": (True, False),
    "| Version | Security updates |\n|---|---|\n| {0}.x | ✅ |\n| {1}.x | ❌ |": (True, False),
}


def hard(text: str) -> list[dict[str, Any]]:
    """What is read, without the kinds on which careful readers differ."""
    found = (to_json(each) for each in read("SECURITY.md", text, tools.NAMES).commitments)
    return [each for each in found if each["kind"] not in SOFT]


def due(action: str, period: str, severity: tuple[str, ...] = ()) -> dict[str, Any]:
    within, basis = PERIODS[period]
    return {"kind": "deadline", "action": action, "within": within, "basis": basis, "severity": list(severity)}


def one_time() -> list[tuple[str, list[dict[str, Any]]]]:
    turns = [(action, turn) for action, told in ONE_TIME.items() for turn in told]
    return [
        (f"{heading}{turn.format(w=within.format(period))}\n", [due(action, period)])
        for (action, turn), within, period, heading in product(turns, WITHIN, islice(PERIODS, 4), HEADINGS[:2])
    ]


def several() -> list[tuple[str, list[dict[str, Any]]]]:
    names = list(PERIODS)
    found = []
    for turn, told in SEVERAL.items():
        for at in range(len(names)):
            mine = (names + names)[at : at + 4]
            # "immediately" is a time beside those that are told by a number
            wanted = [{"kind": "deadline", "within": "PT0H", "severity": ["critical"]}] if "immediately" in turn else []
            wanted += [due(action, period, severity) for (action, severity), period in zip(told, mine, strict=False)]
            found.append((f"# Security policy\n\n{turn.format(*mine)}\n", wanted))
    return found


def rhythms() -> list[tuple[str, list[dict[str, Any]]]]:
    turns = [(action, turn) for action, told in WORK.items() for turn in told]
    return [
        (f"{heading}{turn.format(e=words)}\n", [{"kind": "recurrence", "action": action, "every": every}])
        for (action, turn), (words, every), heading in product(turns, RHYTHMS.items(), HEADINGS)
    ]


def states() -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (
            f"{heading}{turn.format(one, other)}\n",
            [
                {"kind": "supported_version", "version": f"{number}.x", "supported": told}
                for number, told in zip((one, other), supported, strict=True)
            ],
        )
        for (turn, supported), (one, other), heading in product(
            STATES.items(), (("5.3", "4.1"), ("2.0", "0.9")), ("# Security policy\n\n", "## Supported versions\n\n")
        )
    ]


@pytest.mark.parametrize("make", [one_time, several, rhythms, states])
def test_a_plain_sentence_makes_just_what_it_says(make: Any) -> None:
    cases = make()
    assert len(cases) > 20
    wrong = []
    for text, wanted in cases:
        left = hard(text)
        for want in wanted:
            match = next((one for one in left if all(one.get(key) == value for key, value in want.items())), None)
            if match is None:
                wrong.append((text, want))
            else:
                left.remove(match)
        wrong.extend((text, one) for one in left)
    assert not wrong


def test_no_sentence_is_made_twice() -> None:
    texts = [text for text, _ in chain(one_time(), several(), rhythms(), states())]
    assert len(texts) == len(set(texts))
