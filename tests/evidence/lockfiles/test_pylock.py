from __future__ import annotations

from evidence.lockfiles.reading import gaps, one, read, retyped_toml, survives, versions

LOCK = """\
lock-version = "1.0"
created-by = "a tool"

[[packages]]
name = "Mast"
version = "1.2.0"
dependencies = [{ name = "rope" }]
wheels = [
    { name = "mast-1.2.0-py3-none-any.whl", hashes = { sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
]

[[packages]]
name = "rope"
version = "1.0"
index = "https://index.harbour.org/simple"

[packages.sdist]
name = "rope-1.0.tar.gz"
hashes = { sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }

[[packages]]
name = "sail"
version = "2.0"
vcs = { type = "git", url = "https://example.org/sail.git", commit-id = "0123456789abcdef0123456789abcdef01234567" }

[[packages]]
name = "yard"
archive = { url = "https://example.org/yard.zip", hashes = { sha256 = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" } }

[[packages]]
name = "harbour"
directory = { path = "." }
"""


def test_every_package_is_a_component() -> None:
    found = read("pylock.toml", LOCK)
    assert versions(found) == [("mast", "1.2.0"), ("rope", "1.0"), ("sail", "2.0"), ("yard", ""), ("harbour", "")]
    assert [each.span.line for each in found.components] == [5, 13, 22, 27, 31]
    assert [each.origin for each in found.components] == ["registry", "registry", "git", "url", "workspace"]
    assert one(found, "mast").checksums == ("sha256:" + "a" * 64,)
    assert one(found, "rope").checksums == ("sha256:" + "b" * 64,)
    assert one(found, "yard").checksums == ("sha256:" + "c" * 64,)
    assert one(found, "rope").registry == "https://index.harbour.org/simple"
    assert gaps(found) == [("the version of yard", "the entry names none", 27)]


def test_what_nothing_needs_is_direct_and_the_rest_may_be() -> None:
    found = read("pylock.dev.toml", LOCK)
    assert (one(found, "mast").direct, one(found, "rope").direct) == (True, None)
    assert one(found, "rope").via == ("mast",)


def test_files_of_other_names_are_known_by_what_they_hold() -> None:
    assert versions(read("locked/commits.toml", LOCK)) == versions(read("pylock.toml", LOCK))
    inline = 'lock-version = "1.0"\ncreated-by = "pip"\npackages = [\n  { name = "mast", version = "1" },\n]\n'
    found = read("any.toml", inline)
    assert [(each.package.name, each.span.line) for each in found.components] == [("mast", 4)]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("pylock.toml", LOCK.replace('lock-version = "1.0"\n', "")))[0][0] == "lock-version"
    assert gaps(read("pylock.toml", LOCK.replace('"1.0"', '"2.0"', 1)))[0][0] == "a known form"
    assert gaps(read("pylock.toml", 'lock-version = "1.0"\npackages = 7\n')) == [
        ("packages", "not an array of tables", None)
    ]
    assert ("a name", "an entry without a name (version 1)", 2) in gaps(
        read("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nversion = "1"\n')
    )


def test_garbage_is_survived() -> None:
    survives("pylock.toml", LOCK)
    for text in retyped_toml(LOCK):
        read("pylock.toml", text)
