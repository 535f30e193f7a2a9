"""Plays at random, but knows the twin's state, so that most of what it does is meaningful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from struct import pack

from pair import Pair

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
from commonweal.commitment import contribution_key
from commonweal.errors import Rejection
from commonweal.events import Contributed, Settled, TrainerDeployed, Validated
from commonweal.fixed_point import lane_limit, pack_lanes
from commonweal.runtime.base import TrainerInfo
from commonweal.twin.trainer import TrainerState
from commonweal.types import (
    Address,
    IncentiveKind,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)

SPARSE_FEATURES = (1, 2, 15, 16, 17, 31, 40, 100, 300)
DENSE_FEATURES = (1, 3, 7, 8, 15, 16, 30)
MONTH_S = 30 * 86_400
MOST_WORDS = 4_096
MOST_WORDS_UPLOADED = 1_000
BALANCE_LIMIT_WEI = 1 << 79
COMPARED_EVERY = 40
ALL_COMPARED_EVERY = 2_000


@dataclass
class Known:
    """What the player remembers of a trainer.

    Attributes
    ----------
    info : TrainerInfo
        What never changes.
    open : dict
        Open contributions by key: contributor and samples.
    closed : list
        Some that were open once.
    """

    info: TrainerInfo
    open: dict[bytes, tuple[Address, bytes]] = field(default_factory=dict)
    closed: list[tuple[Address, bytes]] = field(default_factory=list)

    @property
    def address(self) -> Address:
        return self.info.address

    @property
    def sparse(self) -> bool:
        return self.info.model is ModelKind.SPARSE_PERCEPTRON

    @property
    def under_stake(self) -> bool:
        return self.info.incentive is IncentiveKind.STAKE


class Player:
    """Chooses calls and runs them on a pair.

    Parameters
    ----------
    pair
        The two runtimes.
    random
        Source of all choices.
    giver
        Account that forces ETH upon trainers; None never does.
    most_trainers
        Trainers that take part at a time.
    recipients
        Other accounts that withdrawals go to.
    """

    def __init__(
        self,
        pair: Pair,
        random: Random,
        giver: Address | None = None,
        most_trainers: int = 8,
        recipients: Sequence[Address] = (),
    ) -> None:
        self.pair = pair
        self.random = random
        self.giver = giver
        self.most_trainers = most_trainers
        self.recipients = (*pair.people, *recipients, pair.twin.registry, pair.twin.badges)
        self.trainers: list[Known] = []

    def set_up(self) -> None:
        """Deploy a trainer of each kind and open it for contributions."""
        for model in ModelKind:
            for incentive in IncentiveKind:
                self.deploy(model, incentive, good=True)
                self.finish_upload(self.trainers[-1])

    def play(self, calls: int) -> None:
        """Run so many calls, then compare everything."""
        end = self.pair.calls + calls
        next_comparison = self.pair.calls + ALL_COMPARED_EVERY
        while self.pair.calls < end:
            known = self.random.choice(self.trainers)
            self.step(known)
            if self.random.randrange(COMPARED_EVERY) == 0:
                self.pair.compare(known.address, self.some_keys(known))
            if self.pair.calls >= next_comparison:
                self.compare_all()
                next_comparison = self.pair.calls + ALL_COMPARED_EVERY
        self.compare_all()

    def compare_all(self) -> None:
        """Compare everything, also every open contribution of the trainers in play."""
        self.pair.compare_all({known.address: list(known.open) for known in self.trainers})

    def some_keys(self, known: Known) -> list[bytes]:
        """Give a few keys, of open contributions and others."""
        keys = self.random.sample(list(known.open), min(3, len(known.open)))
        keys += [contribution_key(*each) for each in known.closed[-1:]]
        return [*keys, self.random.randbytes(32)]

    def step(self, known: Known) -> None:
        """Do one thing."""
        chosen = self.random.random()
        if self.state(known).head.upload_open and chosen > 0.2:
            self.upload(known)
        elif chosen < 0.42:
            self.contribute(known)
        elif chosen < 0.74:
            self.close(known)
        elif chosen < 0.85:
            # Only trainers under stakes know these two; the others are asked now and then.
            if known.under_stake or self.random.random() < 0.05:
                self.move_money(known)
        elif chosen < 0.86:
            self.upload(known)
        elif chosen < 0.87:
            self.deploy_any()
        elif chosen < 0.95:
            self.advance(known)
        elif chosen < 0.997:
            self.read(known)
        else:
            self.force(known)

    def run(self, sender: Address, to: Address, action: Action) -> None:
        """Run a call and remember what came of it."""
        outcome = self.pair.run(Call(sender, to, action))
        for recorded in () if outcome is None else outcome.events:
            event = recorded.event
            if isinstance(event, TrainerDeployed):
                self.trainers.append(Known(self.pair.twin.trainer(event.trainer)))
                continue
            known = next((each for each in self.trainers if each.address == recorded.emitter), None)
            if known is None:
                continue
            if isinstance(event, Contributed):
                key = contribution_key(event.contributor, event.samples)
                known.open[key] = (event.contributor, event.samples)
            elif isinstance(event, Settled | Validated):
                known.closed = [*known.closed[-8:], known.open.pop(event.key)]

    def person(self) -> Address:
        return self.random.choice(self.pair.people)

    def amount(self) -> int:
        """Give an amount in wei of any order of magnitude, and sometimes none."""
        return self.random.choice((0, 1, 2, 10**6, 10**12, 10**18)) * self.random.randint(1, 9)

    def state(self, known: Known) -> TrainerState:
        return self.pair.twin.state.trainer(known.address)

    # Contributions

    def contribute(self, known: Known) -> None:
        """Contribute samples, good or bad, under a deposit, good or bad."""
        sender = self.person()
        chosen = self.random.random()
        if chosen < 0.86:
            samples = self.samples(known)
        elif chosen < 0.96:
            samples = self.spoilt(known, self.samples(known))
        elif chosen < 0.98 and known.open:
            sender, samples = self.random.choice(list(known.open.values()))
        elif chosen < 0.999:
            samples = self.samples(known, self.random.choice((128, 129)))
        else:
            samples = bytes(self.random.choice((60_000, 60_001)))
        self.run(sender, known.address, Contribute(samples, self.value_wei(known, samples)))

    def value_wei(self, known: Known, samples: bytes) -> int:
        """Give a deposit: exactly enough, more, or one that is rejected."""
        if not known.under_stake:
            return self.random.choice((0,) * 19 + (1,))
        try:
            count = len(self.state(known).model.parse(samples))
        except Rejection:
            count = 1
        stake = self.state(known).stake
        quote = stake.quote_wei(count, self.pair.twin.now_s())
        chosen = self.random.random()
        if chosen < 0.35:
            return quote
        if chosen < 0.85:
            return quote + self.random.randint(0, quote)
        if chosen < 0.92:
            return self.random.randint(0, quote)
        if chosen < 0.96:
            left_wei = stake.rules.deposit_cap_wei - stake.demand.deposits_wei
            return max(0, left_wei + self.random.randint(0, 1))
        return quote * self.random.randint(1, 1_000)

    def samples(self, known: Known, count: int | None = None) -> bytes:
        """Give packed samples, some of which the model agrees with."""
        if count is None:
            count = self.random.choice((1, 1, 1, 2, 3, 5, 8, self.random.randint(1, 24)))
        return b"".join(self.sample(known) for _ in range(count))

    def sample(self, known: Known) -> bytes:
        sample = self.sparse_sample(known) if known.sparse else self.dense_sample(known)
        if self.random.random() < 0.5:
            # Label it as the model would.
            label = self.state(known).model.predict(sample).label
            sample = bytes([label]) + sample[1:]
        return sample

    def sparse_sample(self, known: Known) -> bytes:
        total = known.info.shape.feature_count
        most = min(total, 255)
        count = self.random.randint(1, min(most, 12))
        if self.random.random() < 0.02:
            count = most
        features = sorted(self.random.sample(range(total), count))
        return pack(f">BB{count}H", self.random.randrange(2), count, *features)

    def dense_sample(self, known: Known) -> bytes:
        shape = known.info.shape
        limit = lane_limit(shape.lane_bits)
        spread = self.random.choice((1, 3, 1 << shape.fraction_bits, limit))
        values = [
            max(-limit - 1, min(limit, self.random.randint(-spread - 1, spread)))
            for _ in range(shape.feature_count)
        ]
        letter = "h" if shape.lane_bits == 16 else "i"
        return pack(f">B{shape.feature_count}{letter}", self.random.randrange(2), *values)

    def spoilt(self, known: Known, samples: bytes) -> bytes:
        """Give bytes that were samples, with something wrong in them."""
        data = bytearray(samples)
        chosen = self.random.randrange(8)
        if chosen == 0:
            return b""
        if chosen == 1:
            return bytes(data[: self.random.randrange(len(data))])
        if chosen == 2:
            data[0] = self.random.randint(2, 255)
        elif chosen == 3 and known.sparse:
            data[1] = self.random.choice((0, 255, self.random.randrange(256)))
        elif chosen == 4 and known.sparse and len(data) >= 6:
            data[2:4], data[4:6] = data[4:6], data[2:4]
        elif chosen == 5 and known.sparse:
            data[-2:] = pack(">H", known.info.shape.feature_count)
        elif chosen == 6:
            data += self.random.randbytes(self.random.randint(1, 9))
        else:
            data[self.random.randrange(len(data))] = self.random.randrange(256)
        return bytes(data)

    # Closing

    def close(self, known: Known) -> None:
        """Settle or validate, by anybody, in time or not."""
        if known.open and self.random.random() < 0.95:
            # Old ones first, or they would never come due.
            candidates = list(known.open.values())
            place = min(int(self.random.expovariate(0.3)), len(candidates) - 1)
            contributor, samples = candidates[place]
        elif known.closed:
            contributor, samples = self.random.choice(known.closed)
        else:
            contributor, samples = self.person(), self.samples(known)
        chosen = self.random.random()
        if chosen < 0.02:
            samples = self.spoilt(known, samples)
        elif chosen < 0.04:
            contributor = self.person()
        elif chosen < 0.041:
            samples = bytes(60_001)
        by_contributor = self.random.random() < (0.4 if known.under_stake else 0.05)
        sender = contributor if by_contributor else self.person()
        settles = known.under_stake is not (self.random.random() < 0.01)
        action = Settle(contributor, samples) if settles else Validate(contributor, samples)
        self.run(sender, known.address, action)

    def move_money(self, known: Known) -> None:
        """Fund or withdraw; withdraw more often by somebody who has a credit."""
        sender = self.person()
        if self.random.random() < 0.25:
            self.run(sender, known.address, Fund(self.amount()))
            return
        if known.under_stake and self.random.random() < 0.7:
            rich = [
                each
                for each in self.pair.people
                if self.pair.twin.credit_wei(known.address, each) > 0
            ]
            sender = self.random.choice(rich) if rich else sender
        recipient = sender
        if self.random.random() < 0.2:
            recipient = self.random.choice((*self.recipients, known.address))
        self.run(sender, known.address, Withdraw(recipient))

    # Deployments and uploads

    def deploy_any(self) -> None:
        """Deploy something, good or bad; the oldest trainer leaves the play."""
        self.deploy(self.random.choice(list(ModelKind)), self.random.choice(list(IncentiveKind)))
        if len(self.trainers) > self.most_trainers:
            self.pair.compare(self.trainers[0].address, self.trainers[0].open)
            del self.trainers[0]

    def deploy(self, model: ModelKind, incentive: IncentiveKind, *, good: bool = False) -> None:
        """Deploy a trainer of a kind."""
        shape = self.shape(model, good)
        metadata = self.metadata(good)
        action: Action
        if incentive is IncentiveKind.STAKE:
            action = DeployUnderStake(model, shape, self.stake_rules(good), metadata)
        else:
            waits = (600, 7_200, MONTH_S) if good else (0, 599, 600, 365 * 86_400, 2**32 - 1)
            action = DeployUnderPoints(
                model, shape, PointsRules(self.random.choice(waits)), metadata
            )
        self.run(self.person(), self.pair.twin.registry, action)

    def shape(self, model: ModelKind, good: bool) -> ModelShape:
        if not good and self.random.random() < 0.3:
            features = (0, 1, 1_024, 1_025, 65_535, 65_536, 2**24 - 1)
            return ModelShape(
                self.random.choice(features),
                self.random.choice((0, 8, 15, 16, 17, 31, 32, 33, 255)),
                self.random.choice((0, 1, 14, 15, 30, 31, 255)),
            )
        if model is ModelKind.SPARSE_PERCEPTRON:
            return ModelShape(self.random.choice(SPARSE_FEATURES), 16, 0)
        lane_bits = self.random.choice((16, 32))
        fraction_bits = self.random.choice((0, 1, 8, lane_bits - 2))
        return ModelShape(self.random.choice(DENSE_FEATURES), lane_bits, fraction_bits)

    def stake_rules(self, good: bool) -> StakeRules:
        refund_wait_s = self.random.choice((600, 3_600, MONTH_S))
        rules = StakeRules(
            floor_price_wei=self.random.choice((1, 7, 10**9 + 7, 10**15, 2**64 - 1)),
            seconds_per_sample=self.random.choice((1, 2, 60, 3_600)),
            refund_wait_s=refund_wait_s,
            take_wait_s=refund_wait_s + self.random.choice((600, 3_600, MONTH_S)),
            verdict_gap_s=self.random.choice((600, 86_400)),
            deposit_cap_wei=self.random.choice((2**64 - 1, 10**21, 2**80 - 1)),
        )
        if good or self.random.random() < 0.5:
            return rules
        year_s = 365 * 86_400
        return StakeRules(
            floor_price_wei=self.random.choice((0, rules.floor_price_wei)),
            seconds_per_sample=self.random.choice((0, 3_600, 3_601, 2**16 - 1)),
            refund_wait_s=self.random.choice((0, 599, refund_wait_s, year_s, 2**32 - 1)),
            take_wait_s=self.random.choice((refund_wait_s, refund_wait_s + 599, year_s + 1)),
            verdict_gap_s=self.random.choice((599, 600, 2**32 - 1)),
            deposit_cap_wei=self.random.choice((0, rules.floor_price_wei - 1, 2**80 - 1)),
        )

    def metadata(self, good: bool) -> Metadata:
        texts = ["model", "what it is for", "no", "yes", "CC0-1.0"]
        if not good and self.random.random() < 0.2:
            texts[self.random.randrange(5)] = ""
        if self.random.random() < 0.1:
            texts[0] = "Modèle 模型 " * self.random.randint(1, 20)
        name, description, first, second, licence = texts
        return Metadata(name, description, (first, second), licence, self.random.randbytes(32))

    def finish_upload(self, known: Known) -> None:
        """Upload weights of any size and close the upload."""
        words = pack_lanes(self.lanes(known), known.info.shape.lane_bits)
        self.run(known.info.deployer, known.address, UploadWeights(0, words, True))

    def lanes(self, known: Known) -> list[int]:
        """Give weights, in some models such that learning soon saturates them."""
        limit = lane_limit(known.info.shape.lane_bits)
        spread = self.random.choice((0, 3, 3, 100, limit))
        values = [self.random.randint(-spread, spread) for _ in range(known.info.shape.lane_count)]
        if spread == limit:
            return [self.random.choice((each, limit, -limit)) for each in values]
        return values

    def upload(self, known: Known) -> None:
        """Upload something, mostly where it is still open."""
        candidates = [each for each in self.trainers if self.state(each).head.upload_open]
        if candidates and self.random.random() < 0.9:
            known = self.random.choice(candidates)
        deployer = known.info.deployer
        sender = deployer if self.random.random() < 0.9 else self.person()
        shape = known.info.shape
        # No transaction holds all words of the largest model.
        words = list(pack_lanes(self.lanes(known), shape.lane_bits))[:MOST_WORDS_UPLOADED]
        first = 0
        chosen = self.random.random()
        if chosen < 0.4:
            first = self.random.randrange(len(words))
            words = words[first : first + self.random.randint(0, 3)]
        elif chosen < 0.5:
            first = self.random.choice((1, shape.word_count, 2**255, 2**256 - 1))
        elif chosen < 0.65:
            # A word that no model can hold, or a lane behind the last.
            spoilt = self.random.choice((b"\x80" + bytes(31), bytes(31) + b"\1", bytes(32)))
            words[self.random.randrange(len(words))] = spoilt
        elif chosen < 0.7:
            words += [bytes(32)] * self.random.randint(1, 2)
        last = self.random.random() < 0.25
        self.run(sender, known.address, UploadWeights(first, tuple(words), last))

    # Time, reads, forced ETH

    def advance(self, known: Known) -> None:
        """Move time on: a little, or to the very second at which something comes due."""
        if known.open and self.random.random() < 0.6:
            contributor, samples = next(iter(known.open.values()))
            record = self.pair.twin.open_contribution(
                known.address, contribution_key(contributor, samples)
            )
            assert record is not None
            rules = known.info.rules
            if isinstance(rules, StakeRules):
                wait_s = self.random.choice((rules.refund_wait_s, rules.take_wait_s))
                if record.disagreeing:
                    wait_s = rules.verdict_gap_s
            else:
                wait_s = rules.validate_wait_s
            due_s = record.since_s + wait_s + self.random.choice((-1, 0, 0, 1))
            left_s = due_s - self.pair.contract.now_s()
            if left_s > 0:
                self.pair.advance(left_s)
                return
        self.pair.advance(self.random.choice((1, 1, 2, 5, 60, 600, 3_600)))

    def read(self, known: Known) -> None:
        """Read what depends on samples or the time, samples good or bad."""
        samples = self.samples(known, self.random.choice((1, 2, 3)))
        if self.random.random() < 0.3:
            samples = self.spoilt(known, samples)
        name = self.random.choice(("predict", "predict_batch", "evaluate", "preview", "quote_wei"))
        if name == "quote_wei":
            self.pair.read(name, known.address, self.random.randint(0, 200))
        elif self.random.random() < 0.1:
            count = known.info.shape.word_count
            first = self.random.randrange(count)
            # Past the last place that any model has there are no words to read.
            most = min(count + 2, MOST_WORDS - first)
            self.pair.read("weight_words", known.address, first, self.random.randint(0, most))
        else:
            self.pair.read(name, known.address, samples)

    def force(self, known: Known) -> None:
        """Force ETH upon a trainer, rarely so much that it takes no more."""
        if self.giver is not None:
            much_wei = BALANCE_LIMIT_WEI if self.random.random() < 0.1 else 10**20
            self.pair.force(self.giver, known.address, self.random.randint(0, much_wei))
