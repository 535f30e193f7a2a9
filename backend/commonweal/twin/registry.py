"""Deploys trainers and is how the world finds them."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.actions import DeployUnderMarket, DeployUnderPoints, DeployUnderStake
from commonweal.commitment import contract_address
from commonweal.errors import TrainerUnknown
from commonweal.events import TrainerDeployed
from commonweal.twin import rule_ranges
from commonweal.types import Address, IncentiveKind

# The registry's first contract is Badges; each trainer is one more.
_BADGES_NONCE = 1
_FIRST_TRAINER_NONCE = 2


@dataclass(slots=True)
class RegistryState:
    """What the registry keeps.

    Attributes
    ----------
    address : str
        Its own address, from which those of badges and trainers follow.
    deployments : list of TrainerDeployed
        Trainers in order.
    deployed_at_block : list of int
        Block of each deployment.
    """

    address: Address
    deployments: list[TrainerDeployed] = field(default_factory=list)
    deployed_at_block: list[int] = field(default_factory=list)

    def copy(self) -> RegistryState:
        """Give a state of its own."""
        return RegistryState(self.address, self.deployments.copy(), self.deployed_at_block.copy())

    @property
    def badges(self) -> Address:
        """The contract that holds everybody's badges."""
        return contract_address(self.address, _BADGES_NONCE)

    def trainer_at(self, index: int) -> tuple[Address, int]:
        """Give a trainer and the block of its deployment.

        Raises
        ------
        TrainerUnknown
            No trainer has this index.
        """
        if not 0 <= index < len(self.deployments):
            raise TrainerUnknown(index, len(self.deployments))
        return self.deployments[index].trainer, self.deployed_at_block[index]


def decide(
    state: RegistryState,
    sender: Address,
    action: DeployUnderStake | DeployUnderPoints | DeployUnderMarket,
) -> TrainerDeployed:
    """Decide a deployment; checks shape, rules and metadata, in this order."""
    if isinstance(action, DeployUnderMarket):
        rule_ranges.check_market_shape(action.shape)
    rule_ranges.check_shape(action.model, action.shape)
    match action:
        case DeployUnderStake():
            rule_ranges.check_stake_rules(action.rules)
            incentive, rules = IncentiveKind.STAKE, action.rules.pack()
        case DeployUnderPoints():
            rule_ranges.check_points_rules(action.rules)
            incentive, rules = IncentiveKind.POINTS, action.rules.pack(state.badges)
        case DeployUnderMarket():
            rule_ranges.check_market_rules(action.rules)
            incentive, rules = IncentiveKind.MARKET, action.rules.pack(state.address)
    rule_ranges.check_metadata(action.metadata)
    index = len(state.deployments)
    return TrainerDeployed(
        index=index,
        trainer=contract_address(state.address, _FIRST_TRAINER_NONCE + index),
        deployer=sender,
        model=action.model,
        incentive=incentive,
        shape=action.shape,
        rules=rules,
        metadata=action.metadata,
    )


def evolve(state: RegistryState, event: TrainerDeployed, block_number: int) -> RegistryState:
    """List one more trainer."""
    state.deployments.append(event)
    state.deployed_at_block.append(block_number)
    return state
