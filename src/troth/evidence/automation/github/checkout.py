"""What a job has checked out when its scanners look (README of actions/checkout; "Events": ``pull_request_target``).

Told only of jobs whose every checkout takes something else; a job that calls git itself, or an action of the tree, may
fetch what it wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from troth.evidence.automation.context import FILES
from troth.evidence.automation.github.live import Live
from troth.evidence.automation.github.triggers import Trigger
from troth.evidence.automation.nodes import Node
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

_FETCHES = re.compile(
    r"\bgit\s+(?:-\S+\s+)*(?:clone|fetch|checkout|pull|merge|switch|reset|worktree)\b|\bgh\s+(?:pr|repo)\b"
)
_HOSTED = re.compile(r"\b(?:ubuntu|windows|macos)-")
"""Labels of runners that start empty; those of a project's own keep files from run to run, or have what they need."""
_SETS_UP = re.compile(
    r"^(?:[\w.-]+/)?[\w./-]*(?:\bset-?up\b|\binstall(?:er)?\b|toolchain|login|credentials|harden|\bauth\b)",
    re.IGNORECASE,
)
"""Actions that make programs and rights ready, and bring no files of the project."""
_BRINGS = re.compile(r"check-?out|clone|download|fetch|artifact|artefact|cache|restore|unpack|extract", re.IGNORECASE)
_CHECKS_OUT_ITSELF = frozenset({"golang/govulncheck-action"})
"""Actions of scanners that check the repository out unless they are told not to (its README, ``repo-checkout``)."""
_TAKES_WHAT_IS_THERE = (
    "actions/", "github/codeql-action", "docker/", "gitleaks/", "zricethezav/gitleaks", "aquasecurity/", "pycqa/",
    "securego/", "golangci/", "embarkstudios/", "rustsec/", "trufflesecurity/", "zizmorcore/", "pypa/", "astral-sh/",
    "hadolint/", "snyk/", "pre-commit/", "ludeeus/action-shellcheck", "psf/", "bridgecrewio/", "anchore/", "sigstore/",
    "ossf/", "codecov/", "semgrep/", "returntocorp/", "softprops/", "swatinem/", "taiki-e/install-action", "rhysd/",
    "google/osv-scanner",
)  # fmt: skip
"""Beginnings of actions whose documentation asks for a checkout before them, or that read and bring no files."""
_FETCHER = re.compile(
    r"\b(?:git|gh|glab|hg|svn|curl|wget|aria2c|rsync|s?cp|ftp|aws|gsutil|gcloud|az|tar|g?unzip|unxz|7z|mv|ln|docker|podman"
    r"|oras|crane|skopeo|download|create|init|new|get|pull|sync|tee|cat|mkdir|touch|checkout|clone|archive|mount)\b"
    r"|(?<![0-9&])>(?!&)|^\s*(?:\./|(?:ba)?sh |make\b|python3? (?!-m)|node |ruby |perl )",
    re.MULTILINE,
)
"""Commands by which files of the project may come into an empty folder."""
_BASE = re.compile(r"\bbase_ref\b|\bbase\.(?:sha|ref)\b|\bdefault_branch\b")
_HEAD = re.compile(r"head|merge|pull_request\.number|github\.(?:sha|ref)\b|inputs|event\.number")


class Arrival(msgspec.Struct, frozen=True):
    """When the files of the repository come into a job: not before step ``earliest``, and surely by ``latest``."""

    earliest: int = 0
    latest: int = 0
    by: str = ""
    """The action that may bring them earlier, which is not known here."""

    def met(self, position: int, step: Node, lives: Iterable[Live]) -> Iterator[Live]:
        """``lives`` at ``step``: what reads files there sees none, or it cannot be told."""
        for live in lives:
            if position < self.earliest:
                yield live.limited(
                    Filter(what="nothing is checked out before it", span=step.span, fatal=True, files=True)
                )
            elif position < self.latest:
                reason = f"nothing is checked out before it, unless {self.by} does that"
                yield live.doubted(Gap(wanted=FILES, reason=reason, span=step.span))
            else:
                yield live


