"""The walls of the engine: which room may import which, and what lies in a worker's memory."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import importlib.util
import itertools
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

import grader
from grader.calls import Budget, Call, Op, Session, load_request
from grader.sandbox import Limits, Sandbox, best_rung

HOME = Path(grader.__file__).parent

# Each room, and the rooms whose faces its files may import. The ground is what lies in no room.
WALLS: dict[str, set[str]] = {
    "ground": set(),
    "results": set(),
    "worker": set(),
    "sandbox": {"ground"},
    "calls": {"ground", "worker", "sandbox"},
    "authoring": {"ground", "results"},
    "submissions": {"ground", "sandbox"},
    "course": {"ground", "results", "authoring"},
    "preparation": {"ground", "calls", "course", "authoring"},
    # Of the sandbox only what answers in a process apart: a student's function is parsed in none
    # of the checker's own.
    "diagnosis": {
        "ground", "results", "sandbox", "calls", "course", "authoring", "preparation",
    },
    "marking": {
        "ground", "results", "sandbox", "calls", "authoring", "submissions", "course",
        "preparation", "diagnosis",
    },
    "quizzes": {"ground", "results", "submissions", "course"},
    "exports": {"quizzes"},
    "analytics": {"results"},
    "gradebook": {"ground", "results", "analytics"},
    "reports": {"ground", "results", "analytics", "gradebook"},
    "batch": {
        "ground", "results", "sandbox", "submissions", "course", "preparation", "marking",
        "quizzes", "reports",
    },
    "selfcheck": {
        "ground", "results", "sandbox", "authoring", "submissions", "course", "preparation",
        "marking", "reports",
    },
    "handout": {"ground", "course", "submissions", "quizzes"},
    "proof": {
        "ground", "results", "sandbox", "calls", "authoring", "submissions", "course",
        "preparation", "diagnosis", "marking", "quizzes", "handout",
    },
    "cli": {
        "ground", "results", "sandbox", "course", "batch", "selfcheck", "handout", "proof",
        "quizzes", "exports", "reports",
    },
}  # fmt: skip

# Rooms that may be named where only the type checker looks.
NAMED: dict[str, set[str]] = {"ground": {"results"}, "sandbox": {"results"}}

# Modules that others may import past their room's face, and why.
PAST_A_FACE = {
    "worker.wire",  # the format of both sides of the boundary, of which the checker has one
    "worker.frames",
    "results.words",  # loaded by whoever shows something, and by nobody else
    "sandbox.bounds",  # the face of the sandbox is lazy: this is not part of isolation
    # Authors see the face of authoring and its pictures; the engine reads what they write.
    "authoring.checks",
    "authoring.failure",
    "authoring.gradients",
    "authoring.pictures",
}
# Both are told to whoever looks at a report: see `grader.versions` and `grader.__main__`.
OF_THE_GROUND = {"versions": {"results"}, "__main__": {"cli"}}


@dataclass(frozen=True)
class Import:
    """One name that a file imports from the grader."""

    module: str
    name: str
    for_types_only: bool

    @property
    def room(self) -> str:
        top = self.module.partition(".")[0] or self.name
        return top if (HOME / top / "__init__.py").is_file() else "ground"

    @property
    def home(self) -> str:
        """The module that it comes from, below `grader`: the face, for a name that it exports."""
        if self.module == self.room and self.name in exported(self.room):
            return self.module
        inner = f"{self.module}.{self.name}".lstrip(".")
        path = HOME.joinpath(*inner.split("."))
        is_module = path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
        return inner if is_module else self.module


def exported(room: str) -> list[str]:
    """What a room's face exports."""
    found: list[str] = getattr(importlib.import_module(f"grader.{room}"), "__all__", [])
    return found


def files() -> dict[str, Path]:
    """Every module by its dotted name below `grader`."""
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        found[".".join(path.relative_to(HOME).with_suffix("").parts)] = path
    return found


def room_of(name: str) -> str:
    top = name.partition(".")[0]
    return top if (HOME / top / "__init__.py").is_file() else "ground"


def imports_of(path: Path) -> list[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "grader":
            module = (node.module or "").removeprefix("grader").lstrip(".")
            found += [Import(module, one.name, id(node) in typing) for one in node.names]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names if one.name.partition(".")[0] == "grader"]
            found += [Import(name.removeprefix("grader").lstrip("."), "", False) for name in names]
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: a relative import"
    return [one for one in found if one.module or (one.name and one.name != "__version__")]


def test_every_folder_is_a_room_of_the_table():
    folders = {path.parent.name for path in HOME.glob("*/__init__.py")}
    assert folders | {"ground"} == WALLS.keys()


def test_the_table_has_no_circle():
    left = dict(WALLS)
    while left:
        free = [room for room, others in left.items() if not others & left.keys()]
        assert free, f"a circle among {sorted(left)}"
        for room in free:
            del left[room]


