"""All contracts together: the registry, its trainers, their markets, and everybody's badges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from commonweal.actions import (
    Adopt,
    Call,
    ClaimPayouts,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    Withdraw,
)
from commonweal.errors import ActionFault, FailedCall
from commonweal.events import (
    Emitted,
    Event,
    MarketOpened,
    Recorded,
    TrainerDeployed,
    Validated,
    WeightsAdopted,
)
from commonweal.twin import badges, registry, trainer
from commonweal.twin.badges import BadgeEvent, BadgesState
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.market import claims, market
from commonweal.twin.market.state import MarketState
from commonweal.twin.registry import RegistryState
from commonweal.twin.trainer import TrainerState
from commonweal.types import Address, Surroundings

NOWHERE = Surroundings(0, 0, lambda _number: bytes(32))
"""For callers without markets: no chain in particular."""


@dataclass(slots=True)
class WorldState:
    """Everything that follows from the history of one registry.

    Attributes
    ----------
    registry : RegistryState
        Trainers in order.
    trainers : dict
        Trainers by address.
    badges : BadgesState
        Who holds which badge.
    markets : dict
        Markets by address.
    """

    registry: RegistryState
    trainers: dict[Address, TrainerState] = field(default_factory=dict)
    badges: BadgesState = field(default_factory=BadgesState)
    markets: dict[Address, MarketState] = field(default_factory=dict)

    @classmethod
    def new(cls, registry_address: Address) -> WorldState:
        """Give the world of a registry that was just deployed."""
        return cls(RegistryState(registry_address))

    def copy(self) -> WorldState:
        """Give a state of its own."""
        trainers = {address: state.copy() for address, state in self.trainers.items()}
        markets = {address: state.copy() for address, state in self.markets.items()}
        return WorldState(self.registry.copy(), trainers, self.badges.copy(), markets)

    def trainer(self, address: Address) -> TrainerState:
        """Give the trainer at an address.

        Raises
        ------
        ActionFault
            There is none.
        """
        found = self.trainers.get(address)
        if found is None:
            raise ActionFault(
                f"A model of registry {self.registry.address} was expected at {address} but "
                "there is none; use an address from the list of models."
            )
        return found

    def market(self, address: Address) -> MarketState:
        """Give the market at an address.

        Raises
        ------
        ActionFault
            There is none.
        """
        found = self.markets.get(address)
        if found is None:
            raise ActionFault(
                f"A market of registry {self.registry.address} was expected at {address} but "
                "there is none; use an address from a model's list of markets."
            )
        return found


def decide(
    state: WorldState, call: Call, now_s: int, surroundings: Surroundings | None = None
) -> tuple[Emitted, ...]:
    """Decide a call: the events that it would emit, in order, or a rejection.

    Recipients of withdrawals and claims are taken to accept ETH, but for the contracts of this
    world, which refuse it.

    Parameters
    ----------
    state
        Not changed.
    call
        Who asks whom for what.
    now_s, surroundings
        Time of the block that holds the call, and what the call sees of the chain beside it,
        which only markets ask for.

    Raises
    ------
    Rejection
        What the contract would revert with.
    ActionFault
        There is no such contract, or it has no such function.
    """
    action = call.action
    if call.to == state.registry.address:
        if isinstance(action, DeployUnderStake | DeployUnderPoints | DeployUnderMarket):
            deployed = registry.decide(state.registry, call.sender, action)
            return (Emitted(state.registry.address, deployed),)
        raise ActionFault(
            f"The registry only deploys models but {type(action).__name__} was sent to it; "
            "send it to a model."
        )
    if call.to in state.markets:
        return _decide_market(state, call, now_s, surroundings or NOWHERE)
    target = state.trainer(call.to)
    over = _latest_is_over(state, target, now_s)
    events = trainer.decide(target, call.sender, action, now_s, over)
    if isinstance(action, Withdraw) and _refuses_eth(state, action.recipient):
        raise FailedCall
    emitted = tuple(Emitted(target.address, event) for event in events)
    for event in events:
        if isinstance(event, Validated):
            emitted += _awards(state, target, event)
    return emitted


def evolve(state: WorldState, emitted: Emitted, now_s: int, block_number: int = 0) -> WorldState:
    """Make so what happened; changes the state that is given and returns it.

    Parameters
    ----------
    state
        The caller's own.
    emitted
        The next event of the world's contracts and who emitted it.
    now_s, block_number
        Time and number of its block.
    """
    event = emitted.event
    target = state.trainers.get(emitted.emitter)
    if target is not None:
        trainer.evolve(target, event, now_s)
        if isinstance(event, MarketOpened):
            kind = state.registry.deployments[target.registry_index].model
            state.markets[event.market] = MarketState.opened(
                event, target.address, kind, target.model.shape, block_number
            )
        elif isinstance(event, WeightsAdopted):
            state.markets[event.market].adopted = True
    elif emitted.emitter in state.markets:
        market.evolve(state.markets[emitted.emitter], event, now_s)
    elif isinstance(event, BadgeEvent) and emitted.emitter == state.registry.badges:
        badges.evolve(state.badges, event)
    elif isinstance(event, TrainerDeployed) and emitted.emitter == state.registry.address:
        registry.evolve(state.registry, event, block_number)
        state.trainers[event.trainer] = TrainerState.deployed(event)
    else:
        raise ActionFault(
            f"An event of registry {state.registry.address} or its contracts was expected but "
            f"{emitted.emitter} emitted {type(event).__name__}; "
            "read the logs of this registry only."
        )
    return state


def replay(state: WorldState, history: Iterable[Recorded]) -> WorldState:
    """Fold `evolve` over a chain's history; changes the state that is given and returns it."""
    for recorded in history:
        evolve(state, recorded.emitted, recorded.timestamp_s, recorded.block_number)
    return state


def _decide_market(
    state: WorldState, call: Call, now_s: int, surroundings: Surroundings
) -> tuple[Emitted, ...]:
    target = state.markets[call.to]
    action = call.action
    if isinstance(action, Adopt):
        claims.check_adopt(target, action.weights)
        model = state.trainers[target.trainer]
        return tuple(
            Emitted(model.address, event)
            for event in trainer.decide(model, target.address, action, now_s)
        )
    events = market.decide(target, call.sender, action, now_s, surroundings)
    if isinstance(action, Withdraw | ClaimPayouts) and _refuses_eth(state, action.recipient):
        raise FailedCall
    return tuple(Emitted(target.address, event) for event in events)


def _latest_is_over(state: WorldState, target: TrainerState, now_s: int) -> bool:
    incentive = target.incentive
    if not isinstance(incentive, MarketsState) or not incentive.markets:
        return True
    return state.markets[incentive.latest].is_over(now_s)


def _awards(state: WorldState, target: TrainerState, event: Validated) -> tuple[Emitted, ...]:
    """Give the badges of a validation: the contributor's, then the validator's."""
    earned = (
        (event.contributor, event.contributor_points),
        (event.validator, event.validator_points),
    )
    events: list[Event] = []
    for account, gained in earned:
        before = target.points.points_of(account).total
        events += badges.decide_award(target.registry_index, account, before, before + gained)
    return tuple(Emitted(state.registry.badges, event) for event in events)


def _refuses_eth(state: WorldState, recipient: Address) -> bool:
    own = (state.registry.address, state.registry.badges)
    return recipient in state.trainers or recipient in state.markets or recipient in own
