"""Makes the dumps of a release: a database of its desk with rows in every table. Run it once, in that release's checkout.

    git worktree add --detach ../released COMMIT && cd ../released
    export PYTHONPATH=src:tests
    python ../troth/tests/desk/releases/make.py sqlite ../troth/tests/desk/releases/0.1.0
    scripts/on_postgres.sh python ../troth/tests/desk/releases/make.py postgresql ../troth/tests/desk/releases/0.1.0

What was dumped is never made again: it stands for the databases that are out there.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

FOUNDED = datetime(2026, 8, 3, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PASSWORD = "the password of a release"
API_KEY = "an idempotency key of a release"
POSTGRES = "release"
"""Name of the database; the roles of the dump are called after it."""


def secret(name: str) -> str:
    """A secret of the released desk: no secret, so that tests can go on with its database."""
    return hashlib.sha256(f"release 0.1.0 {name}".encode()).hexdigest()


def signing_key() -> str:
    """The private key of the released desk (PEM), derived so that no key lies in the repository."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret("signing")))
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def environment(data: Path, database: str = "") -> dict[str, str]:
    """What the released desk ran with."""
    return {
        "TROTH_DESK_DATA": str(data),
        "TROTH_DESK_DATABASE": database,
        "TROTH_DESK_SECRET_KEY": secret("session"),
        "TROTH_DESK_ATTACHMENT_KEY": secret("attachments"),
        "TROTH_DESK_FACTOR_KEY": secret("factors"),
        "TROTH_DESK_SIGNING_KEY": signing_key(),
        "TROTH_DESK_ADDRESS": "https://desk.example.org",
        "TROTH_DESK_MAIL": "smtp+plain://localhost:1?from=desk@example.org",
    }


def fill() -> None:
    """Rows in every table, by the actions of the desk where it has one."""
    from django.contrib.auth.models import Group as Rights
    from django.contrib.auth.models import Permission, User
    from django.core.cache import cache

    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import actions as people
    from troth_desk.people.models import Role
    from troth_desk.project.example import play
    from troth_desk.scans.models import Scan
    from troth_desk.tenants import actions, rounds, scope

    organisation = actions.found_organisation(
        "harbour-works", "Harbour Works", zone="Europe/Berlin", by=SYSTEM, at=FOUNDED
    )
    with scope.inside(organisation):
        members = {}
        for role in Role:
            link = people.invite(organisation, f"{role.value}@example.org", role, by=SYSTEM, at=FOUNDED)
            user = people.open_account(f"{role.value}@example.org", role.value.capitalize(), PASSWORD)
            members[role.value] = people.join(link.invitation, user, at=FOUNDED)
        play.load(organisation, members, by=SYSTEM, at=NOW)
        _settings(organisation, members["owner"])
        _report(organisation)
        kept = Scan.objects.order_by("pk").values_list("pk", flat=True)[:3]
        Scan.objects.exclude(pk__in=list(kept)).delete()  # results are long, and alike
    rounds.discover()
    rounds.run_due(NOW)
    _login(members["owner"].user)
    cache.set("failed-logins", 3, 600)
    rights = Rights.objects.create(name="not used")
    right = Permission.objects.earliest("pk")
    rights.permissions.add(right)
    user = User.objects.get(email="owner@example.org")
    user.groups.add(rights)
    user.user_permissions.add(right)
    with scope.inside(organisation):
        _waiting(organisation)


def _settings(organisation: Any, owner: Any) -> None:
    from troth_desk.deadlines import calendars
    from troth_desk.notices import actions as notices
    from troth_desk.notices.models import GroupMember
    from troth_desk.people import actions as people
    from troth_desk.people.access import actor_of
    from troth_desk.tenants.models import Project
    from troth_desk.today import actions as today

    by = actor_of(owner)
    calendars.set_week(organisation, zone="Europe/Berlin", days=[0, 1, 2, 3, 4], by=by, at=FOUNDED)
    calendars.add_holiday(organisation, date(2026, 12, 25), "Christmas Day", by=by, at=FOUNDED)
    people.make_key(
        organisation,
        "CI",
        ["scans:push", "cases:read"],
        expires_at=NOW + timedelta(days=300),
        member=owner,
        by=by,
        at=NOW,
    )
    people.ask_second_factor(organisation, asked=False, by=by, at=NOW)
    notices.set_group(organisation, "security team", members=[owner], address="team@example.org", by=by, at=NOW)
    assert GroupMember.objects.exists()
    today.keep_view(owner, "Late", "show=late", by=by, at=NOW)
    Project.objects.filter(organisation=organisation, slug="ferry").update(
        repository_url="https://git.example.org/ferry"
    )


