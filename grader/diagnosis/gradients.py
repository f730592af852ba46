"""Why a gradient is wrong: what is recognised of it beside the numeric one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.authoring.failure import Compared
from grader.authoring.gradients import ATOL, RTOL
from grader.diagnosis.causes import cause_of
from grader.diagnosis.difference import lowered

# The least that can be said of a gradient that is wrong.
NO_MULTIPLE = "no multiple of the gradient"


def why_wrong(compared: Mapping[str, Compared], known: Mapping[str, Any]) -> str:
    """A sentence on each wrong gradient of which something is recognised, on a line each."""
    said = []
    for name, one in compared.items():
        why = "" if one.row.right else _why(name, one, compared, known)
        if why:
            said.append(f"{name}: {lowered(why)}")
    return "\n".join(said)


def _why(
    name: str, one: Compared, compared: Mapping[str, Compared], known: Mapping[str, Any]
) -> str:
    where = one.checkable
    for other, its in compared.items():
        if other != name and where.any() and its.numeric.shape == one.numeric.shape:
            near = np.abs(one.found - its.numeric) <= ATOL + RTOL * np.abs(its.numeric)
            if near[where].all() and one.found[where].any():
                return f"It is {other}: have the two changed places?"
    cause = cause_of(one.found, one.numeric, known, atol=ATOL, checkable=where)
    if cause is not None:
        return cause.text
    a, n = one.found[where], one.numeric[where]
    norms = float(np.linalg.norm(a) * np.linalg.norm(n))
    if n.size > 1 and np.isfinite(norms) and norms > 0:
        cosine = float(np.sum(a * n)) / norms
        if cosine < 0.9999:
            return (
                f"It is {NO_MULTIPLE}: the cosine of the angle between them is "
                f"{cosine:.4f}, and 1 would be the same direction."
            )
    return ""
