"""Targets of every kind: run where a workflow calls them, configured only where nothing does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence.automation.gatherer import invocations
from troth.evidence.automation.targets import make
from troth.evidence.automation.targets.make_names import Names
from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation

Workflow = Callable[..., list[Invocation]]
Seen = Callable[[Mapping[str, str]], Answer[Invocation]]


def calling(command: str) -> str:
    return f"on: push\njobs:\n  s:\n    runs-on: ubuntu-latest\n    steps:\n      - run: {command}\n"


MAKE = "SCANNER ?= bandit\nall: audit\n.PHONY: audit\naudit: prepare ## scan\n\t@$(SCANNER) -r \\\n\t  src\nprepare:\n\t-mkdir x\n"
TOX = "[tox]\nenvlist = py{311,312}, scan\n[testenv]\ncommands = pytest {posargs}\n[testenv:scan]\ncommands =\n    bandit -r src\n"
NOX = 'import nox\n\n@nox.session(name="scan")\ndef scan_it(session):\n    session.install("bandit")\n    session.run("bandit", "-r", "src")\n'
NPM = '{\n  "scripts": {\n    "scan": "bandit -r src",\n    "pretest": "npm run scan",\n    "test": "echo"\n  }\n}\n'
PIXI = '[feature.dev.tasks]\nlint = {cmd = ["bandit", "-r", "src"]}\nall = {depends-on = [{task = "lint"}]}\n'
HATCH = '[tool.hatch.envs.lint.scripts]\nscan = ["bandit -r src"]\n[tool.poe.tasks]\nscan = "bandit -r src"\n'


@pytest.mark.parametrize(
    ("command", "files", "place"),
    [
        ("make audit", {"Makefile": MAKE}, "Makefile:5"),
        ("make", {"Makefile": MAKE}, "Makefile:5"),
        ("pixi run lint", {"pixi.toml": '[tasks]\nlint = "bandit -r src"\n'}, "pixi.toml:2"),
        ("pixi run -e dev all", {"pixi.toml": PIXI}, "pixi.toml:2"),
        ("pixi run lint", {"pyproject.toml": '[tool.pixi.tasks]\nlint = "bandit -r src"\n'}, "pyproject.toml:2"),
        ("rye run lint", {"pyproject.toml": '[tool.rye.scripts]\nlint = ["bandit -r src"]\n'}, "pyproject.toml:2"),
        ("pipenv run lint", {"Pipfile": '[scripts]\nlint = "bandit -r src"\n'}, "Pipfile:2"),
        ("make -C api audit", {"api/Makefile": MAKE}, "api/Makefile:5"),
        ("just scan", {"justfile": "scan:\n    @bandit -r src\n"}, "justfile:2"),
        ("task scan", {"Taskfile.yml": "tasks:\n  scan:\n    cmds:\n      - bandit -r src\n"}, "Taskfile.yml:4"),
        ("tox", {"tox.ini": TOX}, "tox.ini:7"),
        ("python -m tox -e scan", {"tox.ini": TOX}, "tox.ini:7"),
        ("nox -s scan", {"noxfile.py": NOX}, "noxfile.py:6"),
        ("npm run scan", {"package.json": NPM}, "package.json:3"),
        ("npm test", {"package.json": NPM}, "package.json:3"),
        ("yarn scan", {"package.json": NPM}, "package.json:3"),
        ("npm --prefix web run scan", {"web/package.json": NPM}, "web/package.json:3"),
        ("pnpm -r run scan", {"web/package.json": NPM}, "web/package.json:3"),
        ("hatch run lint:scan", {"pyproject.toml": HATCH}, "pyproject.toml:2"),
        ("poe scan", {"pyproject.toml": HATCH}, "pyproject.toml:4"),
        ("./scripts/scan.sh", {"scripts/scan.sh": "#!/bin/bash -e\nbandit -r src\necho end\n"}, "scripts/scan.sh:2"),
        ("bash scripts/scan.sh", {"scripts/scan.sh": "bandit -r src\n"}, "scripts/scan.sh:1"),
        ("sh -c 'bandit -r src'", {}, ".github/workflows/ci.yml:6"),
        ("docker run --rm image:1 bandit -r src", {}, ".github/workflows/ci.yml:6"),
    ],
)
def test_what_a_workflow_calls_is_followed(workflow: Workflow, command: str, files: dict[str, str], place: str) -> None:
    found = [one for one in workflow(calling(command), files=files) if one.firings]
    assert [str(one.span) for one in found] == [place]
    assert found[0].blocking_on()
    assert found[0].argv[-3:] == ("bandit", "-r", "src")
    assert str(found[0].chain[0]) == ".github/workflows/ci.yml:1"


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("make audit", {"Makefile": "audit:\n\t-bandit -r src\n"}),
        ("make audit", {"Makefile": "audit:\n\tbandit -r src || true\n"}),
        ("make audit", {"Makefile": "audit:\n\tbandit -r src; echo end\n"}),
        ("make -i audit", {"Makefile": "audit:\n\tbandit -r src\n"}),
        ("make audit", {"Makefile": ".IGNORE:\naudit:\n\tbandit -r src\n"}),
        ("just scan", {"justfile": "scan:\n    -bandit -r src\n"}),
        (
            "task scan",
            {"Taskfile.yml": "tasks:\n  scan:\n    cmds:\n      - cmd: bandit -r src\n        ignore_error: true\n"},
        ),
        ("tox -e scan", {"tox.ini": "[testenv:scan]\ncommands = - bandit -r src\n"}),
        ("tox -e scan", {"tox.ini": "[testenv:scan]\nignore_outcome = true\ncommands = bandit -r src\n"}),
        ("nox -s scan", {"noxfile.py": NOX.replace('"src")', '"src", success_codes=[0, 1])')}),
        ("npm run scan", {"package.json": '{"scripts": {"scan": "bandit -r src || exit 0"}}'}),
        ("./scan.sh", {"scan.sh": "#!/bin/bash\nbandit -r src\necho end\n"}),
    ],
)
def test_a_target_can_take_the_failure_away(workflow: Workflow, command: str, files: dict[str, str]) -> None:
    (one,) = [one for one in workflow(calling(command), files=files) if one.firings]
    assert not one.blocking_on()
    assert one.firings[0].softened_by


@pytest.mark.parametrize(
    ("files", "system"),
    [
        ({"Makefile": MAKE}, "make"),
        ({"justfile": "scan:\n    bandit -r src\n"}, "just"),
        ({"tox.ini": TOX}, "tox"),
        ({"noxfile.py": NOX}, "nox"),
        ({"package.json": NPM}, "npm"),
        ({"scripts/scan.sh": "bandit -r src\n"}, "script"),
    ],
)
def test_what_nothing_calls_is_configured_only(seen: Seen, files: dict[str, str], system: str) -> None:
    (one,) = [found for found in seen(files).found if found.tool == "bandit"]
    assert (one.system, one.firings, one.unreached) == (system, (), "")


def test_targets_that_lead_back_to_themselves_end(workflow: Workflow) -> None:
    files = {"Makefile": "a: b\n\tmake b\nb: a\n\tmake a\n\tbandit -r src\n", "x.sh": "./x.sh\nbandit -r src\n"}
    assert len(workflow(calling("make a"), files=files)) >= 1
    assert len([one for one in workflow(calling("./x.sh"), files=files) if one.firings]) == 1


def test_a_script_is_found_beside_the_script_that_calls_it(workflow: Workflow) -> None:
    files = {"ci/all.sh": '"$(dirname "$0")"/scan.sh\n', "ci/scan.sh": "bandit -r src\n"}
    (one,) = workflow(calling("ci/all.sh"), files=files)
    assert str(one.span) == "ci/scan.sh:1"


BARE = "[tox]\nenvlist = py\n[testenv]\ncommands = pytest\n[testenv:sec]\ncommands =\n  bandit -r .\n"
TOX_TOML = 'env_list = ["py"]\n[env.sec]\ncommands = [["bandit", "-r", "."]]\n'


@pytest.mark.parametrize(
    ("command", "files", "runs"),
    [
        ("tox", {"tox.ini": BARE}, False),
        ("tox", {"tox.ini": BARE.replace("envlist = py", "skip_missing_interpreters = true")}, False),
        ("tox", {"tox.toml": TOX_TOML}, False),
        ("tox", {"tox.ini": BARE.replace("= py\n", "= py, sec\n")}, True),
        ("tox", {"tox.ini": BARE.replace("= py\n", "= {env:ENVS:py}\n")}, True),
        ("tox", {"tox.ini": BARE + "[gh-actions]\npython =\n  3.13: sec\n"}, True),
        ("tox", {"tox.toml": TOX_TOML.replace('"py"', '"sec"')}, True),
        ("tox -e sec", {"tox.ini": BARE}, True),
        ("tox -vve sec", {"tox.ini": BARE}, True),
        ("tox -qesec", {"tox.ini": BARE}, True),
        ("tox -e ALL", {"tox.ini": BARE}, True),
        ("tox -m security", {"tox.ini": BARE}, True),
        ("TOXENV=sec tox", {"tox.ini": BARE}, True),
        ("TOXENV=py tox", {"tox.ini": BARE}, False),
    ],
)
def test_a_bare_tox_runs_its_list(workflow: Workflow, command: str, files: dict[str, str], *, runs: bool) -> None:
    assert any(one.firings for one in workflow(calling(command), files=files)) is runs


def test_an_alias_of_cargo_is_what_it_stands_for(workflow: Workflow, seen: Seen) -> None:
    files = {".cargo/config.toml": '[alias]\nlint = "clippy --all"\nxtask = ["run", "-p", "xtask", "--"]\n'}
    (one,) = workflow(calling("cargo lint"), "clippy", files=files)
    assert one.argv == ("cargo", "clippy", "--all")
    assert seen({".github/workflows/ci.yml": calling("cargo xtask lint"), **files}).gaps
    assert not seen({".github/workflows/ci.yml": calling("cargo build"), **files}).gaps


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab:=\t\n $({[]})\"'#-@,.\\", max_size=120))
def test_no_file_of_targets_raises(tree: Callable[..., object], text: str) -> None:
    names = (
        "Makefile",
        "justfile",
        "Taskfile.yml",
        "tox.ini",
        "setup.cfg",
        "noxfile.py",
        "package.json",
        "pyproject.toml",
        "pixi.toml",
        "Pipfile",
        "a.sh",
    )
    invocations(tree(dict.fromkeys(names, text)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "runs"),
    [
        ("ifeq (1,2)\n\tbandit -r src\nendif\n", False),
        ("ifeq (1, 1)\n\tbandit -r src\nendif\n", True),
        ("ifneq '1' '1'\n\tbandit -r src\nendif\n", False),
        ("ifeq (1,2)\n\techo\nelse\n\tbandit -r src\nendif\n", True),
        ("ifeq (1,1)\n\techo\nelse\n\tbandit -r src\nendif\n", False),
        ("ifeq (1,1)\n\techo\nelse ifeq ($(CI),true)\n\tbandit -r src\nendif\n", False),
        ("ifeq ($(CI),true)\n\tbandit -r src\nelse\n\tbandit -r lib\nendif\n", True),
        ("ifdef SCAN\n\tbandit -r src\nendif\n", True),
        ("ifeq (1,2)\nifeq (1,1)\n\techo\nendif\n\tbandit -r src\nendif\n", False),
        ("ifeq (1,2)\nendif\n\tbandit -r src\n", True),
    ],
)
def test_a_branch_that_make_passes_over(workflow: Workflow, lines: str, *, runs: bool) -> None:
    found = workflow(calling("make audit"), files={"Makefile": f"audit:\n{lines}"})
    assert any(one.automatic for one in found) is runs


def test_brackets_in_a_function_of_make_make_no_targets_of_its_words(tree: Callable[..., Repository]) -> None:
    version = "VERSION = $(shell sed -n '/BERTH/s/.*\\([0-9]*\\).*/\\1/p' $(dir $(realpath x)/y)/berth.h)\n"
    makefile = version + "lib.$(VERSION): sed\n\techo\nsed:\n\tbandit -r src\n"
    targets = make.read(tree({"Makefile": makefile}), "Makefile")
    assert [target.name for target in targets] == ["lib.__make__", "sed"]


FERRY = "ferry:\n\tbandit -r src\n"


@pytest.mark.parametrize(
    "makefile",
    [
        "BANDIT := $(shell command -v bandit 2>/dev/null)\nall:\n\t$(BANDIT) -r src\n",
        ".PHONY: ferry\nall: ferry\n" + FERRY,
        "define scan\n@echo quay\nbandit -r src\nendef\nall:\n\t$(scan)\n",
        "define scan =\nbandit -r $(1)\nendef\nall:\n\t@$(call scan,src)\n",
        "scan = bandit -r $(1)\nall:\n\t$(call scan,src)\n",
        "all: lint-bandit\nlint-%:\n\t$* -r src\n",
        "all: a-lint b-lint\na-lint b-lint: %-lint: %\n\techo\n%-lint:\n\tbandit -r $*\na b:\n\tbandit -r src\n",
        "all: $(addprefix fer,ry)\n" + FERRY,
        "all: $(foreach t,ry,fer$(t))\n" + FERRY,
        "T = ry pilot\nall: $(filter-out pilot,$(T:%=fer%))\n" + FERRY.replace("ferry", "ferry ferpilot"),
        "all: $(patsubst %.cfg,%,$(notdir conf/ferry.cfg))\n" + FERRY,
        "define RULE\n$(1): | quay\n\tbandit -r $$(SRC)\nendef\nSRC = src\n$(eval $(call RULE,ferry))\nall: ferry\nquay:\n",
        "$(foreach t,ferry,$(eval $(t): ; bandit -r src))\nall: ferry\n",
        ".RECIPEPREFIX = >\nall:\n> bandit -r src\n",
        "".join(f"X{n}=$(X{n + 1})\n" for n in range(20)) + "X20 = bandit\nall:\n\t$(X0) -r src\n",
        "all: SCAN = bandit\nall:\n\t$(SCAN) -r src\n",
        "Q = @\nall:\n\t$(Q)bandit -r src\n",
        "all:\n\t$(if $(V),,@)bandit -r src\n",
        "X := 1\nifdef X\nall: ferry\nendif\n" + FERRY,
        "ifeq ($(OS),Windows_NT)\nPY = Scripts/python\nelse\nPY = bin/python\nendif\nall:\n\t$(PY) -m bandit -r src\n",
        "include $(wildcard mk/*.mk)\nall: ferry\n",
        "MAKEFLAGS += -j4 --no-builtin-rules\nSHELL := /usr/bin/env bash\nall:\n\tbandit -r src\n",
        "all::\n\tbandit -r src\nall::\n\techo\n",
        "all: ferry\nall:\n\techo\n" + FERRY,
        ".PHONY: src\nall: src\nsrc:\n\tbandit -r src\n",
        "all: src\nsrc: FORCE\n\tbandit -r src\nFORCE:\n",
        "MAKEFLAGS += --always-make\nall: src\nsrc:\n\tbandit -r src\n",
        "X =\nall: $(if $(X),;#,ferry) ## the ferry; echo\n" + FERRY,
        "all: ; bandit -r src # the ferry\n",
    ],
)
def test_what_make_surely_runs_is_followed(seen: Seen, makefile: str) -> None:
    files = {".github/workflows/ci.yml": calling("make"), "Makefile": makefile, "src/a.py": "x = 1\n"}
    answer = seen({**files, "mk/ferry.mk": FERRY})
    found = [one for one in answer.found if one.tool == "bandit" and one.automatic]
    assert [(one.argv[-1], bool(one.blocking_on()), one.doubts) for one in found] == [("src", True, ())]
    assert not [one for one in found if one.firings[0].filters]
    assert not answer.gaps


@pytest.mark.parametrize(
    "makefile",
    [
        "D = $(if $(CI),-)\nall:\n\t$(D)bandit -r src\n",
        "BANDIT := $(shell which bandit || echo true)\nall:\n\t$(BANDIT) -r src\n",
        "all:\n\t$(if $(SCAN),bandit -r src)\n",
        "all:\n\t$(shell cat tool) -r src\n",
        "all:\n\t$(SCANNER) -r src\n",
        "all:\n\t$(call scan,src)\n",
        "all:\n\t$(file < tools.txt)\n",
        "include ../common.mk\nall: ferry\n",
        "$(eval $(shell cat rules))\nall: ferry\n",
    ],
)
def test_what_make_works_out_elsewhere_is_a_gap(seen: Seen, makefile: str) -> None:
    assert seen({".github/workflows/ci.yml": calling("make all"), "Makefile": makefile}).gaps


@pytest.mark.parametrize(
    "makefile",
    [
        "all:\n\techo $(shell date) $(call say,ahoy)\n",
        "-include local.mk\nall:\n\techo\n",
        "OBJECTS = $(shell find src -name '*.c')\nall: $(OBJECTS:.c=.o)\n\tcc $^\n%.o: %.c\n\tcc $<\n",
        "ifndef QUAY\n$(error no quay)\nendif\nall:\n\techo\n",
        "$(info ahoy)\nall: ; @echo $(if $(V),loud,)\n",
    ],
)
def test_functions_that_name_no_command_hide_none(seen: Seen, makefile: str) -> None:
    assert not seen({".github/workflows/ci.yml": calling("make all"), "Makefile": makefile}).gaps


@pytest.mark.parametrize(
    "makefile",
    [
        "OR = $(if $(CI),|| true)\nall:\n\tbandit -r src $(OR)\n",
        'all:\n\tbandit -r src $(shell test "$$CI" && echo "|| true")\n',
        "all: SKIP = echo\nall: ferry\nferry:\n\t$(SKIP) bandit -r src\n",
        "FLAGS =\nall: FLAGS = --exit-zero\nall: ferry\nferry:\n\tbandit -r src $(FLAGS)\n",
        "ifeq (,$(shell which bandit))\nall:\n\t@echo\nelse\nall:\n\tbandit -r src\nendif\n",
        "ifneq (,$(wildcard .venv/bin/bandit))\nall:\n\tbandit -r src\nelse\nall:\n\t@echo\nendif\n",
        "ifdef NEVER\nall: ferry\nendif\nall:\n\techo\n" + FERRY,
        "ifndef FAST\nall: ferry\nendif\nall:\n\techo\n" + FERRY,
        "all:\nifeq ($(SCAN),1)\n\tbandit -r src\nendif\n",
        "ifeq ($(HARBOUR),1)\nSCAN = bandit\nelse\nSCAN = true\nendif\nall:\n\t$(SCAN) -r src\n",
        "ifdef SCAN\nall:\n\tbandit -r src\nelse\nall:\n\techo\nendif\n",
        "all: $(shell cat targets)\n" + FERRY,
        "all: fer$(shell cat target)\n" + FERRY,
        "SHELL = /bin/true\nall:\n\tbandit -r src\n",
        "MAKEFLAGS += -n\nall:\n\tbandit -r src\n",
        "MAKEFLAGS = kq\nall:\n\tbandit -r src\n",
        "MAKEFLAGS += -i\nall:\n\tbandit -r src\n",
        "all: src\nsrc:\n\tbandit -r src\n",
        "all: src\nsrc: src/a.py\n\tbandit -r src\n",
    ],
)
def test_what_make_may_pass_over_is_doubted(seen: Seen, makefile: str) -> None:
    files = {".github/workflows/ci.yml": calling("make all"), "Makefile": makefile, "src/a.py": "x = 1\n"}
    found = [one for one in seen(files).found if one.tool == "bandit"]
    assert found
    for one in found:
        assert one.doubts or one.firings[0].filters or not one.blocking_on()


@pytest.mark.parametrize(
    ("command", "makefile"),
    [
        ("make all", ".PHONY: lint-quay\nall: lint-quay\nlint-%:\n\tbandit -r src\n"),
        ("make all", "all:\n\tbandit -r src\nall:\n\techo\n"),
        ("make -sn all", "all:\n\tbandit -r src\n"),
        ("MAKEFLAGS=n make all", "all:\n\tbandit -r src\n"),
        ("make all", "all: ## looks; bandit -r src\n\ttrue\n"),
        ("make all", "all: # looks; bandit -r src\n"),
        ("make all", "all: lint-quay\nlint-%:\n\techo $*\npier-%:\n\tbandit -r src\n"),
        ("make all", ".PHONY: lint-quay\nall: lint-quay\nlint-quay:\nlint-%:\n\tbandit -r src\n"),
    ],
)
def test_what_make_surely_passes_over_does_not_run(workflow: Workflow, command: str, makefile: str) -> None:
    assert not any(one.automatic for one in workflow(calling(command), files={"Makefile": makefile}))


def test_a_variable_that_is_added_to_itself_stays_small(tree: Callable[..., Repository]) -> None:
    found = make.read(tree({"Makefile": "X := a\n" + "X += $(X)\n" * 400 + "all:\n\tbandit $(X)\n"}), "Makefile")
    assert max(len(step.script.text) for one in found for step in one.steps if step.script) < 50_000


def test_blanks_within_a_line_are_one(tree: Callable[..., Repository]) -> None:
    found = make.read(tree({"Makefile": f"all{' ' * 300_000}: b\nc{' ' * 300_000}x\nb:\n\ttrue\n"}), "Makefile")
    assert [one.name for one in found] == ["all", "b"]


@pytest.mark.parametrize("dollars", ["$", "$$"])
def test_variables_that_grow_by_each_other_stay_small(seen: Seen, dollars: str) -> None:
    grown = "".join(f"X{n} = $(subst a,$(X{n + 1}),$(X{n + 1}))$(X{n + 1})\n" for n in range(60)) + "X60 = aaaa\n"
    words = "W := $(foreach a,$(X0),$(foreach b,$(X0),$(addprefix $(X0),$(X0))))\n"
    rounds = f"define R\n{2 * f'{dollars}(eval {dollars}(R))' + chr(10)}endef\n$(eval $(R))\n"
    files = {".github/workflows/ci.yml": calling("make all"), "Makefile": f"{grown}{words}{rounds}all:\n\t$(X0)\n"}
    assert seen(files).gaps


@pytest.mark.parametrize(
    ("command", "makefile", "runs"),
    [
        ("make all TOOL=bandit", "TOOL ?= echo\nall:\n\t$(TOOL) -r src\n", True),
        ("make TOOL=echo all", "TOOL = bandit\nall:\n\t$(TOOL) -r src\n", False),
        ("make all TOOL=echo", "override TOOL = bandit\nall:\n\t$(TOOL) -r src\n", True),
        ("make all SCAN=1", "SCAN ?= 0\nifeq ($(SCAN),1)\nall: ferry\nendif\nall:\n\techo\n" + FERRY, True),
        ("make all SCAN=0", "SCAN ?= 1\nifeq ($(SCAN),1)\nall: ferry\nendif\nall:\n\techo\n" + FERRY, False),
        ("make SCAN=1", "ifdef SCAN\nall: quay\nendif\nall:\nquay: ferry\n" + FERRY, True),
        ("make BERTH=1", "all: ferry\n" + FERRY, True),
        ("make -B src", "src:\n\tbandit -r src\n", True),
        ("make --always-make", "all: src\nsrc:\n\tbandit -r src\n", True),
        ("MAKEFLAGS=B make src", "src: src/a.py\n\tbandit -r src\n", True),
        ("make -Bn src", "src:\n\tbandit -r src\n", False),
    ],
)
def test_the_command_line_sets_variables_of_make(seen: Seen, command: str, makefile: str, runs: bool) -> None:
    answer = seen({".github/workflows/ci.yml": calling(command), "Makefile": makefile, "src/a.py": "x = 1\n"})
    found = [one for one in answer.found if one.tool == "bandit" and one.automatic]
    assert [one.doubts for one in found] == [()] * runs


def test_a_variable_of_the_command_line_that_cannot_be_told_is_doubted(seen: Seen) -> None:
    makefile = "SCAN ?= 0\nifeq ($(SCAN),1)\nall: ferry\nendif\nall:\n\techo\n" + FERRY
    answer = seen({".github/workflows/ci.yml": calling("make all SCAN=$WANTED"), "Makefile": makefile})
    assert [one.doubts != () for one in answer.found if one.tool == "bandit" and one.automatic] == [True]


@pytest.mark.parametrize(
    "makefile",
    [
        f"all: {'$(shell x)a' * 18}$(shell x)b\n{'a' * 190}:\n\tbandit -r src\n",
        "all: " + " ".join(f"$(shell x){n}" for n in range(3_000)) + "\n" + "".join(f"t{n}:\n" for n in range(20_000)),
        "".join(f"x{n}%.i:\n\techo\n" for n in range(12_000)) + "".join(f"t{n}: y\n" for n in range(12_000)),
        "".join(f"{'x' * n}%{'y' * n}:\n\techo\n" for n in range(1, 300)) + "all:\n\techo\n",
    ],
    ids=["parts", "names", "patterns", "shapes"],
)
def test_names_of_make_are_looked_up_in_little_time(seen: Seen, makefile: str) -> None:
    begun = time.process_time()
    answer = seen({".github/workflows/ci.yml": calling("make all"), "Makefile": makefile})
    assert time.process_time() - begun < 15
    assert not [one for one in answer.found if one.automatic]


def test_more_shapes_of_patterns_than_are_looked_up_are_a_gap(seen: Seen) -> None:
    many = "".join(f"{'x' * n}%{'y' * n}:\n\techo\n" for n in range(1, 300))
    for goal in ("all", "ferry-quay"):
        makefile = f"all:\n\techo\n{many}ferry-%:\n\tbandit -r src\n"
        answer = seen({".github/workflows/ci.yml": calling(f"make {goal}"), "Makefile": makefile})
        assert answer.gaps
        assert not [one for one in answer.found if one.tool == "bandit" and one.automatic and not one.doubts]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("fer__make__ry", ["fer-quay-ry", "ferry"]),
        ("fer__make__quay__make__", ["fer-quay-ry"]),
        ("__make__y__make__y", ["fer-quay-ry"]),
        ("ferry__make__ry", []),
        ("ferry-all", ["ferry-all"]),
        ("ferry", ["ferry"]),
        ("boats", []),
    ],
)
def test_a_name_means_the_targets_that_it_may_come_to(
    tree: Callable[..., Repository], name: str, meant: list[str]
) -> None:
    rules = "%-all:\n\techo long\nfer%-all:\n\techo $*\nfer-quay-ry ferry:\n\techo\n"
    targets = Names(make.read(tree({"Makefile": rules}), "Makefile")).of(name)
    assert [one.name for one in targets] == meant
    scripts = [step.script.text for one in targets for step in one.steps if step.script]
    assert name != "ferry-all" or scripts == ["echo ry"]
