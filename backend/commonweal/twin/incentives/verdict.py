"""Who may settle when, and what is forfeited.

The contributor chooses the moment from the refund wait on. After the take wait anyone may settle,
but a disagreement that a stranger finds needs two verdicts some time apart, and only samples that
both disagree with are forfeited: a model bent at only one of the two takes nothing.
"""

from __future__ import annotations

from commonweal.types import OpenStake, StakeRules


def settle_from_s(record: OpenStake, by_contributor: bool, rules: StakeRules) -> int:
    """Give the earliest time at which the caller may settle."""
    if record.disagreeing:
        # A verdict stands only after the take wait, which is longer than the refund wait.
        return 0 if by_contributor else record.since_s + rules.verdict_gap_s
    return record.since_s + (rules.refund_wait_s if by_contributor else rules.take_wait_s)


def is_first_verdict(record: OpenStake, by_contributor: bool, disagreeing: int) -> bool:
    """Whether this is a stranger's first verdict, which moves no money."""
    return not by_contributor and disagreeing != 0 and record.disagreeing == 0


def forfeited(record: OpenStake, by_contributor: bool, disagreeing: int) -> int:
    """Give the mask of samples whose deposit is forfeited."""
    return disagreeing if by_contributor else disagreeing & record.disagreeing