def _report(organisation: Any) -> None:
    from troth_desk.cases import actions as cases
    from troth_desk.cases.states import Origin
    from troth_desk.intake import actions as intake
    from troth_desk.ledger.actor import Actor, ActorKind
    from troth_desk.tenants.models import Project

    uploads = import_module("troth_desk.intake.uploads")  # where it stood in that release
    with uploads.vault().writer() as writer:
        writer.write(b"what a reporter sent")
    intake.receive(
        Project.objects.get(organisation=organisation, slug="lighthouse"),
        cases.Report(
            "Königsweg – ein Bericht 🔑", 'It\'s "quoted" \\ back\nslash\ttab;', "1.", "2.", "", "reporter@example.org"
        ),
        origin=Origin.API,
        by=Actor(ActorKind.REPORTER),
        at=NOW,
        key=API_KEY,
        files=[uploads.Sealed("note.txt", writer.size, "text/plain", writer.sha256, writer.stored_as)],
    )


def _login(user: Any) -> None:
    from allauth.account.models import EmailAddress, EmailConfirmation
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.backends.db import SessionStore

    EmailConfirmation.create(EmailAddress.objects.get(user=user)).save()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    passkey = {"name": "key of a release", "passwordless": True, "credential": {"id": "AAAA", "rawId": "AAAA"}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=passkey)
    session = SessionStore()
    session["held"] = "something"
    session.create()
    UserSession.objects.create(user=user, ip="203.0.113.9", user_agent="a browser", session_key=session.session_key)


def _waiting(organisation: Any) -> None:
    """What no worker has done yet: a task of the queue, and a mail."""
    from troth_desk.notices import actions as notices
    from troth_desk.proofs.jobs import sign_ledger
    from troth_desk.tenants import rounds

    released: Any = rounds  # as it was in that release
    released.wake(organisation, sign_ledger)
    title, about = "A mail that waits", f"organisation:{organisation.pk}"
    address = "somebody@example.org"
    notices.tell(organisation, key="of a release", subject=about, title=title, body="Words.", address=address, at=NOW)


def empty_tables() -> list[str]:
    """Tables without a row."""
    from django.db import connection

    from troth_desk.tenants import queries, scope

    empty = []
    with scope.inside(queries.organisations().get()), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name of the database's own
            if cursor.fetchone() == (0,):
                empty.append(table)
    return empty


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """The URL of an empty database on PostgreSQL, "" for SQLite."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    url = os.environ["TROTH_DESK_TEST_DATABASE"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {POSTGRES}")
    yield url.rsplit("/", 1)[0] + f"/{POSTGRES}"


def _dump(kind: str, data: Path, url: str) -> str:
    if kind == "sqlite":
        with sqlite3.connect(data / "desk.sqlite3") as connection:
            return "\n".join(connection.iterdump()) + "\n"
    command = [
        "pg_dump",
        "--no-owner",
        "--enable-row-security",
        url,
    ]  # who owns the tables sees the rows of a scope too
    scoped = os.environ | {"PGOPTIONS": "-c troth.organisation=1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=scoped).stdout


def main(kind: str, folder: Path) -> int:
    """Write ``folder/KIND.sql`` and what lies beside the database."""
    with tempfile.TemporaryDirectory() as name, _database(kind) as url:
        data = Path(name) / "data"
        os.environ |= environment(data, url) | {"TROTH_DESK_ROLE": "owner"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "troth_desk.project.settings"
        data.mkdir()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        fill()
        if empty := empty_tables():
            sys.stderr.write(f"no rows in {', '.join(empty)}\n")
            return 1
        connection.close()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{kind}.sql").write_text(_dump(kind, data, url))
        kept = folder / "attachments"
        for path in (data / "attachments").glob("??/*"):
            kept.mkdir(exist_ok=True)
            (kept / path.name).write_bytes(path.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]).absolute()))
