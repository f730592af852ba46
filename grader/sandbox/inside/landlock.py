"""Which files a worker can open, by the kernel's landlock rules, and no network.

A process without privilege restricts itself, for good. Everything that the kernel's version
can bound is refused unless a rule here allows it. Must never be given a folder that holds
checks, references or submissions.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.sandbox.inside import libc
from grader.sandbox.types import LayerFailed

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
# How many of the access rights, counted from the lowest bit, each version of landlock knows.
_RIGHTS_BY_VERSION: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_FROM, _NET_BOTH = 4, 3
_SCOPE_FROM, _SCOPE_BOTH = 6, 3
LIST: Final = _READ_DIR
READ: Final = _READ_FILE | _READ_DIR
WRITE: Final = (
    READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
)
_FILE_RIGHTS: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_GET_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1


def version() -> int:
    """The version of landlock that this kernel has; raises OSError when it has none."""
    return libc.syscall("landlock_create_ruleset", None, 0, _GET_VERSION)


def available() -> str:
    """Why there is no landlock here, or "" when there is."""
    try:
        version()
    except OSError as fault:
        return str(fault)
    return ""


def _attributes(found: int) -> tuple[int, bytes]:
    """The file rights that this version bounds, and its `struct landlock_ruleset_attr`."""
    files = (1 << _RIGHTS_BY_VERSION[min(found, max(_RIGHTS_BY_VERSION))]) - 1
    packed = struct.pack("=Q", files)
    if found >= _NET_FROM:
        packed += struct.pack("=Q", _NET_BOTH)
    if found >= _SCOPE_FROM:
        packed += struct.pack("=Q", _SCOPE_BOTH)
    return files, packed


def ruleset(rules: Iterable[tuple[Path, int]]) -> int:
    """A descriptor of rules: each path with what is allowed below it (LIST, READ or WRITE).

    A path that does not exist is left out. Raises `LayerFailed`.
    """
    try:
        files, packed = _attributes(version())
        given = ctypes.create_string_buffer(packed, len(packed))
        made = libc.syscall("landlock_create_ruleset", given, len(packed), 0)
        for path, rights in rules:
            _allow(made, path, rights & files)
    except OSError as fault:
        raise LayerFailed("landlock", str(fault)) from fault
    return made


def restrict(made: int) -> None:
    """Put a ruleset on this process for good; needs no_new_privs. Raises `LayerFailed`."""
    try:
        libc.syscall("landlock_restrict_self", made, 0)
    except OSError as fault:
        raise LayerFailed("landlock", str(fault)) from fault


def _allow(made: int, path: Path, rights: int) -> None:
    try:
        where = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not path.is_dir():
            rights &= _FILE_RIGHTS
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, where), 12)
        libc.syscall("landlock_add_rule", made, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(where)
