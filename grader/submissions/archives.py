"""Archives as trees: listed and checked before anything in them is used, never unpacked to disk.

No header is trusted: sizes are counted while reading, and reading stops at the limits.
A student's archive that breaks a rule is refused as a whole, with one sentence. In the
archive of a whole class only the member that breaks it is, unless the rule is about all.
"""

from __future__ import annotations

import functools
import io
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.submissions.model import ArchiveLimits, Unreadable, megabytes
from grader.submissions.names import is_ignored, shown
from grader.submissions.tree import File, Tree

_CHUNK = 64 * 1024
_MAX_STREAMS = 100
_ZIP_ENTRY = b"PK\x01\x02"
_DRIVE = re.compile(r"[A-Za-z]:")
_LONG_NUMBER = re.compile(rb"\d{200}")
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


@dataclass(frozen=True)
class _Member:
    name: str
    size: int
    load: Callable[[int], bytes]
    folder: bool = False
    fault: str = ""


def archive_tree(data: bytes, *, limits: ArchiveLimits, own: bool, origin: str = "") -> Tree:
    """The tree of a zip or tar archive held in memory.

    `own` says that it is a student's own, not a whole class's; names that differ only by
    case are then refused. Raises Unreadable with a sentence.
    """
    if len(data) > limits.packed:
        raise Unreadable(f"the archive is larger than {megabytes(limits.packed)}")
    try:
        if data.startswith(b"PK"):
            members = _zip_members(data, limits)
        else:
            if data.startswith(b"\x1f\x8b"):
                data = _inflated(data, limits)
            members = _tar_members(data, limits)
    except Unreadable:
        raise
    except _DAMAGE:
        raise Unreadable(
            "the archive is damaged or is neither a zip nor a tar file; pack it again"
        ) from None
    return _checked(members, limits, own=own, origin=origin)


def _checked(members: Iterable[_Member], limits: ArchiveLimits, *, own: bool, origin: str) -> Tree:
    files: dict[tuple[str, ...], File] = {}
    folders: set[tuple[str, ...]] = set()
    seen: dict[str, str] = {}
    total = 0
    for member in members:
        path = _safe_path(member.name)
        if not path or any(is_ignored(part) for part in path):
            # Left out, but not free to break what protects the machine.
            if member.fault and own:
                raise Unreadable(member.fault)
            continue
        folders.update(path[:end] for end in range(1, len(path)))
        if member.folder and not member.fault:
            folders.add(path)
            continue
        total += member.size
        if total > limits.total:
            raise Unreadable(f"the archive holds more than {megabytes(limits.total)} in all")
        fault = member.fault
        if member.size > limits.file:
            fault = _refused(f"a file larger than {megabytes(limits.file)}", member.name)
        key = _folded("/".join(path)) if own else "/".join(path)
        if key in seen:
            fault = (
                "the archive holds the same name twice, or twice but for upper and lower "
                f"case: {shown(seen[key])} and {shown(member.name)}"
            )
        if fault and own:
            raise Unreadable(fault)
        seen[key] = member.name
        files[path] = File(path, member.size, member.load, origin, fault)
    if not files and not folders:
        raise Unreadable("the archive is empty")
    return Tree(
        tuple(files[path] for path in sorted(files)),
        tuple(sorted(folders)),
        packed=True,
        own=own,
    )


def _safe_path(name: str) -> tuple[str, ...]:
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts or _DRIVE.match(name):
        raise Unreadable(f"the archive tries to write outside its folder: {shown(name)}")
    return tuple(part for part in parts if part not in ("", "."))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _too_many(limits: ArchiveLimits) -> Unreadable:
    return Unreadable(
        f"the archive holds more than {limits.members} files; "
        "hand in only the files that were asked for"
    )


def _bomb(limits: ArchiveLimits) -> str:
    return f"the archive unpacks to more than {limits.ratio} times its size, so it was not unpacked"


def _refused(what: str, name: str) -> str:
    return f"the archive holds {what}, which is refused: {shown(name)}"


# -- zip ------------------------------------------------------------------------------------


def _zip_members(data: bytes, limits: ArchiveLimits) -> list[_Member]:
    # Counted before zipfile makes an object of each: a small archive can list a million.
    # Tenfold, because members that are archives themselves hold the same signature.
    if data.count(_ZIP_ENTRY) > 10 * limits.members + 100:
        raise _too_many(limits)
    archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise _too_many(limits)
    if sum(info.compress_size for info in infos) > len(data):
        raise Unreadable("the archive's members overlap, so it was not unpacked")
    return [_zip_member(archive, info, limits) for info in infos]


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> _Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    name = info.orig_filename.split("\0")[0]
    fault = ""
    if info.flag_bits & 0x1:
        fault = f"the archive is encrypted; pack it without a password: {shown(name)}"
    elif info.file_size > max(limits.ratio_from, limits.ratio * info.compress_size):
        fault = f"{_bomb(limits)}: {shown(name)}"
    elif stat.S_ISLNK(kind):
        fault = _refused("a link", name)
    elif kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        fault = _refused("a device or pipe", name)
    # bzip2 and lzma members give all that a block unpacks to at once, whatever the limit.
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        fault = _refused("a file that is not packed as plain zip does it", name)
    load = functools.partial(_read_zip_member, archive, info)
    return _Member(name, info.file_size, load, folder=info.is_dir(), fault=fault)


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


def _tar_members(data: bytes, limits: ArchiveLimits) -> list[_Member]:
    members: list[_Member] = []
    with tarfile.open(fileobj=_Headers(data, limits.members), mode="r:") as archive:
        # Not a list of them all: a forged header can lead back to an earlier one for ever.
        for info in archive:
            if len(members) >= limits.members:
                raise _too_many(limits)
            members.append(_tar_member(data, info))
        # tarfile takes a header that it can't read for the end.
        if data[archive.offset : archive.offset + 512].strip(b"\0"):
            raise tarfile.ReadError("unexpected end of data")
    return members


def _tar_member(data: bytes, info: tarfile.TarInfo) -> _Member:
    start, size = info.offset_data, info.size
    fault = ""
    if info.issym() or info.islnk():
        fault = _refused("a link", info.name)
    elif info.issparse():
        fault = _refused("a file with holes", info.name)
    elif not (info.isreg() or info.isdir()):
        fault = _refused("a device or pipe", info.name)
    elif size < 0 or start + size > len(data):
        raise tarfile.ReadError("unexpected end of data")

    def load(limit: int) -> bytes:
        return data[start : start + min(size, limit + 1)]

    return _Member(info.name, 0 if fault else size, load, folder=info.isdir(), fault=fault)


def _inflated(data: bytes, limits: ArchiveLimits) -> bytes:
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
        if len(out) > limits.ratio_from + limits.ratio * used:
            raise Unreadable(_bomb(limits))
    return bytes(out)
