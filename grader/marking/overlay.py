"""Lays the reference's panels over the student's, and says in words what is to be seen.

Pure functions from panels to panels: nothing here runs anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.results import Graph, Lines, Panel, RegionMap, Regions, Series, differ
from grader.results.words import readable

# Below this share of a curve's own range, two curves cannot be told apart in a drawing.
ALIKE = 0.005
# A peak is worth telling when it goes this share of the curve's range beyond both ends.
BEYOND = 0.1


def overlaid(yours: Sequence[Panel], course: Sequence[Panel]) -> tuple[Panel, ...]:
    """The student's panels with the reference's beside them, as far as there are as many."""
    beside = list(course) + [None] * (len(yours) - len(course))
    return tuple(_overlaid(mine, other) for mine, other in zip(yours, beside, strict=False))


def _overlaid(mine: Panel, other: Panel | None) -> Panel:
    if isinstance(mine, Lines) and isinstance(other, Lines | None):
        return _lines(mine, other)
    if isinstance(mine, Regions) and isinstance(other, Regions | None):
        return _regions(mine, other)
    if isinstance(mine, Graph) and isinstance(other, Graph | None):
        return _graph(mine, other)
    return mine


def _joined(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _lines(mine: Lines, other: Lines | None) -> Lines:
    yours = [one for one in mine.series if one.role == "yours"]
    given = [one for one in mine.series if one.role == "given"]
    known = {one.name: one for one in other.series if one.role == "yours"} if other else {}
    course = [
        known[one.name].model_copy(update={"role": "reference"})
        for one in yours
        if one.name in known
    ]
    said = [_told(one, known.get(one.name), mine) for one in yours]
    return mine.model_copy(
        update={"series": (*yours, *course, *given), "says": _joined(mine.says, *said)}
    )


def _told(yours: Series, course: Series | None, panel: Lines) -> str:
    """How a curve runs, and how the course's does."""
    gaps = sum(value is None for value in yours.y)
    hole = f" {gaps} of its {len(yours.y)} points are no finite numbers." if gaps else ""
    if course is None:
        return f"{yours.name}: yours {_runs(yours.y, panel)}.{hole}"
    if look_alike(yours.y, course.y):
        return f"{yours.name}: yours {_runs(yours.y, panel)}, like the course’s."
    both = f"yours {_runs(yours.y, panel)}; the course’s {_runs(course.y, panel)}"
    return f"{yours.name}: {both}.{hole}"


def _runs(y: Sequence[float | None], panel: Lines) -> str:
    """A curve in words: where it begins and ends, and how far it goes beyond both."""
    first, last = y[0], y[-1]
    inner = [value for value in y if value is not None]
    if first is None or last is None:
        way = f"goes from {readable(first, 3)} to {readable(last, 3)}"
    elif min(inner) == max(inner):
        return f"stays at {readable(first, 3)}"
    elif first == last:
        way = f"begins and ends at {readable(first, 3)}"
    else:
        way = f"from {readable(first, 3)} to {readable(last, 3)}"
    if not inner:
        return way
    ends = [value for value in (first, last) if value is not None] or inner
    room = BEYOND * (max(inner) - min(inner))
    beyond = [
        f"{name} with {readable(extreme, 3)} at {panel.x_label} = "
        f"{readable(panel.x[y.index(extreme)])}"
        for name, extreme, size in (
            ("highest", max(inner), max(inner) - max(ends)),
            ("lowest", min(inner), min(ends) - min(inner)),
        )
        if size > room
    ]
    if way.startswith("from "):
        # What goes up and down neither rises nor falls.
        verb = "goes" if beyond else "falls" if (last or 0) < (first or 0) else "rises"
        way = f"{verb} {way}"
    return ", ".join([way, *beyond])


def look_alike(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    """Whether two curves look the same: no gap in one only, and never far apart."""
    known = [value for value in other if value is not None]
    room = ALIKE * ((max(known) - min(known)) or abs(max(known))) if known else 0.0
    return all(
        (a is None and b is None) or (a is not None and b is not None and abs(a - b) <= room)
        for a, b in zip(one, other, strict=True)
    )


def _regions(mine: Regions, other: Regions | None) -> Regions:
    known = {one.name: one for one in other.maps} if other else {}
    maps = tuple(_beside(one, known.get(one.name)) for one in mine.maps)
    said = [f"{one.name}: {_shares(one)}." for one in maps]
    return mine.model_copy(update={"maps": maps, "says": _joined(mine.says, *said)})


def _shares(one: RegionMap) -> str:
    yours = f"yours puts {100 * one.yours_right:.0f} % of the points on the right side"
    if one.reference_right is None:
        return yours
    return f"{yours}; the course’s {100 * one.reference_right:.0f} %"


def _beside(one: RegionMap, course: RegionMap | None) -> RegionMap:
    if course is None:
        return one
    update = {"reference": course.yours, "reference_right": course.yours_right}
    return one.model_copy(update=update)


def _graph(mine: Graph, other: Graph | None) -> Graph:
    if other is None or len(other.nodes) != len(mine.nodes):
        return mine
    nodes = tuple(
        one.model_copy(update={"reference_value": course.value, "reference_grad": course.grad})
        for one, course in zip(mine.nodes, other.nodes, strict=True)
    )
    values = [one.label for one in nodes if differ(one.value, one.reference_value)]
    grads = [one.label for one in nodes if differ(one.grad, one.reference_grad)]
    last = nodes[-1]
    said = [f"{last.label} = {readable(last.value)}."]
    # Forward, the first wrong value is the cause; backward, the wrong gradient next to the end.
    if values:
        said.append(
            f"{len(values)} of {len(nodes)} values differ from the course’s, {values[0]} first."
        )
    if grads:
        said.append(
            f"{len(grads)} of {len(nodes)} gradients differ from the course’s; coming back from "
            f"{last.label}, {grads[-1]} is the first."
        )
    if not values and not grads:
        said.append(f"All {len(nodes)} values and gradients are the course’s.")
    return mine.model_copy(update={"nodes": nodes, "says": _joined(mine.says, *said)})
