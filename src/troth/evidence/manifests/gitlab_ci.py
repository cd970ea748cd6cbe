"""Images of GitLab CI (https://docs.gitlab.com/ci/yaml/#image)."""

from __future__ import annotations

import yaml

from troth.evidence.manifests.dockerfile import image, toolchain_of
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.manifests.yaml_tree import entries, get, items, scalar
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement


def read(repository: Repository, path: str) -> Found:
    """Read ``image:`` and ``services:`` of the file, of ``default:`` and of every job."""
    root = repository.yaml_node(path)
    variables = {str(key.value): scalar(value) or "" for key, value in entries(get(root, "variables"))}
    found = list[Requirement]()
    for block in (root, *(value for _, value in entries(root))):
        for node in (get(block, "image"), *items(get(block, "services"))):
            named = node if isinstance(node, yaml.ScalarNode) else get(node, "name")
            if isinstance(named, yaml.ScalarNode):
                text = _filled(str(named.value), variables)
                requirement = image(text, place(repository, path, named.start_mark.line + 1))
                found += [requirement] if requirement is not None else []
    bases = tuple(base for item in found if (base := toolchain_of(item, "ci-image")) is not None)
    return Found(requirements=tuple(found), toolchains=bases)


def _filled(text: str, variables: dict[str, str]) -> str:
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", value).replace(f"${name}", value)[:2000]
    return text


READER = Reader(ecosystem="docker", globs=(".gitlab-ci.yml", ".gitlab-ci.yaml"), read=read, gives=("docker",))
