"""Images that scanners are pointed at: that of somebody else, which nothing builds on here, tells nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from troth.evidence.repository import Repository
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


def of_others(
    repository: Repository, tool: str, argv: Sequence[str], inputs: Sequence[tuple[str, str]], span: Span
) -> Filter | None:
    """That the only image which the call looks at is an official one, of which no other line of the tree speaks."""
    if tool not in _SCANNERS:
        return None
    told = [value for name, value in inputs if name in _INPUTS]
    words = told or [word for word in argv[1:] if not word.startswith("-")]
    named = [found for word in words if (found := _IMAGE.fullmatch(word)) and found[1] in OFFICIAL]
    if len(named) != 1:
        return None
    name = named[0][1]
    if _spoken_of(repository, name, span):
        return None
    return Filter(what=f"{named[0][0][:80]} is an image that nothing here is built on", span=span, fatal=True)


def _spoken_of(repository: Repository, name: str, span: Span) -> bool:
    """Whether another line names it: a base image, a service, a tag that is built here."""
    word = re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w-])")
    for path in repository.matching(*_FILES)[:_MOST_FILES]:
        found = len(word.findall(repository.text(path) or ""))
        if found > (1 if path == span.path else 0):
            return True
    return False
