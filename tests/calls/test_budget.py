"""What a call, an exercise and a submission may take: whose seconds are spent."""

from __future__ import annotations

import os

import pytest

from grader.calls import Budget, Whole
from grader.outcome import TimedOut


def account(budget):
    return budget.account(os.getpid())


def test_an_exercise_spends_of_its_submission():
    whole = Whole(60)
    for _ in range(3):
        account(Budget(5, 30, whole=whole)).charge(4)
    assert (whole.spent, whole.over) == (12, None)


def test_what_an_exercise_spends_is_its_own_affair_where_no_submission_is_named():
    one = account(Budget(5, 30))
    one.charge(20)
    account(Budget(5, 30)).charge(20)
    one.require_time_left()


def test_an_exercise_ends_with_its_submission():
    whole = Whole(60, spent=55)
    one = account(Budget(5, 30, whole=whole))
    one.charge(4)
    one.require_time_left()
    one.charge(20)
    with pytest.raises(TimedOut, match="All exercises together took longer than the 60 s"):
        one.require_time_left()
    assert isinstance(whole.over, TimedOut)


def test_an_exercise_that_spent_its_own_seconds_is_told_that():
    one = account(Budget(5, 30, whole=Whole(60)))
    one.charge(70)
    with pytest.raises(TimedOut, match="All calls together took longer than the 30 s"):
        one.require_time_left()


def test_what_a_busy_machine_took_away_is_given_back_to_both(monkeypatch):
    whole = Whole(60)
    budget = Budget(5, 30, whole=whole)
    one = account(budget)
    monkeypatch.setattr(one._waiting, "seconds", lambda: 15.0)
    one.charge(40)
    one.require_time_left()
    one.close()
    assert (budget.spent, whole.spent) == (25, 25)


def test_what_the_checker_works_for_a_submission_counts():
    whole = Whole(60)
    with whole.working():
        sum(range(1_000_000))
    assert whole.spent > 0
