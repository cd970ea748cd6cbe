"""The advisories that tools are given, so that none of them has to fetch its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Self

import msgspec

from troth.evidence.local_advisories import LocalAdvisories


@contextmanager
def local_advisories(named: str, say: Callable[[str], None], *, sandbox: bool = False) -> Iterator[LocalAdvisories]:
    """The index at ``named``, or the usual one, in the forms of the tools and served on loopback meanwhile.

    For tools in a ``sandbox`` a socket leads to the server.

    None where nobody has made one: the tools then ask their own.

    Raises:
        TrothError: ``named`` is no index, or the forms cannot be written.
    """
    from troth.advisories import place
    from troth.advisories.export import for_tools
    from troth.advisories.index import Index, NoIndexError
    from troth.advisories.serve import relayed, running

    path = Path(named) if named else place.index(os.environ)
    try:
        with Index(path) as index:
            forms = for_tools(index, place.cache(os.environ), say=say)
            newest = {each.ecosystem: each.newest.date() for each in index.coverage() if each.newest}
    except NoIndexError:
        if named:
            raise
        yield LocalAdvisories()
        return
    with running(path) as address, ExitStack() as opened:
        lent = LocalAdvisories(
            rustsec=forms.rustsec,
            go=forms.go,
            osv_api=address,
            osv_zips=forms.osv_zips,
            state=forms.state,
            newest=newest,
        )
        if sandbox:
            folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="troth-socket-"))
            lent = msgspec.structs.replace(lent, osv_socket=Path(folder) / "osv")
            opened.enter_context(relayed(address, Path(folder) / "osv"))
        yield lent


class Lent:
    """Local advisories that are only made ready when a tool asks for them; ``state`` names them before."""

    def __init__(self, named: str, say: Callable[[str], None]) -> None:
        self._named = named
        self._say = say
        self._open = ExitStack()
        self._lock = Lock()
        self._given: LocalAdvisories | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __call__(self) -> LocalAdvisories:
        """The advisories, the same for every tool."""
        with self._lock:
            if self._given is None:
                self._given = self._open.enter_context(local_advisories(self._named, self._say))
            return self._given

    @cached_property
    def state(self) -> str:
        """The name of the advisories as they are now; "" where there are none."""
        from troth.advisories import place
        from troth.advisories.index import Index, NoIndexError

        try:
            with Index(Path(self._named) if self._named else place.index(os.environ)) as index:
                return index.digest
        except NoIndexError:
            return ""
