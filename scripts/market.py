"""Markets: open one, contribute, find its result, dispute it, claim.

brownie run market open <model> <file> <bounty> --network ganache-cli
brownie run market contribute <market> <file> --network ganache-cli
brownie run market draw|end|reveal|resolve|claim|close <market> --network ganache-cli
brownie run market resolve <market> direct --network ganache-cli
brownie run market challenge --network ganache-cli
brownie run market status|watch <market> --network ganache-cli

A market is its address, or a model (number, address, or the beginning of its name): its latest
market. Each script does what can be done now and says what is waited for; run it again to go on.
What is decided, computed and kept is the same as with `commonweal market`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scripts.chain import ACCOUNT, connected, plainly, senders

from commonweal.actions import Action, Call, ClaimPayouts, Commit, Contribute, OpenMarket
from commonweal.cli.amounts import parse_wei, show_eth
from commonweal.cli.commands.market.status import show
from commonweal.cli.commands.market.watch import follow
from commonweal.cli.console import counted
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession, market_model, open_market
from commonweal.commitment import contract_address, keccak
from commonweal.datasets import RowError, encode_rows, read_rows
from commonweal.encoders.base import Encoder
from commonweal.encoders.text import TextEncoder
from commonweal.errors import ConfigFault, MarketNotEnded, MarketStillOpen, MarketWrongPhase
from commonweal.events import Claimed, Recorded, Withdrawn
from commonweal.runtime import codec
from commonweal.runtime.base import Outcome, Ticket, TrainerInfo
from commonweal.runtime.transports.base import Message, Reverted
from commonweal.services.challenger import Challenger
from commonweal.services.contributor import batches
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_contributor import (
    CLAIMS_PER_CALL,
    PAYING,
    claims_of,
    most_loss_wei,
    own_contributions,
    reveal_steps,
)
from commonweal.services.market_moves import (
    Step,
    Wait,
    closing_steps,
    collect_steps,
    ending_steps,
)
from commonweal.services.market_responder import Responder
from commonweal.services.market_results import play
from commonweal.services.market_trace import unwatched
from commonweal.services.proposer import Proposer
from commonweal.services.sponsor import (
    OwnTestSet,
    draw_steps,
    own_test_set_path,
    prepared,
    split_into_parts,
    sponsor_steps,
    with_amounts,
)
from commonweal.twin.market import terms as rules
from commonweal.twin.market.test_set import MOST_BYTES
from commonweal.types import MarketPhase, MarketTerms

DIRECT = "direct"
HOW = ("propose", DIRECT)
PARTS = 5
HOUR_S = 3_600
DAY_S = 24 * HOUR_S


@plainly
def main() -> None:
    """Say what there is, where brownie was told no function."""
    raise ConfigFault(
        "The market has the scripts open, draw, contribute, end, reveal, resolve, challenge, "
        "claim, close, status and watch; name one, as in `brownie run market claim <market>`."
    )


@plainly
def open(model: str, file: str, bounty: str) -> None:  # noqa: A001 - brownie calls it by name
    """Open a sealed market with the rows of a file as its test set, on the usual terms."""
    session, sender = connected(), senders()[0]
    info = market_model(session, model)
    split, count = split_into_parts(packed_rows(info, file), PARTS)
    now_s = session.runtime.now_s()
    terms = usual_terms(parse_wei(bounty), count, now_s)
    rules.check(terms, info.rules.least_bounty_wei, now_s)
    markets = ModelMarkets(session.runtime, info)
    markets.sync()
    if markets.latest is not None and not markets.latest.state.is_over(now_s):
        raise MarketStillOpen(markets.latest.state.address)
    number = len(markets.books)
    market = contract_address(info.address, number + 1)
    genesis_hash = session.transport.block(0).hash
    path = own_test_set_path(session.settings.data_folder, genesis_hash, market)
    own = prepared(OwnTestSet.made(session.transport.chain_id, genesis_hash, market, split), path)
    action = OpenMarket(number, terms, own.root, rules.opening_wei(terms))
    sending(sender)(Call(sender.address.lower(), info.address, action)).accepted()
    print(f"Market {number} of {info.metadata.name} is open at {market}.")
    print(f"Keep {path}: without it the bond of {show_eth(terms.sponsor_bond_wei)} is burnt.")


@plainly
def draw(market: str) -> None:
    """Draw the part to show, for a tip; as sponsor, show it."""
    own, sender = opened(market)
    state = own.book.state
    is_sponsor = own.account == state.sponsor
    is_drawn = is_sponsor and state.phase is MarketPhase.REVEALING_DRAWN_PART
    if state.phase is not MarketPhase.DRAWING and not is_drawn:
        raise MarketWrongPhase(MarketPhase.DRAWING, state.phase)
    pursue(own, sender, sponsor(own) if is_sponsor else drawing(own))


@plainly
def contribute(market: str, file: str) -> None:
    """Contribute the rows of a file, sealed where the market asks; rows that are there stay out."""
    own, sender = opened(market)
    state, me = own.book.state, sender.address.lower()
    if state.phase is not MarketPhase.PARTICIPATING:
        raise MarketWrongPhase(MarketPhase.PARTICIPATING, state.phase)
    most_wei = most_loss_wei(state, state.terms.capacity - 1)
    print(f"The most that a contribution can lose is {show_eth(most_wei)}.")
    transport = own.session.transport
    if transport.next_nonce(me) > transport.mined_nonce(me):
        raise ConfigFault(
            f"Transactions of {me} should be mined before more is contributed but one is waiting, "
            "and it may hold a part of this file; run this again when it is mined."
        )
    known = {each.data_hash for each in own_contributions(state, me).values()}
    run, sent_wei, count, there = sending(sender), 0, 0, 0
    for hash_, action in contributions(own, file):
        if hash_ in known:
            there += 1
            continue
        value_wei = own.session.runtime.market_quote_wei(own.market)
        run(Call(me, own.market, action(value_wei))).accepted()
        sent_wei += value_wei
        count += 1
    print(
        f"{counted(count, 'contribution')} sent to {own.market} by {me} under "
        f"{show_eth(sent_wei)}; {there:,} of this file sent before."
    )


@plainly
def end(market: str) -> None:
    """End participation, or the reveal of contributions, when its time has come."""
    own, sender = opened(market)
    phases = (MarketPhase.PARTICIPATING, MarketPhase.REVEALING_CONTRIBUTIONS)
    if own.book.state.phase not in phases:
        raise MarketWrongPhase(MarketPhase.PARTICIPATING, own.book.state.phase)
    pursue(own, sender, lambda book, now_s: ending_steps(book.state, now_s))


@plainly
def reveal(market: str) -> None:
    """Reveal one's contributions; as sponsor the parts of the test set."""
    own, sender = opened(market)
    if own.book.state.phase is not MarketPhase.REVEALING_CONTRIBUTIONS:
        pursue(own, sender, sponsor(own))
        return
    sealed = own.sealed(make=True)
    pursue(
        own,
        sender,
        lambda book, now_s: reveal_steps(book.state, sender.address.lower(), sealed, now_s),
    )


