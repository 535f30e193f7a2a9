"""From states and rows to what the API answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal

from pydantic.alias_generators import to_camel

from commonweal.api import schemas
from commonweal.events import TrainerDeployed
from commonweal.runtime.base import TrainerInfo
from commonweal.store import (
    Closing,
    ContributionFilter,
    ContributionState,
    Index,
    StoredContribution,
    StoredEvent,
    Verdict,
)
from commonweal.twin.badges import MILESTONES
from commonweal.twin.incentives import shares, verdict
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.incentives.points import PointsState
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState
from commonweal.types import (
    Address,
    IncentiveKind,
    ModelKind,
    OpenStake,
    Points,
    PointsRules,
    StakeRules,
)

_MODELS: dict[ModelKind, Literal["SparsePerceptron", "DensePerceptron"]] = {
    ModelKind.SPARSE_PERCEPTRON: "SparsePerceptron",
    ModelKind.DENSE_PERCEPTRON: "DensePerceptron",
}
_INCENTIVES: dict[IncentiveKind, Literal["Stake", "Points", "Market"]] = {
    IncentiveKind.STAKE: "Stake",
    IncentiveKind.POINTS: "Points",
    IncentiveKind.MARKET: "Market",
}
_BIG_FIELDS = frozenset({"disagreeing", "token_id"})
_BIG_SUFFIXES = ("_wei", "_x32")


def hexed(data: bytes) -> str:
    """Give bytes as the API writes them."""
    return "0x" + data.hex()


def models(world: WorldState, now_s: int) -> tuple[schemas.ModelOut, ...]:
    """Give all models in order."""
    registry = world.registry
    return tuple(
        model(world.trainers[event.trainer], event, block, now_s)
        for event, block in zip(registry.deployments, registry.deployed_at_block, strict=True)
    )


def model_at(world: WorldState, address: Address, now_s: int) -> schemas.ModelOut:
    """Give the model at an address; raises `ActionFault` where there is none."""
    state = world.trainer(address)
    index = state.registry_index
    registry = world.registry
    return model(state, registry.deployments[index], registry.deployed_at_block[index], now_s)


def info(world: WorldState, address: Address) -> TrainerInfo:
    """Give what never changes of a model; raises `ActionFault` where there is none."""
    index = world.trainer(address).registry_index
    registry = world.registry
    return TrainerInfo.of(registry.deployments[index], registry.deployed_at_block[index])


def model(
    state: TrainerState, event: TrainerDeployed, deployed_at_block: int, now_s: int
) -> schemas.ModelOut:
    """Give a model; prices are of the time `now_s`."""
    known = TrainerInfo.of(event, deployed_at_block)
    metadata, shape, head = known.metadata, known.shape, state.head
    incentive = state.incentive
    stake = points = market = None
    if isinstance(incentive, StakeState):
        stake = _stake(incentive, now_s)
    elif isinstance(incentive, PointsState):
        points = schemas.PointsOut(
            rules=_points_rules(incentive.rules), account_count=len(incentive.points)
        )
    else:
        market = schemas.MarketsOut(
            rules=schemas.MarketRulesOut(least_bounty_wei=str(incentive.rules.least_bounty_wei)),
            market_count=len(incentive.markets),
            latest=incentive.markets[-1] if incentive.markets else None,
        )
    return schemas.ModelOut(
        address=known.address,
        index=known.index,
        name=metadata.name,
        description=metadata.description,
        label_names=metadata.label_names,
        data_licence=metadata.data_licence,
        encoder_hash=hexed(metadata.encoder_hash),
        model=_MODELS[known.model],
        incentive=_INCENTIVES[known.incentive],
        shape=schemas.ShapeOut(
            feature_count=shape.feature_count,
            lane_bits=shape.lane_bits,
            fraction_bits=shape.fraction_bits,
        ),
        deployer=known.deployer,
        deployed_at_block=known.deployed_at_block,
        upload_open=head.upload_open,
        contribution_count=head.contribution_count,
        sample_count=head.sample_count,
        open_contribution_count=len(incentive.open_contributions),
        running_hash=hexed(head.running_hash),
        recorded_wei=str(state.recorded_wei),
        stake=stake,
        points=points,
        market=market,
    )


def contribution(stored: StoredContribution, world: WorldState) -> schemas.ContributionOut:
    """Give a contribution, with what is due while it is open."""
    return schemas.ContributionOut(**contribution_fields(stored, world))


def contribution_fields(stored: StoredContribution, world: WorldState) -> dict[str, Any]:
    """Give the fields of a contribution's answer."""
    return {
        "model": stored.trainer,
        "index": stored.index,
        "key": hexed(stored.key),
        "contributor": stored.contributor,
        "deposit_wei": str(stored.deposit_wei),
        "sample_count": stored.sample_count,
        "byte_count": stored.byte_count,
        "event": stored.sequence,
        "block_number": stored.block_number,
        "at_s": stored.at_s,
        "transaction_hash": hexed(stored.transaction_hash),
        "state": stored.state.value,
        "due": None if stored.closing else _due(stored, world.trainers.get(stored.trainer)),
        "verdict": stored.verdict and _verdict(stored.verdict),
        "closing": stored.closing and _closing(stored.closing),
    }


