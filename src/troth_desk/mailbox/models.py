"""Mail that came in, the threads in which it goes on, the addresses of projects, and how the last look went."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case, Message, Participant
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project, TenantModel


class Sort(models.TextChoices):
    """Who or what wrote a mail."""

    PEOPLE = "people", "written by a person"
    AUTOMATIC = "automatic", "written by a machine"
    BOUNCE = "bounce", "report on a delivery"
    LIST = "list", "mail of a list"
    LOOP = "loop", "came back to the desk"


class Became(models.TextChoices):
    """What became of a mail. Each is kept; none is answered but what opened a case, once."""

    CASE = "case", "opened a case"
    MESSAGE = "message", "went into the conversation"
    NOTED = "noted", "kept with its case"
    WAITING = "waiting", "waits for a person"
    ASIDE = "aside", "put aside"


class Way(models.TextChoices):
    """By which way a mail reached the desk."""

    IMAP = "imap", "fetched from the mailbox"
    LMTP = "lmtp", "handed over by the mail server"


class ReceivedMail(TenantModel):
    """One mail that came in, kept whole in the vault.

    ``identity`` tells it from every other mail: the same one that comes again, by whatever way, has the same.
    ``digest`` is the SHA-256 of its bytes, ``stored_as`` their name in the vault, "" where it was too large to take.
    ``sender`` and ``subject`` are what it says of itself, cleaned; nothing proves them. ``received_at`` is when it
    reached our side, ``taken_at`` when the desk had it. ``why`` is the sentence for what became of it. ``headers``
    are those that matter to people, by name.
    ``spoken`` is what it said in a conversation. ``signatures`` are ``[fingerprint, state]`` each.
    """

    identity = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    message_id = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    became = models.CharField(max_length=10, choices=Became.choices)
    why = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    recipients = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=80, blank=True)
    encrypted = models.BooleanField(default=False)
    signatures = models.JSONField(default=list)
    failure = models.CharField(max_length=500, blank=True)
    left_out = models.CharField(max_length=500, blank=True)
    """What of it did not go into the case, in words: files beyond the limit, words that were cut."""
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    spoken = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="mail")
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    receipt = models.CharField(max_length=300, blank=True)
    """Why no receipt went out for it, "" where one did or none was due."""
    settled_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "identity"), name="one_mail_once"),)
        indexes = (
            models.Index(fields=("organisation", "became", "-taken_at", "-id"), name="mails_by_what_became"),
            models.Index(fields=("organisation", "sender", "taken_at"), name="mails_of_a_sender"),
            models.Index(fields=("organisation", "message_id"), name="mails_by_message_id"),
        )
        ordering = ("-taken_at", "-id")

    def __str__(self) -> str:
        return self.subject or "mail without a subject"

    @property
    def remarks(self) -> list[str]:
        """What people should know of it beside its words."""
        return [says for says in (self.why, self.failure, self.left_out, self.receipt) if says]


class Thread(TenantModel):
    """A participant with whom the desk writes by mail.

    ``tag`` stands in the message ids and addresses of our mails to them: 128 random bits, so that nobody else writes in
    their thread by guessing. ``address`` is theirs, ``ours`` that to which they wrote. ``subject`` is the subject of
    their first mail, ``last_message_id`` the last mail of either side, ``references`` those before it (RFC 5322
    §3.6.4). ``clear``: they never wrote encrypted. ``link_sealed`` is the secret of the link to their page, sealed by
    the desk's key, for the mails that tell it to them: who has the database alone cannot open it. ``link_told``: they
    have it. ``unproven``: the address was given with a report that came by another way, and nothing shows that it is
    the reporter's. ``mailbox`` is the address without what stands behind a plus, by which it is counted how often a
    stranger is written to. ``ended_at``: whoever reads the address asked for no more mail, or it came back.
    """

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="thread")
    tag = models.CharField(max_length=32)
    address = models.CharField(max_length=320)
    ours = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    last_message_id = models.CharField(max_length=300, blank=True)
    references = models.TextField(blank=True)
    clear = models.BooleanField(default=True)
    link_sealed = models.TextField(blank=True)
    link_told = models.BooleanField(default=False)
    sent = models.PositiveIntegerField(default=0)
    unproven = models.BooleanField(default=False)
    mailbox = models.CharField(max_length=320, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "tag"), name="one_thread_a_tag"),)
        indexes = (models.Index(fields=("organisation", "mailbox", "written_at"), name="threads_of_a_mailbox"),)

    def __str__(self) -> str:
        return f"thread of {self.participant}"


class ProjectAddress(TenantModel):
    """A mail address that means a project, beside the contacts of its policy."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mail_addresses")
    address = models.CharField(max_length=320)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "address"), name="one_project_an_address"),)
        ordering = ("address",)

    def __str__(self) -> str:
        return self.address


class Choices(TenantModel):
    """How an organisation wishes its mail handled, and how far its outgoing words have been told.

    ``words_in_clear``: the team's words go out in clear to whom wrote in clear; without it such mails say only that
    there are words. ``plus_addresses``: mail for ``security+anything@…`` reaches the desk, so answers may go there.
    ``news``: whoever gives a mail address with a report by form or API is mailed when there is something new.
    ``told_participant``, ``told_message``, ``told_move`` and ``told_step`` are the last rows that were looked at;
    ``told_participant`` is None until there was one.
    """

    words_in_clear = models.BooleanField(default=True)
    plus_addresses = models.BooleanField(default=False)
    receipts = models.BooleanField(default=True)
    news = models.BooleanField(default=True)
    told_participant = models.BigIntegerField(null=True, blank=True)
    told_message = models.BigIntegerField(default=0)
    told_move = models.BigIntegerField(default=0)
    told_step = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation",), name="one_choice_of_mail"),)

    def __str__(self) -> str:
        return f"mail of {self.organisation}"


class Fetching(TenantModel):
    """How the looks into the mailbox went. ``failing_since`` is when they began to fail, None where the last did not.

    ``left`` mails lie there that could not be kept, ``unclaimed`` that no project's address is meant by. Seen mails
    that came before ``begun_at`` are left alone: people had read them before the desk looked.
    """

    begun_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    taken = models.PositiveBigIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    left_why = models.CharField(max_length=300, blank=True)
    unclaimed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation",), name="one_mailbox"),)

    def __str__(self) -> str:
        return f"mailbox of {self.organisation}"
