"""What somebody could do to a backup on its way: cut it, change it, build one. Nothing is written, and it is said why."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.backups.conftest import PASSPHRASE, Drill
from desk.releases.released import Desk
from troth_desk.backups import archive, restoring, sealing
from troth_desk.backups.refusal import DamagedBackupError, NoBackupError
from troth_desk.backups.sealing import Opener

PLAIN = Opener()
Edit = Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]


@pytest.fixture(scope="module")
def plain(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that is not sealed, so that it can be taken apart."""
    path = tmp_path_factory.mktemp("hostile") / "plain.tbk"
    Desk.said(desk.run("backup", str(path), "--without-keys"))
    return path


@pytest.fixture(scope="module")
def sealed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "passphrase").write_text(PASSPHRASE)
    Desk.said(desk.run("backup", str(folder / "s.tbk"), "--passphrase-file", str(folder / "passphrase")))
    return folder / "s.tbk"


def edited(plain: Path, path: Path, edit: Edit) -> Path:
    """A copy with other members."""
    with tarfile.open(plain) as opened:
        parts = []
        for each in opened.getmembers():
            held = opened.extractfile(each)
            parts.append((each, held.read() if held else b""))
    edit(parts)
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as written:
        for info, data in parts:
            info.size = len(data) if info.isreg() else 0
            written.addfile(info, io.BytesIO(data))
    return path


def member(
    name: str, data: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, data


def refused(path: Path, words: str, opener: Opener = PLAIN) -> None:
    with pytest.raises(NoBackupError, match=words):
        restoring.look(path, opener)


def test_it_is_a_plain_tar_file_that_any_tar_opens(plain: Path) -> None:
    names = subprocess.run(["tar", "-tf", str(plain)], capture_output=True, text=True, check=True).stdout.split()
    assert names[0] == "BACKUP.json"
    assert names[-1] == "SIGNED.json"
    assert not [name for name in names if name.startswith("keys/")]
    looked = restoring.look(plain, Opener())
    assert looked.signed["organisations"] == 1


def test_gpg_opens_a_sealed_one_without_the_desk(sealed: Path, tmp_path: Path) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    command = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", PASSPHRASE]
    opened = tmp_path / "opened.tbk"
    subprocess.run([*command, "--output", str(opened), "--decrypt", str(sealed)], check=True, capture_output=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    assert restoring.look(opened, Opener()).signed["keys"] is True


def test_a_certificate_seals_and_its_secret_key_opens(desk: Desk, tmp_path: Path) -> None:
    import pysequoia

    key = pysequoia.Tsk.generate("Backups <backups@example.org>")
    secret, public, path = tmp_path / "secret.asc", tmp_path / "public.asc", tmp_path / "c.tbk"
    secret.write_text(str(key))
    public.write_text(str(key.extract_certificate()))
    Desk.said(desk.run("backup", str(path), "--certificate", str(public)))
    assert restoring.look(path, Opener(secret_key=secret.read_text())).signed["keys"] is True
    other = pysequoia.Tsk.generate("Somebody else <else@example.org>")
    refused(path, "does not open it", Opener(secret_key=str(other)))
    refused(path, "encrypted")


def test_the_wrong_passphrase_opens_nothing(sealed: Path) -> None:
    refused(sealed, "does not open it", Opener("another passphrase than it"))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.9999])
def test_a_part_of_one_is_none(plain: Path, sealed: Path, tmp_path: Path, share: float) -> None:
    for whole, opener in ((plain, Opener()), (sealed, Opener(PASSPHRASE))):
        part = tmp_path / whole.name
        data = whole.read_bytes()
        part.write_bytes(data[: int(len(data) * share)])
        refused(part, ".", opener)


def test_no_bit_can_be_turned(plain: Path, sealed: Path, tmp_path: Path) -> None:
    """At forty places of each, drawn by a fixed seed: it is refused, or read as exactly what was backed up."""
    draw = random.Random(8)  # noqa: S311 - places, no secrets
    true = restoring.look(plain, Opener()).signed
    for whole, opener, tries in ((plain, Opener(), 40), (sealed, Opener(PASSPHRASE), 10)):
        data = whole.read_bytes()
        for _ in range(tries):
            changed = bytearray(data)
            changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
            path = tmp_path / "changed.tbk"
            path.write_bytes(changed)
            try:
                found = restoring.look(path, opener).signed
            except NoBackupError:
                continue
            assert whole == plain  # of a header of tar, what is not looked at: mode, owner, time
            assert found == true


