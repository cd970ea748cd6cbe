from __future__ import annotations

import re

import pytest

from troth.evidence import tools
from troth.evidence.tools.documented import simple_commands
from troth.evidence.tools.index import by_command, by_name
from troth.remedy.ci import data


def test_every_action_is_pinned_to_a_commit_with_its_version() -> None:
    assert len(data.actions()) >= 10
    for name, pinned in data.actions().items():
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", name)
        assert re.fullmatch(r"[0-9a-f]{40}", pinned.commit), name
        assert re.fullmatch(r"v\d+\.\d+\.\d+", pinned.version), name
    commits = [pinned.commit for pinned in data.actions().values()]
    assert len(set(commits)) == len(commits)


def test_every_tool_of_the_tables_is_one_that_the_reader_knows() -> None:
    known = {name.name for name in tools.NAMES}
    assert set(data.recipes()) <= known
    assert set(data.unlisted()) <= known
    assert not set(data.recipes()) & set(data.unlisted())


@pytest.mark.parametrize("name", sorted(data.recipes()))
def test_a_recipe_is_read_by_the_record_of_its_tool_as_a_run_that_can_fail(name: str) -> None:
    recipe = data.recipes()[name]
    for line in recipe.commands(recipe.run):
        (words,) = simple_commands(line)
        found = by_command(words)
        assert found is not None, line
        assert found[0] is by_name(name), line


@pytest.mark.parametrize("name", sorted(data.recipes()))
def test_what_is_installed_has_a_version(name: str) -> None:
    recipe = data.recipes()[name]
    for line in recipe.install:
        assert "{version}" in line or line.startswith(("rustup component", "corepack")), line
    assert not any("{" in line for line in recipe.commands((*recipe.install, *recipe.run)))
    assert bool(recipe.run) == (recipe.where != "own")
    assert bool(recipe.manifests) == (recipe.where == "manifest")


def test_hooks_name_a_revision_or_a_command() -> None:
    hooks = [recipe.hook for recipe in data.recipes().values() if recipe.hook is not None]
    assert len(hooks) >= 10
    for hook in hooks:
        assert bool(hook.repo) == bool(hook.rev) != bool(hook.entry), hook.id
        assert all("@v" in package for package in hook.packages)
