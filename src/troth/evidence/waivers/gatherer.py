"""All waivers of the tree: the register, the tools' own files, the command lines; and the project's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from troth.evidence.dependencies import OTHERS_CODE
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.structured import MalformedError
from troth.evidence.waivers import FORMS, flags
from troth.evidence.waivers.form import Form, Source, document_of, waivers_of
from troth.formats import troth_toml
from troth.terms.answer import Answer, Gap
from troth.terms.seen.automation import Invocation
from troth.terms.settings import Settings
from troth.terms.span import Span, excerpt
from troth.terms.waiver import REGISTER, Waiver
from troth.terms.wants import OwnSettings, Waivers

MOST_FILES = 200
"""Files of one form that are read."""
_MEMORY = "waivers.register"


def gatherers(invocations: Callable[[Scene], Answer[Invocation]]) -> tuple[Gatherer, ...]:
    """The gatherers of waivers and settings; ``invocations`` tells what is run in the tree."""
    return (
        Gatherer(wants=Waivers, answer=lambda scene, _: _waivers(scene, invocations(scene))),
        Gatherer(wants=OwnSettings, answer=_settings),
    )


def register(repository: Repository) -> troth_toml.Register | None:
    """What ``troth.toml`` at the root says; None where there is none, or none that can be read (then with a gap)."""
    tables = repository.toml(REGISTER) if REGISTER in repository.path_set else None
    if tables is None:
        return None
    lines, written = repository.toml_lines(REGISTER), repository.lines(REGISTER)

    def place(path: troth_toml.Path) -> Span:
        line = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), None)
        return Span(REGISTER, line, excerpt(written[line - 1]) if line and line <= len(written) else "")

    return troth_toml.read(tables, place)


def _waivers(scene: Scene, invocations: Answer[Invocation]) -> Answer[Waiver]:
    repository = scene.repository
    found, gaps, read = list[Waiver](), list[Gap](), list[str]()
    own = _register(scene)
    if REGISTER in repository.path_set:
        read.append(REGISTER)
        gaps += own.gaps if own else repository.gaps_of((REGISTER,))
        found += own.waivers if own else ()
    for form in FORMS:
        for path in _files(form, repository):
            read.append(path)
            text = repository.text(path)
            if text is None:
                gaps += repository.gaps_of((path,))
                continue
            if form.marked not in text:
                continue
            try:
                found += waivers_of(form, document_of(form, text), Source(path=path))
            except MalformedError as error:
                gaps.append(Gap(wanted=path, reason=str(error), span=Span(path)))
    found += flags.read(invocations.found)
    return Answer(found=tuple(dict.fromkeys(found)), gaps=tuple(gaps), read=tuple(read))


def _settings(scene: Scene, _: OwnSettings) -> Answer[Settings]:
    own = _register(scene)
    if own is None:
        return Answer(gaps=scene.repository.gaps_of((REGISTER,)))
    return Answer(found=(own.settings,), gaps=own.gaps, read=(REGISTER,))


def _register(scene: Scene) -> troth_toml.Register | None:
    if _MEMORY not in scene.memory:
        scene.memory[_MEMORY] = register(scene.repository)
    found: troth_toml.Register | None = scene.memory[_MEMORY]
    return found


def _files(form: Form, repository: Repository) -> Iterator[str]:
    """The project's own files of ``form``; those of vendored code, of test data and of submodules speak for others."""
    own = (path for path in repository.matching(*form.files) if not OTHERS_CODE.intersection(path.split("/")[:-1]))
    links = tuple(f"{link}/" for link in repository.submodules)
    own = (path for path in own if not path.startswith(links))
    yield from (path for path, _ in zip(own, range(MOST_FILES), strict=False))
