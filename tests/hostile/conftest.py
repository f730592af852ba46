"""A course with short limits, the tricks as submissions, and the real command to mark them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.probing import try_rung

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SLUG = "c1_logistic_regression"
REFERENCE = (ROOT / "solutions" / f"{SLUG}.py").read_text(encoding="utf-8")
WRONG = (HERE / "wrong.py").read_text(encoding="utf-8")
# The half of it that costs little to mark; what the other half would show is shown by this one.
UNDONE = ("optimize", "model", "mse_propagate", "curvature", "nonconvexity_witness")
HALF = REFERENCE + "".join(
    f"\n\ndef {name}(*_, **__):\n    raise NotImplementedError\n" for name in UNDONE
)
HALF_MARKS = 18
BASES = {"half": HALF, "reference": REFERENCE, "wrong": WRONG}
# What tricks write where they can; found anywhere outside, it is a trace.
MARK = "gradus-hostile-was-here"
SECRET = "gradus-hostile-secret"
CALL_SECONDS = 1.5
EXERCISE_SECONDS = 9.0
SAFE = ("A", "B", "C")


@dataclass(frozen=True)
class Trick:
    """One hostile submission: a text laid over a base, and the verdict that it must get."""

    name: str
    text: str
    expect: tuple[str, ...]
    at: tuple[str, ...]
    check: str
    over: str
    worth: int  # marks of the same code without the trick, at most
    status: tuple[str, ...]

    def source(self, words: Mapping[str, str]) -> str:
        """The whole module, with what the trick must know about this run filled in."""
        whole = f"{BASES[self.over]}\n\n{self.text}"
        for word, meaning in words.items():
            whole = whole.replace(word, meaning)
        return whole


def read_trick(path: Path) -> Trick:
    """A trick from its file: the leading `# key: value` lines say what is expected."""
    text = path.read_text(encoding="utf-8")
    header = dict(
        line[2:].split(": ", 1)
        for line in text.splitlines()
        if line.startswith("# ") and ": " in line
    )
    return Trick(
        name=path.stem,
        text=text,
        expect=tuple(header["expect"].split()),
        at=tuple(header.get("at", "A B C D").split()),
        check=header.get("check", "sigmoid_known_values"),
        over=header.get("over", "half"),
        worth=int(header.get("worth", 0 if header.get("over") == "wrong" else HALF_MARKS)),
        status=tuple(header.get("status", "graded").split()),
    )


def tricks(folder: str) -> list[Trick]:
    """The tricks in a folder beside this file."""
    return [read_trick(path) for path in sorted((HERE / folder).glob("*.py"))]


@cache
def why_not(rung: str) -> str:
    """Why this machine cannot run a rung, or ""."""
    if sys.platform != "linux":
        return "needs Linux"
    failed = None if rung == "D" else try_rung(rung)  # type: ignore[arg-type]
    return "" if failed is None else failed[1]


def require(rung: str) -> None:
    if why_not(rung):
        pytest.skip(f"rung {rung}: {why_not(rung)}")


@dataclass(frozen=True)
class Run:
    """How one run of the command went."""

    code: int
    stdout: str
    stderr: str
    left: list[str]
    seconds: float
    peak_mb: int
    killed: bool
    out: Path
    reports: dict[str, Any] = field(default_factory=dict)


def command(folder: Path, course: Path, out: Path, *more: str) -> list[str]:
    """The real command over a class."""
    return [
        sys.executable, "-m", "grader", str(folder), "--course", str(course), "-o", str(out), *more
    ]  # fmt: skip


def environment() -> dict[str, str]:
    known = {**os.environ, "HOSTILE_SECRET": SECRET, "NO_COLOR": "1"}
    paths = [str(ROOT), *filter(None, [known.get("PYTHONPATH")])]
    return {**known, "PYTHONPATH": os.pathsep.join(paths)}


def watched(
    line: list[str], told: Path, *, grace: float = 5.0, kill_after: float = 0, limit: float = 300
) -> tuple[int, str, str, dict[str, Any]]:
    """Run a command below `watch.py`: exit code, both outputs, and what it left."""
    whole = [sys.executable, str(HERE / "watch.py"), str(told), str(grace), str(kill_after), *line]
    with subprocess.Popen(
        whole,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=told.parent,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.terminate()
            stdout, stderr = process.communicate(timeout=30)
            pytest.fail(f"the command did not end within {limit} s; it said: {stderr[-500:]}")
    return process.returncode, stdout, stderr, json.loads(told.read_text())


def grade(folder: Path, course: Path, out: Path, *more: str, **how: float) -> Run:
    """Mark a class with the real command, as JSON."""
    told = out.parent / f"{out.name}.told.json"
    line = command(folder, course, out, "--json", *more)
    code, stdout, stderr, what = watched(line, told, **how)
    reports = {}
    if code in (0, 3):
        reports = {one["student"]: one for one in json.loads(stdout)["reports"]}
    return Run(code=code, stdout=stdout, stderr=stderr, out=out, reports=reports, **what)


def write_class(folder: Path, sources: Mapping[str, str]) -> Path:
    """A folder of submissions, a student per source."""
    for student, source in sources.items():
        path = folder / student / f"{SLUG}.py"
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
    return folder


def honest(count: int) -> dict[str, str]:
    """Students of several kinds who try nothing."""
    kinds = (
        REFERENCE,
        WRONG,
        f"{HALF}\n\ndef predict(w, b, X):\n    return w.T @ X + b\n",
        f"{HALF}\n\ndef compute_cost(A, Y):\n    raise KeyError(1)\n",
    )
    return {f"honest{number}": kinds[number % len(kinds)] for number in range(count)}


def without_times(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report as it must be at each run of one version of the grader."""
    kept = {**report, "seconds": 0, "grader_sha256": ""}
    kept["exercises"] = [
        {**one, "reused": False, "checks": [{**check, "seconds": 0} for check in one["checks"]]}
        for one in report["exercises"]
    ]
    return kept


