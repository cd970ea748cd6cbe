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
from troth.terms.seen.privileges import Privilege, Width
from troth.terms.span import Span
from troth.terms.wants import Privileges

MOST_IMAGES = 100
"""Container files that are looked at."""
_ROOT = re.compile(r"root|0+", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|/)(?:\.devcontainer|tests?|testing|testdata|fixtures?|examples?|samples?|docs?|bench\w*|dev|ci|\.github|\.ci|"
    r"third_party|vendor|node_modules)/|(?:^|/)(?:[^/]*[._-])?(?:tests?|dev|ci|build)(?:[._-][^/]*)?$",
    re.IGNORECASE,
)
"""Images that are made for work on the project, not for those who use it."""
_DROPS = re.compile(r"\b(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst)\b|\bsu -")
"""Programs with which a start script puts privileges down."""
_AT_RUN = re.compile(r"runAsNonRoot|runAsUser|(?:^|[{,])[ \t]*user:\s", re.MULTILINE)
"""Where an image is started, its user may be named too (Kubernetes "SecurityContext", Compose "user")."""
_ROOT_AT_RUN = re.compile(
    r"runAsUser:[ \t]*[\"']?0+\b|(?:^|[{,])[ \t]*user:[ \t]*[\"']?(?:root|0+)\b|\bprivileged:[ \t]*[\"']?true\b|"
    r"\b(?:docker|podman|nerdctl) (?:container )?(?:run|exec|create) [^\n#]{0,200}?(?<!\S)"
    r"(?:(?:-u|--user)[ =]?[\"']?(?:root|0+)\b|--privileged\b)",
    re.MULTILINE,
)
"""Compose, Kubernetes or the command line names root where the image is started, or gives it root's rights."""
_STARTED = re.compile(
    r"(?:^|[{,])[ \t]*(?:-[ \t]*)?(?:image|build|containers):|\b(?:docker|podman|nerdctl)\b", re.MULTILINE
)
"""A file that starts containers."""
_STAGE = re.compile(
    r"(?:^|[{,])[ \t]*target[ \t]*[:=][ \t]*[\"']?([\w.-]+)|(?<!\S)--target[= ][\"']?([\w.-]+)", re.MULTILINE
)
"""The stage that is built (Compose "build", `docker build`, docker/build-push-action, a bake file)."""
_STAGE_ASIDE = re.compile(r"tests?|dev\w*|ci|build\w*|lint\w*|debug\w*|base|deps|checks?|docs?", re.IGNORECASE)
"""Stages that are for work on the project."""
_STARTS = re.compile(r"\.(?:ya?ml|sh|hcl)$|(?:^|/)(?:GNUm|M|m)akefile$|(?:^|/)justfile$")
_MOST_STARTS = 300
_TARGET = "pull_request_target"
_MOST_SCRIPTS = 50
_SCRIPT = re.compile(r"[\w.$@{}-]*/[\w./$@{}-]+|[\w-]+\.sh\b")
"""A start program that an image was given: a path, or a script of the shell."""
_ID_OF_ROOT = re.compile(
    r"\b(?:adduser|useradd|usermod)\b[^&|;\n]{0,300}?\s(?:-\w{0,8}u|--uid)[ =]?0+(?![\w.])|:[x*!]?:0+:\d+:"
)
_NO_ROOT = re.compile(r"(?:^|[:._-])nonroot(?:$|[._-])")
_CALLED = "workflow_call"
_PLAIN_RIGHTS = frozenset({"read", "write", "none"})
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
    every = tuple(path for path in repository.paths if is_workflow(path))
    read = every[:MOST_WORKFLOWS]
    seen = [one for path in read for one in _of_workflow(repository, path, want)]
    unread = [path for path in read if not root(repository, path).is_map]
    gaps = [Gap(wanted=path, reason="a workflow that is no YAML of GitHub's", span=Span(path)) for path in unread]
    gaps += [one for one in seen if isinstance(one, Gap)]
    gaps += _cut("workflows", len(every), MOST_WORKFLOWS)
    return Answer(found=tuple(one for one in seen if isinstance(one, Privilege)), gaps=tuple(gaps), read=read)


def _cut(what: str, of: int, most: int) -> list[Gap]:
    """What is said of all holds for none beyond those that are looked at."""
    return [Gap(wanted=what, reason=f"only {most} of {of} are looked at")] if of > most else []


def _of_workflow(repository: Repository, path: str, want: Privileges) -> Iterator[Privilege | Gap]:
    top = root(repository, path)
    if want.of == "event":
        if top.is_map:
            yield _started(path, top.get("on"))
        return
    called = _CALLED in _names(top.get("on"))
    for name, job in top.get("jobs").items():
        yield from (_token(top, name, job, called=called),) if want.of == "token" else _checkouts(path, job)


