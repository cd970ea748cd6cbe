"""A real OpenSMTPD between the desk and the world: it relays to a sink and hands mail for the desk to its LMTP port.

    from desk.servers.opensmtpd import Opensmtpd, opensmtpd
    from desk.servers.sink import sink

    def test_it(opensmtpd: Callable[..., Opensmtpd], sink: Sink) -> None:
        relay = opensmtpd(sink.port)                 # takes mail on relay.port and hands it to the sink
        relay = opensmtpd(sink.port, lmtp=port)      # and mail for @desk.example.org to an LMTP server on that port

Its spool and its socket have fixed places; it runs in a mount namespace where those are folders of its own, so that any
number of them run beside each other and beside the machine's. It has to be started as root, as mail servers are.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desk.servers.ports import answers, free_port, until

DOMAIN = "desk.example.org"
"""Mail for addresses of this domain goes to LMTP, where there is a port for it; all other mail to the sink."""
CONFIGURATION = """\
listen on 127.0.0.1 port {port}
listen on socket
action "out" relay host "smtp://127.0.0.1:{sink}"
{lmtp}
match from any for any action "out"
"""
LMTP = """\
table anybody {{ "@" = "nobody" }}
action "in" lmtp "127.0.0.1:{port}" rcpt-to virtual <anybody>
match from any for domain "{domain}" action "in"
"""
BEGIN = """\
mount -t tmpfs none /var/spool && mkdir -m 711 /var/spool/smtpd &&
mount -t tmpfs none /run && exec smtpd -d -f {file}
"""


class Opensmtpd:
    """The relay. ``port`` takes mail from everybody on this machine."""

    def __init__(self, folder: Path, sink: int, lmtp: int | None = None) -> None:
        self.port = free_port()
        self._file = folder / f"smtpd-{self.port}.conf"
        self._log = folder / f"smtpd-{self.port}.log"
        more = LMTP.format(port=lmtp, domain=DOMAIN) if lmtp else ""
        self._file.write_text(CONFIGURATION.format(port=self.port, sink=sink, lmtp=more))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As TROTH_DESK_MAIL takes it."""
        return f"smtp+plain://127.0.0.1:{self.port}?from=desk@{DOMAIN}"

    @property
    def log(self) -> str:
        """What it says of what it did."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self) -> None:
        """Begin, and wait until it answers. Its queue is empty: it lives in memory and ends with the process."""
        begin = BEGIN.format(file=shlex.quote(str(self._file)))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", begin], stdout=log, stderr=log, start_new_session=True
            )
        until(lambda: answers(self.port), says=f"smtpd does not answer: {self.log}")

    def stop(self) -> None:
        """End: the port refuses from now on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None
        until(lambda: not answers(self.port))


@pytest.fixture
def opensmtpd(tmp_path: Path) -> Iterator[Callable[..., Opensmtpd]]:
    started: list[Opensmtpd] = []

    def start(sink: int, *, lmtp: int | None = None) -> Opensmtpd:
        server = Opensmtpd(tmp_path, sink, lmtp)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()
