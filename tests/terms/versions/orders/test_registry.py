"""The list of orders and the folder agree, and nobody guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from troth.terms.package import CRATES, GO, NPM, PYPI
from troth.terms.versions import orders
from troth.terms.versions.unreadable import UnknownEcosystemError


def test_every_order_is_registered_and_tested() -> None:
    folder = {path.stem for path in Path(orders.__file__).parent.glob("*.py")} - {"__init__"}
    assert {order.name for order in orders.ORDERS} == folder
    assert {f"test_{name}" for name in folder} == {path.stem for path in Path(__file__).parent.glob("test_*.py")} - {
        "test_registry"
    }


def test_no_ecosystem_has_two_orders() -> None:
    named = [ecosystem for order in orders.ORDERS for ecosystem in order.ecosystems]
    assert len(named) == len(set(named))
    assert {CRATES, GO, NPM, PYPI} < set(named)


@pytest.mark.parametrize("ecosystem", ["", "GitHub Actions", "pypi", "Nowhere:1", "GIT"])
def test_an_unknown_ecosystem_is_an_error_by_name(ecosystem: str) -> None:
    with pytest.raises(UnknownEcosystemError) as caught:
        orders.key_of(ecosystem)
    assert caught.value.ecosystem == ecosystem.partition(":")[0]


def test_a_release_of_a_distribution_changes_nothing() -> None:
    assert orders.key_of("Debian:12") is orders.key_of("Debian")
