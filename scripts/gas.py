"""Measure gas on a real chain, into ``tests/snapshots/gas.json``.

Ganache runs the compiled contracts; a figure is the ``gasUsed`` of a receipt. Workloads are those
on which the ancestor was measured: a sparse model of 1000 weights and a sample of 20 given
features, dense models of 30 and 400; in steady state, that is, the same contributor has
contributed and settled before, and under the stake's full rules.

``--check`` compares with the snapshot and writes nothing; ``--readme`` also writes the table of
the README.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from commonweal.actions import (
    Action,
    Call,
    Contribute,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.errors import CommonwealError
from commonweal.events import TrainerDeployed
from commonweal.fixed_point import pack_lanes
from commonweal.runtime import codec
from commonweal.runtime.artifacts import load_artifacts
from commonweal.runtime.base import WAIT_S
from commonweal.runtime.compiler import project_root
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.base import Message, Transport
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.types import (
    Address,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)
from market_gas import FLOOR, measure_market

SNAPSHOTS = project_root() / "tests" / "snapshots"
TOLERANCE = 1.10
"""Readable code may cost so much more than a target."""

FEATURES_20 = (
    1,
    2,
    3,
    14,
    15,
    26,
    37,
    48,
    59,
    110,
    111,
    112,
    213,
    314,
    515,
    616,
    717,
    818,
    919,
    920,
)
WORKLOAD_WEIGHTS = 1000
STEADY_S = 3_601
SEED = 20
RULES = StakeRules(
    floor_price_wei=10**12,
    seconds_per_sample=10,
    refund_wait_s=600,
    take_wait_s=1_800,
    verdict_gap_s=600,
    deposit_cap_wei=10**21,
)
METADATA = Metadata(
    "Sentiment of reviews",
    "Says whether a sentence of a review is positive, from the words in it. Trained on sentences "
    "about films, restaurants and things to buy, in English.",
    ("negative", "positive"),
    "CC-BY-4.0",
    bytes(range(32)),
)
DEPOSIT_WEI = 10**16


class Chain:
    """A registry on a chain of its own, and what is done there.

    Parameters
    ----------
    transport
        Way to a chain where nothing has happened yet.
    accounts
        Three of Ganache's own: a zero byte in an address would make calldata cheaper.
    """

    def __init__(self, transport: Transport, accounts: Sequence[Address]) -> None:
        self.transport = transport
        self.deployer, self.contributor, self.other = accounts[:3]
        self.runtime = ContractRuntime(transport, deploy(transport, self.deployer).registry)

    def read(self, contract: str, to: Address, function: str, *arguments: object) -> int:
        """Send a free read as a transaction and give its gas."""
        data = codec.function_data(contract, function, *arguments)
        sent = self.transport.send(Message(self.other, to, data))
        return self.transport.wait(sent, WAIT_S).gas_used

    def run(self, sender: Address, to: Address, action: Action) -> int:
        """Do something and give its gas."""
        outcome = self.runtime.run(Call(sender, to, action))
        if outcome.rejection is not None:
            raise outcome.rejection
        return outcome.gas_used

    def trainer(
        self, kind: ModelKind, shape: ModelShape, lanes: Sequence[int], *, stake: bool = True
    ) -> Trainer:
        """Deploy a model with these weights."""
        call = (
            DeployUnderStake(kind, shape, RULES, METADATA)
            if stake
            else DeployUnderPoints(kind, shape, PointsRules(600), METADATA)
        )
        outcome = self.runtime.run(Call(self.deployer, self.runtime.registry, call))
        (event,) = (
            each.event for each in outcome.events if isinstance(each.event, TrainerDeployed)
        )
        words = pack_lanes(lanes, shape.lane_bits)
        upload = self.run(self.deployer, event.trainer, UploadWeights(0, words, True))
        return Trainer(self, event.trainer, stake, outcome.gas_used + upload, upload // len(words))


class Trainer:
    """A deployed model and the people who use it."""

    def __init__(
        self, chain: Chain, address: Address, stake: bool, deployment_gas: int, word_gas: int
    ) -> None:
        self.chain = chain
        self.address = address
        self.stake = stake
        self.deployment_gas = deployment_gas
        self.word_gas = word_gas

    def agreed(self, sample: Callable[[int], bytes]) -> int:
        """Give the label that the model predicts."""
        return self.chain.runtime.predict(self.address, sample(0)).label

    def contribute(
        self, samples: bytes, sender: Address | None = None, value_wei: int = DEPOSIT_WEI
    ) -> int:
        """Contribute as the contributor, or as somebody else."""
        action = Contribute(samples, value_wei if self.stake else 0)
        return self.chain.run(sender or self.chain.contributor, self.address, action)

    def close(
        self, samples: bytes, contributor: Address | None = None, caller: Address | None = None
    ) -> int:
        """Settle, or validate under points."""
        by = contributor or self.chain.contributor
        if self.stake:
            return self.chain.run(caller or by, self.address, Settle(by, samples))
        return self.chain.run(caller or self.chain.other, self.address, Validate(by, samples))

    def settle_in(self, *pairs: tuple[bytes, Address]) -> None:
        """Reach the steady state: these were contributed and closed, and time has passed."""
        for samples, contributor in pairs:
            self.contribute(samples, contributor)
        self.wait()
        for samples, contributor in pairs:
            caller = self.chain.deployer if not self.stake else None
            self.close(samples, contributor, caller)
        self.wait()

    def wait(self) -> None:
        """Let time pass."""
        self.chain.runtime.advance_time(STEADY_S)


def sparse(features: Sequence[int]) -> Callable[[int], bytes]:
    """Pack a sparse sample once its label is known."""
    form = SparseFormat(WORKLOAD_WEIGHTS)
    return lambda label: pack(form, [SparseSample(label, tuple(features))])


def dense(values: Sequence[int], lane_bits: int) -> Callable[[int], bytes]:
    """Pack a dense sample once its label is known."""
    form = DenseFormat(len(values), lane_bits)
    return lambda label: pack(form, [DenseSample(label, tuple(values))])


def zipf(random: Random, least: int, most: int) -> tuple[int, ...]:
    """Draw features as words come: the k-th most frequent with weight 1 / (k + 3)."""
    weights = [1 / (index + 3) for index in range(WORKLOAD_WEIGHTS)]
    count = random.randint(least, most)
    found: set[int] = set()
    while len(found) < count:
        found.update(random.choices(range(WORKLOAD_WEIGHTS), weights))
    return tuple(sorted(found))


def measure_sparse(chain: Chain, gas: dict[str, int]) -> None:
    """Measure one sample of 20 features under both incentives."""
    shape = ModelShape(WORKLOAD_WEIGHTS, 16, 0)
    for stake in (True, False):
        random = Random(SEED)
        lanes = [random.randint(-30, 30) for _ in range(WORKLOAD_WEIGHTS + 1)]
        under = "under stake" if stake else "under points"
        sample = sparse(FEATURES_20)
        agreeing = chain.trainer(ModelKind.SPARSE_PERCEPTRON, shape, lanes, stake=stake)
        label = agreeing.agreed(sample)
        first, second = sparse([5, 6, 7]), sparse([900])
        steady = (
            (first(agreeing.agreed(first)), chain.contributor),
            (second(agreeing.agreed(second)), chain.other),
        )
        agreeing.settle_in(*steady)
        gas[f"contribute 20-feature sample {under}, model agrees"] = agreeing.contribute(
            sample(label)
        )
        agreeing.wait()
        closing = "settle" if stake else "validate"
        ending = "agreeing" if stake else "agreeing, first badge aside"
        gas[f"{closing} 20-feature sample {under}, {ending}"] = agreeing.close(sample(label))
        if stake:
            gas["deploy model of 1000 weights"] = agreeing.deployment_gas
            gas["upload starting weights, per word"] = agreeing.word_gas
            for read in ("predict", "preview"):
                gas[f"{read} 20-feature sample on chain"] = chain.read(
                    "SparsePerceptronStake", agreeing.address, read, sample(1 - label)
                )

        disagreeing = chain.trainer(ModelKind.SPARSE_PERCEPTRON, shape, lanes, stake=stake)
        disagreeing.settle_in(*steady)
        gas[f"contribute 20-feature sample {under}, model disagrees"] = disagreeing.contribute(
            sample(1 - label)
        )
        if stake:
            measure_disagreement(chain, disagreeing, sample(1 - label), gas)


def measure_disagreement(
    chain: Chain, trainer: Trainer, samples: bytes, gas: dict[str, int]
) -> None:
    """Measure a stranger's two verdicts, the money's ways and the sponsor's."""
    # One step does not change the model's mind, so the sample is still disagreed with.
    trainer.wait()
    gas["settle 20-feature sample under stake, first verdict"] = trainer.close(
        samples, caller=chain.other
    )
    trainer.wait()
    gas["settle 20-feature sample under stake, second verdict forfeits"] = trainer.close(
        samples, caller=chain.other
    )
    gas["fund under stake"] = chain.run(chain.deployer, trainer.address, Fund(10**18))
    gas["withdraw under stake"] = chain.run(
        chain.contributor, trainer.address, Withdraw(chain.contributor)
    )


