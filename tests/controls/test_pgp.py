"""A key that is named has to be there, be read, hold, and be the one that the text names. Keys are made by gpg."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, Case, check, says
from troth.controls.pgp import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Pgp
from troth.terms.verdict import Verdict

MADE = "20260101T000000"


class Keys:
    """Keys of a gpg of its own: armoured, and their fingerprints."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._environment = {**os.environ, "GNUPGHOME": str(home), "LC_ALL": "C"}

    def make(self, name: str, until: str, *, encrypts: bool = True) -> tuple[str, str]:
        """A key of ``name`` that ends at ``until`` ("0" for never)."""
        mail = f"{name}@example.org"
        usage = ("future-default", "default") if encrypts else ("ed25519", "sign")
        self._gpg("--faked-system-time", MADE, "--quick-gen-key", mail, *usage, until)
        listed = self._gpg("--with-colons", "--list-keys", mail)
        fingerprint = next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))
        return self._gpg("--armor", "--export", mail), fingerprint

    def _gpg(self, *words: str) -> str:
        argv = ["gpg", "--batch", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", "", *words]
        return subprocess.run(argv, env=self._environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, str]]]:
    home = Path(tmp_path_factory.mktemp("g"))
    home.chmod(0o700)
    keys = Keys(home)
    yield {
        "lasting": keys.make("lasting", "0"),
        "long": keys.make("long", "2028-01-01"),
        "soon": keys.make("soon", "2026-12-31"),
        "ended": keys.make("ended", "2026-06-01"),
        "signs": keys.make("signs", "0", encrypts=False),
    }
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False, capture_output=True)


Judge = Callable[..., Verdict]


@pytest.fixture
def judged(tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> Judge:
    def judge(value: str, standing: object, files: dict[str, str | bytes], words: str = "", **more: object) -> Verdict:
        promise = Pgp(span=says("Encrypt your report with our key."), value=value, **more)  # type: ignore[arg-type]
        given = {"SECURITY.md": "# Security\n", **files}
        case = Case(name=value, promise=promise, standing=standing, files=given, words=words)  # type: ignore[arg-type]
        return check(case, CONTROL, tree, git_tree)

    return judge


def test_a_named_file_that_holds(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    assert judged("keys/KEY.asc", KEPT, {"keys/KEY.asc": made["lasting"][0]}).because[0].span.path == "keys/KEY.asc"
    judged("keys/KEY.asc", KEPT, {"keys/KEY.asc": made["long"][0]})


def test_a_fingerprint_of_a_key_of_the_tree(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    key, fingerprint = made["lasting"]
    spaced = " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
    files: dict[str, str | bytes] = {"KEY.asc": key, "old.asc": made["ended"][0]}
    judged(spaced, KEPT, files)
    judged(f"0x{fingerprint[-16:].lower()}", KEPT, files)
    judged(made["ended"][1], BROKEN, files, words="expired on 2026-06-01")


def test_a_key_that_ends_soon_or_only_signs(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    verdict = judged("KEY.asc", AT_RISK, {"KEY.asc": made["soon"][0]}, words="expires on 2026-12-31")
    assert {fact.weakness for fact in verdict.because} == {True, False}
    judged("KEY.asc", AT_RISK, {"KEY.asc": made["signs"][0]}, words="only signs")


def test_a_key_that_has_ended_is_missing_or_cannot_be_read(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    assert TODAY.isoformat() > "2026-06-01"
    judged("KEY.asc", BROKEN, {"KEY.asc": made["ended"][0]}, words="expired")
    judged("KEY.asc", BROKEN, {"SECURITY.md": "# Security\n\nOur [key](KEY.asc).\n"}, words="missing")
    judged("KEY.asc", UNPROVEN, {})
    judged("KEY.asc", BROKEN, {"KEY.asc": made["lasting"][0].encode("utf-16")}, words="no OpenPGP tool")
    cut = made["lasting"][0].replace("\n", "", 3)[:200]
    judged("KEY.asc", BROKEN, {"KEY.asc": f"{cut}\n-----END PGP PUBLIC KEY BLOCK-----\n"}, words="no OpenPGP tool")


def test_the_document_links_to_a_key_with_another_fingerprint(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    link = "# Security\n\nOur [key](KEY.asc).\n"
    files: dict[str, str | bytes] = {"SECURITY.md": link, "KEY.asc": made["lasting"][0]}
    judged(made["long"][1], BROKEN, files, words="another fingerprint")
    del files["SECURITY.md"]
    judged(made["long"][1], UNPROVEN, files, words="no key of the tree")


def test_a_key_in_the_document_itself(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    judged("", KEPT, {"SECURITY.md": f"# Security\n\n```\n{made['lasting'][0]}```\n"}, words="the document holds")


def test_offered_or_elsewhere(judged: Judge, made: dict[str, tuple[str, str]]) -> None:
    assert judged("", UNPROVEN, {"KEY.asc": made["lasting"][0]}, words="none is named").settles == "repository"
    assert judged("https://example.org/key.asc", UNPROVEN, {}, words="cannot be seen").settles == "hosted"
    files: dict[str, str | bytes] = {"docs/key.asc": made["lasting"][0]}
    judged("https://example.org/key.asc", UNPROVEN, files)
    judged("https://github.com/harbour/quay/blob/main/docs/key.asc", KEPT, files, words="shows this file")
    judged("https://raw.githubusercontent.com/harbour/quay/main/docs/key.asc", KEPT, files)
    judged("https://gitlab.com/harbour/quay/-/raw/main/docs/key.asc?inline=false", KEPT, files)
    judged("https://github.com/harbour/quay/blob/main/key.asc", UNPROVEN, files)


def test_a_refusal_is_kept_by_its_text(judged: Judge) -> None:
    judged("", KEPT, {}, words="by its text", strength="refusal")


def test_a_signature_is_no_key(judged: Judge) -> None:
    text = "-----BEGIN PGP SIGNATURE-----\n\naGFyYm91cg==\n-----END PGP SIGNATURE-----\n"
    judged("ship.tar.gz.asc", UNPROVEN, {"ship.tar.gz.asc": text}, words="no key was seen")


def test_without_gpg_it_is_a_gap(
    judged: Judge, made: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    verdict = judged("KEY.asc", UNPROVEN, {"KEY.asc": made["lasting"][0]})
    assert any("gpg" in gap.reason for gap in verdict.gaps)
