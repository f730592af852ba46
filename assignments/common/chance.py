"""What chance does, and what it does not do: for results that are drawn at random."""

import numpy as np

from grader.authoring import require

# A share of independent draws is further off than this allows less than once in e²⁷/2 = 2.6·10¹¹
# times. A check looks at no more than 120 shares: a right solution fails once in 2·10⁹ times.
SURPRISE = 27.0


def by_chance(of: int, chance: float) -> tuple[int, int]:
    """How often, at least and at most, something of that chance occurs in so many draws.

    A share s of n independent draws of chance p is as far off, or further, on its side with a
    probability below e^(−n·KL(s, p)), KL(s, p) = s log(s/p) + (1 − s) log((1 − s)/(1 − p))
    (Chernoff's bound, as in Hoeffding, 1963).
    """
    shares = np.arange(of + 1) / of
    logs = (
        np.log(np.maximum(shares, 1e-300) / chance),
        np.log(np.maximum(1 - shares, 1e-300) / (1 - chance)),
    )
    off = shares * logs[0] + (1 - shares) * logs[1]
    allowed = np.flatnonzero(of * off <= SURPRISE)
    return int(allowed[0]), int(allowed[-1])


def as_often(count: int, of: int, chance: float, what: str, must: str) -> None:
    """Of so many independent draws so many have something of that chance."""
    least, most = by_chance(of, chance)
    law = f"of {of} {what}, {least} to {most} must {must}"
    require(least <= count <= most, law, got=count, want=f"about {of * chance:.0f}")
