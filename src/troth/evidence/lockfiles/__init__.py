"""Lockfiles of every ecosystem, one file per format, each entry with its place; ``READERS`` lists them."""

from __future__ import annotations

from troth.evidence.lockfiles import (
    bun_lock,
    cargo_lock,
    composer_lock,
    conan_lock,
    deno_lock,
    gemfile_lock,
    go_mod,
    go_sum,
    go_vendor,
    gradle_lockfile,
    mix_lock,
    nuget_lock,
    package_lock,
    package_resolved,
    pdm_lock,
    pipfile_lock,
    pnpm_lock,
    podfile_lock,
    poetry_lock,
    pom_xml,
    pubspec_lock,
    pylock,
    renv_lock,
    requirements_txt,
    uv_lock,
    yarn_lock,
)
from troth.evidence.lockfiles.reader import Locked, Reader

READERS = (
    cargo_lock.READER,
    uv_lock.READER,
    poetry_lock.READER,
    pdm_lock.READER,
    pylock.READER,
    pipfile_lock.READER,
    requirements_txt.READER,
    go_mod.READER,
    go_sum.READER,
    go_vendor.READER,
    package_lock.READER,
    yarn_lock.READER,
    pnpm_lock.READER,
    bun_lock.READER,
    deno_lock.READER,
    composer_lock.READER,
    gemfile_lock.READER,
    nuget_lock.READER,
    pom_xml.READER,
    gradle_lockfile.READER,
    pubspec_lock.READER,
    podfile_lock.READER,
    package_resolved.READER,
    mix_lock.READER,
    conan_lock.READER,
    renv_lock.READER,
)
"""Every format that is read."""

__all__ = ["READERS", "Locked", "Reader"]
