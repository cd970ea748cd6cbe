"""The OpenPGP keys of the desk, one an organisation: kept in files, or one for all of them given by the environment.

A key comes from ``TROTH_DESK_OPENPGP_KEY``, from the file that ``TROTH_DESK_OPENPGP_KEY_FILE`` names, or from
``keys/openpgp/organisation-<id>.asc`` of the data folder. It has a primary key that certifies and one subkey each to
sign and to encrypt. Signatures bear the time of the machine: OpenPGP asks whether the key was valid then.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pysequoia
from django.conf import settings

from troth_desk import kept

logger = logging.getLogger(__name__)

VALID = timedelta(days=3 * 365)
"""How long a key lives that the desk made; an end can be moved later, and makes a lost key go away by itself."""
LONGEST_NAME = 100
"""Characters of the name in a user id."""


class UnusableKeyError(RuntimeError):
    """The key is none that the desk can use; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A key with its secret half. ``armoured`` is that half in ASCII armour: it is shown and logged nowhere.

    ``fingerprint`` is in capital hexadecimal, ``expires_at`` None where it does not end, ``public`` the certificate in
    ASCII armour, for everybody.
    """

    armoured: str
    fingerprint: str
    expires_at: datetime | None
    user_ids: tuple[str, ...]
    public: str

    def __repr__(self) -> str:
        return f"Key({self.fingerprint})"

    @property
    def can_sign(self) -> bool:
        """Whether it has a subkey that may sign now: it has not ended and was not revoked."""
        try:
            pysequoia.Tsk.from_bytes(self.armoured.encode()).signer()
        except RuntimeError:
            return False
        return True

    @property
    def halves(self) -> tuple[str, str]:
        """The fingerprint as people compare it: two halves in groups of four."""
        groups = [self.fingerprint[start : start + 4] for start in range(0, len(self.fingerprint), 4)]
        half = len(groups) // 2
        return " ".join(groups[:half]), " ".join(groups[half:])

    def clear_signed(self, text: str) -> str:
        """``text`` under a signature that leaves it readable (RFC 9580 §7), with nothing outside of the armour.

        Spaces at the ends of its lines and its last line end are no part of what is signed.

        Raises:
            UnusableKeyError: it has no subkey that may sign now: it ended, or was revoked.
        """
        try:
            signer = pysequoia.Tsk.from_bytes(self.armoured.encode()).signer()
            signed = pysequoia.sign(signer, text.rstrip("\n").encode(), mode=pysequoia.SignatureMode.CLEAR)
        except RuntimeError as error:
            raise UnusableKeyError(
                f"the OpenPGP key {self.fingerprint} cannot sign now: {_first_line(error)}"
            ) from None
        return signed.decode()

    def detached(self, content: bytes) -> str:
        """The signature of ``content`` (RFC 9580 §10.4), in ASCII armour; raises ``UnusableKeyError`` as above."""
        try:
            signer = pysequoia.Tsk.from_bytes(self.armoured.encode()).signer()
            signed = pysequoia.sign(signer, content, mode=pysequoia.SignatureMode.DETACHED)
        except RuntimeError as error:
            raise UnusableKeyError(
                f"the OpenPGP key {self.fingerprint} cannot sign now: {_first_line(error)}"
            ) from None
        return signed.decode()


def given() -> bool:
    """Whether the environment gave the key, for every organisation of the desk."""
    return bool(settings.OPENPGP_KEY)


def key(organisation: int) -> Key | None:
    """The key of the organisation with that id; None where it has none yet.

    Raises:
        UnusableKeyError: what was given or kept is no key of the desk's.
    """
    if given():
        return loaded(settings.OPENPGP_KEY)
    try:
        return loaded(path(organisation).read_text())
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableKeyError(f"the OpenPGP key cannot be read from {path(organisation).name}: {error}") from None


def made(organisation: int, name: str, address: str = "") -> Key:
    """The key of the organisation, made where there is none: of several processes all get the same one.

    Its user id is ``name`` and the mail ``address``, where there is one.
    """
    if given():
        return loaded(settings.OPENPGP_KEY)
    return loaded(kept.once(path(organisation), lambda: new(user_id(name, address))))


def every(organisation: int) -> list[Key]:
    """Every key that opens what is sent to the organisation: the one in use first, then those before it, newest first.

    Raises:
        UnusableKeyError: one that is in use is none; one of those before that cannot be read is left out of the list
            and told to the log.
    """
    present = key(organisation)
    found = [present] if present else []
    for each in before(organisation):
        if each.fingerprint not in {one.fingerprint for one in found}:
            found.append(each)
    return found


def before(organisation: int) -> list[Key]:
    """Keys that were in use before the present one, and still open what was encrypted to them; newest first."""
    found: list[Key] = []
    folder = retired_folder(organisation)
    for file in sorted(folder.glob("*.asc"), key=lambda one: one.stat().st_mtime, reverse=True):
        try:
            found.append(loaded(file.read_text()))
        except (UnusableKeyError, OSError, UnicodeDecodeError) as error:
            logger.warning("the OpenPGP key in %s/%s is left out: %s", folder.name, file.name, error)
    return found


def retired_folder(organisation: int) -> Path:
    """Where keys are kept that were in use before: ``organisation-<id>/<fingerprint>.asc``."""
    return Path(settings.OPENPGP_FOLDER) / f"organisation-{organisation}"


def rotated(organisation: int, armoured: str) -> Key:
    """Put the secret key ``armoured`` in the place of the present one, which is kept to open what was encrypted to it.

    Where a process ends in between, the old one is in both places, and nothing is lost.

    Raises:
        UnusableKeyError: it is none that the desk can use, or the environment gives the key.
    """
    if given():
        raise UnusableKeyError(
            "the OpenPGP key is given by the environment (TROTH_DESK_OPENPGP_KEY): give another one there, and keep "
            "the old one with `troth-desk openpgp import --retired FILE`"
        )
    new_one = loaded(armoured)
    present = key(organisation)
    if present and present.fingerprint != new_one.fingerprint:
        retire(organisation, present.armoured)
    kept.in_place(path(organisation), new_one.armoured)
    return new_one


def retire(organisation: int, armoured: str) -> Key:
    """Keep a secret key that opens what was encrypted to it, and signs nothing more; raises ``UnusableKeyError``."""
    old = loaded(armoured)
    kept.in_place(retired_folder(organisation) / f"{old.fingerprint}.asc", old.armoured)
    return old


def path(organisation: int) -> Path:
    """Where the key of the organisation is kept."""
    return Path(settings.OPENPGP_FOLDER) / f"organisation-{organisation}.asc"


def user_id(name: str, address: str = "") -> str:
    """ "Harbour <security@example.org>": a name without what would make it look like an address, and the address."""
    shown = " ".join("".join(each if each.isprintable() and each not in '<>()"' else " " for each in name).split())
    shown = shown[:LONGEST_NAME].strip() or "Security team"
    return f"{shown} <{address}>" if address else shown


def new(user: str) -> str:
    """The secret half of a new key for ``user``, in ASCII armour: Ed25519 to sign, X25519 to encrypt."""
    return str(
        pysequoia.Tsk.generate(
            user_ids=[user],
            profile=pysequoia.Profile.RFC4880,
            cipher_suite=pysequoia.CipherSuite.Cv25519,
            validity_seconds=int(VALID.total_seconds()),
        )
    )


@lru_cache(maxsize=64)
def loaded(armoured: str) -> Key:
    """The key that ``armoured`` holds.

    Raises:
        UnusableKeyError: it is no secret key, several of them, or protected by a passphrase.
    """
    try:
        secret = pysequoia.Tsk.from_bytes(armoured.strip().encode())
        certificate = secret.extract_certificate()
        user_ids = tuple(str(each) for each in certificate.user_ids)
        found = Key(str(secret), certificate.fingerprint.upper(), certificate.expiration, user_ids, str(certificate))
        if "PRIVATE KEY" not in found.armoured.partition("\n")[0]:
            raise UnusableKeyError("the OpenPGP key is a public one; give the secret one: gpg --export-secret-keys")
        _refuse_passphrase(secret)
    except RuntimeError as error:
        if isinstance(error, UnusableKeyError):
            raise
        raise UnusableKeyError(
            f"the OpenPGP key cannot be used ({_first_line(error)}); "
            "give one secret key: gpg --armor --export-secret-keys FINGERPRINT"
        ) from None
    return found


def _refuse_passphrase(secret: pysequoia.Tsk) -> None:
    try:
        secret.signer()
    except RuntimeError as error:
        if "encrypted" in _first_line(error):
            raise UnusableKeyError(
                "the OpenPGP key is protected by a passphrase, which nobody could enter at a desk; take it off "
                "(gpg --edit-key FINGERPRINT passwd) and export it again"
            ) from None
        # a key that ended, or that may not sign, is still the desk's: pages say so, and signing says why not


def _first_line(error: BaseException) -> str:
    """The library puts a trace below its words."""
    return (str(error).splitlines() or [""])[0][:200]
