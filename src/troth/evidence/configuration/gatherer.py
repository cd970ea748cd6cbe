"""Configurations of the tree and of the policy's own text, with the invocations that load them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from troth.evidence.configuration.forms import forms_for
from troth.evidence.configuration.reader import Read, Source, read, read_printed
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools.index import by_command, by_name
from troth.evidence.tools.record import Call, ToolRecord
from troth.terms.answer import Answer, Gap
from troth.terms.seen.automation import Configuration, Invocation
from troth.terms.span import Span, excerpt
from troth.terms.wants import Configurations, PrintedConfigurations

MOST_FILES = 200
"""Configuration files of one tool that are read."""
WORKFLOWS = ".github/workflows/"
"""Files in here are workflows, even one that is called bandit.yml."""
BY_HOST = frozenset({"dependabot"})
"""Tools that the host runs by itself, from a file at a place of its own."""
PACKS = frozenset({"qlpack.yml", "codeql-pack.yml"})
"""Files that make their folder a pack of queries and models, which configures nothing by itself.

https://docs.github.com/en/code-security/codeql-cli/using-the-advanced-functionality-of-the-codeql-cli/creating-and-working-with-codeql-packs
"""
_CONFIG_FILE = re.compile(r"""^\s*(?:-\s+)?config-file:\s*["']?([^\s"'#]+)""")


class Gathering(msgspec.Struct, frozen=True):
    """Configurations, and the invocations that may load them."""

    invocations: Callable[[Scene], Answer[Invocation]]

    def configurations(self, scene: Scene, want: Configurations) -> Answer[Configuration]:
        """Every file or table of the tree that would configure the tool."""
        record = by_name(want.tool)
        hosted = (Gap(wanted=want.tool, reason=record.hosted),) if record and record.hosted else ()
        if record is None or not record.configuration_files:
            unknown = Gap(wanted=f"configuration of {want.tool}", reason="its files are not known here")
            return Answer(gaps=(*hosted, unknown))
        using = self._using(scene, want.tool)
        paths = _candidates(record, scene.repository, using)
        found, gaps = [], [*hosted]
        for path in paths[:MOST_FILES]:
            text = scene.repository.text(path)
            if text is None:
                reason = scene.repository.unreadable.get(path, "cannot be read")
                gaps.append(Gap(wanted=f"{want.tool}: {path}", reason=reason, span=Span(path)))
                continue
            seen = read(want.tool, Source(path=path, text=text), scene.at)
            if seen.configuration:
                found.append(_loaded(seen, using, path, scene.repository))
            elif seen.gap and _names(using, path):
                gaps.append(seen.gap)
        if len(paths) > MOST_FILES:
            gaps.append(Gap(wanted=f"configuration of {want.tool}", reason=f"more than {MOST_FILES} files"))
        return Answer(found=tuple(found), gaps=tuple(gaps), read=paths[:MOST_FILES])

    def printed(self, scene: Scene, want: PrintedConfigurations) -> Answer[Configuration]:
        """What a policy prints: its keys, and whether the tree's invocations load a file of that name."""
        source = Source(path=want.file, text=want.text, shown=want.document, offset=want.line - 1)
        if not want.text.strip() and not any(form.unread for form in forms_for(want.tool, want.file)):
            return Answer(read=(want.document,))
        seen = read_printed(want.tool, source, scene.at)
        if seen.configuration is None:
            reason = seen.gap.reason if seen.gap else f"no table of {want.tool} in it"
            place = Span(want.document, want.line)
            return Answer(gaps=(Gap(wanted=f"{want.tool}: {want.file}", reason=reason, span=place),))
        using = self._using(scene, want.tool)
        if want.file not in scene.repository.path_set:
            using = tuple(_as_if(invocation, scene.repository, want) for invocation in using)
        return Answer(found=(_loaded(seen, using, want.file, scene.repository),), read=(want.document,))

    def _using(self, scene: Scene, tool: str) -> tuple[Invocation, ...]:
        return tuple(invocation for invocation in self.invocations(scene).found if invocation.tool == tool)


def gatherers(invocations: Callable[[Scene], Answer[Invocation]]) -> tuple[Gatherer, ...]:
    """The gatherers of configuration; ``invocations`` tells what is run in the tree."""
    gathering = Gathering(invocations)
    return (
        Gatherer(wants=Configurations, answer=gathering.configurations),
        Gatherer(wants=PrintedConfigurations, answer=gathering.printed),
    )


def _candidates(record: ToolRecord, repository: Repository, using: tuple[Invocation, ...]) -> tuple[str, ...]:
    """Files with a name of the tool's configuration, and those that an invocation names."""
    named = {name.partition("[")[0] for invocation in using for name in invocation.configuration}
    alike = {path for path in repository.matching(*record.configuration_files) if not path.startswith(WORKFLOWS)}
    packs = {path.rpartition("/")[0] for path in alike if path.rpartition("/")[2] in PACKS}
    alike = {path for path in alike if not _is_packed(path, packs)}
    return tuple(sorted(alike | (named & repository.path_set)))


def _is_packed(path: str, packs: set[str]) -> bool:
    """Whether ``path`` lies in one of the folders ``packs``, unless it says by its name that it configures."""
    folder, _, name = path.rpartition("/")
    return not name.startswith("codeql-config") and any(f"{folder}/".startswith(f"{pack}/") for pack in packs)


def _loaded(seen: Read, using: tuple[Invocation, ...], path: str, repository: Repository) -> Configuration:
    configuration = seen.configuration
    assert configuration is not None  # noqa: S101 -- for the type checker; callers looked
    spans = [invocation.span for invocation in using if {seen.name, path} & set(invocation.configuration)]
    if not configuration.readable and not spans:
        return configuration
    if configuration.tool == "codeql":
        spans += _named_by_init(using, path, repository)
    if configuration.tool in BY_HOST:
        spans += [Span(path)]
    return msgspec.structs.replace(
        configuration,
        loaded_by=tuple(dict.fromkeys(spans)),
        loaded_automatically=seen.alone,
        readable=True,
        why_dead="" if spans else seen.needs,
    )


def _named_by_init(using: tuple[Invocation, ...], path: str, repository: Repository) -> list[Span]:
    """Lines of workflows that analyse with CodeQL and hand ``path`` to its init step."""
    found = []
    for workflow in sorted({invocation.span.path for invocation in using}):
        for number, line in enumerate(repository.lines(workflow), 1):
            named = _CONFIG_FILE.match(line)
            if named and named.group(1).removeprefix("./") == path:
                found.append(Span(workflow, number, excerpt(line)))
    return found


def _names(using: Iterable[Invocation], path: str) -> bool:
    """Whether some invocation loads ``path``: only then a file that cannot be read is missed."""
    return any(name.partition("[")[0] == path for invocation in using for name in invocation.configuration)


def _as_if(invocation: Invocation, repository: Repository, want: PrintedConfigurations) -> Invocation:
    """``invocation`` as it would load configuration if the printed file stood in the tree."""
    known = by_name(invocation.tool)
    found = by_command(invocation.argv)
    if known is None or not want.file:
        return invocation
    ours = found is not None and found[0] is known
    argv = found[1].argv if found is not None and ours else invocation.argv
    call = Call(argv=argv, inputs=invocation.with_, action=invocation.action)
    reading = known.read(call, _With(repository, want.file, want.text), invocation.directory)
    return msgspec.structs.replace(invocation, configuration=reading.configuration)


class _With(Repository):
    """A tree with one more file, that only its policy shows."""

    def __init__(self, repository: Repository, path: str, text: str) -> None:
        self._repository, self._path, self._text = repository, path, text
        self.unreadable = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The tree's files and the printed one."""
        return tuple(sorted({*self._repository.paths, self._path}))

    def text(self, path: str) -> str | None:
        """Content of a file of the tree, or the printed text."""
        return self._text if path == self._path else self._repository.text(path)
