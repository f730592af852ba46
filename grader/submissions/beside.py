"""The student's own modules that a work imports: what lies beside it, and earlier assignments."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping

from grader.submissions.model import SOURCE_LIMIT, OwnModule, Unreadable
from grader.submissions.names import shortened
from grader.submissions.text import decode_source
from grader.submissions.tree import File

MOST_MODULES = 10
# In a notebook the line stands in a string of JSON.
_IMPORTED = re.compile(rb"(?:from|import)[ \t]+\.?([A-Za-z_]\w*)")


def own_modules(
    data: bytes, files: Mapping[str, File], taken: Collection[str]
) -> tuple[OwnModule, ...]:
    """Those of the `files` (by module name) that the bytes of a work import, and that these do.

    Names that are `taken`, by Python's own modules or the assignment's, mean those. One that can't
    be read is left out: for the work it is not there.
    """
    found: dict[str, OwnModule] = {}
    waiting, left = [data], SOURCE_LIMIT
    while waiting:
        for name in imported(waiting.pop()):
            file = files.get(name)
            if (
                file is None
                or name in found
                or name in taken
                or name in sys.stdlib_module_names
                or len(found) == MOST_MODULES
            ):
                continue
            try:
                content = file.read(left)
                found[name] = OwnModule(name, decode_source(content), shortened(file.name))
            except Unreadable:
                continue
            left -= len(content)
            waiting.append(content)
    return tuple(found[name] for name in sorted(found))


def modules_in(files: Collection[File]) -> dict[str, File]:
    """The files that can be imported, by the name of their module; none of two of one name."""
    found: dict[str, list[File]] = {}
    for file in files:
        name = file.path[-1].removesuffix(".py")
        if file.path[-1] == f"{name}.py" and name.isidentifier() and not file.fault:
            found.setdefault(name, []).append(file)
    return {name: some[0] for name, some in found.items() if len(some) == 1}


def imported(data: bytes) -> Iterator[str]:
    """The names of what some text seems to import, each once."""
    for name in dict.fromkeys(_IMPORTED.findall(data)):
        yield name.decode()