def measure_batch(chain: Chain, gas: dict[str, int]) -> None:
    """Measure a batch of 100 samples of 20 to 60 features, four in five as the model would say."""
    random = Random(SEED)
    shape = ModelShape(WORKLOAD_WEIGHTS, 16, 0)
    lanes = [random.randint(-30, 30) for _ in range(WORKLOAD_WEIGHTS + 1)]
    trainer = chain.trainer(ModelKind.SPARSE_PERCEPTRON, shape, lanes)
    first = sparse([5, 6, 7])
    trainer.settle_in((first(trainer.agreed(first)), chain.contributor), (first(1), chain.other))
    batch = b""
    for _ in range(100):
        sample = sparse(zipf(random, 20, 57))
        label = trainer.agreed(sample)
        batch += sample(label if random.random() < 0.8 else 1 - label)
    gas["contribute batch of 100 samples under stake, per sample"] = (
        trainer.contribute(batch, None, 10**18) // 100
    )
    trainer.wait()
    gas["settle batch of 100 samples under stake, per sample"] = trainer.close(batch) // 100

    tests = b"".join(sparse(zipf(random, 20, 20))(random.randint(0, 1)) for _ in range(1000))
    evaluating = chain.read("SparsePerceptronStake", trainer.address, "evaluate", tests)
    gas["evaluate one test sample on chain"] = evaluating // 1000


