"""A folder as a tree: what is listed, and what is never opened."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import NoReturn

import pytest

from grader.submissions import tree as trees
from grader.submissions.model import Unreadable
from grader.submissions.tree import File, folder_tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "ada"
    inner.mkdir()
    (inner / "a.py").write_bytes(b"x = 1\n")
    return inner


def only(folder: Path, name: str) -> File:
    (file,) = [file for file in folder_tree(folder).files if file.path == (name,)]
    return file


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        only(folder, name).read(100)
    return str(caught.value)


def test_files_and_folders_are_listed_in_order_without_the_ignored(folder: Path) -> None:
    for name in ("z/y", "empty", ".git/x", "__pycache__", "__MACOSX"):
        (folder / name).mkdir(parents=True)
    for name in ("z/y/b.py", "B.py", ".DS_Store", ".git/x/c.py", "__pycache__/a.pyc"):
        (folder / name).write_text("")
    tree = folder_tree(folder)
    assert [file.name for file in tree.files] == ["B.py", "a.py", "z/y/b.py"]
    assert tree.folders == (("empty",), ("z",), ("z", "y"))
    assert [file.name for file in tree.below("z").files] == ["y/b.py"]
    assert tree.below("z").top_folders() == ["y"]


def test_a_file_is_read_up_to_a_limit(folder: Path) -> None:
    assert only(folder, "a.py").read(6) == b"x = 1\n"
    with pytest.raises(Unreadable, match=r"a\.py is larger than 0 KB"):
        only(folder, "a.py").read(5)


def test_a_large_file_is_not_read_into_memory(folder: Path) -> None:
    with (folder / "big.py").open("wb") as stream:
        stream.truncate(10**12)
    assert "is larger than" in refusal(folder, "big.py")


def test_what_is_too_large_is_not_even_opened() -> None:
    def load(_limit: int) -> bytes:
        raise AssertionError

    with pytest.raises(Unreadable, match="is larger than"):
        File(("a.py",), 101, load).read(100)


def test_a_file_that_grew_after_listing_is_still_limited(folder: Path) -> None:
    file = only(folder, "a.py")
    (folder / "a.py").write_bytes(b"x" * 1000)
    with pytest.raises(Unreadable, match="is larger than"):
        file.read(100)


def test_links_inside_are_read_and_links_out_are_not(folder: Path) -> None:
    (folder.parent / "secret.py").write_text("secret")
    (folder / "inside.py").symlink_to("a.py")
    (folder / "outside.py").symlink_to(folder.parent / "secret.py")
    (folder / "chain.py").symlink_to("outside.py")
    (folder / "gone.py").symlink_to("nowhere")
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "up").symlink_to(folder.parent)
    assert only(folder, "inside.py").read(100) == b"x = 1\n"
    assert refusal(folder, "outside.py") == (
        "outside.py is a link out of its folder, which is not followed"
    )
    assert "a link out of its folder" in refusal(folder, "chain.py")
    assert refusal(folder, "gone.py") == "gone.py is a link that leads nowhere"
    assert "leads nowhere" in refusal(folder, "loop.py")
    assert "not followed" in refusal(folder, "up")
    assert folder_tree(folder).folders == ()


def test_a_file_that_becomes_a_link_after_listing_is_not_followed(folder: Path) -> None:
    file = only(folder, "a.py")
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to("/etc/passwd")
    with pytest.raises(Unreadable, match="never opened"):
        file.read(100_000)


def test_pipes_and_sockets_are_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.py")
    monkeypatch.chdir(folder)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
        monkeypatch.setattr(os, "open", None)
        for name in ("pipe.py", "socket.py"):
            assert refusal(folder, name).endswith("which is never opened")


def test_what_may_not_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "shut").mkdir()
    scandir = os.scandir

    def denied(path: object, *_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", denied)
    monkeypatch.setattr(
        os, "scandir", lambda path: (denied if "shut" in str(path) else scandir)(path)
    )
    assert refusal(folder, "a.py") == "a.py can't be opened: permission denied"
    assert folder_tree(folder).remarks == ("shut can't be opened: permission denied",)


def test_a_reason_never_shows_a_path_of_the_machine(folder: Path) -> None:
    file = only(folder, "a.py")
    (folder / "a.py").unlink()
    with pytest.raises(Unreadable) as caught:
        file.read(100)
    assert str(caught.value) == "a.py can't be opened: no such file or directory"


def test_a_folder_that_is_a_link_or_gone_is_unreadable(folder: Path) -> None:
    (folder.parent / "eve").symlink_to(folder)
    for name in ("eve", "gone"):
        with pytest.raises(Unreadable, match=f"^{name} "):
            folder_tree(folder.parent / name)


def test_very_many_files_are_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_ENTRIES", 3)
    for number in range(3):
        (folder / f"{number}.py").write_text("")
    with pytest.raises(Unreadable, match="ada holds more than 3 files"):
        folder_tree(folder)


def test_depth_is_limited(folder: Path) -> None:
    (folder / "/".join("abcdefghij")).mkdir(parents=True)
    assert max(len(path) for path in folder_tree(folder).folders) == trees.MAX_DEPTH
