"""Maps, small images and graphs as drawings: paths and places for the templates.

Everything here is numbers and our own words; the templates escape what they write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.reports.svg.scales import Scale, label
from grader.results import Graph, GraphNode, Image, Images, RegionMap, Regions, differ

MAP_SIDE, MAP_LEFT, MAP_BOTTOM, MAP_EDGE = 200, 22, 20, 4
ZERO_LEVEL, TOP_LEVEL = 4, 8
SMALL = 0.5
BOX_WIDTH, COLUMN, LINE, BETWEEN_ROWS = 96, 106, 14, 24


@dataclass(frozen=True)
class MapDrawing:
    """One classifier's map: its region of class 1, both borders, the points."""

    name: str
    width: int
    height: int
    frame: tuple[float, float, float, float]
    region: str
    border: str
    course_border: str
    zeros: str
    ones: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    says: str


@dataclass(frozen=True)
class ImageDrawing:
    """A small image: for each level of ink, the path of its pixels; those below 0 are small."""

    label: str
    width: int
    height: int
    positive: tuple[tuple[int, str], ...]
    negative: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Box:
    """A node of a graph."""

    x: float
    y: float
    label: str
    value: str
    grad: str
    course: str
    """What the course's numbers are; empty where the student's are the same."""


@dataclass(frozen=True)
class GraphDrawing:
    """A graph of boxes and arrows."""

    width: float
    height: float
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: str
    heads: str


def map_of(panel: Regions, one: RegionMap) -> MapDrawing:
    """The drawing of one map of a panel."""
    left, top = MAP_LEFT, MAP_EDGE
    right, bottom = MAP_LEFT + MAP_SIDE, MAP_EDGE + MAP_SIDE
    x = Scale(*panel.x_range, start=left, end=right)
    y = Scale(*panel.y_range, start=bottom, end=top)
    cell = MAP_SIDE / len(one.yours)
    dots: dict[int, list[str]] = {0: [], 1: []}
    for across, up, of in zip(panel.x, panel.y, panel.classes, strict=True):
        here = f"M{x.place(across):.1f} {y.place(up):.1f}"
        # A dot is a line of no length with round ends; the other class is a cross.
        dots[of].append(f"{here}h0" if of == 0 else f"{here}m-2.5 0h5m-2.5-2.5v5")
    whole = [value for value in range(-10, 11) if value % 2 == 0]
    return MapDrawing(
        name=one.name,
        width=right + MAP_EDGE,
        height=bottom + MAP_BOTTOM,
        frame=(left, top, MAP_SIDE, MAP_SIDE),
        region=_cells(one.yours, left, top, cell),
        border=_border(one.yours, left, top, cell),
        course_border=_border(one.reference, left, top, cell) if one.reference else "",
        zeros="".join(dots[0]),
        ones="".join(dots[1]),
        x_ticks=_whole_ticks(x, panel.x_range, whole),
        y_ticks=_whole_ticks(y, panel.y_range, whole),
        says=map_says(one),
    )


def map_says(one: RegionMap) -> str:
    """How many points each of the two puts right."""
    yours = f"yours {100 * one.yours_right:.0f} % right"
    if one.reference_right is None:
        return yours
    return f"{yours}, the course’s {100 * one.reference_right:.0f} %"


def _whole_ticks(
    scale: Scale, ends: tuple[float, float], whole: Sequence[int]
) -> tuple[tuple[float, str], ...]:
    inside = [value for value in whole if min(ends) <= value <= max(ends)]
    return tuple((round(scale.place(value), 1), label(value)) for value in inside)


