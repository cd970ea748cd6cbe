from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.tools.index import by_command
from troth.evidence.tools.pom import skipped

Tree = Callable[[Mapping[str, str]], Repository]


def pom(skip: str, properties: str = "", profiles: str = "") -> str:
    plugin = (
        "<plugin><groupId>org.example</groupId><artifactId>other</artifactId></plugin>"
        f"<plugin><groupId>org.owasp</groupId><artifactId>dependency-check-maven</artifactId><configuration>{skip}"
        "<failBuildOnCVSS>7</failBuildOnCVSS></configuration></plugin>"
    )
    return (
        f"<project><properties>{properties}</properties><build><plugins>{plugin}</plugins></build>{profiles}</project>"
    )


@pytest.mark.parametrize(
    ("text", "more", "skips"),
    [
        (pom("<skip>true</skip>"), "", True),
        (pom("<skip>true</skip>"), "-Ddependency-check.skip=false", True),
        (pom("<skip>true</skip>"), "-P report", False),
        (pom("<skip>true</skip>"), "-Preport", False),
        (pom("<skip>false</skip>"), "", False),
        (pom(""), "", False),
        (pom("<!-- <skip>true</skip> -->"), "", False),
        (pom("<skip>${lazy}</skip>", "<lazy>true</lazy>"), "", True),
        (pom("<skip>${lazy}</skip>", "<lazy>true</lazy>"), "-Dlazy=false", False),
        (pom("<skip>${lazy}</skip>"), "-Dlazy", True),
        (pom("<skip>${lazy}</skip>"), "", False),
        (pom("", profiles="<profiles>" + pom("<skip>true</skip>") + "</profiles>"), "", False),
    ],
)
def test_a_plugin_that_skips_itself_does_not_run(tree: Tree, text: str, more: str, skips: bool) -> None:
    found = by_command(f"mvn -B dependency-check:check {more}".split())
    assert found is not None
    reading = found[0].read(found[1], tree({"pom.xml": text}), "")
    assert reading.runs is not skips
    assert reading.threshold == "CVSS 7"


def test_another_plugin_of_the_file_is_not_meant(tree: Tree) -> None:
    assert not skipped(("spotbugs:check",), tree({"pom.xml": pom("<skip>true</skip>")}), "", "spotbugs-maven-plugin")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<plugin>",
                "</plugin>",
                "<skip>",
                "true",
                "</skip>",
                "<!--",
                "-->",
                "<profiles>",
                "${a}",
                "<artifactId>x</artifactId>",
            ]
        ),
        max_size=12,
    )
)
def test_no_text_breaks_it(parts: list[str]) -> None:
    class Stub(Repository):
        def __init__(self) -> None:
            self.unreadable = {}

        def text(self, path: str) -> str | None:
            return "".join(parts) if path == "pom.xml" else None

    assert skipped(("mvn",), Stub(), "", "x") in (True, False)
