"""Archives as trees: listed and checked before anything in them is used, never unpacked to disk.

No header is trusted: sizes are counted while reading, and reading stops at the limits. What the
members are as a tree, and which of them are refused: see `members`.
"""

from __future__ import annotations

import functools
import io
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections import Counter

from grader.submissions.environments import MARKS, environment_of, environments
from grader.submissions.members import (
    Member,
    class_tree,
    is_folder,
    own_tree,
    owners,
    placed,
    refused,
    too_many,
)
from grader.submissions.model import ArchiveLimits, Unreadable, is_notebook, megabytes
from grader.submissions.names import shown
from grader.submissions.tree import Tree

_CHUNK = 64 * 1024
_MAX_STREAMS = 100
# Entries of a zip that are walked through to see which are no student's files.
_MOST_LISTED = 100_000
_ZIP_ENTRY = b"PK\x01\x02"
# Longer than any name that a file can have.
_LONG_NUMBER = re.compile(rb"\d{256}")
_MAX_KEYWORDS = 100
# What zipfile and tarfile raise on bytes that nobody wrote on purpose.
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


def archive_tree(data: bytes, *, limits: ArchiveLimits, own: bool, origin: str = "") -> Tree:
    """The tree of a zip or tar archive held in memory.

    `own` says that it is a student's own, not a whole class's; names that differ only by
    case are then refused. Raises Unreadable with a sentence.
    """
    if len(data) > limits.packed:
        raise Unreadable(f"the archive is larger than {megabytes(limits.packed)}")
    try:
        if data.startswith(b"PK"):
            members = _zip_members(data, limits, own=own)
        else:
            if data.startswith(b"\x1f\x8b"):
                data = _inflated(data, limits, own=own)
            members = _tar_members(data, limits, own=own)
    except Unreadable:
        raise
    except _DAMAGE:
        raise Unreadable(
            "the archive is damaged or is neither a zip nor a tar file; pack it again"
        ) from None
    if own:
        return own_tree(members, limits, origin=origin)
    return class_tree(members, limits, origin=origin)


def _bomb(limits: ArchiveLimits) -> str:
    return f"the archive unpacks to more than {limits.ratio} times its size, so it was not unpacked"


# -- zip ------------------------------------------------------------------------------------


def _zip_members(data: bytes, limits: ArchiveLimits, *, own: bool) -> list[Member]:
    # Counted before zipfile makes an object of each: a small archive can list a million.
    # Tenfold, because members that are archives themselves hold the same signature.
    listed = data.count(_ZIP_ENTRY)
    if listed > (limits.members if own else limits.each):
        data, dropped = _thinned(data, limits, own=own)
        listed -= dropped
    if own and listed > 10 * limits.members + 100:
        raise too_many(limits)
    archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if sum(info.compress_size for info in infos) > len(data):
        raise Unreadable("the archive's members overlap, so it was not unpacked")
    return [_zip_member(archive, info, limits) for info in infos]


def _thinned(data: bytes, limits: ArchiveLimits, *, own: bool) -> tuple[bytes, int]:
    """The zip, listing hardly anything of virtual environments; and how much is not listed.

    Of the zip of a class, it lists no more of each student's than shows that it is too much.
    """
    end = data.rfind(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", data, end + 12)
    tail = end
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        tail = end - 76  # what lists of more than 65,535 have before their end
        size, offset = struct.unpack_from("<QQ", data, tail + 40)
    entries: list[tuple[int, int]] = []
    paths: list[tuple[str, ...]] = []
    at = tail - size
    while at < tail:
        if at < 0 or data[at : at + 4] != _ZIP_ENTRY:
            raise zipfile.BadZipFile("no list of members")
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        # Whatever the letters are: they say only which names belong together.
        paths.append(placed(data[at + 46 : at + 46 + name].decode("latin-1"))[0])
        entries.append((at, at := at + 46 + name + extra + comment))
        if own and len(entries) > _MOST_LISTED:
            raise too_many(limits)
    seen: Counter[tuple[str, ...]] = Counter()
    kept, number = bytearray(), 0
    known = environments(paths)
    for (start, stop), path, owner in zip(entries, paths, owners(paths), strict=True):
        home = environment_of(path, known)
        key, most = owner, len(entries) if own else limits.each + 1
        if home is not None:
            # One file is kept to know it by.
            key, most = ("", *home), 1
            if home in known and path[len(home)] not in MARKS:
                continue
        seen[key] += 1
        if seen[key] <= most:
            kept += data[start:stop]
            number += 1
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(kept), offset, 0)
    return data[: tail - size] + kept + last, len(entries) - number


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    name = info.orig_filename.split("\0")[0]
    fault = ""
    if info.flag_bits & 0x1:
        fault = f"the archive is encrypted; pack it without a password: {shown(name)}"
    elif info.file_size > max(_ratio_from(name, limits), limits.ratio * info.compress_size):
        fault = f"{_bomb(limits)}: {shown(name)}"
    elif stat.S_ISLNK(kind):
        fault = refused("a link", name)
    elif kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        fault = refused("a device or pipe", name)
    # bzip2 and lzma members give all that a block unpacks to at once, whatever the limit.
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        fault = refused("a file that is not packed as plain zip does it", name)
    load = functools.partial(_read_zip_member, archive, info)
    link = stat.S_ISLNK(kind)
    return Member(name, info.file_size, load, folder=is_folder(name), fault=fault, link=link)


