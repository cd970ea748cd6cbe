"""Real output of real tools on small trees of our own: how it is kept, played back, and compared with a new run.

`scripts/rerecord.py` writes `recordings/TOOL/CASE.json` by running every case; tests play them back through the same
runner, so that each trap is tested on what the tool really wrote, on machines that do not have it too.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from troth.evidence import process
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.index import by_name
from troth.evidence.tools.runs.job import Job, LocalAdvisories
from troth.evidence.tools.runs.stage import tool_path
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

RECORDINGS = Path(__file__).with_name("recordings")
AT = datetime(2026, 3, 1, tzinfo=UTC)
LONGEST_ERRORS = 3_000
INSTANT = "2026-03-01T00:00:00Z"
Start = Callable[..., Ran]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One tree and what is run on it: the tool's runner, or, for what Troth never does, the words of `argv` (with `environment`).

    `advisories` gives the runner those of `local.py`; `secrets` are values that no recording may hold.
    """

    tool: str
    name: str
    files: Mapping[str, str | bytes]
    advisories: bool = False
    untrusted: bool = False
    argv: tuple[str, ...] = ()
    environment: Mapping[str, str] = {}
    secrets: tuple[str, ...] = ()


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One program that was started, with what it wrote; paths and times are placeholders."""

    argv: tuple[str, ...]
    exit_code: int | None
    stdout: str
    stderr: str
    trouble: str = ""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    tool: str
    case: str
    version: str
    programs: tuple[Program, ...]


def load(tool: str, name: str) -> Recording:
    return msgspec.json.decode((RECORDINGS / tool / f"{name}.json").read_bytes(), type=Recording)


def save(recording: Recording) -> None:
    target = RECORDINGS / recording.tool / f"{recording.case}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(recording), indent=1) + b"\n")


_RUN = re.compile(r"[^\s\"'(=]*/troth-run-\w+")
_TIMES = (
    (re.compile(r"(?!0001)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"), INSTANT),
    (re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d"), "2026/03/01 00:00:00"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?"), "2026-03-01 00:00:00"),
    (re.compile(r"(?<![\d:])\d{1,2}:\d\d[AP]M\b"), "0:00AM"),
    (re.compile(r"\b\d+(?:\.\d+)?(?:ms|µs|s)\b"), "1ms"),
    (re.compile(r"(\"\w*(?:duration|seconds)\w*\"\s*:\s*)[\d.e-]+"), r"\g<1>0.1"),
    (
        re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        "00000000-0000-4000-8000-000000000000",
    ),
    (re.compile(r"/tmp/[\w.-]+"), "{tmp}"),
    (re.compile(r"0x[0-9a-f]{6,}"), "0x0"),
)


def normalised(text: str, places: Mapping[str, str]) -> str:
    """`text` with placeholders for paths, and one instant for all."""
    for place, name in places.items():
        text = text.replace(place, name)
    text = _RUN.sub("{run}", text)
    for pattern, instead in _TIMES:
        text = pattern.sub(instead, text)
    return text


def _own(argv: Sequence[str], text: str) -> str:
    """Of what `go version -m` says of a program, the line of its own module."""
    if Path(argv[0]).name != "go":
        return text
    return "".join(f"{line}\n" for line in text.splitlines() if line.lstrip().startswith("mod\t"))


def _shortened(text: str) -> str:
    """Tracebacks are kept by their ends: the rest is of the machine, not of the tool."""
    return text if len(text) < LONGEST_ERRORS else f"…\n{text[-LONGEST_ERRORS:].partition(chr(10))[2]}"


def places(tree: Path, advisories: LocalAdvisories, case: Case) -> dict[str, str]:
    """What stands in for what, longest first."""
    found = {str(secret): "{secret}" for secret in case.secrets}
    found[str(tree)] = "{tree}"
    found[platform.release()] = "{release}"
    if advisories.osv_api:
        found[advisories.osv_api] = "{osv}"
    if advisories.rustsec:
        found[str(advisories.rustsec.parent)] = "{advisories}"
    venv = {str(Path(sys.prefix)): "{venv}", os.path.realpath(sys.prefix): "{venv}", sys.base_prefix: "{python}"}
    found |= {**venv, os.environ.get("TROTH_TOOLS") or "\0": "{tools}", str(Path.home()): "{home}"}
    if there := tool_path(case.tool):
        found[str(Path(there).parent)] = "{tools}"
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _words(argv: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return (Path(argv[0]).name, *(normalised(word, known) for word in argv[1:]))


def _doors() -> Iterator[tuple[Any, str]]:
    """Every name under which a runner holds the door to programs."""
    yield process, "run"
    for name, module in list(sys.modules.items()):
        if name.startswith("troth.evidence.tools.runs."):
            yield from ((module, key) for key, value in vars(module).items() if value is process.run)


@contextmanager
def _door(start: Start) -> Iterator[None]:
    doors, kept = list(_doors()), process.run
    try:
        for module, name in doors:
            setattr(module, name, start)
        yield
    finally:
        for module, name in doors:
            setattr(module, name, kept)


def record(case: Case, tree: Path, advisories: LocalAdvisories) -> tuple[Recording, Answer[ToolRun] | None]:
    """Run a case with the real tool."""
    known, programs = places(tree, advisories, case), list[Program]()
    real = process.run

    def spy(argv: Sequence[str], cwd: Path, **settings: Any) -> Ran:
        done = real(argv, cwd, **settings)
        programs.append(
            Program(
                argv=_words(argv, known),
                exit_code=done.exit_code,
                stdout=_own(argv, normalised(done.output, known)),
                stderr=_shortened(normalised(done.errors, known)),
                trouble=done.trouble,
            )
        )
        return done

    with _door(spy):
        answer = _run(case, tree, advisories)
    tool = by_name(case.tool)
    assert tool is not None
    version = next((run.version for run in answer.found), "") if answer else ""
    return Recording(tool=case.tool, case=case.name, version=version, programs=tuple(programs)), answer


def _folder(advisories: LocalAdvisories) -> Path:
    return advisories.rustsec.parent if advisories.rustsec else Path("/none")


def _run(case: Case, tree: Path, advisories: LocalAdvisories) -> Answer[ToolRun] | None:
    record_of = by_name(case.tool)
    assert record_of is not None
    if case.argv:
        there = {"{advisories}": str(_folder(advisories)), "{tree}": str(tree)}
        words, values = list(case.argv[1:]), dict(case.environment)
        for name, place in there.items():
            words = [word.replace(name, place) for word in words]
            values = {key: value.replace(name, place) for key, value in values.items()}
        process.run((tool_path(case.argv[0]) or case.argv[0], *words), tree, timeout=300, env=values)
        return None
    assert record_of.runner is not None
    return record_of.runner.run(
        Job(repository=Repository(tree), at=AT, untrusted=case.untrusted, advisories=advisories)
    )


def play(case: Case, tree: Path, folder: Path) -> Answer[ToolRun]:
    """The runner's answer on a tree, its programs answering as they were recorded. `folder` is free to be written to."""
    recording = load(case.tool, case.name)
    advisories = LocalAdvisories(
        rustsec=folder / "advisories" / "rustsec",
        go=f"file://{folder}/advisories/go",
        osv_api="http://127.0.0.1:9",
        osv_zips=folder / "advisories" / "osv",
    ) if case.advisories else LocalAdvisories()  # fmt: skip
    (folder / "advisories" / "rustsec" / ".git").mkdir(parents=True)
    known, waiting = dict[str, str](), list(recording.programs)

    def player(argv: Sequence[str], cwd: Path, **_: Any) -> Ran:
        words = _words(argv, known)
        found = next((one for one in waiting if one.argv == words), None)
        assert found is not None, f"{case.tool}/{case.name}: not recorded: {words}; run make rerecord"
        waiting.remove(found)
        run = _RUN.match(str(cwd))
        there = {"{run}": run[0] if run else str(cwd), "{tree}": str(tree), "{osv}": advisories.osv_api,
                 "{advisories}": str(folder / "advisories")}  # fmt: skip

        def text(stream: str) -> bytes:
            for name, place in there.items():
                stream = stream.replace(name, place)
            return stream.encode()

        return Ran(
            argv=tuple(argv),
            exit_code=found.exit_code,
            stdout=text(found.stdout),
            stderr=text(found.stderr),
            trouble=found.trouble,
            seconds=0.1,
        )

    with _door(player), _programs(folder / "programs", recording):
        known.update(places(tree, advisories, case))
        answer = _run(case, tree, advisories)
    assert answer is not None
    assert not waiting, f"{case.tool}/{case.name}: recorded, but not run any more: {[one.argv for one in waiting]}"
    return answer


