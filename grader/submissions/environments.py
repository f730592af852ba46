"""Virtual environments and installed packages within what was handed in: nobody's work.

They are thousands of files, and hold links. Only names are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# What a folder holds that is one.
MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
# What such a folder holds that was installed; a student's own files may lie beside it.
_INSTALLED = frozenset(
    {"bin", "etc", "include", "lib", "lib64", "man", "scripts", "share", "conda-meta"}
)
_PACKAGES = frozenset({"site-packages", "dist-packages", "node_modules", "__pypackages__"})

_Path = tuple[str, ...]


def environments(paths: Iterable[_Path]) -> frozenset[_Path]:
    """The folders that are virtual environments, among the folders above these files."""
    return frozenset(path[:end] for path in paths for end in range(len(path)) if path[end] in MARKS)


def is_installed(name: str, *, beside: Iterable[str]) -> bool:
    """Whether a folder is of an environment or holds packages; `beside` are its neighbours."""
    folded = name.casefold()
    return folded in _PACKAGES or (folded in _INSTALLED and not MARKS.isdisjoint(beside))


def environment_of(path: Sequence[str], known: frozenset[_Path]) -> _Path | None:
    """The environment, or the folder of packages, that a file was installed in; None if in none."""
    for end in range(len(path)):
        above = tuple(path[:end])
        folded = path[end].casefold()
        is_folder = end + 1 < len(path)
        if above in known and (folded in MARKS or (is_folder and folded in _INSTALLED)):
            return above
        if is_folder and folded in _PACKAGES:
            return (*above, path[end])
    return None