def _ratio_from(name: str, limits: ArchiveLimits) -> int:
    """From which size on a file may not be much larger than it is packed.

    A notebook's outputs are often the same line a thousand times over, and don't count.
    """
    return limits.file if is_notebook(name) else limits.ratio_from


def _read_zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    pieces = bytearray()
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                pieces += piece
                if len(pieces) > limit:
                    break
    except _DAMAGE:
        raise Unreadable(
            f"the archive is damaged at {shown(info.filename)}; pack it again"
        ) from None
    return bytes(pieces)


# -- tar ------------------------------------------------------------------------------------


class _Headers(io.BytesIO):
    """What tarfile may read of a tar: headers, few and small.

    tarfile believes the length of an extended header, searches it with a pattern that takes
    quadratic time on long numbers, and follows offsets that lead back; what that can cost
    is bounded here. The members' own bytes don't pass through it.
    """

    def __init__(self, data: bytes, members: int) -> None:
        super().__init__(data)
        self._bytes = 4 * 1024 * members + 1024 * 1024

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= _CHUNK:
            raise tarfile.ReadError("unreasonable header")
        data = super().read(size)
        self._bytes -= len(data)
        if self._bytes < 0 or _LONG_NUMBER.search(data):
            raise tarfile.ReadError("unreasonable header")
        return data


class _Keywords(dict[str, str]):
    """What a tar says of all its members: tarfile copies it for each of them."""

    def __setitem__(self, keyword: str, value: str) -> None:
        super().__setitem__(keyword, value)
        if len(self) > _MAX_KEYWORDS:
            raise tarfile.ReadError("unreasonable header")


def _tar_members(data: bytes, limits: ArchiveLimits, *, own: bool) -> list[Member]:
    members: list[Member] = []
    seen: Counter[tuple[str, ...]] = Counter()
    packages: Counter[tuple[str, ...]] = Counter()
    with tarfile.open(
        fileobj=_Headers(data, limits.members),
        mode="r:",
        format=tarfile.PAX_FORMAT,
        pax_headers=_Keywords(),
    ) as archive:
        # Not a list of them all: a forged header can lead back to an earlier one for ever.
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # or it would keep them all
            member = _tar_member(data, info)
            path, fault = placed(member.name)
            # Of a folder of packages one file says that it is there.
            if not fault and (home := environment_of(path, frozenset())) is not None:
                packages[home] += 1
                if packages[home] > 1:
                    continue
            # Whose it is shows only when all are known; this much of it shows at once.
            seen[path[:2]] += 1
            if not own and seen[path[:2]] > limits.each + 1:
                continue
            # What is an environment's shows only when all are known.
            if len(members) >= limits.members * (10 if own else 1):
                raise too_many(limits)
            members.append(member)
        # tarfile takes a header that it can't read for the end.
        if data[archive.offset : archive.offset + 512].strip(b"\0"):
            raise tarfile.ReadError("unexpected end of data")
    return members


def _tar_member(data: bytes, info: tarfile.TarInfo) -> Member:
    start, size = info.offset_data, info.size
    fault = ""
    if info.issym() or info.islnk():
        fault = refused("a link", info.name)
    elif info.issparse():
        fault = refused("a file with holes", info.name)
    elif not (info.isreg() or info.isdir()):
        fault = refused("a device or pipe", info.name)
    elif size < 0 or start + size > len(data):
        raise tarfile.ReadError("unexpected end of data")

    def load(limit: int) -> bytes:
        return data[start : start + min(size, limit + 1)]

    link = info.issym() or info.islnk()
    return Member(
        info.name, 0 if fault else size, load, folder=info.isdir(), fault=fault, link=link
    )


def _inflated(data: bytes, limits: ArchiveLimits, *, own: bool) -> bytes:
    """The content of a gzip file, stopped as soon as it passes a limit."""
    out = bytearray()
    # Headers and padding of each member come on top of what the members hold.
    most = limits.total + 2048 * limits.members
    engine = zlib.decompressobj(wbits=31)
    streams, position, waiting = 1, 0, b""
    while not engine.eof or data.startswith(b"\x1f\x8b", position - len(waiting)):
        if engine.eof:
            streams += 1
            if streams > _MAX_STREAMS:
                raise zlib.error("too many streams")
            engine = zlib.decompressobj(wbits=31)
        if not waiting:
            waiting = data[position : position + _CHUNK]
            position += len(waiting)
        piece = engine.decompress(waiting, _CHUNK)
        if not (piece or waiting or engine.eof):
            raise EOFError
        out += piece
        waiting = engine.unused_data if engine.eof else engine.unconsumed_tail
        used = position - len(waiting)
        if len(out) > most:
            raise Unreadable(f"the archive holds more than {megabytes(limits.total)} in all")
        # Of a class, one student's zeros would speak for all; what is unpacked is bounded above.
        if own and len(out) > limits.ratio_from + limits.ratio * used:
            raise Unreadable(_bomb(limits))
    return bytes(out)
