"""What is left to others, and what the same sentence says of the project itself."""

from __future__ import annotations

import pytest

from troth.policy.words.charged import charged


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The operator is responsible for encrypting data at rest.", True),
        ("Encryption at rest is the operator's responsibility: the disk must be encrypted.", True),
        ("Operators are responsible for TLS certificates; the server must be restarted.", True),
        ("Rotation of keys is the responsibility of the operator.", True),
        ("The operator is responsible for TLS certificates; we encrypt all data at rest.", False),
        ("We encrypt all data at rest; rotation of keys is the operator's responsibility.", False),
        ("Encryption at rest is not the operator's responsibility: the server encrypts all data.", False),
        ("Backups are the responsibility of the operator, but our server encrypts all data.", False),
        ("Backups are not the responsibility of the operator.", False),
    ],
)
def test_a_clause_about_others_hides_no_clause_about_the_project(text: str, told: bool) -> None:
    assert charged(text) is told
