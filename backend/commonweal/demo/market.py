"""The story of a market: sealed contributions, a hidden test, and a lie that does not stand.

Everybody here acts by the same services that the command line runs; only the liar's trace is made
up, by the smallest lie there is: a few errors fewer after its own contribution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from commonweal.actions import Call, ClaimPayouts, Commit, Draw, OpenMarket
from commonweal.commitment import contract_address
from commonweal.datasets import RowError, encode_rows
from commonweal.demo.books import Books
from commonweal.demo.cast import Cast, Role
from commonweal.demo.story import Narrator
from commonweal.encoders.manifest import ManifestStore
from commonweal.events import Burnt, Claimed, Credited, ProposalRefuted, SegmentChallenged
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.samples import DenseSample, SparseSample, pack_contribution
from commonweal.services.challenger import Challenger
from commonweal.services.deployer import deploy
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_contributor import claims_of, own_contributions, reveal_steps
from commonweal.services.market_moves import Move, Step, collect_steps, ending_steps, proposer_steps
from commonweal.services.market_responder import Decide, Responder
from commonweal.services.market_trace import MarketTrace, Measured
from commonweal.services.plans import ModelPlan, planned
from commonweal.services.proposer import Proposer
from commonweal.services.sealed import SealedStore, sealed_path
from commonweal.services.sponsor import (
    OwnTestSet,
    own_test_set_path,
    split_into_parts,
    sponsor_steps,
)
from commonweal.settings import Settings
from commonweal.twin.market import terms as rules
from commonweal.twin.rule_ranges import MOST_MARKET_FEATURES
from commonweal.types import Address, MarketRules, MarketTerms

GWEI = 10**9
MARKET_RULES = MarketRules(least_bounty_wei=1_000_000 * GWEI)
CONTRIBUTORS = (
    Role.CAREFUL_A,
    Role.CARELESS,
    Role.CAREFUL_B,
    Role.CAREFUL_C,
    Role.CAREFUL_A,
    Role.CAREFUL_B,
    Role.CAREFUL_C,
)
BATCH_SAMPLES = 128
PARTS = 5
ROWS_PER_PART = 120
_BOUNTY_WEI = 4 * 10**17
_ROUNDS = 10_000
_STAKE_WEI = 10**17
_WAIT_S = 600
_SPARE_S = 5
# The liar claims so many errors fewer than there are.
_LIE = 30


@dataclass(frozen=True, slots=True)
class Payout:
    """What somebody sent with contributions to the market, and was paid for them."""

    sent_wei: int
    paid_wei: int

    @property
    def gain_wei(self) -> int:
        """Gain or loss before gas."""
        return self.paid_wei - self.sent_wei


@dataclass(frozen=True, slots=True)
class MarketFacts:
    """What became of the market.

    Attributes
    ----------
    name, market : str
        Model and market.
    contributions, samples, rows, steps : int
        Of the market; rows are those scored.
    errors_before, errors_after : int
        Of the scored rows, with the weights at the start and with those adopted.
    payouts : dict
        By role.
    wrong_step : int
        The step at which the wrong proposal was refuted.
    lost_wei, burnt_wei, caught_wei : int
        The liar's bond; what of it was burnt; what whoever caught it got.
    """

    name: str
    market: Address
    contributions: int
    samples: int
    rows: int
    steps: int
    errors_before: int
    errors_after: int
    payouts: dict[Role, Payout]
    wrong_step: int
    lost_wei: int
    burnt_wei: int
    caught_wei: int

    def as_json(self) -> dict[str, object]:
        """Give the figures as JSON values; amounts in wei are decimal texts."""
        return {
            "model": self.name,
            "market": self.market,
            "contributions": self.contributions,
            "samples": self.samples,
            "scoredRows": self.rows,
            "steps": self.steps,
            "errorsBefore": self.errors_before,
            "errorsAfter": self.errors_after,
            "payouts": {
                role: {"sentWei": str(each.sent_wei), "paidWei": str(each.paid_wei)}
                for role, each in self.payouts.items()
            },
            "refutedAtStep": self.wrong_step,
            "liarLostWei": str(self.lost_wei),
            "burntWei": str(self.burnt_wei),
            "challengerGotWei": str(self.caught_wei),
        }


class MarketStory:
    """Tells the story of one market.

    Parameters
    ----------
    runtime, cast, books, manifests, narrator
        As for `Story`, whose books go on here.
    settings : Settings
        Where the test set and sealed samples are kept.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        cast: Cast,
        books: Books,
        manifests: ManifestStore,
        narrator: Narrator,
        settings: Settings,
    ) -> None:
        self._runtime = runtime
        self._cast = cast
        self._books = books
        self._manifests = manifests
        self._narrator = narrator
        self._folder = settings.data_folder
        self._chain_id = runtime.transport.chain_id
        self._genesis_hash = runtime.transport.block(0).hash

    def tell(self, seed: int) -> MarketFacts:
        """Tell it from the deployment to the claims."""
        plan = _blank(planned("sentiment", seed, MOST_MARKET_FEATURES))
        model = self._deploy(plan)
        self._markets = ModelMarkets(self._runtime, model)
        self._market = contract_address(model.address, 1)
        tests = self._open(plan, model)
        self._let_contribute(plan)
        self._reveal(tests)
        wrong = self._lie()
        self._resolve()
        payouts = {role: self._claim(role) for role in dict.fromkeys(CONTRIBUTORS)}
        sponsor = self._cast[Role.SPONSOR]
        self._act(Role.SPONSOR, lambda book, now_s: collect_steps(book.state, sponsor))
        return self._facts(payouts, wrong)

    @property
    def _book(self) -> MarketBook:
        return self._markets.books[self._market]

    def _deploy(self, plan: ModelPlan) -> TrainerInfo:
        deployer = self._cast[Role.DEPLOYER]
        done = deploy(self._runtime, deployer, plan, MARKET_RULES, self._manifests)
        for outcome in done.outcomes:
            self._books.book(deployer, done.trainer.address, outcome)
        return done.trainer

    def _open(self, plan: ModelPlan, model: TrainerInfo) -> OwnTestSet:
        form = plan.start.encoder.sample_format
        rows = (form.pack_one(s) for _, s in encode_rows(plan.start.encoder, plan.test, _leave_out))
        parts, count = split_into_parts(rows, PARTS, ROWS_PER_PART)
        tests = OwnTestSet.made(self._chain_id, self._genesis_hash, self._market, parts)
        tests.save(own_test_set_path(self._folder, self._genesis_hash, self._market))
        terms = _terms(self._runtime.now_s(), count)
        action = OpenMarket(0, terms, tests.root, rules.opening_wei(terms))
        self._books.run(Call(self._cast[Role.SPONSOR], model.address, action))
        self._narrator.tell(
            f"{plan.name}: a model of {model.shape.feature_count:,} weights that knows nothing; "
            f"the sponsor locks {_eth(terms.bounty_wei)} and commits to {PARTS} parts of "
            f"{count} test sentences"
        )
        self._runtime.advance_blocks(2)
        decide = _sponsor(tests, self._runtime)
        self._act(Role.FINDER, lambda book, now_s: [s for s in decide(book, now_s) if _draws(s)])
        self._act(Role.SPONSOR, decide)
        self._narrator.tell(
            f"a block's hash draws part {self._book.state.drawn_part}, which everybody sees and "
            "nobody is scored by"
        )
        return tests

    def _let_contribute(self, plan: ModelPlan) -> None:
        encoder = plan.start.encoder
        samples = (sample for _, sample in encode_rows(encoder, plan.train, _leave_out))
        for number, role in enumerate(CONTRIBUTORS):
            batch = list(islice(samples, BATCH_SAMPLES))
            if role is Role.CARELESS:
                batch = [_with_other_label(sample) for sample in batch]
            packed = pack_contribution(encoder.sample_format, batch)
            with self._sealed(role) as store:
                commitment = store.seal("demo", number, packed).commitment
            value_wei = self._runtime.market_quote_wei(self._market)
            call = Call(self._cast[role], self._market, Commit(commitment, value_wei))
            self._books.run(call)
        self._narrator.tell(
            f"{len(CONTRIBUTORS)} sealed contributions of {BATCH_SAMPLES} samples; the careless "
            f"one's has wrong labels, and each can lose at most {_eth(value_wei)}"
        )

    def _reveal(self, tests: OwnTestSet) -> None:
        self._runtime.advance_time(3 * _WAIT_S + _SPARE_S)
        self._act(Role.DEPLOYER, lambda book, now_s: ending_steps(book.state, now_s)[:1])
        for role in dict.fromkeys(CONTRIBUTORS):
            with self._sealed(role) as store:
                me = self._cast[role]

                def decide(
                    book: MarketBook, now_s: int, me: Address = me, store: SealedStore = store
                ) -> list[Step]:
                    return reveal_steps(book.state, me, store, now_s)

                self._act(role, decide)
        self._act(Role.DEPLOYER, lambda book, now_s: ending_steps(book.state, now_s))
        self._act(Role.SPONSOR, _sponsor(tests, self._runtime))
        self._narrator.tell(
            "contributors reveal, and only then the sponsor reveals the other "
            f"{PARTS - 1} parts: the result is {self._book.state.step_count} steps that anybody "
            "can recompute"
        )

    def _lie(self) -> ProposalRefuted:
        """Let the careless propose a result that pays it, and the finder catch it."""
        book, liar = self._book, self._cast[Role.CARELESS]
        true = book.trace()
        lie = _lied(book, true, CONTRIBUTORS.index(Role.CARELESS))
        lying = _proposing(lie, liar)
        self._act(Role.CARELESS, lying)
        number = CONTRIBUTORS.index(Role.CARELESS)
        self._narrator.tell(
            f"the careless proposes a false result under a bond of "
            f"{_eth(rules.proposal_bond_wei(book.state.terms))}: "
            f"{_eth(lie.balances[number])} for itself instead of {_eth(true.balances[number])}"
        )
        challenger = Challenger(self._responder(Role.FINDER))
        challenger.look()
        segment = next(e.segment for e in self._events() if isinstance(e, SegmentChallenged))
        self._narrator.tell(
            f"the finder's challenger recomputes all steps and challenges segment {segment}"
        )
        self._act(Role.CARELESS, lying)
        challenger.look()
        wrong = next(e for e in self._events() if isinstance(e, ProposalRefuted))
        self._narrator.tell(
            f"the careless must reveal the hashes within; the challenger names step {wrong.step}, "
            "the contract recomputes it: it is wrong"
        )
        return wrong

    def _resolve(self) -> None:
        proposer = Proposer(self._responder(Role.DEPLOYER), self._markets, self._market)
        proposer.advance()
        self._runtime.advance_time(_WAIT_S + _SPARE_S)
        proposer.advance()
        self._markets.sync()
        result = self._book.state.result
        assert result is not None
        self._narrator.tell(
            f"a right proposal stands its time and is accepted: {_eth(result.paid_wei)} for "
            "contributions, and the model takes the weights"
        )

    def _claim(self, role: Role) -> Payout:
        self._markets.sync()
        book, me = self._book, self._cast[role]
        claims = tuple(claims_of(book.state, me, book.trace()))
        outcome = self._books.run(Call(me, self._market, ClaimPayouts(claims, me)))
        sent_wei = sum(own.value_wei for own in own_contributions(book.state, me).values())
        events = (recorded.event for recorded in outcome.events)
        paid_wei = sum(event.amount_wei for event in events if isinstance(event, Claimed))
        return Payout(sent_wei, paid_wei)

    def _facts(self, payouts: dict[Role, Payout], wrong: ProposalRefuted) -> MarketFacts:
        self._markets.sync()
        book = self._book
        state, trace = book.state, book.trace()
        gains = ", ".join(f"{role} {each.gain_wei / 10**18:+.4f}" for role, each in payouts.items())
        adopted = trace.measured.words.index(trace.final_weights)
        errors = trace.errors
        rows = state.plan.scored_rows
        self._narrator.tell(
            f"everybody claims by Merkle proof: {gains} ETH before gas; of {rows} rows "
            f"{errors[0]} were wrong before, {errors[adopted]} are after"
        )
        refuting = next(entry for entry in self._books.entries if wrong in entry.events)
        burnt_wei = sum(e.amount_wei for e in refuting.events if isinstance(e, Burnt))
        bond_wei = rules.challenge_bond_wei(state.terms)
        caught_wei = sum(
            e.amount_wei
            for e in refuting.events
            if isinstance(e, Credited) and e.account == self._cast[Role.FINDER]
        )
        lost_wei = rules.proposal_bond_wei(state.terms)
        self._narrator.tell(
            f"of the lie's bond of {_eth(lost_wei)} the finder got "
            f"{_eth(caught_wei - bond_wei)}, and {_eth(burnt_wei)} were burnt"
        )
        return MarketFacts(
            name=book.info.metadata.name,
            market=self._market,
            contributions=state.contribution_count,
            samples=BATCH_SAMPLES * len(CONTRIBUTORS),
            rows=rows,
            steps=state.step_count,
            errors_before=errors[0],
            errors_after=errors[adopted],
            payouts=payouts,
            wrong_step=wrong.step,
            lost_wei=lost_wei,
            burnt_wei=burnt_wei,
            caught_wei=caught_wei - bond_wei,
        )

    def _responder(self, role: Role) -> Responder:
        return Responder(self._runtime, self._cast[role], run=self._books.run)

    def _act(self, role: Role, decide: Decide) -> None:
        self._responder(role).pursue(self._markets, self._market, decide)
        self._markets.sync()

    def _events(self) -> Iterator[object]:
        """Give what happened, the latest first."""
        for entry in reversed(self._books.entries):
            yield from reversed(entry.events)

    def _sealed(self, role: Role) -> SealedStore:
        me = self._cast[role]
        path = sealed_path(self._folder, self._genesis_hash, self._market, me)
        return SealedStore(path, me, self._chain_id, self._market)


