"""Answers of trusted code, given again to who asks the same: asking takes long."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from grader.calls.call import Call, Caller, Handle, is_kept
from grader.calls.values import alike, kept_for_comparing, outline
from grader.outcome import CallFailed, Observation


@dataclass
class Noted:
    """A caller whose calls are noted with what they gave."""

    caller: Caller
    calls: list[tuple[Call, Observation | CallFailed]] = field(default_factory=list)

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        # Who asks may write into what it hands over, afterwards.
        args, kwargs = kept_for_comparing(call.args), kept_for_comparing(dict(call.kwargs))
        kept = replace(call, args=args, kwargs=kwargs)
        try:
            seen = self.caller.invoke(call)
        except CallFailed as failure:
            self.calls.append((kept, failure))
            raise
        self.calls.append((kept, _own(seen)))
        return seen

    def again(self) -> Again:
        """A caller that gives the same to the same calls, from the first one on."""
        return Again(self)


@dataclass
class Again:
    """Answers calls that were noted, in their order; asks for others anew."""

    noted: Noted
    place: int = 0

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        calls = self.noted.calls
        for place in range(self.place, len(calls)):
            known, seen = calls[place]
            if _is_same(known, call):
                self.place = place + 1
                if isinstance(seen, CallFailed):
                    raise seen
                if not _has_handle(seen.value):
                    return _own(seen)
                break
        return self.noted.caller.invoke(call)


def _own(seen: Observation) -> Observation:
    """The same with lists and dicts of its own: a check may change those that it gets."""
    return replace(seen, value=outline(seen.value))


def _has_handle(value: Any) -> bool:
    """Whether it is, or holds, an object that stays where it was made: a check may change it."""
    if isinstance(value, Handle) or is_kept(value):
        return True
    if isinstance(value, dict):
        return any(map(_has_handle, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_handle, value))


def _is_same(one: Call, other: Call) -> bool:
    return (
        (one.op, one.name, one.watch) == (other.op, other.name, other.watch)
        and one.handle is other.handle is None
        and alike(one.args, other.args)
        and alike(dict(one.kwargs), dict(other.kwargs))
    )