def measure_dense(chain: Chain, gas: dict[str, int]) -> None:
    """Measure tables of 30 signed (int32) and 400 non-negative (int16) numbers."""
    for features, lane_bits, fraction_bits, least, most in (
        (30, 32, 16, -80_000, 80_000),
        (400, 16, 6, 0, 64),
    ):
        random = Random(SEED)
        shape = ModelShape(features, lane_bits, fraction_bits)
        lanes = [random.randint(-100, 100) for _ in range(features + 1)]
        sample = dense([random.randint(least, most) for _ in range(features)], lane_bits)
        first = dense([random.randint(-50, 50) for _ in range(features)], lane_bits)
        name = f"contribute dense sample of {features} under stake, model"
        for word in ("agrees", "disagrees"):
            trainer = chain.trainer(ModelKind.DENSE_PERCEPTRON, shape, lanes)
            trainer.settle_in((first(trainer.agreed(first)), chain.contributor))
            label = trainer.agreed(sample)
            samples = sample(label if word == "agrees" else 1 - label)
            gas[f"{name} {word}"] = trainer.contribute(samples)
            if word == "agrees":
                trainer.wait()
                gas[f"settle dense sample of {features} under stake, agreeing"] = trainer.close(
                    samples
                )


def measure(
    transport: Transport, accounts: Sequence[Address], *, market: bool = True
) -> dict[str, int]:
    """Measure everything on a new chain; see `Chain`.

    Parameters
    ----------
    transport, accounts
        As `Chain` takes them.
    market
        Whether to measure a full market too: a thousand contributions, minutes on Ganache.

    Returns
    -------
    dict
        Gas by sentence.
    """
    gas: dict[str, int] = {}
    chain = Chain(transport, accounts)
    for part in (measure_sparse, measure_batch, measure_dense):
        part(chain, gas)
    if market:
        measure_market(chain, gas, FEATURES_20, METADATA)
    return dict(sorted(gas.items()))


def measure_on_ganache(*, market: bool = True) -> dict[str, int]:
    """Measure everything on a chain such as users have."""
    with Ganache() as node:
        transport = Web3Transport(node.url)
        return measure(transport, transport.accounts(), market=market)


def sizes() -> dict[str, int]:
    """Give the bytes of each contract that is deployed; at most 24,576 are allowed (EIP-170)."""
    return {
        name: len(each.deployed_bytecode)
        for name, each in sorted(load_artifacts().items())
        if each.deployed_bytecode
        and not each.source_path.startswith("contracts/testing/")
        and each.source_path.startswith("contracts/")
        and len(each.deployed_bytecode) > 200
    }


