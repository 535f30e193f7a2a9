"""Measure the speed of twin, indexer and markets, into build/bench.json.

The file has one number for each key, and under "how" what each number is. Run it on a machine
that does nothing else: `make bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

import bench_market
from commonweal.actions import Call, Contribute, DeployUnderStake, UploadWeights
from commonweal.errors import CommonwealError
from commonweal.events import Contributed, TrainerDeployed
from commonweal.runtime import codec
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.samples import SparseFormat, SparseSample, pack
from commonweal.services.indexer import Indexer, identify
from commonweal.store import Index
from commonweal.twin import trainer as twin
from commonweal.twin.trainer import TrainerState
from commonweal.types import (
    Address,
    IncentiveKind,
    Metadata,
    ModelKind,
    ModelShape,
    StakeRules,
)

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "build" / "bench.json"

FEATURES = 1_000
SHAPE = ModelShape(feature_count=FEATURES, lane_bits=16, fraction_bits=0)
FLOOR_PRICE_WEI = 1_000
# The price rises to 65 times the floor at most.
DEPOSIT_WEI = 100 * FLOOR_PRICE_WEI
RULES = StakeRules(
    floor_price_wei=FLOOR_PRICE_WEI,
    seconds_per_sample=1,
    refund_wait_s=3_600,
    take_wait_s=7_200,
    verdict_gap_s=3_600,
    deposit_cap_wei=10**18,
)
METADATA = Metadata("Bench", "Measures.", ("no", "yes"), "CC0-1.0", bytes(32))
GAS = 600_000
REPEATS = 5
ANVIL_PORT = 8749
ANVIL_BLOCK = 50
MINED_WITHIN_S = 60

console = Console(stderr=True)


class Samples:
    """Samples as texts give them: few words are common, most are rare (Zipf)."""

    def __init__(self, seed: int = 7) -> None:
        self._random = Random(seed)
        self._weights = [1 / (rank + 1) for rank in range(FEATURES)]

    def packed(self, samples: int, features: int) -> bytes:
        """Give packed samples with so many different features each."""
        return pack(SparseFormat(FEATURES), [self._sample(features) for _ in range(samples)])

    def _sample(self, count: int) -> SparseSample:
        chosen: set[int] = set()
        while len(chosen) < count:
            chosen.update(self._random.choices(range(FEATURES), self._weights, k=count))
        indices = self._random.sample(sorted(chosen), count)
        return SparseSample(self._random.randrange(2), tuple(sorted(indices)))


@contextmanager
def progress() -> Iterator[Callable[[str, int], Callable[[], None]]]:
    """Give a function that shows a bar of so many steps and gives one that makes a step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:

        def bar(title: str, total: int) -> Callable[[], None]:
            task = bars.add_task(title, total=total)
            return lambda: bars.advance(task)

        yield bar


def bench_twin(bar: Callable[[str, int], Callable[[], None]]) -> dict[str, float]:
    """Measure samples a second through the twin's `evolve`, in one thread."""
    rates = {}
    cases = {"batches of 100 samples of 38 features": (100, 38, 200)}
    cases["contributions of one sample of 20 features"] = (1, 20, 5_000)
    for name, (samples, features, count) in cases.items():
        made = Samples()
        people = [f"0x{number:040x}" for number in range(1, 11)]
        events = [
            Contributed(index, people[index % 10], DEPOSIT_WEI, made.packed(samples, features))
            for index in range(count)
        ]
        step = bar(f"Twin, {name}", REPEATS)
        measured = []
        for _ in range(REPEATS):
            state = new_trainer()
            started_s = time.perf_counter()
            for now_s, event in enumerate(events, start=1_000_000):
                twin.evolve(state, event, now_s)
            measured.append(count * samples / (time.perf_counter() - started_s))
            step()
        rates[name] = statistics.median(measured)
    return rates


def new_trainer() -> TrainerState:
    """Give a trainer on the twin with weights of zero."""
    zero = "0x" + "00" * 20
    deployed = TrainerDeployed(
        0,
        zero,
        zero,
        ModelKind.SPARSE_PERCEPTRON,
        IncentiveKind.STAKE,
        SHAPE,
        RULES.pack(),
        METADATA,
    )
    return TrainerState.deployed(deployed)