@contextmanager
def _programs(folder: Path, recording: Recording) -> Iterator[None]:
    """Empty programs under the recorded names, so that a runner finds what it looks for."""
    folder.mkdir()
    for name in {one.argv[0] for one in recording.programs} | {recording.tool}:
        (folder / name).touch(mode=0o755)
    before = os.environ.get("TROTH_TOOLS")
    os.environ["TROTH_TOOLS"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TROTH_TOOLS"]
        else:
            os.environ["TROTH_TOOLS"] = before


def shape(text: str) -> Any:
    """What a stream is made of: keys and types of each JSON document in it; for other text, whether there is any."""
    documents: list[Any] = []
    decoder, position = json.JSONDecoder(), 0
    stripped = text.strip()
    if not stripped.startswith(("{", "[")):
        return "text" if stripped else "nothing"
    while position < len(stripped):
        try:
            value, position = decoder.raw_decode(stripped, position)
        except ValueError:
            return ["text after", sorted({json.dumps(_shape(one), sort_keys=True) for one in documents})]
        documents.append(value)
        while position < len(stripped) and stripped[position].isspace():
            position += 1
    return sorted({json.dumps(_shape(one), sort_keys=True) for one in documents})


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted({json.dumps(_shape(one), sort_keys=True) for one in value})
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def differences(old: Recording, new: Recording) -> list[str]:
    """What a new run has that the recording has not, in shape; values are not compared."""
    name = f"{old.tool}/{old.case}"
    first, second = [one.argv for one in old.programs], [one.argv for one in new.programs]
    if first != second:
        return [f"{name}: other commands: {first} became {second}"]
    found = []
    for one, other in zip(old.programs, new.programs, strict=True):
        command = f"{name}: {' '.join(one.argv)}"
        if (one.exit_code, one.trouble) != (other.exit_code, other.trouble):
            found.append(f"{command}: exit code {one.exit_code} became {other.exit_code} {other.trouble}")
        for stream in ("stdout", "stderr"):
            before, after = shape(getattr(one, stream)), shape(getattr(other, stream))
            if before != after:
                found.append(f"{command}: {stream} has another shape:\n  was {before}\n  is  {after}")
    return found
