from __future__ import annotations

from evidence.lockfiles.reading import gaps, read, survives, versions

LOCK = """\
# This is a Gradle generated file for dependency locking.
org.harbour:mast:1.2.0=compileClasspath,runtimeClasspath,testRuntimeClasspath
org.harbour:rope:2.0=testCompileClasspath,testRuntimeClasspath
org.harbour:chisel:3.0=annotationProcessor
empty=archives
"""


def test_every_line_is_a_component() -> None:
    found = read("gradle.lockfile", LOCK)
    assert versions(found) == [
        ("org.harbour:mast", "1.2.0"),
        ("org.harbour:rope", "2.0"),
        ("org.harbour:chisel", "3.0"),
    ]
    assert [each.span.line for each in found.components] == [2, 3, 4]
    assert [each.scope for each in found.components] == ["runtime", "test", "build"]
    assert found.gaps == ()


def test_a_line_of_another_form_is_a_gap() -> None:
    assert gaps(read("gradle.lockfile", "what is this\n")) == [
        ("a module", "not group:artifact:version=configurations", 1)
    ]


def test_garbage_is_survived() -> None:
    survives("gradle.lockfile", LOCK)
