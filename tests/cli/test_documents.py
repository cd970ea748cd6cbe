from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.cli.documents import LARGEST, decode
from troth.cli.sources import sources
from troth.terms.errors import UnreadablePolicyError

TEXT = "# Security\n\nWrite to us – quickly.\n"


def documents(root: Path, named: list[str], organisation: str = "") -> dict[str, str]:
    return {source.path: source.text for source in sources(root, named, organisation).sources}


def put(root: Path, path: str, data: bytes = TEXT.encode()) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


@pytest.mark.parametrize("path", [".github/SECURITY.md", "SECURITY.md", "docs/SECURITY.md", "security.md"])
def test_finds_the_policy_where_hosts_look(tmp_path: Path, path: str) -> None:
    put(tmp_path, path)
    assert documents(tmp_path, []) == {path: TEXT}


def test_policies_in_every_usual_place_are_read_those_first_that_hosts_show(tmp_path: Path) -> None:
    for name in ("SECURITY.md", ".github/SECURITY.md", "SECURITY.de.md", "docs/security_policy.rst", "SUPPORT.md"):
        put(tmp_path, name)
    put(tmp_path, ".well-known/security.txt", b"Contact: mailto:security@example.org\n")
    for name in ("docs/security-model.py", "SECURITYX.md", "src/SECURITY.md", "SECURITY.deutsch.md", "support.py"):
        put(tmp_path, name)
    assert list(documents(tmp_path, [])) == [
        ".github/SECURITY.md",
        "SECURITY.md",
        "docs/security_policy.rst",
        "SECURITY.de.md",
        ".well-known/security.txt",
        "SUPPORT.md",
    ]


LINKS = """# Security

See our [response plan](docs/incident-response.md), [versions](/docs/supported-versions.md#now) and [how](docs/how.md).
Also [out](../secret-security-policy.md), [away](https://example.org/incident-response.md), [none](docs/disclosure.md),
[back](SECURITY.md), [contributing](CONTRIBUTING.md) and [the threat model](link/threat-model.md).

## For users

Read [security practices](docs/security-practices.md).
"""


def test_documents_that_continue_the_policy_are_read(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    put(checkout, "SECURITY.md", LINKS.encode())
    put(checkout, "docs/incident-response.md", b"# Plan\n\nMore in [severity](severity.md).\n")
    put(
        checkout, "docs/severity.md", b"# Severity\n\nMore in [plan](incident-response.md), [sla](support-policy.md).\n"
    )
    put(checkout, "docs/support-policy.md", b"# Words\n\nThree links away: [more](release-policy.md).\n")
    for name in ("docs/release-policy.md", "docs/supported-versions.md", "docs/how.md", "docs/security-practices.md"):
        put(checkout, name)
    put(checkout, "CONTRIBUTING.md")
    put(tmp_path, "secret-security-policy.md")
    (checkout / "link").mkdir()
    (checkout / "link/threat-model.md").symlink_to(tmp_path / "secret-security-policy.md")
    assert list(documents(checkout, [])) == [
        "SECURITY.md",
        "docs/incident-response.md",
        "docs/supported-versions.md",
        "docs/severity.md",
    ]
    assert list(documents(checkout, ["SECURITY.md"])) == ["SECURITY.md"]


def test_so_many_documents_continue_a_policy_and_no_more(tmp_path: Path) -> None:
    links = " ".join(f"[disclosure {number}](docs/disclosure-{number}.md)" for number in range(40))
    put(tmp_path, "SECURITY.md", f"# Security\n\n{links}\n".encode())
    for number in range(40):
        put(tmp_path, f"docs/disclosure-{number}.md")
    found = sources(tmp_path, [])
    assert len(found.sources) == 1 + 12
    assert [seen.text for seen in found.not_seen] == ["documents that the policy links to beyond the first 12"]


def roles(root: Path, organisation: str = "") -> list[tuple[str, str]]:
    return [(source.path, source.role) for source in sources(root, [], organisation).sources]


def test_the_policy_of_the_organisation_holds_where_there_is_none(tmp_path: Path, git: Callable[..., str]) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    put(tmp_path, "elsewhere/SECURITY.md")
    assert roles(checkout, str(tmp_path / "elsewhere")) == [("../elsewhere/SECURITY.md", "organisation")]
    put(tmp_path, ".github/docs/SECURITY.md")
    for root, owner in ((checkout, "harbour"), (tmp_path / ".github", "ferry")):
        with pytest.raises(UnreadablePolicyError):
            sources(checkout, [])
        git(root, "init", "-q")
        git(root, "remote", "add", "origin", f"https://example.org/{owner}/{root.name}.git")
    with pytest.raises(UnreadablePolicyError):
        sources(checkout, [])  # another owner's
    git(tmp_path / ".github", "remote", "set-url", "origin", "git@example.org:Harbour/.github.git")
    assert roles(checkout) == [("../.github/docs/SECURITY.md", "organisation")]
    put(checkout, "SECURITY.md")
    assert roles(checkout, str(tmp_path / "elsewhere")) == [("SECURITY.md", "policy")]


def test_an_organisation_without_a_policy_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePolicyError, match="no SECURITY"):
        sources(tmp_path, [], str(tmp_path / "gone"))


