"""What a forward function hands on to the way back: a law, for caches of whatever form."""

from collections.abc import Callable
from typing import Any

from grader.authoring import CallFailed, Failure, require


def cache_serves(
    backward: Callable[[Any], Any],
    known: Any,
    forward: Callable[[], Any],
    later: Callable[[], Any],
    agrees: Callable[[Any, str], None],
) -> None:
    """What `forward` keeps serves a way back that is right elsewhere, and outlives a later call.

    Nobody looks inside. Elsewhere is a cache of the course's own form; or, for one who has a form
    of his own, a cache of this function from which the way back sets out at once. One whose way
    back is right with neither is at fault there. The calls are the same whatever they give.
    """

    def is_right(cache: Any) -> bool:
        try:
            agrees(backward(cache), "")
        except (CallFailed, Failure):
            return False
        return True

    mine = forward()
    later()
    got, fault = None, ""
    try:
        got = backward(mine)
    except CallFailed as failed:
        fault = f"an exception: {failed}"
    # After it, so that a way back that is wrong from its second call on is not this one's fault.
    at_once, with_known = is_right(forward()), is_right(known)
    if not (at_once or with_known):
        return
    law = "a backward pass that is right with another cache must be so with this one of yours"
    require(not fault, law, got=fault, want="derivatives")
    if with_known:
        agrees(got, " made from your cache by a backward pass that is right with the handout's")
    agrees(got, " made from your cache after a later forward call")
