"""The house has floors: nothing imports from a floor above, and nothing in a circle."""

import ast
from pathlib import Path

import grader

HOME = Path(grader.__file__).parent

# A package stands for all of its modules.
FLOORS = {
    0: {"errors", "results"},
    1: {
        "cache",
        "causes",
        "checks",
        "compare",
        "difference",
        "exploring",
        "factors",
        "gradebook",
        "meanings",
        "naming",
        "numeric",
        "overlay",
        "reports",
        "scopes",
        "scoring",
        "shapes",
        "show",
        "specs",
        "strategies",
        "frames",
        "wire",
    },
    2: {
        "absent",
        "analysis",
        "answering",
        "assignments",
        "bounded",
        "clock",
        "drawing",
        "earlier",
        "explaining",
        "gallery",
        "marking",
        "keeping",
        "mistakes",
        "recalling",
        "reference",
        "planning",
        "preparing",
        "replaying",
        "running",
        "sandbox",
        "session",
        "standing_in",
        "student",
        "submissions",
        "versions",
        "observing",
        "one_core",
        "worker",
    },
    3: {
        "checking",
        "grading",
        "handout",
        "junk",
        "processes",
        "proving",
        "proving_pictures",
        "sample",
        "scaffold",
        "watching",
    },
    4: {"cli", "notebook", "pytest_items", "pytest_plugin", "__main__"},
}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names}


def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(HOME).with_suffix("").parts): path for path in HOME.rglob("*.py")
    }


def imported(path: Path) -> set[str]:
    """The grader's modules that a file imports when it is loaded or run, typing aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = [ast.Pass()]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("grader"):
            module = node.module.removeprefix("grader").lstrip(".")
            found |= {module} if module else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("grader").lstrip(".")
                for alias in node.names
                if alias.name.startswith("grader")
            }
    return {name for name in found if name and name != "__version__"}


def test_every_module_has_a_floor():
    rooms = {name.partition(".")[0] for name in modules()} - {"__init__"}
    assert rooms <= set(FLOOR_OF)


def test_nothing_imports_from_a_floor_above():
    for name, path in modules().items():
        room = name.partition(".")[0]
        if room == "__init__":
            continue
        for other in imported(path):
            below = other.partition(".")[0]
            assert FLOOR_OF[below] <= FLOOR_OF[room], f"grader.{name} imports grader.{other}"


def test_rooms_import_in_no_circle():
    graph: dict[str, set[str]] = {}
    for name, path in modules().items():
        room = name.partition(".")[0]
        others = {other.partition(".")[0] for other in imported(path)}
        graph.setdefault(room, set()).update(others - {room})
    done: set[str] = set()

    def visit(room: str, trail: tuple[str, ...]) -> None:
        assert room not in trail, " → ".join([*trail, room])
        if room not in done:
            for other in sorted(graph.get(room, ())):
                visit(other, (*trail, room))
            done.add(room)

    for room in sorted(graph):
        visit(room, ())


def test_the_worker_imports_the_wire_and_numpy_only():
    assert imported(HOME / "worker.py") == {"absent", "frames", "observing", "recalling", "wire"}
    assert imported(HOME / "absent.py") == set()
    assert imported(HOME / "recalling.py") == {"frames", "wire"}
    assert imported(HOME / "observing.py") == {"frames", "wire"}
    assert imported(HOME / "wire.py") == {"frames"}
    assert imported(HOME / "frames.py") == set()
