"""The folder or archive of a class: what lies at its top, and how to look further."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageProblem
from grader.submissions.archives import archive_tree
from grader.submissions.model import ARCHIVE_SUFFIXES, CLASS_LIMITS, suffix_of
from grader.submissions.names import shown
from grader.submissions.tree import Tree, file_at, folder_tree


@dataclass(frozen=True)
class Root:
    """What lies at the top, and how to look into its folders.

    `child` is a folder's tree and `step` the folder as a root; both raise Unreadable. `whole` is
    the tree of everything. `repositories` are the folders that are clones; `is_submitted` says that
    this is nbgrader's folder of what was handed in.
    """

    name: str
    top: Tree
    child: Callable[[str], Tree]
    step: Callable[[str], Root]
    whole: Callable[[], Tree]
    repositories: frozenset[str] = frozenset()
    is_submitted: bool = False


def open_root(root: Path) -> Root:
    """The root at a path. Raises UsageProblem if there is none, and Unreadable."""
    try:
        mode = root.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        raise UsageProblem(f"There is no folder or archive {shown(str(root))}.") from None
    if stat.S_ISDIR(mode):
        return _folder_root(root.resolve())
    suffix = suffix_of(root.name, ARCHIVE_SUFFIXES)
    if not stat.S_ISREG(mode) or not suffix:
        raise UsageProblem(
            f"{shown(str(root))} is no folder and no archive; "
            "name the folder that holds a folder for each student."
        )
    data = file_at(root).read(CLASS_LIMITS.packed)
    tree = archive_tree(data, limits=CLASS_LIMITS, own=False)
    return _archive_root(root.name[: -len(suffix)], tree)


def _folder_root(folder: Path, name: str = "") -> Root:
    top = folder_tree(folder, depth=1)
    return Root(
        name or folder.name,
        top,
        lambda child: folder_tree(folder / child),
        lambda child: _folder_root(folder / child, name or folder.name),
        lambda: folder_tree(folder),
        frozenset(one for one in top.top_folders() if (folder / one / ".git").exists()),
    )


def _archive_root(name: str, tree: Tree) -> Root:
    return Root(
        name,
        tree,
        tree.opened,
        lambda child: _archive_root(name, tree.below(child)),
        lambda: tree,
    )
