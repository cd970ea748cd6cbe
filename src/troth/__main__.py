"""``python -m troth``: the same as ``troth``, and its own imports are blind to modules of the folder it is started in.

What Python itself imports before the first line here (to find the package, to start up) it may still take from there:
in a folder that is not trusted, start ``troth``, ``python -P -m troth`` or ``python -I -m troth``.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # ``-m`` puts the working directory first on the path: an ast.py of the checked repository would be run by the
    # imports below (https://docs.python.org/3/using/cmdline.html#cmdoption-m). Troth's own package is found already.
    del sys.path[0]

from troth.cli.__main__ import run

if __name__ == "__main__":
    run()
