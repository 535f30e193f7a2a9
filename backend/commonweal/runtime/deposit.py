"""How much to send so that a contribution is accepted in one of the next blocks."""

from __future__ import annotations

from commonweal.errors import ActionFault
from commonweal.runtime.base import Views
from commonweal.twin.incentives import price
from commonweal.types import Address, StakeRules


def safe_deposit_wei(views: Views, trainer: Address, samples: int, moments: int = 2) -> int:
    """Give a deposit that suffices although others contribute first.

    `Views.quote_wei` holds at the time of the latest block only: one second later the samples of
    that block raise the price too. What is sent above the least deposit is part of the deposit, so
    it returns with good data.

    Parameters
    ----------
    views
        Where to read the demand.
    trainer
        A trainer under stakes.
    samples
        How many samples the contribution will have.
    moments
        How many times others may contribute before, each with as much as can raise the price.

    Raises
    ------
    ActionFault
        The trainer is none under stakes.
    """
    rules = views.trainer(trainer).rules
    if not isinstance(rules, StakeRules):
        raise ActionFault(
            f"This needs a model under stakes but {trainer} works with points; "
            "contribute without a deposit."
        )
    demand = views.demand(trainer)
    seconds = rules.seconds_per_sample
    reached = demand.added_samples + moments * price.MAX_RISE_SAMPLES
    backlog_s = min(demand.backlog_s + reached * seconds, price.MAX_BACKLOG_SAMPLES * seconds)
    return samples * price.price_wei(rules.floor_price_wei, seconds, backlog_s)
