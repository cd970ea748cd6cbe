"""Path filters of workflows that name a folder without a glob, so that no file below it ever matches.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.remedy.remedy import Change, Ground, Remedy
from troth.remedy.written import Written
from troth.terms.edit import Serves, Unmended
from troth.terms.span import Span
from troth.terms.wants import Invocations

_ITEM = re.compile(r"\s*-\s+[\"']?(?P<path>[\w./-]+?)/?[\"']?\s*(?:#.*)?")


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for spans in sorted(_filters(ground)):
        served = ground.citing(*spans)
        for span in spans if served else ():
            written = ground.file(span.path)
            match = _ITEM.fullmatch(written.line(span.line)) if written else None
            if written is not None and match is not None and _is_folder(match["path"], ground.paths):
                yield from _widened(written, match["path"], served)


def _filters(ground: Ground) -> set[tuple[Span, ...]]:
    """Lines of filters that let nothing through, those of one event together."""
    return {
        tuple(given.span for given in firing.filters if given.fatal)
        for _, answer in ground.answered(Invocations)
        for one in answer.found
        for firing in one.firings
    }


def _is_folder(name: str, paths: tuple[str, ...]) -> bool:
    return any(path.startswith(f"{name.removeprefix('./')}/") for path in paths)


def _widened(written: Written, folder: str, served: tuple[Serves, ...]) -> Iterator[Change]:
    """Every such line of the file: a filter of push and one of pull requests stand apart, and one verdict names one."""
    for number, text in written.lines():
        same = _ITEM.fullmatch(text)
        if same and same["path"] == folder:
            at = written.place(number)[0] + same.end("path")
            yield Change(
                path=written.path,
                begin=at,
                end=at + written.text.startswith("/", at),
                new="/**",
                remedy="path-filter",
                why=f"Lets the filter match what is in {folder}.",
                serves=served,
            )


REMEDY = Remedy(name="path-filter", what="path filters that name a folder and match no file in it", mend=_mend)
