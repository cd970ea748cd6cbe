from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.lined import parse
from troth.evidence.structured import MalformedError


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("toml", '[advisories]\nyanked = "deny"\nignore = [\n  "X-1",\n  { id = "X-2" },\n]\n'),
        ("json", '{\n  "advisories": {\n "yanked": "deny",\n "ignore": ["X-1",\n {"id": "X-2"}]\n }\n}\n'),
        ("yaml", "advisories:\n  yanked: deny\n  ignore:\n    - X-1\n    - id: X-2\n"),
    ],
)
def test_keys_have_lines_in_every_format(form: str, text: str) -> None:
    document = parse(text, form)
    assert document.value["advisories"]["yanked"] == "deny"
    assert [keys for keys, _ in document.places] == [
        ("advisories",),
        ("advisories", "yanked"),
        ("advisories", "ignore"),
        ("advisories", "ignore", "id"),
    ]
    assert "yanked" in document.text(document.line("advisories", "yanked"))
    assert "X-2" in document.text(document.line("advisories", "ignore", 1))
    assert document.line("advisories", "ignore", 7) == document.line("advisories", "ignore")


def test_ini_sections_and_options() -> None:
    document = parse("# first\n[bandit]\nexclude = tests,\n  docs\nSkips: B101\n", "ini")
    assert document.value == {"bandit": {"exclude": "tests,\ndocs", "skips": "B101"}}
    assert document.places == ((("bandit",), 2), (("bandit", "exclude"), 3), (("bandit", "skips"), 5))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("toml", "= ["),
        ("json", "{"),
        ("yaml", "a: [\n"),
        ("yaml", "a: &a [*a]"),
        ("ini", "no section\n"),
        ("json", "[" * 4000),
    ],
)
def test_what_is_malformed_says_so(form: str, text: str) -> None:
    with pytest.raises(MalformedError):
        parse(text, form)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["toml", "json", "yaml", "ini"]), st.text(alphabet="ab[]{}:=,\"'#\n -&*|<>.\t\\1", max_size=40))
def test_any_text_is_read_or_refused(form: str, text: str) -> None:
    try:
        document = parse(text, form)
    except MalformedError:
        return
    assert all(1 <= line <= len(document.lines) for _, line in document.places)
