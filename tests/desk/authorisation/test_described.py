"""The interface does what its description says, whatever is sent: schemathesis, all of its phases and all its checks.

Most paths and half of the bodies name things that there are, so that more is met than the first "there is no such case".
Requests run on the connection of the test, so that what they wrote is taken back with its world.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.schemas import BaseSchema

from desk.authorisation import world as worlds
from desk.authorisation.operations import OPERATIONS
from desk.authorisation.world import Side, World
from troth_desk.intake import limits
from troth_desk.people.scopes import SCOPES
from troth_desk.project.wsgi import application

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("DESK_EXAMPLES", "8"))
"""Of each operation in the phase that invents requests; what the description bounds is covered on top. DESK_EXAMPLES asks for more."""
STEPS = 40
"""Chains of requests that follow the links of the description."""
JUDGED = {
    "POST /api/v1/policies/{project}": "whether documents are a policy is for their reader to say",
    "POST /api/v1/findings/sarif": "whether a log is SARIF, which has a schema of its own",
    "POST /api/v1/findings/decisions": "a decision needs what only its own words ask for",
    "POST /api/v1/gates": "production before a test is refused",
    "POST /api/v1/scans": "whether a result is one of troth's, which has a schema of its own",
    "POST /api/v1/inventories": "whether a list of components is one, which has a schema of its own",
    "GET /api/v1/cvss": "whether a vector is one is for the rules of CVSS to say",
    "POST /api/v1/reviews": "whether a rhythm can be kept, and a day lies ahead, is for the calendar to say",
    "POST /api/v1/reviews/{reference}/done": "something has to show that it was done, whatever of it that is",
    "POST /api/v1/alerts": "what an alert is called lies in other places for each monitoring",
    "POST /api/v1/incidents": "a schema says nothing of how far an instant may lie away",
    "POST /api/v1/incidents/{reference}/timeline": "the same",
    "POST /api/v1/advisories/{reference}/fix": "the same",
    "POST /api/v1/advisories/{reference}/publication": "the same",
    "GET /api/v1/components/changes": "the same",
    "POST /api/v1/reports": "a desk of several projects needs to be told which",
}
"""Operations that may refuse (422) what fits their schema, and why no schema says so."""
PLACES = {"reference": "case", "project": "project", "number": "duty"}
"""What parts of an address name where the table of operations says nothing else."""
BODY = {"duplicate_of": "reference", "original": "low", "resembles": "low"}
"""Fields that name something, and what."""


@dataclass
class Run:
    """What came of a run of schemathesis: requests by phase, answers by status, and what was wrong."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    answers: set[tuple[str, int]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of one thread, which uses the connection, and so the transaction, of the test."""
    ours = connections["default"]
    ours.inc_thread_sharing()

    def answered(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        connections["default"] = ours
        with transaction.atomic():  # what fails in the database takes its own request back alone
            return list(application(environ, start))

    server = make_server("127.0.0.1", 0, answered, handler_class=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    # Django ends connections with requests, as its test client too takes care that it does not
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
        ours.dec_thread_sharing()


class Quiet(WSGIRequestHandler):
    """Writes no line for each of thousands of requests."""

    def log_message(self, *words: object) -> None:
        """Nothing."""


def described(world: World, address: str, key: str, **more: Any) -> BaseSchema:
    headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
    config = SchemathesisConfig.from_dict(
        {
            **headers,
            "seed": 8,
            "continue-on-failure": True,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none", "no-shrink": True},
            "phases": {"stateful": {"generation": {"max-examples": STEPS}}},
            "suppress-health-check": ["all"],
            "operations": [
                {
                    "include-name": name,
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}
                    },
                }
                for name in JUDGED
            ],
            **more,
        }
    )
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
    _with_what_there_is(schema, world)
    return schema


