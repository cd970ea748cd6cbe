"""Bills of materials on release: every promised format, by the promised generator, attached to what is released."""

from __future__ import annotations

import json
import re
import shlex

import msgspec

from troth.remedy.ci import github, gitlab
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.github import Placed
from troth.remedy.ci.ground import Ground, listed, plain, serves
from troth.remedy.ci.job import Job, NoJobError, Step
from troth.remedy.ci.yaml_text import node_of, words
from troth.terms.commitment import Sbom, Tool
from troth.terms.edit import Serves
from troth.terms.event import AUTOMATIC, Event
from troth.terms.result import Result
from troth.terms.verdict import Standing

FILE = ".github/workflows/sbom.yml"
_FILES = {"spdx": "sbom.spdx.json", "cyclonedx": "sbom.cyclonedx.json"}
_SYFT = {"spdx": "spdx-json", "cyclonedx": "cyclonedx-json"}
_CARGO_SBOM = {"spdx": "spdx_json_2_3", "cyclonedx": "cyclone_dx_json_1_6"}
_TRIVY = {"spdx": "spdx-json", "cyclonedx": "cyclonedx"}
_CYCLONEDX_ONLY = frozenset({"cyclonedx-py", "cyclonedx-gomod"})
GENERATORS = frozenset({"syft", "cargo-sbom", "trivy", *_CYCLONEDX_ONLY})
"""Generators that CI can be given; of trivy only where an SBOM is promised of it."""
WRITERS = GENERATORS - {"trivy"} | {"cyclonedx", "cyclonedx-npm", "cargo-cyclonedx", "spdx-sbom-generator"}
"""Tools that do nothing but write bills."""


class _Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What is promised of bills: ``formats`` by ``generator``."""

    formats: tuple[str, ...]
    generator: str
    events: frozenset[Event]
    serves: Serves


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Add the workflow (or jobs) that write what is promised and not written yet."""
    promised = list(_promised(result))
    if not promised:
        return
    groups: dict[str, list[_Bill]] = {}
    for one in promised:
        groups.setdefault(one.generator or _generator(promised), []).append(one)
    placed = []
    for generator, bills in groups.items():
        served = tuple(dict.fromkeys(one.serves for one in bills))
        written = _written(ground, generator)
        formats = tuple(dict.fromkeys(name for one in bills for name in one.formats if name not in written))
        if not formats:
            drafts.leave(
                served[0].place, f"{generator} writes it already, and the promise is not kept all the same", served
            )
            continue
        events = frozenset(event for one in bills for event in one.events) or frozenset({Event.RELEASE})
        tags = events != {Event.RELEASE} or _released_by_tag(ground)
        try:
            job = _job(generator, formats, ground, tags=tags)
        except NoJobError as error:
            drafts.leave(served[0].place, str(error), served)
            continue
        placed.append((Placed(job=job, events=events, every=None, serves=served), tags))
    _put(placed, ground, drafts)


def _put(placed: list[tuple[Placed, bool]], ground: Ground, drafts: Drafts) -> None:
    if not placed:
        return
    jobs = [one for one, _ in placed]
    if ground.host == "gitlab":
        gitlab.write(gitlab.FILE, jobs, ground, drafts)
        return
    served = tuple(dict.fromkeys(one for each in jobs for one in each.serves))
    if drafts.text(FILE) is not None:
        drafts.leave(FILE, "it is there already; write what is promised into it", served)
        return
    tags = any(by_tag for _, by_tag in placed)
    text = github.fresh(jobs, ground).replace("name: promises\n", "name: sbom\n", 1)
    patterns = _tags(ground)
    if tags and patterns:
        text = text.replace(
            f'tags: ["{github.tag_pattern(ground)}"]', f"tags: [{', '.join(map(json.dumps, patterns))}]", 1
        )
    if not tags:
        pattern = github.tag_pattern(ground)
        text = text.replace(f'  push:\n    tags: ["{pattern}"]\n', "  release:\n    types: [published]\n", 1)
    where = "kept with the run, since a tag starts the release" if tags else "attached to the release"
    names = listed(each.job.tool.removeprefix("sbom ") for each in jobs)
    drafts.put(FILE, text, "sbom", f"Writes bills of materials with {names}, {where}.", served)


def _promised(result: Result) -> list[_Bill]:
    found = []
    for judged in result.judged:
        verdict, commitment = judged.verdict, judged.verdict.commitment
        if verdict.standing in (Standing.KEPT, Standing.NOTED) or verdict.settles in ("hosted", "later", "desk"):
            continue
        events = frozenset(event for event in commitment.events if event in AUTOMATIC and event is not Event.SCHEDULE)
        if isinstance(commitment, Sbom):
            formats, generator = commitment.formats or ("spdx",), commitment.generator
            found.append(_Bill(formats=formats, generator=generator, events=events, serves=serves(judged)))
        elif isinstance(commitment, Tool) and verdict.control == "tool-use" and commitment.name in WRITERS:
            one = "cyclonedx" if commitment.name in _CYCLONEDX_ONLY else "spdx"
            found.append(_Bill(formats=(one,), generator=commitment.name, events=events, serves=serves(judged)))
    return found


