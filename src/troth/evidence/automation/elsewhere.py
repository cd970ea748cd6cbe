"""Continuous integration that Troth does not read: each file of it is a gap, since anything may run there."""

from __future__ import annotations

import fnmatch

from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.span import Span

SYSTEMS = (
    (".circleci/config.yml", "CircleCI"),
    (".circleci/config.yaml", "CircleCI"),
    ("Jenkinsfile", "Jenkins"),
    ("Jenkinsfile.*", "Jenkins"),
    ("azure-pipelines.yml", "Azure Pipelines"),
    ("azure-pipelines.yaml", "Azure Pipelines"),
    (".azure-pipelines/*.yml", "Azure Pipelines"),
    (".travis.yml", "Travis CI"),
    (".drone.yml", "Drone"),
    ("appveyor.yml", "AppVeyor"),
    (".appveyor.yml", "AppVeyor"),
    ("bitbucket-pipelines.yml", "Bitbucket Pipelines"),
    (".woodpecker.yml", "Woodpecker"),
    (".woodpecker/*.yml", "Woodpecker"),
    (".woodpecker/*.yaml", "Woodpecker"),
    (".buildkite/*.yml", "Buildkite"),
    (".buildkite/*.yaml", "Buildkite"),
    ("cloudbuild.yaml", "Google Cloud Build"),
    ("cloudbuild.yml", "Google Cloud Build"),
    (".cirrus.yml", "Cirrus CI"),
    (".semaphore/semaphore.yml", "Semaphore"),
    ("codefresh.yml", "Codefresh"),
    ("wercker.yml", "Wercker"),
    (".teamcity/*", "TeamCity"),
    ("buildspec.yml", "AWS CodeBuild"),
    (".forgejo/workflows/*", "Forgejo Actions"),
    (".gitea/workflows/*", "Gitea Actions"),
    (".builds/*.yml", "SourceHut builds"),
    (".build.yml", "SourceHut builds"),
    ("azure-pipelines/*.yml", "Azure Pipelines"),
    (".pipelines/*.yml", "Azure Pipelines"),
    (".tekton/*.yaml", "Tekton"),
    (".prow.yaml", "Prow"),
    (".prow/*.yaml", "Prow"),
    (".evergreen.yml", "Evergreen"),
    ("evergreen.yml", "Evergreen"),
    (".harness/*", "Harness"),
    (".packit.yaml", "Packit"),
    (".packit.yml", "Packit"),
    ("zuul.yaml", "Zuul"),
    (".zuul.yaml", "Zuul"),
)
"""Files, from the root of a repository, by which the systems are known."""

HOOKS = ".pre-commit-config.yaml"


def gaps(repository: Repository) -> tuple[Gap, ...]:
    """One gap per file of a system that is not read."""
    found = []
    for glob, system in SYSTEMS:
        paths = [path for path in repository.paths if fnmatch.fnmatchcase(path, glob)][:20]
        found += [Gap(wanted=system, reason="its configuration is not read yet", span=Span(path)) for path in paths]
    hooks = repository.yaml(HOOKS) if HOOKS in repository.path_set else None
    if isinstance(hooks, dict) and "ci" in hooks:
        found.append(Gap(wanted="pre-commit.ci", reason="a hosted service runs the hooks", span=Span(HOOKS)))
    return tuple(found)
