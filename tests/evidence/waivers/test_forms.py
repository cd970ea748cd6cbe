"""Native forms: what each says, on which line, until when; the registry; and that no text breaks a reader."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import waivers
from troth.evidence.structured import MalformedError
from troth.evidence.waivers import FORMS, form_of
from troth.evidence.waivers.form import Form, Source, document_of, waivers_of
from troth.terms.waiver import Waiver

FOLDER = Path(waivers.__file__).parent


def read(path: str, text: str) -> list[Waiver]:
    (form,) = [form for form in FORMS if form_of(form.tool, path) is form]
    return list(waivers_of(form, document_of(form, text), Source(path=path)))


def test_every_form_is_registered() -> None:
    folder = {path.stem for path in FOLDER.glob("*.py") if "\nFORM = Form(" in path.read_text()}
    assert {form.read.__module__.rpartition(".")[2] for form in FORMS} | {"pnpm"} == folder
    assert len(FORMS) == len(folder)
    assert len({form.name for form in FORMS}) == len(FORMS)


DENY = """\
[advisories]
ignore = [
  "RUSTSEC-2026-0001", # until 2026-10-30
  { id = "RUSTSEC-2026-0002", reason = "no fix; tracking #327; granted 2026-08-01; review-by 2026-10-30" },
  # the mast is never raised
  "RUSTSEC-2026-0003",
  { crate = "hull@0.1.1", reason = "yanked by mistake" },
  "keel@2.0.0",
]
[licenses]
exceptions = [{ crate = "sail", allow = ["Zlib"] }]
[bans]
skip = [{ crate = "oar:1.0.0", reason = "old" }]
"""


def test_deny_toml() -> None:
    found = read("deny.toml", DENY)
    assert [(one.target, one.span.line, one.package) for one in found] == [
        ("RUSTSEC-2026-0001", 3, ""),
        ("RUSTSEC-2026-0002", 4, ""),
        ("RUSTSEC-2026-0003", 6, ""),
        ("package:hull", 7, "hull@0.1.1"),
        ("package:keel", 8, "keel@2.0.0"),
        ("licence:sail", 11, "sail"),
        ("cargo-deny:duplicate", 13, "oar@1.0.0"),
    ]
    assert [one.until for one in found[:3]] == [date(2026, 10, 30), date(2026, 10, 30), None]
    assert (found[1].granted, found[1].said) == (date(2026, 8, 1), "review-by 2026-10-30")
    assert found[2].reason == "the mast is never raised"
    assert all(one.dateless_form and one.form == "deny.toml" and one.tool == "cargo-deny" for one in found)
    assert [one.kind for one in found[3:]] == ["package", "package", "licence", "rule"]


OTHERS = [
    (".cargo/audit.toml", "[advisories]\nignore = [\n  # revisit in Q1 2027\n  'RUSTSEC-2026-0001',\n]\n",
     ("RUSTSEC-2026-0001", 4, date(2027, 3, 31), "revisit in Q1 2027", "")),
    ("sub/osv-scanner.toml", "[[IgnoredVulns]]\nid = 'GO-2026-1'\nignoreUntil = 2026-12-31\nreason = 'not reached'\n",
     ("GO-2026-1", 1, date(2026, 12, 31), "not reached", "sub/*")),
    ("osv-scanner.toml", "[[IgnoredVulns]]\nid = 'GO-2026-1'\nignoreUntil = 2026-12-31T10:00:00Z\n",
     ("GO-2026-1", 1, date(2026, 12, 31), "", "")),
    ("osv-scanner.toml", "[[PackageOverrides]]\nname = 'hull'\nversion = '1.0'\nignore = true\neffectiveUntil = 2026-12-31\nreason = 'x'\n",
     ("package:hull", 1, date(2026, 12, 31), "x", "")),
    ("osv-scanner.toml", "[[PackageOverrides]]\nname = 'hull'\nlicense.override = ['MIT']\nreason = 'x'\n",
     ("licence:hull", 1, None, "x", "")),
    (".trivyignore", "# no fix yet\nCVE-2026-1 exp:2026-12-31\n", ("CVE-2026-1", 2, date(2026, 12, 31), "no fix yet", "")),
    (".trivyignore.yaml", "misconfigurations:\n  - id: AVD-DS-0002\n    paths: [Dockerfile]\n    expired_at: 2026-12-31\n    statement: root needed\n",
     ("trivy:AVD-DS-0002", 2, date(2026, 12, 31), "root needed", "Dockerfile")),
    (".safety-policy.yml", "security:\n  ignore-vulnerabilities:\n    51457:\n      reason: no exploit\n      expires: '2026-12-31'\n",
     ("51457", 3, date(2026, 12, 31), "no exploit", "")),
    (".grype.yaml", "ignore:\n  # re-evaluate by 2026-12-31\n  - vulnerability: CVE-2026-1\n    package:\n      name: hull\n",
     ("CVE-2026-1", 3, date(2026, 12, 31), "re-evaluate by 2026-12-31", "")),
    (".grype.yaml", "ignore:\n  - package:\n      name: stdlib\n      location: /bin/tide\n", ("package:stdlib", 2, None, "", "/bin/tide")),
    (".snyk", "ignore:\n  SNYK-JS-HULL-1:\n    - 'hull > *':\n        reason: none\n        expires: 2026-12-31T00:00:00.000Z\n        created: 2026-10-01T00:00:00.000Z\n",
     ("SNYK-JS-HULL-1", 3, date(2026, 12, 31), "none", "")),
    ("config/owasp-suppressions.xml", "<suppressions>\n <suppress until='2026-12-31Z'>\n  <notes>wrong\n CPE</notes>\n  <cve>CVE-2026-1</cve>\n </suppress>\n</suppressions>\n",
     ("CVE-2026-1", 2, date(2026, 12, 31), "wrong CPE", "")),
    (".gitleaksignore", "# sample keys\n0123abc:docs/keys.md:generic-api-key:29\n",
     ("secret:0123abc:docs/keys.md:generic-api-key:29", 2, None, "sample keys", "docs/keys.md")),
    (".secrets.baseline", '{"results": {\n "docs/keys.md": [\n  {"type": "x", "hashed_secret": "0a1b"}]}}',
     ("secret:0a1b", 3, None, "", "docs/keys.md")),
    ("zizmor.yml", "rules:\n  artipacked:\n    ignore:\n      - ci.yml:12:3\n", ("zizmor:artipacked", 4, None, "", "**/ci.yml")),
    ("package.json", '{"pnpm": {"auditConfig": {"ignoreCves": [\n "CVE-2026-1"]}}}', ("CVE-2026-1", 2, None, "", "")),
    ("pnpm-workspace.yaml", "auditConfig:\n  ignoreGhsas:\n    - GHSA-1111-2222-3333 # until 2026-12-31\n",
     ("GHSA-1111-2222-3333", 3, date(2026, 12, 31), "until 2026-12-31", "")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "wanted"), OTHERS, ids=[path for path, *_ in OTHERS])
def test_other_forms(path: str, text: str, wanted: tuple[str, int, date | None, str, str]) -> None:
    (found,) = read(path, text)
    assert (found.target, found.span.line, found.until, found.reason, found.path) == wanted
    assert found.span.path == path
    assert found.native


def test_a_fixed_date_wins_over_words() -> None:
    text = "[[IgnoredVulns]]\nid = 'X-1'\nignoreUntil = 2026-12-31\nreason = 'until 2027-06-01'\n"
    (found,) = read("osv-scanner.toml", text)
    assert (found.until, found.said) == (date(2026, 12, 31), "")


def test_a_comment_of_trivyignore_holds_up_to_a_blank_line() -> None:
    found = read(".trivyignore", "# two of one cause\nCVE-2026-1\nCVE-2026-2 # the second\n\nCVE-2026-3\n#CVE-2026-4\n")
    assert [(one.target, one.reason) for one in found] == [
        ("CVE-2026-1", "two of one cause"),
        ("CVE-2026-2", "two of one cause the second"),
        ("CVE-2026-3", ""),
    ]


def test_xml_expands_no_entity_and_reads_no_file() -> None:
    text = '<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n<suppressions><suppress><notes>&e;</notes><cve>CVE-2026-1</cve></suppress></suppressions>'
    assert [(one.target, one.reason) for one in read("suppressions.xml", text)] == [("CVE-2026-1", "")]


def test_a_bomb_in_xml_is_no_trouble() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = (
        f'<!DOCTYPE s [<!ENTITY e0 "x">{entities}]>\n<suppressions><suppress><cve>&e8;</cve></suppress></suppressions>'
    )
    assert read("suppressions.xml", text) == []


WORDS = st.sampled_from(
    ["advisories", "ignore", "IgnoredVulns", "PackageOverrides", "security", "ignore-vulnerabilities", "vulnerabilities",
     "misconfigurations", "package", "name", "version", "id", "reason", "expires", "expired_at", "paths", "results",
     "hashed_secret", "rules", "auditConfig", "pnpm", "ignoreCves", "licenses", "exceptions", "bans", "skip", "X-1", "\0",
     "\ud800", "2026-99-99", "until 2026-02-31", ""]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | WORDS | st.dates()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@given(value=VALUES)
@settings(max_examples=60, deadline=None)
def test_no_value_breaks_a_reader(form: Form, value: object) -> None:
    document = (
        document_of(form, "")
        if form.writing in ("lines", "xml")
        else document_of(form, "{}" if form.writing == "json" else "")
    )
    whole = type(document)(value=value, places=(), items={}, lines=("x",))
    for waiver in waivers_of(form, whole, Source(path=form.files[0])):
        assert waiver.target
        assert isinstance(waiver.reason, str)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@given(
    text=st.text(max_size=200)
    | st.lists(
        WORDS | st.sampled_from(["[", "]", "{", "}", "=", ":", "\n", "'", '"', "- ", "<", ">", "&", "#"]), max_size=40
    ).map("".join)
)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_reader(form: Form, text: str) -> None:
    try:
        document = document_of(form, text)
    except MalformedError:
        return
    for waiver in waivers_of(form, document, Source(path=form.files[0])):
        assert waiver.target


def test_a_wall_of_comments_costs_little() -> None:
    text = "# until 2020-01-01\n" * 20_000 + "CVE-2026-1\n" * 20_000
    begin = time.process_time()
    found = read(".trivyignore", text)
    assert time.process_time() - begin < 5
    assert len(found) == 10_000
    assert {one.until for one in found} == {date(2020, 1, 1)}


def test_endless_words_are_cut() -> None:
    (found,) = read(
        "deny.toml", f'[advisories]\nignore = [{{ id = "X-{"1" * 9_000}", reason = "{"until " * 50_000}" }}]\n'
    )
    assert len(found.target) <= 300
    assert len(found.reason) <= 2_000