@pytest.mark.parametrize(
    "bad",
    [
        member("files/../../outside"),
        member("/etc/outside"),
        member("files/.ssh/authorized_keys"),
        member("keys/a\nb"),
        member("rows/cases_case/000009.jsonl.gz/../../x"),
        member("files/link", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        member("files/hard", kind=tarfile.LNKTYPE, link="BACKUP.json"),
        member("files/device", kind=tarfile.CHRTYPE),
        member("files/folder", kind=tarfile.DIRTYPE),
        member("files/fifo", kind=tarfile.FIFOTYPE),
        member("files/sparse", kind=tarfile.GNUTYPE_SPARSE),
        member("elsewhere"),
    ],
    ids=lambda one: one[0].name[:20],
)
def test_names_and_kinds_that_no_desk_writes(plain: Path, tmp_path: Path, bad: tuple[tarfile.TarInfo, bytes]) -> None:
    refused(edited(plain, tmp_path / "bad.tbk", lambda parts: parts.insert(2, bad)), "which no desk writes")


def test_what_is_put_in_taken_out_or_swapped_is_named(plain: Path, tmp_path: Path) -> None:
    def swap(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        parts[2], parts[3] = parts[3], parts[2]

    def change(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        parts[3] = (parts[3][0], gzip.compress(b'{"id":1}\n'))

    edits: list[tuple[Edit, str]] = [
        (lambda parts: parts.insert(3, member("files/new")), "missing, or is out of its place"),
        (lambda parts: parts.__delitem__(3), "missing, or is out of its place"),
        (swap, "missing, or is out of its place"),
        (change, "its digest differs"),
        (lambda parts: parts.insert(1, parts[0]), "twice"),
        (lambda parts: parts.append(member("files/after")), "stands behind|twice|which no desk|behind"),
        (lambda parts: parts.__delitem__(-1), "before its signature"),
        (lambda parts: parts.__delitem__(0), "no backup of a desk"),
    ]
    for number, (edit, words) in enumerate(edits):
        refused(edited(plain, tmp_path / f"{number}.tbk", edit), words)


def test_one_that_another_key_signed_is_refused_where_the_key_is_named(plain: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(DamagedBackupError, match="not signed by the key that you gave"):
        restoring.look(plain, Opener(), [key.decode()])


def test_a_later_format_says_so(plain: Path, tmp_path: Path) -> None:
    def later(parts: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        said = json.loads(parts[0][1]) | {"troth_backup": 2, "desk": "9.9"}
        parts[0] = (parts[0][0], json.dumps(said).encode())

    refused(edited(plain, tmp_path / "later.tbk", later), "made by a later desk .9.9, format 2.")


def test_what_is_something_else_is_said_to_be(tmp_path: Path) -> None:
    for name, data in (("empty", b""), ("text", b"hello\n" * 200), ("zip", b"PK\3\4" + b"\0" * 2000)):
        path = tmp_path / name
        path.write_bytes(data)
        refused(path, "cut off|no backup of a desk")
    with tarfile.open(tmp_path / "other.tar", "w") as other:
        info, data = member("readme")
        info.size = len(data)
        other.addfile(info, io.BytesIO(data))
    refused(tmp_path / "other.tar", "no backup of a desk|which no desk writes")


def test_packed_rows_that_grow_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "LARGEST_PART", 2**20)
    packed = gzip.compress(b"0" * 2**24)
    bomb = archive.Member("rows/cases_case/000001.jsonl.gz", len(packed), iter([packed]))
    with pytest.raises(DamagedBackupError, match="unpacks to more"):
        list(restoring._lines(bomb))


def test_a_size_that_is_a_lie_fills_no_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("BACKUP.json")
    info.size = 2**40
    path = tmp_path / "lie.tbk"
    path.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + b"x" * 2000)
    refused(path, "more than any desk writes")


def test_keys_are_never_in_one_that_is_not_sealed(drill: Drill) -> None:
    path = drill.folder / "open.tbk"
    refusal = drill.desk.run("backup", str(path))
    assert refusal.returncode == 2
    assert "--without-keys" in refusal.stderr
    assert not path.exists()
    failed = drill.desk.sql("SELECT failure FROM tenants_backup ORDER BY id DESC")
    assert "sealed" in failed[0][0]


def test_a_place_that_is_not_empty_is_left_as_it_is(drill: Drill, plain: Path) -> None:
    before = sorted(drill.desk.data.rglob("*"))
    refusal = drill.desk.run("restore", str(plain))
    assert refusal.returncode == 2
    assert "is not empty" in refusal.stderr
    assert sorted(drill.desk.data.rglob("*")) == before
    if drill.desk.database:
        other = Desk(drill.folder / "other", drill.desk.database)
        refusal = other.run("restore", str(plain))
        assert refusal.returncode == 2
        assert "is not empty" in refusal.stderr
        assert not other.data.exists()


def test_a_backup_is_never_written_over_another_one(drill: Drill) -> None:
    path = drill.folder / "there.tbk"
    path.write_text("something")
    refusal = drill.desk.run("backup", str(path), "--without-keys")
    assert refusal.returncode == 2
    assert path.read_text() == "something"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("short\n")
    with pytest.raises(NoBackupError, match="fewer than 16 characters"):
        sealing.passphrase_in(tmp_path / "p")