def test_what_cannot_be_read_beside_the_policy_is_told_and_stops_nothing(tmp_path: Path) -> None:
    outside = put(tmp_path, "secret-threat-model.md")
    root = tmp_path / "checkout"
    put(
        root,
        "SECURITY.md",
        b"# S\n\n[Incidents](incident.md) and [threats](threat-model.md), [more](gone-disclosure.md).\n",
    )
    put(root, "SUPPORT.md", b"\n")
    put(root, "docs/SECURITY.md", b"\0\1\2binary")
    put(root, "incident.md", b"x" * (1024 * 1024 + 1))
    (root / "threat-model.md").symlink_to(outside)
    found = sources(root, [])
    assert [source.path for source in found.sources] == ["SECURITY.md"]
    assert [(seen.text, seen.paths) for seen in found.not_seen] == [
        ("docs/SECURITY.md holds NUL bytes and is no text", ("docs/SECURITY.md",)),
        ("SUPPORT.md holds no words, so it promises nothing", ("SUPPORT.md",)),
        ("incident.md is larger than 1 MB, linked from SECURITY.md:3", ("incident.md",)),
        ("threat-model.md is a link that leads out of the tree, linked from SECURITY.md:3", ("threat-model.md",)),
    ]


def test_one_file_under_two_names_is_one_document(tmp_path: Path) -> None:
    put(tmp_path, "docs/SECURITY.md")
    (tmp_path / "SECURITY.md").symlink_to("docs/SECURITY.md")
    assert roles(tmp_path) == [("docs/SECURITY.md", "policy")]


def test_why_each_document_is_read(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", b"# S\n\nOur [incident plan](docs/incident.md).\n")
    for name in ("SECURITY.de.md", "docs/security.md", "docs/incident.md", ".gitlab/SECURITY.rst", "SUPPORT.md"):
        put(tmp_path, name)
    put(tmp_path, "security.txt", b"bandit==1.7.5\nsafety==3.0\n")  # requirements, no fields of RFC 9116
    assert roles(tmp_path) == [
        ("SECURITY.md", "policy"),
        ("docs/security.md", "page"),
        (".gitlab/SECURITY.rst", "policy"),
        ("SECURITY.de.md", "translation"),
        ("SUPPORT.md", "support"),
        ("docs/incident.md", "linked"),
    ]
    found = {source.path: source for source in sources(tmp_path, []).sources}
    assert found["SECURITY.de.md"].origin == "SECURITY.md"
    assert str(found["docs/incident.md"].cited) == "SECURITY.md:3"


def test_git_s_own_folder_is_no_place_for_a_policy(tmp_path: Path) -> None:
    put(tmp_path, ".git/SECURITY.md")
    (tmp_path / "SECURITY.md").symlink_to(".git/SECURITY.md")
    with pytest.raises(UnreadablePolicyError):
        sources(tmp_path, [])


def test_without_a_policy_the_message_teaches(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePolicyError) as caught:
        documents(tmp_path, [])
    assert "no SECURITY.md" in caught.value.what
    assert "five lines" in caught.value.hint
    assert "lies elsewhere: --policy FILE" in caught.value.hint
    assert ".rst" in caught.value.what
    assert "SUPPORT" not in caught.value.hint
    put(tmp_path, "SUPPORT.md", b"# Support\n\n## Security\n\nWrite to a@harbour.example.\n")
    with pytest.raises(UnreadablePolicyError) as caught:
        documents(tmp_path, [])
    assert "--policy SUPPORT.md" in caught.value.hint


def test_a_blank_policy_that_hosts_show_names_the_other(tmp_path: Path) -> None:
    put(tmp_path, ".github/SECURITY.md", b"\n")
    with pytest.raises(UnreadablePolicyError) as caught:
        sources(tmp_path, [])
    assert "hosts show" not in caught.value.what
    put(tmp_path, "SECURITY.md")
    with pytest.raises(UnreadablePolicyError) as caught:
        sources(tmp_path, [])
    assert ".github/SECURITY.md holds no words" in caught.value.what
    assert "SECURITY.md can be read" in caught.value.what
    assert caught.value.hint.endswith("--policy SECURITY.md")


def test_a_language_that_nobody_recognised_is_not_seen(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", "# Biztonság\n\nÍrj ide: a@kikoto.example. Három napon belül válaszolunk.\n".encode())
    assert [seen.text for seen in sources(tmp_path, []).not_seen] == [
        "SECURITY.md (not English, and its language was not recognised)"
    ]


def test_named_policies_are_relative_to_the_checked_folder(tmp_path: Path) -> None:
    put(tmp_path, "tools/docs/SECURITY.md")
    put(tmp_path, "other.md", b"Other.\n")
    assert list(documents(tmp_path, ["tools/docs/SECURITY.md", "other.md"])) == ["tools/docs/SECURITY.md", "other.md"]


def test_or_relative_to_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    put(tmp_path, "policy.md")
    monkeypatch.chdir(tmp_path)
    assert documents(checkout, ["policy.md"]) == {"policy.md": TEXT}
    assert documents(Path("checkout"), [str(tmp_path / "policy.md")]) == {"policy.md": TEXT}


def test_a_name_inside_the_tree_is_told_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "checkout/docs/SECURITY.md")
    monkeypatch.chdir(tmp_path)
    assert list(documents(Path("checkout"), ["checkout/docs/SECURITY.md"])) == ["docs/SECURITY.md"]


@pytest.mark.parametrize("named", [[], ["SECURITY.md"]])
def test_a_link_out_of_the_tree_is_refused(tmp_path: Path, named: list[str]) -> None:
    secret = put(tmp_path, "secret.txt", b"root:x:0:0")
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "SECURITY.md").symlink_to(secret)
    with pytest.raises(UnreadablePolicyError, match="leads out of the tree"):
        documents(checkout, named)


