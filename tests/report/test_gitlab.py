from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings

from report.nasty import TEXTS, evil
from results import acknowledged, loose, result, supported, tool_runs, whole
from troth.report import gitlab
from troth.report.manner import Manner
from troth.terms.result import Result


def issues(given: Result, **manner: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(gitlab.render(given, 1.0, Manner(**manner)))
    for each in found:  # what GitLab needs of each
        assert each["description"]
        assert each["check_name"]
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert each["location"]["path"]
        assert each["location"]["lines"]["begin"] >= 1
    assert len({each["fingerprint"] for each in found}) == len(found)
    return found


def test_broken_is_major_at_risk_minor() -> None:
    assert [(each["severity"], each["location"]["path"]) for each in issues(whole(), prefix="a")] == [
        ("major", "a/services/s0/requirements.txt"), ("minor", "a/ci.yml"), ("info", "a/README.md"),
    ]  # fmt: skip


def test_nothing_wrong_is_an_empty_list() -> None:
    assert issues(result(supported(), acknowledged())) == []
    assert [each["severity"] for each in issues(result(acknowledged()), verbose=True)] == ["info"]


def test_what_is_accepted_is_left_out() -> None:
    accepted = msgspec.structs.replace(tool_runs(), accepted=True)
    assert issues(result(accepted)) == []
    assert len(issues(result(accepted), verbose=True)) == 1


def test_the_description_names_the_sentence_and_how_many_more() -> None:
    (one,) = issues(result(loose(2, 9, "one"), loose(2, 87, "two")))
    assert one["description"] == (
        "== for fastapi, uvicorn: broken, 2 of 28 lines looser (and 1 more of the same cause) – "
        "SECURITY.md:9: “Critical packages are pinned with ==.” – write == in these lines"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_any_words_make_a_report(path: str, words: str) -> None:
    issues(evil(path, words), verbose=True)
