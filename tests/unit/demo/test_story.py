"""The demo's story on the twin: what it promises holds whatever the split."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.demo.cast import CAREFUL, Cast, Role
from commonweal.demo.check import compare, recompute
from commonweal.demo.facts import Facts, as_json, gather
from commonweal.demo.productions import productions
from commonweal.demo.story import Story
from commonweal.encoders.manifest import ManifestStore
from commonweal.errors import ConfigFault
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.twin import TwinRuntime

ACCOUNTS = tuple("0x" + f"{number:02x}" * 20 for number in range(1, 11))
PURSE_WEI = 10**21
BALANCES = dict.fromkeys(ACCOUNTS, PURSE_WEI)


class Silence:
    """Listens to the story."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def act(self, title: str) -> None:
        self.told.append(title)

    def tell(self, text: str) -> None:
        self.told.append(text)


def told(folder: Path, seed: int) -> Story:
    runtime = TwinRuntime("0x" + "99" * 20, 1_800_000_000, BALANCES)
    story = Story(runtime, Cast.of(ACCOUNTS), ManifestStore(folder), Silence())
    story.tell(productions(seed))
    return story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return told(tmp_path_factory.mktemp("manifests"), 0)


@pytest.fixture(scope="module")
def facts(story: Story) -> Facts:
    return gather(story)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_right_labels_pay_better_than_wrong_ones_for_every_split(tmp_path: Path, seed: int) -> None:
    found = gather(told(tmp_path, seed))
    assert found.careful_beat_careless
    careless = found.person(Role.CARELESS)
    assert careless.net_wei < 0
    for name, result in careless.results.items():
        assert result.forfeited_wei > 0
        for role in CAREFUL:
            careful = found.person(role).results[name]
            assert careful.net_wei > result.net_wei
            kept = careful.returned_wei / careful.deposited_wei
            assert kept > result.returned_wei / result.deposited_wei


def test_money_is_neither_made_nor_lost(story: Story, facts: Facts) -> None:
    stakes = [stage for stage in story.stages if stage.under_stake]
    left = sum(story.runtime.balance_wei(stage.trainer.address) for stage in stakes)
    unpaid = sum(r.credit_wei for p in facts.people for r in p.results.values())
    earned = sum(person.earned_wei for person in facts.people)
    # What is left is a fraction of a wei for each account, and what could not be divided.
    assert unpaid == 0
    assert 0 <= left < 100
    assert earned == -left
    for role in Role:
        account = story.cast[role]
        assert story.runtime.balance_wei(account) == story.books.expected_balance_wei(account)
        assert story.runtime.balance_wei(account) == PURSE_WEI + facts.person(role).earned_wei


def test_the_books_add_up(facts: Facts) -> None:
    for person in facts.people:
        for result in person.results.values():
            assert result.open_wei == 0
            assert result.deposited_wei == result.returned_wei + result.forfeited_wei
            assert result.withdrawn_wei == (
                result.returned_wei + result.shared_wei + result.found_wei
            )


def test_every_model_learns(facts: Facts) -> None:
    assert [model.incentive for model in facts.models] == ["stake", "stake", "points"]
    for model in facts.models:
        assert model.after != model.before
        assert model.sample_count > 100
        assert model.after.correct / model.after.total > 0.75


def test_points_and_badges_go_to_the_careful(facts: Facts) -> None:
    name = facts.models[2].name
    for role in CAREFUL:
        person = facts.person(role)
        assert person.points[name].as_contributor > 20
        assert person.points[name].as_validator > 0
        assert person.badges[name] == (0,)
    careless = facts.person(Role.CARELESS)
    assert careless.points[name].as_contributor < 10
    assert careless.badges[name] == ()


def test_contributions_are_left_open_and_due_at_different_times(tmp_path: Path) -> None:
    story = told(tmp_path, 0)
    story.leave_open()
    runtime = story.runtime
    for stage in story.stages:
        assert {opened.role for opened in stage.opened} == {Role.CARELESS, *CAREFUL}
    assert isinstance(runtime, TwinRuntime)
    opened = runtime.state.trainer(story.stages[0].trainer.address).stake.open_contributions
    assert len({record.since_s for record in opened.values()}) == 3
    assert sum(record.disagreeing != 0 for record in opened.values()) == 1


def test_the_contracts_tell_the_same_story(story: Story, facts: Facts, tmp_path: Path) -> None:
    transport = InProcessTransport(BALANCES)
    deployment = deploy(transport, ACCOUNTS[0])
    runtime = ContractRuntime(transport, deployment.registry)
    same = Story(runtime, Cast.of(ACCOUNTS), ManifestStore(tmp_path), Silence())
    same.tell(productions(0))
    found = gather(same)
    for one, other in zip(found.people, facts.people, strict=True):
        assert one.results == other.results
        assert one.points == other.points
    assert found.gas_used > 0
    assert facts.gas_used == 0
    history = runtime.history(0, transport.block().number)
    twin = recompute(deployment.registry, history, runtime.now_s())
    comparisons = list(compare(runtime, twin, ACCOUNTS, history))
    assert len(comparisons) > 80
    assert all(comparison.equal for comparison in comparisons)
    shown = as_json(found, comparisons, 1.0)
    assert shown["twin"] == {"compared": len(comparisons), "equal": len(comparisons)}
    assert shown["carefulBeatCareless"] is True


def test_a_difference_shows(tmp_path: Path) -> None:
    """The comparison is not blind: without the last events figures differ."""
    transport = InProcessTransport(BALANCES)
    deployment = deploy(transport, ACCOUNTS[0])
    runtime = ContractRuntime(transport, deployment.registry)
    story = Story(runtime, Cast.of(ACCOUNTS), ManifestStore(tmp_path), Silence())
    story.tell(productions(0)[2:])
    history = runtime.history(0, transport.block().number)
    twin = recompute(deployment.registry, history[:-3], runtime.now_s())
    unequal = [c.what for c in compare(runtime, twin, ACCOUNTS, history) if not c.equal]
    assert any("points" in what for what in unequal)


def test_a_chain_with_too_few_accounts_is_refused() -> None:
    with pytest.raises(ConfigFault, match="needs 7 accounts, the chain has 3"):
        Cast.of(ACCOUNTS[:3])
