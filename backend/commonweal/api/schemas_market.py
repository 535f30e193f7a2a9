"""What the API answers about markets; see `schemas` for how."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commonweal.api.schemas import Address, Bytes, Hash, Schema, Seconds, Whole

PhaseName = Literal[
    "Drawing",
    "RevealingDrawnPart",
    "Participating",
    "RevealingContributions",
    "RevealingTest",
    "Resolving",
    "Resolved",
    "Voided",
    "Cancelled",
    "Defaulted",
    "Expired",
]
"""As in Solidity; the last five are ends."""
Fate = Literal["standing", "refuted", "accepted", "returned"]
ChallengeFate = Literal["waiting", "revealed", "failed", "returned"]


class MarketTermsOut(Schema):
    """What a market was opened with; fixed for its life."""

    bounty_wei: Whole
    sponsor_bond_wei: Whole
    proposer_fee_wei: Whole
    stake_wei: Whole
    most_fee_wei: Whole
    gas_price_wei: Whole
    rounds: int
    capacity: int = Field(description="Most contributions.")
    least_contributions: int
    part_count: int
    rows_per_part: int
    is_sealed: bool = Field(description="Whether data are committed first and revealed later.")
    earliest_end_s: Seconds
    latest_end_s: Seconds
    move_s: int
    reveal_s: int
    test_reveal_s: int
    window_s: int
    resolve_s: int
    claim_s: int


class MarketBondsOut(Schema):
    """What proposals and challenges put at stake."""

    proposal_wei: Whole
    challenge_wei: Whole


class MarketTraceOut(Schema):
    """The row of steps that a result takes."""

    first_hash: Hash
    step_count: int
    segment_steps: int = Field(description="Steps of each segment but perhaps the last.")
    segment_count: int
    unit_wei: Whole = Field(description="The most that a contribution gains or loses in a round.")
    next_step: int = Field(description="Where the direct run is.")
    state_hash: Hash = Field(description="Hash of the state before that step.")


class MarketResultOut(Schema):
    """A result as the contract knows it."""

    payouts_root: Hash
    weights_hash: Hash
    paid_wei: Whole = Field(description="Sum of what contributions are left.")


class MarketEndOut(Schema):
    """How a market ended."""

    result: MarketResultOut | None = Field(description="Nothing where values return.")
    proposal: Hash | None = Field(description="The accepted proposal; nothing: a direct run.")
    bonus_wei: Whole = Field(
        description="For each revealed contribution beside what it is left, or its value."
    )
    owed_wei: Whole = Field(description="Not claimed yet.")
    is_adopted: bool = Field(description="Whether the model has the weights.")


class MarketOut(Schema):
    """A market: where it stands, and its money."""

    address: Address
    model: Address
    number: int = Field(description="Number among the model's markets, from 0.")
    sponsor: Address
    opened_at_block: int
    terms: MarketTermsOut
    test_root: Hash
    weights_hash: Hash = Field(description="Hash of the weights that it starts from.")
    phase: PhaseName
    is_ended: bool
    deadline_s: Seconds | None = Field(
        description="Until when the phase's own move is due; of an end, until when one may claim."
    )
    contribution_count: int
    revealed_count: int
    missed_draws: int
    drawn_part: int | None
    revealed_parts: tuple[int, ...]
    scored_rows: int
    fees_wei: Whole
    bond_left_wei: Whole = Field(description="What is left of the sponsor's bond.")
    recorded_wei: Whole = Field(description="ETH that the market holds by its events.")
    quote_wei: Whole | None = Field(
        description="Least value of the next contribution, all of which it can lose."
    )
    bonds: MarketBondsOut
    proposal_count: int
    standing: int = Field(description="Proposals neither refuted nor closed.")
    trace: MarketTraceOut | None = Field(description="Nothing before the test set is known.")
    end: MarketEndOut | None


class MarketContributionOut(Schema):
    """A contribution to a market."""

    index: int
    contributor: Address
    value_wei: Whole
    fee_wei: Whole = Field(description="What the value is above the stake; it joined the pot.")
    data_hash: Hash = Field(description="Of the samples; the commitment as long as it is sealed.")
    record: Hash
    is_revealed: bool
    is_claimed: bool
    sample_count: int | None = Field(description="Nothing as long as it is sealed.")
    samples: Bytes | None


class StandingOut(Schema):
    """What a contribution is left by the rounds."""

    index: int
    contributor: Address
    is_revealed: bool
    value_wei: Whole
    errors: int = Field(description="Scored rows on which the model errs after it.")
    balance_wei: Whole = Field(description="What the rounds leave of the stake, or make of it.")
    amount_wei: Whole = Field(description="What it is paid, bonus included.")
    gain_wei: Whole = Field(description="What it is paid less its value.")
    out_after: int | None = Field(description="Rounds after which it dropped out; nothing: never.")


class ContributorOut(Schema):
    """All contributions of one account together."""

    contributor: Address
    contribution_count: int
    value_wei: Whole
    amount_wei: Whole
    gain_wei: Whole


class RecomputedOut(MarketResultOut):
    """A market's result, computed by this server from the chain's events.

    Provisional as long as the market has accepted none. If values return (Expired), the balances
    are what would have been paid, the amounts what is.
    """

    market: Address
    is_provisional: bool
    is_accepted: bool | None = Field(
        description="Whether the market accepted this result; nothing: it accepted none."
    )
    weights: Bytes = Field(description="Packed weights of the result, as `adopt` takes them.")
    step_count: int
    scored_rows: int
    errors: tuple[int, ...] = Field(
        description="Scored rows on which the model errs: at the start, after each contribution."
    )
    balances_wei: tuple[Whole, ...] = Field(description="What the rounds leave each contribution.")
    rounds_played: int
    unit_wei: Whole
    adopted_index: int | None = Field(
        description="The model adopts the weights after this contribution; nothing: it keeps its."
    )
    remainder_wei: Whole = Field(description="What is left of the pot; the sponsor's.")
    standings: tuple[StandingOut, ...]
    contributors: tuple[ContributorOut, ...] = Field(description="Those who gain most first.")


class WrongOut(Schema):
    """Where a proposal first leaves the result that this server computed."""

    segment: int = Field(description="Begins with the right hash, ends with a wrong one.")
    step: int | None = Field(description="Nothing as long as the segment is hidden.")


class ChallengeOut(Schema):
    """A challenge of a segment, step by step."""

    segment: int
    challenger: Address
    challenged_at_s: Seconds
    reveal_until_s: Seconds
    revealed_at_s: Seconds | None
    inner: tuple[Hash, ...] = Field(description="Hashes within the segment once revealed.")
    closed_at_s: Seconds | None
    state: ChallengeFate = Field(
        description="failed: the challenger lost its bond; returned: it has it back."
    )


class RefutationOut(Schema):
    """How a proposal lost its bond."""

    caller: Address
    at_s: Seconds
    transaction_hash: Hash
    step: int | None = Field(description="The wrong step; nothing: silence, or a direct run.")


class ProposalOut(Schema):
    """A proposal and what became of it."""

    id: Hash
    proposer: Address
    proposed_at_s: Seconds
    transaction_hash: Hash
    result: MarketResultOut
    cuts: tuple[Hash, ...]
    cuts_root: Hash
    state: Fate = Field(description="returned: it got its bond back without being accepted.")
    challenge_until_s: Seconds
    refute_until_s: Seconds
    stands_until_s: Seconds = Field(description="Accepted after that, if it is not refuted.")
    waiting: int = Field(description="Challenged segments not revealed yet.")
    is_right: bool | None = Field(
        description="Whether it is the result that this server computed; nothing: not computed yet."
    )
    first_wrong: WrongOut | None
    refutation: RefutationOut | None
    challenges: tuple[ChallengeOut, ...]


class MoveOut(Schema):
    """A transaction to the market that helps its result along, ready to be signed."""

    function: str = Field(description="Of the contract.", examples=["challenge"])
    why: str = Field(description="For people.")
    value_wei: Whole = Field(description="To be sent along: a bond, or nothing.")
    data: Bytes = Field(description="Calldata, with all proofs and inputs.")
    proposal: Hash | None = Field(description="Which proposal it is about, if any.")


class WaitOut(Schema):
    """What comes later."""

    why: str = Field(description="For people.")
    until_s: Seconds | None = Field(description="When to look again, if that is known.")


class MovesOut(Schema):
    """What an account can do about a market's result, by the result that this server computed."""

    market: Address
    account: Address
    at_s: Seconds = Field(description="The time that was judged by.")
    moves: tuple[MoveOut, ...] = Field(description="In the order in which they should be sent.")
    waits: tuple[WaitOut, ...]


class ClaimOut(Schema):
    """One claim, ready to be sent."""

    index: int
    data_hash: Hash
    value_wei: Whole
    balance_wei: Whole
    proof: tuple[Hash, ...]
    amount_wei: Whole = Field(description="What it pays, bonus included.")


class ClaimsOut(Schema):
    """What an account can claim from a market now."""

    market: Address
    account: Address
    until_s: Seconds
    amount_wei: Whole = Field(description="All claims together.")
    claimed: tuple[int, ...] = Field(description="Contributions that were paid already.")
    claims: tuple[ClaimOut, ...]