def credits_of(state: TrainerState, account: Address) -> schemas.CreditOut:
    """Give an account's shares and credit with a model under stakes."""
    stake = state.stake
    stored = stake.account_of(account)
    credit_x32 = shares.accrued_x32(stored, stake.pool.per_share_x32)
    return schemas.CreditOut(
        model=state.address,
        account=account,
        shares=stored.shares,
        credit_wei=str(credit_x32 >> shares.FRACTION_BITS),
        credit_x32=str(credit_x32),
    )


def points_of(state: TrainerState, account: Address) -> schemas.PointsOfOut:
    """Give an account's points with a model under points."""
    points: Points = state.points.points_of(account)
    return schemas.PointsOfOut(
        model=state.address,
        account=account,
        as_contributor=points.as_contributor,
        as_validator=points.as_validator,
        total=points.total,
    )


def badges(
    world: WorldState, holder: Address | None = None, index: int | None = None
) -> Iterator[schemas.BadgeOut]:
    """Give badges, of all or of one holder, of all models or of the one with this number."""
    for token_id, owner in world.badges.owners.items():
        registry_index, level = token_id >> 168, token_id >> 160 & 0xFF
        if holder in (None, owner) and index in (None, registry_index):
            deployments = world.registry.deployments
            known = registry_index < len(deployments)
            yield schemas.BadgeOut(
                token_id=str(token_id),
                holder=owner,
                model=deployments[registry_index].trainer if known else None,
                level=level,
                milestone=MILESTONES[level],
            )


def account(world: WorldState, index: Index, address: Address) -> schemas.AccountOut:
    """Give all that an account has."""
    under_stake, under_points = [], []
    for state in world.trainers.values():
        if isinstance(state.incentive, StakeState):
            if address in state.incentive.accounts:
                under_stake.append(credits_of(state, address))
        elif isinstance(state.incentive, PointsState) and address in state.incentive.points:
            under_points.append(points_of(state, address))
    mine = ContributionFilter(contributor=address)
    mine_open = ContributionFilter(
        contributor=address, states=(ContributionState.OPEN, ContributionState.DISPUTED)
    )
    return schemas.AccountOut(
        address=address,
        contribution_count=index.count_contributions(mine),
        open_contribution_count=index.count_contributions(mine_open),
        credit_wei=str(sum(int(credit.credit_wei) for credit in under_stake)),
        credits=tuple(under_stake),
        market_credits=tuple(_market_credits(world, address)),
        points=tuple(under_points),
        badges=tuple(badges(world, address)),
    )


def _market_credits(world: WorldState, address: Address) -> Iterator[schemas.MarketCreditOut]:
    for state in world.markets.values():
        if credit_wei := state.credit_wei(address):
            yield schemas.MarketCreditOut(
                market=state.address, account=address, credit_wei=str(credit_wei)
            )