def _terms(now_s: int, rows_per_part: int) -> MarketTerms:
    """Give the terms, with the shortest times there are."""
    terms = MarketTerms(
        bounty_wei=_BOUNTY_WEI,
        sponsor_bond_wei=0,
        proposer_fee_wei=2_000_000 * 2 * GWEI,
        stake_wei=_STAKE_WEI,
        most_fee_wei=_STAKE_WEI // 20,
        gas_price_wei=2 * GWEI,
        rounds=_ROUNDS,
        capacity=16,
        least_contributions=len(CONTRIBUTORS),
        part_count=PARTS,
        rows_per_part=rows_per_part,
        is_sealed=True,
        earliest_end_s=now_s + 3 * _WAIT_S,
        latest_end_s=now_s + 6 * _WAIT_S,
        move_s=_WAIT_S,
        reveal_s=_WAIT_S,
        test_reveal_s=_WAIT_S,
        window_s=_WAIT_S,
        resolve_s=8 * _WAIT_S,
        claim_s=86_400,
    )
    return replace(terms, sponsor_bond_wei=rules.least_bond_wei(terms))


def _blank(plan: ModelPlan) -> ModelPlan:
    """Give a plan whose model begins with weights of zero: all that it will know was paid for."""
    start = replace(plan.start, lanes=(0,) * len(plan.start.lanes))
    description = "Learns from nothing, in markets. " + plan.description
    return replace(plan, name="Reviews for a bounty", description=description, start=start)


def _lied(book: MarketBook, true: MarketTrace, number: int) -> MarketTrace:
    """Give the trace that follows if a contribution had made fewer errors than it did."""
    measured = true.measured
    said = list(measured.part_errors)
    first, *others = said[number + 1]
    said[number + 1] = (max(first - _LIE, 0), *others)
    return MarketTrace(book.state, Measured(measured.words, tuple(said)))


def _proposing(trace: MarketTrace, me: Address) -> Decide:
    return lambda book, now_s: proposer_steps(book.state, trace, me, now_s)


def _sponsor(tests: OwnTestSet, runtime: ContractRuntime) -> Decide:
    def decide(book: MarketBook, now_s: int) -> list[Step]:
        next_block = runtime.transport.block().number + 1
        return sponsor_steps(book.state, tests, now_s, next_block)

    return decide


def _draws(step: Step) -> bool:
    return isinstance(step, Move) and isinstance(step.action, Draw)


def _with_other_label(sample: SparseSample | DenseSample) -> SparseSample | DenseSample:
    return replace(sample, label=1 - sample.label)


def _leave_out(error: RowError) -> None:
    """Leave out a sentence without a word that the model knows."""


def _eth(wei: int) -> str:
    return f"{wei / 10**18:.4f} ETH"
