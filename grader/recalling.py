"""What the worker has answered, for later requests that name a part of it (see `earlier`)."""

from __future__ import annotations

from typing import Any

from grader.frames import Payload, parse_own
from grader.wire import Tag


class Results:
    """The worker's replies that later requests name: as they were sent, not as they are now."""

    def __init__(self) -> None:
        self._number = 0
        self._kept: dict[int, tuple[int, Payload]] = {}

    def begin(self) -> None:
        """A request begins: what nobody names any more goes."""
        self._number += 1
        for number, (last, _) in [*self._kept.items()]:
            if last < self._number:
                del self._kept[number]

    def keep(self, reply: Payload, more: int) -> None:
        """Keep the reply to this request for so many more."""
        self._kept[self._number] = self._number + more, reply

    def tree(self, back: int, path: list[Any]) -> Any:
        """The part of an earlier reply as the checker would send it; raises `LookupError`."""
        _, reply = self._kept.get(self._number - back, (0, None))
        if reply is None:
            raise LookupError("that call gave no value")
        body, _, data = reply
        tree = parse_own(data[:body], data[body:])[1]
        for step in path:
            tree = _inside(tree, step)
        return _sent_back(tree)


def _inside(tree: Any, step: Any) -> Any:
    while type(tree) is list and tree[0] == Tag.KEPT:
        tree = tree[2]
    tag, *items = tree if type(tree) is list else [None]
    if type(step) is int and tag in (Tag.LIST, Tag.TUPLE) and step < len(items):
        return items[step]
    if type(step) is str and tag == Tag.DICT:
        for key, item in zip(items[::2], items[1::2], strict=True):
            if type(key) is str and key == step:
                return item
    raise LookupError("the value has no such part")


def _sent_back(tree: Any) -> Any:
    """What was the student's own object is sent by its number."""
    if type(tree) is not list:
        return tree
    if tree[0] == Tag.KEPT:
        return [Tag.HANDLE.value, tree[1]]
    if tree[0] in (Tag.LIST, Tag.TUPLE, Tag.DICT):
        return [tree[0], *map(_sent_back, tree[1:])]
    return tree
