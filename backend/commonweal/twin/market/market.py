"""The market contract: what would happen, and making it so."""

from __future__ import annotations

from commonweal.actions import (
    Action,
    BurnUnclaimed,
    Challenge,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Commit,
    Contribute,
    DeclareDefault,
    Draw,
    EndParticipation,
    EndReveal,
    Expire,
    Propose,
    Refute,
    Resolve,
    RevealContribution,
    RevealPart,
    RevealSegment,
    RunSteps,
    VoidMarket,
    Withdraw,
)
from commonweal.errors import ActionFault
from commonweal.events import (
    BondReturned,
    Burnt,
    ChallengeFailed,
    ChallengeReturned,
    Claimed,
    ClaimsClosed,
    Committed,
    Contributed,
    ContributionRevealed,
    Credited,
    Event,
    MarketCancelled,
    MarketExpired,
    MarketResolved,
    MarketVoided,
    PartDrawn,
    ParticipationEnded,
    PartRevealed,
    ProposalRefuted,
    ResultOpened,
    ResultProposed,
    RevealEnded,
    SegmentChallenged,
    SegmentRevealed,
    SponsorDefaulted,
    StepsRun,
    Withdrawn,
)
from commonweal.twin.market import (
    claims,
    direct_run,
    dispute,
    money,
    participation,
    settlement,
    test_set,
)
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, Surroundings


def decide(
    state: MarketState, sender: Address, action: Action, now_s: int, chain: Surroundings
) -> tuple[Event, ...]:
    """Decide an action: the market's own events in order, or a rejection.

    `Adopt` is decided by the world, because the model's event is all that comes of it.

    Parameters
    ----------
    state
        Not changed.
    sender, action
        Who asks for what.
    now_s, chain
        Time of the block that holds the call, and what it sees of the chain.

    Raises
    ------
    Rejection
        What the contract would revert with.
    ActionFault
        The market has no such function.
    """
    match action:
        case Draw():
            return test_set.decide_draw(state, sender, chain)
        case VoidMarket():
            return test_set.decide_void(state, sender, now_s, chain)
        case RevealPart():
            return test_set.decide_reveal(state, sender, action, now_s, chain)
        case Contribute():
            return (participation.decide_contribute(state, sender, action, now_s),)
        case Commit():
            return (participation.decide_commit(state, sender, action, now_s),)
        case EndParticipation():
            return participation.decide_end(state, sender, now_s)
        case RevealContribution():
            revealed = participation.decide_reveal(state, sender, action, now_s, chain.chain_id)
            return (revealed,)
        case EndReveal():
            return participation.decide_end_reveal(state, sender, now_s)
        case DeclareDefault():
            return participation.decide_default(state, sender, now_s)
        case RunSteps():
            return direct_run.decide(state, sender, action)
        case ClaimPayouts():
            return claims.decide_claim(state, sender, action, now_s)
        case BurnUnclaimed():
            return claims.decide_burn(state, sender, now_s)
        case Withdraw():
            return (money.decide_withdraw(state, sender, action.recipient),)
        case _:
            return _decide_dispute(state, sender, action, now_s)


def evolve(state: MarketState, event: Event, now_s: int) -> MarketState:
    """Make so what happened; changes the state that is given and returns it.

    Parameters
    ----------
    state
        The caller's own.
    event
        One that this market emitted, next in order.
    now_s
        Time of the event's block.
    """
    match event:
        case Credited():
            money.evolve_credited(state, event)
        case Burnt():
            money.evolve_burnt(state, event)
        case Withdrawn():
            money.evolve_withdrawn(state, event)
        case Contributed():
            participation.evolve_contributed(state, event)
        case Committed():
            participation.evolve_committed(state, event)
        case ContributionRevealed():
            participation.evolve_revealed(state, event)
        case ParticipationEnded():
            participation.evolve_ended(state, now_s)
        case RevealEnded():
            participation.evolve_reveal_ended(state, now_s)
        case PartDrawn():
            test_set.evolve_drawn(state, event, now_s)
        case PartRevealed():
            test_set.evolve_revealed(state, event)
        case ResultOpened():
            test_set.evolve_opened(state, event, now_s)
        case StepsRun():
            direct_run.evolve(state, event)
        case Claimed():
            claims.evolve_claimed(state, event)
        case ClaimsClosed():
            claims.evolve_closed(state)
        case _:
            _evolve_dispute_or_end(state, event, now_s)
    return state


def _decide_dispute(
    state: MarketState, sender: Address, action: Action, now_s: int
) -> tuple[Event, ...]:
    match action:
        case Propose():
            return (dispute.decide_propose(state, sender, action, now_s),)
        case Challenge():
            return (dispute.decide_challenge(state, sender, action, now_s),)
        case RevealSegment():
            return (dispute.decide_reveal(state, sender, action, now_s),)
        case Refute():
            return dispute.decide_refute(state, sender, action, now_s)
        case CloseSilent():
            return dispute.decide_close_silent(state, sender, action, now_s)
        case CloseChallenge():
            return dispute.decide_close_challenge(state, action, now_s)
        case CloseProposal():
            return dispute.decide_close_proposal(state, sender, action, now_s)
        case Resolve():
            return dispute.decide_resolve(state, action, now_s)
        case Expire():
            return dispute.decide_expire(state, sender, now_s)
        case _:
            raise ActionFault(
                f"An action of markets was expected but {type(action).__name__} was sent to "
                f"market {state.address}; send it to the model or the registry."
            )


def _evolve_dispute_or_end(state: MarketState, event: Event, now_s: int) -> None:
    match event:
        case ResultProposed():
            dispute.evolve_proposed(state, event, now_s)
        case SegmentChallenged():
            dispute.evolve_challenged(state, event, now_s)
        case SegmentRevealed():
            dispute.evolve_revealed(state, event)
        case ProposalRefuted():
            dispute.evolve_refuted(state, event)
        case ChallengeReturned() | ChallengeFailed():
            dispute.evolve_challenge_closed(state, event)
        case BondReturned():
            dispute.evolve_closed(state, event.id)
        case MarketResolved():
            if event.id != settlement.DIRECT_RUN:
                dispute.evolve_closed(state, event.id)
            settlement.evolve_resolved(state, event, now_s)
        case MarketVoided():
            settlement.evolve_voided(state, event)
        case MarketCancelled():
            settlement.evolve_cancelled(state)
        case SponsorDefaulted():
            settlement.evolve_defaulted(state, event, now_s)
        case MarketExpired():
            settlement.evolve_expired(state, now_s)
        case _:
            raise ActionFault(
                f"Market {state.address} should have emitted an event of its own but "
                f"{type(event).__name__} is none; pass it to its own contract."
            )
