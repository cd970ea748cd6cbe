"""Images of Compose files (https://docs.docker.com/reference/compose-file/services/#image)."""

from __future__ import annotations

import yaml

from troth.evidence.manifests.dockerfile import image, toolchain_of
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.manifests.yaml_tree import entries, get
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement


def read(repository: Repository, path: str) -> Found:
    """Read ``services.*.image``; an image that the service builds itself has the source "path"."""
    images = list[Requirement]()
    for _, service in entries(get(repository.yaml_node(path), "services")):
        named = get(service, "image")
        if isinstance(named, yaml.ScalarNode):
            span = place(repository, path, named.start_mark.line + 1)
            found = image(str(named.value), span, source="path" if get(service, "build") is not None else "index")
            if found is not None:
                images.append(found)
    bases = tuple(base for item in images if (base := toolchain_of(item, "docker-image")) is not None)
    return Found(requirements=tuple(images), toolchains=bases)


READER = Reader(
    ecosystem="docker",
    globs=("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml"),
    read=read,
    gives=("docker",),
)
