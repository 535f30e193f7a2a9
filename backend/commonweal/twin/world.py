"""All contracts together: the registry, its trainers, and everybody's badges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from commonweal.actions import Call, DeployUnderPoints, DeployUnderStake, Withdraw
from commonweal.errors import ActionFault, FailedCall
from commonweal.events import Emitted, Event, Recorded, TrainerDeployed, Validated
from commonweal.twin import badges, registry, trainer
from commonweal.twin.badges import BadgeEvent, BadgesState
from commonweal.twin.registry import RegistryState
from commonweal.twin.trainer import TrainerState
from commonweal.types import Address


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
    """

    registry: RegistryState
    trainers: dict[Address, TrainerState] = field(default_factory=dict)
    badges: BadgesState = field(default_factory=BadgesState)

    @classmethod
    def new(cls, registry_address: Address) -> WorldState:
        """Give the world of a registry that was just deployed."""
        return cls(RegistryState(registry_address))

    def copy(self) -> WorldState:
        """Give a state of its own."""
        trainers = {address: state.copy() for address, state in self.trainers.items()}
        return WorldState(self.registry.copy(), trainers, self.badges.copy())

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


def decide(state: WorldState, call: Call, now_s: int) -> tuple[Emitted, ...]:
    """Decide a call: the events that it would emit, in order, or a rejection.

    Recipients of withdrawals are taken to accept ETH, but for the contracts of this world, which
    refuse it.

    Raises
    ------
    Rejection
        What the contract would revert with.
    ActionFault
        There is no such contract, or it has no such function.
    """
    action = call.action
    if call.to == state.registry.address:
        if isinstance(action, DeployUnderStake | DeployUnderPoints):
            deployed = registry.decide(state.registry, call.sender, action)
            return (Emitted(state.registry.address, deployed),)
        raise ActionFault(
            f"The registry only deploys models but {type(action).__name__} was sent to it; "
            "send it to a model."
        )
    target = state.trainer(call.to)
    events = trainer.decide(target, call.sender, action, now_s)
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
    return recipient in state.trainers or recipient in own