def arrival(steps: Sequence[Node], labels: str) -> Arrival:
    """When files of the repository come into a job with these steps, on a runner with these labels."""
    if not _HOSTED.search(labels.lower()) or "self-hosted" in labels.lower():
        return Arrival()
    earliest, by = -1, ""
    for position, step in enumerate(steps):
        may = _may_bring(step)
        if may is True:
            return Arrival(earliest if earliest >= 0 else position, position, by)
        if may is None and earliest < 0:
            earliest, by = position, step.get("uses").text.strip()[:80]
    return Arrival(earliest if earliest >= 0 else len(steps), len(steps), by)


def _may_bring(step: Node) -> bool | None:
    """Whether files come by ``step``; None where its action is not known."""
    uses = step.get("uses").text.strip()
    if not uses:
        return bool(_FETCHER.search(step.get("run").text))
    if uses.startswith("./") or _BRINGS.search(uses):
        return True
    name = uses.partition("@")[0].lower()
    if name in _CHECKS_OUT_ITSELF:
        return step.get("with").get("repo-checkout").text.lower() != "false"
    if name == "actions/github-script":
        return None  # it may fetch anything
    if _SETS_UP.search(name) or name.startswith(_TAKES_WHAT_IS_THERE):
        return False
    return None


def sparse(steps: Sequence[Node]) -> tuple[str, ...]:
    """The folders that alone are checked out ("Fetch only the root files": those at the top always are); or none.

    Told where every checkout is so and names plain folders, as git's cone mode has them, and nothing else may fetch.
    """
    checkouts = _checkouts(steps)
    if not checkouts or _others(steps):
        return ()
    folders: list[str] = []
    for step in checkouts:
        told = step.get("with").get("sparse-checkout").text.split()
        if not told or step.get("with").get("sparse-checkout-cone-mode").text.lower() == "false":
            return ()
        if any(mark in "".join(told) for mark in "*?[]!$"):
            return ()
        folders += [folder.strip("/") for folder in told if folder.strip("/.")]
    return tuple(dict.fromkeys(folders)) or (".github",)


def shallow(steps: Sequence[Node]) -> Span | None:
    """The first checkout, where every one takes the newest commit alone, as it does unless ``fetch-depth`` says more.

    README of actions/checkout: "Only a single commit is fetched by default".
    """
    checkouts = _checkouts(steps)
    depths = [step.get("with").get("fetch-depth").text.strip() for step in checkouts]
    if not checkouts or _others(steps) or any(depth not in ("", "1") for depth in depths):
        return None
    return checkouts[0].get("uses").span


def _checkouts(steps: Sequence[Node]) -> list[Node]:
    return [step for step in steps if step.get("uses").text.startswith("actions/checkout@")]


def _others(steps: Sequence[Node]) -> bool:
    return any(step.get("uses").text.startswith("./") or _FETCHES.search(step.get("run").text) for step in steps)


def kept_from(
    steps: Sequence[Node], trigger: Trigger, known_here: Callable[[str], bool]
) -> tuple[Filter | None, Gap | None]:
    """Why the steps do not see what ``trigger`` brings, or why that cannot be told; nothing of both where they do."""
    checkouts = _checkouts(steps)
    if not checkouts or _others(steps):
        return None, None
    found = [_why(step, trigger, known_here) for step in checkouts]
    if not all(found):
        return None, None
    what, span, sure = next((one for one in found if one and one[2]), found[0] or ("", checkouts[0].span, False))
    if sure:
        return Filter(what=what, span=span, fatal=True, files=True), None
    return None, Gap(wanted=FILES, reason=what, span=span)


def _why(step: Node, trigger: Trigger, known_here: Callable[[str], bool]) -> tuple[str, Span, bool] | None:
    """Why a checkout takes something else, where that stands, and whether it is sure."""
    given = step.get("with")
    repository, ref = given.get("repository"), given.get("ref")
    slug = repository.text.strip()
    if slug and "${{" not in slug and not known_here(slug):
        return f"it checks out {slug[:80]}, which may be another repository", repository.span, False
    if slug or not trigger.is_pull_request:
        return None
    text = ref.text.strip()
    if trigger.name == "pull_request_target" and not text:
        return "pull_request_target checks out the base, not the pull request", step.get("uses").span, True
    computed = "${{" in text
    base = bool(_BASE.search(text)) and not _HEAD.search(text) if computed else not text.startswith("refs/pull/")
    return (f"it checks out {text[:80]}, not the pull request", ref.span, True) if text and base else None
