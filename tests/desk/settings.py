"""The desk's settings for tests: a data folder of their own; PostgreSQL where TROTH_DESK_TEST_DATABASE names one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["TROTH_DESK_DATA"] = tempfile.mkdtemp(prefix="troth-desk-test-")
os.environ["TROTH_DESK_DATABASE"] = os.environ.get("TROTH_DESK_TEST_DATABASE", "")
os.environ["TROTH_DESK_ROLE"] = "owner"

from troth_desk.project.settings import *  # noqa: F403

Path(STATIC_ROOT).mkdir()  # noqa: F405
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