@plainly
def resolve(market: str, how: str = "propose") -> None:
    """Propose the result and defend it, or run its steps on chain (`direct`)."""
    if how not in HOW:
        raise ConfigFault(
            f'A result is found by {" or ".join(HOW)}, found "{how[:40]}"; choose one of them.'
        )
    own, sender = opened(market)
    responder = Responder(own.session.runtime, sender.address.lower(), print, sending(sender))
    proposer = Proposer(responder, own.markets, own.market, direct=how == DIRECT)
    tell(own, responder, proposer.advance())


@plainly
def challenge() -> None:
    """Recompute every proposal of every market once, and make wrong ones lose."""
    session, sender = connected(), senders()[0]
    responder = Responder(session.runtime, sender.address.lower(), print, sending(sender))
    verdicts = Challenger(responder, print).look()
    wrong = sum(not verdict.is_right for verdict in verdicts)
    tell_paid(responder)
    refuted = sum(verdict.refuted for verdict in verdicts)
    print(
        f"{counted(len(verdicts), 'proposal')} recomputed, {wrong} wrong, {refuted} refuted; "
        f"{counted(len(responder.outcomes), 'transaction')} sent."
    )


@plainly
def claim(market: str) -> None:
    """Claim what the sender's contributions are paid, and withdraw its credit."""
    own, sender = opened(market)
    book, me, run = own.book, sender.address.lower(), sending(sender)
    if book.state.phase not in PAYING:
        raise MarketNotEnded(book.state.phase)
    truth = None if book.state.result is None else book.trace()
    claims = claims_of(book.state, me, truth)
    for first in range(0, len(claims), CLAIMS_PER_CALL):
        action = ClaimPayouts(tuple(claims[first : first + CLAIMS_PER_CALL]), me)
        for recorded in run(Call(me, own.market, action)).accepted().events:
            if isinstance(recorded.event, Claimed):
                event = recorded.event
                value_wei = book.state.contributions[event.index].value_wei
                print(
                    f"Contribution {event.index} was paid {show_eth(event.amount_wei)} for the "
                    f"{show_eth(value_wei)} sent with it."
                )
    pursue(own, sender, lambda book, _now_s: collect_steps(book.state, me), done=bool(claims))


