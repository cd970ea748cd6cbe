"""Images that scanners are pointed at: that of somebody else, which nothing builds on here, tells nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

OFFICIAL = frozenset(
    {
        "alpine", "almalinux", "amazonlinux", "archlinux", "bash", "buildpack-deps", "busybox", "caddy", "cassandra",
        "centos", "clojure", "composer", "consul", "couchdb", "debian", "docker", "drupal", "eclipse-temurin", "elixir",
        "erlang", "fedora", "gcc", "ghost", "golang", "gradle", "groovy", "haproxy", "haskell", "hello-world", "httpd",
        "influxdb", "julia", "mariadb", "maven", "memcached", "mongo", "mysql", "neo4j", "nginx", "node", "openjdk",
        "oraclelinux", "perl", "php", "postgres", "python", "rabbitmq", "redis", "registry", "rockylinux", "ruby",
        "rust", "scratch", "swift", "tomcat", "traefik", "ubuntu", "vault", "wordpress",
    }
)  # fmt: skip
"""Names of Docker's official images (hub.docker.com, "Docker Official Images")."""
_SCANNERS = frozenset({"trivy", "grype", "dockle", "docker scout", "snyk"})
_IMAGE = re.compile(r"(?:docker\.io/)?(?:library/)?([a-z][a-z0-9-]*)(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?")
_INPUTS = ("image-ref", "image")
_FILES = (
    "*Dockerfile*",
    "*Containerfile*",
    "*.dockerfile",
    "*compose*.y*ml",
    "*.tf",
    "*.yaml",
    "*.yml",
    "Makefile",
    "*.sh",
)
_MOST_FILES = 300
_MOST_LETTERS = 16_000_000
"""Files that are looked through, and what they may hold together."""
_WORD = re.compile(r"(?<![\w./-])[a-z][a-z0-9-]*(?![\w-])")
_SPOKEN: WeakKeyDictionary[Repository, tuple[Mapping[str, Counter[str]], bool]] = WeakKeyDictionary()
"""How often each file speaks of an official image, and whether all files were looked through."""


def of_others(
    repository: Repository, tool: str, argv: Sequence[str], inputs: Sequence[tuple[str, str]], span: Span
) -> Filter | Gap | None:
    """That the only image which the call looks at is an official one, of which no other line of the tree speaks.

    A gap where the tree is too large to tell.
    """
    if tool not in _SCANNERS:
        return None
    told = [value for name, value in inputs if name in _INPUTS]
    words = told or [word for word in argv[1:] if not word.startswith("-")]
    named = [found for word in words if (found := _IMAGE.fullmatch(word)) and found[1] in OFFICIAL]
    if len(named) != 1:
        return None
    name = named[0][1]
    places, whole = _spoken(repository)
    if any(count > (path == span.path) for path, count in places.get(name, Counter()).items()):
        return None
    if not whole:
        reason = f"whether anything here is built on {named[0][0][:80]} is not worked out: too many files"
        return Gap(wanted="what it looks at, an image", reason=reason, span=span)
    return Filter(what=f"{named[0][0][:80]} is an image that nothing here is built on", span=span, fatal=True)


def _spoken(repository: Repository) -> tuple[Mapping[str, Counter[str]], bool]:
    """How often each file names each image: a base image, a service, a tag that is built here; and whether it is all.

    Worked out once for a tree.
    """
    if repository not in _SPOKEN:
        places: dict[str, Counter[str]] = {}
        paths = repository.matching(*_FILES)
        left, whole = _MOST_LETTERS, len(paths) <= _MOST_FILES
        for path in paths[:_MOST_FILES]:
            text = repository.text(path) or ""
            left -= len(text)
            if left < 0:
                whole = False
                break
            for name in OFFICIAL.intersection(words := _WORD.findall(text)):
                places.setdefault(name, Counter())[path] = words.count(name)
        _SPOKEN[repository] = places, whole
    return _SPOKEN[repository]
