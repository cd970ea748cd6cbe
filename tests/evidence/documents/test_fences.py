"""Which lines of Markdown stand outside of fenced code."""

from __future__ import annotations

import pytest

from troth.evidence.documents.fences import unfenced


@pytest.mark.parametrize(
    ("lines", "outside"),
    [
        (["one", "```sh", "two", "```", "three"], [1, 5]),
        (["``` ring `` the bell```", "two"], [1, 2]),
        (["```ring```", "two"], [1, 2]),
        (["~~~ ring ``` the bell", "two", "~~~", "four"], [4]),
        (["~~~", "```", "~~~", "four"], [4]),
        (["````", "```", "three", "`````  ", "five"], [5]),
        (["```", "``` sh", "three", "```", "five"], [5]),
        (["```", "never closed"], []),
        (["    ```", "two"], [1, 2]),
    ],
)
def test_fences_open_and_close_as_commonmark_has_it(lines: list[str], outside: list[int]) -> None:
    assert [number for number, _ in unfenced(lines)] == outside