@pytest.mark.parametrize("name", files())
def test_no_file_imports_a_room_that_it_may_not_know(name):
    room = room_of(name)
    for one in imports_of(files()[name]):
        allowed = {room, *WALLS[room], *OF_THE_GROUND.get(name, ())}
        if one.for_types_only:
            allowed |= NAMED.get(room, set())
        assert one.room in allowed, f"grader.{name} imports {one.name} of grader.{one.module}"


@pytest.mark.parametrize("name", files())
def test_nobody_reaches_past_a_face(name):
    room = room_of(name)
    for one in imports_of(files()[name]):
        inner = one.home.partition(".")[2]
        reached = one.room not in ("ground", room) and inner
        assert not reached or one.home in PAST_A_FACE, (
            f"grader.{name} imports grader.{one.home}; take {one.name} from grader.{one.room}"
        )


@pytest.mark.parametrize("room", sorted(WALLS.keys() - {"ground"}))
def test_every_room_says_what_it_must_never_do(room):
    text = ast.get_docstring(ast.parse((HOME / room / "__init__.py").read_text(encoding="utf-8")))
    assert text is not None
    assert re.search(r"\b(never|nothing|Nothing)\b|may (not )?know", " ".join(text.split())), room


def test_what_lies_in_a_worker_is_the_worker_and_the_sandboxs_inside():
    """A real one at the best rung is asked."""
    source = "import sys\n\n\ndef loaded():\n    return sorted(sys.modules)\n"
    with (
        Sandbox(best_rung(allow_unsafe=True), Limits()) as sandbox,
        Session(sandbox.spawn(), Budget(30, 30)) as session,
    ):
        session.load(load_request(source, "asked"), "asked")
        found = session.invoke(Call(Op.CALL, "loaded")).value
    names = {name.removeprefix("grader.") for name in found if name.startswith("grader.")}
    assert "worker.host" in names  # or the question was not understood
    allowed = {"worker", "sandbox", "sandbox.types"}
    inside = ("worker.", "sandbox.inside")
    assert not [one for one in names if one not in allowed and not one.startswith(inside)]


ROOT = HOME.parent
# Programs in the words of `grader`: in strings of tests and of the grader, in fences of texts.
NAMED_IN = [
    path
    for folder in ("grader", "tests", "benchmarks", "assignments", "docs", ".")
    for path in sorted((ROOT / folder).glob("*" if folder == "." else "**/*"))
    if path.suffix in (".py", ".md") and not {"golden", ".venv"} & {*path.parts}
]


@pytest.mark.parametrize("path", NAMED_IN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_named_of_the_grader_is_there(path):
    """A trick that patches a module by a name that is no more would be no trick."""
    text = path.read_text(encoding="utf-8")
    texts = [text]
    if path.suffix == ".py":
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        texts = [node.value for node in nodes if isinstance(node.value, str)]
    for one in texts:
        for name in re.findall(r"(?<![\w./-])grader(?:\.[A-Za-z_]\w*)+(?![\w/])", one):
            if not name.endswith((".py", ".egg-info")):
                assert is_there(name), f"{name} is not there"
        for name in re.findall(r"(?<![\w/.])grader/[\w/]+\.py", one):
            assert (ROOT / name).is_file(), f"{name} is not there"
        for home, names in re.findall(r"from (grader[\w.]*) import ([\w, ]+)", one):
            for name in names.split(","):
                known = name.partition(" as ")[0].strip()
                assert not known or is_there(f"{home}.{known}"), f"{home} has no {known}"


def is_there(name: str) -> bool:
    """Whether this is a module of the grader's, or a name in one."""
    home, _, last = name.rpartition(".")
    try:
        module = importlib.import_module(home)
    except ImportError:
        return False
    return hasattr(module, last) or importlib.util.find_spec(name) is not None


def test_what_the_grader_imports_is_installed_with_it():
    """A package of an extra would end a command in a traceback after `pip install -e .`."""
    spec = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    plain = {plainly(re.split(r"[<>=~!; \[]", one)[0]) for one in spec["project"]["dependencies"]}
    homes = importlib.metadata.packages_distributions()
    taken = {
        plainly(name): f"{path.relative_to(ROOT)} takes {top}"
        for path in files().values()
        for top in packages_of(path)
        for name in homes.get(top, [top])
    }
    assert {"tomli-w", "hatchling"} <= {*taken}
    assert not [where for name, where in taken.items() if name not in plain]


def plainly(distribution: str) -> str:
    """A name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def packages_of(path: Path) -> set[str]:
    """The packages of others that a file imports, be it in a function, or runs as a program."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {one.name for one in names}
            case ast.ImportFrom(module=str() as module, level=0):
                found.add(module)
            case ast.List(elts=[*parts]):
                said = [one.value if isinstance(one, ast.Constant) else None for one in parts]
                found |= {
                    name
                    for flag, name in itertools.pairwise(said)
                    if flag == "-m" and isinstance(name, str)
                }
    tops = {name.partition(".")[0] for name in found}
    return {name for name in tops if name not in sys.stdlib_module_names and name != "grader"}
