"""A PostgreSQL server of its own, to be ended, begun again, and run out of disk: nothing that other tests stand on.

    from desk.faults.postgresql import Server

It belongs to the user ``postgres`` where tests run as root, for PostgreSQL refuses root. ``small`` lays its data on a
file system of that many bytes, in a mount namespace of its own (bubblewrap), which needs no root either.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

from desk.faults.desks import until
from desk.servers.ports import free_port

SETTINGS = ("fsync=on", "max_connections=40", "shared_buffers=16MB", "min_wal_size=2MB", "max_wal_size=8MB")
FILLING = """
while sleep 0.1; do
  if [ -e {folder}/fill ]; then
    [ -e {folder}/filled ] || {{ cat /dev/zero > {ballast} 2>/dev/null; : > {folder}/filled; }}
  elif [ -e {folder}/filled ]; then
    rm -f {ballast} {folder}/filled
  fi
done
"""
"""What fills and empties the small file system: nobody outside of its namespace sees it."""


class Server:
    """``url`` is that of a login that may make databases and roles, and is no superuser."""

    def __init__(self, *, small: int = 0) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="troth-postgresql-"))
        self._data = self.folder / "small" if small else self.folder / "data"
        self._programs = _programs()
        self._as_whom: tuple[str, ...] = ()
        if os.geteuid() == 0:
            self._as_whom = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--")
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._small = small
        self._log = (self.folder / "log").open("ab")
        self._server: subprocess.Popen[bytes] | None = None
        self._begun = False
        self.start()
        with self.as_its_superuser() as superuser:
            superuser.execute("CREATE ROLE desk_owner LOGIN CREATEDB CREATEROLE PASSWORD 'test'")
        self.url = f"postgresql://desk_owner:test@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Begin, or begin again; it answers when this returns."""
        settings = " ".join(f"-c {each}" for each in (*SETTINGS, f"port={self.port}", "listen_addresses=127.0.0.1"))
        data, programs = self._data / "pg", self._programs
        made = f"{programs}/initdb -D {data} -U postgres -A trust --wal-segsize=1 --no-sync >/dev/null"
        run = f"exec {programs}/postgres -D {data} -k {self.folder} {settings}"
        whole = f"{'' if self._begun else f'mkdir -p {self._data} && {made} && '}{run}"
        if self._small:
            # The server and what begins it again share one namespace: the shell of it stays.
            ballast = FILLING.format(folder=self.folder, ballast=self._data / "ballast")
            whole = f"({ballast}) & {made} && while :; do {run.removeprefix('exec ')}; sleep 0.2; done"
            self._data.mkdir(exist_ok=True)
            inside = ["bwrap", "--unshare-user", "--die-with-parent", "--dev-bind", "/", "/"]
            inside += ["--size", str(self._small), "--tmpfs", str(self._data), "sh", "-c", whole]
        else:
            inside = ["sh", "-c", whole]
        if self._server is None:
            self._server = subprocess.Popen(
                [*self._as_whom, *inside],
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                start_new_session=True,
            )
        until(self.answers, says=(self.folder / "log").read_text()[-2000:] or "PostgreSQL does not begin")
        self._begun = True

    def as_its_superuser(self) -> psycopg.Connection:
        """A connection that may do everything, which a desk's may not."""
        server = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        return psycopg.connect(server, autocommit=True, connect_timeout=2)

    def answers(self) -> bool:
        """Whether it takes logins."""
        with suppress(psycopg.Error):
            self.as_its_superuser().close()
            return True
        return False

    def stop(self, how: int = signal.SIGINT) -> None:
        """End it: SIGINT ends every session ("fast"), SIGQUIT leaves what was at work to the next start."""
        assert self._server
        os.kill(self._server.pid, how)
        self._server.wait(30)
        self._server = None

    def fill(self) -> None:
        """Fill its small file system to the last byte."""
        (self.folder / "fill").touch()
        until((self.folder / "filled").exists, says="nobody fills the disk")

    def make_room(self) -> None:
        """Take away what fills it."""
        (self.folder / "fill").unlink()
        until(lambda: not (self.folder / "filled").exists(), says="nobody makes room")

    def end(self) -> None:
        """All of it."""
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest PostgreSQL of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else Path(shutil.which("initdb") or "/usr/bin/initdb").parent
