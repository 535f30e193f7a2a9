"""The same history on the twin: every figure that the chain gives is recomputed and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from commonweal.commitment import contribution_key
from commonweal.events import Contributed, Recorded
from commonweal.runtime.base import MarketInfo, MarketViews, TrainerInfo, Views
from commonweal.runtime.twin import TwinViews
from commonweal.twin import world
from commonweal.twin.world import WorldState
from commonweal.types import Address, MarketRules, StakeRules


class BothViews(Views, MarketViews, Protocol):
    """Free reads of models and of markets."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure on the chain and on the twin.

    Attributes
    ----------
    what : str
        Which figure.
    chain, twin : object
        Its values; equal, or something is wrong.
    """

    what: str
    chain: object
    twin: object

    @property
    def equal(self) -> bool:
        """Whether they are equal, by `==`."""
        return self.chain == self.twin


def recompute(registry: Address, history: Iterable[Recorded], now_s: int) -> TwinViews:
    """Fold a chain's events from the registry's first on into the twin's state."""
    return TwinViews(world.replay(WorldState.new(registry), history), now_s)


def compare(
    chain: BothViews, twin: TwinViews, accounts: Iterable[Address], history: Iterable[Recorded]
) -> Iterator[Comparison]:
    """Compare everything that the chain tells of every model and account."""
    people = tuple(accounts)
    keys: dict[Address, dict[bytes, None]] = {}
    for recorded in history:
        if isinstance(recorded.event, Contributed):
            key = contribution_key(recorded.event.contributor, recorded.event.samples)
            keys.setdefault(recorded.emitter, {})[key] = None
    yield Comparison("models", chain.trainers(), twin.trainers())
    for trainer in twin.trainers():
        own = tuple(keys.get(trainer.address, {}))
        on_chain = _figures(chain, trainer, people, own)
        on_twin = _figures(twin, trainer, people, own)
        for (what, found), (_, expected) in zip(on_chain, on_twin, strict=True):
            yield Comparison(f"{trainer.metadata.name}: {what}", found, expected)
        if isinstance(trainer.rules, StakeRules):
            yield _solvent(chain, twin, trainer)


def _figures(
    views: BothViews, trainer: TrainerInfo, people: Iterable[Address], keys: Iterable[bytes]
) -> Iterator[tuple[str, object]]:
    at = trainer.address
    yield "weights", views.weights(at)
    yield "record", views.head(at)
    yield "balance", views.balance_wei(at)
    for key in keys:
        yield "contribution", views.open_contribution(at, key)
    if isinstance(trainer.rules, StakeRules):
        yield "demand", views.demand(at)
        yield "pool", views.pool(at)
        for account in people:
            yield f"account of {account}", views.account_of(at, account)
            yield f"credit of {account}", views.credit_wei(at, account)
    elif isinstance(trainer.rules, MarketRules):
        markets = views.markets(at)
        yield "markets", markets
        for market in markets:
            for what, figure in _market_figures(views, market, people):
                yield f"market {market.number}, {what}", figure
    else:
        for account in people:
            yield f"points of {account}", views.points_of(at, account)
            yield f"badges of {account}", views.badge_levels(at, account)


def _market_figures(
    views: BothViews, market: MarketInfo, people: Iterable[Address]
) -> Iterator[tuple[str, object]]:
    at = market.address
    head = views.market_head(at)
    yield "head", head
    yield "balance", views.balance_wei(at)
    yield "outcome", views.outcome(at)
    yield "trace", views.trace(at)
    yield "direct run", views.direct(at)
    yield "bonds", views.bonds_wei(at)
    yield "whether it is over", views.is_over(at)
    for index in range(head.contribution_count):
        yield f"contribution {index}", views.record_of(at, index)
    for part in range(market.terms.part_count):
        yield f"part {part}", views.rows_hash_of(at, part)
    for account in people:
        yield f"credit of {account}", views.market_credit_wei(at, account)


def _solvent(chain: BothViews, twin: TwinViews, trainer: TrainerInfo) -> Comparison:
    """Compare what a model holds with what it owes, in wei x 2**32: equal to the last bit."""
    state = twin.state.trainer(trainer.address)
    stake = state.stake
    owed_x32 = (stake.demand.deposits_wei << 32) + stake.pool.carry_x32
    for account in stake.accounts.values():
        risen = stake.pool.per_share_x32 - account.checkpoint_x32
        owed_x32 += account.credit_x32 + account.shares * risen
    held_x32 = chain.balance_wei(trainer.address) << 32
    return Comparison(f"{trainer.metadata.name}: held and owed", held_x32, owed_x32)