def _generator(promised: list[_Bill]) -> str:
    return next((one.generator for one in promised if one.generator), "syft")


def _written(ground: Ground, generator: str) -> frozenset[str]:
    """Formats that the generator writes on releases already."""
    return frozenset(
        name
        for one in ground.invocations.found
        if one.tool == generator and Event.RELEASE in one.events and not one.unreached and not one.doubts
        for name in one.sbom_formats
    )


def _released_by_tag(ground: Ground) -> bool:
    """Whether a workflow publishes on a pushed tag: what it publishes with the token of the run starts no workflow."""
    return bool(_tags(ground))


def _tags(ground: Ground) -> tuple[str, ...]:
    """The tags on whose push a workflow publishes, as it writes them; () where none does."""
    for one in ground.invocations.found:
        path = one.chain[0].path if one.chain else one.span.path
        if (
            one.system == "github-actions"
            and "publishing" in one.activities
            and Event.RELEASE in one.events
            and path.startswith(".github/workflows/")
        ):
            tags = words(node_of(ground.text(path) or "", "on", "push", "tags"))
            if tags and all(re.fullmatch(r"[\w.*!+?/\[\]-]{1,60}", tag) for tag in tags):
                return tags
    return ()


def _job(generator: str, formats: tuple[str, ...], ground: Ground, *, tags: bool) -> Job:
    if generator not in GENERATORS:
        raise NoJobError(f"{generator}: no invocation of it is known here that is safe to write for everybody")
    if generator in _CYCLONEDX_ONLY and formats != ("cyclonedx",):
        raise NoJobError(f"{generator} writes CycloneDX only")
    files = [_FILES[name] for name in formats]
    if ground.host == "gitlab":
        steps, language = _commands("syft" if generator == "trivy" else generator, formats, ground)
        return Job(tool=f"sbom {generator}", steps=steps, language=language, minutes=40, artifacts=tuple(files))
    rights = () if tags else (("actions", "read"), ("contents", "write"))  # sbom-action looks for what the run kept
    if generator in ("syft", "trivy"):
        steps = tuple(_action(generator, name, tags=tags) for name in formats)
        kept = () if generator == "syft" and not tags else (_keep(files, tags=tags),)
        return Job(tool=f"sbom {generator}", steps=(*steps, *kept), rights=rights)
    steps, language = _commands(generator, formats, ground)
    return Job(
        tool=f"sbom {generator}", steps=(*steps, _keep(files, tags=tags)), language=language, rights=rights, minutes=40
    )


def _action(generator: str, name: str, *, tags: bool) -> Step:
    if generator == "syft":
        inputs = [("path", "."), ("format", _SYFT[name]), ("output-file", _FILES[name])]
        inputs += [("upload-artifact", "false"), ("upload-release-assets", "false")] if tags else []
        inputs += [] if tags else [("artifact-name", _FILES[name])]
        return Step(uses="anchore/sbom-action", inputs=tuple(inputs))
    inputs = [("scan-type", "fs"), ("scan-ref", "."), ("format", _TRIVY[name]), ("output", _FILES[name])]
    return Step(uses="aquasecurity/trivy-action", inputs=tuple(inputs))


def _commands(generator: str, formats: tuple[str, ...], ground: Ground) -> tuple[tuple[Step, ...], str]:
    if generator == "cargo-sbom":
        lines = [f"cargo sbom --output-format {_CARGO_SBOM[name]} > {_FILES[name]}" for name in formats]
        install = Step(run="cargo install --locked cargo-sbom@0.10.0", outside=True)
        return (install, *(Step(run=line) for line in lines)), "rust"
    if generator == "cyclonedx-gomod":
        install = Step(
            run="go install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0",
            environment=(("GOTOOLCHAIN", "auto"),),
        )
        return (install, Step(run=f"cyclonedx-gomod mod -json -output {_FILES['cyclonedx']}")), "go"
    if generator == "cyclonedx-py":
        files = [path for path in ground.matching("requirements.txt") if plain(path)]
        if not files:
            raise NoJobError("cyclonedx-py needs a requirements.txt")
        run = f"cyclonedx-py requirements {shlex.quote(files[0])} --output-file {_FILES['cyclonedx']}"
        return (Step(run="python -m pip install cyclonedx-bom==7.5.0"), Step(run=run)), "python"
    install = Step(run="go install github.com/anchore/syft/cmd/syft@v1.57.1", environment=(("GOTOOLCHAIN", "auto"),))
    outputs = " ".join(f"--output {_SYFT[name]}={_FILES[name]}" for name in formats)
    return (install, Step(run=f"syft scan dir:. {outputs}")), "go"


def _keep(files: list[str], *, tags: bool) -> Step:
    if tags:
        return Step(uses="actions/upload-artifact", inputs=(("name", "sbom"), ("path", "sbom.*.json")))
    return Step(
        run=f'gh release upload "$TAG" {" ".join(files)}',
        environment=(("GH_TOKEN", "${{ github.token }}"), ("TAG", "${{ github.event.release.tag_name }}")),
    )
