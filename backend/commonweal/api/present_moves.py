"""From what an actor of a market would do now to what the API answers."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.actions import Call
from commonweal.api import schemas_market as schemas
from commonweal.api.present import hexed
from commonweal.runtime import codec
from commonweal.services.market_moves import (
    Move,
    Step,
    Truth,
    Wait,
    challenger_steps,
    proposer_steps,
)
from commonweal.twin.market import encoding
from commonweal.twin.market.state import MarketState
from commonweal.types import Address


def moves(state: MarketState, truth: Truth, account: Address, now_s: int) -> schemas.MovesOut:
    """Give what the account would do as challenger and as proposer."""
    steps: list[Step] = []
    for step in (
        *challenger_steps(state, truth, account, now_s),
        *proposer_steps(state, truth, account, now_s),
    ):
        if step not in steps:
            steps.append(step)
    return schemas.MovesOut(
        market=state.address,
        account=account,
        at_s=now_s,
        moves=tuple(
            _move(Call(account, state.address, step.action), step.why)
            for step in steps
            if isinstance(step, Move)
        ),
        waits=_waits(steps),
    )


def _move(call: Call, why: str) -> schemas.MoveOut:
    named = getattr(call.action, "proposal", None)
    return schemas.MoveOut(
        function=codec.function_name(call.action),
        why=why,
        value_wei=str(call.value_wei),
        data=hexed(codec.action_data(call.action)),
        proposal=None if named is None else hexed(encoding.proposal_id(named)),
    )


def _waits(steps: Sequence[Step]) -> tuple[schemas.WaitOut, ...]:
    return tuple(
        schemas.WaitOut(why=step.why, until_s=step.until_s)
        for step in steps
        if isinstance(step, Wait)
    )
