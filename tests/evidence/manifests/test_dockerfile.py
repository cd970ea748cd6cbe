"""Dockerfiles, Compose files and images of GitLab CI."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.manifests import compose, dockerfile, gitlab_ci
from troth.evidence.manifests.reader import Found
from troth.evidence.repository import Repository

DIGEST = "sha256:" + "a" * 64
TEXT = f"""\
# syntax=docker/dockerfile:1
ARG GO=1.23
FROM --platform=linux/amd64 golang:${{GO}}-alpine AS build
RUN go build \\
    # a comment inside
    ./...
FROM build AS more
FROM docker.io/library/debian@{DIGEST}
FROM registry.example.org:5000/harbour/base:${{UNKNOWN}}
COPY --from=build /x /x
COPY --from=example.org/tools:1.0 /y /y
FROM scratch
RUN <<END
FROM nowhere:1.0
END
"""


def images(found: Found) -> list[tuple[int | None, str, str, bool, bool]]:
    return [(r.span.line, r.name, r.constraint, r.hashed, r.variable) for r in found.requirements]


def test_images(tree: Callable[..., Repository]) -> None:
    found = dockerfile.read(tree({"Dockerfile": TEXT}), "Dockerfile")
    assert images(found) == [
        (3, "golang", "1.23-alpine", False, False),
        (8, "debian", "", True, False),
        (9, "registry.example.org:5000/harbour/base", "${UNKNOWN}", False, True),
        (11, "example.org/tools", "1.0", False, False),
    ]
    assert [(t.language, t.version, t.span.line, t.origin, t.primary) for t in found.toolchains] == [
        ("go", "1.23", 3, "docker-image", False)
    ]


def test_downloads_and_their_checksums(tree: Callable[..., Repository]) -> None:
    text = (
        "FROM debian:12\nENV GO_VERSION=1.21.5 \\\n    OTHER=x\nARG NODE_VERSION\n"
        "RUN curl -O https://go.dev/dl/go${GO_VERSION}.linux-amd64.tar.gz && echo x | sha256sum -c -\n"
        "RUN curl -O https://nodejs.org/dist/v${NODE_VERSION}/node.tar.gz\n"
        "RUN wget \\\n  https://www.python.org/ftp/python/3.11.4/Python.tgz\n"
        "ADD --checksum=sha256:00 https://static.rust-lang.org/dist/rust-1.70.0-x.tar.gz /\n"
    )
    found = dockerfile.read(tree({"Dockerfile": text}), "Dockerfile").toolchains
    assert [(t.language, t.version, t.span.line, t.verified, t.variable) for t in found] == [
        ("go", "1.21.5", 2, True, False),
        ("node", "", 4 if found[1].span.line == 4 else 6, False, True),
        ("python", "3.11.4", 8, False, False),
        ("rust", "1.70.0", 9, True, False),
    ]


def test_variables_that_lead_to_themselves_end(tree: Callable[..., Repository]) -> None:
    text = "ARG A=${A}${A}\nARG B=$A\nFROM x:$B$A\n"
    found = dockerfile.read(tree({"Dockerfile": text}), "Dockerfile").requirements
    assert [(r.name, r.variable) for r in found] == [("x", True)]


def test_copies_put_aside_are_no_dockerfiles(tree: Callable[..., Repository]) -> None:
    assert dockerfile.read(tree({"Dockerfile.bak": "FROM a\n"}), "Dockerfile.bak").requirements == ()


def test_compose(tree: Callable[..., Repository]) -> None:
    text = 'services:\n  db:\n    image: postgres:16\n  own:\n    build: .\n    image: "harbour/own:dev"\n  py:\n    image: python:3.12-slim\n  bad: 1\n'
    found = compose.read(tree({"compose.yml": text}), "compose.yml")
    assert [(r.span.line, r.name, r.constraint, r.source) for r in found.requirements] == [
        (3, "postgres", "16", "index"),
        (6, "harbour/own", "dev", "path"),
        (8, "python", "3.12-slim", "index"),
    ]
    assert [(t.language, t.version) for t in found.toolchains] == [("python", "3.12")]


def test_gitlab_images(tree: Callable[..., Repository]) -> None:
    text = 'variables:\n  V: "1.23"\nimage: golang:${V}\ntest:\n  image:\n    name: node:20\n  services: [redis:7, {name: mysql:8}]\n'
    found = gitlab_ci.read(tree({".gitlab-ci.yml": text}), ".gitlab-ci.yml")
    assert [(r.span.line, r.name, r.constraint) for r in found.requirements] == [
        (3, "golang", "1.23"),
        (6, "node", "20"),
        (7, "redis", "7"),
        (7, "mysql", "8"),
    ]
    assert [(t.language, t.version, t.origin) for t in found.toolchains] == [
        ("go", "1.23", "ci-image"),
        ("node", "20", "ci-image"),
    ]