@contextmanager
def anvil() -> Iterator[str]:
    """Run anvil and give its address."""
    program = shutil.which("anvil") or str(ROOT / "node_modules" / ".bin" / "anvil")
    options = {"port": ANVIL_PORT, "hardfork": "shanghai", "gas-limit": 2 * ANVIL_BLOCK * GAS}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [program, "--silent", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{ANVIL_PORT}"
        finally:
            process.terminate()


def bench_indexer(
    url: str,
    name: str,
    count: int,
    per_block: int,
    bar: Callable[[str, int], Callable[[], None]],
) -> float:
    """Fill a chain with contributions of one 20-feature sample, and measure reading it."""
    transport = Web3Transport(url)
    accounts = transport.accounts()
    runtime = ContractRuntime(transport, deploy(transport, accounts[0]).registry)
    model = deploy_model(runtime, accounts[0])
    rpc = RpcClient(url, timeout_s=600)
    fill(rpc, accounts, model, count, per_block, bar(f"Filling {name}", count))
    head = runtime.head(model)
    if head.contribution_count != count:
        raise SystemExit(f"{name} should hold {count} contributions but has {head}; run it again.")
    step = bar(f"Indexing {name}", REPEATS)
    measured = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            started_s = time.perf_counter()
            with Index.open(Path(folder), identify(transport, runtime.registry)) as index:
                Indexer(transport, index).sync()
                measured.append(count / (time.perf_counter() - started_s))
                with index.world() as world:
                    if world.trainers[model].head != head:
                        raise SystemExit(f"The index of {name} should have the head {head}.")
        step()
    return statistics.median(measured)


def deploy_model(runtime: ContractRuntime, deployer: Address) -> Address:
    """Deploy a model of 1,000 weights under stakes that takes contributions."""
    action = DeployUnderStake(ModelKind.SPARSE_PERCEPTRON, SHAPE, RULES, METADATA)
    runtime.run(Call(deployer, runtime.registry, action)).accepted()
    model = runtime.trainer_at(0).address
    runtime.run(Call(deployer, model, UploadWeights(0, (), True))).accepted()
    return model


def fill(
    rpc: RpcClient,
    accounts: Sequence[Address],
    model: Address,
    count: int,
    per_block: int,
    step: Callable[[], None],
) -> None:
    """Send contributions from the node's own accounts; with 1 in a block it mines by itself."""
    made = Samples()
    nonces = {
        account: int(rpc.ask("eth_getTransactionCount", account, "latest"), 16)
        for account in accounts
    }
    if per_block > 1:
        rpc.ask("evm_setAutomine", False)
    for number in range(count):
        sender = accounts[number % len(accounts)]
        fields = {
            "from": sender,
            "to": model,
            "nonce": hex(nonces[sender] + number // len(accounts)),
            "gas": hex(GAS),
            "value": hex(DEPOSIT_WEI),
            "data": "0x" + codec.action_data(Contribute(made.packed(1, 20), 0)).hex(),
        }
        sent = rpc.ask("eth_sendTransaction", fields)
        if per_block > 1 and (number + 1) % per_block == 0:
            rpc.ask("evm_mine")
        step()
    if per_block > 1:
        rpc.ask("evm_mine")
    wait_for(rpc, sent)


def wait_for(rpc: RpcClient, transaction_hash: str) -> None:
    """Wait until a transaction is mined."""
    deadline_s = time.monotonic() + MINED_WITHIN_S
    while rpc.ask("eth_getTransactionReceipt", transaction_hash) is None:
        if time.monotonic() > deadline_s:
            raise SystemExit(f"Transaction {transaction_hash} is not mined; run it again.")
        time.sleep(0.02)


def main() -> int:
    """Measure and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ganache", type=int, default=3_000, help="contributions on Ganache")
    parser.add_argument("--anvil", type=int, default=10_000, help="contributions on anvil")
    wanted = parser.parse_args()
    try:
        with progress() as bar:
            twin_rates = bench_twin(bar)
            with Ganache() as ganache:
                on_ganache = bench_indexer(ganache.url, "Ganache", wanted.ganache, 1, bar)
            with anvil() as url:
                on_anvil = bench_indexer(url, "anvil", wanted.anvil, ANVIL_BLOCK, bar)
            step = bar("Market at the full limits", 1)
            full_market = bench_market.full_size() | bench_market.speedup()
            step()
            market = bench_market.on_ganache(bar)
    except CommonwealError as error:
        console.print(error.sentence, style="red", markup=False)
        return 1
    batches, singles = twin_rates.values()
    result = {
        "twin_samples_per_second": round(batches),
        "indexer_contributions_per_second": round(on_ganache),
        **full_market,
        **market,
        "how": {
            "twin_samples_per_second": f"evolve of {' and '.join(twin_rates)} on a sparse model of "
            f"{FEATURES:,} weights under stakes, one thread, median of {REPEATS} runs; the number "
            f"is of the batches, single samples: {singles:,.0f}",
            "indexer_contributions_per_second": f"from block 0 of a Ganache chain with "
            f"{wanted.ganache:,} contributions of one 20-feature sample, a block each, into a new "
            f"SQLite file (events, contributions, state by the twin), median of {REPEATS} runs; "
            f"the same from anvil with {wanted.anvil:,}, {ANVIL_BLOCK} in a block: {on_anvil:,.0f}",
            **bench_market.HOW,
        },
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    table = Table("what", "a second", title="Speed")
    for name, rate in twin_rates.items():
        table.add_row(f"twin: samples, {name}", f"{rate:,.0f}")
    table.add_row("indexer: contributions, from Ganache", f"{on_ganache:,.0f}")
    table.add_row("indexer: contributions, from anvil", f"{on_anvil:,.0f}")
    console.print(table)
    table = Table("what", "found", title="Markets")
    for name, found in (full_market | market).items():
        table.add_row(name.removeprefix("market_").replace("_", " "), f"{found:,}")
    console.print(table)
    console.print(f"Written to {RESULT.relative_to(ROOT)}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
