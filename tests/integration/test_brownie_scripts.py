"""The scripts for brownie, run by brownie: from an empty chain to credits, on Ganache and anvil."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from anvil_chain import anvil_chain
from brownie_line import BrownieLine
from commonweal.commitment import contribution_key
from commonweal.datasets import Row
from commonweal.events import Contributed, DisagreementFound, Settled, Validated
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.plans import planned

GANACHE_PORT = 8821
ANVIL_PORT = 8822
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Ground:
    """A node and brownie's line to it.

    Attributes
    ----------
    line : BrownieLine
        Runs scripts.
    transport : Web3Transport
        Reads what they did.
    """

    line: BrownieLine
    transport: Web3Transport

    @property
    def runtime(self) -> ContractRuntime:
        folder = self.line.data / "deployments"
        return ContractRuntime(self.transport, find_deployment(self.transport, folder).registry)

    @property
    def people(self) -> tuple[str, ...]:
        return self.transport.accounts()

    def model(self, index: int = 0) -> TrainerInfo:
        return self.runtime.trainer_at(index)

    def events(self, kind: type) -> list[object]:
        """Give all events of a kind."""
        history = self.runtime.history(0, self.transport.block().number)
        return [recorded.event for recorded in history if isinstance(recorded.event, kind)]

    def settled(self) -> list[Settled]:
        return [event for event in self.events(Settled) if isinstance(event, Settled)]

    def wait(self, seconds: int) -> None:
        self.runtime.advance_time(seconds)


@pytest.fixture(scope="module")
def ganache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("ganache")
    with Ganache(port=GANACHE_PORT) as chain:
        line = BrownieLine.at("ganache-cli", chain.url, folder)
        assert "The chain has no registry yet" in line.run("deploy")
        yield Ground(line, Web3Transport(chain.url))


@pytest.fixture
def anvil(tmp_path: Path) -> Iterator[Ground]:
    with anvil_chain(port=ANVIL_PORT) as url:
        yield Ground(BrownieLine.at("anvil", url, tmp_path), Web3Transport(url))


def sentences(path: Path, rows: list[Row], *, flipped: bool = False) -> Path:
    """Write sentences as CSV, with their own labels or the opposite ones."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "label"))
        for row in rows:
            writer.writerow((row.raw, int(row.label or 0) ^ flipped))
    return path