def _started(path: str, on: Node) -> Privilege | Gap:
    """Whether strangers' pull requests start the workflow with the project's token and secrets.

    "pull_request_target" does so (docs.github.com, "Events that trigger workflows").
    """
    names = [name for name in _names(on) if name]
    if not names:
        return Gap(wanted=path, reason="its events could not be read", span=Span(path))
    runs = _TARGET in names
    told = f"runs on {_TARGET}" if runs else f"does not run on {_TARGET}"
    return Privilege(subject="event", name=path, span=on.span, width="wide" if runs else "narrow", told=told)


def _names(node: Node) -> tuple[str, ...]:
    """The events of a workflow, however they are written."""
    return tuple(key for key, _ in node.items()) or (node.text, *(one.text for one in node))


def _token(top: Node, name: str, job: Node, *, called: bool) -> Privilege | Gap:
    """What the token of one job may do (docs.github.com, "Workflow syntax", ``permissions``): its own words win.

    A workflow that others call gets the rights of the calling job where it names none ("Reusing workflow
    configurations"). `id-token: write` lets a job ask for a token of its own and writes nothing ("OpenID Connect").
    """
    own = job.get("permissions")
    node = own or top.get("permissions")
    label, everywhere = f"{node.path or job.path}, job {name}"[:120], not own
    if not node:
        if called:
            return Gap(wanted=label, reason="the workflow that calls it decides its permissions", span=job.span)
        told = "names no permissions; a setting of the repository decides"
        return Privilege(subject="token", name=label, span=job.span, width="unset", top=True, told=told)
    if node.text == "write-all":
        return Privilege(
            subject="token", name=label, span=node.span, width="wide", writes=("all",), top=everywhere, told="write-all"
        )
    plain = node.is_map and all(value.text in _PLAIN_RIGHTS for _, value in node.items())
    if not plain and node.text != "read-all":
        return Gap(wanted=label, reason="`permissions` in a shape that GitHub does not know", span=node.span)
    writes = tuple(scope for scope, value in node.items() if value.text == "write" and scope != "id-token")
    told = f"may write {', '.join(writes)}" if writes else "may write nothing"
    return Privilege(
        subject="token", name=label, span=node.span, width="narrow", writes=writes, top=everywhere, told=told[:120]
    )


def _checkouts(path: str, job: Node) -> Iterator[Privilege | Gap]:
    """Each checkout of a job: its token stays in the clone unless the step says not (actions/checkout, README).

    Actions of the repository and workflows elsewhere may check out, too.
    """
    elsewhere = job.get("uses")
    if elsewhere and not elsewhere.text.startswith("./.github/workflows/"):
        yield Gap(wanted=f"{path}: {elsewhere.text}"[:120], reason="a workflow elsewhere may check out")
    for step in job.get("steps"):
        uses = step.get("uses").text
        if uses.startswith("./"):
            yield Gap(wanted=f"{path}: {uses}"[:120], reason="an action of the repository may check out")
        if "insteadof" in step.get("run").text.lower():
            yield Gap(wanted=path, reason="a step may keep a token in the settings of git", span=step.span)
        if not uses.lower().startswith("actions/checkout@"):
            continue
        given = step.get("with").get("persist-credentials")
        told = given.text.strip().lower()
        width: Width = "narrow" if told == "false" else "unset" if "${{" in told else "wide"
        words = f"persist-credentials: {told}" if given else "no persist-credentials: false"
        span = given.span if given else step.get("uses").span
        yield Privilege(subject="checkout", name=uses, span=span, width=width, told=words[:80])


def _images(repository: Repository) -> Answer[Privilege]:
    every = [path for path in repository.matching(*READER.globs) if not _ASIDE.search(path)]
    paths = every[:MOST_IMAGES]
    scripts = [path for path in repository.paths if "entrypoint" in path.lower() and not _ASIDE.search(path)]
    dropped = any(_DROPS.search(repository.text(path) or "") for path in (*paths, *scripts[:_MOST_SCRIPTS]))
    files = [path for path in repository.paths if _starts(path)]
    gaps = [
        *_cut("container files", len(every), MOST_IMAGES),
        *_cut("start scripts", len(scripts), _MOST_SCRIPTS),
        *_cut("files that may start an image", len(files), _MOST_STARTS),
    ]
    started, stages = False, dict[str, str]()
    for path in files[:_MOST_STARTS]:
        text = repository.text(path) or ""
        own = not is_workflow(path)
        started = started or (own and bool(_AT_RUN.search(text)))
        stages |= {name.lower(): path for pair in _STAGE.findall(text) for name in pair if name}
        if own and _ROOT_AT_RUN.search(text) and _STARTED.search(text):
            gaps.append(Gap(wanted=path, reason="it may start an image as root", span=Span(path)))
    found = []
    for path in paths:
        seen, others = _users(repository, path)
        for stage, width in others.items():
            if width != "narrow" and stage in stages and not _STAGE_ASIDE.fullmatch(stage):
                reason = f"the stage {stage} of {path} is built, whose user may be root"
                gaps.append(Gap(wanted=stages[stage], reason=reason[:160], span=Span(stages[stage])))
        if seen is not None:
            told = _turned(repository, path, seen)
            open_ = seen.width == "wide" and (dropped or started)
            found.append(told or (_elsewhere(seen, started=started) if open_ else seen))
    return Answer(found=tuple(found), gaps=tuple(gaps), read=tuple(paths))


