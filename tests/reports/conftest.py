"""Reports to render: a builder with sensible defaults, and names that attack every format."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from grader.results.panels import Picture
from grader.results.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    GradientRow,
    Repair,
    Report,
    SourceLine,
    Versions,
)

VOID = {"meta", "br", "link", "img", "input", "hr"}

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "=cmd|' /C calc'!A0",
    "-x",
    "[red]bold[/red] `code` *b* | [link](javascript:alert(1))",
    "# heading\n- list\n\n---",
    "\x1b[31mred\x07\x9b2J",
    "\u202egnp.exe",
    "{{ 7 * 7 }}{% raw %}",
    "Ōë 李雷 محمد 🎓",
    "``` ~~~ </pre></code> &amp; https://example.org www.example.org",
)


class Page(HTMLParser):
    """A page's tags in order, its text, and whether every tag is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th", "dt", "dd"):
            self.text += " "
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style",):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def _check(id_: str = "rows", verdict: str = "passed", **more: Any) -> CheckResult:
    points = more.pop("points", 3)
    given = {
        "id": id_,
        "title": f"Title of {id_}",
        "kind": "property",
        "public": False,
        "points": points,
        "earned": points if verdict == "passed" else 0,
        "verdict": verdict,
    }
    return CheckResult.model_validate(given | more)


def _exercise(name: str, *checks: CheckResult, **more: Any) -> ExerciseResult:
    given = {
        "name": name,
        "score": sum(check.earned for check in checks),
        "max_score": sum(check.points for check in checks),
        "checks": checks,
    }
    return ExerciseResult.model_validate(given | more)


def _report(student: str = "ada", *exercises: ExerciseResult, **more: Any) -> Report:
    given = {
        "grader": "0.1.0",
        "student": student,
        "assignment": "c1_numpy_basics",
        "title": "NumPy building blocks",
        "status": "graded",
        "score": sum(exercise.score for exercise in exercises),
        "max_score": sum(exercise.max_score for exercise in exercises),
        "isolation": "A",
        "seed": 7,
        "versions": Versions(python="3.11.7", numpy="2.4.6", hypothesis="6.170.15"),
        "exercises": exercises,
    }
    return Report.model_validate(given | more)


@pytest.fixture
def check() -> Callable[..., CheckResult]:
    return _check


@pytest.fixture
def exercise() -> Callable[..., ExerciseResult]:
    return _exercise


@pytest.fixture
def report() -> Callable[..., Report]:
    return _report


@pytest.fixture
def page() -> type[Page]:
    return Page


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def attacked(hostile: str) -> Report:
    """A report that carries the hostile text wherever text can be."""
    names = ("name", "shape", "worst", "analytic", "numeric", "error")
    row = GradientRow(right=False, kinks=1, **dict.fromkeys(names, hostile))
    found = Counterexample(
        inputs={"x": hostile},
        call=hostile,
        got=hostile,
        want=hostile,
        shrunk=True,
        gradients=(row,),
    )
    texts = {"title": hostile, "message": hostile, "hint": hostile, "raised": hostile}
    failed = _check(
        "rows",
        "failed",
        public=True,
        counterexample=found,
        warnings=(hostile,),
        cause=hostile,
        source=(SourceLine(where=hostile, text=hostile),),
        **texts,
    )
    waiting = _check("open", "not_implemented", public=True, **texts)
    passed = _check("done", public=True, **texts)
    return _report(
        hostile,
        _exercise(
            hostile,
            failed,
            waiting,
            passed,
            misconception=hostile,
            misconception_hint=hostile,
            follow_through=True,
            replaced=(hostile,),
            repairs=(_hostile_repair(hostile), _hostile_repair(hostile)),
        ),
        title=hostile,
        notes=(hostile,),
        held=(hostile,),
        pictures=(
            _hostile_picture(hostile),
            _hostile_picture(hostile, left_out=hostile, panels=()),
        ),
    )


def _hostile_repair(text: str) -> Repair:
    source = SourceLine(where=text, text=text)
    return Repair(line=3, source=source, kind=text, says=text, old=text, new=text)


def _repair(*, line: int = 3, text: str = "y = x", says: str, **more: Any) -> Repair:
    source = SourceLine(where=f"line {line} of your file", text=text)
    given = {"line": line, "source": source, "kind": "sign", "says": says}
    return Repair.model_validate(given | more)


@pytest.fixture
def repair() -> Callable[..., Repair]:
    return _repair


def _hostile_picture(hostile: str, **more: Any) -> Picture:
    """A picture with the text in every place, as far as a picture lets it in."""
    text = "".join(char for char in hostile if char.isprintable())
    said = {"heading": text, "says": text}
    axes = {"x_label": text, "y_label": text}
    curve = {"name": text, "role": "yours", "y": (1, 2)}
    band = {"label": text, "axis": "y", "low": None, "high": 1}
    plane = {"x_range": (0, 1), "y_range": (0, 1), "x": (0,), "y": (1,), "classes": (1,)}
    panels = (
        {"kind": "lines", **said, **axes, "x": (0, 1), "series": (curve,), "bands": (band,)},
        {"kind": "regions", **said, **axes, **plane, "maps": (
            {"name": text, "yours": ("01", "10"), "yours_right": 1},)},
        {"kind": "images", **said, "low": 0, "high": 1, "images": (
            {"label": text, "rows": ("08",)},)},
        {"kind": "graph", **said, "edges": (), "nodes": (
            {"label": text, "column": 0, "row": 0, "value": 1, "grad": 1},)},
    )  # fmt: skip
    given = {"id": "p", "title": hostile, "uses": (hostile,), "next": hostile, "panels": panels}
    return Picture.model_validate(given | more)


@pytest.fixture
def mixed() -> tuple[Report, ...]:
    """A small class: full marks, a misconception, nothing done, unreadable, withheld, held."""
    found = Counterexample(
        inputs={"x": "np.array([[0.0, 0.0]])"},
        call="softmax(x)",
        got="np.array([[1.0, 1.0]])",
        want="np.array([[0.5, 0.5]])",
        shrunk=True,
    )
    wrong = _check("rows", "failed", message="twice too large", counterexample=found)
    good = _exercise("softmax", _check("rows"), _check("shape", public=True, points=1))
    return (
        _report("s10", good, assignment_sha256="a" * 64),
        _report(
            "s2",
            _exercise(
                "softmax",
                wrong,
                _check("shape", public=True, points=1),
                misconception="wrong_axis",
                misconception_hint="Sum over `axis=1`.",
            ),
        ),
        _report(
            "S3",
            _exercise(
                "softmax",
                _check("rows", "not_implemented"),
                _check("shape", "not_implemented", public=True, points=1),
            ),
            held=("imports ctypes (line 3)",),
        ),
        _report(
            "s4",
            status="unreadable",
            score=0,
            max_score=4,
            isolation=None,
            problem="a.py, line 7: a bracket is not closed",
        ),
        _report(
            "s5",
            _exercise("softmax", _check("rows", "broken", message="KeyError in checks.py")),
            status="broken",
            score=None,
            max_score=4,
            problem="the check rows raised KeyError",
        ),
    )