def table(path: Path, rows: list[Row]) -> Path:
    """Write rows of a table as JSONL."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            assert isinstance(row.raw, Mapping)
            file.write(json.dumps({**row.raw, "label": row.label}) + "\n")
    return path


def test_from_an_empty_chain_to_credits(ganache: Ground, tmp_path: Path) -> None:
    line = ganache.line
    plan = planned("sentiment")
    model = ganache.model()
    assert model.metadata == plan.metadata
    assert ganache.runtime.weight_words(model.address, 0, len(plan.start.words)) == plan.start.words
    assert not ganache.runtime.head(model.address).upload_open

    again = line.run("deploy")
    assert "The registry is there already" in again
    assert f"is there already: model 0 at {model.address}" in again
    assert ganache.runtime.trainer_count() == 1

    file = sentences(tmp_path / "sentences.csv", list(plan.train[:150]))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines[3:3] = ["what a mess,so so\n", ",1\n"]
    file.write_text("".join(lines), "utf-8")
    printed = line.run("contribute", "sentiment", str(file))
    bad = [int(number) for number in re.findall(r"^Row (\d+) ", printed, re.MULTILINE)]
    assert {3, 4} <= set(bad)
    head = ganache.runtime.head(model.address)
    assert head.sample_count == 152 - len(bad)
    assert f"{head.sample_count} samples contributed" in printed
    assert f"bad rows {len(bad)}." in printed
    first, second = (event for event in ganache.events(Contributed))
    assert isinstance(first, Contributed)
    assert isinstance(second, Contributed)
    assert {first.contributor, second.contributor} == {ganache.people[0]}
    assert ganache.runtime.demand(model.address).deposits_wei == (
        first.deposit_wei + second.deposit_wei
    )

    once_more = line.run("contribute", "sentiment", str(file))
    assert "0 samples contributed" in once_more
    assert "already" in once_more
    assert ganache.runtime.head(model.address).contribution_count == 2

    early = line.run("settle")
    assert "Nothing is due." in early
    assert "2 more become due, the first in 23:5" in early
    ganache.wait(DAY_S)
    printed = line.run("settle")
    settled = ganache.settled()
    assert [event.contributor for event in settled] == [ganache.people[0]] * 2
    returned_wei = sum(event.returned_wei for event in settled)
    assert returned_wei > 0
    # What the first one forfeits nobody holds shares of yet; the second one's earlier shares do
    # not share in what it forfeits itself: only what is returned is owed.
    assert ganache.runtime.credit_wei(model.address, ganache.people[0]) == returned_wei
    assert ganache.runtime.demand(model.address).deposits_wei == 0
    assert "Sentiment of reviews #0" in printed
    assert "Sentiment of reviews #1" in printed
    assert "Nothing else becomes due" in printed
    for event in settled:
        earned = rf"#\d .*{event.contributor} +settled +{event.shares_earned} "
        assert re.search(earned, printed)


def test_strangers_need_two_verdicts_and_validate(ganache: Ground, tmp_path: Path) -> None:
    line = ganache.line
    assert "points" in line.run("deploy", "wine", "points")
    stake, points = ganache.runtime.trainers()
    wrong = sentences(tmp_path / "wrong.csv", list(planned("sentiment").test[:20]), flipped=True)
    line.run("contribute", "0", str(wrong), account="3")
    right = table(tmp_path / "wine.jsonl", list(planned("wine").train[:10]))
    line.run("contribute", points.address, str(right), account="3")
    careless, stranger = ganache.people[3], ganache.people[5]
    (key,) = {
        contribution_key(event.contributor, event.samples)
        for event in ganache.events(Contributed)
        if isinstance(event, Contributed) and event.contributor == careless and event.deposit_wei
    }

    ganache.wait(7 * DAY_S)
    before = len(ganache.settled())
    first = line.run("settle", account="5")
    (found,) = (event for event in ganache.events(DisagreementFound))
    assert isinstance(found, DisagreementFound)
    assert (found.key, found.caller) == (key, stranger)
    assert len(ganache.settled()) == before
    assert "first verdict; " in first
    (validated,) = (event for event in ganache.events(Validated))
    assert isinstance(validated, Validated)
    assert (validated.contributor, validated.validator) == (careless, stranger)
    assert validated.contributor_points > 0
    assert ganache.runtime.points_of(points.address, stranger).as_validator == 1
    assert "1 more become due, the first in" in first

    ganache.wait(DAY_S)
    second = line.run("settle", account="5")
    settled = ganache.settled()[-1]
    assert (settled.key, settled.caller) == (key, stranger)
    assert settled.forfeited_wei > 0
    assert settled.caller_wei == settled.forfeited_wei >> 4
    assert ganache.runtime.credit_wei(stake.address, stranger) == settled.caller_wei
    assert re.search(rf"{careless} +settled ", second)


def test_bad_input_is_one_sentence(ganache: Ground, tmp_path: Path) -> None:
    line = ganache.line
    file = sentences(tmp_path / "one.csv", list(planned("sentiment").train[:1]))
    assert "stake, points or market" in line.fails("deploy", "sentiment", "gold")
    assert "<model> <file>" in line.fails("contribute", "sentiment")
    assert "no-such.csv" in line.fails("contribute", "0", str(tmp_path / "no-such.csv"))
    assert "nobody" in line.fails("contribute", "0", str(file), account="nobody")


def test_on_anvil(anvil: Ground, tmp_path: Path) -> None:
    line = anvil.line
    line.run("deploy")
    model = anvil.model()
    file = sentences(tmp_path / "sentences.csv", list(planned("sentiment").train[:30]))
    line.run("contribute", model.address, str(file))
    anvil.wait(DAY_S)
    line.run("settle")
    (settled,) = anvil.settled()
    assert settled.shares_earned > 0
    credit_wei = anvil.runtime.credit_wei(model.address, anvil.people[0])
    assert credit_wei == settled.returned_wei > 0
    target = tmp_path / "recorded.csv"
    line.run("export", "sentiment", str(target))
    with target.open(encoding="utf-8", newline="") as recorded:
        assert len(list(csv.DictReader(recorded))) == anvil.runtime.head(model.address).sample_count
