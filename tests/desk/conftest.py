"""An organisation, its project and its people, at one fixed instant; the same on SQLite and PostgreSQL.

The scope of ``organisation`` is entered for the whole test. What a test writes for or reads of another one stands
inside ``scope.inside(other_organisation)``. Requests of the test client begin without a scope, as real ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from functools import lru_cache

import pytest
from django.conf import settings
from django.db import connection
from django.template import Template
from django.template.context import Context
from django.utils.safestring import SafeString
from pytest_django import DjangoDbBlocker

from browsing import browser
from desk.choosing import HERE, reaches_a_database
from desk.databases import URL
from desk.ledger_fixtures import the_ledger_can_be_emptied_after_a_test
from desk.owning import as_owner
from desk.people_fixtures import (
    auditor,
    auditor_client,
    joins,
    key_for,
    owner,
    owner_client,
    responder,
    responder_client,
    reviewer,
    reviewer_client,
)
from desk.tables import Tables, copied
from troth import pipeline
from troth_desk.tenants import roles, scope, states
from troth_desk.tenants.models import Organisation, Project

__all__ = [
    "auditor",
    "auditor_client",
    "browser",
    "joins",
    "key_for",
    "owner",
    "owner_client",
    "responder",
    "responder_client",
    "reviewer",
    "reviewer_client",
    "the_ledger_can_be_emptied_after_a_test",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL tests are left out that reach no database: they run on SQLite, and would say the same again."""
    if URL:
        others = [item for item in items if HERE in item.path.parents and not reaches_a_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


@pytest.fixture(scope="session", autouse=True)
def pages_are_made_as_for_people(django_test_environment: None) -> Iterator[None]:
    """Django's tests tell their client of each template, and keep a copy of all that it was given.

    That is done again for every option of every list, and takes a sixth of the time of a page or more. What a page
    says is the same without, and tests read what it says: ``response.context`` and ``.templates`` are None here.
    """

    def rendered(template: Template, context: Context) -> SafeString:
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", rendered)
        yield


@pytest.fixture(scope="session", autouse=True)
def a_text_is_read_once() -> Iterator[None]:
    """Hundreds of tests bring in the same few policies; what a text promises depends on nothing else, and is frozen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_reading", lru_cache(maxsize=200)(pipeline._reading))
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tables]:
    """The one of pytest-django; tables are made as those of a desk are, which takes a third of the time, and copied."""
    with states.quick():
        request.getfixturevalue("django_db_setup")
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            made = stack.enter_context(copied(tmp_path_factory.mktemp("tables")))
        yield made


@pytest.fixture(scope="session")
def tables(django_db_setup: Tables) -> Tables:
    """Tables of an empty desk, to be copied."""
    return django_db_setup


@pytest.fixture
def at() -> datetime:
    """Monday, 2 March 2026, 09:00 UTC."""
    return datetime(2026, 3, 2, 9, tzinfo=UTC)


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether the test commits for real: ``@pytest.mark.django_db(transaction=True)``."""
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def as_the_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """On PostgreSQL each test meets its database as the application does: bound by row-level security."""
    marker = request.node.get_closest_marker("django_db")
    if not marker and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db" if commits(request) else "db")
    settings.TROTH_DESK_ROLE = "application"
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        roles.assume(connection)
    yield
    settings.TROTH_DESK_ROLE = "owner"
    if connection.vendor == "postgresql" and commits(request):
        connection.close()


@pytest.fixture
def organisation(request: pytest.FixtureRequest, db: None, at: datetime) -> Iterator[Organisation]:
    """One whose scope is entered, except where the test commits: a scope would be one transaction around it."""
    with as_owner():
        made = Organisation.objects.create(slug="harbour", name="Harbour", zone="Europe/Berlin", created_at=at)
    with nullcontext() if commits(request) else scope.inside(made):
        yield made


@pytest.fixture
def other_organisation(db: None, at: datetime) -> Organisation:
    """A foreign one, on SQLite too, where nothing but the filters of the queries keeps the two apart."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS one_organisation_a_file")
    with as_owner():
        return Organisation.objects.create(slug="lighthouse", name="Lighthouse", created_at=at)


@pytest.fixture
def project(organisation: Organisation, at: datetime) -> Project:
    with scope.inside(organisation):
        return Project.objects.create(organisation=organisation, slug="harbour", name="Harbour", created_at=at)


@pytest.fixture
def other_project(other_organisation: Organisation, at: datetime) -> Project:
    with scope.inside(other_organisation):
        return Project.objects.create(organisation=other_organisation, slug="lamp", name="Lamp", created_at=at)