def check_of(report: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One check's result."""
    found: dict[str, Any] = next(
        check for one in report["exercises"] for check in one["checks"] if check["id"] == name
    )
    return found


def traces(folders: Iterable[Path], depth: int = 2) -> list[Path]:
    """Files with the mark, at most so many folders deep; what may not be read is left out."""
    found: list[Path] = []
    for top in folders:
        for folder, below, files in os.walk(top):
            found += [Path(folder, name) for name in (*below, *files) if MARK in name]
            if len(Path(folder).relative_to(top).parts) >= depth:
                below.clear()
    return found


def copy_course(root: Path, *slugs: str) -> Path:
    """A course of a few assignments, with short limits."""
    ignored = shutil.ignore_patterns("__pycache__")
    common = root / "assignments" / "common"
    shutil.copytree(ROOT / "assignments" / "common", common, ignore=ignored)
    for slug in slugs:
        shutil.copytree(ROOT / "assignments" / SLUG, root / "assignments" / slug, ignore=ignored)
        spec = root / "assignments" / slug / "assignment.toml"
        changes = {
            "call_seconds = 5.0": f"call_seconds = {CALL_SECONDS}",
            "exercise_seconds = 30.0": f"exercise_seconds = {EXERCISE_SECONDS}",
            "memory_mb = 1024": "memory_mb = 512",
        }
        text = spec.read_text()
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        spec.write_text(text)
        (root / "solutions").mkdir(exist_ok=True)
        shutil.copy(ROOT / "solutions" / f"{SLUG}.py", root / "solutions" / f"{slug}.py")
    listed = "".join(f'\n[[assignment]]\nslug = "{slug}"\n' for slug in slugs)
    (root / "assignments" / "course.toml").write_text(f'title = "Hostile"\n{listed}')
    return root


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("course"), SLUG)


@pytest.fixture(scope="session")
def best() -> str:
    """The best safe rung of this machine."""
    for rung in SAFE:
        if not why_not(rung):
            return rung
    pytest.skip("this machine has no safe rung")


@pytest.fixture(scope="session")
def mark_tricks(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Mark all tricks of a folder and rung in one class, once, among honest students.

    What else it is given is for `watched`.
    """
    done: dict[tuple[str, str], Run] = {}

    def marked(folder: str, rung: str, words: Mapping[str, str], **how: float) -> Run:
        require(rung)
        if (folder, rung) not in done:
            home = tmp_path_factory.mktemp(f"{folder}-{rung}")
            known = {
                "@MARK@": MARK,
                "@SECRET@": SECRET,
                "@COURSE@": str(course),
                "@REPO@": str(ROOT),
                "@CLASS@": str(home / "class"),
                "@OUT@": str(home / "out"),
                "HOSTILE_PID": str(os.getpid()),
                "HOSTILE_DEEP": "-" * 90_000 + "1",
                "HOSTILE_CHAIN": "z" + ".z" * 2000,
                **words,
            }
            sources = {one.name: one.source(known) for one in tricks(folder) if rung in one.at}
            write_class(home / "class", honest(4) | sources)
            unsafe = ("--allow-unsafe",) if rung == "D" else ()
            more = ("--rung", rung, "-j", "2", *unsafe)
            done[folder, rung] = grade(home / "class", course, home / "out", *more, **how)
        return done[folder, rung]

    return marked
