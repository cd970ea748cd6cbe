"""What ``troth-desk up`` says of where it is reached."""

from __future__ import annotations

import argparse

import pytest

from troth_desk.commands import up


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8000"),  # passkeys work for a name alone
        ("0.0.0.0", "http://localhost:8000"),  # noqa: S104 - never bound
        ("::1", "http://[::1]:8000"),
        ("desk.example.org", "http://desk.example.org:8000"),
    ],
)
def test_this_machine_is_called_by_its_name(host: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROTH_DESK_ADDRESS", "")
    assert up.tell_address(argparse.Namespace(address=None, host=host, port=8000)) == address
