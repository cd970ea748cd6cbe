"""security.txt: comments over several lines."""

from __future__ import annotations

from troth.policy.document import parse

PLAIN = """\
# We acknowledge reports within
# 48 hours. Please do not open
# public issues.
#
# Thank you.
Contact: mailto:security@example.org
# One more
# word."""
SAID = [
    ("We acknowledge reports within 48 hours.", 1),
    ("Please do not open public issues.", 2),
    ("Thank you.", 5),
    ("Contact: mailto:security@example.org", 6),
    ("One more word.", 7),
]


def test_comments_that_follow_each_other_are_a_paragraph() -> None:
    assert [(each.text, each.span.line) for each in parse("security.txt", PLAIN).statements] == SAID


def test_a_signature_moves_lines_only() -> None:
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{PLAIN}\n-----BEGIN PGP SIGNATURE-----\n\n# QUJD\n"
    assert [(each.text, (each.span.line or 0) - 3) for each in parse("security.txt", text).statements] == SAID
