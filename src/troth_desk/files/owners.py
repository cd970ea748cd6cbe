"""Whose the files of the vault are: what no row of these tables names belongs to nothing, and is taken away."""

from __future__ import annotations

from django.db import models

_OWNERS: list[type[models.Model]] = []


def belongs(model: type[models.Model]) -> None:
    """Files of the vault that a row of ``model`` names in ``stored_as`` belong to it; called in ``ready()``."""
    if model not in _OWNERS:
        _OWNERS.append(model)


def owners() -> tuple[type[models.Model], ...]:
    """Every table that names files of the vault."""
    return tuple(_OWNERS)
