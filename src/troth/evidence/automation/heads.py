"""What stands before a command: ``sudo``, ``uv run``, ``timeout 5`` and the like, taken off until the tool is bare."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from troth.evidence.automation.shell import Options
from troth.evidence.tools import index


class Bare(msgspec.Struct, frozen=True, kw_only=True):
    """A command without what stands before it."""

    argv: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    directory: str = ""


class Nested(msgspec.Struct, frozen=True, kw_only=True):
    """Shell text, or a script of the tree, that a command starts."""

    text: str = ""
    file: str = ""
    options: Options = Options()
    arguments: tuple[str, ...] = ()


class Manner(msgspec.Struct, frozen=True):
    """How a wrapper is written: the words of its head, options with a value, operands before the command.

    ``unless`` are options under which it runs nothing (``command -v``).
    """

    words: tuple[str, ...]
    valued: frozenset[str] = frozenset()
    operands: int = 0
    unless: frozenset[str] = frozenset()


def _manner(head: str, valued: str = "", operands: int = 0, unless: str = "") -> Manner:
    return Manner(tuple(head.split()), frozenset(valued.split()), operands, frozenset(unless.split()))


UV = ("--with --with-editable --with-requirements -p --python --extra --group --only-group --package --project "
      "--directory --env-file --no-extra --no-group --index --index-url -i --from -c --constraints --refresh-package "
      "--exclude-newer --config-file --cache-dir --color")  # fmt: skip
MANNERS = (
    _manner("sudo", "-u --user -g --group -C -p -h -r -t -D --chdir", unless="-v -l -k"),
    _manner("doas", "-u -C"),
    _manner("time", "-f -o --format --output"),
    _manner("nice", "-n --adjustment"),
    _manner("ionice", "-c -n -p"),
    _manner("nohup"),
    _manner("exec", "-a"),
    _manner("builtin"),
    _manner("command", unless="-v -V"),
    _manner("stdbuf", "-i -o -e"),
    _manner("setsid"),
    _manner("unbuffer"),
    _manner("chronic"),
    _manner("xvfb-run", "-n -s -e -f -w --server-args --server-num"),
    _manner("timeout", "-k --kill-after -s --signal", 1),
    _manner("gtimeout", "-k --kill-after -s --signal", 1),
    _manner("flock", "-w --timeout -E", 1),
    _manner("xargs", "-I -n -P -L -d -a -s -E --max-args --max-procs --replace --delimiter --arg-file"),
    _manner("parallel", "-j --jobs -a --arg-file"),
    _manner("uv run", UV, unless="--help"),
    _manner("uv tool run", UV),
    _manner("uvx", UV),
    _manner("pipx run", "--spec --python --pip-args --index-url"),
    _manner("poetry run"),
    _manner("pipenv run"),
    _manner("pdm run", "-p --project"),
    _manner("hatch run", "-e --env"),
    _manner("hatch -e", operands=1),
    _manner("rye run"),
    _manner("rye tools run"),
    _manner("pixi run", "-e --environment --manifest-path"),
    _manner("conda run", "-n --name -p --prefix --cwd"),
    _manner("mamba run", "-n --name -p --prefix"),
    _manner("micromamba run", "-n --name -p --prefix -r"),
    _manner("coverage run", "--rcfile --source --omit --include --data-file"),
    _manner("dotenv run", "-f"),
    _manner("bundle exec"),
    _manner("npx", "-p --package -c --call -w --workspace --prefix"),
    _manner("bunx", "-p --package"),
    _manner("npm exec", "-p --package -w --workspace"),
    _manner("npm x", "-p --package -w --workspace"),
    _manner("pnpm exec"),
    _manner("pnpm dlx", "--package"),
    _manner("pnpx", "--package"),
    _manner("yarn dlx", "-p --package"),
    _manner("yarn exec"),
    _manner("bun x"),
    _manner("mise exec"),
    _manner("mise x"),
    _manner("asdf exec"),
    _manner("direnv exec", operands=1),
    _manner("devbox run", "-e --env -c --config"),
    _manner("doppler run", "-p --project -c --config"),
    _manner("op run", "--env-file"),
    _manner("nix run"),
    _manner("docker compose run", "-e --env -v --volume -w --workdir -u --user --entrypoint --name", 1),
    _manner("docker compose exec", "-e --env -w --workdir -u --user", 1),
    _manner("docker-compose run", "-e --env -v --volume -w --workdir -u --user --entrypoint --name", 1),
    _manner("docker-compose exec", "-e --env -w --workdir -u --user", 1),
    _manner("docker exec", "-e --env -w --workdir -u --user", 1),
    _manner("podman exec", "-e --env -w --workdir -u --user", 1),
    _manner("rustup run", operands=1),
    _manner("cross-env"),
    _manner("retry", "-n -t -d"),
    _manner("rtx exec"),
)
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash", "ksh"})
_FOLDERS = {"uv run": ("--directory",), "conda run": ("--cwd",), "sudo": ("-D", "--chdir")}
_BY_HEAD: dict[str, list[Manner]] = {}
for _one in MANNERS:
    _BY_HEAD.setdefault(_one.words[0], []).append(_one)
DOCKER_VALUED = frozenset(
    [
        "-e",
        "--env",
        "-v",
        "--volume",
        "-w",
        "--workdir",
        "-u",
        "--user",
        "--name",
        "--network",
        "--net",
        "--platform",
        "--entrypoint",
        "--mount",
        "-p",
        "--publish",
        "--env-file",
        "--add-host",
        "--cpus",
        "-m",
        "--memory",
        "-l",
        "--label",
        "--pull",
        "--hostname",
        "-h",
        "--security-opt",
        "--cap-add",
        "--cap-drop",
        "--tmpfs",
        "--ulimit",
        "--device",
        "--shm-size",
        "--log-driver",
        "--restart",
        "--gpus",
        "--volumes-from",
        "--cidfile",
        "--userns",
        "--ipc",
        "--pid",
    ]
)
MOST_LAYERS = 12


def bare(argv: Sequence[str], stays: Callable[[tuple[str, ...]], bool] = lambda _: False) -> Bare:
    """``argv`` without wrappers. An empty ``argv`` where nothing is run (``command -v bandit``).

    ``stays`` tells of commands that look like wrappers and are none (``hatch run`` of a script of the project).
    """
    here, environment, directory = tuple(argv), list[tuple[str, str]](), ""
    for _ in range(MOST_LAYERS):
        while here and _ASSIGNMENT.fullmatch(here[0]):
            name, _, value = here[0].partition("=")
            environment.append((name, value))
            here = here[1:]
        if not here:
            break
        if _names_a_tool(here) or stays(here):
            break
        inner = _env(here, environment) if index.executable(here[0]) == "env" else _unwrapped(here)
        if inner is None:
            break
        directory = directory or _folder(here)
        here = inner
    return Bare(argv=here, environment=tuple(environment), directory=directory)


def nested(argv: Sequence[str], is_file: Callable[[str], bool]) -> Nested | None:
    """The text or script that ``argv`` starts; ``is_file`` tells whether a word names a file of the tree."""
    if not argv:
        return None
    head = index.executable(argv[0])
    if head in _SHELLS:
        return _of_shell(argv[1:], is_file)
    if argv[0] in (".", "source") and len(argv) > 1:
        return Nested(file=argv[1], arguments=tuple(argv[2:]))
    if ("/" in argv[0] or argv[0].endswith(".sh")) and is_file(argv[0]):
        return Nested(file=argv[0], arguments=tuple(argv[1:]))
    return None


def container(argv: Sequence[str]) -> tuple[str, tuple[str, ...], str] | None:
    """Image, arguments and entry point of ``docker run``; None for other commands."""
    if len(argv) < 3 or index.executable(argv[0]) not in ("docker", "podman", "nerdctl"):
        return None
    words = list(argv[1:])
    while words and words[0].startswith("-"):
        words.pop(0)
    if words[:1] == ["container"]:
        words.pop(0)
    if words[:1] != ["run"]:
        return None
    words.pop(0)
    entry = ""
    while words and words[0].startswith("-"):
        option, equals, value = words.pop(0).partition("=")
        if option in DOCKER_VALUED and not equals and words:
            value = words.pop(0)
        if option == "--entrypoint":
            entry = value
    return (words[0], tuple(words[1:]), entry) if words else None


def _names_a_tool(argv: tuple[str, ...]) -> bool:
    return index.executable(argv[0]) in ("npm", "pnpm", "yarn", "uv", "bun", "docker", "nix") and (
        index.by_command(argv) is not None
    )


def _unwrapped(argv: tuple[str, ...]) -> tuple[str, ...] | None:
    head = index.executable(argv[0])
    for manner in _BY_HEAD.get(head, ()):
        length = len(manner.words)
        if argv[1:length] == manner.words[1:]:
            inner = _after(argv[length:], manner)
            return None if not inner and "compose" in " ".join(manner.words) else inner  # its own command runs
    if head.startswith("python") and argv[1:2] == ("-m",) and argv[2:4] in (("coverage", "run"), ("uv", "run")):
        return argv[2:]
    if head.startswith("python") and argv[1:3] in (("-m", "poetry"), ("-m", "uv"), ("-m", "pipx"), ("-m", "hatch")):
        return argv[2:]
    if head == "coverage" and argv[1:3] == ("run", "-m"):
        return ("python", *argv[2:])
    return None


def _after(words: tuple[str, ...], manner: Manner) -> tuple[str, ...]:
    """The command after the options and operands of a wrapper."""
    left, operands = list(words), manner.operands
    while left:
        word = left[0]
        if word in manner.unless:
            return ()
        if word == "--":
            left.pop(0)
            break
        if word in ("-m", "--module") and manner.words in (("uv", "run"), ("coverage", "run"), ("pdm", "run")):
            return ("python", *left)
        if word.startswith("-"):
            left.pop(0)
            if word in manner.valued and "=" not in word and left:
                left.pop(0)
        elif _ASSIGNMENT.fullmatch(word) and manner.words[0] in ("sudo", "cross-env", "doas"):
            left.pop(0)
        elif operands:
            operands -= 1
            left.pop(0)
        else:
            break
    return tuple(left)


def _env(argv: tuple[str, ...], environment: list[tuple[str, str]]) -> tuple[str, ...]:
    left = list(argv[1:])
    while left:
        word = left[0]
        if _ASSIGNMENT.fullmatch(word):
            name, _, value = left.pop(0).partition("=")
            environment.append((name, value))
        elif word in ("-u", "--unset", "-C", "--chdir", "-S"):
            left = left[1:] if word == "-S" else left[2:]
        elif word.startswith("-"):
            left.pop(0)
        else:
            break
    return tuple(left)


def _folder(argv: tuple[str, ...]) -> str:
    options = _FOLDERS.get(" ".join(argv[:2])) or _FOLDERS.get(argv[0], ())
    for position, word in enumerate(argv[:-1]):
        if word in options:
            return argv[position + 1]
    return ""


def _of_shell(words: Sequence[str], is_file: Callable[[str], bool]) -> Nested | None:
    left, errexit, pipefail = list(words), False, False
    while left and left[0][:1] in ("-", "+"):
        word = left.pop(0)
        if word.startswith("--"):
            continue
        errexit = errexit or "e" in word[1:]
        if "o" in word[1:] and left:
            option = left.pop(0)
            pipefail, errexit = pipefail or option == "pipefail", errexit or option == "errexit"
        if "c" in word[1:]:
            options = Options(errexit=errexit, pipefail=pipefail)
            return Nested(text=left[0], options=options, arguments=tuple(left[2:])) if left else None
    if left and is_file(left[0]):
        return Nested(file=left[0], options=Options(errexit=errexit, pipefail=pipefail), arguments=tuple(left[1:]))
    return None
