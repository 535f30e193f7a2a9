"""A trainer's state as bytes: what a restart begins from instead of the first event."""

from __future__ import annotations

import json
import zlib
from typing import Any

from commonweal.events import TrainerDeployed
from commonweal.store.payload import plain, revive
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.trainer import TrainerState
from commonweal.types import Account, Demand, Head, OpenStake, Points, Pool


def size(state: TrainerState) -> int:
    """Give how many accounts and open contributions there are to freeze."""
    incentive = state.incentive
    accounts = incentive.accounts if isinstance(incentive, StakeState) else state.points.points
    return len(accounts) + len(incentive.open_contributions)


def freeze(state: TrainerState) -> bytes:
    """Give everything that follows from the trainer's events after its deployment."""
    values: dict[str, Any] = {
        "lanes": state.model.lanes,
        "head": plain(state.head),
        "recorded_wei": state.recorded_wei,
    }
    incentive = state.incentive
    if isinstance(incentive, StakeState):
        values["demand"] = plain(incentive.demand)
        values["pool"] = plain(incentive.pool)
        values["accounts"] = {
            key: (one.shares, one.checkpoint_x32, one.credit_x32)
            for key, one in incentive.accounts.items()
        }
        values["open"] = {
            key.hex(): (one.deposit_wei, one.since_s, one.disagreeing)
            for key, one in incentive.open_contributions.items()
        }
    else:
        own = state.points
        values["points"] = {
            key: (one.as_contributor, one.as_validator) for key, one in own.points.items()
        }
        values["open"] = {key.hex(): value for key, value in own.open_contributions.items()}
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode(), level=1)


def thaw(deployment: TrainerDeployed, data: bytes) -> TrainerState:
    """Give the state that `freeze` was given; the deployment has what never changes."""
    values = json.loads(zlib.decompress(data))
    state = TrainerState.deployed(deployment)
    state.model.lanes = values["lanes"]
    state.head = revive(Head, values["head"])
    state.recorded_wei = values["recorded_wei"]
    incentive = state.incentive
    if isinstance(incentive, StakeState):
        incentive.demand = revive(Demand, values["demand"])
        incentive.pool = revive(Pool, values["pool"])
        incentive.accounts = {key: Account(*value) for key, value in values["accounts"].items()}
        incentive.open_contributions = {
            bytes.fromhex(key): OpenStake(*value) for key, value in values["open"].items()
        }
    else:
        own = state.points
        own.points = {key: Points(*value) for key, value in values["points"].items()}
        own.open_contributions = {
            bytes.fromhex(key): value for key, value in values["open"].items()
        }
    return state
