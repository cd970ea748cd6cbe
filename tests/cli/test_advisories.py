from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from advisories import shelf
from advisories.shelf import encoded, export, lay, record
from troth.cli.__main__ import main


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("TROTH_ADVISORIES", raising=False)
    return tmp_path / "data" / "troth" / "advisories.sqlite"


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    vector = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
    return export(
        tmp_path / "osv",
        PyPI=[
            record("PYSEC-2026-1", aliases=["CVE-2026-90002"]),
            record("GHSA-aaaa-bbbb-cccc", aliases=["CVE-2026-90002"], severity=vector, fixed=None, introduced="2.0"),
        ],
        Go=[shelf.GO],
    )


def test_the_empty_state_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["status"], ["show", "CVE-2026-1"]):
        assert main(["advisories", *words]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert "no advisories here yet" in told.err
        assert "troth advisories update --from DIR" in told.err


def test_update_status_and_show(mirror: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advisories", "update", "--from", str(mirror)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("3 advisories, newest 2026-02-01")
    assert [line.split() for line in told.splitlines()[1:]] == [["Go", "1", "new"], ["PyPI", "2", "new"]]

    assert main(["advisories", "status"]) == 0
    told = capsys.readouterr().out
    assert str(data) in told.replace("\n", "")
    assert "No EPSS scores" in told

    assert main(["advisories", "show", "CVE-2026-90002"]) == 0
    told = capsys.readouterr().out
    assert "also GHSA-aaaa-bbbb-cccc, PYSEC-2026-1" in told
    assert "Severity: critical 9.8 by GHSA-aaaa-bbbb-cccc" in told
    assert "affected: all versions, fixed in 1.4.2" in told
    assert "affected: from 2.0 on, no fix" in told
    assert "https://harbour.example/tide" in told


def test_signals_are_told(mirror: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signals = lay(tmp_path / "signals", {"epss.csv": shelf.SCORES, "kev.json": shelf.CATALOGUE})
    sources = ["--from", str(mirror), "--from", str(signals / "epss.csv"), "--from", str(signals / "kev.json")]
    assert main(["advisories", "update", *sources]) == 0
    capsys.readouterr()
    assert main(["advisories", "show", "PYSEC-2026-1"]) == 0
    told = capsys.readouterr().out
    assert "Known to be exploited (CISA)." in told
    assert "25.0% (EPSS)" in told


def test_everything_as_json(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advisories", "update", "--from", str(mirror), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["records"] == 3
    assert main(["advisories", "status", "--json"]) == 0
    assert [each["ecosystem"] for each in json.loads(capsys.readouterr().out)["coverage"]] == ["Go", "PyPI"]
    assert main(["advisories", "show", "PYSEC-2026-1", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["aliases"] == ["CVE-2026-90002", "GHSA-aaaa-bbbb-cccc"]
    assert shown["severity"] == {
        "rating": "critical",
        "score": 9.8,
        "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "by": "GHSA-aaaa-bbbb-cccc",
    }
    assert [each["id"] for each in shown["records"]] == ["PYSEC-2026-1", "GHSA-aaaa-bbbb-cccc"]


def test_an_unknown_weakness_is_exit_one(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["advisories", "update", "--from", str(mirror)])
    capsys.readouterr()
    assert main(["advisories", "show", "CVE-1999-\x1b[31m"]) == 1
    told = capsys.readouterr()
    assert "is not known here" in told.err
    assert "\x1b" not in told.err


def test_a_refused_update_is_exit_one_and_a_source_that_is_not_there_exit_two(
    tmp_path: Path, mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["advisories", "update", "--from", str(mirror)])
    bad = lay(tmp_path / "bad", {"PyPI/all.zip": b"<html>"})
    assert main(["advisories", "update", "--from", str(bad)]) == 1
    assert "no ZIP file" in capsys.readouterr().err
    assert main(["advisories", "update", "--from", str(tmp_path / "nowhere")]) == 2
    assert main(["advisories", "update", "--from", "ftp://harbour.example/osv"]) == 2
    assert main(["advisories", "update", "--from", "http://127.0.0.1:1/osv"]) == 2
    told = capsys.readouterr().err
    assert "could not reach http://127.0.0.1:1/osv/ecosystems.txt" in told
    assert "in a closed network hand in a mirror" in told


def test_words_of_a_record_do_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = record(
        "PYSEC-2026-1", summary="tide\x1b[2J\u202e", references=[{"type": "WEB", "url": "https://a\x1b]8;;"}]
    )
    mirror = lay(tmp_path / "osv", {"PYSEC-2026-1.json": encoded(hostile)})
    main(["advisories", "update", "--from", str(mirror)])
    main(["advisories", "show", "PYSEC-2026-1"])
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\u202e" not in told


@pytest.mark.parametrize("option", ["--db", "--advisories"])
def test_the_index_is_named_as_in_other_commands(
    mirror: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert main(["advisories", "update", "--from", str(mirror), option, str(tmp_path / "other.sqlite")]) == 0
    assert (tmp_path / "other.sqlite").exists()
    capsys.readouterr()


def test_another_file_by_option_and_by_environment(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["advisories", "update", "--from", str(mirror), "--db", str(tmp_path / "one.sqlite")]) == 0
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path / "one.sqlite"))
    assert main(["advisories", "status"]) == 0
    assert str(tmp_path / "one.sqlite") in capsys.readouterr().out.replace("\n", "")


def test_export_says_how_each_tool_is_told(mirror: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["advisories", "update", "--from", str(mirror)])
    capsys.readouterr()
    assert main(["advisories", "export", "--to", str(tmp_path / "forms")]) == 0
    told = capsys.readouterr().out
    (go,) = re.findall(r"govulncheck -db file://(\S+) \./\.\.\.", told)
    assert (Path(go) / "ID" / "GO-2026-0901.json").is_file()
    (zips,) = re.findall(r"--local-db-path (\S+)", told)
    assert (Path(zips) / "osv-scanner" / "PyPI" / "all.zip").is_file()
    assert "cargo" not in told  # there are no advisories of crates
    assert main(["advisories", "export", "--to", str(tmp_path / "forms"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["go"] == f"file://{go}"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_its_address_and_ends_well(mirror: Path, stop: signal.Signals) -> None:
    assert main(["advisories", "update", "--from", str(mirror)]) == 0
    words = (sys.executable, "-m", "troth.cli", "advisories", "serve", "--port", "0")
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server,
        contextlib.ExitStack() as ended,
    ):
        ended.callback(server.kill)  # else a failure waits for ever
        assert server.stdout
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(f"{address}/v1/vulns/GO-2026-0901", timeout=10) as answer:  # noqa: S310 - loopback
            assert json.load(answer) == shelf.GO
        server.send_signal(stop)
        assert server.wait(10) == 0
        assert server.stderr
        assert server.stderr.read() == ""


@pytest.mark.parametrize("words", [[], ["--help"], ["update", "--help"], ["nothing"]])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advisories", *words]) == (0 if "--help" in words else 2)
    told = capsys.readouterr()
    assert "update" in told.out + told.err
