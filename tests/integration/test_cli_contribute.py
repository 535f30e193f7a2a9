"""`commonweal contribute` on a real chain: every row once, whatever comes between."""

from __future__ import annotations

import csv
import json
import random
import re
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from eth_account import Account

from command_line import CommandLine
from commonweal.actions import Call, Contribute, Fund
from commonweal.datasets import encode_rows, read_rows
from commonweal.encoders.manifest import ManifestStore
from commonweal.errors import DepositCapExceeded, WrongHistoryFault
from commonweal.events import Contributed
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.contributor import Batch, Contributor, batches
from commonweal.services.journal import Entry, Journal
from cut_line import CutLine

GANACHE_PORT = 8760
LINE_PORT = 8761
RESTARTED_PORT = 8762
STRANGE_KEY = "0x" + "1d" * 32


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
    seed = data / "seed.csv"
    write_rows(seed, 40, seed=99)
    line.run("deploy", seed, "--name", "Table", "--learn", "--yes").ok()
    return line


@pytest.fixture(scope="module")
def runtime(cli: CommandLine, ganache: Ganache, data: Path) -> ContractRuntime:
    models = cli.run("models", "--json").ok().json
    transport = Web3Transport(ganache.url)
    registry = find_deployment(transport, data / "deployments").registry
    found = ContractRuntime(transport, registry)
    assert found.trainers()[0].address == models[0]["address"]
    return found


@pytest.fixture
def trainer(runtime: ContractRuntime) -> TrainerInfo:
    return runtime.trainers()[0]


def write_rows(path: Path, count: int, seed: int = 0, bad: dict[int, str] | None = None) -> Path:
    """Write a table whose label follows from column a; `bad` replaces rows by their number."""
    chance = random.Random(seed)
    with path.open("w") as file:
        file.write("a,b,label\n")
        for number in range(1, count + 1):
            a = chance.uniform(0, 100)
            row = f"{a:.4f},{chance.gauss(0, 1):.6f},{'high' if a > 50 else 'low'}"
            file.write((bad or {}).get(number, row) + "\n")
    return path


def people(runtime: ContractRuntime) -> tuple[str, ...]:
    transport = runtime.transport
    assert isinstance(transport, Web3Transport)
    return transport.accounts()


def recorded(runtime: ContractRuntime, trainer: TrainerInfo) -> int:
    return runtime.head(trainer.address).contribution_count


def contributed(runtime: ContractRuntime, account: str) -> list[bytes]:
    """Give the samples of all contributions of an account, in order."""
    history = runtime.history(0, runtime.transport.block().number)
    return [
        recorded.event.samples
        for recorded in history
        if isinstance(recorded.event, Contributed) and recorded.event.contributor == account
    ]


def packed(data: Path, trainer: TrainerInfo, path: Path, most: int = 128) -> list[bytes]:
    """Give the contributions that a file without bad rows comes to."""
    encoder = ManifestStore(data / "encoders").get(trainer.metadata.encoder_hash)
    rows = encode_rows(encoder, read_rows(path, text=False))
    return [batch.samples for batch in batches(encoder.sample_format, rows, most)]


