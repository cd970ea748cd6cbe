from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.policy.localised import is_policy, is_sure, taken_apart


@pytest.mark.parametrize(
    ("file", "stem", "language", "ending"),
    [
        ("SECURITY.md", "SECURITY", "", ".md"),
        ("SECURITY.de.md", "SECURITY", "de", ".md"),
        ("SECURITY_zh-Hans.rst", "SECURITY", "zh", ".rst"),
        ("security-pt_BR.MD", "security", "pt", ".md"),
        ("SECURITY", "SECURITY", "", ""),
        ("SECURITY-POLICY.md", "SECURITY-POLICY", "", ".md"),
        ("SECURITY.deutsch.md", "SECURITY.deutsch", "", ".md"),
        ("SECURITY.xq.md", "SECURITY.xq", "", ".md"),
    ],
)
def test_names_are_taken_apart(file: str, stem: str, language: str, ending: str) -> None:
    name = taken_apart(file)
    assert (name.stem, name.language, name.ending) == (stem, language, ending)


@pytest.mark.parametrize(
    ("file", "policy", "sure"),
    [
        ("SECURITY.md", True, True),
        ("Security.adoc", True, False),
        ("security_policy.rst", True, True),
        ("SECURITY", True, True),
        ("security", False, False),
        ("security.py", False, False),
        ("SECURITY.md.bak", False, False),
        ("insecurity.md", False, True),
    ],
)
def test_which_names_are_those_of_policies(file: str, policy: bool, sure: bool) -> None:
    assert (is_policy(taken_apart(file)), is_sure(taken_apart(file)) or not policy) == (policy, sure or not policy)


@given(st.text(max_size=60))
def test_any_name_can_be_asked(file: str) -> None:
    name = taken_apart(file)
    assert file.startswith(name.stem)
