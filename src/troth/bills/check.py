"""One bill, from its bytes to a report."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from troth.bills.comparison import compare
from troth.bills.minimum import minimums
from troth.bills.reading import read
from troth.bills.schemas import validate
from troth.bills.soundness import complaints
from troth.terms.bill import BillReport
from troth.terms.seen.components import Component


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """What a bill is held against: the components of a tree, and what of it could not be seen."""

    components: tuple[Component, ...]
    unseen: tuple[str, ...] = ()


def check(data: bytes, name: str, lists: Iterable[str], tree: Tree | None) -> BillReport:
    """Check the bill in ``data``, the content of the file ``name``; ``tree`` is None where none is to be compared.

    Raises:
        UnreadableBillError: it is no bill that is known here.
    """
    document = read(data, name)
    bill = document.bill
    beside = compare(bill, tree.components) if tree else None
    return BillReport(
        file=name,
        bill=bill,
        schema=validate(document),
        complaints=complaints(bill),
        minimums=minimums(bill, tuple(lists), beside.own if beside else frozenset()),
        comparisons=beside.comparisons if beside else (),
        extra=beside.extra if beside else (),
        own=len(beside.own) if beside else 0,
        unseen=tree.unseen if tree else (),
        compared=tree is not None,
    )
