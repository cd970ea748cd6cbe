"""The pages on waivers and troth.toml say what the code does."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs

from troth.controls import waivers as findings
from troth.evidence.waivers import FORMS
from troth.evidence.waivers.flags import FLAGS
from troth.evidence.waivers.form import Form
from troth.formats.troth_toml import TABLES, read
from troth.formats.waiver_json import FIELDS
from troth.terms.span import Span

DOCS = Path(__file__).resolve().parents[2] / "docs"
WAIVERS, OWN = (DOCS / "waivers.md").read_text(), (DOCS / "troth-toml.md").read_text()
TYPES = {"text": "text", "date": "date", "texts": "list of texts", "days": "length of time", "choice": "a word"}


def row(form: Form) -> str:
    silent = form.writing == "json"  # it takes no comments
    end = f"`{form.date_field}`" if form.date_field else "–" if silent else "in words"
    reason = f"`{form.reason_field}`" if form.reason_field else "–" if silent else "comment"
    return f"| {', '.join(f'`{name}`' for name in form.files)} | {form.tool} | {end} | {reason} |"


def test_every_native_form_has_its_row() -> None:
    table = WAIVERS.partition("| file | tool | end | reason |\n|---|---|---|---|\n")[2].partition("\n\n")[0]
    assert sorted(table.splitlines()) == sorted(map(row, FORMS))


def test_the_flags_of_command_lines_are_named() -> None:
    for tool, flags in FLAGS.items():
        assert f"`{tool.replace('cargo-audit', 'cargo audit')} {flags[0]}`" in WAIVERS


def test_every_finding_is_explained() -> None:
    source = Path(findings.__file__).read_text()
    rules = set(re.findall(r'rule="([\w-]+)"|_finding\("([\w-]+)"', source))
    named = {first or second for first, second in rules}
    named |= {f"waiver-without-{what}" for what in ("date", "reason", "owner")}
    assert named == set(
        re.findall(r"`([a-z]+-[a-z-]+)`(?=[,\s|])", WAIVERS.partition("| rule | means |")[2].partition("\n\n")[0])
    )


def test_every_field_of_the_json_is_named() -> None:
    said = WAIVERS.partition("## The list as JSON")[2]
    assert all(f"`{name}`" in said for name in (*FIELDS, "form", "state", "days_left", "must_end", "unmatched"))


def test_every_table_and_key_of_troth_toml_is_explained() -> None:
    for name, table in TABLES.items():
        assert f"`{f'[[{name}]]' if table.many else f'[{name}]'}`" in OWN
        for key, field in table.fields.items():
            assert f"| `{key}` | {TYPES[field.type]}{', needed' * field.required} | {field.about} |" in OWN


def test_the_example_is_valid_and_says_what_it_shows() -> None:
    example = OWN.partition("```toml\n")[2].partition("```")[0]
    tables: dict[str, Any] = tomllib.loads(example)
    schema = json.loads((DOCS / "troth-toml.schema.json").read_text())
    assert jsonschema_rs.validator_for(schema).is_valid(json.loads(json.dumps(tables, default=str)))
    found = read(tables, lambda _: Span("troth.toml"))
    assert (len(found.waivers), found.gaps, found.settings.strays, found.settings.longest) == (1, (), (), 60)
