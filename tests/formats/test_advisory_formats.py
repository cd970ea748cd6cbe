"""Each format of an advisory of one's own, held against the official schema of its makers."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from csaf.csaf import v20
from lxml import etree

from formats.own_advisories import WHOLE
from troth.formats import advisory_formats, own_advisory_json

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def schema(name: str) -> Any:
    if name == "cve":
        bundled = files("cvelib").joinpath("schemas/CVE_JSON_bundled_5.1.1.json").read_text()
        return jsonschema_rs.validator_for(json.loads(bundled), validate_formats=True)
    return jsonschema_rs.validator_for(json.loads((SCHEMAS / name).read_text()), validate_formats=True)


def csaf_holds(content: bytes, preset: str = "extended") -> None:
    """The schema, all mandatory tests ("basic"), and all recommended ones ("extended")."""
    report = v20.validate(json.loads(content), preset=preset)
    failed = [(each.id, each.errors) for each in report.results if not each.passed and not each.skipped]
    assert not failed
    assert len([each for each in report.results if each.group == "mandatory" and each.passed]) >= 33


def atom_holds(content: bytes) -> None:
    feed = etree.fromstring(content)
    (entry,) = feed.findall("{*}entry")
    for element in (feed, entry):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{{*}}{name}"), name


CHECKS: dict[str, Callable[[bytes], None]] = {
    "csaf": csaf_holds,
    "csaf-vex": csaf_holds,
    "osv": lambda content: schema("osv-1.7.5.schema.json").validate(json.loads(content)),
    "cve": lambda content: schema("cve").validate(json.loads(content)),
    "openvex": lambda content: schema("openvex-0.2.0.schema.json").validate(json.loads(content)),
    "atom": atom_holds,
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_whole_advisory_is_valid_by_the_official_schema(name: str) -> None:
    found = advisory_formats.named(name)
    assert found is not None
    CHECKS[name](found.write(WHOLE))


@pytest.mark.parametrize("each", advisory_formats.FORMATS, ids=lambda each: each.name)
def test_the_same_record_gives_the_same_bytes(each: advisory_formats.AdvisoryFormat) -> None:
    assert each.write(WHOLE) == each.write(own_advisory_json.read(own_advisory_json.written(WHOLE)))


def test_the_record_is_read_as_it_was_written_and_its_digest_follows_its_content() -> None:
    written = own_advisory_json.written(WHOLE)
    assert own_advisory_json.read(written) == WHOLE
    changed = own_advisory_json.read(written.replace(b"It was reported.", b"It was reported!"))
    assert own_advisory_json.digest(changed) != own_advisory_json.digest(WHOLE)
