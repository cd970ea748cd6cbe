"""What a check found, in short."""

from __future__ import annotations

from troth_desk.project.doctor.check import Check, Desk, Looked, State, look


def asked(check: Check, desk: Desk) -> Looked:
    """What ``check`` finds; a check that fails fails the test."""
    found = look(check, desk)
    assert not [each for each in found.findings if "check itself failed" in each.says]
    assert all(each.do for each in found.findings if each.state in {State.UNSAFE, State.AT_RISK}), "says what to do"
    return found


def words(found: Looked, state: State) -> str:
    """What was said of that state, joined."""
    return " ".join(each.says for each in found.findings if each.state is state)
