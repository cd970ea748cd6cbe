"""Rows into an empty database: the tables of the release that made the backup, its rows, then the tables of this one.

Everything is one transaction: an error leaves the database as empty as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Self

from django.db import DatabaseError, IntegrityError, connection, models

from troth_desk.backups import rows
from troth_desk.backups.refusal import DamagedBackupError, NoBackupError
from troth_desk.backups.restoring import Looked, Restored
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.verification import verify
from troth_desk.proofs.agreement import disagreements
from troth_desk.tenants import queries, scope, upgrade
from troth_desk.tenants.states import Executor

MOST_NAMED = 20
"""Differences of one kind that are named one by one."""
ALIAS = "default"


class Loading:
    """An empty database that is being filled. Enter it, ``take`` the lines of each table, then ``finish``."""

    def __init__(self, looked: Looked) -> None:
        self._looked = looked
        self._stack = ExitStack()
        self._counts: dict[str, rows.Count] = {}
        self._models: dict[str, type[models.Model]] = {}

    def begin(self) -> None:
        """Make the tables of the backup's release.

        Raises ``NoBackupError`` where the database is not empty, or the release is a later one than this.
        """
        refuse_filled()
        if self._looked.signed.get("organisations", 0) > 1 and connection.vendor == "sqlite":
            raise NoBackupError(
                f"it holds {self._looked.signed['organisations']} organisations, and an SQLite file holds one; "
                "bring it back into PostgreSQL (--database URL)"
            )
        executor = Executor(connection, _compared)  # type: ignore[arg-type] # Django calls it by place
        targets = _targets(executor, self._looked)
        self._stack.enter_context(upgrade.whole())
        state = executor.migrate(targets)
        state.clear_delayed_apps_cache()
        found = rows.tables(state.apps.get_models(include_auto_created=True))
        self._models = {model._meta.db_table: model for model in found}  # noqa: SLF001 - Django's documented way
        unknown = set(self._looked.first["tables"]) ^ set(self._models)
        if unknown:
            raise DamagedBackupError(f"it holds other tables than its release has: {', '.join(sorted(unknown)[:5])}")

    def take(self, table: str, lines: Iterator[bytes]) -> None:
        """Rows of a table; those of one table may come in several parts."""
        if table not in self._models:
            raise DamagedBackupError(f"it holds rows of {table!r}, which its release does not have")
        try:
            rows.put(self._models[table], lines, ALIAS, self._counts.setdefault(table, rows.Count()))
        except (IntegrityError, DatabaseError, OverflowError) as error:
            raise DamagedBackupError(
                f"rows of {table} are refused by the database: {str(error).strip()[:200]}"
            ) from error

    def finish(self, restored: Restored, *, again: bool) -> None:
        """Compare, go on to the tables of this release, commit. ``again``: read back every row that was written."""
        said: Mapping[str, Any] = self._looked.signed["tables"]
        try:
            connection.check_constraints()
        except IntegrityError as error:
            raise DamagedBackupError(f"its rows do not belong together: {str(error).strip()[:200]}") from error
        for table, model in self._models.items():
            count, told = self._counts.get(table, rows.Count()), said.get(table, {})
            if (count.rows, count.sha256) != (told.get("rows"), told.get("sha256")):
                raise DamagedBackupError(f"{table} has {count.rows} rows, {told.get('rows')} were backed up")
            restored.rows += count.rows
            rows.go_on_counting(model, ALIAS, max(count.highest, int(told.get("last", 0))))
            if again and _digest(model) != count.sha256:
                restored.differences.append(f"{table}: what the database gives back is not what was written to it")
        restored.upgraded = upgrade.migrate()
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: Any) -> None:  # noqa: PYI036 - handed on as it comes
        self._stack.__exit__(*why)
        connection.close()


def refuse_filled() -> None:
    """Raise ``NoBackupError`` where the database has any table."""
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
    if there:
        raise NoBackupError(
            f"the database {connection.settings_dict['NAME']} is not empty ({there[0]}, …): a backup is brought back "
            "into an empty one alone (createdb)"
        )


def compare(restored: Restored, *, again: bool, at: datetime) -> None:
    """Hold what was brought back against the ledger, and the ledger against the head that was signed.

    ``again``: open every file too. What differs goes into ``restored.differences``; the ledger tells that the desk was
    brought back.
    """
    signed = restored.looked.signed
    heads = {each["organisation"]: each for each in signed["ledgers"]}
    for organisation in queries.organisations():
        with scope.inside(organisation):
            head = heads.get(organisation.pk)
            kept = [head["checkpoint"]] if head else []
            found = verify(organisation.pk, signed["public_keys"], kept)
            name = organisation.slug
            if found.flaw:
                restored.differences.append(f"ledger of {name}: entry {found.flaw.seq}: {found.flaw.what}")
            elif head and (found.entries, found.digest) != (head["entries"], head["digest"]):
                restored.differences.append(f"ledger of {name}: it ends at another entry than was signed")
            else:
                for differs in _some(disagreements(organisation)):
                    restored.differences.append(f"{name}: entry {differs.seq}: {differs.what}")
            restored.differences += _some(_files(organisation.pk, again=again))
            detail: dict[str, Plain] = {"made_at": str(signed["at"]), "entries": found.entries, "digest": found.digest}
            record(organisation.pk, "desk.restored", f"organisation:{organisation.pk}", detail, by=SYSTEM, at=at)


def _files(organisation: int, *, again: bool) -> Iterator[str]:
    from django.apps import apps

    for model in rows.tables(apps.get_models()):
        names = {each.attname for each in rows.fields(model)}
        if "stored_as" not in names or not rows.of_organisations(model):
            continue
        found = model._base_manager.filter(organisation_id=organisation).order_by("pk")  # noqa: SLF001 - likewise
        for row in found.iterator(chunk_size=rows.AT_A_TIME):
            wrong = _wrong(row.stored_as, getattr(row, "sha256", ""), again=again)  # type: ignore[attr-defined] # it has the column
            if wrong:
                yield f"{model._meta.db_table} {row.pk}: {wrong}"  # noqa: SLF001 - likewise


def _wrong(stored_as: str, sha256: str, *, again: bool) -> str:
    if not stored_as:
        return ""
    if not vault().path(stored_as).is_file():
        return "its file is not there"
    try:
        if again and sha256:
            vault().prove(stored_as, sha256)
    except DamagedFileError as error:
        return str(error)
    return ""


def _some(found: Iterator[Any]) -> Iterator[Any]:
    for number, each in enumerate(found):
        if number == MOST_NAMED:
            return
        yield each


def _targets(executor: Executor, looked: Looked) -> list[tuple[str, str]]:
    """The last change of each app that the backup's release had made."""
    graph = executor.loader.graph
    apps = {app for app, _ in graph.nodes}
    made = {each for each in looked.migrations if each[0] in apps}
    unknown = sorted(f"{app}.{name}" for app, name in made if (app, name) not in graph.nodes)
    if unknown:
        raise NoBackupError(
            f"it was made by a later release ({looked.signed.get('desk')}; {', '.join(unknown[:3])}): "
            "bring it back with that one"
        )
    if not made:
        raise DamagedBackupError("it does not say which tables it holds")
    followed = {parent.key for each in made for parent in graph.node_map[each].parents if parent.key[0] == each[0]}
    return sorted(made - followed)


def _compared(action: str, migration: Any = None, fake: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
    if action == "apply_success" and connection.vendor == "postgresql":
        connection.check_constraints()


def _digest(model: type[models.Model]) -> str:
    count = rows.Count()
    organisations = [None]
    if rows.of_organisations(model):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM tenants_organisation ORDER BY id")
            organisations = [each for (each,) in cursor.fetchall()]
    for organisation in organisations:
        for line in rows.lines(model, ALIAS, organisation):
            count.take(line)
    return count.sha256
