"""Mails and their files in the vault: sealed before anything names them, taken away where nothing came to do so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from troth_desk.files.names import file_name
from troth_desk.files.sniffing import sniffed
from troth_desk.files.uploads import Sealed, vault
from troth_desk.files.vault import Vault
from troth_desk.mailbox.reading import File


def seal_raw(into: Vault, raw: bytes) -> str:
    """The name in the vault under which ``raw`` lies from now on."""
    with into.writer() as writer:
        writer.write(raw)
    return writer.stored_as


def seal_files(into: Vault, files: Iterable[File]) -> list[Sealed]:
    """The files, sealed; none of them where one cannot be."""
    kept: list[Sealed] = []
    try:
        for file in files:
            with into.writer() as writer:
                writer.write(file.content)
            looks = sniffed(file.content)
            kept.append(Sealed(file_name(file.name), writer.size, looks, writer.sha256, writer.stored_as))
    except BaseException:
        discard(kept, "")
        raise
    return kept


def discard(files: Sequence[Sealed], stored_as: str) -> None:
    """Take away what no row came to name."""
    for each in files:
        vault().remove(each.stored_as)
    if stored_as:
        vault().remove(stored_as)


def content(stored_as: str) -> bytes:
    """The bytes of a kept mail; raises ``vault.DamagedFileError``."""
    return b"".join(vault().read(stored_as))
