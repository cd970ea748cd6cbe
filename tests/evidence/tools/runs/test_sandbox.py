from __future__ import annotations

import http.server
import socket
import sys
import threading
from pathlib import Path

from troth.advisories.serve import relayed
from troth.evidence import process
from troth.evidence.tools.runs import sandbox as room
from troth.evidence.tools.runs.sandbox import Sandbox, programs
from troth.evidence.tools.runs.stage import copy_of


def words(sandbox: Sandbox, cwd: Path, *argv: str) -> tuple[str, ...]:
    return sandbox((sys.executable, *argv), cwd)


def pairs(argv: tuple[str, ...], flag: str) -> list[str]:
    return [argv[place + 1] for place, word in enumerate(argv) if word == flag]


def test_only_the_copy_can_be_written(tmp_path: Path, tree) -> None:  # type: ignore[no-untyped-def]
    with copy_of(tree({"a.py": "x = 1\n"})) as root:
        argv = words(Sandbox("/usr/bin/bwrap"), root, "-c", "pass")
        assert pairs(argv, "--bind") == [str(root.parent)]
    argv = words(Sandbox("/usr/bin/bwrap"), tmp_path, "-c", "pass")
    assert pairs(argv, "--bind") == []
    assert str(tmp_path) in pairs(argv, "--ro-bind")


def test_a_folder_that_only_bears_the_name_of_a_copy_stays_read_only(tmp_path: Path) -> None:
    forged = tmp_path / f"{room.COPY}forged" / "tree"
    forged.mkdir(parents=True)
    assert pairs(words(Sandbox("/usr/bin/bwrap"), forged, "x"), "--bind") == []


def test_no_network_no_home_no_sockets(tmp_path: Path) -> None:
    argv = words(Sandbox("/usr/bin/bwrap"), tmp_path, "x")
    assert "--unshare-all" in argv
    assert "--share-net" not in argv
    assert str(Path.home()) in pairs(argv, "--tmpfs")
    shown = {*pairs(argv, "--ro-bind"), *pairs(argv, "--ro-bind-try")}
    assert not shown & {"/", "/run", "/var", "/home", "/root", str(Path.home())}
    assert not [path for path in shown if "credentials" in path]


def test_git_is_asked_about_the_real_tree_outside(tmp_path: Path) -> None:
    sandbox = Sandbox("/usr/bin/bwrap")
    assert sandbox(("/usr/bin/git", "status"), tmp_path) == ("/usr/bin/git", "status")
    assert sandbox.used == 0


def test_a_program_sees_its_own_folder_and_its_interpreter() -> None:
    assert Path(sys.prefix) in programs(sys.executable)
    assert Path(sys.executable).parent in programs(sys.executable)


def test_programs_of_a_block_are_wrapped_and_no_others(tmp_path: Path) -> None:
    with process.wrapped(lambda argv, _: (argv[0], "-c", "print('inside')")):
        assert process.run((sys.executable, "-c", "print('outside')"), tmp_path).output == "inside\n"
    assert process.run((sys.executable, "-c", "print('outside')"), tmp_path).output == "outside\n"


def test_what_a_program_does_inside_does_not_reach_out(tmp_path: Path, tree) -> None:  # type: ignore[no-untyped-def]
    """With the real bubblewrap where the machine has one; without, that nothing is said to be inside."""
    sandbox = room.sandbox()
    if sandbox is None:
        assert process.find("bwrap") is None
        return
    outside = tmp_path / "outside"
    code = f"import socket, pathlib\ntry: pathlib.Path({str(outside)!r}).write_text('x')\nexcept OSError: print('no file')\n"
    code += "try: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError as error: print(error.errno)\n"
    code += "pathlib.Path('made').write_text('x'); print(sorted(p.name for p in pathlib.Path.home().iterdir()))"
    with copy_of(tree({"a.py": "x = 1\n"})) as root, process.wrapped(sandbox):
        done = process.run((sys.executable, "-c", code), root)
        assert done.exit_code == 0, done.errors
        assert (root / "made").is_file()
    assert not outside.exists()
    assert done.output.splitlines()[0] == "no file"
    assert done.output.splitlines()[1] == "101"  # ENETUNREACH: there is no network to reach it by
    assert sandbox.used == 1


def test_only_the_one_socket_leads_out(tmp_path: Path, tree) -> None:  # type: ignore[no-untyped-def]
    """A tool inside asks our server by its own address; another server of this machine stays out of reach."""
    if room.sandbox() is None:
        assert process.find("bwrap") is None
        return
    answers, others = http.server.HTTPServer(("127.0.0.1", 0), Answering), socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answers.serve_forever, daemon=True).start()
    address, other = f"http://127.0.0.1:{answers.server_address[1]}", others.getsockname()[1]
    code = f"import urllib.request\nprint(urllib.request.urlopen('{address}/', timeout=9).read().decode())\n"
    code += (
        f"try: urllib.request.urlopen('http://127.0.0.1:{other}/', timeout=2)\nexcept OSError as error: print('no')\n"
    )
    leads = tmp_path / "leads"
    sandbox = room.sandbox((), (address, leads))
    assert sandbox is not None
    with relayed(address, leads), copy_of(tree({"a.py": "x = 1\n"})) as root, process.wrapped(sandbox):
        done = process.run((sys.executable, "-c", code), root, timeout=30)
        failed = process.run((sys.executable, "-c", "raise SystemExit(7)"), root, timeout=30)
    answers.shutdown()
    answers.server_close()
    others.close()
    assert (done.exit_code, done.output.splitlines()) == (0, ["known", "no"]), done.errors
    assert failed.exit_code == 7


class Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"known")

    def log_message(self, *_: object) -> None:
        pass
