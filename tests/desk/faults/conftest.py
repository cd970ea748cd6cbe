"""Which trials belong to which database: the disk of SQLite is the desk's, PostgreSQL has a server of its own."""

from __future__ import annotations

import os

collect_ignore = ["test_no_room.py" if os.environ.get("TROTH_DESK_TEST_DATABASE") else "test_database.py"]
