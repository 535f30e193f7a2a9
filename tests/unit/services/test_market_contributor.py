"""What is sent with contributions is what was said beforehand, whoever comes between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from commonweal.errors import ConfigFault
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.samples import pack_contribution
from commonweal.services.contributor import Batch
from commonweal.services.journal import Entry, Journal
from commonweal.services.market_contributor import (
    MarketContributor,
    most_loss_wei,
    most_losses_wei,
)
from commonweal.twin.market import terms
from market_stage import FORM, MarketStage, samples

PEOPLE = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA8))
ME, OTHER = 2, 3


class Peopled(InProcessTransport):
    """A chain that names those who have ETH, as nodes do."""

    def accounts(self) -> tuple[str, ...]:
        return PEOPLE


@dataclass
class Contributing:
    """A contributor of a file in a sealed market."""

    stage: MarketStage
    journal: Journal
    contributor: MarketContributor

    def others(self, first: int, count: int) -> None:
        for number in range(first, first + count):
            self.stage.contribute(OTHER, number)

    def sent_wei(self) -> list[int]:
        found = self.stage.book.state.contributions
        return [each.value_wei for each in found if each.contributor == PEOPLE[ME]]


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Contributing]:
    transport = Peopled(dict.fromkeys(PEOPLE, 10**20))
    stage = MarketStage(transport, deploy(transport, PEOPLE[0]).registry, tmp_path)  # type: ignore[arg-type]
    stage.deploy("Table")
    stage.open()
    stage.show_drawn()
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(tmp_path / "journal.sqlite"))
        sealed = stack.enter_context(stage.sealed(ME))
        contributor = MarketContributor(
            stage.runtime, stage.book, PEOPLE[ME], journal, stage.genesis_hash, sealed
        )
        yield Contributing(stage, journal, contributor)


def file_of(count: int, first: int = 0) -> list[Batch]:
    return [
        Batch(pack_contribution(FORM, samples(4, number)), 4, 4 * number + 1, 4 * number + 4)
        for number in range(first, first + count)
    ]


def test_exactly_what_was_agreed_to_is_sent(mine: Contributing) -> None:
    values_wei = most_losses_wei(mine.stage.book.state, 3)
    mine.contributor.agree(values_wei)
    mine.contributor.contribute(file_of(3))
    assert mine.sent_wei() == values_wei
    state = mine.stage.book.state
    assert values_wei == [most_loss_wei(state, place) for place in range(3)]
    assert all(
        value > terms.quote_wei(state.terms, place) for place, value in enumerate(values_wei)
    )


def test_some_who_come_between_do_not_raise_what_is_sent(mine: Contributing) -> None:
    values_wei = most_losses_wei(mine.stage.book.state, 3)
    mine.contributor.agree(values_wei)
    mine.others(0, 4)
    mine.contributor.contribute(file_of(3))
    assert mine.sent_wei() == values_wei


def test_where_too_many_come_between_it_has_to_be_agreed_to_anew(mine: Contributing) -> None:
    values_wei = most_losses_wei(mine.stage.book.state, 3)
    mine.contributor.agree(values_wei)
    with pytest.raises(ConfigFault, match="run the same command again to see the new amounts"):
        mine.contributor.contribute(file_of(3), lambda _: mine.others(0, 8))
    assert mine.sent_wei() == values_wei[:1]
    assert mine.journal.pending() is None
    again_wei = most_losses_wei(mine.stage.book.state, 2)
    mine.contributor.resolve()
    mine.contributor.agree(again_wei)
    mine.contributor.contribute(file_of(2, first=1))
    assert mine.sent_wei() == values_wei[:1] + again_wei


def test_a_file_that_has_more_than_was_agreed_to_stops(mine: Contributing) -> None:
    mine.contributor.agree(most_losses_wei(mine.stage.book.state, 1))
    with pytest.raises(ConfigFault, match="agreed to are there \\(1\\) but the file has more"):
        mine.contributor.contribute(file_of(2))
    assert len(mine.sent_wei()) == 1


def test_who_does_not_want_to_be_asked_pays_the_present_fee(mine: Contributing) -> None:
    mine.contributor.contribute(file_of(1))
    mine.others(0, 8)
    mine.contributor.contribute(file_of(1, first=1))
    state = mine.stage.book.state
    assert mine.sent_wei() == [most_loss_wei(state, 0), most_loss_wei(state, 9)]


def test_one_that_was_not_sent_is_not_sent_for_more_later(mine: Contributing) -> None:
    """The last run ended before its contribution was sent; then others came."""
    (batch,) = file_of(1)
    entry = Entry(
        number=0,
        first_row=batch.first_row,
        last_row=batch.last_row,
        sample_count=batch.sample_count,
        nonce=mine.stage.runtime.next_nonce(PEOPLE[ME]),
        from_block=mine.stage.transport.block().number,
        samples=batch.samples,
        deposit_wei=most_loss_wei(mine.stage.book.state, 0),
    )
    mine.journal.begin(entry)
    mine.others(0, 8)
    mine.contributor.resolve()
    assert mine.sent_wei() == []
    assert mine.journal.pending() is None
    values_wei = most_losses_wei(mine.stage.book.state, 1)
    mine.contributor.agree(values_wei)
    mine.contributor.contribute([batch])
    assert mine.sent_wei() == values_wei


def test_no_more_places_are_counted_than_there_are(mine: Contributing) -> None:
    state = mine.stage.book.state
    values_wei = most_losses_wei(state, 1_000)
    assert len(values_wei) == state.terms.capacity
    assert values_wei[-1] == state.terms.stake_wei + state.terms.most_fee_wei


def test_a_node_that_gives_blocks_before_their_logs_costs_no_second_stake(
    mine: Contributing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last run ended between sending and noting it; the contract's own records tell."""
    with monkeypatch.context() as ends:
        ends.setattr(mine.journal, "done", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            mine.contributor.contribute(file_of(1))
    transport = mine.stage.transport
    real, late = transport.logs, iter([(), ()])

    def logs(*given: Any, **more: Any) -> Any:
        return next(late) if late.__length_hint__() else real(*given, **more)

    monkeypatch.setattr(transport, "logs", logs)
    monkeypatch.setattr("commonweal.services.contributor._POLL_S", 0.0)
    mine.contributor.resolve()
    assert len(mine.sent_wei()) == 1
    assert mine.journal.pending() is None
    assert mine.journal.progress().contributions == 1


def test_what_took_the_nonce_of_another_costs_no_contribution(
    mine: Contributing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ends:
        ends.setattr(mine.stage.runtime, "submit", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            mine.contributor.contribute(file_of(1))
    mine.stage.contribute(ME, 7)
    mine.contributor.resolve()
    assert len(mine.sent_wei()) == 2
    assert mine.journal.progress().contributions == 1
