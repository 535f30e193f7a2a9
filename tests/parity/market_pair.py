"""Comparing all that can be read of markets."""

from __future__ import annotations

from collections.abc import Iterable

from pair import same_read

from commonweal.runtime.base import Views
from commonweal.runtime.twin import TwinViews
from commonweal.types import Address

_READS = (
    "market",
    "market_head",
    "market_roots",
    "trace",
    "direct",
    "outcome",
    "market_quote_wei",
    "bonds_wei",
    "is_over",
    "balance_wei",
)


def compare_market(
    contract: Views, twin: TwinViews, market: Address, people: Iterable[Address]
) -> None:
    """Compare a market, its contributions, parts, proposals, challenges and credits."""
    state = twin.state.market(market)
    for name in _READS:
        same_read(contract, twin, name, market)
    same_read(contract, twin, "weights", state.trainer)
    same_read(contract, twin, "market_count", state.trainer)
    for index in range(state.contribution_count + 1):
        same_read(contract, twin, "record_of", market, index)
    for part in range(state.terms.part_count + 1):
        same_read(contract, twin, "rows_hash_of", market, part)
    for id_ in (*state.proposals, b"\7" * 32):
        same_read(contract, twin, "proposal_of", market, id_)
        for segment in range(state.segment_count + 1 if state.step_count else 1):
            same_read(contract, twin, "challenge_of", market, id_, segment)
    for person in people:
        same_read(contract, twin, "market_credit_wei", market, person)