def event(stored: StoredEvent) -> schemas.EventOut:
    """Give an event."""
    recorded = stored.recorded
    return schemas.EventOut(
        sequence=stored.sequence,
        name=type(recorded.event).__name__,
        emitter=recorded.emitter,
        block_number=recorded.block_number,
        block_hash=hexed(recorded.block_hash),
        at_s=recorded.timestamp_s,
        transaction_hash=hexed(recorded.transaction_hash),
        log_index=recorded.log_index,
        fields=_json_fields(recorded.event),
    )


def _json_fields(value: Any) -> dict[str, Any]:
    return {
        to_camel(field.name.rstrip("_")): _json(field.name, getattr(value, field.name))
        for field in fields(value)
    }


def _json(name: str, value: Any) -> Any:
    if isinstance(value, ModelKind):
        return _MODELS[value]
    if isinstance(value, IncentiveKind):
        return _INCENTIVES[value]
    if isinstance(value, bytes):
        return hexed(value)
    if isinstance(value, tuple):
        return [_json(name, item) for item in value]
    if is_dataclass(value):
        return _json_fields(value)
    if name in _BIG_FIELDS or name.endswith(_BIG_SUFFIXES):
        return str(value)
    return value


def _stake(state: StakeState, now_s: int) -> schemas.StakeOut:
    demand = state.demand
    return schemas.StakeOut(
        rules=_stake_rules(state.rules),
        deposits_wei=str(demand.deposits_wei),
        total_shares=demand.total_shares,
        account_count=len(state.accounts),
        price_wei=str(state.quote_wei(1, max(now_s, demand.price_time_s))),
        price_time_s=demand.price_time_s,
        backlog_s=demand.backlog_s,
        added_samples=demand.added_samples,
        per_share_x32=str(state.pool.per_share_x32),
        carry_x32=str(state.pool.carry_x32),
    )


def _stake_rules(rules: StakeRules) -> schemas.StakeRulesOut:
    return schemas.StakeRulesOut(
        floor_price_wei=str(rules.floor_price_wei),
        seconds_per_sample=rules.seconds_per_sample,
        refund_wait_s=rules.refund_wait_s,
        take_wait_s=rules.take_wait_s,
        verdict_gap_s=rules.verdict_gap_s,
        deposit_cap_wei=str(rules.deposit_cap_wei),
    )


def _points_rules(rules: PointsRules) -> schemas.PointsRulesOut:
    return schemas.PointsRulesOut(validate_wait_s=rules.validate_wait_s)


def _due(stored: StoredContribution, state: TrainerState | None) -> schemas.DueOut | None:
    if state is None or isinstance(state.incentive, MarketsState):
        return None
    if isinstance(state.incentive, PointsState):
        from_s = stored.at_s + state.incentive.rules.validate_wait_s
        return schemas.DueOut(contributor_from_s=None, others_from_s=from_s)
    rules, found = state.incentive.rules, stored.verdict
    record = OpenStake(
        stored.deposit_wei,
        found.at_s if found else stored.at_s,
        found.disagreeing if found else 0,
    )
    return schemas.DueOut(
        contributor_from_s=verdict.settle_from_s(record, True, rules),
        others_from_s=verdict.settle_from_s(record, False, rules),
    )


def _verdict(found: Verdict) -> schemas.VerdictOut:
    return schemas.VerdictOut(
        caller=found.caller,
        at_s=found.at_s,
        block_number=found.block_number,
        disagreeing=str(found.disagreeing),
    )


def _closing(found: Closing) -> schemas.ClosingOut:
    return schemas.ClosingOut(
        caller=found.caller,
        at_s=found.at_s,
        block_number=found.block_number,
        transaction_hash=hexed(found.transaction_hash),
        shares_earned=found.shares_earned,
        returned_wei=str(found.returned_wei),
        forfeited_wei=str(found.forfeited_wei),
        caller_wei=str(found.caller_wei),
        contributor_points=found.contributor_points,
        validator_points=found.validator_points,
    )