def test_every_row_of_a_file_is_contributed_once(
    cli: CommandLine, runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[1]
    path = write_rows(tmp_path / "rows.csv", 70, seed=1)
    command = ("contribute", "Table", path, "--batch", "32", "--account", "1", "--yes", "--json")
    first = cli.run(*command).ok().json
    assert (first["contributions"], first["samples"], first["sentNow"]) == (3, 70, 3)
    assert (first["rejectedRows"], first["rejectedFile"]) == (0, None)
    assert not list(tmp_path.glob("*.rejected"))
    after_once = contributed(runtime, account)
    again = cli.run(*command).ok()
    assert again.json["sentNow"] == 0
    assert again.json["samples"] == 70
    assert contributed(runtime, account) == after_once
    assert after_once == packed(data, trainer, path, 32)
    assert int(first["depositWei"]) >= 70 * 10**15
    assert int(first["gasFeeWei"]) > 0


def test_bad_rows_are_kept_apart_with_their_sentences(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    bad = {3: "nan,1,low", 5: "1,2", 8: "7,8,middle", 13: "1e999,0,high", 21: ",0,low"}
    path = write_rows(tmp_path / "rows.csv", 30, seed=2, bad=bad)
    ran = cli.run("contribute", "Table", path, "--account", "2", "--yes").ok()
    assert "25 samples contributed to Table in 1 contribution." in ran.out
    assert "5 bad rows left out" in ran.err
    with (tmp_path / "rows.csv.rejected").open() as file:
        header, *rows = csv.reader(file)
    assert header == ["row", "problem", "line"]
    assert {int(row): line for row, _, line in rows} == bad
    for row, problem, _ in rows:
        assert problem.startswith(f"Row {row} (line {int(row) + 1})")
        assert "expected" in problem
        assert problem in ran.err
    assert len(contributed(runtime, people(runtime)[2])) == 1


def test_standard_input_is_resumed_by_what_it_holds(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = b'{"a": 60, "b": 1, "label": "high"}\n{"a": 1, "b": "x", "label": 0}\n'
    command = ("contribute", "0", "-", "--account", "3", "--yes", "--json")
    assert cli.run(*command, stdin=lines).ok().json["sentNow"] == 1
    assert cli.run(*command, stdin=lines).ok().json["sentNow"] == 0
    other = lines.replace(b"60", b"61")
    found = cli.run(*command, stdin=other).ok().json
    assert (found["sentNow"], found["rejectedRows"]) == (1, 1)
    assert found["rejectedFile"] == "stdin.rejected"
    assert len(contributed(runtime, people(runtime)[3])) == 2


def test_nothing_is_sent_without_a_yes(cli: CommandLine, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.csv", 3, seed=3)
    sentence = cli.run("contribute", "Table", path).failed()
    assert "public for ever under CC0-1.0" in sentence
    assert sentence.endswith("run the command again with --yes.")


def test_a_killed_command_continues_where_it_stopped(
    cli: CommandLine, runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[4]
    path = write_rows(tmp_path / "rows.csv", 60, seed=4)
    command = ("contribute", "Table", path, "--batch", "4", "--account", "4", "--yes", "--json")
    before = recorded(runtime, trainer)
    for wanted in (3, 7):
        process = cli.start(*command)
        while recorded(runtime, trainer) < before + wanted:
            time.sleep(0.02)
        assert process.poll() is None
        process.kill()
        process.communicate()
    found = cli.run(*command).ok().json
    assert (found["samples"], found["contributions"]) == (60, 15)
    assert contributed(runtime, account) == packed(data, trainer, path, 4)


def test_an_interrupted_command_says_how_to_continue(
    cli: CommandLine, runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[5]
    path = write_rows(tmp_path / "rows.csv", 120, seed=5)
    command = ("contribute", "Table", path, "--batch", "3", "--account", "5", "--yes", "--json")
    before = recorded(runtime, trainer)
    process = cli.start(*command)
    while recorded(runtime, trainer) == before:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Run the same command again to continue." in err
    assert b"Traceback" not in err
    assert 0 < len(contributed(runtime, account)) < 40
    cli.run(*command).ok()
    assert contributed(runtime, account) == packed(data, trainer, path, 3)


def test_a_line_that_is_cut_again_and_again_loses_and_doubles_nothing(
    runtime: ContractRuntime, trainer: TrainerInfo, cli: CommandLine, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[6]
    path = write_rows(tmp_path / "rows.csv", 48, seed=6)
    chance = random.Random(6)
    with CutLine(LINE_PORT, GANACHE_PORT) as line:
        behind = CommandLine(line.url, data)
        command = ("contribute", "Table", path, "--batch", "4", "--account", "6", "--yes", "--json")
        sentences = []
        for _ in range(3):
            line.mend()
            line.cut_after(chance.randrange(6_000, 40_000))
            sentences.append(behind.run(*command).failed())
        line.mend()
        behind.run(*command).ok()
    assert all("127.0.0.1" in sentence or "again" in sentence for sentence in sentences)
    assert contributed(runtime, account) == packed(data, trainer, path, 4)


def test_what_was_sent_but_not_noted_is_found(
    runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    """As after a crash between sending and noting it."""
    account = people(runtime)[7]
    path = write_rows(tmp_path / "rows.csv", 8, seed=7)
    (samples,) = packed(data, trainer, path)
    with Journal(tmp_path / "journal.sqlite") as journal:
        entry = pending(runtime, account, samples)
        journal.begin(entry)
        action = Contribute(samples, entry.deposit_wei)
        runtime.run(Call(account, trainer.address, action)).accepted()
        contributor(runtime, trainer, account, journal).resolve()
        assert journal.pending() is None
        assert journal.progress().samples == 8
    assert contributed(runtime, account) == [samples]


def test_what_was_noted_but_not_sent_is_sent_although_its_nonce_was_used(
    runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[8]
    path = write_rows(tmp_path / "rows.csv", 8, seed=8)
    (samples,) = packed(data, trainer, path)
    with Journal(tmp_path / "journal.sqlite") as journal:
        # The deposit is far too small as well, as if the price had risen since.
        journal.begin(pending(runtime, account, samples, deposit_wei=1))
        runtime.run(Call(account, trainer.address, Fund(1))).accepted()
        contributor(runtime, trainer, account, journal).resolve()
        assert journal.progress().samples == 8
    assert contributed(runtime, account) == [samples]


def test_a_deposit_that_became_too_small_is_quoted_again(
    runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[8]
    path = write_rows(tmp_path / "rows.csv", 5, seed=88)
    (samples,) = packed(data, trainer, path)
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.begin(pending(runtime, account, samples, deposit_wei=1))
        contributor(runtime, trainer, account, journal).resolve()
        assert journal.progress().deposit_wei >= 5 * 10**15


def test_samples_that_are_open_already_are_left_out(
    cli: CommandLine, runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[9]
    path = write_rows(tmp_path / "rows.csv", 12, seed=9)
    (samples,) = packed(data, trainer, path)
    deposit_wei = 2 * runtime.quote_wei(trainer.address, 12)
    action = Contribute(samples, deposit_wei)
    runtime.run(Call(account, trainer.address, action)).accepted()
    ran = cli.run("contribute", "Table", path, "--account", "9", "--yes").ok()
    assert "12 samples were left out: you have the same ones open." in ran.err
    assert contributed(runtime, account) == [samples]


def test_two_commands_at_once_do_not_double_anything(
    cli: CommandLine, runtime: ContractRuntime, trainer: TrainerInfo, data: Path, tmp_path: Path
) -> None:
    account = people(runtime)[9]
    before = len(contributed(runtime, account))
    count = recorded(runtime, trainer)
    path = write_rows(tmp_path / "rows.csv", 80, seed=10)
    command = ("contribute", "Table", path, "--batch", "4", "--account", "9", "--yes", "--json")
    process = cli.start(*command)
    while recorded(runtime, trainer) == count:
        time.sleep(0.02)
    sentence = cli.run(*command).failed()
    assert "being contributed by another command right now" in sentence
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert contributed(runtime, account)[before:] == packed(data, trainer, path, 4)


def test_without_funds_one_is_told_so_and_with_funds_the_same_command_works(
    cli: CommandLine,
    ganache: Ganache,
    runtime: ContractRuntime,
    trainer: TrainerInfo,
    data: Path,
    tmp_path: Path,
) -> None:
    path = write_rows(tmp_path / "rows.csv", 4, seed=11)
    ran = cli.run("contribute", "Table", path, "--yes", COMMONWEAL_PRIVATE_KEY=STRANGE_KEY)
    sentence = ran.failed()
    assert "send it ETH, or use another account" in sentence
    assert STRANGE_KEY[2:] not in ran.err + ran.out
    file = tmp_path / "key"
    file.write_text(STRANGE_KEY)
    again = cli.run("contribute", "Table", path, "--yes", "--key-file", file)
    assert again.failed() == sentence
    account = str(Account.from_key(STRANGE_KEY).address).lower()
    gift = {"from": people(runtime)[0], "to": account, "value": hex(10**18)}
    request = {"jsonrpc": "2.0", "id": 1, "method": "eth_sendTransaction", "params": [gift]}
    assert "result" in httpx.post(ganache.url, json=request).json()
    command = ("contribute", "Table", path, "--yes", "--key-file", file, "--json")
    assert cli.run(*command).ok().json["sentNow"] == 1
    assert cli.run(*command).ok().json["sentNow"] == 0
    assert contributed(runtime, account) == packed(data, trainer, path)


def test_a_price_limit_stops_before_sending(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    account = people(runtime)[1]
    before = contributed(runtime, account)
    path = write_rows(tmp_path / "rows.csv", 4, seed=12)
    sentence = cli.run(
        "contribute", "Table", path, "--account", "1", "--max-price", "1 gwei", "--yes"
    ).failed()
    assert "should cost at most 1000000000 wei" in sentence
    assert contributed(runtime, account) == before


def test_a_full_trainer_refuses_and_the_file_can_be_continued(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    seed = write_rows(tmp_path / "seed.csv", 20, seed=13)
    cap = "0.012"
    cli.run("deploy", seed, "--name", "Small", "--deposit-cap", cap, "--refund-wait", "600",
            "--take-wait", "1200", "--verdict-gap", "600", "--yes").ok()  # fmt: skip
    path = write_rows(tmp_path / "rows.csv", 20, seed=14)
    command = ("contribute", "Small", path, "--batch", "5", "--account", "1", "--yes")
    sentence = cli.run(*command).failed()
    assert sentence == DepositCapExceeded(*cap_figures(sentence)).sentence
    small = next(t for t in runtime.trainers() if t.metadata.name == "Small")
    count = runtime.head(small.address).contribution_count
    assert 0 < count < 4
    runtime.advance_time(601)
    cli.run("settle", "Small", "--account", "1", "--yes").ok()
    assert cli.run(*command).code in (0, 1)
    assert runtime.head(small.address).contribution_count > count


def test_the_wrong_chain_is_named(cli: CommandLine, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.csv", 4, seed=15)
    sentence = cli.run("contribute", "Table", path, "--chain-id", "1", "--yes").failed()
    assert "should be chain 1 but is chain 1337" in sentence


def test_a_chain_that_was_restarted_is_noticed_and_begun_anew(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = write_rows(tmp_path / "rows.csv", 10, seed=16)
    with Ganache(port=RESTARTED_PORT) as chain:
        cli = CommandLine(chain.url, data)
        cli.run("deploy", path, "--name", "Table", "--yes").ok()
        command = ("contribute", "Table", path, "--yes", "--json")
        assert cli.run(*command).ok().json["sentNow"] == 1
        old = Web3Transport(chain.url).block(0).hash
    assert "start it or correct its address" in cli.run(*command).failed()
    with Ganache(port=RESTARTED_PORT) as chain:
        assert "restarted with another history" in cli.run(*command).failed()
        deployed = cli.run("deploy", path, "--name", "Table", "--yes").ok()
        assert "A new registry is deployed." in deployed.err
        assert cli.run(*command).ok().json["sentNow"] == 1
        transport = Web3Transport(chain.url)
        registry = find_deployment(transport, data / "deployments").registry
        runtime = ContractRuntime(transport, registry)
        account = transport.accounts()[0]
        trainer = runtime.trainers()[0]
        with Journal(tmp_path / "journal.sqlite") as journal:
            late = Contributor(runtime, trainer, account, journal, old)
            with pytest.raises(WrongHistoryFault, match="starts from the first row"):
                late.contribute([Batch(b"", 1, 1, 1)])
            assert journal.pending() is None
        assert len(contributed(runtime, account)) == 1


def test_one_bad_row_in_a_million_costs_that_row_and_no_memory(
    cli: CommandLine, tmp_path: Path
) -> None:
    small = write_rows(tmp_path / "small.csv", 1_000, seed=17)
    large = tmp_path / "large.csv"
    with small.open() as file:
        header, *rows = file.readlines()
    with large.open("w") as file:
        file.write(header)
        for part in range(1_000):
            file.writelines(rows if part != 600 else [*rows[:500], "oops\n", *rows[501:]])

    def dry(path: Path) -> tuple[dict[str, object], int]:
        process = cli.start("contribute", "Table", path, "--dry-run", "--json")
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return json.loads(out), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    first, small_kb = dry(small)
    assert (first["samples"], first["rejectedRows"]) == (1_000, 0)
    found, large_kb = dry(large)
    assert (found["samples"], found["rejectedRows"]) == (999_999, 1)
    assert (found["contributions"], found["sentNow"], found["lastRow"]) == (7_813, 0, 1_000_000)
    # The greatest of all children so far: a thousand times the rows add next to nothing.
    assert large_kb - small_kb < 40_000
    with (tmp_path / "large.csv.rejected").open() as file:
        _, row = csv.reader(file)
    assert row[0] == "600501"
    assert row[2] == "oops"


def pending(
    runtime: ContractRuntime, account: str, samples: bytes, deposit_wei: int | None = None
) -> Entry:
    """Give an entry as it is noted before it is sent."""
    trainer = runtime.trainers()[0]
    sample_count = len(samples) // (1 + 2 * trainer.shape.feature_count)
    return Entry(
        number=0,
        first_row=1,
        last_row=sample_count,
        sample_count=sample_count,
        nonce=runtime.next_nonce(account),
        from_block=runtime.transport.block().number,
        samples=samples,
        deposit_wei=deposit_wei
        or 2 * runtime.quote_wei(runtime.trainers()[0].address, sample_count),
    )


def contributor(
    runtime: ContractRuntime, trainer: TrainerInfo, account: str, journal: Journal
) -> Contributor:
    return Contributor(runtime, trainer, account, journal, runtime.transport.block(0).hash)


def cap_figures(sentence: str) -> tuple[int, int]:
    """Take the figures out of the sentence about a cap, to compare the whole sentence."""
    cap, would = (int(found) for found in re.findall(r"\((\d+) wei\)", sentence))
    return would, cap
