"""What many simulated markets have in common: medians and quartiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles

from commonweal.simulation.market import Paid


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of numbers, and the highest."""

    lower: float
    median: float
    upper: float
    most: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Many markets of one setting under the same rules; the fields are those of `Paid`.

    Attributes
    ----------
    honest_profit : Spread
        Over honest accounts of all markets, for each 100 sent.
    honest_winners : float
        Share of the honest accounts that did not lose.
    """

    markets: int
    honest_profit: Spread
    honest_winners: float
    honest_share: Spread
    honest_out: float
    attackers_profit: Spread
    attackers_share: Spread
    returned_share: Spread
    accuracy_before: float
    accuracy_after: float

    def as_dict(self) -> dict[str, object]:
        """Give plain values, rounded to four places."""
        return _rounded(asdict(self))


def summarise(markets: Iterable[Paid]) -> Summary:
    """Summarise at least one market."""
    paid = list(markets)
    profits = [profit for each in paid for profit in each.honest_profits]
    return Summary(
        markets=len(paid),
        honest_profit=spread(profits),
        honest_winners=sum(profit >= 0 for profit in profits) / len(profits),
        honest_share=spread([each.honest_share for each in paid]),
        honest_out=median(each.honest_out_share for each in paid),
        attackers_profit=spread([each.attackers_profit for each in paid]),
        attackers_share=spread([each.attackers_share for each in paid]),
        returned_share=spread([each.returned_share for each in paid]),
        accuracy_before=median(each.accuracy_before for each in paid),
        accuracy_after=median(each.accuracy_after for each in paid),
    )


def spread(values: Sequence[float]) -> Spread:
    """Give quartiles (linear between neighbours) of at least one number."""
    if len(values) == 1:
        return Spread(*[values[0]] * 4)
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return Spread(lower, middle, upper, max(values))


def _rounded(values: dict[str, object]) -> dict[str, object]:
    return {
        key: _rounded(value)
        if isinstance(value, dict)
        else round(value, 4)
        if isinstance(value, float)
        else value
        for key, value in values.items()
    }
