"""What published standards ask, as data: one module for each, listed in ``STANDARDS``."""

from __future__ import annotations

import re

from troth.standards import (
    eu_cra_annex_1_part_2,
    iso_29147_2018,
    iso_30111_2019,
    openssf_best_practices_passing,
    osps_baseline_2026_02,
    owasp_top_10_2021,
    owasp_top_10_2025,
)
from troth.standards.standard import Requirement, Standard

__all__ = ("STANDARDS", "Requirement", "Standard", "find", "meant")

STANDARDS: tuple[Standard, ...] = (
    owasp_top_10_2025.STANDARD,
    owasp_top_10_2021.STANDARD,
    osps_baseline_2026_02.STANDARD,
    openssf_best_practices_passing.STANDARD,
    iso_29147_2018.STANDARD,
    iso_30111_2019.STANDARD,
    eu_cra_annex_1_part_2.STANDARD,
)
"""Every standard that is known; of two editions the newer one stands first."""


def find(name: str) -> Standard | None:
    """The standard called ``name``, by its own name or by the one that sentences give it."""
    low = name.lower()
    own = next((one for one in STANDARDS if one.name == low), None)
    return own or next((one for one in STANDARDS if low in one.answers), None)


def meant(name: str, sentence: str) -> Standard | None:
    """The standard that ``sentence`` means by ``name``: the edition whose year it says, else the newest.

    A sentence that says a year of which nothing is known means none: what another edition asks proves nothing for it.
    """
    known = [one for one in STANDARDS if name in one.answers]
    years = set(re.findall(r"\b20\d\d\b", sentence))
    dated = [one for one in known if one.edition in years]
    if dated or not known:
        return dated[0] if dated else None
    editions = {one.edition for one in known}
    return None if years and all(edition.isdigit() for edition in editions) and len(known) > 1 else known[0]
