"""The disk is really full, and no file can be opened any more: said plainly, nothing lost, and on it goes with room."""

from __future__ import annotations

import http.client
import itertools
import json
import resource
import shutil
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from desk.faults.desks import Desk, group, until
from desk.faults.reporters import Reporters

SIZE = 48 * 2**20
"""Bytes of the small file system."""
REPORT = {"title": "One more", "description": "It has to wait until there is room for it on the disk of the desk."}


@pytest.fixture
def small(tmp_path: Path) -> Any:
    """A desk whose data folder is a file system of ``SIZE`` bytes of its own."""
    (tmp_path / "data").mkdir()
    inside = ("bwrap", "--unshare-user", "--die-with-parent", "--dev-bind", "/", "/", "--size", str(SIZE))
    desk = Desk(tmp_path, inside=(*inside, "--tmpfs", str(tmp_path / "data")), options=("--period", "0.5"))
    yield desk
    desk.end()


def seen(desk: Desk) -> Path:
    """The data folder as the desk sees it."""
    child = int(Path(f"/proc/{desk.stage.pid}/task/{desk.stage.pid}/children").read_text().split()[0])
    return Path(f"/proc/{child}/root{desk.data}")


def sent(desk: Desk) -> tuple[int, str, dict[str, Any]]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "one"}
    with closing(http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)) as client:
        client.request("POST", "/api/v1/reports", json.dumps(REPORT), headers)
        answer = client.getresponse()
        return answer.status, answer.getheader("Retry-After") or "", json.loads(answer.read())


def test_a_full_disk_is_told_and_loses_nothing(small: Desk, tmp_path: Path) -> None:
    small.start("web", "worker")
    reporters = Reporters(small.port, 3)
    reporters.start()
    until(lambda: len(reporters.kept.references) >= 6, says="no report was acknowledged")
    ballast = seen(small) / "ballast"
    with ballast.open("wb") as file, suppress(OSError):
        while True:
            file.write(b"\x00" * 65536)
            file.flush()
    until(lambda: reporters.kept.refused[503] >= 6, says="a full disk is not told")
    status, again, said = sent(small)
    assert (status, again) == (503, "300")
    assert said["error"].startswith("The disk of this desk is full.")
    assert small.answers()
    ballast.unlink()
    reporters.stop()
    status, _, said = sent(small)
    assert status == 201
    assert set(reporters.kept.refused) == {503}
    assert reporters.kept.said == set()
    assert reporters.kept.problems == []
    assert small.order("prove") == 0
    small.kill("web")
    small.kill("worker")
    shutil.copytree(seen(small), tmp_path / "copy")  # SQLite takes /proc/…/root for a link, and leaves it
    small.look_at(tmp_path / "copy")
    cases = small.cases()
    assert {title for title in reporters.kept.references if len(cases.get(title, [])) != 1} == set()
    assert [references for references in cases.values() if len(references) > 1] == []
    assert cases[REPORT["title"]] == [said["id"]]
    verified = small.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def short_of_handles(pid: int, left: int) -> None:
    """The process ``pid`` can open ``left`` files more: the limit is one above the highest number that it may get."""
    taken = {int(one.name) for one in Path(f"/proc/{pid}/fd").iterdir()}
    free = (number for number in range(1024) if number not in taken)
    last = next(itertools.islice(free, left - 1, None))
    _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (last + 1, hard))


def test_no_file_handle_is_free(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.start("web")
    reporters = Reporters(desk.port, 4)
    reporters.start()
    try:
        until(lambda: len(reporters.kept.references) >= 3, says="no report was acknowledged")
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        web = [pid for pid in group(desk.pids["web"]) if pid != desk.pids["web"]]
        shortages = itertools.cycle((6, 4, 2, 1))

        def told() -> bool:
            """Whether it was told by now; connections that are open meanwhile take what was left, so it is set anew."""
            left = next(shortages)
            for pid in web:
                short_of_handles(pid, left)
            time.sleep(0.5)  # for as long as handles are that short
            return reporters.kept.refused[503] >= 3

        until(told, says="nobody is told that no file handle is free")
        for pid in web:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
        reporters.stop()
        assert set(reporters.kept.refused) == {503}
        assert reporters.kept.problems == []
        cases = desk.cases()
        assert {title for title in reporters.kept.references if len(cases.get(title, [])) != 1} == set()
        assert desk.order("prove") == 0
    finally:
        reporters.ending.set()
        desk.end()
