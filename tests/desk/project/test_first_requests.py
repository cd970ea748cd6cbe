"""The first requests of a process may come at once: what counts them is made once."""

from __future__ import annotations

import subprocess
import sys

TOGETHER = """
import threading
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
import troth_desk.project.metrics as metrics
gate = threading.Barrier(16)
def first(_):
    gate.wait()
    return metrics._requests()
with ThreadPoolExecutor(16) as pool:
    made = list(pool.map(first, range(16)))
assert len({id(one) for one in made}) == 1
"""


def test_they_are_counted_by_one_counter() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=False, timeout=60,
        env={"DJANGO_SETTINGS_MODULE": "desk.settings", "PYTHONPATH": "src:tests", "PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
