from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from troth.evidence.configuration.gatherer import gatherers
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.seen.automation import Configuration, Invocation
from troth.terms.span import Span
from troth.terms.wants import Configurations, PrintedConfigurations

Tree = Callable[[Mapping[str, str | bytes]], Repository]
STEP = Span(".github/workflows/ci.yml", 7, "run: …")


def bandit(*argv: str, configuration: tuple[str, ...] = (), tool: str = "bandit") -> Invocation:
    return Invocation(tool=tool, span=STEP, system="github-actions", argv=argv, configuration=configuration)


def ask(repository: Repository, tool: str, *invocations: Invocation) -> Answer[Configuration]:
    scene = Scene(repository=repository, at=date(2026, 3, 1))
    configurations, _ = gatherers(lambda _: Answer(found=invocations))
    return configurations.answer(scene, Configurations(tool))


def ask_printed(
    repository: Repository, tool: str, file: str, text: str, *invocations: Invocation
) -> Answer[Configuration]:
    scene = Scene(repository=repository, at=date(2026, 3, 1))
    _, printed = gatherers(lambda _: Answer(found=invocations))
    return printed.answer(scene, PrintedConfigurations(tool, file, text, "SECURITY.md", 20))


def test_a_table_is_alive_only_where_an_invocation_loads_it(tree: Tree) -> None:
    repository = tree({"pyproject.toml": "[project]\n[tool.bandit]\nskips = ['B101']\n", "a.py": ""})
    (dead,) = ask(repository, "bandit", bandit("bandit", "-r", ".")).found
    assert dead.loaded_by == ()
    assert not dead.loaded_automatically
    assert "-c" in dead.why_dead
    named = bandit("bandit", "-c", "pyproject.toml", "-r", ".", configuration=("pyproject.toml[tool.bandit]",))
    (alive,) = ask(repository, "bandit", named).found
    assert alive.loaded_by == (STEP,)
    assert alive.why_dead == ""


def test_invocations_of_other_tools_load_nothing(tree: Tree) -> None:
    repository = tree({"deny.toml": "[advisories]\n"})
    other = bandit("cargo", "audit", configuration=("deny.toml",), tool="cargo-audit")
    (found,) = ask(repository, "cargo-deny", other).found
    assert found.loaded_by == ()
    assert found.loaded_automatically


def test_a_file_of_any_name_that_an_invocation_names(tree: Tree) -> None:
    repository = tree({"ci/scan.bandit.yaml": "skips: [B101]\n", "other.yaml": "a: 1\n"})
    call = bandit("bandit", "-c", "ci/scan.bandit.yaml", configuration=("ci/scan.bandit.yaml",))
    (found,) = ask(repository, "bandit", call).found
    assert found.span.path == "ci/scan.bandit.yaml"
    assert found.loaded_by == (STEP,)


def test_what_cannot_be_read_is_missed_only_where_it_is_loaded(tree: Tree) -> None:
    repository = tree({"deny.toml": "[advisories\n"})
    assert ask(repository, "cargo-deny").gaps == ()
    call = bandit("cargo", "deny", "check", configuration=("deny.toml",), tool="cargo-deny")
    assert "TOML" in ask(repository, "cargo-deny", call).gaps[0].reason
    binary = tree({"deny.toml": b"\0\1"})
    assert ask(binary, "cargo-deny").gaps


def test_tools_without_known_files_are_a_gap(tree: Tree) -> None:
    assert ask(tree({}), "pip-audit").gaps
    assert ask(tree({}), "no such tool").gaps
    assert ask(tree({}), "bandit") == Answer()


def test_the_host_loads_dependabot(tree: Tree) -> None:
    repository = tree({".github/dependabot.yml": "version: 2\nupdates: []\n", ".dependabot/config.yml": "version: 1\n"})
    old, new = ask(repository, "dependabot").found
    assert (old.span.path, old.readable) == (".dependabot/config.yml", False)
    assert new.loaded_by == (Span(".github/dependabot.yml"),)


def test_codeql_names_its_configuration_in_another_step(tree: Tree) -> None:
    workflow = (
        "steps:\n  - uses: github/codeql-action/init@v3\n    with:\n      config-file: ./.github/codeql/ours.yml\n"
    )
    repository = tree({".github/workflows/ci.yml": workflow, ".github/codeql/ours.yml": "paths: [src]\n"})
    assert ask(repository, "codeql").found[0].loaded_by == ()
    (found,) = ask(repository, "codeql", bandit(tool="codeql")).found
    assert found.loaded_by[0].line == 4


def test_packs_of_codeql_configure_nothing(tree: Tree) -> None:
    pack = {
        ".github/codeql/models/qlpack.yml": "name: a/b\n",
        ".github/codeql/models/ext/sound.yml": "extensions: []\n",
    }
    repository = tree({".github/codeql/ours.yml": "paths: [src]\n", **pack})
    assert [one.span.path for one in ask(repository, "codeql").found] == [".github/codeql/ours.yml"]
    both = tree({".github/codeql/codeql-config.yml": "paths: [src]\n", ".github/codeql/qlpack.yml": "name: a/b\n"})
    assert [one.span.path for one in ask(both, "codeql").found] == [".github/codeql/codeql-config.yml"]


def test_a_file_that_is_read_only_when_named_and_is_named(tree: Tree) -> None:
    repository = tree({".pre-commit-config.yml": "repos: []\n"})
    assert not ask(repository, "pre-commit").found[0].readable
    call = bandit("pre-commit", "run", tool="pre-commit", configuration=(".pre-commit-config.yml",))
    (found,) = ask(repository, "pre-commit", call).found
    assert (found.readable, found.why_dead) == (True, "")


def test_printed_configuration_is_held_against_the_invocations_of_the_tree(tree: Tree) -> None:
    repository = tree({"src/a.py": ""})
    text = "[bandit]\nskips = B101"
    (loaded,) = ask_printed(repository, "bandit", ".bandit", text, bandit("bandit", "-r", ".")).found
    assert loaded.loaded_by == (STEP,)
    assert loaded.span == Span("SECURITY.md", 20, "[bandit]")
    (not_loaded,) = ask_printed(repository, "bandit", ".bandit", text, bandit("bandit", "src/a.py")).found
    assert not_loaded.loaded_by == ()


def test_a_printed_name_without_text(tree: Tree) -> None:
    repository = tree({})
    (dead,) = ask_printed(repository, "gosec", ".gosec.yml", "").found
    assert not dead.readable
    assert ask_printed(repository, "cargo-deny", "deny.toml", "") == Answer(read=("SECURITY.md",))


def test_printed_text_of_no_known_form_is_no_claim(tree: Tree) -> None:
    (found,) = ask_printed(tree({}), "trivy", "notes.txt", "anything: goes").found
    assert found.keys == ()


def test_a_workflow_that_bears_the_name_of_a_tool_is_no_configuration(tree: Tree) -> None:
    assert ask(tree({".github/workflows/bandit.yml": "name: bandit\n"}), "bandit").found == ()
