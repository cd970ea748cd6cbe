"""A file that is pointed at: is it there, and has it content of its own?"""

from __future__ import annotations

import posixpath

from troth.evidence.documents.markup import content_words, to_come
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors.code import PROSE
from troth.evidence.selectors.there import there, unseen
from troth.terms.answer import Answer
from troth.terms.seen.documents import FEWEST_WORDS
from troth.terms.seen.proof import ProofFile
from troth.terms.span import Span
from troth.terms.wants import ProofFiles

MOST_FILES = 20
"""Files of a folder that are looked at until one has content."""


def answer(scene: Scene, want: ProofFiles) -> Answer[ProofFile]:
    """The file or folder, if it is in the tree."""
    repository = scene.repository
    if there(repository, want.file):
        content = _content(repository, want.file)
        gaps = repository.gaps_of((want.file,)) if not content else ()
        return Answer(found=(ProofFile(span=Span(want.file), content=content),), gaps=gaps, read=(want.file,))
    if want.file in repository.folders or want.file == ".":
        inner = [path for path in repository.paths if want.file == "." or path.startswith(f"{want.file}/")]
        content = any(_content(repository, path) for path in inner[:MOST_FILES])
        return Answer(found=(ProofFile(span=Span(want.file), content=content, folder=True),), read=(want.file,))
    return Answer(gaps=unseen(repository, want.file))


def _content(repository: Repository, path: str) -> bool:
    """Documents need words; other files something besides comments and what says that it is still to come."""
    data = repository.data(path)
    if not data or not data.strip():
        return False
    text = repository.text(path)
    if text is None:
        return True  # no text, but bytes: an image, a key
    if posixpath.splitext(path)[1].lower() in PROSE:
        return content_words(text) >= FEWEST_WORDS
    return any(line.strip() and not _bare(line.strip()) for line in text.splitlines())


def _bare(line: str) -> bool:
    return line.startswith(("#", "//", ";", "<!--", "--")) or to_come(line)


GATHERER = Gatherer(wants=ProofFiles, answer=answer)
