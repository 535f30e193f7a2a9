"""What happened in a market, in a line for people."""

from __future__ import annotations

from commonweal.cli.amounts import show_eth
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
    MarketOpened,
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
    WeightsAdopted,
    Withdrawn,
)


def told(event: Event) -> str:
    """Say what happened."""
    return _test_and_contributions(event) or _result(event) or _money(event) or _other(event)


def _test_and_contributions(event: Event) -> str:
    match event:
        case MarketOpened():
            terms = event.terms
            kind = "sealed" if terms.is_sealed else "open"
            return (
                f"{event.sponsor} opened a {kind} market with a bounty of "
                f"{show_eth(terms.bounty_wei)} in {terms.rounds:,} rounds"
            )
        case PartDrawn():
            return f"part {event.part} of the test set was drawn to be shown"
        case PartRevealed():
            return f"part {event.part} of the test set was revealed ({len(event.rows):,} bytes)"
        case Contributed():
            return (
                f"{event.contributor} contributed #{event.index} under "
                f"{show_eth(event.deposit_wei)}"
            )
        case Committed():
            return (
                f"{event.contributor} committed to #{event.index} under {show_eth(event.value_wei)}"
            )
        case ContributionRevealed():
            return f"{event.contributor} revealed #{event.index}"
        case ParticipationEnded():
            return f"participation ended with {event.contribution_count:,} contributions"
        case RevealEnded():
            return f"{event.revealed_count:,} contributions are revealed"
        case _:
            return ""


def _result(event: Event) -> str:
    match event:
        case ResultOpened():
            return (
                f"the whole test set is known: the result takes {event.step_count:,} steps, and a "
                f"round pays at most {show_eth(event.unit_wei)}"
            )
        case ResultProposed():
            return (
                f"{event.proposer} proposed a result: {show_eth(event.result.paid_wei)} to "
                f"contributions (proposal {_name(event.id)})"
            )
        case SegmentChallenged():
            return (
                f"{event.challenger} challenged segment {event.segment} of proposal "
                f"{_name(event.id)}"
            )
        case SegmentRevealed():
            return (
                f"the proposer revealed {len(event.inner):,} hashes within segment "
                f"{event.segment} of {_name(event.id)}"
            )
        case ProposalRefuted():
            return f"proposal {_name(event.id)} is refuted at step {event.step:,}: its bond is lost"
        case ChallengeFailed():
            return f"{event.challenger}'s challenge of segment {event.segment} failed"
        case ChallengeReturned():
            return f"{event.challenger} has the bond of a right challenge back"
        case BondReturned():
            return f"proposal {_name(event.id)} has its bond back"
        case StepsRun():
            return f"{event.caller} ran steps on chain, up to step {event.next_step:,}"
        case MarketResolved():
            return (
                f"the market is resolved: {show_eth(event.result.paid_wei)} to contributions, "
                f"{show_eth(event.remainder_wei)} back to the sponsor"
            )
        case WeightsAdopted():
            return "the model took the weights of a result"
        case _:
            return ""


def _money(event: Event) -> str:
    match event:
        case Claimed():
            return f"{event.contributor} was paid {show_eth(event.amount_wei)} for #{event.index}"
        case Credited():
            return f"{event.account} was credited {show_eth(event.amount_wei)}"
        case Withdrawn():
            return f"{event.account} withdrew {show_eth(event.amount_wei)}"
        case Burnt():
            return f"{show_eth(event.amount_wei)} were burnt"
        case ClaimsClosed():
            return "time to claim is over"
        case _:
            return ""


def _other(event: Event) -> str:
    match event:
        case MarketVoided():
            return "the market is void: nobody could contribute"
        case MarketCancelled():
            return "the market is cancelled: there is nothing to train on"
        case SponsorDefaulted():
            return (
                "the sponsor did not reveal the test set; each contribution gets its value and "
                f"{show_eth(event.compensation_wei)}"
            )
        case MarketExpired():
            return "no result was found in time: values return"
        case _:
            return type(event).__name__


def _name(identity: bytes) -> str:
    return f"0x{identity.hex()[:8]}"
