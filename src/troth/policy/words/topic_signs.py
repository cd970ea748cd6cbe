"""Words that speak for the topic of a measure, class by class, each with how loud it speaks.

``topic_words`` tells whether a line names a topic at all; these tell which of several topics a measure is of. They
are many more, and some are faint: "keys" alone says little, and decides only where nothing louder stands beside it.
"""

from __future__ import annotations

from typing import Final

from troth.policy.words.access_signs import ACCESS_SIGNS
from troth.policy.words.protection_signs import PROTECTION_SIGNS
from troth.policy.words.work_signs import WORK_SIGNS

TOPIC_SIGNS: Final[tuple[tuple[str, int, str], ...]] = (*ACCESS_SIGNS, *PROTECTION_SIGNS, *WORK_SIGNS)
"""Topic, how loud its words speak (one is faint, six is plain, ten is sure), and words."""
