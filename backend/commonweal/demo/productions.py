"""The models of the story: what is deployed under which rules, and who contributes how much."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.services.plans import ModelPlan, planned
from commonweal.types import PointsRules, StakeRules

GWEI = 10**9

STAKE_RULES = StakeRules(
    # Some forty times the gas of a sample at two gwei, so that being careful pays.
    floor_price_wei=1_000_000 * GWEI,
    seconds_per_sample=10,
    # The shortest waits there are, so that one can see everything happen in one sitting.
    refund_wait_s=600,
    take_wait_s=1_200,
    verdict_gap_s=600,
    deposit_cap_wei=100 * 10**18,
)
POINTS_RULES = PointsRules(validate_wait_s=600)


@dataclass(frozen=True, slots=True)
class Production:
    """One model of the story.

    Attributes
    ----------
    plan : ModelPlan
        Encoder, starting weights, rows to contribute and held-out rows.
    rules : StakeRules or PointsRules
        The incentive.
    rounds, careless_rounds, batch_samples : int
        Every careful contributor contributes so many batches of so many samples, the careless one
        takes part in the first rounds only.
    funding_wei : int
        What the sponsor adds.
    """

    plan: ModelPlan
    rules: StakeRules | PointsRules
    rounds: int
    careless_rounds: int
    batch_samples: int
    funding_wei: int = 0


def productions(seed: int) -> tuple[Production, ...]:
    """Give the models of the story; the seed chooses who contributes what and what is held out."""
    return (
        Production(
            planned("sentiment", seed),
            STAKE_RULES,
            rounds=4,
            careless_rounds=1,
            batch_samples=32,
            funding_wei=5 * 10**16,
        ),
        Production(
            planned("breast-cancer", seed),
            STAKE_RULES,
            rounds=3,
            careless_rounds=1,
            batch_samples=24,
        ),
        Production(
            planned("digits", seed), POINTS_RULES, rounds=2, careless_rounds=1, batch_samples=16
        ),
    )
