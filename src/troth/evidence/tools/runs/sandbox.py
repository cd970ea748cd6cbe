"""A closed room for tools that look at a tree nobody vouches for: bubblewrap, where it is installed.

The tool sees the system read-only, its own program and caches read-only, the copy of the tree, and nothing else: no
home, no sockets of the machine, no network but our own advisories (https://github.com/containers/bubblewrap).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from troth.evidence.process import find

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix/store")
"""Folders of programs and libraries. /run, /var, /home and /tmp stay outside: they hold sockets and other data."""
TEMPORARY = "/tmp"  # noqa: S108  # nosec B108
"""Not ours: an empty folder inside the sandbox, which ends with it."""
OF_CARGO = ("bin", "registry", "git/db", "git/checkouts", "advisory-dbs", "advisory-db")
"""Parts of ``CARGO_HOME`` that tools read; its credentials are none of them."""
COPY = "troth-run-"
"""How the temporary folders begin that hold a copy of the tree, the only ones that a tool may write to."""


RELAY = """
import socket, subprocess, sys, threading
def pour(source, onward):
    try:
        while data := source.recv(65536):
            onward.sendall(data)
        onward.shutdown(socket.SHUT_WR)
    except OSError:
        pass
def relay(listener):
    while True:
        inside, _ = listener.accept()
        outside = socket.socket(socket.AF_UNIX)
        try:
            outside.connect(sys.argv[1])
        except OSError:
            inside.close()
            continue
        for pair in ((inside, outside), (outside, inside)):
            threading.Thread(target=pour, args=pair, daemon=True).start()
listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
threading.Thread(target=relay, args=(listener,), daemon=True).start()
sys.exit(subprocess.call(sys.argv[3:]))
"""
"""What runs inside the sandbox in front of a tool that asks an API: the loopback there is empty, so the port of the API
is opened in it and led to the one socket that leads out, to our own server."""


class Sandbox:
    """How programs of one run are started: ``readable`` are more folders that they may see, beside the usual ones.

    ``api`` is an address on loopback that they may ask, and the socket that leads to it. ``used`` counts the programs
    that were started inside.
    """

    def __init__(self, bubblewrap: str, readable: Iterable[Path] = (), api: tuple[str, Path] | None = None) -> None:
        self.bubblewrap = bubblewrap
        self.readable = tuple(readable)
        self.api = api
        self.used = 0

    def __call__(self, argv: tuple[str, ...], cwd: Path) -> tuple[str, ...]:
        """The command that starts ``argv`` in ``cwd`` inside; git, which is asked about the real tree, stays out."""
        if Path(argv[0]).name == "git":
            return argv
        self.used += 1
        here = _copy(cwd)
        homes = (Path.home(), *((Path(os.environ["HOME"]),) if os.environ.get("HOME") else ()))
        words = [self.bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        words += [word for folder in SYSTEM for word in _bind(folder)]
        words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", TEMPORARY]
        for home in dict.fromkeys(homes):
            words += ["--tmpfs", str(home)]
        for folder in dict.fromkeys((*programs(argv[0]), *caches(), *self.readable)):
            words += ["--ro-bind-try", str(folder), str(folder)]
        words += ["--bind", str(here), str(here)] if here else ["--ro-bind", str(cwd), str(cwd)]
        words += ["--setenv", "TMPDIR", TEMPORARY, "--setenv", "GOCACHE", f"{TEMPORARY}/go-build"]
        if self.api:
            address, leads = self.api
            words += ["--ro-bind", str(leads), str(leads)]
            argv = (sys.executable, "-I", "-c", RELAY, str(leads), address.rpartition(":")[2].partition("/")[0], *argv)
        return (*words, "--chdir", str(cwd), "--", *argv)


def sandbox(readable: Iterable[Path] = (), api: tuple[str, Path] | None = None) -> Sandbox | None:
    """A sandbox; None where bubblewrap is missing."""
    program = find("bwrap")
    return Sandbox(program, readable, api) if program else None


def programs(program: str) -> tuple[Path, ...]:
    """Folders that ``program`` needs: its own and, for one of Python, those of the interpreter."""
    return (Path(program).parent, Path(os.path.realpath(program)).parent, Path(sys.prefix), Path(sys.base_prefix))


def caches() -> tuple[Path, ...]:
    """What cargo, rustup and go have fetched, without anybody's credentials."""
    home = Path.home()
    cargo = Path(os.environ.get("CARGO_HOME") or home / ".cargo")
    rustup = Path(os.environ.get("RUSTUP_HOME") or home / ".rustup")
    go = Path((os.environ.get("GOPATH") or str(home / "go")).split(os.pathsep)[0])
    modules = Path(os.environ.get("GOMODCACHE") or go / "pkg" / "mod")
    return (*(cargo / part for part in OF_CARGO), rustup, go / "bin", modules)


def _bind(folder: str) -> list[str]:
    """Words that show ``folder`` as it is: a link stays a link (``/bin`` → ``usr/bin``)."""
    path = Path(folder)
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), folder]
    return ["--ro-bind-try", folder, folder]


def _copy(folder: Path) -> Path | None:
    """The temporary folder of a copy of the tree that holds ``folder``; None where it is none."""
    real, temporary = Path(os.path.realpath(folder)), Path(os.path.realpath(tempfile.gettempdir()))
    return next(
        (place for place in (real, *real.parents) if place.parent == temporary and place.name.startswith(COPY)), None
    )
