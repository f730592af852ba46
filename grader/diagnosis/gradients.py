"""Why a gradient is wrong: what is recognised of it beside the numeric one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.authoring.failure import Compared
from grader.authoring.gradients import ATOL, RTOL
from grader.diagnosis.causes import causes_of
from grader.diagnosis.claims import Claims, claims_of
from grader.diagnosis.difference import Cause
from grader.results.words import NO_MULTIPLE


def gradient_claims(compared: Mapping[str, Compared], known: Mapping[str, Any]) -> Iterator[Claims]:
    """What each wrong gradient suggests."""
    for name, one in compared.items():
        if not one.row.right:
            yield claims_of(name, _causes(name, one, compared, known), one.numeric[one.checkable])


def _causes(
    name: str, one: Compared, compared: Mapping[str, Compared], known: Mapping[str, Any]
) -> Iterator[Cause]:
    where = one.checkable
    for other, its in compared.items():
        if other != name and where.any() and its.numeric.shape == one.numeric.shape:
            near = np.abs(one.found - its.numeric) <= ATOL + RTOL * np.abs(its.numeric)
            if near[where].all() and one.found[where].any():
                yield Cause("exchanged", f"It is {other}: have the two changed places?")
    yield from causes_of(one.found, one.numeric, known, atol=ATOL, checkable=where)
    a, n = one.found[where], one.numeric[where]
    norms = float(np.linalg.norm(a) * np.linalg.norm(n))
    if n.size > 1 and np.isfinite(norms) and norms > 0:
        cosine = float(np.sum(a * n)) / norms
        if abs(cosine) < 0.9999:
            text = (
                f"It is {NO_MULTIPLE}: the cosine of the angle between them is "
                f"{cosine:.4f}, and 1 would be the same direction."
            )
            yield Cause("direction", text)
