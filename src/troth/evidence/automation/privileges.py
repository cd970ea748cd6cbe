"""What workflows and container files confine: tokens of jobs, credentials that checkouts leave, users of images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.evidence.automation.github.files import MOST_WORKFLOWS, is_workflow
from troth.evidence.automation.nodes import Node, root
from troth.evidence.manifests.dockerfile import READER, instructions
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer, Gap
from troth.terms.seen.privileges import Privilege
from troth.terms.span import Span
from troth.terms.wants import Privileges

MOST_IMAGES = 100
"""Container files that are looked at."""
_ROOT = frozenset({"root", "0"})
_ASIDE = re.compile(
    r"(?:^|/)(?:\.devcontainer|tests?|testing|testdata|fixtures?|examples?|samples?|docs?|bench\w*|dev|ci|\.github|\.ci|"
    r"third_party|vendor|node_modules)/|(?:^|/)[^/]*(?:test|dev|ci|build)[^/]*$",
    re.IGNORECASE,
)
"""Images that are made for work on the project, not for those who use it."""
_DROPS = re.compile(r"\b(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst)\b|\bsu -")
"""Programs with which a start script puts privileges down."""
_AT_RUN = re.compile(r"runAsNonRoot|runAsUser|^\s*user:\s", re.MULTILINE)
"""Where an image is started, its user may be named too (Kubernetes "SecurityContext", Compose "user")."""
_PLAIN_BASES = frozenset(
    [
        "alpine",
        "debian",
        "ubuntu",
        "fedora",
        "centos",
        "rockylinux",
        "almalinux",
        "amazonlinux",
        "busybox",
        "python",
        "node",
        "golang",
        "rust",
        "ruby",
        "php",
        "perl",
        "openjdk",
        "eclipse-temurin",
        "maven",
        "gradle",
        "nginx",
        "httpd",
    ]
)
"""Official images that run as root where nothing else is said (Docker Hub, "Docker Official Images")."""


def privileges(repository: Repository, want: Privileges) -> Answer[Privilege]:
    """All of one kind in the tree."""
    if want.of == "image":
        return _images(repository)
    read = tuple(path for path in repository.paths if is_workflow(path))[:MOST_WORKFLOWS]
    found = tuple(one for path in read for one in _of_workflow(repository, path, want))
    unread = [path for path in read if not root(repository, path).is_map]
    gaps = tuple(Gap(wanted=path, reason="a workflow that is no YAML of GitHub's", span=Span(path)) for path in unread)
    return Answer(found=found, gaps=gaps, read=read)


def _of_workflow(repository: Repository, path: str, want: Privileges) -> Iterator[Privilege]:
    top = root(repository, path)
    for name, job in top.get("jobs").items():
        yield from (_token(top, name, job),) if want.of == "token" else _checkouts(job)


def _token(top: Node, name: str, job: Node) -> Privilege:
    """What the token of one job may do (docs.github.com, "Workflow syntax", ``permissions``): its own words win."""
    own = job.get("permissions")
    node = own or top.get("permissions")
    label, everywhere = f"{node.path or job.path}, job {name}"[:120], not own
    if not node:
        told = "names no permissions; a setting of the repository decides"
        return Privilege(subject="token", name=label, span=job.span, width="unset", top=True, told=told)
    if node.text == "write-all":
        return Privilege(
            subject="token", name=label, span=node.span, width="wide", writes=("all",), top=everywhere, told="write-all"
        )
    writes = tuple(scope for scope, value in node.items() if value.text == "write")
    told = f"may write {', '.join(writes)}" if writes else "may write nothing"
    return Privilege(
        subject="token", name=label, span=node.span, width="narrow", writes=writes, top=everywhere, told=told[:120]
    )


def _checkouts(job: Node) -> Iterator[Privilege]:
    """Each checkout of a job: its token stays in the clone unless the step says not (actions/checkout, README)."""
    for step in job.get("steps"):
        uses = step.get("uses").text
        if not uses.startswith("actions/checkout@"):
            continue
        given = step.get("with").get("persist-credentials")
        told = given.text.strip().lower()
        width = "narrow" if told == "false" else "unset" if "${{" in told else "wide"
        words = f"persist-credentials: {told}" if given else "no persist-credentials: false"
        span = given.span if given else step.get("uses").span
        yield Privilege(subject="checkout", name=uses, span=span, width=width, told=words[:80])  # type: ignore[arg-type]


def _images(repository: Repository) -> Answer[Privilege]:
    paths = [path for path in repository.matching(*READER.globs) if not _ASIDE.search(path)][:MOST_IMAGES]
    scripts = [path for path in repository.paths if "entrypoint" in path.lower() and not _ASIDE.search(path)][:50]
    dropped = any(_DROPS.search(repository.text(path) or "") for path in (*paths, *scripts))
    started = any(
        _AT_RUN.search(repository.text(path) or "")
        for path in [one for one in repository.paths if one.endswith((".yml", ".yaml")) and not is_workflow(one)][:300]
    )
    found = []
    for path in paths:
        seen = _user(repository, path)
        if seen is not None:
            open_ = seen.width == "wide" and (dropped or started)
            found.append(_elsewhere(seen, started=started) if open_ else seen)
    return Answer(found=tuple(found), read=tuple(paths))


def _elsewhere(seen: Privilege, *, started: bool) -> Privilege:
    told = "its user may be named where it is started" if started else "a start script may put privileges down"
    return Privilege(subject="image", name=seen.name, span=seen.span, width="unset", told=told)


def _user(repository: Repository, path: str) -> Privilege | None:
    """The user of the last stage of one container file (docs.docker.com/reference/dockerfile, ``USER``)."""
    users: dict[str, tuple[str, int]] = {}
    base, stage, user, line, begun = "", "", "", 0, 0
    for one in instructions(repository.lines(path)):
        if one.verb == "FROM":
            if stage:
                users[stage] = (user, line)
            words = [word for word in one.rest.split() if not word.startswith("--")]
            origin = words[0] if words else ""
            user, line = users.get(origin.lower(), ("", 0))
            base = origin if origin.lower() not in users else base
            stage = words[2].lower() if len(words) > 2 and words[1].upper() == "AS" else ""
            begun = one.line
        elif one.verb == "USER":
            user, line = one.rest.split()[0] if one.rest.split() else "", one.line
    if not begun:
        return None
    at = line or begun
    lines = repository.lines(path)
    span = Span(path, at, lines[at - 1].strip()[:120] if at <= len(lines) else "")
    name = user.partition(":")[0].strip("\"'").lower()
    image = base.rpartition("/")[2].partition("@")[0]
    if name and "$" not in name:
        width = "wide" if name in _ROOT else "narrow"
        return Privilege(subject="image", name=path, span=span, width=width, told=f"USER {user}"[:80])  # type: ignore[arg-type]
    if name:
        return Privilege(subject="image", name=path, span=span, width="unset", told=f"USER {user}"[:80])
    if "nonroot" in image:
        return Privilege(subject="image", name=path, span=span, width="narrow", told=f"{base} is no root"[:80])
    official = base.removeprefix("docker.io/").removeprefix("library/").partition(":")[0].partition("@")[0]
    told = f"no USER, and {official} runs as root" if official in _PLAIN_BASES else "no USER; its base may name one"
    width = "wide" if official in _PLAIN_BASES else "unset"
    return Privilege(subject="image", name=path, span=span, width=width, told=told[:120])  # type: ignore[arg-type]


def _answer(scene: Scene, want: Privileges) -> Answer[Privilege]:
    return privileges(scene.repository, want)


GATHERERS = (Gatherer(wants=Privileges, answer=_answer),)
