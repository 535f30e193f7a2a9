"""The index holds what happened: whole batches, in order, of one history; it can go back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from commonweal.commitment import contribution_key
from commonweal.errors import ConfigFault, ReorgFault, WrongHistoryFault
from commonweal.events import Contributed, Recorded
from commonweal.runtime.base import Block
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.indexer import identify
from commonweal.store import ChainIdentity, ContributionFilter, ContributionState, Index, snapshots
from commonweal.store import index as index_module
from commonweal.twin import world as twin
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState
from commonweal.types import IncentiveKind, ModelKind
from stage import POINTS_RULES, Stage

ACCOUNTS = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA6))


@pytest.fixture(scope="module")
def transport() -> InProcessTransport:
    return InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))


@pytest.fixture(scope="module")
def stage(transport: InProcessTransport) -> Stage:
    made = Stage(transport, ACCOUNTS)
    made.live(made.model())
    made.live(made.model(ModelKind.DENSE_PERCEPTRON))
    points = made.model(incentive=IncentiveKind.POINTS)
    given = [made.contribute(points, ACCOUNTS[1], 4) for _ in range(12)]
    made.runtime.advance_time(POINTS_RULES.validate_wait_s)
    for samples in given:
        made.validate(points, ACCOUNTS[1], samples, ACCOUNTS[2])
    return made


@pytest.fixture(scope="module")
def history(stage: Stage, transport: InProcessTransport) -> tuple[Recorded, ...]:
    return stage.runtime.history(0, transport.block().number)


@pytest.fixture(scope="module")
def identity(stage: Stage, transport: InProcessTransport) -> ChainIdentity:
    return identify(transport, stage.runtime.registry)


def fill(
    index: Index, transport: InProcessTransport, history: tuple[Recorded, ...], step: int = 7
) -> None:
    """Append the history in stretches of some blocks."""
    last = transport.block().number
    tip = index.tip
    for first in range(0 if tip is None else tip.number + 1, last + 1, step):
        end = min(first + step - 1, last)
        part = [one for one in history if first <= one.block_number <= end]
        numbers = dict.fromkeys(one.block_number for one in part)
        index.append(part, transport.blocks(list(numbers)), transport.block(end))


def state_of(trainer: TrainerState) -> object:
    """Give all of a trainer's state as values that compare."""
    own = trainer.incentive
    incentive = (
        (own.rules, own.demand, own.pool, own.accounts, own.open_contributions)
        if isinstance(own, StakeState)
        else (own.rules, own.points, own.open_contributions)
    )
    return trainer.head, trainer.model.lanes, trainer.recorded_wei, incentive


def states_of(world: WorldState) -> object:
    trainers = {address: state_of(state) for address, state in world.trainers.items()}
    return world.registry.deployments, world.registry.deployed_at_block, trainers, world.badges


def replayed(identity: ChainIdentity, history: tuple[Recorded, ...]) -> WorldState:
    return twin.replay(WorldState.new(identity.registry), history)


