from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.golden import TODAY
from troth.evidence.licences import declared, deny
from troth.evidence.licences.recognise import MARKS, recognise
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Gap
from troth.terms.package import package
from troth.terms.seen.components import Component, Origin
from troth.terms.seen.licences import DeclaredLicence
from troth.terms.span import Span

Tree = Callable[..., Repository]
LIST = {"troth.toml": '[licences]\nallow = ["MIT"]\n'}


def needs(name: str, version: str, ecosystem: str, licence: str = "", origin: Origin = "registry") -> Component:
    return Component(
        package=package(ecosystem, name), version=version, purl="", span=Span("lock", 3), licence=licence, origin=origin
    )


def asked(repository: Repository, *components: Component) -> Answer[DeclaredLicence]:
    return declared.licences(Scene(repository=repository, at=TODAY), lambda _: Answer(found=components))


def one(repository: Repository, component: Component) -> tuple[str, str] | None:
    found = asked(repository, component).found
    return (found[0].text, found[0].how) if found else None


def test_nothing_is_looked_for_without_a_list(tree: Tree) -> None:
    def never(_: Scene) -> Answer[Component]:
        raise AssertionError

    assert declared.licences(Scene(repository=tree({"a": ""}), at=TODAY), never) == Answer()


def test_a_lockfile_that_tells_is_believed(tree: Tree) -> None:
    assert one(tree(LIST), needs("rope", "1.0", "npm", "MIT OR ISC")) == ("MIT OR ISC", "lockfile")


def test_an_unknown_licence_is_a_gap_and_the_project_itself_is_none(tree: Tree) -> None:
    answer = asked(tree(LIST), needs("rope", "1.0", "npm"), needs("ferry", "1.0", "npm", origin="workspace"))
    assert answer.found == ()
    assert [gap.wanted for gap in answer.gaps] == ["licence of rope"]


def test_gaps_of_the_inventory_stay_gaps(tree: Tree) -> None:
    gap = Gap(wanted="yarn.lock", reason="damaged")
    answer = declared.licences(Scene(repository=tree(LIST), at=TODAY), lambda _: Answer(gaps=(gap,)))
    assert answer.gaps == (gap,)


METADATA = "Metadata-Version: 2.4\nName: Rope.Maker\nVersion: 1.0\n{}\n\nWords.\n"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("License-Expression: MIT OR ISC\nLicense: other", ("MIT OR ISC", "metadata")),
        ("Classifier: License :: OSI Approved :: MIT License", ("MIT", "classifier")),
        ("License: BSD-3-Clause", ("BSD-3-Clause", "metadata")),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: BSD-3-Clause", ("BSD-3-Clause", "metadata")),
        ("Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: ISC License (ISCL)",
         ("MIT AND ISC", "classifier")),
        ("Classifier: License :: OSI Approved :: BSD License", None),
        ("License: UNKNOWN", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_an_installed_distribution_declares(tree: Tree, lines: str, told: object) -> None:
    path = ".venv/lib/python3.11/site-packages/rope_maker-1.0.dist-info/METADATA"
    repository = tree({**LIST, path: METADATA.format(lines)})
    assert one(repository, needs("rope-maker", "1.0", "PyPI")) == told
    assert one(repository, needs("rope-maker", "2.0", "PyPI")) is None


def test_a_vendored_crate_declares(tree: Tree) -> None:
    text = '[package]\nname = "rope"\nversion = "0.2.1"\nlicense = "MIT/Apache-2.0"\n'
    repository = tree({**LIST, "vendor/rope/Cargo.toml": text})
    assert one(repository, needs("rope", "0.2.1", "crates.io")) == ("MIT/Apache-2.0", "metadata")
    assert one(repository, needs("rope", "0.3.0", "crates.io")) is None


ISC = (
    "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby\n"
    "granted, provided that the above copyright notice and this permission notice appear in all copies.\n"
)
GRANT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated\n"
    "documentation files. The above copyright notice and this permission notice shall be included in all copies or\n"
    "substantial portions of the Software.\n"
)
REDISTRIBUTE = (
    "Redistribution and use in source and binary forms, with or without modification, are permitted provided that:\n"
    "* Redistributions in binary form must reproduce the above copyright notice.\n"
)
NEITHER = "Neither the name of Harbour may be used to endorse or promote products derived from this software.\n"


