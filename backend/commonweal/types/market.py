"""The values of a market, named and ordered as in Solidity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from commonweal.types.trainer import Address


@dataclass(frozen=True, slots=True)
class MarketTerms:
    """What a market is opened with; fixed for its life.

    Attributes
    ----------
    bounty_wei : int
        Paid in rounds for what contributions improve, at least 1 a round.
    sponsor_bond_wei : int
        Burnt, but for small fees, if the sponsor does not reveal what it committed to.
    proposer_fee_wei : int
        Paid to the proposer of the accepted result; back to the sponsor if there is none.
    stake_wei : int
        Stake of a contribution: at least the unit that one round can take.
    most_fee_wei : int
        Fee of contribution i is floor(most_fee_wei x i / capacity); fees join the bounty.
    gas_price_wei : int
        Price at which bonds, tips and callers' fees are reckoned from fixed amounts of gas.
    rounds : int
        Rounds in which the pot is played.
    capacity : int
        Most contributions, 1..1,024.
    least_contributions : int
        Participation may end from `earliest_end_s` on once there are so many.
    part_count : int
        Parts of the test set, 2..44; one of them is drawn, shown and never scored.
    rows_per_part : int
        Rows of each part, 1..1,000.
    is_sealed : bool
        Whether contributions are committed first and revealed when participation has
        ended.
    earliest_end_s : int
        Time from which participation may end.
    latest_end_s : int
        Time from which participation ends whatever there is.
    move_s : int
        Time for one move: of the sponsor to show the drawn part, of each side in a
        dispute.
    reveal_s : int
        Time to reveal sealed contributions; 0 in an open market.
    test_reveal_s : int
        Time for the sponsor to reveal the hidden parts.
    window_s : int
        Time in which a proposal may be challenged.
    resolve_s : int
        Time from the reveal of the last part within which there is a result or stakes
        return.
    claim_s : int
        Time to claim; what was not claimed is burnt.
    """

    bounty_wei: int
    sponsor_bond_wei: int
    proposer_fee_wei: int
    stake_wei: int
    most_fee_wei: int
    gas_price_wei: int
    rounds: int
    capacity: int
    least_contributions: int
    part_count: int
    rows_per_part: int
    is_sealed: bool
    earliest_end_s: int
    latest_end_s: int
    move_s: int
    reveal_s: int
    test_reveal_s: int
    window_s: int
    resolve_s: int
    claim_s: int


@dataclass(frozen=True, slots=True)
class StepState:
    """State between two steps of a result; its hash is keccak256(abi.encode(state)).

    Attributes
    ----------
    weights_hash : bytes
        keccak256 of the model's packed words.
    weights_chain : bytes
        h' = keccak256(h, weights hash) over the models whose errors were counted, from 0.
    errors_chain : bytes
        h' = keccak256(h, errors (uint256)) over their errors, from 0.
    balances_hash : bytes
        keccak256 of the contributions' balances, 16 bytes each, in order.
    errors : int
        Errors of the present weights on the parts evaluated so far.
    rounds_left : int
        Rounds not yet played.
    """

    weights_hash: bytes
    weights_chain: bytes
    errors_chain: bytes
    balances_hash: bytes
    errors: int
    rounds_left: int


@dataclass(frozen=True, slots=True)
class MarketResult:
    """What the last step leaves.

    Its hash, keccak256(abi.encode(result)), is the last of a trace.

    Attributes
    ----------
    payouts_root : bytes
        Merkle root over keccak256(abi.encodePacked(uint16 index, uint128 balance_wei)).
    weights_hash : bytes
        Weights that the model adopts; those of the start if none err less.
    paid_wei : int
        Sum of the balances.
    """

    payouts_root: bytes
    weights_hash: bytes
    paid_wei: int


@dataclass(frozen=True, slots=True)
class StepInput:
    """What the contract needs to recompute one step.

    Fields that a step does not read stay empty.

    Attributes
    ----------
    state : StepState
        State before the step.
    weights : bytes
        Packed words: to train and to evaluate.
    data : bytes
        Samples of the contribution, or rows of the part.
    contributor : Address
        Contributor of the contribution: to train.
    value_wei : int
        Value sent with it: to train.
    balances : bytes
        Balances, 16 bytes each: rounds and the last step.
    errors : bytes
        Errors of the start and after each contribution, 2 bytes each: rounds and the last
        step.
    weights_hashes : bytes
        Hashes of the start's weights and of those after each contribution: the last step.
    """

    state: StepState
    weights: bytes
    data: bytes
    contributor: Address
    value_wei: int
    balances: bytes
    errors: bytes
    weights_hashes: bytes


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What never changes while a result is found.

    Attributes
    ----------
    contribution_count : int
        Contributions, those not revealed included.
    scored_parts : int
        Parts whose rows are scored.
    scored_rows : int
        Rows of all of them.
    unit_wei : int
        Most that a contribution can gain or lose in a round.
    """

    contribution_count: int
    scored_parts: int
    scored_rows: int
    unit_wei: int


class MarketPhase(IntEnum):
    """Where a market stands; numbered as in Solidity.

    The last five are ends. Stakes come back in all of them but where a contribution was paid by
    the result or not revealed.
    """

    DRAWING = 0
    REVEALING_DRAWN_PART = 1
    PARTICIPATING = 2
    REVEALING_CONTRIBUTIONS = 3
    REVEALING_TEST = 4
    RESOLVING = 5
    RESOLVED = 6
    VOIDED = 7
    CANCELLED = 8
    DEFAULTED = 9
    EXPIRED = 10

    @property
    def label(self) -> str:
        """Name for people."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed result as its proposer posted it.

    Its id is keccak256(abi.encode(proposal)).

    Attributes
    ----------
    cuts_root : bytes
        Merkle root over keccak256(abi.encode(first hash, last hash)) + segment + 1.
    """

    proposer: Address
    cuts_root: bytes
    result: MarketResult


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of a proposal's trace, proved.

    Attributes
    ----------
    index : int
        Number of the segment, from 0.
    first : bytes
        Hash before its first step.
    last : bytes
        Hash after its last step.
    proof : tuple[bytes, ...]
        Merkle proof of the segment against the proposal's `cuts_root`.
    """

    index: int
    first: bytes
    last: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What opens a contribution's record, and what it is paid.

    Attributes
    ----------
    index : int
        Number of the contribution.
    data_hash : bytes
        keccak256 of its samples, also of a sealed one that was revealed.
    value_wei : int
        Value sent with it.
    balance_wei : int
        What the result leaves it; 0 where stakes return.
    proof : tuple[bytes, ...]
        Merkle proof against `payouts_root`; empty where stakes return.
    """

    index: int
    data_hash: bytes
    value_wei: int
    balance_wei: int
    proof: tuple[bytes, ...]
