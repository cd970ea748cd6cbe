"""What people fill in about themselves, their team and its keys."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.forms import AddEmailForm, ChangePasswordForm, LoginForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import MaxValueValidator

from troth_desk.faces.lines import Line
from troth_desk.people.models import Role
from troth_desk.people.scopes import SCOPES

ROLES = {
    Role.OWNER: "owner: everything, with people, keys, policy and calendar",
    Role.RESPONDER: "responder: handles reports, answers reporters",
    Role.REVIEWER: "reviewer: approves what others did",
    Role.AUDITOR: "auditor: reads everything, changes nothing",
}
"""What each role is for, as the forms say it."""
NAME = "How your team sees you. People outside never do."


ROLE_CHOICES = [(role.value, says) for role, says in ROLES.items()]


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label="Mail address")
    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect)

    def clean_email(self) -> str:
        """Lower case: an address is one person's, however it is written."""
        return str(self.cleaned_data["email"]).lower()


class RoleForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect)


class SecondFactorForm(forms.Form):
    """Whether everybody needs one."""

    asked = forms.BooleanField(
        label="Everybody needs a second factor",
        help_text="A passkey, a security key or an authenticator app. Who has none sets one up at the next click.",
        required=False,
    )


class JoinForm(forms.Form):
    """A new account, by an invitation. The address is asked for only where the link names none."""

    email = forms.EmailField(label="Mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    name = Line(
        label="Your name", max_length=100, help_text=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 15 characters; three or four words make a good one. You can add a passkey next.",
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email
        if email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """The password is judged with the name and the address in view."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.address = self.address or str(cleaned.get("email", "")).lower()
        person = User(email=self.address, first_name=cleaned.get("name", ""))
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.Form):
    """One's own name."""

    name = Line(
        label="Your name", max_length=100, help_text=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class KeyForm(forms.Form):
    """A key of a program: name, what it may do, its last day."""

    name = Line(max_length=100, help_text="What will use it, such as “scans of the CI of harbour”.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=[(scope, f"{says} ({scope})") for scope, says in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="A key ends within a year; one that you replace each quarter is a better one.",
        validators=[MaxValueValidator(date(2999, 12, 31), "Choose an earlier day.")],
    )

    def __init__(self, *args: Any, zone: str, at: datetime, **kwargs: Any) -> None:
        self.zone = ZoneInfo(zone)
        today = at.astimezone(self.zone).date()
        kwargs.setdefault("initial", {"expires_on": today + timedelta(days=90)})
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=365)).isoformat(),
        }

    def expires_at(self) -> datetime:
        """The end of the last day, in the zone of the team."""
        day = self.cleaned_data["expires_on"] + timedelta(days=1)
        return datetime.combine(day, time(), self.zone)


class PlainLoginForm(LoginForm):  # type: ignore[misc] # allauth is untyped here
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Mail address"
        self.fields["password"].help_text = ""
        _without_placeholders(self)


class PlainChangeForm(ChangePasswordForm):  # type: ignore[misc] # likewise
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "The present password"
        self.fields["password1"].label = "The new one"
        self.fields["password1"].help_text = "Three or four words make a good one."
        self.fields["password2"].label = "The new one again"
        _without_placeholders(self)


class PlainResetForm(ResetPasswordForm):  # type: ignore[misc] # likewise
    """allauth's, in our words."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Mail address"
        _without_placeholders(self)

    def clean_email(self) -> str:
        """Who comes in by the login provider alone gets no password past it."""
        email = str(super().clean_email())
        found: list[User] = list(self.users)
        theirs = {each.user_id for each in SocialAccount.objects.filter(user__in=found)}
        self.users = [user for user in found if user.has_usable_password() or user.pk not in theirs]
        return email

    def clean(self) -> dict[str, Any]:
        """A mail server that is not there is said to everybody alike, before anybody is looked for.

        So the answer tells nobody whether an address has an account, and nobody waits for a mail that never went.
        """
        try:
            server = get_connection()
            server.open()
            server.close()
        except OSError:
            raise forms.ValidationError(
                "The desk's mail server does not answer, so no mail went out. Try again in a few minutes."
            ) from None
        given: dict[str, Any] = super().clean() or self.cleaned_data
        return given


class PlainEmailForm(AddEmailForm):  # type: ignore[misc] # likewise
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New mail address"
        _without_placeholders(self)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # likewise
    """allauth's, in our words, and for a login without a password unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "Which device it is on, so that you can tell your passkeys apart."
        self.fields["name"].initial = self.initial["name"] = "Passkey"
        without_password = self.fields["passwordless"]
        without_password.label = "Log in with it alone, without a password"
        without_password.help_text = "The device then asks for your finger, face or PIN."
        without_password.initial = True


def _without_placeholders(form: forms.Form) -> None:
    """What a placeholder says, a label says better, and it stays."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