def test_a_link_inside_the_tree_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "docs/policy.md")
    (tmp_path / "SECURITY.md").symlink_to("docs/policy.md")
    assert documents(tmp_path, []) == {"docs/policy.md": TEXT}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfWrite \xe2\x80\x93 now", "Write – now"),
        ("Write – now".encode("utf-16"), "Write – now"),
        (b"\xfe\xff" + "Write – now".encode("utf-16-be"), "Write – now"),
        (b"Schl\xfcssel", "Schlüssel"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data, "SECURITY.md") == text


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xff\xfe\x00", b"---\n***\n123\n"])
def test_a_policy_without_a_word_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePolicyError, match="holds no words"):
        decode(data, "SECURITY.md")


def test_binary_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", b"\x89PNG\0\0")
    with pytest.raises(UnreadablePolicyError, match="NUL bytes"):
        documents(tmp_path, [])


def test_a_huge_policy_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", b"x" * (LARGEST + 1))
    with pytest.raises(UnreadablePolicyError, match="larger than 10 MB"):
        documents(tmp_path, [])


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("folder", "is a folder"),
        ("pipe", "not a file"),
        ("gone.md", "No such file"),
        ("a\0b", "is no path"),
    ):
        with pytest.raises(UnreadablePolicyError, match=message):
            documents(tmp_path, [name])


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except UnreadablePolicyError:
        return
    assert any(character.isalpha() for character in text)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_every_encoding_gives_the_same_words(encoding: str) -> None:
    text = "# Sicherheit\n\nWir bestätigen Meldungen innerhalb von 48 Stunden.\n"
    assert decode(text.encode(encoding), "x") == text


def test_curly_quotes_of_windows_are_read() -> None:
    assert (
        decode(b"# Security\n\nDon\x92t open \x93public\x94 issues.\n", "x")
        == "# Security\n\nDon’t open “public” issues.\n"
    )


@pytest.mark.parametrize("data", [b"\x00\x01abc", b"abc\x00" * 3, b"\x00" * 50, bytes(range(256)) * 4])
def test_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadablePolicyError):
        decode(data, "x")


def test_a_policy_in_another_place_is_named_where_the_usual_ones_have_none(tmp_path: Path) -> None:
    for path in (
        "docs/security/SECURITY_POLICY.md", "pilots/SECURITY.md", "pilots/docs/SECURITY.md", "docs/safety/security.md",
        "vendor/lamp/SECURITY.md", "templates/SECURITY.md", "pilots/SECURITY.de.md",
    ):  # fmt: skip
        put(tmp_path, path)
    with pytest.raises(UnreadablePolicyError) as raised:
        sources(tmp_path, [])
    told = [line for line in raised.value.hint.splitlines() if line.startswith("One lies at")]
    assert [line.partition("--policy ")[2] for line in told] == [
        "pilots/SECURITY.md", "docs/security/SECURITY_POLICY.md", "pilots/docs/SECURITY.md",
    ]  # fmt: skip


def test_fields_of_a_security_txt_are_in_no_language(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md")
    fields = (
        b"Contact: mailto:security@pilots.example\nPreferred-Languages: pt-PT, de-DE\nHiring: https://pilots.example/\n"
    )
    put(tmp_path, ".well-known/security.txt", fields)
    assert sources(tmp_path, []).not_seen == ()
