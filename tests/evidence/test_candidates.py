"""Names of tests are found in files of strangers: nothing in them takes long."""

from __future__ import annotations

import time

import pytest

from troth.evidence.selectors import candidates


def test_names_of_rust_tests() -> None:
    text = '#[test]\nfn limit() {}\n#[tokio::test(flavor = "x")]\n#[ignore]\npub async fn tide() {}\nfn other() {}\n'
    assert candidates._RUST.findall(text) == ["limit", "tide"]


@pytest.mark.parametrize("unit", ["#[test]\n", "#[test", "#[a::", "#[test]#[a]", "#[test] ", "#[test]\n#[test]\n\n"])
def test_attributes_without_end_are_looked_through_in_one_go(unit: str) -> None:
    began = time.process_time()
    candidates._RUST.findall(unit * (candidates.LARGEST // len(unit)))
    assert time.process_time() - began < 5