def test_events_come_back_in_order_and_the_state_is_their_fold(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    with Index.open(tmp_path, identity) as index:
        fill(index, transport, history)
        stored = index.events_after(0, 10_000)
        assert [one.sequence for one in stored] == list(range(1, len(history) + 1))
        assert tuple(one.recorded for one in stored) == history
        assert index.tip == transport.block()
        with index.world() as world:
            assert states_of(world) == states_of(replayed(identity, history))


def test_events_of_one_contract_and_some_names_are_given(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    with Index.open(tmp_path, identity) as index:
        fill(index, transport, history)
        emitter = next(one.emitter for one in history if isinstance(one.event, Contributed))
        names = ("Contributed", "Settled")
        found = tuple(one.recorded for one in index.events_of(emitter, names))
        wanted = [one for one in history if one.emitter == emitter]
        assert found == tuple(one for one in wanted if type(one.event).__name__ in names)
        assert len({type(one.event) for one in found}) == 2
        assert index.events_of(emitter, ()) == []


@pytest.mark.parametrize("per_snapshot", [1, 5, 10_000])
def test_an_index_that_is_opened_again_goes_on_where_it_was(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
    per_snapshot: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "EVENTS_PER_SNAPSHOT", per_snapshot)
    half = transport.block(transport.block().number // 2)
    early = tuple(one for one in history if one.block_number <= half.number)
    with Index.open(tmp_path, identity) as index:
        numbers = dict.fromkeys(one.block_number for one in early)
        index.append(early, transport.blocks(list(numbers)), half)
    with Index.open(tmp_path, identity) as index:
        assert index.tip == half
        with index.world() as world:
            assert states_of(world) == states_of(replayed(identity, early))
        fill(index, transport, history)
        with index.world() as world:
            assert states_of(world) == states_of(replayed(identity, history))


def test_a_batch_that_fails_leaves_nothing_behind(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    half = transport.block().number // 2
    early = tuple(one for one in history if one.block_number <= half)
    late = tuple(one for one in history if one.block_number > half)
    with Index.open(tmp_path, identity) as index:
        numbers = dict.fromkeys(one.block_number for one in early)
        index.append(early, transport.blocks(list(numbers)), transport.block(half))
        twice = [transport.block(half), transport.block(half)]
        with pytest.raises(SQLAlchemyError):  # the events evolved, then the blocks clash
            index.append(late, twice, transport.block())
        assert index.tip == transport.block(half)
        assert index.last_sequence == len(early)
        with index.world() as world:
            assert states_of(world) == states_of(replayed(identity, early))
        fill(index, transport, history)
        assert tuple(one.recorded for one in index.events_after(0, 10_000)) == history


def test_going_back_is_as_if_the_rest_had_never_happened(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "EVENTS_PER_SNAPSHOT", 5)
    everything = ContributionFilter(limit=10_000)
    with Index.open(tmp_path / "whole", identity) as whole:
        fill(whole, transport, history, step=1)
        known = whole.blocks_down_from(transport.block().number, 10_000)
        ladder = [block for block in known if block.number >= history[0].block_number]
        for number, kept in enumerate(ladder[1::4], start=1):
            change = whole.rewind(kept)
            early = tuple(one for one in history if one.block_number <= kept.number)
            assert change is not None
            assert (change.number, change.kept_block) == (number, kept.number)
            assert change.first_sequence == len(early) + 1
            with Index.open(tmp_path / str(number), identity) as part:
                numbers = dict.fromkeys(one.block_number for one in early)
                part.append(early, transport.blocks(list(numbers)), kept)
                assert whole.contributions(everything) == part.contributions(everything)
            assert tuple(one.recorded for one in whole.events_after(0, 10_000)) == early
            with whole.world() as world:
                assert states_of(world) == states_of(replayed(identity, early))
        assert whole.rewind(None) is not None
        assert whole.tip is None
        assert whole.last_sequence == 0
        fill(whole, transport, history)
        assert tuple(one.recorded for one in whole.events_after(0, 10_000)) == history


def test_going_back_over_empty_blocks_takes_nothing_back(
    tmp_path: Path, identity: ChainIdentity, transport: InProcessTransport
) -> None:
    with Index.open(tmp_path, identity) as index:
        index.append((), (), transport.block(1))
        index.append((), (), transport.block(2))
        assert index.rewind(transport.block(1)) is None
        assert index.tip == transport.block(1)
        assert index.reorganisation_count == 0


def test_blocks_go_forward_only(
    tmp_path: Path, identity: ChainIdentity, transport: InProcessTransport
) -> None:
    with Index.open(tmp_path, identity) as index:
        index.append((), (), transport.block(2))
        with pytest.raises(ReorgFault, match="A block behind 2 was expected but 2 was given"):
            index.append((), (), transport.block(2))


def test_empty_blocks_are_forgotten_in_time(
    tmp_path: Path,
    identity: ChainIdentity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "EMPTY_BLOCKS_KEPT", 10)
    with Index.open(tmp_path, identity) as index:
        for number in range(50):
            index.append((), (), Block(number, bytes([number]) * 32, bytes(32), number))
        assert [block.number for block in index.blocks_down_from(99, 99)] == [*range(49, 38, -1)]


def test_contributions_are_known_from_record_to_closing(
    tmp_path: Path,
    identity: ChainIdentity,
    stage: Stage,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    with Index.open(tmp_path, identity) as index:
        fill(index, transport, history)
        found = index.contributions(ContributionFilter(limit=10_000))
        contributed = [one for one in history if isinstance(one.event, Contributed)]
        assert len(found) == len(contributed)
        by_sequence = {one.sequence: one for one in index.events_after(0, 10_000)}
        for one in found:
            recorded = by_sequence[one.sequence].recorded
            event = recorded.event
            assert isinstance(event, Contributed)
            assert (one.trainer, one.index) == (recorded.emitter, event.index)
            assert one.key == contribution_key(event.contributor, event.samples)
            assert index.samples_of(one.sequence) == event.samples
            assert one.deposit_wei == event.deposit_wei
            open_now = stage.runtime.open_contribution(one.trainer, one.key)
            assert (open_now is None) == (one.closing is not None)
            if one.closing and one.state is ContributionState.SETTLED:
                paid = one.closing.returned_wei + one.closing.forfeited_wei
                assert paid == one.deposit_wei
        assert {one.state for one in found} >= {
            ContributionState.SETTLED,
            ContributionState.VALIDATED,
            ContributionState.DISPUTED,
        }


def test_contributions_come_in_pages(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    with Index.open(tmp_path, identity) as index:
        fill(index, transport, history)
        everything = index.contributions(ContributionFilter(limit=10_000))
        pages, before = [], None
        while page := index.contributions(ContributionFilter(before=before, limit=4)):
            pages += page
            before = page[-1].sequence
        assert pages == everything
        bobs = ContributionFilter(contributor=ACCOUNTS[2], limit=10_000)
        assert index.contributions(bobs) == [
            one for one in everything if one.contributor == ACCOUNTS[2]
        ]
        assert index.count_contributions(bobs) == len(index.contributions(bobs)) > 0
        disputed = ContributionFilter(states=(ContributionState.DISPUTED,), limit=10_000)
        assert index.contributions(disputed) == [
            one for one in everything if one.state is ContributionState.DISPUTED
        ]


def test_the_same_samples_may_come_again_once_they_are_settled(tmp_path: Path) -> None:
    transport = InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))
    stage = Stage(transport, ACCOUNTS)
    model = stage.model()
    identity = identify(transport, stage.runtime.registry)
    with Index.open(tmp_path, identity) as index:
        samples = stage.contribute(model, ACCOUNTS[1])
        fill(index, transport, stage.runtime.history(0, transport.block().number), step=10_000)
        stage.runtime.advance_time(600)
        stage.settle(model, ACCOUNTS[1], samples)
        stage.contribute(model, ACCOUNTS[1], samples=samples)
        fill(index, transport, stage.runtime.history(0, transport.block().number), step=10_000)
        again, first = index.contributions(ContributionFilter())
        assert again.key == first.key
        assert (first.state, again.state) == (ContributionState.SETTLED, ContributionState.OPEN)


def test_news_start_where_something_was_taken_back(
    tmp_path: Path,
    identity: ChainIdentity,
    transport: InProcessTransport,
    history: tuple[Recorded, ...],
) -> None:
    with Index.open(tmp_path, identity) as index:
        fill(index, transport, history, step=1)
        last = index.last_sequence
        assert index.news(0, last, 10) == ([], [])
        kept = index.blocks_down_from(transport.block().number, 10)[-1]
        change = index.rewind(kept)
        assert change is not None
        fill(index, transport, history)
        changes, events = index.news(0, last, 10_000)
        assert changes == [change]
        assert [one.sequence for one in events] == [*range(change.first_sequence, last + 1)]
        assert index.news(1, last, 10) == ([], [])


def test_a_snapshot_is_the_whole_state(
    identity: ChainIdentity, history: tuple[Recorded, ...]
) -> None:
    world = replayed(identity, history)
    for deployment in world.registry.deployments:
        state = world.trainers[deployment.trainer]
        assert state_of(snapshots.thaw(deployment, snapshots.freeze(state))) == state_of(state)


def test_one_process_writes(tmp_path: Path, identity: ChainIdentity) -> None:
    with (
        Index.open(tmp_path, identity),
        pytest.raises(ConfigFault, match="another Commonweal process writes it"),
    ):
        Index.open(tmp_path, identity)
    Index.open(tmp_path, identity).close()


def test_an_index_of_another_schema_is_refused(tmp_path: Path, identity: ChainIdentity) -> None:
    Index.open(tmp_path, identity).close()
    path = tmp_path / identity.file_name
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'schema_version'")
    connection.close()
    with pytest.raises(ConfigFault, match="should have schema 1 but has 0; remove it"):
        Index.open(tmp_path, identity)


def test_a_damaged_index_is_refused(tmp_path: Path, identity: ChainIdentity) -> None:
    (tmp_path / identity.file_name).write_bytes(b"this is no database" * 100)
    with pytest.raises(ConfigFault, match="cannot be used"):
        Index.open(tmp_path, identity)


def test_histories_never_share_a_file(tmp_path: Path, identity: ChainIdentity) -> None:
    other = ChainIdentity(identity.chain_id, bytes(32), identity.registry)
    assert other.file_name != identity.file_name
    Index.open(tmp_path, identity).close()
    (tmp_path / identity.file_name).rename(tmp_path / other.file_name)
    with pytest.raises(WrongHistoryFault, match="is of another history"):
        Index.open(tmp_path, other)
