"""Documents of a few sentences, and all that a careful reader takes from each: the kinds that are judged by value."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.reader import read

FOLDER = Path(__file__).parent / "says"
KINDS = frozenset(
    {
        "contact",
        "public_issue_ban",
        "pgp",
        "supported_version",
        "deadline",
        "recurrence",
        "tool",
        "sbom",
        "standard",
        "credit",
        "bounty",
        "safe_harbor",
        "coordinated_disclosure",
        "advisory_channel",
        "severity_band",
    }
)
CASES = [
    pytest.param(case["text"], case["makes"], id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["says"], 1)
]


def told(text: str) -> list[dict[str, Any]]:
    found = [to_json(each) for each in read("SECURITY.md", text, tools.NAMES).commitments]
    return [each for each in found if each["kind"] in KINDS]


def test_there_are_cases_in_every_file() -> None:
    assert {str(param.id).rsplit("-", 1)[0] for param in CASES} == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize(("text", "makes"), CASES)
def test_a_document_makes_just_what_is_said(text: str, makes: list[dict[str, Any]]) -> None:
    found = told(text)
    for wanted in makes:
        match = next((each for each in found if all(each.get(key) == value for key, value in wanted.items())), None)
        assert match is not None, (wanted, found)
        found.remove(match)
    assert found == []
