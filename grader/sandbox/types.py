"""The nouns of the sandbox: limits, how a worker ended, what a machine offers.

Plain frozen records that both sides share. Imports no other part of the grader when it runs,
because what is imported here also lies in the memory of the process that student code runs in.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.results import Rung


@dataclass(frozen=True)
class Limits:
    """What one worker may use; the caller's own deadlines come on top."""

    memory_bytes: int = 1 << 30  # on top of what Python and NumPy take
    tmp_bytes: int = 16 << 20  # of its own /scratch, at rung A
    processes: int = 64  # new processes and threads are refused at rungs A to C anyway
    open_files: int = 64
    file_bytes: int = 16 << 20
    cpu_seconds: int = 600


@dataclass(frozen=True)
class Exit:
    """How a worker ended: by an exit code or by a signal; both None when nobody can tell."""

    code: int | None
    signal: int | None


@dataclass(frozen=True)
class Layer:
    """One means of isolation, and whether this machine has it."""

    name: str
    available: bool
    why_not: str
    remedy: str


@dataclass(frozen=True)
class Probe:
    """The best rung that works on this machine, and the layers it was found from."""

    rung: Rung
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Plan:
    """What a zygote or a cold worker is told when it starts; holds no check and no secret."""

    rung: Rung
    limits: Limits
    entry: str
    python_path: tuple[str, ...] = ()
    numpy_home: str = ""

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that `to_json` wrote."""
        given = json.loads(text)
        return cls(
            rung=given["rung"],
            limits=Limits(**given["limits"]),
            entry=given["entry"],
            python_path=tuple(given["python_path"]),
            numpy_home=given["numpy_home"],
        )


class LayerFailed(Exception):
    """A layer of isolation could not be put on; nothing may run without it."""

    def __init__(self, layer: str, reason: str) -> None:
        super().__init__(f"{layer}: {reason}")
        self.layer = layer
        self.reason = reason
