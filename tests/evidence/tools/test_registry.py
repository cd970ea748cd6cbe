from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import pytest

from troth.evidence import tools
from troth.evidence.tools.products import PRODUCTS
from troth.evidence.tools.record import ToolRecord

MODULES = [
    importlib.import_module(f"{tools.__name__}.{found.name}")
    for found in pkgutil.iter_modules(tools.__path__)
    if not found.ispkg
]
WITH_RECORD = {module.__name__.rpartition(".")[2]: module for module in MODULES if hasattr(module, "RECORD")}
IDS = [record.name.name for record in tools.RECORDS]


def test_tuple_equals_folder() -> None:
    assert [module.RECORD for module in WITH_RECORD.values()] == list(tools.RECORDS)


@pytest.mark.parametrize("record", tools.RECORDS, ids=IDS)
def test_a_record_stands_in_the_module_that_bears_its_name(record: ToolRecord) -> None:
    module = WITH_RECORD[re.sub(r"[^a-z0-9]+", "_", record.name.name).strip("_")]
    assert module.RECORD is record
    first = (module.__doc__ or "").strip().splitlines()[0]
    assert first.endswith(".")
    assert len(first) <= 120


def test_names_are_unique_and_lower_case() -> None:
    names = [name.name for name in tools.NAMES]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert all(name == name.lower().strip() for name in names)
    assert len(tools.NAMES) == len(tools.RECORDS) + len(PRODUCTS)


def test_spoken_forms_lead_to_one_tool() -> None:
    forms = Counter(form for name in tools.NAMES for form in {name.name, *name.spoken})
    assert [form for form, count in forms.items() if count > 1] == []
    assert all(form == form.lower() for form in forms)


@pytest.mark.parametrize("field", ["executables", "subcommands", "modules", "go_packages", "actions", "images"])
def test_one_way_to_call_leads_to_one_tool(field: str) -> None:
    ways = Counter(value.lower() for record in tools.RECORDS for value in set(getattr(record, field)))
    assert [way for way, count in ways.items() if count > 1] == []


def test_plain_words_are_marked_as_ambiguous() -> None:
    marked = {name.name for name in tools.NAMES if name.ambiguous}
    assert {"safety", "black", "socket", "reuse", "zap"} <= marked
    assert "cargo-deny" not in marked


@pytest.mark.parametrize("record", tools.RECORDS, ids=IDS)
def test_every_tool_can_be_recognised_somewhere(record: ToolRecord) -> None:
    ways = (record.executables, record.subcommands, record.modules, record.actions, record.hooks, record.images,
            record.gitlab_templates, record.maven_plugins, record.configuration_files, record.hosted)  # fmt: skip
    assert any(ways)


def test_tools_that_troth_runs_execute_no_code_of_the_project() -> None:
    run = {record.name.name for record in tools.RECORDS if record.runner is not None}
    assert not {record.name.name for record in tools.RECORDS if record.runner is not None and record.executes_project}
    assert {
        "bandit",
        "govulncheck",
        "cargo-deny",
        "pip-audit",
        "gosec",
        "ruff",
        "cargo-audit",
        "betterleaks",
        "osv-scanner",
        "gitleaks",
        "kingfisher",
        "zizmor",
        "safety",
    } <= run
    assert {"pytest", "cargo test", "cargo-geiger"} <= {r.name.name for r in tools.RECORDS if r.executes_project}
