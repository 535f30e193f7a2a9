"""`commonweal market …` on a real chain: a sealed market from funding to claim, and mishaps."""

from __future__ import annotations

import json
import re
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from command_line import CommandLine
from commonweal.actions import Challenge, CloseSilent, RevealPart
from commonweal.cli.amounts import show_eth_exactly
from commonweal.errors import MarketChallengeUnknown, MarketPartMismatch
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.challenger import Challenger
from commonweal.services.market_moves import challenger_steps, proposal_of
from commonweal.services.market_responder import Responder
from commonweal.services.sponsor import own_test_set_path
from commonweal.twin.market import terms
from commonweal.twin.market.segments import segment_of
from commonweal.types import MarketPhase
from cut_line import CutLine
from lossy_node import LossyNode
from market_stage import WAIT_S, MarketStage, write_rows

GANACHE_PORT = 8790
LINE_PORT = 8791
PATIENCE_S = 240.0
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def cli(ganache: Ganache, data: Path) -> CommandLine:
    line = CommandLine(ganache.url, data)
    seed = write_rows(data / "seed.csv", 40, seed=99)
    line.run("deploy", seed, "--market", "--name", "Table", "--yes").ok()
    return line


@pytest.fixture(scope="module")
def transport(cli: CommandLine, ganache: Ganache) -> Web3Transport:
    return Web3Transport(ganache.url)


@pytest.fixture(scope="module")
def registry(transport: Web3Transport, data: Path) -> str:
    return find_deployment(transport, data / "deployments").registry


@pytest.fixture
def stage(
    transport: Web3Transport, registry: str, data: Path, request: pytest.FixtureRequest
) -> MarketStage:
    made = MarketStage(transport, registry, data)
    made.deploy(f"Stage of {request.node.name}"[:60])
    return made


@pytest.fixture
def start(ganache: Ganache, data: Path) -> Iterator[Start]:
    """Start commands that end with the test, however it ends."""
    running: list[subprocess.Popen[bytes]] = []

    def started(*arguments: str, url: str = ganache.url) -> subprocess.Popen[bytes]:
        process = CommandLine(url, data).start("market", *arguments)
        running.append(process)
        return process

    yield started
    for process in running:
        process.kill()
        process.communicate()


def eventually(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.2)


