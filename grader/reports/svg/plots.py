"""Curves as a drawing: places, paths and labels for the templates, which write the SVG.

Everything here is numbers and our own words; the templates escape what they write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.reports.svg.scales import Scale, scale_over, ticks_of
from grader.results import Band, Lines, Series
from grader.results.words import listed

WIDTH, HEIGHT = 420, 270
TOP, BOTTOM, LEFT = 14, 44, 54
# A bold letter of the widest of the usual fonts, on average: a name must not be cut off.
CHARACTER = 7.6
# So much is left for the curves, however long their names are.
NARROWEST = 230
LINE_GAP = 14.0
MOST_TICKS_AT_POINTS = 8


@dataclass(frozen=True)
class Curve:
    """One drawn line: which colour, whose, and its path."""

    colour: int
    role: str
    path: str


@dataclass(frozen=True)
class Shade:
    """A shaded rectangle and its label, which may be empty."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_y: float


@dataclass(frozen=True)
class Named:
    """A curve's name at its right end, and the place that it points to."""

    text: str
    colour: int
    x: float
    y: float


@dataclass(frozen=True)
class Plot:
    """A drawing of curves; lengths are in units of its own box."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    x_label: str
    y_label: str
    zero: float | None
    shades: tuple[Shade, ...]
    curves: tuple[Curve, ...]
    names: tuple[Named, ...]
    beyond: str


def plot_of(panel: Lines) -> Plot:
    """The drawing of a panel of curves."""
    names = list(dict.fromkeys(one.name for one in panel.series))
    named = 12 + CHARACTER * max(map(len, names))
    width = max(WIDTH, round(LEFT + NARROWEST + named))
    right = width - named
    x = scale_over(panel.x, (), start=LEFT, end=right, log=panel.log_x, margin=0.0)
    y = scale_over(
        _values(panel.series, ("reference", "given")),
        _values(panel.series, ("yours",)),
        start=HEIGHT - BOTTOM,
        end=TOP,
        log=panel.log_y,
    )
    at_points = panel.x if len(panel.x) <= MOST_TICKS_AT_POINTS else ()
    # What lies under another must be drawn first: the student's curve comes on top.
    order = sorted(panel.series, key=lambda one: ("given", "reference", "yours").index(one.role))
    curves = [Curve(names.index(one.name), one.role, _path(panel.x, one, x, y)) for one in order]
    zero = y.place(0.0) if not panel.log_y and y.low < 0 < y.high else None
    return Plot(
        width=width,
        height=HEIGHT,
        left=LEFT,
        right=_short(right),
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        x_ticks=_rounded(ticks_of(x, at_points)),
        y_ticks=_rounded(ticks_of(y)),
        x_label=panel.x_label,
        y_label=panel.y_label,
        zero=None if zero is None else _short(zero),
        shades=tuple(_shade(one, x, y) for one in panel.bands),
        curves=tuple(one for one in curves if one.path),
        names=_names(panel, names, x, y),
        beyond=_beyond(panel, y),
    )


def _values(series: Sequence[Series], roles: Sequence[str]) -> list[float]:
    return [v for one in series if one.role in roles for v in one.y if v is not None]


def _short(value: float) -> float:
    return round(value, 1)


def _rounded(ticks: Sequence[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    return tuple((_short(place), text) for place, text in ticks)


def _path(at: Sequence[float], series: Series, x: Scale, y: Scale) -> str:
    """The curve as an SVG path, cut where it leaves the drawing and where it has gaps."""
    top, bottom = min(y.start, y.end), max(y.start, y.end)
    drawn: list[str] = []
    pen: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for across, value in zip(at, series.y, strict=True):
        if value is None or (y.log and value <= 0):
            last = None
            continue
        here = x.place(across), y.place(value)
        if last is None:
            if top <= here[1] <= bottom:
                drawn.append(f"M{here[0]:.1f} {here[1]:.1f}h0")
                pen = here
        else:
            cut = _cut(last, here, top, bottom)
            if cut is not None:
                if pen != cut[0]:
                    drawn.append(f"M{cut[0][0]:.1f} {cut[0][1]:.1f}")
                drawn.append(f"L{cut[1][0]:.1f} {cut[1][1]:.1f}")
                pen = cut[1]
        last = here
    return "".join(drawn)


def _cut(
    one: tuple[float, float], other: tuple[float, float], top: float, bottom: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a straight line between two heights; None when there is no such part."""
    (x0, y0), (x1, y1) = one, other
    first, last = 0.0, 1.0
    for edge, inside in ((top, 1.0), (bottom, -1.0)):
        before, after = inside * (y0 - edge), inside * (y1 - edge)
        if before < 0 and after < 0:
            return None
        if before < 0 or after < 0:
            crossing = before / (before - after)
            if before < 0:
                first = max(first, crossing)
            else:
                last = min(last, crossing)
    if first > last:
        return None

    def at(share: float) -> tuple[float, float]:
        if share in (0.0, 1.0):
            return other if share else one
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)

    return at(first), at(last)


def _shade(band: Band, x: Scale, y: Scale) -> Shade:
    scale = x if band.axis == "x" else y
    low, high = sorted((scale.start, scale.end))
    ends = [
        scale.start if band.low is None else scale.place(band.low),
        scale.end if band.high is None else scale.place(band.high),
    ]
    first, last = sorted(min(max(end, low), high) for end in ends)
    if band.axis == "x":
        place = first, min(y.start, y.end), last - first, abs(y.end - y.start)
    else:
        place = min(x.start, x.end), first, abs(x.end - x.start), last - first
    left, top, width, height = map(_short, place)
    return Shade(left, top, width, height, band.label, _short(top + height - 6))


def _names(panel: Lines, names: Sequence[str], x: Scale, y: Scale) -> tuple[Named, ...]:
    """Each curve's name beside its right end, moved apart so that none covers another."""
    top, bottom = min(y.start, y.end), max(y.start, y.end)
    found: list[tuple[float, str]] = []
    for name in names:
        one = min(
            (one for one in panel.series if one.name == name),
            key=lambda one: one.role == "reference",
        )
        ends = [v for v in one.y if v is not None and not (y.log and v <= 0)]
        place = y.place(ends[-1]) if ends else bottom
        found.append((min(max(place, top), bottom), name))
    found.sort()
    places = [place for place, _ in found]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + LINE_GAP)
    ceiling = bottom
    for i in reversed(range(len(places))):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - LINE_GAP
    return tuple(
        Named(name, names.index(name), _short(x.end + 6), _short(place + 4))
        for place, (_, name) in zip(places, found, strict=True)
    )


def _beyond(panel: Lines, y: Scale) -> str:
    """Which of the student's curves are not shown whole, in a sentence."""
    yours = [one for one in panel.series if one.role == "yours"]
    out = [one.name for one in yours if any(v is not None and not y.shows(v) for v in one.y)]
    gaps = [one.name for one in yours if any(v is None for v in one.y)]
    said = []
    if out:
        said.append(f"Not whole in the drawing, but in the numbers: {listed(out)}.")
    if gaps:
        said.append(f"With gaps, where there is no finite number: {listed(gaps)}.")
    return " ".join(said)
