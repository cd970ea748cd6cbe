"""Migrations in a third of the time: what changes is made anew with what refers to it, not with all that is related.

Between two steps of a migration Django keeps classes of all models as they are then, and makes anew those that are
related to a changed one, over any number of others. Rows of a desk belong to an organisation, so that these are all of
its models, a hundred times over. The tables need less: the changed model, and those whose references lead to it. Before
code of a migration is handed the models, and once at the end, all are made anew, as Django does for changes that it
calls delayed. What is told to the database is the same; ``tests/desk/tenants/test_states.py`` compares both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class State(ProjectState):
    """The models between two steps. Where Django no longer asks what is overridden here, it only takes longer."""

    def clone(self) -> State:
        """Another one of the same kind."""
        made = super().clone()
        made.__class__ = type(self)
        return made  # type: ignore[return-value] # by the line above

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        self.is_delayed = True
        found = {(app_label, model_name)}
        try:
            model: Any = self.apps.get_model(app_label, model_name)
        except LookupError:  # it is new: nothing refers to it yet
            return found
        heirs = [each for each in _heirs(model) if each._meta.apps is model._meta.apps]  # noqa: SLF001 - Django's documented way
        fields = (field for each in (model, *heirs) for field in each._meta.get_fields(include_hidden=True))  # noqa: SLF001 - likewise
        referring = [field.related_model for field in fields if field.auto_created]
        return found | {(each._meta.app_label, each._meta.model_name) for each in (*referring, *heirs) if each}  # noqa: SLF001 - likewise


def _heirs(model: Any) -> Iterator[Any]:
    """The classes that inherit from ``model``, with theirs."""
    for each in model.__subclasses__():
        yield each
        yield from _heirs(each)


class Executor(MigrationExecutor):
    """Django's, with these states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> State:  # noqa: FBT001, FBT002 - Django's signature
        made: State = super()._create_project_state(with_applied_migrations)  # type: ignore[misc] # its stubs leave it out
        made.__class__ = State
        return made


@contextmanager
def quick() -> Iterator[None]:
    """Django's command ``migrate`` does it so within the block."""
    command: Any = migrate  # it takes no executor but the one that it imports
    kept = command.MigrationExecutor
    command.MigrationExecutor = Executor
    try:
        yield
    finally:
        command.MigrationExecutor = kept