def targets() -> dict[str, dict[str, int]]:
    """Give target and ancestor's figure of each sentence that has them.

    The ancestor is microsoft/0xDeCA10B at f97e40d, compiled by solc 0.6.12 with the optimiser on
    (200 runs) and measured on Ganache 7.9.2 and anvil 1.7.1 by the same workloads; its figures per
    sample of a batch stand for a transaction each and are rounded.
    """
    found: dict[str, dict[str, int]] = json.loads(
        (SNAPSHOTS / "gas_targets.json").read_text(encoding="utf-8")
    )
    return found


def rows(gas: dict[str, int]) -> list[tuple[str, str, str, str, str]]:
    """Give the table: sentence, ours, target, ancestor's, how many times less."""
    table = []
    for sentence, aims in targets().items():
        ours, at_most, ancestor = gas[sentence], aims["at_most"], aims["ancestor"]
        above = f" (+{100 * ours / at_most - 100:.1f} %)" if ours > at_most else ""
        table.append(
            (
                sentence,
                f"{ours:,}{above}",
                f"{at_most:,}",
                f"{ancestor:,}",
                f"{ancestor / ours:.1f}",
            )
        )
    return table


def market_targets() -> dict[str, int]:
    """Give the target of each sentence about markets, of which the ancestor has none on chain."""
    found: dict[str, int] = json.loads(
        (SNAPSHOTS / "market_gas_targets.json").read_text(encoding="utf-8")
    )
    return found


def market_rows(gas: dict[str, int]) -> list[tuple[str, str, str, str]]:
    """Give the table of markets: sentence, ours, target, least gas by calldata alone."""
    table = []
    for sentence, at_most in market_targets().items():
        ours = gas[sentence]
        above = f" (+{100 * ours / at_most - 100:.1f} %)" if ours > at_most else ""
        floor = gas[sentence + FLOOR]
        table.append((sentence, f"{ours:,}{above}", f"{at_most:,}", f"{floor:,}"))
    return table


HEADINGS = ("job", "gas", "target", "ancestor", "times less")
MARKET_HEADINGS = ("job", "gas", "target", "EIP-7623 floor")


def write_readme(gas: dict[str, int]) -> None:
    """Write the README's table between its marks."""
    path = project_root() / "README.md"
    text = path.read_text(encoding="utf-8")
    for mark, headings, body in (
        ("gas", HEADINGS, rows(gas)),
        ("market-gas", MARKET_HEADINGS, market_rows(gas)),
    ):
        begins, ends = f"<!-- {mark}:begin -->", f"<!-- {mark}:end -->"
        before, rest = text.split(begins)
        _, after = rest.split(ends)
        lines = ["| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 1) + "|"]
        lines += ["| " + " | ".join(row) + " |" for row in body]
        text = before + begins + "\n" + "\n".join(lines) + "\n" + ends + after
    path.write_text(text, encoding="utf-8")


def show(gas: dict[str, int], console: Console) -> None:
    """Print the table, then the sentences without a target."""
    table = Table(*HEADINGS, title="Gas, measured on Ganache")
    for row in rows(gas):
        table.add_row(*row)
    for sentence, ours, target, floor in market_rows(gas):
        table.add_row(sentence, ours, target, f"floor {floor}", "")
    for sentence in sorted(gas.keys() - targets().keys() - market_targets().keys()):
        table.add_row(sentence, f"{gas[sentence]:,}", "", "", "")
    console.print(table)


def _differences(old: dict[str, int], new: dict[str, int]) -> list[str]:
    return [
        f"{name}: snapshot {old.get(name)}, measured {new.get(name)}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _snapshot(path: Path) -> dict[str, int]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def main() -> int:
    """Measure, compare or write, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare with the snapshot")
    parser.add_argument("--readme", action="store_true", help="also write the README's table")
    chosen = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        with console.status("Measuring on Ganache …"):
            gas, bytes_used = measure_on_ganache(), sizes()
    except CommonwealError as error:
        print(error, file=sys.stderr)
        return 1
    show(gas, console)
    kept = ((SNAPSHOTS / "gas.json", gas), (SNAPSHOTS / "sizes.json", bytes_used))
    differences = [line for path, new in kept for line in _differences(_snapshot(path), new)]
    for line in differences:
        console.print(line)
    if chosen.check:
        return 1 if differences else 0
    for path, new in kept:
        path.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    if chosen.readme:
        write_readme(gas)
    return 0


if __name__ == "__main__":
    sys.exit(main())