@plainly
def close(market: str) -> None:
    """Bring on a market that somebody left; burn what nobody claimed in time."""
    own, sender = opened(market)

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        return closing_steps(book.state, own.account, now_s, own.next_block())

    pursue(own, sender, decide)


@plainly
def status(market: str) -> None:
    """Show where a market stands; once the result can be computed also who would get what."""
    own = open_market(connected(), market)
    show(own, play(own.book, unwatched) if own.book.is_computable else None)


@plainly
def watch(market: str) -> None:
    """Tell everything that happened in a market and then what happens, until it has ended."""
    heard: list[Recorded] = []
    follow(open_market(connected(), market, heard.append), heard)


def opened(market: str) -> tuple[MarketSession, Any]:
    """Find the market, and the account to send from."""
    session, sender = connected(), senders()[0]
    own = open_market(session, market)
    own.account = sender.address.lower()
    return own, sender


def sending(sender: Any) -> Callable[[Call], Outcome]:
    """Give a function that sends a call by brownie and gives what became of it.

    What the contract would refuse is not sent: it would cost gas, and brownie would trace it.
    """
    runtime = connected().runtime

    def run(call: Call) -> Outcome:
        data = codec.action_data(call.action)
        try:
            runtime.transport.call(Message(call.sender, call.to, data, call.value_wei))
        except Reverted as reverted:
            return Outcome((), codec.rejection_of(reverted.data), reverted.block)
        receipt = sender.transfer(call.to, call.value_wei, data="0x" + data.hex(), silent=True)
        return runtime.wait(Ticket(call, bytes.fromhex(receipt.txid.removeprefix("0x"))))

    return run


def pursue(
    own: MarketSession,
    sender: Any,
    decide: Callable[[MarketBook, int], list[Step]],
    done: bool = False,
) -> None:
    """Do what can be done now; tell how the market stands."""
    me = sender.address.lower()
    responder = Responder(own.session.runtime, me, print, sending(sender))
    tell(own, responder, responder.pursue(own.markets, own.market, decide), done=done)


def tell(
    own: MarketSession, responder: Responder, waits: list[Wait], *, done: bool = False
) -> None:
    """Say what was paid out, what is waited for, and where the market stands."""
    tell_paid(responder)
    now_s = own.now_s()
    for wait in waits:
        again = ""
        if wait.until_s is not None:
            again = f"; run this again at {show_moment(wait.until_s, now_s)}"
        print(f"Waiting: {wait.why}{again}.")
    if not (done or waits or responder.outcomes):
        print(f"There is nothing for {own.account} to do now.")
    print(f"The market is in {own.sync().state.phase.label}.")


