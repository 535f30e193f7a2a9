"""`commonweal market reveal --wait` goes on until all is revealed, whatever comes between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonweal.actions import Call, Draw
from commonweal.cli.commands.market.open import _BLOCKS_TO_DRAW
from commonweal.cli.market_session import MarketSession
from commonweal.cli.market_waiting import all_reveals, pursue_to_the_end
from commonweal.cli.session import Session
from commonweal.errors import ReorgFault, RpcFault
from commonweal.runtime.base import Outcome
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.market_book import ModelMarkets
from commonweal.services.sealed import SealedStore
from commonweal.settings import Settings
from commonweal.twin.market.test_set import draw_from_block
from commonweal.types import MarketPhase
from market_stage import WAIT_S, MarketStage

PEOPLE = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA8))
SPONSOR, CONTRIBUTOR, OTHER = 1, 2, 6


class Peopled(InProcessTransport):
    """A chain that names those who have ETH, as nodes do."""

    def accounts(self) -> tuple[str, ...]:
        return PEOPLE


@pytest.fixture
def stage(tmp_path: Path) -> MarketStage:
    transport = Peopled(dict.fromkeys(PEOPLE, 10**20))
    registry = deploy(transport, PEOPLE[0]).registry
    made = MarketStage(transport, registry, tmp_path)  # type: ignore[arg-type]
    made.deploy("Table")
    made.open()
    return made


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Let something happen whenever the command waits."""
    happens: list[Callable[[], None]] = []
    count = 0

    def pause(_: float) -> None:
        nonlocal count
        count += 1
        assert count < 40, "it waits for ever"
        happens[0]()

    monkeypatch.setattr(time, "sleep", pause)
    yield happens.append
    assert count


def session_of(stage: MarketStage, who: int) -> MarketSession:
    session = Session(Settings(data_folder=stage.folder), who)
    session.__dict__.update(transport=stage.transport, runtime=stage.runtime)
    own = MarketSession(session, ModelMarkets(stage.runtime, stage.model), stage.market)
    own.sync()
    return own


def sealed_of(own: MarketSession) -> SealedStore:
    found = own.sealed()
    assert found is not None
    return found


def play_the_others(stage: MarketStage) -> None:
    """Let blocks and time go by; a contributor does its part."""
    state = stage.book.state
    match state.phase:
        case MarketPhase.DRAWING:
            stage.runtime.advance_blocks(1)
        case MarketPhase.PARTICIPATING if not state.contributions:
            stage.contribute(CONTRIBUTOR)
        case MarketPhase.PARTICIPATING:
            stage.runtime.advance_time(WAIT_S // 2)
        case MarketPhase.REVEALING_CONTRIBUTIONS if not state.revealed_count:
            own = session_of(stage, CONTRIBUTOR)
            with sealed_of(own) as sealed:
                own.responder.pursue(own.markets, own.market, all_reveals(own, None, sealed))
        case _:
            raise AssertionError(state.phase)


def test_a_sponsor_shows_ends_and_reveals_without_being_asked(
    stage: MarketStage,
    pauses: Callable[[Callable[[], None]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = session_of(stage, SPONSOR)
    pauses(lambda: play_the_others(stage))
    waits = pursue_to_the_end(own, all_reveals(own, own.test_set(), None), 0.1)
    assert waits == []
    assert stage.book.state.phase is MarketPhase.RESOLVING
    told = capsys.readouterr().err
    assert told.count("Waiting: participation goes on until") == 2
    assert "Draw: " in told
    assert "EndParticipation: " in told


def test_a_node_that_is_away_and_a_chain_that_moves_are_waited_out(
    stage: MarketStage,
    pauses: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = session_of(stage, SPONSOR)
    faults = [RpcFault("The node is away."), RpcFault("The node is away."), ReorgFault("It moved.")]
    real = own.markets.sync

    def sync(*given: object) -> None:
        if faults and was_drawn(stage):
            raise faults.pop()
        real()

    monkeypatch.setattr(own.markets, "sync", sync)
    pauses(lambda: None if was_drawn(stage) else play_the_others(stage))
    pursue_to_the_end(own, all_reveals(own, own.test_set(), None), 0.1)
    assert not faults
    assert stage.book.state.phase is MarketPhase.RESOLVING
    assert capsys.readouterr().err.count("The node is away. Trying again.") == 1


def test_whoever_is_quicker_does_not_end_it(
    stage: MarketStage, pauses: Callable[[Callable[[], None]], None]
) -> None:
    """Somebody draws between the decision and the draw, which is refused."""
    own = session_of(stage, SPONSOR)
    real = own.responder.runtime.run

    def run(call: Call) -> Outcome:
        if isinstance(call.action, Draw):
            stage.run(OTHER, stage.market, Draw())
        return real(call)

    own.responder._run = run
    pauses(lambda: None if was_drawn(stage) else play_the_others(stage))
    pursue_to_the_end(own, all_reveals(own, own.test_set(), None), 0.1)
    assert stage.book.state.phase is MarketPhase.RESOLVING


def was_drawn(stage: MarketStage) -> bool:
    return stage.book.state.phase is MarketPhase.REVEALING_DRAWN_PART


def test_a_contributor_reveals_when_participation_has_ended(
    stage: MarketStage, pauses: Callable[[Callable[[], None]], None]
) -> None:
    stage.show_drawn()
    stage.contribute(CONTRIBUTOR)
    own = session_of(stage, CONTRIBUTOR)
    pauses(lambda: stage.runtime.advance_time(WAIT_S // 2))
    with sealed_of(own) as sealed:
        assert pursue_to_the_end(own, all_reveals(own, None, sealed), 0.1) == []
    assert stage.book.state.revealed_count == 1


def test_it_ends_where_it_is_too_late(
    stage: MarketStage, pauses: Callable[[Callable[[], None]], None]
) -> None:
    own = session_of(stage, SPONSOR)

    def late() -> None:
        stage.runtime.advance_blocks(3)
        stage.run(OTHER, stage.market, Draw())
        stage.runtime.advance_time(WAIT_S + 1)

    pauses(late)
    (wait,) = pursue_to_the_end(own, all_reveals(own, own.test_set(), None), 0.1)
    assert "too late to show the drawn part" in wait.why


def test_who_stops_it_is_told_how_to_go_on(
    stage: MarketStage,
    pauses: Callable[[Callable[[], None]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = session_of(stage, SPONSOR)

    def stop() -> None:
        raise KeyboardInterrupt

    pauses(stop)
    with pytest.raises(KeyboardInterrupt):
        pursue_to_the_end(own, all_reveals(own, own.test_set(), None), 0.1)
    told = capsys.readouterr().err
    assert "The market is in drawing." in told
    assert f"`commonweal market reveal {stage.market} --account 1 --wait`" in told


def test_a_sponsor_is_told_the_block_from_which_on_can_be_drawn(stage: MarketStage) -> None:
    state = stage.book.state
    assert draw_from_block(state) == state.opened_at_block + _BLOCKS_TO_DRAW


def test_a_market_that_a_reorganisation_took_is_a_fault_that_says_so(stage: MarketStage) -> None:
    own = session_of(stage, SPONSOR)
    own.markets.books.clear()
    with pytest.raises(ReorgFault, match=f"{stage.market} but has replaced the block"):
        _ = own.book