def _runs(row: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Start and length of each run of a character."""
    start = None
    for place, char in enumerate([*row, ""]):
        if char == wanted and start is None:
            start = place
        elif char != wanted and start is not None:
            yield start, place - start
            start = None


def _cells(rows: Sequence[str], left: float, top: float, cell: float) -> str:
    return "".join(
        f"M{left + start * cell:.1f} {top + down * cell:.1f}"
        f"h{length * cell:.1f}v{cell:.1f}h{-length * cell:.1f}z"
        for down, row in enumerate(rows)
        for start, length in _runs(row, "1")
    )


def _border(rows: Sequence[str], left: float, top: float, cell: float) -> str:
    """The edges between cells of different classes, in runs as long as may be."""
    parts = []
    for down in range(1, len(rows)):
        changes = "".join(
            "1" if a != b else "0" for a, b in zip(*rows[down - 1 : down + 1], strict=True)
        )
        for start, length in _runs(changes, "1"):
            parts.append(f"M{left + start * cell:.1f} {top + down * cell:.1f}h{length * cell:.1f}")
    columns = ["".join(column) for column in zip(*rows, strict=True)]
    for across in range(1, len(columns)):
        pair = zip(*columns[across - 1 : across + 1], strict=True)
        changes = "".join("1" if a != b else "0" for a, b in pair)
        for start, length in _runs(changes, "1"):
            parts.append(
                f"M{left + across * cell:.1f} {top + start * cell:.1f}v{length * cell:.1f}"
            )
    return "".join(parts)


def image_of(panel: Images, one: Image) -> ImageDrawing:
    """The drawing of one image of a panel; a pixel is one unit wide."""
    signed = panel.low < 0
    zero = ZERO_LEVEL if signed else 0
    positive = [
        (TOP_LEVEL * (level - zero) // (TOP_LEVEL - zero), _pixels(one.rows, level, 1.0))
        for level in range(zero + 1, TOP_LEVEL + 1)
    ]
    negative = [
        (TOP_LEVEL * (zero - level) // zero, _pixels(one.rows, level, SMALL))
        for level in range(zero)
    ]
    return ImageDrawing(
        label=one.label,
        width=len(one.rows[0]),
        height=len(one.rows),
        positive=tuple((ink, path) for ink, path in positive if path),
        negative=tuple((ink, path) for ink, path in negative if path),
    )


def _pixels(rows: Sequence[str], level: int, size: float) -> str:
    """The pixels of one level: in runs when they fill their place, else one by one."""
    parts = []
    for down, row in enumerate(rows):
        for start, length in _runs(row, str(level)):
            if size == 1.0:
                parts.append(f"M{start} {down}h{length}v1h-{length}z")
            else:
                edge = (1 - size) / 2
                parts += [
                    f"M{place + edge:g} {down + edge:g}h{size:g}v{size:g}h-{size:g}z"
                    for place in range(start, start + length)
                ]
    return "".join(parts)


def graph_of(panel: Graph) -> GraphDrawing:
    """The drawing of a graph: arrows lead from what goes in to what comes out."""
    courses = [_course(node) for node in panel.nodes]
    tall = LINE * (4 if any(courses) else 3) + 8
    places = [
        (node.column * COLUMN + 3, node.row * (tall + BETWEEN_ROWS) + 3) for node in panel.nodes
    ]
    arrows, heads = [], []
    for parent, child in panel.edges:
        begin, end = _touching(places[parent], places[child], tall)
        arrows.append(f"M{begin[0]:.1f} {begin[1]:.1f}L{end[0]:.1f} {end[1]:.1f}")
        heads.append(_head(begin, end))
    return GraphDrawing(
        width=max(x for x, _ in places) + BOX_WIDTH + 3,
        height=max(y for _, y in places) + tall + 3,
        box_width=BOX_WIDTH,
        box_height=tall,
        boxes=tuple(
            Box(x, y, node.label, f"value {brief(node.value)}", f"grad {brief(node.grad)}", course)
            for node, (x, y), course in zip(panel.nodes, places, courses, strict=True)
        ),
        arrows="".join(arrows),
        heads="".join(heads),
    )


def _course(node: GraphNode) -> str:
    """The course's numbers where the student's are others: the gradient, or both."""
    grad = brief(node.reference_grad)
    if differ(node.value, node.reference_value):
        return f"course: {brief(node.reference_value)}, {grad}"
    return f"course: {grad}" if differ(node.grad, node.reference_grad) else ""


def brief(value: float | None) -> str:
    """A number for a box: three digits."""
    return "none" if value is None else f"{value:.3g}".replace("-", "−")


def _touching(
    parent: tuple[float, float], child: tuple[float, float], tall: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow leaves one box and meets the other: on the sides that face each other."""
    (px, py), (cx, cy) = parent, child
    if py == cy:
        way = 1 if cx > px else -1
        middle = py + tall / 2
        return (
            (px + (BOX_WIDTH if way > 0 else 0), middle),
            (cx + (0 if way > 0 else BOX_WIDTH), middle),
        )
    down = cy > py
    return (
        (px + BOX_WIDTH / 2, py + (tall if down else 0)),
        (cx + BOX_WIDTH / 2, cy + (0 if down else tall)),
    )


def _head(begin: tuple[float, float], end: tuple[float, float]) -> str:
    """The triangle at an arrow's end."""
    across, down = end[0] - begin[0], end[1] - begin[1]
    length = (across**2 + down**2) ** 0.5 or 1.0
    ux, uy = across / length, down / length
    back = end[0] - 7 * ux, end[1] - 7 * uy
    return (
        f"M{end[0]:.1f} {end[1]:.1f}L{back[0] - 3.5 * uy:.1f} {back[1] + 3.5 * ux:.1f}"
        f"L{back[0] + 3.5 * uy:.1f} {back[1] - 3.5 * ux:.1f}z"
    )
