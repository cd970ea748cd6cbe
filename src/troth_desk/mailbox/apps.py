"""The application for Django's registry."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """How does a report come by mail, and how does the answer go back?"""

    name = "troth_desk.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The page of its settings; the files in the vault that are its mails."""
        from troth_desk.cases import beside
        from troth_desk.faces.frame import settings_page
        from troth_desk.files.owners import belongs
        from troth_desk.intake import withheld
        from troth_desk.mailbox.limits import PAGE
        from troth_desk.mailbox.models import ReceivedMail
        from troth_desk.notices import mails

        settings_page(
            label="Mail",
            url="mailbox:mail",
            says="Does mail reach us, and what became of it?",
            order=35,
            part="Ways in and out",
        )
        belongs(ReceivedMail)
        mails.fills(PAGE, _page_of)
        beside.show(_reach)
        withheld.asks(_came_encrypted)


def _page_of(notice: Any) -> str:
    """What reads mail is loaded once there is one: every process of the desk begins with this module."""
    from troth_desk.mailbox.actions.answering import page_of

    return page_of(notice)


def _reach(case: Any) -> Any:
    from troth_desk.mailbox.actions.answering import reach

    return reach(case)


def _came_encrypted(case: Any) -> Any:
    from troth_desk.mailbox.queries import came_encrypted

    return came_encrypted(case)
