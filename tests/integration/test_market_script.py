"""`brownie run market …`: a sealed market from funding to its search for a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from brownie_line import BrownieLine
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from market_stage import MarketStage, write_rows

GANACHE_PORT = 8792
DAY_S = 86_400
SPONSOR, GOOD, BAD = "1", "2", "3"


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


@pytest.fixture(scope="module")
def line(ganache: Ganache, tmp_path_factory: pytest.TempPathFactory) -> BrownieLine:
    return BrownieLine.at("ganache-cli", ganache.url, tmp_path_factory.mktemp("brownie"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_rows(folder / "test.csv", 60, seed=1)
    write_rows(folder / "good.csv", 40, seed=2)
    write_rows(folder / "bad.csv", 30, seed=3, wrong=True)
    return folder


def script(line: BrownieLine, name: str, *arguments: str, by: str = "0", code: int = 0) -> str:
    """Run one of the market's functions."""
    return line.brownie(
        "run", "market", name, *arguments, "--network", line.network, code=code, account=by
    )


def fails(line: BrownieLine, name: str, *arguments: str, by: str = "0") -> str:
    printed = script(line, name, *arguments, by=by, code=1)
    assert "Traceback" not in printed
    (sentence,) = re.findall("^Error: (.*)$", printed, re.MULTILINE)
    return str(sentence)


def test_a_sealed_market_from_funding_to_the_search_for_its_result(
    line: BrownieLine, ganache: Ganache, files: Path
) -> None:
    line.run("deploy", "sentiment", "points")
    transport = Web3Transport(ganache.url)
    registry = find_deployment(transport, line.data / "deployments").registry
    stage = MarketStage(transport, registry, line.data)
    model = stage.deploy("Table").address

    assert "bountyWei" in fails(line, "open", model, str(files / "test.csv"), "0", by=SPONSOR)
    assert "works with points" in fails(line, "open", "0", str(files / "test.csv"), "0.1")
    opened = script(line, "open", model, str(files / "test.csv"), "0.1", by=SPONSOR)
    (market,) = re.findall("is open at (0x[0-9a-f]{40})", opened)
    stage.market = market
    transport.advance_blocks(2)
    assert "in participating" in script(line, "draw", market, by=SPONSOR)

    good, bad = str(files / "good.csv"), str(files / "bad.csv")
    assert "1 contributions sent" in script(line, "contribute", market, good, by=GOOD)
    assert "0 contributions sent" in script(line, "contribute", market, good, by=GOOD)
    script(line, "contribute", market, bad, by=BAD)
    assert "Participation goes on".lower() in script(line, "end", market).lower()
    transport.advance_time(DAY_S + 60)
    script(line, "end", market)
    script(line, "reveal", market, by=GOOD)
    script(line, "reveal", market, by=BAD)
    script(line, "end", market)
    assert "in resolving" in script(line, "reveal", market, by=SPONSOR)
    assert stage.book.is_computable
