"""The process that makes a scheduled backup. It begins without Django, so nothing of the desk is imported before."""

from __future__ import annotations

import os
import threading
import time


def main(pk: int, parent: int) -> None:
    """Make the backup of row ``pk``: nicer than others to the machine, gone where its worker is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    os.nice(10)
    os.umask(0o077)
    import django

    django.setup()
    from troth_desk.backups import schedule
    from troth_desk.tenants.models import Backup

    schedule.make(Backup.objects.get(pk=pk))