def _with_what_there_is(schema: BaseSchema, world: World) -> None:
    """Most paths and every second body name a thing of the world, own or foreign, of the kind that they take."""
    sides = (world.own, world.own, world.sibling, world.foreign)
    takes = {f"{one.method} {one.path}": one.takes for one in OPERATIONS}

    @schema.hook
    def map_path_parameters(context: Any, path_parameters: Any) -> Any:
        if not isinstance(path_parameters, dict) or _number(path_parameters) % 8 == 0:
            return path_parameters
        number = _number(path_parameters) // 8
        operation = f"{context.operation.method.upper()} {context.operation.path}"
        there = {
            name: [side.value(each) for side in sides for each in (worlds.WORDS if what == "case" else (what,))]
            for name, what in {**PLACES, **takes[operation]}.items()
        }
        known = {name: there[name][number % len(there[name])] for name in path_parameters if name in there}
        return {**path_parameters, **known}

    @schema.hook
    def map_body(context: Any, body: Any) -> Any:
        if not isinstance(body, dict) or _number(body) % 2:
            return body
        side = sides[_number(body) // 2 % len(sides)]

        def fits(name: str, of: Side) -> bool:  # what was made wrong on purpose stays so
            return name in BODY and of.has(BODY[name]) and isinstance(body[name], str)

        return {**body, **{name: side.value(BODY[name]) for name in body if fits(name, side)}}


def _number(given: Any) -> int:
    """One for the same values, so that a run is the same each time."""
    return zlib.crc32(repr(given).encode("utf-8", "surrogatepass"))


def run(schema: BaseSchema) -> Run:
    told = Run()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            told.wrong.append(f"{getattr(event, 'label', '')}: {getattr(event, 'value', event)!r}"[:600])
        if isinstance(event, events.ScenarioFinished):
            _note(event, told)
    return told


def _note(event: events.ScenarioFinished, told: Run) -> None:
    for case_id, interaction in event.recorder.interactions.items():
        if interaction.response is None:
            continue
        told.requests[event.phase.value] += 1
        told.statuses[interaction.response.status_code] += 1
        case = event.recorder.cases[case_id].value
        name = f"{case.operation.method.upper()} {case.operation.path}"
        told.operations.add(name)
        told.answers.add((name, interaction.response.status_code))
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                sent = event.recorder.interactions[case_id].request
                answer = event.recorder.interactions[case_id].response
                said = answer.content[:300] if answer else b""
                told.wrong.append(
                    f"{check.name}: {sent.method} {sent.uri} {(sent.body or b'')[:3000]!r} answered "
                    f"{answer.status_code if answer else None} {said!r}: {check.failure_info.failure.title}"
                )


@pytest.fixture
def back(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "RATES", (limits.Rate(1_000_000, 3600),))
    with worlds.taken_back():
        yield


@pytest.mark.usefixtures("back")
def test_every_operation_does_what_is_described_for_a_key_with_every_scope(world: World) -> None:
    with served() as address:
        told = run(described(world, address, str(worlds.key(world, list(SCOPES))[1])))
    assert not told.wrong, "\n".join(sorted(set(told.wrong))[:20])
    assert told.operations == {f"{one.method} {one.path}" for one in OPERATIONS}
    assert {"coverage", "fuzzing", "stateful"} <= {phase.lower() for phase in told.requests}, told.requests
    assert {200, 201, 204, 404, 409, 422} <= set(told.statuses), told.statuses


@pytest.mark.usefixtures("back")
@pytest.mark.parametrize("scopes", [[name for name in SCOPES if name.endswith(":read")], []], ids=["reads", "no key"])
def test_it_does_for_those_who_may_less(world: World, scopes: list[str]) -> None:
    """A key that reads, and no key at all: the same checks, and not one of their requests gets further."""
    key = str(worlds.key(world, scopes)[1]) if scopes else ""
    few = {"max-examples": 2, "deterministic": True, "database": "none", "no-shrink": True}
    with served() as address:
        told = run(described(world, address, key, generation=few, phases={"stateful": {"enabled": False}}))
    assert not told.wrong, "\n".join(sorted(set(told.wrong))[:20])
    assert told.operations == {f"{one.method} {one.path}" for one in OPERATIONS}
    assert (403 if scopes else 401) in told.statuses
    writes = {name: status for name, status in told.answers if status < 300 and name.startswith("POST")}
    assert set(writes) <= {"POST /api/v1/reports"}, writes