def tell_paid(responder: Responder) -> None:
    """Say what credit was paid out."""
    for outcome in responder.outcomes:
        for recorded in outcome.events:
            if isinstance(recorded.event, Withdrawn):
                event = recorded.event
                print(f"{show_eth(event.amount_wei)} were paid to {event.recipient}.")


def drawing(own: MarketSession) -> Callable[[MarketBook, int], list[Step]]:
    """Give what anybody may do for the part to be shown."""
    return lambda book, now_s: draw_steps(book.state, now_s, own.next_block())


def sponsor(own: MarketSession) -> Callable[[MarketBook, int], list[Step]]:
    """Give what a sponsor does.

    Raises
    ------
    ConfigFault
        The account is not the sponsor's, or its test set is not here.
    """
    state = own.book.state
    if own.account != state.sponsor:
        raise ConfigFault(
            f"Only the sponsor {state.sponsor} reveals in the phase {state.phase.label} but the "
            f"account is {own.account}; wait for another phase, or name another account in "
            f"{ACCOUNT}."
        )
    tests = own.test_set()
    return lambda book, now_s: sponsor_steps(book.state, tests, now_s, own.next_block())


def contributions(own: MarketSession, file: str) -> Iterator[tuple[bytes, Callable[[int], Action]]]:
    """Give each contribution of a file: what the market keeps of it, and the action by value."""
    encoder = encoder_of(own.book.info)
    form = encoder.sample_format
    rows = encode_rows(encoder, rows_of(encoder, file), report)
    sealed = own.sealed(make=True) if own.book.state.terms.is_sealed else None
    for number, batch in enumerate(batches(form, rows, most_bytes=MOST_BYTES)):
        samples = batch.samples
        if sealed is None:
            yield keccak(samples), lambda value_wei, s=samples: Contribute(s, value_wei)
        else:
            commitment = sealed.seal(file, number, samples).commitment
            yield commitment, lambda value_wei, c=commitment: Commit(c, value_wei)


def packed_rows(info: TrainerInfo, file: str) -> list[bytes]:
    """Encode the rows of a file, one by one."""
    encoder = encoder_of(info)
    rows = encode_rows(encoder, rows_of(encoder, file), report)
    return [encoder.sample_format.pack_one(sample) for _, sample in rows]


def rows_of(encoder: Encoder[Any], file: str) -> Iterator[Any]:
    """Read a file."""
    return read_rows(Path(file), text=isinstance(encoder, TextEncoder), on_error=report)


def encoder_of(info: TrainerInfo) -> Encoder[Any]:
    """Load a model's encoder."""
    return connected().encoder(info)


def report(error: RowError) -> None:
    """Say which row is left out."""
    print(error.sentence)


def usual_terms(bounty_wei: int, rows_per_part: int, now_s: int) -> MarketTerms:
    """Give the terms that `commonweal market open` has by default."""
    return with_amounts(
        MarketTerms(
            bounty_wei=bounty_wei,
            sponsor_bond_wei=0,
            proposer_fee_wei=0,
            stake_wei=0,
            most_fee_wei=0,
            gas_price_wei=2 * 10**9,
            rounds=10_000,
            capacity=64,
            least_contributions=1,
            part_count=PARTS,
            rows_per_part=rows_per_part,
            is_sealed=True,
            earliest_end_s=now_s + DAY_S,
            latest_end_s=now_s + 7 * DAY_S,
            move_s=HOUR_S,
            reveal_s=DAY_S,
            test_reveal_s=DAY_S,
            window_s=DAY_S,
            resolve_s=7 * DAY_S,
            claim_s=90 * DAY_S,
        )
    )
