"""Archives: what is refused, and that nothing is unpacked past a limit."""

from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions.archives import archive_tree
from grader.submissions.model import (
    CLASS_LIMITS,
    MEGABYTE,
    STUDENT_LIMITS,
    ArchiveLimits,
    Unreadable,
)
from grader.submissions.tree import Tree

FILES = {"work/a.py": b"x = 1\n", "work/b.txt": b"text"}


def zipped(files: dict[str, bytes], **options: Any) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # for names that are there twice
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w", *extra: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return buffer.getvalue()


def tree_of(data: bytes, limits: ArchiveLimits = STUDENT_LIMITS) -> Tree:
    return archive_tree(data, limits=limits, own=True)


def refusal(data: bytes, limits: ArchiveLimits = STUDENT_LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        tree_of(data, limits)
    return str(caught.value)


PACKERS = pytest.mark.parametrize(
    "pack", [zipped, tarred, lambda files: tarred(files, "w:gz")], ids=["zip", "tar", "tar.gz"]
)


@PACKERS
def test_files_are_listed_and_read(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    tree = tree_of(pack(FILES | {"__MACOSX/work/._a.py": b"", "work/.DS_Store": b""}))
    assert {"/".join(file.path): file.read(100) for file in tree.files} == FILES
    assert tree.top_folders() == ["work"]
    assert tree.packed
    assert tree.own


@PACKERS
@pytest.mark.parametrize(
    "name",
    ["../x.py", "a/../../x.py", "/etc/x.py", "C:/x.py", "c:x.py", "a\\..\\x.py", "\\x.py", ".."],
)
def test_names_that_leave_the_folder_are_refused(
    pack: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    said = refusal(pack(FILES | {name: b""}))
    assert said == f"the archive tries to write outside its folder: {name}"


@PACKERS
@pytest.mark.parametrize("name", ["work/A.py", "WORK/a.py", "./work//a.py"])
def test_names_that_collide_are_refused(
    pack: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    assert "the same name twice" in refusal(pack(FILES | {name: b""}))


def test_the_same_name_twice_is_refused_in_a_tar() -> None:
    assert "the same name twice" in refusal(tarred(FILES, "w", tarfile.TarInfo("work/a.py")))


@PACKERS
def test_too_many_members_are_refused(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    assert tree_of(pack({f"{i}.py": b"" for i in range(500)}))
    assert "more than 500 files" in refusal(pack({f"{i}.py": b"" for i in range(501)}))


def test_a_zip_that_lists_very_many_is_refused_before_each_becomes_an_object() -> None:
    assert "more than 500 files" in refusal(zipped(FILES) + b"PK\x01\x02" * 10_000)


@PACKERS
def test_a_large_file_is_refused(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    limits = ArchiveLimits(packed=MEGABYTE, members=9, file=1000, total=1500)
    noise = bytes(range(256)) * 4
    assert "larger than 0 KB" in refusal(pack({"a": noise}), limits)
    assert "more than 1 KB in all" in refusal(pack({"a": noise[:999], "b": noise[:999]}), limits)
    assert "is larger than 0 KB" in refusal(pack(FILES), ArchiveLimits(10, 9, 9, 9))


def test_a_zip_bomb_is_refused_by_what_it_says() -> None:
    said = refusal(zipped({"a.py": b"0" * MEGABYTE}))
    assert said.startswith("the archive unpacks to more than 100 times its size")


def test_small_files_may_be_as_regular_as_they_like() -> None:
    assert tree_of(zipped({"a.py": b"\n" * 60_000})).files


def lying_zip() -> bytes:
    """A member that claims to be small and to come from much: 20 MB of zeros."""
    data = bytearray(zipped({"a.py": bytes(20 * MEGABYTE), "b": b""}))
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 1000)
    return bytes(data)


def test_a_zip_that_lies_about_its_size_is_not_unpacked() -> None:
    (file, _) = tree_of(lying_zip()).files
    tracemalloc.start()
    with pytest.raises(Unreadable, match="damaged"):
        file.read(MEGABYTE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * MEGABYTE


def test_a_gzip_bomb_is_stopped_at_once() -> None:
    bomb = gzip.compress(bytes(100 * MEGABYTE), 9)
    tracemalloc.start()
    assert refusal(bomb).startswith("the archive unpacks to more than 100 times its size")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_a_gzip_stops_at_the_total_where_the_ratio_does_not() -> None:
    limits = ArchiveLimits(packed=MEGABYTE, members=1, file=9, total=10_000, ratio=10_000)
    assert "more than 9 KB in all" in refusal(gzip.compress(bytes(50_000)), limits)


def test_a_gzip_of_many_streams_is_read_and_of_very_many_is_not() -> None:
    data = tarred(FILES)
    halves = gzip.compress(data[:700]) + gzip.compress(data[700:]) + b"\0" * 100
    assert len(tree_of(halves).files) == 2
    slivers = [data[start : start + 50] for start in range(0, len(data), 50)]
    assert "damaged" in refusal(b"".join(map(gzip.compress, slivers)))


def test_bzip2_in_a_zip_is_refused_because_it_unpacks_all_at_once() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.py", b"x")
    assert "not packed as plain zip" in refusal(buffer.getvalue())


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_a_link_in_a_tar_is_listed_and_never_followed(kind: bytes) -> None:
    info = tarfile.TarInfo("work/link.py")
    info.type, info.linkname = kind, "/etc/passwd"
    assert_that_the_link_is_not_followed(tree_of(tarred(FILES, "w", info)))
    hidden = tarfile.TarInfo(".git/link")
    hidden.type, hidden.linkname = kind, "/etc/passwd"
    assert named(tree_of(tarred(FILES, "w", hidden))) == dict.fromkeys(FILES, "")


def assert_that_the_link_is_not_followed(tree: Tree) -> None:
    said = "the archive holds a link, which is refused: work/link.py"
    assert named(tree) == {**dict.fromkeys(FILES, ""), "work/link.py": said}
    (link,) = (file for file in tree.files if file.fault)
    with pytest.raises(Unreadable, match="a link, which is refused"):
        link.read(100)


@pytest.mark.parametrize("kind", [tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_devices_and_pipes_in_a_tar_are_refused(kind: bytes) -> None:
    info = tarfile.TarInfo(".hidden")
    info.type = kind
    assert "a device or pipe" in refusal(tarred(FILES, "w", info))


def zip_of_a_kind(name: str, mode: int) -> bytes:
    buffer = io.BytesIO(zipped(FILES))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (mode | 0o644) << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize("mode", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
@pytest.mark.parametrize("name", ["a.py", ".hidden"])
def test_pipes_and_devices_in_a_zip_are_refused(name: str, mode: int) -> None:
    said = refusal(zip_of_a_kind(name, mode))
    assert said == f"the archive holds a device or pipe, which is refused: {name}"


def test_a_link_in_a_zip_is_listed_and_never_followed() -> None:
    assert_that_the_link_is_not_followed(tree_of(zip_of_a_kind("work/link.py", stat.S_IFLNK)))
    assert named(tree_of(zip_of_a_kind(".git/x", stat.S_IFLNK))) == dict.fromkeys(FILES, "")


def test_a_zip_whose_members_overlap_is_refused() -> None:
    data = zipped({"a": random.Random(7).randbytes(500)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = b"".join(data[start : end - 1] + name for name in (b"a", b"b", b"c"))
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 3, 3, len(entries))
    assert "members overlap" in refusal(data[:start] + entries + tail)


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(zipped({"a.py": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "pack it without a password: a.py" in refusal(bytes(data))


@PACKERS
def test_an_empty_archive_is_said_to_be_empty(
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    assert refusal(pack({})) == "the archive is empty"


@pytest.mark.parametrize("data", [b"", b"x", b"PK", b"\x1f\x8b", b"Rar!", b"x" * 2000])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert "damaged or is neither a zip nor a tar" in refusal(data)


def test_a_wrong_checksum_is_that_file_s_problem() -> None:
    data = bytearray(zipped({"a.py": b"x = 1", "b.py": b"y"}))
    data[data.index(b"PK\x01\x02") + 16] ^= 1
    first, second = tree_of(bytes(data)).files
    with pytest.raises(Unreadable, match=r"damaged at a\.py"):
        first.read(100)
    assert second.read(100) == b"y"


def test_truncated_archives_are_refused() -> None:
    noise = random.Random(7).randbytes(5000)
    for data in (zipped({"a": noise}), tarred({"a": noise}), tarred({"a": noise}, "w:gz")):
        for end in (20, 512, 600, len(data) // 2):
            assert "damaged" in refusal(data[:end])


def test_a_tar_that_breaks_off_between_its_members_is_refused() -> None:
    data = bytearray(tarred(FILES))
    data[1024] = 0xFF  # the second header
    assert "damaged" in refusal(bytes(data))


def header(kind: bytes, size: int, name: str = "x") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    "data",
    [
        header(tarfile.XHDTYPE, 40_000) + b"1" * 40_448 + header(tarfile.REGTYPE, 0),
        header(tarfile.XHDTYPE, 2**40),
        header(tarfile.GNUTYPE_LONGNAME, 2**40),
        header(tarfile.XHDTYPE, 0) * 5000,
        header(tarfile.REGTYPE, 2**40),
        header(tarfile.REGTYPE, 0) + header(tarfile.REGTYPE, -512),
        header(tarfile.XHDTYPE, 100_000) + b"100000 comment=".ljust(100_352, b"x"),
        (header(tarfile.XHDTYPE, 60_000) + b"60000 comment=".ljust(60_416, b"x")) * 60,
        header(tarfile.XHDTYPE, 512)
        + b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n".ljust(512, b"\0")
        + header(tarfile.REGTYPE, 512)
        + b"9",
    ],
    ids=[
        *("slow pattern", "pax", "longname", "recursion", "size"),
        *("negative", "long comment", "many comments", "sparse"),
    ],
)
def test_forged_tar_headers_neither_hang_nor_fill_the_memory(data: bytes) -> None:
    start = time.process_time()
    data += header(tarfile.REGTYPE, 0) if data.endswith(b"x") else bytes(-len(data) % 512)
    assert "damaged" in refusal(data)
    assert time.process_time() - start < 5


def test_names_in_extended_headers_are_read() -> None:
    name = "ä" * 90 + "/" + "b" * 200 + ".py"
    assert tree_of(tarred({name: b"x"})).files[0].path == tuple(name.split("/"))


def test_in_a_class_only_the_member_at_fault_is_refused() -> None:
    link = tarfile.TarInfo("ada/link.py")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    data = tarred({"ada/a.py": b"x", "ADA/a.py": b"y"}, "w", link)
    tree = archive_tree(data, limits=CLASS_LIMITS, own=False)
    files = {"/".join(file.path): file for file in tree.files}
    assert files["ada/a.py"].read(9) + files["ADA/a.py"].read(9) == b"xy"
    with pytest.raises(Unreadable, match="a link, which is refused"):
        files["ada/link.py"].read(9)


def class_of(data: bytes, limits: ArchiveLimits = CLASS_LIMITS) -> Tree:
    return archive_tree(data, limits=limits, own=False)


def named(tree: Tree) -> dict[str, str]:
    """The paths, and what is wrong with each."""
    return {"/".join(file.path): file.fault for file in tree.files}


ZIP_OR_TAR = pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
MARKS = "\u0301" * 15_500 + "\u0316" * 15_500


@ZIP_OR_TAR
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("eve/a/../b.txt", "eve/a/b.txt"),
        ("eve/../ada/a.py", "eve/ada/a.py"),
        ("eve/..", "eve"),
        ("eve\\..\\..\\ada\\a.py", "eve/ada/a.py"),
        ("../ada/a.py", "_outside_.._ada_a.py"),
        ("/ada/a.py", "_outside_ada_a.py"),
        ("C:/ada/a.py", "_outside_C:_ada_a.py"),
        ("./../a.py", "_outside_.._a.py"),
        ("eve/" + "x" * 1000, "eve/" + "x" * 246),
    ],
)
def test_in_a_class_a_name_that_breaks_a_rule_is_its_own_fault(
    pack: Callable[[dict[str, bytes]], bytes], name: str, kept: str
) -> None:
    tree = class_of(pack({name: b"x", "ada/a.py": b"y", "bob/b.py": b"z"}))
    found = named(tree)
    assert found.pop("ada/a.py") == found.pop("bob/b.py") == ""
    ((path, fault),) = found.items()
    assert path == kept
    assert "outside its folder" in fault or "more than 1000 bytes" in fault


@ZIP_OR_TAR
@pytest.mark.parametrize("name", ["ada\\a.py", "./ada/a.py", "ada//a.py"])
@pytest.mark.parametrize("first", [True, False])
def test_in_a_class_no_other_way_to_write_a_name_takes_its_place(
    pack: Callable[[dict[str, bytes]], bytes], name: str, *, first: bool
) -> None:
    members = {name: b"eve", "ada/a.py": b"ada"} if first else {"ada/a.py": b"ada", name: b"eve"}
    tree = class_of(pack(members | {"bob/b.py": b"z"}))
    files = {"/".join(file.path): file for file in tree.files}
    assert files["ada/a.py"].read(9) == b"ada"
    assert sum("the same name twice" in fault for fault in named(tree).values()) == 1


ENVIRONMENT = {
    "venv/pyvenv.cfg": b"home = /usr",
    "venv/bin/activate.py": b"x",
    "venv/lib/python3.11/site-packages/numpy/core.py": b"x",
    "venv/lib64/x.py": b"x",
    "node_modules/left/pad.js": b"x",
    "work/Lib/site-packages/y.py": b"x",
}


@PACKERS
@pytest.mark.parametrize("many", [0, 450, 2000])
def test_a_virtual_environment_is_passed_over(
    pack: Callable[[dict[str, bytes]], bytes], many: int
) -> None:
    more = {f"venv/lib/python3.11/site-packages/{i}.py": b"" for i in range(many)}
    tree = tree_of(pack({**more, **ENVIRONMENT, **FILES}))
    assert named(tree) == dict.fromkeys(FILES, "")
    assert tree.environments[-1] == ("work", "Lib", "site-packages")
    assert ("venv",) in tree.environments
    files = {f"ada/{name}": data for name, data in {**more, **ENVIRONMENT, **FILES}.items()}
    limits = ArchiveLimits(packed=MEGABYTE, members=9000, file=99, total=99, each=20)
    of_class = class_of(pack({**files, "bob/b.py": b"z"}), limits)
    assert named(of_class) == dict.fromkeys(["ada/work/a.py", "ada/work/b.txt", "bob/b.py"], "")
    assert of_class.below("ada").environments == tree.environments
    assert of_class.below("bob").environments == ()


@PACKERS
def test_an_environment_in_the_student_s_own_folder_hides_no_work(
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    files = {"w/pyvenv.cfg": b"", "w/Scripts/x.py": b"", "w/Lib/y.py": b"", "w/a.py": b"x"}
    assert named(tree_of(pack({**files, "w/mine/b.py": b"", "lib/c.py": b""}))) == dict.fromkeys(
        ["lib/c.py", "w/a.py", "w/mine/b.py"], ""
    )


def test_what_would_leave_the_folder_is_refused_in_an_environment_too() -> None:
    name = "venv/lib/site-packages/../../../../x.py"
    assert "outside its folder" in refusal(zipped({**ENVIRONMENT, name: b""}))


def test_a_notebook_may_be_as_large_and_as_regular_as_its_outputs_make_it() -> None:
    regular = b'{"outputs": ["' + b"cost 0.69 " * 200_000 + b'"]}'
    assert tree_of(zipped({"a.ipynb": regular, "b.ipynb.txt": regular})).files
    assert "100 times its size" in refusal(zipped({"a.json": regular}))
    limits = ArchiveLimits(packed=MEGABYTE, members=9, file=1000, total=9 * MEGABYTE)
    assert tree_of(zipped({"a.ipynb": random.Random(7).randbytes(5000)}), limits).files


@ZIP_OR_TAR
def test_a_backslash_is_between_folders(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    files = {"work\\a.py": b"x", "work\\sub\\b.py": b"y"}
    tree = tree_of(pack(files))
    assert named(tree) == {"work/a.py": "", "work/sub/b.py": ""}
    assert tree.top_folders() == ["work"]
    assert tree_of(zipped({"work\\": b"", "work\\a.py": b""})).folders == (("work",),)


@ZIP_OR_TAR
@pytest.mark.parametrize(
    "more",
    [
        {f"eve/{number}.txt": b"" for number in range(30)},
        {f"eve/{number}/x/y.txt": b"" for number in range(30)},
        {f"eve\\{number}.txt": b"" for number in range(30)},
    ],
)
@pytest.mark.parametrize("around", ["", "class/", "submitted/"])
def test_who_fills_the_archive_of_a_class_fills_it_for_himself(
    pack: Callable[[dict[str, bytes]], bytes], more: dict[str, bytes], around: str
) -> None:
    files = {"ada/a.py": b"y", **more, "bob/b.py": b"z"}
    limits = ArchiveLimits(packed=MEGABYTE, members=33, file=9, total=9, each=10)
    tree = class_of(pack({around + name: data for name, data in files.items()}), limits)
    tree = tree.below(around[:-1]) if around else tree
    assert named(tree) == {"ada/a.py": "", "bob/b.py": ""}
    assert tree.top_folders() == ["ada", "bob", "eve"]
    with pytest.raises(Unreadable, match=r"^eve holds more than 10 files; hand in only"):
        tree.opened("eve")
    assert tree.opened("ada").files[0].read(9) == b"y"


def test_what_only_claims_to_be_large_is_not_the_class_s_fault() -> None:
    data = zipped({"ada/a.py": b"y", "eve/1": bytes(600), "eve/2": bytes(600)})
    limits = ArchiveLimits(packed=MEGABYTE, members=9, file=999, total=1000)
    tree = class_of(data, limits)
    assert named(tree) == {"ada/a.py": ""}
    assert "holds more than 0 KB" in tree.refused["eve",]


@pytest.mark.parametrize("count", [50_002, 70_000])
def test_a_zip_of_very_many_lists_only_what_is_read(count: int) -> None:
    buffer = io.BytesIO(b"")
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(count):
            archive.writestr(f"eve/{number}.txt", b"")
        archive.writestr("zoe/a.py", b"zoe")
    tree = class_of(buffer.getvalue())
    assert [file.read(9) for file in tree.files] == [b"zoe"]
    assert list(tree.refused) == [("eve",)]
    (before,) = (file for file in class_of(b"PK" + buffer.getvalue()).files)
    assert before.read(9) == b"zoe"


def test_one_student_s_zeros_do_not_make_a_class_a_bomb() -> None:
    tree = class_of(tarred({"ada/a.py": b"y", "eve/zeros": bytes(15 * MEGABYTE)}, "w:gz"))
    assert tree.files[0].read(9) == b"y"


@PACKERS
def test_a_name_of_digits_as_long_as_names_can_be_is_read(
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    assert len(class_of(pack({"ada/a.py": b"", "eve/" + "1" * 251 + ".txt": b""})).files) == 2


@ZIP_OR_TAR
@pytest.mark.parametrize(
    "name",
    [MARKS, "a/" + MARKS, "a" * 1001, "ü" * 501, "a/" * 400 + "ﷺ" * 200, "a/" * 16_000 + "b"],
)
def test_names_that_are_long_to_look_at_are_refused_before(
    pack: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    """Composing one of those of marks took two seconds of the checker's own."""
    start = time.process_time()
    said = refusal(pack({f"{number}{name}": b"" for number in range(40)} | FILES))
    assert said.startswith("the archive holds a name of more than 1000 bytes, which is refused: ")
    assert len(said) < 1000
    assert time.process_time() - start < 10


@ZIP_OR_TAR
def test_the_worst_names_that_are_read_cost_little(
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    marks = "\u0301" * 240 + "\u0316" * 240
    start = time.process_time()
    tree = tree_of(pack({f"{number}{marks}": b"" for number in range(490)}))
    assert len(tree.files) == 490
    assert time.process_time() - start < 10
    deep = tree_of(pack({f"{number}/" + "a/" * 490 + "b": b"" for number in range(40)}))
    assert max(map(len, deep.folders)) < 10


def test_what_a_tar_says_of_all_its_members_is_not_copied_for_each() -> None:
    """It took a minute and gigabytes."""
    records = b"".join(b"%d %05x=\n" % (9, number) for number in range(7000))
    every = b"".join(
        header(tarfile.XGLTYPE, len(part)) + part.ljust(-len(part) // 512 * -512, b"\0")
        for part in (records[start : start + 63_000] for start in range(0, len(records), 63_000))
    )
    one = header(tarfile.XHDTYPE, 9) + b"9 a=bcd\n\n".ljust(512, b"\0") + header(tarfile.REGTYPE, 0)
    assert "damaged" in refusal(every + one)
    git = b"52 comment=0123456789012345678901234567890123456789\n"
    said = header(tarfile.XGLTYPE, len(git)) + git.ljust(512, b"\0")
    assert len(tree_of(said + tarred(FILES)).files) == 2


def test_control_characters_in_names_are_shown_as_escapes() -> None:
    assert refusal(zipped({"../\x1b[2J": b""})).endswith("../\\x1b[2J")


SEEDS = [zipped(FILES), tarred(FILES), tarred(FILES, "w:gz"), tarred({"ä" * 200: b"x"})]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    st.integers(0, 12_000),
)
def test_any_damage_is_read_or_refused(seed: bytes, edits: list[tuple[int, int]], end: int) -> None:
    data = bytearray(seed)
    for position, value in edits:
        data[position % len(data)] = value
    exhausted(bytes(data[:end]))


@given(st.sampled_from([b"", b"PK", b"PK\x05\x06", b"\x1f\x8b"]), st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    exhausted(start + rest)


def exhausted(data: bytes) -> None:
    try:
        tree = tree_of(data)
    except Unreadable:
        return
    for file in tree.files:
        try:
            assert len(file.read(1000)) <= 1000
        except Unreadable:
            continue
