"""Manifests of every ecosystem, one file per format, each line with its place; ``READERS`` lists them."""

from __future__ import annotations

from troth.evidence.manifests import (
    cargo,
    compose,
    dockerfile,
    gitlab_ci,
    go_mod,
    package_json,
    pipfile,
    pyproject,
    requirements,
    rust_toolchain,
    setup_cfg,
    setup_py,
    version_files,
    workflows,
)

READERS = (
    requirements.READER,
    pyproject.READER,
    setup_py.READER,
    setup_cfg.READER,
    pipfile.READER,
    go_mod.READER,
    cargo.READER,
    rust_toolchain.READER,
    package_json.READER,
    dockerfile.READER,
    compose.READER,
    version_files.READER,
    workflows.READER,
    gitlab_ci.READER,
)