def test_a_sealed_market_from_funding_to_claim(
    cli: CommandLine, transport: Web3Transport, data: Path, registry: str
) -> None:
    rows = write_rows(data / "test.csv", 70, seed=1)
    money = ["--bounty", "0.1", "--rounds", "20", "--parts", "3", "--rows-per-part", "20"]
    times = ["--earliest", "30 min", "--move", "10 min", "--reveal", "600", "--window", "10 min"]
    opened = cli.run(
        "market", "open", "Table", rows, *money, *times, "--account", "1", "--yes", "--json"
    ).ok()
    market = opened.json["market"]
    path = Path(opened.json["testSet"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "repeated or too many" in opened.err
    assert opened.json["isSealed"] is True
    assert opened.json["earliestEndS"] < opened.json["latestEndS"]

    assert "is decided by a block" in cli.run("market", "draw", "Table").failed()
    transport.advance_blocks(2)
    drawn = cli.run("market", "draw", market, "--account", "6", "--json").ok().json["part"]
    sentence = cli.run("market", "reveal", "Table", "--account", "2").failed()
    assert "sponsor" in sentence
    cli.run("market", "reveal", "Table", "--account", "1").ok()
    status = cli.run("market", "status", "Table", "--json").ok().json
    assert (status["phase"], status["revealedParts"]) == ("Participating", [drawn])

    good = write_rows(data / "good.csv", 60, seed=2)
    bad = write_rows(data / "bad.csv", 30, seed=3, wrong=True)
    asked = cli.run(
        "market", "contribute", "Table", good, "--batch", "30", "--account", "2"
    ).failed()
    assert "The most that one can lose is its value" in asked
    sent = cli.run(
        "market", "contribute", "Table", good, "--batch", "30", "--account", "2", "--yes", "--json"
    ).ok()
    assert (sent.json["contributions"], sent.json["samples"]) == (2, 60)
    assert f"together at most {show_eth_exactly(int(sent.json['valueWei']))}, and gas" in asked
    again = cli.run(
        "market", "contribute", "Table", good, "--batch", "30", "--account", "2", "--yes", "--json"
    ).ok()
    assert (again.json["contributions"], again.json["sentNow"]) == (2, 0)
    told = cli.run("market", "contribute", "Table", bad, "--account", "3", "--yes").ok().err
    assert "on, participation may end at any time once there are 1 contribution" in told
    assert "then you have 10 min to reveal, or your stake is forfeited" in told
    assert f"`commonweal market reveal {market} --account 3 --wait`" in told
    for hidden in data.glob("markets/*.sealed.sqlite"):
        assert stat.S_IMODE(hidden.stat().st_mode) == 0o600

    early = cli.run("market", "end", "Table").ok()
    assert "Participation goes on" in early.err
    transport.advance_time(3 * WAIT_S + 60)
    cli.run("market", "end", "Table").ok()
    assert "phase" in cli.run("market", "contribute", "Table", good, "--yes").failed()
    cli.run("market", "reveal", "Table", "--account", "2").ok()
    pending = cli.run("market", "end", "Table").ok()
    assert "can still be revealed" in pending.err
    strange = cli.run("market", "reveal", "Table", "--account", "5").failed()
    assert "nothing sealed" in strange
    cli.run("market", "reveal", "Table", "--account", "3").ok()
    cli.run("market", "end", "Table").ok()
    assert "wait until the sponsor" in cli.run("market", "resolve", "Table", "--once").failed()
    cli.run("market", "reveal", "Table", "--account", "1").ok()

    proposed = cli.run("market", "resolve", "Table", "--once", "--account", "4", "--json").ok().json
    assert (proposed["phase"], proposed["sent"]) == ("Resolving", 1)
    looked = cli.run("market", "challenge", "--once", "--account", "5", "--json").ok().json
    assert [each["isRight"] for each in looked["proposals"]] == [True]
    assert looked["sent"] == []
    transport.advance_time(WAIT_S + 10)
    resolved = cli.run("market", "resolve", "Table", "--once", "--account", "4", "--json").ok().json
    assert (resolved["phase"], resolved["isAdopted"]) == ("Resolved", True)

    standings = cli.run("market", "status", market, "--standings", "--json").ok().json
    found = standings["result"]["standings"]
    assert found[0]["errors"] < standings["result"]["errors"][0]
    won = cli.run("market", "claim", "Table", "--account", "2", "--json").ok().json
    lost = cli.run("market", "claim", "Table", "--account", "3", "--json").ok().json
    assert [each["index"] for each in won["claimed"]] == [0, 1]
    assert int(won["amountWei"]) == sum(int(each["amountWei"]) for each in found[:2])
    assert int(won["amountWei"]) > sum(int(each["valueWei"]) for each in won["claimed"])
    assert int(lost["amountWei"]) < int(lost["claimed"][0]["valueWei"])
    assert (
        cli.run("market", "claim", "Table", "--account", "2", "--json").ok().json["claimed"] == []
    )
    cli.run("market", "withdraw", "Table", "--account", "1").ok()
    cli.run("market", "withdraw", "Table", "--account", "6").ok()
    assert transport.balance_wei(market) == 0
    assert "right" in cli.run("market", "status", "Table", "--standings").ok().out
    told = cli.run("market", "watch", "Table", "--once").ok().out
    assert "the market is resolved" in told
    lines = cli.run("market", "watch", "Table", "--once", "--json").ok().out.splitlines()
    assert json.loads(lines[0])["name"] == "MarketOpened"
    assert len(lines) == len(told.splitlines())
    assert "Nothing of this market" in cli.run("market", "close", "Table").ok().out


def test_a_sponsor_and_a_contributor_who_wait_miss_nothing(
    cli: CommandLine, stage: MarketStage, start: Start
) -> None:
    """Between an interruption and the next start others bring the market on."""
    stage.open()
    sponsor = ("reveal", stage.market, "--account", "1", "--wait", "--poll", "0.2")
    process = start(*sponsor)
    stage.runtime.advance_blocks(2)
    eventually(lambda: stage.book.state.phase is MarketPhase.PARTICIPATING)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert f"`commonweal market reveal {stage.market} --account 1 --wait`".encode() in err
    assert b"Traceback" not in err

    stage.contribute(2)
    contributor = start("reveal", stage.market, "--account", "2", "--wait", "--poll", "0.2")
    with CutLine(LINE_PORT, GANACHE_PORT) as line:
        process = start(*sponsor, "--json", url=line.url)
        time.sleep(3)
        line.cut()
        stage.runtime.advance_time(3 * WAIT_S + 10)
        time.sleep(2)
        line.mend()
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, err
    assert json.loads(out)["phase"] == "Resolving"
    assert contributor.wait(PATIENCE_S) == 0
    assert stage.book.state.revealed_count == 1


def test_a_lie_is_caught_whatever_happens_to_the_challenger(
    cli: CommandLine, stage: MarketStage, start: Start
) -> None:
    """Each of its looks is another process; between them the liar moves."""
    stage.to_resolving()
    lie = stage.lie()
    stage.act_by(6, lie)
    before_wei = stage.runtime.balance_wei(stage.people[5])

    first = start("challenge", "--account", "5", "--poll", "0.2")
    eventually(lambda: bool(stage.book.state.challenges))
    first.send_signal(signal.SIGKILL)
    first.communicate()

    stage.act_by(6, lie)
    second = start("challenge", "--account", "5", "--poll", "0.2")
    eventually(lambda: all(p.refuted for p in stage.book.state.proposals.values()))
    eventually(lambda: not stage.book.state.credit_wei(stage.people[5]))
    second.send_signal(signal.SIGINT)
    _, err = second.communicate()
    assert b"WRONG" in err
    assert b"Traceback" not in err
    assert stage.runtime.balance_wei(stage.people[5]) > before_wei


def test_a_silent_liar_loses_by_a_challenge_that_somebody_else_made(
    cli: CommandLine, stage: MarketStage
) -> None:
    stage.to_resolving()
    stage.act_by(6, stage.lie())
    (step,) = challenger_steps(stage.book.state, stage.book.trace(), stage.people[3], 0)
    stage.send(3, step)
    looked = cli.run("market", "challenge", "--once", "--account", "5", "--json").ok().json
    assert looked["sent"] == []
    assert [wait["market"] for wait in looked["waitsFor"]] == [stage.market]
    stage.runtime.advance_time(WAIT_S + 5)
    looked = cli.run("market", "challenge", "--once", "--account", "5", "--json").ok().json
    assert "ProposalRefuted" in looked["sent"]
    assert stage.book.state.credit_wei(stage.people[3]) > terms.challenge_bond_wei(
        stage.book.state.terms
    )


def test_a_killed_proposer_goes_on_where_it_stopped(
    cli: CommandLine, stage: MarketStage, start: Start
) -> None:
    """A false challenger uses the gap; the proposer reveals, resolves, and earns its bond."""
    stage.to_resolving()
    arguments = ("resolve", stage.market, "--account", "4", "--yes", "--poll", "0.2")
    process = start(*arguments)
    eventually(lambda: bool(stage.book.state.proposals))
    process.send_signal(signal.SIGKILL)
    process.communicate()

    state = stage.book.state
    ((identity, proposal),) = state.proposals.items()
    segment = segment_of(state, proposal.result, proposal.cuts, 1)
    bond_wei = terms.challenge_bond_wei(state.terms)
    stage.run(3, stage.market, Challenge(proposal_of(state, proposal), segment, bond_wei))
    process = start(*arguments)
    eventually(lambda: bool(stage.book.state.challenges[identity, 1].hashes))
    process.send_signal(signal.SIGKILL)
    process.communicate()

    stage.runtime.advance_time(4 * WAIT_S + 10)
    done = (
        cli.run("market", "resolve", stage.market, "--account", "4", "--once", "--json").ok().json
    )
    assert (done["phase"], done["isAdopted"], done["waitsFor"]) == ("Resolved", True, [])
    assert not stage.book.state.challenges
    assert not stage.book.state.credit_wei(stage.people[4])


def test_a_node_that_is_away_between_proposal_and_end_of_the_window(
    cli: CommandLine, stage: MarketStage, start: Start
) -> None:
    stage.to_resolving()
    with CutLine(LINE_PORT, GANACHE_PORT) as line:
        process = start(
            "resolve", stage.market, "--account", "4", "--yes", "--poll", "0.5", url=line.url
        )
        eventually(lambda: bool(stage.book.state.proposals))
        line.cut()
        stage.runtime.advance_time(2 * WAIT_S + 10)
        time.sleep(2)
        line.mend()
        out, err = process.communicate(timeout=2 * PATIENCE_S)
    assert process.returncode == 0, err
    assert b"is resolved" in out
    assert stage.book.state.adopted


def test_a_stumbling_node_does_not_end_a_proposer_whose_bond_is_on_its_way(
    stage: MarketStage, start: Start, ganache: Ganache, data: Path
) -> None:
    """It has money for one bond, and a node that gives neither receipt nor logs at first."""
    stage.to_resolving()
    bond_wei = terms.proposal_bond_wei(stage.book.state.terms)
    key = "0x" + "59" * 32
    me = Account.from_key(key).address.lower()
    transport = stage.transport
    transport.wait(transport.send(Message(stage.people[9], me, b"", bond_wei * 3 // 2)), 30)
    key_file = data / "poor.key"
    key_file.write_text(key)
    key_file.chmod(0o600)
    transport.advance_blocks(3)
    stumbles = iter(range(2))

    def stumble(request: Any, answer: Any) -> Any:
        if next(stumbles, None) is None:
            return answer
        error = {"code": -32000, "message": "transaction indexing is in progress"}
        return {"jsonrpc": "2.0", "id": request["id"], "error": error}

    with LossyNode(ganache.url) as node:
        # Two blocks must follow on a chain that is not known for a local one.
        node.tamper("web3_clientVersion", lambda _request, answer: answer | {"result": "Geth/v1"})
        node.tamper("eth_getTransactionReceipt", stumble)
        process = start(
            "resolve", stage.market, "--key-file", str(key_file), "--yes", "--poll", "0.2",
            url=node.url,
        )  # fmt: skip
        eventually(lambda: bool(stage.book.state.proposals))
        time.sleep(3)
        assert process.poll() is None
        transport.advance_blocks(3)
        time.sleep(2)
        node.tamper("eth_getLogs", lambda _request, answer: answer | {"result": []})
        transport.advance_blocks(1)
        time.sleep(5)
        assert process.poll() is None
        node.tamper("eth_getLogs", lambda _request, answer: answer)
        stage.runtime.advance_time(2 * WAIT_S + 10)
        deadline_s = time.monotonic() + PATIENCE_S
        while process.poll() is None and time.monotonic() < deadline_s:
            transport.advance_blocks(1)
            time.sleep(0.5)
        out, err = process.communicate(timeout=5)
    assert process.returncode == 0, err
    assert b"indexing is in progress" in err
    assert b"is resolved" in out
    assert stage.book.state.adopted


def test_a_direct_run_goes_on_after_each_part_and_overrides_a_lie(
    cli: CommandLine, stage: MarketStage
) -> None:
    stage.to_resolving()
    stage.act_by(6, stage.lie())
    done = (
        cli.run("market", "resolve", stage.market, "--direct", "--once", "--account", "4", "--json")
        .ok()
        .json
    )
    assert (done["phase"], done["isAdopted"]) == ("Resolved", True)
    state = stage.book.state
    assert state.result == stage.book.trace().result
    before_wei = stage.runtime.balance_wei(stage.people[4])
    stage.runtime.advance_time(4 * WAIT_S)
    closed = cli.run("market", "resolve", stage.market, "--once", "--account", "4", "--json").ok()
    assert closed.json["waitsFor"] == []
    assert all(each.refuted for each in stage.book.state.proposals.values())
    assert stage.runtime.balance_wei(stage.people[4]) > before_wei


def test_a_challenger_without_money_says_so(stage: MarketStage) -> None:
    stage.to_resolving()
    stage.act_by(6, stage.lie())
    told: list[str] = []
    poor = "0x" + "ab" * 20
    challenger = Challenger(Responder(stage.runtime, poor, told.append), told.append)
    with pytest.raises(Exception, match="send it ETH"):
        challenger.look()
    assert any("WRONG" in line for line in told)


def test_what_sponsors_and_contributors_leave_is_closed_by_anybody(
    cli: CommandLine, stage: MarketStage
) -> None:
    stage.open()
    stage.runtime.advance_blocks(2)
    cli.run("market", "draw", stage.market, "--account", "6").ok()
    assert "Nothing of this market" in cli.run("market", "close", stage.market).ok().out
    stage.runtime.advance_time(WAIT_S + 5)
    closed = cli.run("market", "close", stage.market, "--account", "6", "--json").ok().json
    assert closed["phase"] == "Voided"
    stage.open(seed=5)
    stage.show_drawn()
    stage.contribute(2)
    stage.contribute(3)
    stage.reveal(2)
    stage.runtime.advance_time(2 * WAIT_S)
    if stage.book.state.phase is MarketPhase.REVEALING_CONTRIBUTIONS:
        cli.run("market", "end", stage.market).ok()
        stage.runtime.advance_time(WAIT_S + 5)
    closed = cli.run("market", "close", stage.market, "--account", "6", "--json").ok().json
    assert closed["phase"] == "Defaulted"
    paid = cli.run("market", "claim", stage.market, "--account", "2", "--json").ok().json
    assert int(paid["amountWei"]) > int(paid["claimed"][0]["valueWei"])
    assert (
        cli.run("market", "claim", stage.market, "--account", "3", "--json").ok().json["claimed"]
        == []
    )


def test_bad_inputs_end_with_one_sentence(cli: CommandLine, stage: MarketStage, data: Path) -> None:
    rows = write_rows(data / "rows.csv", 70, seed=8)
    name = stage.model.metadata.name

    def opening(*changes: str) -> str:
        return cli.run("market", "open", name, rows, "--bounty", "0.1", "--yes", *changes).failed()

    asked = cli.run(
        "market", "open", name, rows, "--bounty", "0.1", "--move", "2 h", "--account", "1"
    ).failed()
    assert "Three blocks after the opening anybody may draw the part to show, for a tip" in asked
    assert "you have 2 h to show it, and 1 d at the end to reveal the other parts" in asked
    assert re.search("`commonweal market reveal 0x[0-9a-f]{40} --account 1 --wait`", asked)
    assert "bountyWei" in opening("--bounty", "0")
    assert "moveS" in opening("--move", "10 s")
    assert "stakeWei" in opening("--stake", "1 wei", "--most-fee", "0 wei")
    assert "rounds" in opening("--rounds", "0")
    assert "A span of time" in opening("--window", "soon")
    assert f"2 to {terms.MOST_PARTS} parts" in opening("--parts", "1")
    assert "give more rows" in opening("--parts", f"{terms.MOST_PARTS}", "--rows-per-part", "60")
    empty = data / "empty.csv"
    empty.write_text("a,b,label\n")
    assert cli.run("market", "open", name, empty, "--bounty", "0.1", "--yes").failed()
    assert "has had no market" in cli.run("market", "status", name).failed()
    assert "there is none" in cli.run("market", "status", "0x" + "12" * 20).failed()

    stage.open()
    assert "still open" in opening()
    assert "ended with something to pay" in cli.run("market", "claim", stage.market).failed()
    assert "in drawing" in cli.run("market", "end", stage.market).failed()
    assert "in drawing" in cli.run("market", "contribute", stage.market, rows, "--yes").failed()
    stage.show_drawn()
    assert "in participating" in cli.run("market", "draw", stage.market).failed()
    stage.contribute(2)

    wrong = own_test_set_path(data, stage.genesis_hash, stage.market).with_name("wrong.json")
    wrong.write_text("{}")
    file = ("market", "reveal", stage.market, "--account", "1", "--test-set")
    assert "damaged" in cli.run(*file, wrong).failed()
    assert "no such file" in cli.run(*file, data / "none.json").failed()
    foreign = json.loads(own_test_set_path(data, stage.genesis_hash, stage.market).read_text())
    foreign["genesisHash"] = "00" * 32
    wrong.write_text(json.dumps(foreign))
    assert "with another" in cli.run(*file, wrong).failed()

    stage.reveal(2)
    own = stage.tests.reveal(0 if 0 not in stage.book.state.parts else 1)
    cut = RevealPart(own.part, own.salt, own.rows, own.proof[:-1])
    assert isinstance(stage.rejected(1, cut), MarketPartMismatch)
    stage.pursue(1, stage._sponsor)
    stage.act_by(4, stage.book.trace())
    (proposal,) = stage.book.state.proposals.values()
    silent = CloseSilent(proposal_of(stage.book.state, proposal), 0)
    assert isinstance(stage.rejected(3, silent), MarketChallengeUnknown)
