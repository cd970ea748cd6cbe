"""Each format of an advisory of one's own, held against the official schema of its makers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from csaf.csaf import v20
from lxml import etree

from formats.own_advisories import WHOLE
from troth.formats import advisory_formats, own_advisory_json, weaknesses

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


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_said_twice_is_written_once(name: str) -> None:
    affected, spared, looked_at = WHOLE.products
    again = msgspec.structs.replace(spared, status="affected", justification=None, impact="")
    twice = (msgspec.structs.replace(affected, fixed=("3.1", "3.1")), spared, spared, looked_at, looked_at, again)
    found = advisory_formats.named(name)
    assert found is not None
    CHECKS[name](found.write(msgspec.structs.replace(WHOLE, products=twice)))


def test_each_weakness_has_its_name_and_categories_have_none() -> None:
    names = weaknesses._names()
    assert len(names) > 900
    assert not [cwe for cwe, name in names.items() if len(name) < 5 or not re.fullmatch(r"CWE-\d+", cwe)]
    assert weaknesses.name_of("CWE-227") == ""  # "7PK - API Abuse"


@pytest.mark.parametrize("cwe", ["CWE-79", "CWE-227", "CWE-100", "CWE-1425"])
def test_any_id_of_a_weakness_leaves_an_advisory_valid(cwe: str) -> None:
    found = advisory_formats.named("csaf")
    assert found is not None
    CHECKS["csaf"](found.write(msgspec.structs.replace(WHOLE, cwes=(cwe,))))