def _starts(path: str) -> bool:
    """Whether a file may build or start an image for those who use it."""
    return bool(_STARTS.search(path)) and (is_workflow(path) or not _ASIDE.search(path))


def _turned(repository: Repository, path: str, seen: Privilege) -> Privilege | None:
    """What leaves open what ``USER`` says: a start program that changes it, or a name that may be root's."""
    told = ""
    for one in instructions(repository.lines(path)):
        if one.verb == "ONBUILD" and one.rest.upper().startswith("USER"):
            told = "ONBUILD names another user for images made from it"
        elif seen.width == "narrow" and one.verb == "RUN" and _ID_OF_ROOT.search(one.rest):
            told = "a user is made with the number of root"
        elif one.verb in ("ENTRYPOINT", "CMD"):
            if seen.width == "narrow" and re.search(r"\bsudo\b", one.rest):
                told = "it is started with sudo"
            elif seen.width == "wide" and not seen.assumed and _steps_down(repository, one.rest):
                told = "its start program may put privileges down"
    return Privilege(subject="image", name=seen.name, span=seen.span, width="unset", told=told) if told else None


def _steps_down(repository: Repository, start: str) -> bool:
    """Whether a start program puts privileges down, or cannot be read."""
    for program in _SCRIPT.findall(start):
        name = program.rpartition("/")[2]
        own = [path for path in repository.paths if path.rpartition("/")[2] == name]
        if not own or any(_DROPS.search(repository.text(path) or "su -") for path in own[:_MOST_SCRIPTS]):
            return True
    return False


def _elsewhere(seen: Privilege, *, started: bool) -> Privilege:
    told = "its user may be named where it is started" if started else "a start script may put privileges down"
    return Privilege(subject="image", name=seen.name, span=seen.span, width="unset", told=told)


def _users(repository: Repository, path: str) -> tuple[Privilege | None, dict[str, Width]]:
    """The user of the last stage of one container file, and of its other stages by their names.

    docs.docker.com/reference/dockerfile, ``USER``: a stage that is made from another has its user.
    """
    stages: dict[str, tuple[str, int, str]] = {}
    base, stage, user, line, begun = "", "", "", 0, 0
    for one in instructions(repository.lines(path)):
        if one.verb == "FROM":
            if stage:
                stages[stage] = (user, line or begun, base)
            words = [word for word in one.rest.split() if not word.startswith("--")]
            origin = words[0] if words else ""
            user, line, base = stages.get(origin.lower(), ("", 0, origin))
            stage = words[2].lower() if len(words) > 2 and words[1].upper() == "AS" else ""
            begun = one.line
        elif one.verb == "USER":
            user, line = one.rest.split()[0] if one.rest.split() else "", one.line
    if not begun:
        return None, {}
    others = {name: _user(repository, path, *told).width for name, told in stages.items()}
    return _user(repository, path, user, line or begun, base), others


def _user(repository: Repository, path: str, user: str, at: int, base: str) -> Privilege:
    """What ``USER``, or else the ``base`` of a stage, says of who runs it."""
    lines = repository.lines(path)
    span = Span(path, at, lines[at - 1].strip()[:120] if at <= len(lines) else "")
    name = user.partition(":")[0].strip("\"'").lower()
    width: Width = "unset"
    image = base.rpartition("/")[2].partition("@")[0]
    if name and "$" not in name:
        width = "wide" if _ROOT.fullmatch(name) else "narrow"
    if name:
        return Privilege(subject="image", name=path, span=span, width=width, told=f"USER {user}"[:80])
    if _NO_ROOT.search(image):
        return Privilege(subject="image", name=path, span=span, width="narrow", told=f"{base} is no root"[:80])
    official = base.removeprefix("docker.io/").removeprefix("library/").partition(":")[0].partition("@")[0]
    told = f"no USER, and {official} runs as root" if official in _PLAIN_BASES else "no USER; its base may name one"
    width = "wide" if official in _PLAIN_BASES else "unset"
    return Privilege(subject="image", name=path, span=span, width=width, told=told[:120], assumed=True)


def _answer(scene: Scene, want: Privileges) -> Answer[Privilege]:
    return privileges(scene.repository, want)


GATHERERS = (Gatherer(wants=Privileges, answer=_answer),)
