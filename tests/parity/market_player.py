"""Plays markets at random, but knows their secrets, so that most of what it does is meaningful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from market_pair import compare_market
from pair import Pair

from commonweal.actions import (
    Action,
    Adopt,
    BurnUnclaimed,
    Call,
    Challenge,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Commit,
    Contribute,
    DeclareDefault,
    DeployUnderMarket,
    Draw,
    EndParticipation,
    EndReveal,
    Expire,
    Fund,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealContribution,
    RevealPart,
    RevealSegment,
    RunSteps,
    UploadWeights,
    VoidMarket,
    Withdraw,
)
from commonweal.commitment import contract_address
from commonweal.events import Committed, MarketOpened, ResultProposed
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Outcome
from commonweal.twin.market import encoding, merkle, ordered_tree, terms
from commonweal.twin.market.state import MarketState
from commonweal.twin.market.test_set import draw_from_block
from commonweal.types import (
    Address,
    Claim,
    MarketPhase,
    MarketResult,
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
    StepInput,
)
from market_known import (
    KnownMarket,
    Proposed,
    direct_steps,
    make_test_set,
    mutated,
    samples,
    some_terms,
    spoil_terms,
    spoil_test_set,
)

METADATA = Metadata("model", "what it is for", ("no", "yes"), "CC0-1.0", bytes(32))
SPARSE = ModelShape(40, 16, 0)
DENSE = (ModelShape(3, 16, 8), ModelShape(5, 32, 16))
COMPARED_EVERY = 25
KEPT_MARKETS = 3
"""Markets of a model that take part, the latest and those before."""


class MarketPlayer:
    """Chooses calls and runs them on a pair.

    Parameters
    ----------
    pair
        The two runtimes.
    random
        Source of all choices.
    most_draws_missed
        How far a player may let blocks pass: mining is slow on a real chain.
    """

    def __init__(self, pair: Pair, random: Random, most_draws_missed: int = 3) -> None:
        self.pair = pair
        self.random = random
        self.most_draws_missed = most_draws_missed
        self.trainers: list[Address] = []
        self.known: dict[Address, list[KnownMarket]] = {}
        self.happened: Counter[str] = Counter()

    # The play

    def set_up(self, trainers: int = 2) -> None:
        """Deploy models of both kinds and open them for markets."""
        for number in range(trainers):
            kind = list(ModelKind)[number % 2]
            self.deploy(kind)

    def play(self, calls: int) -> None:
        """Run so many calls, then compare everything."""
        end = self.pair.calls + calls
        while self.pair.calls < end:
            trainer = self.random.choice(self.trainers)
            known = self.step(trainer)
            if known is not None and self.random.randrange(COMPARED_EVERY) == 0:
                self.compare(known)
        for markets in self.known.values():
            for known in markets:
                self.compare(known)

    def compare(self, known: KnownMarket) -> None:
        """Compare all that can be read of a market."""
        compare_market(self.pair.contract, self.pair.twin, known.address, self.pair.people)

    def step(self, trainer: Address) -> KnownMarket | None:
        """Do one thing."""
        markets = self.known[trainer]
        latest = markets[-1] if markets else None
        if latest is None or (self.pair.twin.is_over(latest.address) and self.chance(0.3)):
            self.open(trainer)
            return None
        if self.chance(0.02):
            self.act_on_trainer(trainer)
            return None
        known = latest if self.chance(0.8) else self.random.choice(markets[-KEPT_MARKETS:])
        market = self.market(known)
        if self.chance(0.1):
            self.anything(known, market)
        else:
            self.act(known, market)
        return known

    def run(self, sender: Address, to: Address, action: Action) -> Outcome | None:
        """Run a call on both."""
        outcome = self.pair.run(Call(sender, to, action))
        for recorded in () if outcome is None else outcome.events:
            self.happened[type(recorded.event).__name__] += 1
        return outcome

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def person(self) -> Address:
        return self.random.choice(self.pair.people)

    def market(self, known: KnownMarket) -> MarketState:
        return self.pair.twin.state.market(known.address)

    # Models

    def deploy(self, kind: ModelKind) -> None:
        """Deploy a model with some weights."""
        shape = SPARSE if kind is ModelKind.SPARSE_PERCEPTRON else self.random.choice(DENSE)
        action = DeployUnderMarket(kind, shape, MarketRules(self.random.choice((1, 5))), METADATA)
        sender = self.person()
        outcome = self.run(sender, self.pair.twin.registry, action)
        assert outcome is not None
        (recorded,) = outcome.accepted().events
        trainer = recorded.event.trainer  # type: ignore[union-attr]
        lanes = [self.random.randint(-2, 2) for _ in range(shape.lane_count)]
        words = pack_lanes(lanes, shape.lane_bits) if self.chance(0.7) else ()
        early = OpenMarket(0, some_terms(self.random, self.now_s()), bytes(32), 0)
        self.run(sender, trainer, early)
        self.run(sender, trainer, UploadWeights(0, words, True))
        self.trainers.append(trainer)
        self.known[trainer] = []

    def now_s(self) -> int:
        return self.pair.contract.now_s()

    def open(self, trainer: Address) -> None:
        """Open a market, perhaps under bad terms, perhaps with a test set that is none."""
        state = self.pair.twin.state.trainer(trainer)
        kind = self.pair.twin.trainer(trainer).model
        own = some_terms(self.random, self.now_s() + 600)
        number = self.pair.twin.market_count(trainer)
        address = contract_address(trainer, number + 1)
        chain_id = self.pair.twin.chain_id
        test_set = make_test_set(self.random, kind, state.model.shape, own, address, chain_id)
        if self.chance(0.08):
            test_set = spoil_test_set(self.random, test_set, address, chain_id)
        if self.chance(0.3):
            own = spoil_terms(self.random, own, self.now_s())
        value_wei = terms.opening_wei(own) + (self.chance(0.05) * self.random.choice((-1, 1)))
        words = state.packed_weights
        claimed = number + (self.chance(0.05) * self.random.choice((1, 2**256 - 1 - number)))
        action = OpenMarket(claimed, own, test_set.root, value_wei)
        outcome = self.run(self.person(), trainer, action)
        if outcome is not None and any(
            isinstance(each.event, MarketOpened) for each in outcome.events
        ):
            self.known[trainer].append(KnownMarket(address, trainer, words, test_set))

    def act_on_trainer(self, trainer: Address) -> None:
        """Ask of a model what it refuses while it learns by markets."""
        action = self.random.choice(
            (
                Contribute(b"\1\1\0\0", self.random.choice((0, 5))),
                Adopt(bytes(32)),
                UploadWeights(0, (), True),
                Fund(3),
                Draw(),
                OpenMarket(0, some_terms(self.random, self.now_s()), bytes(32), 7),
            )
        )
        self.run(self.person(), trainer, action)

    # Markets

    def act(self, known: KnownMarket, market: MarketState) -> None:
        """Do what belongs to the phase, or let time pass."""
        if self.chance(0.05 if market.phase is MarketPhase.RESOLVING else 0.12):
            self.pass_time(market)
            return
        if market.phase is MarketPhase.DRAWING and self.chance(0.5):
            self.pass_blocks(market)
            return
        self.random.choice(self.moves(known, market))()

    def moves(self, known: KnownMarket, market: MarketState) -> Sequence[Callable[[], None]]:
        """Give what belongs to the phase, often several times to be chosen more often."""
        run = self.run_on(known)
        phase = market.phase

        def draw() -> None:
            run(self.person(), Draw() if self.chance(0.9) else VoidMarket())

        def reveal_part() -> None:
            self.reveal_part(known, market)

        def void() -> None:
            run(self.person(), VoidMarket())

        def contribute() -> None:
            self.contribute(known, market)

        def end() -> None:
            run(self.person(), EndParticipation())

        def reveal() -> None:
            self.reveal_contribution(known, market)

        def end_reveal() -> None:
            run(self.person(), EndReveal())

        def default() -> None:
            run(self.person(), DeclareDefault())

        def withdraw() -> None:
            self.withdraw(known, market)

        match phase:
            case MarketPhase.DRAWING:
                return (draw,)
            case MarketPhase.REVEALING_DRAWN_PART:
                return (reveal_part, reveal_part, reveal_part, void, withdraw)
            case MarketPhase.PARTICIPATING:
                return (*(contribute,) * 6, end, end, withdraw)
            case MarketPhase.REVEALING_CONTRIBUTIONS:
                return (*(reveal,) * 6, end_reveal)
            case MarketPhase.REVEALING_TEST:
                return (*(reveal_part,) * 8, default)
        disputes: tuple[Callable[[], None], ...] = tuple(
            lambda one=one: one(known, market)  # type: ignore[misc]
            for one in (
                self.challenge,
                self.reveal_segment,
                self.refute,
                self.refute,
                self.close_silent,
                self.close_challenge,
                self.close_proposal,
            )
        )
        if phase is MarketPhase.RESOLVING:
            own: tuple[Callable[[], None], ...] = (
                lambda: self.propose(known, market),
                lambda: self.propose(known, market),
                lambda: self.run_steps(known, market),
                lambda: self.resolve(known),
                lambda: self.resolve(known),
                lambda: run(self.person(), Expire()),
            )
            return own + disputes
        ended: tuple[Callable[[], None], ...] = (
            *((lambda: self.claim(known, market)),) * 4,
            lambda: self.adopt(known, market),
            lambda: run(self.person(), BurnUnclaimed()),
            withdraw,
            withdraw,
        )
        return ended + disputes

    def run_on(self, known: KnownMarket) -> Callable[[Address, Action], Outcome | None]:
        return lambda sender, action: self.run(sender, known.address, action)

    def anything(self, known: KnownMarket, market: MarketState) -> None:
        """Do something of any phase."""
        run = self.run_on(known)
        person = self.person()
        simple: tuple[Action, ...] = (
            Draw(),
            VoidMarket(),
            EndParticipation(),
            EndReveal(),
            DeclareDefault(),
            Expire(),
            BurnUnclaimed(),
            RunSteps(()),
            Withdraw(person),
            ClaimPayouts((), person),
            Adopt(known.start_words),
            Fund(1),
            UploadWeights(0, (), True),
        )
        rich = (
            self.reveal_part,
            self.contribute,
            self.reveal_contribution,
            self.propose,
            self.run_steps,
            self.challenge,
            self.claim,
        )
        chosen = self.random.randrange(len(simple) + 2 * len(rich))
        if chosen < len(simple):
            run(person, simple[chosen])
        else:
            rich[chosen % len(rich)](known, market)

    def pass_time(self, market: MarketState) -> None:
        """Let time pass, often up to a moment that matters."""
        own = market.terms
        moments = [market.deadline_s, own.earliest_end_s, own.latest_end_s]
        for proposal in market.proposals.values():
            moments.append(proposal.proposed_at_s + own.window_s)
            moments.append(proposal.proposed_at_s + own.window_s + 2 * own.move_s)
        moments += [each.challenged_at_s + own.move_s for each in market.challenges.values()]
        now_s = self.now_s()
        near = [each for each in moments if each - 2 > now_s and each - now_s < 40 * 86_400]
        if near and self.chance(0.6):
            # An end's deadline is far away, and comes seldom.
            due_s = min(near) if self.chance(0.8) else self.random.choice(near)
            self.pair.advance(due_s - now_s + self.random.choice((-2, -1, 0, 1, 1)))
        else:
            self.pair.advance(self.random.choice((1, 5, 60, 300)))

    def pass_blocks(self, market: MarketState) -> None:
        """Let blocks pass: a few, or so many that a draw is missed."""
        count = self.random.choice((1, 2, 3))
        if self.chance(0.05):
            missed = self.random.randint(0, self.most_draws_missed)
            due = draw_from_block(market) + 256 * missed
            count = max(1, due - self.pair.block_number() + self.random.choice((-2, -1, 0)))
        self.pair.advance_blocks(count)

    # Test set and contributions

    def reveal_part(self, known: KnownMarket, market: MarketState) -> None:
        """Reveal a part, mostly the right one, by the sponsor."""
        own = known.test_set
        part = market.drawn_part
        if market.phase is not MarketPhase.REVEALING_DRAWN_PART:
            hidden = [each for each in range(len(own.parts)) if each not in market.parts]
            part = self.random.choice(hidden) if hidden else 0
        if self.chance(0.06):
            part = self.random.randrange(len(own.parts))
        proof = ordered_tree.proof(own.leaves, part)
        action: Action = RevealPart(part, own.salts[part], own.parts[part], proof)
        if self.chance(0.05):
            action = mutated(self.random, action)
        sender = market.sponsor if self.chance(0.97) else self.person()
        self.run(sender, known.address, action)

    def contribute(self, known: KnownMarket, market: MarketState) -> None:
        """Contribute or commit, mostly right."""
        sender = self.person()
        count = self.random.choice((1, 1, 2, 5)) if self.chance(0.98) else 129
        packed = samples(self.random, market.kind, market.shape, count)
        if self.chance(0.04):
            packed = self.random.choice((b"", packed[:-1], packed + b"\7", bytes(48_001)))
        value_wei = terms.quote_wei(market.terms, market.contribution_count)
        value_wei += self.random.choice((0, 0, 0, 0, 1, -1, 10**6))
        value_wei = max(0, value_wei)
        sealed = market.terms.is_sealed is not self.chance(0.04)
        if not sealed:
            self.run(sender, known.address, Contribute(packed, value_wei))
            return
        salt = self.random.randbytes(32)
        commitment = encoding.contribution_commitment(
            sender, self.pair.twin.chain_id, known.address, salt, packed
        )
        outcome = self.run(sender, known.address, Commit(commitment, value_wei))
        for recorded in () if outcome is None else outcome.events:
            if isinstance(recorded.event, Committed):
                known.sealed[recorded.event.index] = (salt, packed)

    def reveal_contribution(self, known: KnownMarket, market: MarketState) -> None:
        """Reveal a sealed contribution, mostly right; some stay hidden."""
        if not known.sealed:
            action = RevealContribution(self.random.randrange(3), bytes(32), 5, b"")
            self.run(self.person(), known.address, action)
            return
        index = self.random.choice(list(known.sealed))
        if index % 5 == 3 and self.chance(0.9):
            self.run(self.person(), known.address, EndReveal())
            return
        salt, packed = known.sealed[index]
        own = market.contributions[index]
        action = RevealContribution(index, salt, own.value_wei, packed)
        if self.chance(0.08):
            action = mutated(self.random, action)
        sender = own.contributor if self.chance(0.96) else self.person()
        self.run(sender, known.address, action)

    # The result

    def computable(self, market: MarketState) -> bool:
        return bool(market.step_count)

    def propose(self, known: KnownMarket, market: MarketState) -> None:
        """Propose the truth or a lie."""
        bond_wei = terms.proposal_bond_wei(market.terms) + self.random.choice((0,) * 20 + (-1, 1))
        proposer = self.person()
        if not self.computable(market):
            result = MarketResult(bytes(32), bytes(32), 0)
            self.run(proposer, known.address, Propose(result, (), max(0, bond_wei)))
            return
        truth = known.trace(market)
        result, hashes, balances = truth.result, truth.hashes, truth.balances
        if self.chance(0.7):
            result, hashes, balances = self.lie(market, result, hashes, balances)
        made = known.propose(market, proposer, result, hashes, balances)
        action = Propose(result, made.cuts(market), max(0, bond_wei))
        if self.chance(0.04):
            action = mutated(self.random, action)
        outcome = self.run(proposer, known.address, action)
        for recorded in () if outcome is None else outcome.events:
            event = recorded.event
            if isinstance(event, ResultProposed) and event.id == encoding.proposal_id(
                made.proposal
            ):
                known.proposed[event.id] = made

    def lie(
        self,
        market: MarketState,
        result: MarketResult,
        hashes: list[bytes],
        balances: list[int],
    ) -> tuple[MarketResult, list[bytes], list[int]]:
        """Change the trace from some step on, or the result alone."""
        balances = balances.copy()
        if self.chance(0.6):
            place = self.random.randrange(len(balances))
            balances[place] = max(
                0, balances[place] + self.random.choice((-1, 1, -(10**6), 10**6, 10**18))
            )
            leaves = [encoding.payout_leaf(index, each) for index, each in enumerate(balances)]
            paid_wei = sum(balances) if self.chance(0.8) else result.paid_wei
            result = replace(result, payouts_root=merkle.root(leaves), paid_wei=paid_wei)
        elif self.chance(0.5):
            result = replace(result, weights_hash=self.random.randbytes(32))
        first = self.random.randrange(1, len(hashes))
        end = len(hashes) - 1 if self.chance(0.7) else self.random.randrange(first, len(hashes))
        changed = hashes[:first] + [self.random.randbytes(32) for _ in range(end - first)]
        changed += hashes[len(changed) : -1]
        return result, [*changed, encoding.result_hash(result)], balances

    def run_steps(self, known: KnownMarket, market: MarketState) -> None:
        """Run some steps here, mostly right."""
        if not self.computable(market):
            self.run(self.person(), known.address, RunSteps(()))
            return
        truth = known.trace(market)
        count = self.random.choice((0, 1, 1, 2, 3, 5, 20))
        steps = direct_steps(market, truth, market.next_step)[:count]
        chosen: list[StepInput] = [truth.inputs[step] for step in steps]
        if chosen and self.chance(0.2):
            place = self.random.randrange(len(chosen))
            chosen[place] = mutated(self.random, chosen[place], depth=1)
        elif self.chance(0.03):
            chosen.append(truth.inputs[-1])
        self.run(self.person(), known.address, RunSteps(tuple(chosen)))

    # Disputes

    def some_proposed(self, known: KnownMarket) -> Proposed | None:
        if not known.proposed:
            return None
        return self.random.choice(list(known.proposed.values()))

    def some_challenge(
        self, known: KnownMarket, market: MarketState
    ) -> tuple[Proposed, int] | None:
        """Give a challenge that is open, now and then one that is not."""
        made = self.some_proposed(known)
        if made is None:
            return None
        open_ = [
            (known.proposed[id_], segment)
            for id_, segment in market.challenges
            if id_ in known.proposed
        ]
        if open_ and self.chance(0.93):
            return self.random.choice(open_)
        return made, self.random.randrange(market.segment_count + 1)

    def challenge(self, known: KnownMarket, market: MarketState) -> None:
        """Challenge a segment that is wrong, or one that is right."""
        made = self.some_proposed(known)
        if made is None:
            return
        bond_wei = terms.challenge_bond_wei(market.terms) + self.random.choice((0,) * 20 + (-1, 1))
        index = self.random.randrange(market.segment_count)
        wrong = self.wrong_step(known, market, made)
        if wrong is not None and self.chance(0.7):
            index = wrong // market.segment_steps
        action = Challenge(made.proposal, made.segment(market, index), max(0, bond_wei))
        if self.chance(0.06):
            action = mutated(self.random, action)
        self.run(self.person(), known.address, action)

    def wrong_step(self, known: KnownMarket, market: MarketState, made: Proposed) -> int | None:
        """Give the first step after which a proposal is wrong."""
        truth = known.trace(market).hashes
        for step, (ours, theirs) in enumerate(zip(truth, made.hashes, strict=True)):
            if ours != theirs:
                return step - 1
        return None

    def reveal_segment(self, known: KnownMarket, market: MarketState) -> None:
        """Reveal a challenged segment, mostly right."""
        found = self.some_challenge(known, market)
        if found is None:
            return
        made, index = found
        index = min(index, market.segment_count - 1)
        action = RevealSegment(
            made.proposal, made.segment(market, index), made.inner(market, index)
        )
        if self.chance(0.1):
            action = mutated(self.random, action)
        sender = made.proposal.proposer if self.chance(0.95) else self.person()
        self.run(sender, known.address, action)

    def refute(self, known: KnownMarket, market: MarketState) -> None:
        """Name a step, mostly the wrong one."""
        found = self.some_challenge(known, market)
        if found is None:
            return
        made, segment = found
        segment = min(segment, market.segment_count - 1)
        wrong = self.wrong_step(known, market, made)
        start = segment * market.segment_steps
        offset = self.random.randrange(market.steps_in(segment) + self.chance(0.05))
        if wrong is not None and self.chance(0.8):
            offset = max(0, wrong - start)
        truth = known.trace(market)
        step = min(start + offset, market.step_count - 1)
        action = Refute(
            made.proposal, segment, made.all_of(market, segment), offset, truth.inputs[step]
        )
        if self.chance(0.15):
            action = mutated(self.random, action)
        self.run(self.person(), known.address, action)

    def close_silent(self, known: KnownMarket, market: MarketState) -> None:
        found = self.some_challenge(known, market)
        if found is not None:
            self.run(self.person(), known.address, CloseSilent(found[0].proposal, found[1]))

    def close_challenge(self, known: KnownMarket, market: MarketState) -> None:
        found = self.some_challenge(known, market)
        if found is not None:
            self.run(self.person(), known.address, CloseChallenge(found[0].proposal, found[1]))

    def close_proposal(self, known: KnownMarket, market: MarketState) -> None:
        made = self.some_proposed(known)
        if made is not None:
            self.run(self.person(), known.address, CloseProposal(made.proposal))

    def resolve(self, known: KnownMarket) -> None:
        """Accept a proposal."""
        made = self.some_proposed(known)
        if made is None:
            return
        action = Resolve(made.proposal)
        if self.chance(0.03):
            action = mutated(self.random, action)
        self.run(self.person(), known.address, action)

    # The end

    def claim(self, known: KnownMarket, market: MarketState) -> None:
        """Claim contributions, mostly one's own and rightly."""
        if not market.contributions:
            self.run(self.person(), known.address, ClaimPayouts((), self.person()))
            return
        sender = self.random.choice(market.contributions).contributor
        own = [
            index
            for index, each in enumerate(market.contributions)
            if each.contributor == sender and (not each.claimed or self.chance(0.05))
        ]
        chosen = self.random.sample(own, self.random.randint(0, len(own)))
        claims = [self.claim_of(known, market, index) for index in chosen]
        if claims and self.chance(0.06):
            place = self.random.randrange(len(claims))
            claims[place] = mutated(self.random, claims[place], depth=1)
        recipient = sender
        if self.chance(0.1):
            recipient = self.random.choice((*self.pair.people, known.address, known.trainer))
        if self.chance(0.03):
            sender = self.person()
        self.run(sender, known.address, ClaimPayouts(tuple(claims), recipient))

    def claim_of(self, known: KnownMarket, market: MarketState, index: int) -> Claim:
        """Give the right claim of a contribution, as far as anybody knows it."""
        own = market.contributions[index]
        claim = Claim(index, own.data_hash, own.value_wei, 0, ())
        if market.phase is not MarketPhase.RESOLVED or market.result is None:
            return claim
        balances = known.trace(market).balances
        for made in known.proposed.values():
            if made.proposal.result == market.result:
                balances = made.balances
        leaves = [encoding.payout_leaf(place, each) for place, each in enumerate(balances)]
        return replace(claim, balance_wei=balances[index], proof=merkle.proof(leaves, index))

    def adopt(self, known: KnownMarket, market: MarketState) -> None:
        """Let the model adopt the weights."""
        words = known.start_words
        if market.result is not None:
            words = known.trace(market).weights.get(market.result.weights_hash, words)
        if self.chance(0.05):
            words = self.random.choice((b"", words[:-1], words + bytes(32)))
        self.run(self.person(), known.address, Adopt(words))

    def withdraw(self, known: KnownMarket, market: MarketState) -> None:
        """Withdraw a credit, mostly by somebody who has one."""
        sender = self.person()
        if market.credits_wei and self.chance(0.9):
            sender = self.random.choice(list(market.credits_wei))
        recipient = sender
        if self.chance(0.1):
            recipient = self.random.choice((*self.pair.people, known.address, known.trainer))
        self.run(sender, known.address, Withdraw(recipient))
