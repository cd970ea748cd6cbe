"""A real Dovecot with mailboxes over IMAP: in a folder of its own, on free ports, never touching /etc.

    from desk.servers.dovecot import Dovecot, Mailbox, dovecot, mailbox

``mailbox`` is an empty one for each test; ``dovecot`` is the server behind it, one for all tests of a run, which can be
ended and started again. It has to be started as root, as mail servers are.
"""

from __future__ import annotations

import imaplib
import itertools
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from desk.servers import certificates
from desk.servers.ports import answers, free_port, until

PASSWORD = "pass:phrase@of/a+mailbox"
"""With what a URL has to quote; the configuration of the server takes no blank."""
CONFIGURATION = """\
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{folder}/home/%u/Maildir
mailbox_idle_check_interval = 1 secs
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/home/%u
}}
first_valid_uid = 1
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""
NUMBERS = itertools.count(1)


class Dovecot:
    """The server. ``port`` speaks TLS from the first byte, ``plain`` offers STARTTLS and refuses passwords before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.plain = free_port(), free_port()
        self.certificate, _ = certificates.make(folder)
        folder.chmod(0o755)
        (folder / "home").mkdir()
        shutil.chown(folder / "home", "nobody", "nogroup")
        settings = CONFIGURATION.format(folder=folder, port=self.port, plain=self.plain, password=PASSWORD)
        (folder / "dovecot.conf").write_text(settings)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, and wait until it answers."""
        self._process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: answers(self.port), says="dovecot does not answer; see its dovecot.log")

    def stop(self) -> None:
        """End: the port refuses from now on."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None
        until(lambda: not answers(self.port))

    def mailbox(self) -> Mailbox:
        """An empty mailbox of a new name."""
        return Mailbox(self, f"security{next(NUMBERS)}@example.org")


@dataclass(frozen=True)
class Mailbox:
    """One mailbox, as its owner sees it."""

    server: Dovecot
    user: str

    @property
    def url(self) -> str:
        """As TROTH_DESK_MAILBOX takes it."""
        return f"imaps://{quote(self.user, safe='')}:{quote(PASSWORD, safe='')}@localhost:{self.server.port}/INBOX"

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A connection that is logged in."""
        trust = ssl.create_default_context(cafile=str(self.server.certificate))
        with imaplib.IMAP4_SSL("localhost", self.server.port, ssl_context=trust, timeout=30) as connection:
            connection.login(self.user, PASSWORD)
            yield connection

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Lay mails into it, as if they had just come."""
        with self.opened() as connection:
            for mail in mails:
                said, what = connection.append(f'"{folder}"', "", "", mail)
                assert said == "OK", what

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """What lies in a folder, in order; nothing where there is no such folder."""
        with self.opened() as connection:
            if connection.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            numbers = connection.search(None, "ALL")[1][0].split()
            found = [connection.fetch(number.decode(), "(BODY.PEEK[])")[1] for number in numbers]
            return [parts[0][1] for parts in found if isinstance(parts[0], tuple)]

    def unseen(self, folder: str = "INBOX") -> int:
        """How many mails nobody has seen."""
        with self.opened() as connection:
            if connection.select(f'"{folder}"', readonly=True)[0] != "OK":
                return 0
            return len(connection.search(None, "UNSEEN")[1][0].split())


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        server = Dovecot(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def mailbox(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """An empty mailbox; this process trusts the certificate of its server for the time of the test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    return dovecot.mailbox()
