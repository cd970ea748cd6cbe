from __future__ import annotations

import pytest

from evidence.lockfiles.reading import gaps, one, read, survives, versions

POM = """\
<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent>
    <groupId>org.harbour</groupId>
    <artifactId>fleet</artifactId>
    <version>7.0</version>
  </parent>
  <artifactId>harbour</artifactId>
  <properties>
    <mast.version>1.2.0</mast.version>
    <alias>${mast.version}</alias>
  </properties>
  <dependencyManagement>
    <dependencies>
      <dependency><groupId>org.rope</groupId><artifactId>rope</artifactId><version>2.0</version></dependency>
      <dependency>
        <groupId>org.lists</groupId><artifactId>list</artifactId><version>9</version><type>pom</type><scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>org.mast</groupId><artifactId>mast</artifactId><version>${alias}</version></dependency>
    <dependency><groupId>org.rope</groupId><artifactId>rope</artifactId><scope>test</scope></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>org.sail</groupId><artifactId>sail</artifactId></dependency>
    <dependency><groupId>org.deck</groupId><artifactId>deck</artifactId><version>${deck.version}</version></dependency>
    <dependency><groupId>org.hull</groupId><artifactId>hull</artifactId><version>[1.0,2.0)</version></dependency>
    <dependency><artifactId>nameless</artifactId></dependency>
  </dependencies>
  <profiles>
    <profile><id>extra</id><dependencies><dependency/></dependencies></profile>
  </profiles>
</project>
"""


def test_versions_that_stand_in_the_file() -> None:
    found = read("pom.xml", POM)
    assert versions(found) == [("org.mast:mast", "1.2.0"), ("org.rope:rope", "2.0"), ("org.harbour:core", "7.0")]
    assert [each.span.line for each in found.components] == [22, 23, 24]
    assert [each.scope for each in found.components] == ["runtime", "test", "runtime"]
    assert {each.direct for each in found.components} == {True}
    assert one(found, "org.mast:mast").purl == "pkg:maven/org.mast/mast@1.2.0"


def test_what_is_inherited_is_a_gap_each() -> None:
    assert gaps(read("pom.xml", POM)) == [
        ("the version of org.sail:sail", "given by org.lists:list, or by a parent", 25),
        ("the version of org.deck:deck", "${deck.version} is not set in this file", 26),
        ("the version of org.hull:hull", "[1.0,2.0) is not pinned", 27),
        (":nameless", "its name is not in the file", 28),
        ("dependencies of a profile", "profile extra", 31),
        ("what its dependencies need", "pom.xml names only what the project itself asks for", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<project>",
        "<other/>",
        '<!DOCTYPE p [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><project><dependencies><dependency><version>&b;</version></dependency></dependencies></project>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><project/>',
        "<project>" + "<a>" * 500,
    ],
)
def test_hostile_and_broken_files_are_gaps(text: str) -> None:
    found = read("pom.xml", text)
    assert found.components == ()
    assert found.gaps or found.notes


def test_properties_that_name_themselves_end() -> None:
    text = POM.replace("${mast.version}</alias>", "${alias}${alias}</alias>")
    assert ("the version of org.mast:mast", 22) in [(gap[0], gap[2]) for gap in gaps(read("pom.xml", text))]


def test_garbage_is_survived() -> None:
    survives("pom.xml", POM)
