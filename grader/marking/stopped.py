"""A statement of a submission that was not run to its end while it was loaded."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Stopped(BaseModel):
    """A statement that was not run to its end: its line, what it binds, and why it was not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    names: tuple[str, ...]
    why: str
    by_chance: bool = False
