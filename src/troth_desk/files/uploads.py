"""Files of a form, sealed while they stream in: no plain copy on the disk, no more memory than a chunk.

A file beyond a limit is not kept, and the form is told so: what came with it is then refused as a whole, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from troth_desk.files.limits import LARGEST_ALL, LARGEST_FILE, MOST_FILES, told_size
from troth_desk.files.names import file_name
from troth_desk.files.sniffing import LOOKED_AT, sniffed
from troth_desk.files.vault import Vault, Writer


def vault() -> Vault:
    """The folder of attachments of this desk, with its key."""
    return Vault(settings.ATTACHMENTS_FOLDER, settings.ATTACHMENT_KEY)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies in the vault and belongs to nothing yet."""

    name: str
    size: int
    sniffed: str
    sha256: str
    stored_as: str


@dataclass(slots=True)
class Uploads:
    """What became of the files of one request: those sealed, and words for those that were not."""

    sealed: list[Sealed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    trouble: OSError | None = None
    """Why the disk took no file: raised once the texts of the form were read, so that they can be shown again."""

    def taken(self) -> list[Sealed]:
        """The sealed files, which belong to somebody from now on."""
        kept, self.sealed = self.sealed, []
        return kept

    def discard(self) -> None:
        """Take away what nobody took: the request was refused."""
        for each in self.sealed:
            vault().remove(each.stored_as)
        self.sealed.clear()


class SealingHandler(FileUploadHandler):
    """Django's upload handler that seals each file as it comes, and stops at the limits. ``closed`` takes no file."""

    def __init__(self, request: HttpRequest, *, closed: bool = False) -> None:
        super().__init__(request)
        self.uploads = Uploads()
        self.closed = closed
        self._writer: Writer | None = None
        self._start = b""
        self._name = ""
        self._total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins; more than ``MOST_FILES`` are refused unread."""
        super().new_file(*args, **kwargs)
        self._drop()
        if self.closed:
            raise SkipFile
        self._name = file_name(str(self.file_name or ""))
        if len(self.uploads.sealed) >= MOST_FILES:
            raise self._refusal(f"More than {MOST_FILES} files: put them into one archive")
        try:
            self._writer = vault().writer()
        except OSError as error:
            raise self._no_room(error) from None
        self._start = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 (Django's signature)
        """Seal the next bytes; a file or a request that grows too large is refused."""
        if self._writer is None:
            return
        self._total += len(raw_data)
        if self._writer.size + len(raw_data) > LARGEST_FILE:
            raise self._refusal(f"{self._name} is larger than {told_size(LARGEST_FILE)}")
        if self._total > LARGEST_ALL:
            raise self._refusal(f"The files are larger than {told_size(LARGEST_ALL)} together")
        if len(self._start) < LOOKED_AT:
            self._start += raw_data[: LOOKED_AT - len(self._start)]
        try:
            self._writer.write(raw_data)
        except OSError as error:
            raise self._no_room(error) from None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 (Django's signature)
        """Close the file and look at what it is. Django is given none of it: the form finds it in ``uploads``."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            writer.close()
        except OSError as error:
            writer.discard()
            self.uploads.trouble = self.uploads.trouble or error
            return
        self.uploads.sealed.append(
            Sealed(self._name, writer.size, sniffed(self._start), writer.sha256, writer.stored_as)
        )

    def discard(self) -> None:
        """Leave nothing of the files that nobody took, nor of one that was not read to its end."""
        self._drop()
        self.uploads.discard()

    def upload_interrupted(self) -> None:
        """The connection broke: nothing stays."""
        self.discard()

    def _refusal(self, words: str) -> SkipFile:
        self._drop()
        if words not in self.uploads.problems:
            self.uploads.problems.append(words)
        return SkipFile()

    def _no_room(self, error: OSError) -> SkipFile:
        self._drop()
        self.closed = True
        self.uploads.trouble = self.uploads.trouble or error
        return SkipFile()

    def _drop(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.discard()
