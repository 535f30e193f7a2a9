"""What `commonweal market status` says is what the API says: same names, same money."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from market_backend import ALICE, BOB, CAROL, MarketBackend, hexed
from rich.console import Console

from commonweal.actions import Expire, Resolve
from commonweal.cli.amounts import show_eth
from commonweal.cli.commands.market.status import _standings
from commonweal.cli.market_json import event_json, market_json
from commonweal.services.market_disputes import DISPUTE_EVENTS
from commonweal.services.market_moves import cuts_of
from commonweal.services.market_results import MarketView, Played
from commonweal.types import MarketPhase

from market_scene import open_terms, sealed_terms  # isort: skip


def played(backend: MarketBackend) -> tuple[MarketView, Played]:
    backend.catch_up()
    view = MarketView.of(backend.index, backend.scene.address)
    return view, backend.results.get(backend.index, view)


def told(backend: MarketBackend, computed: bool = True) -> dict[str, Any]:
    """What the command prints with --json."""
    backend.catch_up()
    view = MarketView.of(backend.index, backend.scene.address)
    found = played(backend)[1] if computed else None
    events = backend.index.events_of(view.state.address, DISPUTE_EVENTS)
    history = [stored.recorded for stored in events]
    answer: dict[str, Any] = json.loads(json.dumps(market_json(view.state, history, found)))
    return answer


def shown(backend: MarketBackend) -> list[list[str]]:
    """The rows of the table that the command prints."""
    view, found = played(backend)
    console = Console(width=200, file=StringIO())
    with console.capture() as capture:
        console.print(_standings(view.state, found))
    lines = map(str.strip, capture.get().splitlines())
    return [re.split(" {2,}", line) for line in lines if line[:1].isdigit()]


def check_against_the_api(backend: MarketBackend) -> list[Any]:
    """Compare all that is told with all that the API answers; give the standings."""
    answer = told(backend)
    result, proposals = answer.pop("result"), answer.pop("proposals")
    assert answer == backend.get("")
    assert proposals == backend.get("/proposals")["items"]
    expected = backend.get("/result")
    del expected["weights"]
    assert result == expected
    for one, row in zip(result["standings"], shown(backend), strict=True):
        paid = show_eth(int(one["amountWei"]))
        difference = show_eth(int(one["gainWei"]), sign=True)
        assert row[-2:] == [paid, difference] if one["isRevealed"] else row[-1] == "not revealed"
    standings: list[Any] = result["standings"]
    return standings


@pytest.fixture
def backend(tmp_path: Path) -> Any:
    """A sealed market whose result can be found; one of three contributions is forfeited."""
    with MarketBackend(tmp_path, sealed_terms()) as made:
        made.scene.to_resolving([ALICE, BOB, CAROL], reveal=[0, 2])
        yield made


def test_provisional_standings_share_what_is_forfeited(backend: MarketBackend) -> None:
    one, lost, other = check_against_the_api(backend)
    bonus_wei = backend.scene.market.terms.stake_wei // 2
    for each in (one, other):
        assert int(each["amountWei"]) == int(each["balanceWei"]) + bonus_wei
    assert (lost["amountWei"], lost["isRevealed"]) == ("0", False)


def test_an_expired_market_pays_values_whatever_the_rounds_left(backend: MarketBackend) -> None:
    scene = backend.scene
    scene.pass_deadline()
    scene.do(ALICE, Expire())
    assert scene.market.phase is MarketPhase.EXPIRED
    one, _, other = check_against_the_api(backend)
    for each in (one, other):
        assert int(each["amountWei"]) == int(each["valueWei"]) + scene.market.bonus_wei
        assert each["amountWei"] != each["balanceWei"]


def test_a_resolved_market_pays_its_result(backend: MarketBackend) -> None:
    scene = backend.scene
    trace = played(backend)[1].trace
    made = scene.propose(BOB, trace.result, cuts_of(trace))
    assert [one["state"] for one in told(backend)["proposals"]] == ["standing"]
    scene.now_s += scene.market.terms.window_s + 1
    scene.do(BOB, Resolve(made))
    assert len(check_against_the_api(backend)) == 3
    (proposal,) = told(backend)["proposals"]
    assert (proposal["state"], proposal["isRight"]) == ("accepted", True)


def test_before_a_draw_no_part_is_drawn(tmp_path: Path) -> None:
    with MarketBackend(tmp_path, open_terms()) as made:
        answer = told(made, computed=False)
        assert (answer["drawnPart"], answer["result"], answer["proposals"]) == (None, None, [])
        made.scene.draw()
        assert told(made, computed=False)["drawnPart"] == made.scene.market.drawn_part


def test_events_have_the_names_of_the_api(tmp_path: Path) -> None:
    with MarketBackend(tmp_path, open_terms()) as made:
        made.scene.draw()
        made.catch_up()
        (stored,) = made.index.events_of(made.scene.address, ("PartDrawn",))
        recorded = stored.recorded
        answer = event_json(recorded)
        assert answer["name"] == "PartDrawn"
        assert answer["transactionHash"] == hexed(recorded.transaction_hash)
        assert answer["fields"]["missedDraws"] == 0
        assert "sequence" not in answer