def test_a_vendored_module_is_recognised_by_its_text(tree: Tree) -> None:
    repository = tree({**LIST, "vendor/example.org/rope/LICENSE": GRANT})
    assert one(repository, needs("example.org/rope", "1.0.0", "Go")) == ("MIT", "licence file")


def test_a_module_in_the_cache_is_recognised(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache" / "example.org" / "!rope@v1.0.0"
    folder.mkdir(parents=True)
    (folder / "COPYING").write_text(ISC)
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "cache"))
    repository = tree(LIST)
    assert one(repository, needs("example.org/Rope", "1.0.0", "Go")) == ("ISC", "licence file")
    assert one(repository, needs("example.org/Rope", "1.0.1", "Go")) is None
    assert one(repository, needs("../../etc", "1.0.0", "Go")) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GRANT, "MIT"),
        (ISC, "ISC"),
        (REDISTRIBUTE + NEITHER, "BSD-3-Clause"),
        (REDISTRIBUTE, "BSD-2-Clause"),
        (REDISTRIBUTE + NEITHER + "All advertising materials must display …", ""),
        (GRANT + REDISTRIBUTE, "MIT AND BSD-2-Clause"),
        (GRANT + "Except as contained in this notice, the name of Harbour shall not be used", ""),
        ("All rights reserved.", ""),
        ("", ""),
    ],
)
def test_licence_texts(text: str, told: str) -> None:
    assert recognise(text) == told
    assert recognise(text.upper().replace("\n", "\r\n // ")) == told


def test_every_mark_can_be_recognised_and_is_an_expression() -> None:
    from troth.formats import licence

    for mark in MARKS:
        assert mark.licence in recognise(". ".join(mark.holds))
        assert not licence.read(mark.licence).unknown


DENY = """[licenses]
allow = ["MIT", 7, "ISC"]
default = "deny"
# needed by the mast
exceptions = [
  { allow = ["Zlib"], crate = "rope" },
  { allow = ["Zlib"], name = "sail" }, # its author was asked
]
"""


def test_the_list_of_cargo_deny(tree: Tree) -> None:
    (found,) = deny.lists(tree({"deny.toml": DENY})).found
    assert [(each.value, str(each.span)) for each in found.allow] == [("MIT", "deny.toml:2"), ("ISC", "deny.toml:2")]
    assert [(each.package, each.allow, each.span.line, each.explained) for each in found.exceptions] == [
        ("rope", ("Zlib",), 6, False),
        ("sail", ("Zlib",), 7, True),
    ]
    assert [(each.value, each.span.line) for each in found.removed] == [("default", 3)]


def test_a_damaged_list_is_a_gap(tree: Tree) -> None:
    answer = deny.lists(tree({"deny.toml": "[licenses\n"}))
    assert answer.found == ()
    assert answer.gaps[0].wanted == "deny.toml"


@pytest.mark.parametrize("value", ["7", '"x"', "[]", "{}", "[[]]", "[{}]", '[{crate = 7, allow = "x"}]', "true"])
@pytest.mark.parametrize("key", ["licenses", "licenses.allow", "licenses.exceptions", "licenses.copyleft"])
def test_values_of_other_types(tree: Tree, key: str, value: str) -> None:
    (found,) = deny.lists(tree({"deny.toml": f"{key} = {value}\n"})).found
    assert found.allow == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_garbage_is_no_licence(text: str) -> None:
    assert recognise(text) == ""
