"""Games about a market's result: liars with friends against one honest account.

The honest account does what its tools would: it challenges the first segment that is wrong, names
the first step that is wrong, answers challenges in time. Everything else is the liars' choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from pair import Pair

from commonweal.actions import (
    Action,
    BurnUnclaimed,
    Call,
    Challenge,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Commit,
    Contribute,
    DeployUnderMarket,
    Draw,
    EndParticipation,
    EndReveal,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealContribution,
    RevealPart,
    RevealSegment,
    RunSteps,
    UploadWeights,
    Withdraw,
)
from commonweal.commitment import contract_address, keccak
from commonweal.errors import (
    CreditEmpty,
    MarketChallengeUnknown,
    MarketHashesWrong,
    MarketNothingLeft,
    MarketProposalRefuted,
    MarketSegmentChallenged,
    MarketTooEarly,
    MarketTooLate,
    Rejection,
)
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Outcome
from commonweal.runtime.contract import ContractRuntime
from commonweal.twin.market import encoding, merkle, ordered_tree, settlement, terms
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.state import MarketState
from commonweal.types import (
    ZERO_ADDRESS,
    Address,
    Claim,
    MarketPhase,
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
)
from market_known import (
    KnownMarket,
    Proposed,
    direct_steps,
    make_test_set,
    mutated,
    samples,
    some_terms,
)

STATE_FIELDS = (
    "weights_hash",
    "weights_chain",
    "errors_chain",
    "balances_hash",
    "errors",
    "rounds_left",
)
RESULT_FIELDS = ("payouts_root", "weights_hash", "paid_wei")
STEP_KINDS = ("evaluate the start", "train", "evaluate", "round", "finish")


@dataclass
class Setting:
    """A market whose result can be found, on a chain that can go back.

    Attributes
    ----------
    runtime : ContractRuntime
        The chain.
    known, market : KnownMarket, MarketState
        The market with its secrets, and as it was when its last part was revealed.
    contributors : list of str
        Of the contributions that are revealed.
    honest, liar, friend : str
        Who plays.
    people : tuple of str
        All accounts.
    """

    runtime: ContractRuntime
    known: KnownMarket
    market: MarketState
    honest: Address
    liar: Address
    friend: Address
    people: tuple[Address, ...]


def make_setting(pair: Pair, random: Random) -> Setting:
    """Bring a small market to where its result can be found."""
    sponsor, *contributors, honest, liar, friend = pair.people
    kind = random.choice(list(ModelKind))
    sparse = kind is ModelKind.SPARSE_PERCEPTRON
    shape = ModelShape(12, 16, 0) if sparse else ModelShape(3, 16, 8)

    def run(sender: Address, to: Address, action: Action) -> None:
        outcome = pair.run(Call(sender, to, action))
        assert outcome is not None
        outcome.accepted()

    metadata = Metadata("model", "", ("no", "yes"), "CC0-1.0", bytes(32))
    run(sponsor, pair.twin.registry, DeployUnderMarket(kind, shape, MarketRules(1), metadata))
    trainer = pair.twin.trainers()[-1].address
    lanes = [random.randint(-2, 2) for _ in range(shape.lane_count)]
    run(sponsor, trainer, UploadWeights(0, pack_lanes(lanes, shape.lane_bits), True))
    own = some_terms(
        random,
        pair.contract.now_s() + 600,
        part_count=random.choice((2, 3)),
        rows_per_part=random.choice((1, 2, 3)),
        capacity=random.choice((1, 2, 3)),
        least_contributions=1,
        bounty_wei=random.choice((101, 10**15 + 7)),
        proposer_fee_wei=random.choice((0, 50)),
        rounds=random.choice((1, 5, 40)),
        resolve_s=40_000,
    )
    address = contract_address(trainer, 1)
    chain_id = pair.twin.chain_id
    test_set = make_test_set(random, kind, shape, own, address, chain_id)
    words = pair.twin.state.trainer(trainer).packed_weights
    known = KnownMarket(address, trainer, words, test_set)
    run(sponsor, trainer, OpenMarket(0, own, test_set.root, terms.opening_wei(own)))
    market = pair.twin.state.market(address)

    def reveal(part: int) -> None:
        proof = ordered_tree.proof(test_set.leaves, part)
        salt, rows = test_set.salts[part], test_set.parts[part]
        run(sponsor, address, RevealPart(part, salt, rows, proof))

    pair.advance_blocks(3)
    run(sponsor, address, Draw())
    reveal(market.drawn_part)
    for index in range(own.capacity):
        sender = random.choice(contributors)
        packed = samples(random, kind, shape, random.randint(1, 6))
        value_wei = terms.quote_wei(own, index)
        if own.is_sealed:
            salt = random.randbytes(32)
            known.sealed[index] = (salt, packed)
            commitment = encoding.contribution_commitment(sender, chain_id, address, salt, packed)
            run(sender, address, Commit(commitment, value_wei))
        else:
            run(sender, address, Contribute(packed, value_wei))
    pair.advance(max(0, own.latest_end_s - pair.contract.now_s()))
    run(friend, address, EndParticipation())
    if own.is_sealed:
        for index, (salt, packed) in known.sealed.items():
            if index != 1:
                each = market.contributions[index]
                run(
                    each.contributor,
                    address,
                    RevealContribution(index, salt, each.value_wei, packed),
                )
        if len(market.contributions) > 1:
            pair.advance(own.reveal_s + 1)
        run(friend, address, EndReveal())
    for part in market.scored_parts:
        reveal(part)
    assert market.phase is MarketPhase.RESOLVING
    return Setting(pair.contract, known, market.copy(), honest, liar, friend, pair.people)


class Game:
    """One game; afterwards the market has its true result and pays out to the last wei.

    Attributes
    ----------
    slack_s : int
        How long before and behind a last moment to stay, where the clock goes on by itself.
    refuted : int
        Lies that lost their bond.
    tricks : set of str
        What the liars tried.
    """

    def __init__(self, setting: Setting, random: Random, slack_s: int = 0) -> None:
        self.setting = setting
        self.slack_s = slack_s
        self.runtime = setting.runtime
        self.market = setting.market
        self.known = setting.known
        self.random = random
        self.truth = setting.known.trace(setting.market)
        self.address = setting.known.address
        self.own = setting.market.terms
        self.bond_wei = terms.proposal_bond_wei(self.own)
        self.challenge_wei = terms.challenge_bond_wei(self.own)
        self.refuted = self.lost_challenges = 0
        self.ran = False
        self.beside: dict[bytes, tuple[int, int]] = {}
        self.tricks: set[str] = set()
        self.fees_wei: Counter[Address] = Counter()
        self._moves: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = count()

    def play(self) -> None:
        """Play to the end and check what everybody has."""
        before = self.wealth()
        market_wei = self.runtime.balance_wei(self.address)
        start_s = self.now_s()
        direct_s = (
            start_s + self.random.randint(601, 1_200) if self.random.random() < 0.25 else None
        )
        for number in range(self.random.choice((0, 1, 1, 1, 2, 3))):
            self.at(start_s + self.random.randint(0, 600), self.tell_lie, number, direct_s)
        if direct_s is not None:
            self.at(direct_s, self.run_directly)
        else:
            self.at(start_s + self.random.randint(0, 900), self.tell_truth)
        while self._moves:
            at_s, _, move = heappop(self._moves)
            if at_s > self.now_s():
                self.runtime.advance_time(at_s - self.now_s())
            move()
        self.check(before, market_wei)

    def check(self, before: dict[Address, int], market_wei: int) -> None:
        """Check the result, then pay everybody and check the money."""
        head = self.runtime.market_head(self.address)
        assert head.phase is MarketPhase.RESOLVED
        assert self.runtime.outcome(self.address).result == self.truth.result
        assert head.standing == 0
        self.pay_out()
        after = self.wealth()
        # What gas cost is no part of the game.
        gained = {
            account: after[account] - before[account] + self.fees_wei[account] for account in after
        }
        setting = self.setting
        assert gained[setting.liar] == (
            -self.refuted * self.bond_wei - self.lost_challenges * self.challenge_wei
        )
        assert gained[setting.honest] >= 0
        if self.refuted:
            assert gained[setting.honest] + gained[setting.friend] > 0
            burnt_wei = self.bond_wei - self.bond_wei // 2
            assert gained[setting.liar] + gained[setting.friend] <= -self.refuted * burnt_wei
        assert self.runtime.balance_wei(self.address) == 0
        if not any(self.fees_wei.values()):
            assert sum(gained.values()) == market_wei

    def pay_out(self) -> None:
        """Claim for everybody but now and then one, withdraw all credits, burn the rest."""
        leaves = [encoding.payout_leaf(i, wei) for i, wei in enumerate(self.truth.balances)]
        for index, each in enumerate(self.market.contributions):
            if each.revealed and self.random.random() < 0.9:
                claim = Claim(
                    index,
                    each.data_hash,
                    each.value_wei,
                    self.truth.balances[index],
                    merkle.proof(leaves, index),
                )
                self.act(each.contributor, ClaimPayouts((claim,), each.contributor))
        for account in self.setting.people:
            outcome = self.do(account, Withdraw(account))
            assert outcome.rejection is None or isinstance(outcome.rejection, CreditEmpty)
        self.runtime.advance_time(self.own.claim_s + 100_000)
        outcome = self.do(self.setting.honest, BurnUnclaimed())
        assert outcome.rejection is None or isinstance(outcome.rejection, MarketNothingLeft)

    # Time and calls

    def now_s(self) -> int:
        return self.runtime.now_s()

    def at(self, at_s: int, move: Callable[..., None], *arguments: Any) -> None:
        """Let something happen at a time, behind what happens then already."""
        heappush(self._moves, (at_s, next(self._numbers), lambda: move(*arguments)))

    def within(self, seconds: int) -> int:
        """Give a wait of at most so long, often as long as that."""
        seconds = max(0, seconds - self.slack_s)
        return self.random.choice((0, seconds, seconds, self.random.randint(0, seconds)))

    def do(self, sender: Address, action: Action) -> Outcome:
        outcome = self.runtime.run(Call(sender, self.address, action))
        self.fees_wei[sender] += outcome.fee_wei
        return outcome

    def act(self, sender: Address, action: Action) -> None:
        self.do(sender, action).accepted()

    def refused(self, sender: Address, action: Action, rejection: type[Rejection]) -> None:
        found = self.do(sender, action).rejection
        assert isinstance(found, rejection), found

    def wealth(self) -> dict[Address, int]:
        accounts = (*self.setting.people, ZERO_ADDRESS)
        return {account: self.runtime.balance_wei(account) for account in accounts}

    # Lies

    def tell_lie(self, number: int, direct_s: int | None) -> None:
        """Propose a lie; schedule what follows from it."""
        made, wrong, has_true_result = self.lie(number)
        liar = self.setting.liar
        self.act(liar, Propose(made.proposal.result, made.cuts(self.market), self.bond_wei))
        proposed_s = self.now_s()
        if direct_s is not None and self.random.random() < 0.5:
            self.tricks.add("left to the direct run")
            stood_s = proposed_s + self.own.window_s + 1
            self.at(
                max(stood_s + self.slack_s, direct_s),
                self.close_by_direct_run,
                made,
                has_true_result,
            )
            return
        segment = wrong // self.market.segment_steps
        challenged_s = proposed_s + self.within(self.own.window_s)
        challenger = self.setting.honest
        if self.random.random() < 0.3:
            self.tricks.add("friendly challenger")
            challenger = self.setting.friend
        others = [each for each in range(self.market.segment_count) if each != segment]
        side: int | None = None
        if others and self.random.random() < 0.3:
            side = self.random.choice(others)
            self.at(proposed_s + self.within(self.own.window_s), self.challenge_side, made, side)
        self.at(challenged_s, self.challenge_lie, made, segment, wrong, challenger, proposed_s)

    def challenge_side(self, made: Proposed, segment: int) -> None:
        """Let the friend challenge a segment that is not the first wrong one."""
        action = Challenge(made.proposal, made.segment(self.market, segment), self.challenge_wei)
        if self.do(self.setting.friend, action).rejection is None:
            self.tricks.add("challenge beside")
            self.beside[encoding.proposal_id(made.proposal)] = segment, self.now_s()
            last_s = self.now_s() + dispute_s(self.market) + 1
            self.at(last_s + self.slack_s, self.take_back, made, segment)

    def take_back(self, made: Proposed, segment: int) -> None:
        """Close a challenge of a proposal that was refuted meanwhile, if not by its silence."""
        outcome = self.do(self.setting.friend, CloseChallenge(made.proposal, segment))
        assert outcome.rejection is None or isinstance(outcome.rejection, MarketChallengeUnknown)

    def challenge_lie(
        self, made: Proposed, segment: int, wrong: int, challenger: Address, proposed_s: int
    ) -> None:
        """Challenge the first wrong segment; the liar answers, or not."""
        action = Challenge(made.proposal, made.segment(self.market, segment), self.challenge_wei)
        if self.ran and made.proposal.result != self.truth.result:
            self.refused(challenger, action, MarketProposalRefuted)
            self.close_shown_wrong(made, proposed_s)
            return
        self.act(challenger, action)
        if challenger != self.setting.honest:
            self.refused(self.setting.honest, action, MarketSegmentChallenged)
        challenged_s = self.now_s()
        reveal = RevealSegment(
            made.proposal, made.segment(self.market, segment), made.inner(self.market, segment)
        )
        last_s = challenged_s + self.own.move_s
        liar = self.setting.liar
        match self.random.randrange(5):
            case 0 | 1 | 2:
                revealed_s = challenged_s + self.within(self.own.move_s)
                self.at(revealed_s, self.reveal_lie, made, segment, wrong, reveal, proposed_s)
                return
            case 3:
                self.tricks.add("late reveal")
                self.at(last_s + 1 + self.slack_s, self.refused, liar, reveal, MarketTooLate)
            case 4:
                self.tricks.add("hashes withheld")
                short = replace(reveal, inner=(*reveal.inner, bytes(32)))
                self.at(last_s - self.slack_s, self.refused, liar, short, MarketHashesWrong)
        silent = CloseSilent(made.proposal, segment)
        early_s = last_s - self.slack_s
        self.at(early_s, self.refused, self.setting.honest, silent, MarketTooEarly)
        self.at(last_s + 1 + self.slack_s + self.within(300), self.close_silent, silent)

    def close_silent(self, action: CloseSilent) -> None:
        self.act(self.setting.honest, action)
        self.tricks.add("silence")
        self.refuted += 1

    def reveal_lie(
        self, made: Proposed, segment: int, wrong: int, reveal: RevealSegment, proposed_s: int
    ) -> None:
        self.act(self.setting.liar, reveal)
        start = segment * self.market.segment_steps
        action = Refute(
            made.proposal,
            segment,
            made.all_of(self.market, segment),
            wrong - start,
            self.truth.inputs[wrong],
        )
        left_s = proposed_s + dispute_s(self.market) - self.now_s()
        self.at(self.now_s() + self.within(left_s), self.refute, action)

    def refute(self, action: Refute) -> None:
        self.act(self.setting.honest, action)
        self.refuted += 1

    def close_shown_wrong(self, made: Proposed, proposed_s: int) -> None:
        """Close a lie that the direct run overtook; a friend may have challenged it before."""
        self.tricks.add("overtaken by the direct run")
        beside = self.beside.get(encoding.proposal_id(made.proposal))
        if beside is None:
            stood_s = proposed_s + self.own.window_s + 1 + self.slack_s
            self.at(stood_s, self.close_by_direct_run, made, False)
            return
        segment, challenged_s = beside
        silent_s = challenged_s + self.own.move_s + 1 + self.slack_s
        self.at(silent_s, self.close_silent, CloseSilent(made.proposal, segment))

    def close_by_direct_run(self, made: Proposed, has_true_result: bool) -> None:
        """Close a lie that nobody challenged, when the market has ended by a direct run."""
        self.act(self.setting.honest, CloseProposal(made.proposal))
        self.refuted += not has_true_result

    def lie(self, number: int) -> tuple[Proposed, int, bool]:
        """Make a lie: the proposal, its first wrong step, whether its result is true."""
        truth, hashes = self.truth, self.truth.hashes
        wrong = self.wrong_step()
        result, balances = truth.result, truth.balances.copy()
        changed = hashes[: wrong + 1]
        # Only what stands at a cut is seen of a proposal.
        next_cut = (wrong // self.market.segment_steps + 1) * self.market.segment_steps
        rejoins = next_cut < self.market.step_count and self.random.random() < 0.3
        if wrong < len(truth.inputs) - 1:
            state = truth.inputs[wrong + 1].state
            name = self.random.choice(STATE_FIELDS)
            self.tricks.add(f"state: {name}")
            value = getattr(state, name)
            other = (
                keccak(value + bytes([number])) if isinstance(value, bytes) else value + 1 + number
            )
            changed.append(encoding.state_hash(replace(state, **{name: other})))
        if rejoins:
            self.tricks.add("rejoins the truth")
            changed += [self.random.randbytes(32) for _ in range(next_cut + 1 - len(changed))]
            changed += hashes[len(changed) :]
            return self.proposed(result, changed, balances), wrong, True
        name = self.random.choice(RESULT_FIELDS)
        self.tricks.add(f"result: {name}")
        match name:
            case "payouts_root":
                place = self.random.randrange(len(balances))
                balances[place] += self.random.choice((1, 10**6)) + number
                leaves = [encoding.payout_leaf(i, wei) for i, wei in enumerate(balances)]
                paid_wei = min(sum(balances), settlement.most_paid_wei(self.market))
                result = replace(result, payouts_root=merkle.root(leaves), paid_wei=paid_wei)
            case "weights_hash":
                result = replace(result, weights_hash=keccak(bytes([number])))
            case _:
                result = replace(result, paid_wei=max(0, result.paid_wei - 1 - number))
        if result == truth.result:
            result = replace(result, weights_hash=keccak(bytes([number])))
        missing = len(hashes) - 1 - len(changed)
        changed += [self.random.randbytes(32) for _ in range(missing)]
        return (
            self.proposed(result, [*changed, encoding.result_hash(result)], balances),
            wrong,
            False,
        )

    def proposed(self, result: Any, hashes: list[bytes], balances: Sequence[int]) -> Proposed:
        return self.known.propose(self.market, self.setting.liar, result, hashes, list(balances))

    def wrong_step(self) -> int:
        """Choose the kind of the wrong step, then the step."""
        scored = self.market.terms.part_count - 1
        first_round = scored + self.market.contribution_count * (1 + scored)
        trains = range(scored, first_round, 1 + scored)
        steps = {
            "evaluate the start": range(scored),
            "train": trains,
            "evaluate": [step for step in range(scored, first_round) if step not in trains],
            "round": range(first_round, self.market.step_count - 1),
            "finish": [self.market.step_count - 1],
        }
        kind = self.random.choice(STEP_KINDS)
        self.tricks.add(f"step: {kind}")
        return self.random.choice(list(steps[kind]))

    # The truth

    def tell_truth(self) -> None:
        """Propose the truth; the liars challenge what is right."""
        honest = self.setting.honest
        made = self.known.propose(
            self.market, honest, self.truth.result, self.truth.hashes, self.truth.balances
        )
        self.act(honest, Propose(made.proposal.result, made.cuts(self.market), self.bond_wei))
        proposed_s = self.now_s()
        segments = self.random.sample(
            range(self.market.segment_count),
            min(self.market.segment_count, self.random.choice((0, 0, 1, 2, 3))),
        )
        for segment in segments:
            challenged_s = proposed_s + self.within(self.own.window_s)
            self.at(challenged_s, self.challenge_truth, made, segment, proposed_s)
        early = Challenge(made.proposal, made.segment(self.market, 0), self.challenge_wei)
        late_s = proposed_s + self.own.window_s + 1 + self.slack_s
        self.at(late_s, self.refused, self.setting.liar, early, MarketTooLate)
        stood_s = proposed_s + self.own.window_s
        if segments:
            stood_s = proposed_s + dispute_s(self.market)
        resolve = Resolve(made.proposal)
        self.at(stood_s - self.slack_s, self.refused, honest, resolve, Rejection)
        self.at(stood_s + 1 + self.slack_s, self.act, honest, resolve)

    def challenge_truth(self, made: Proposed, segment: int, proposed_s: int) -> None:
        self.tricks.add("challenge of the truth")
        action = Challenge(made.proposal, made.segment(self.market, segment), self.challenge_wei)
        self.act(self.setting.liar, action)
        self.lost_challenges += 1
        revealed_s = self.now_s() + self.within(self.own.move_s)
        self.at(revealed_s, self.reveal_truth, made, segment, proposed_s)

    def reveal_truth(self, made: Proposed, segment: int, proposed_s: int) -> None:
        reveal = RevealSegment(
            made.proposal, made.segment(self.market, segment), made.inner(self.market, segment)
        )
        self.act(self.setting.honest, reveal)
        last_s = proposed_s + dispute_s(self.market)
        self.at(self.now_s() + self.within(last_s - self.now_s()), self.name_right, made, segment)
        close = CloseChallenge(made.proposal, segment)
        self.at(last_s + 1 + self.slack_s, self.act, self.setting.honest, close)

    def name_right(self, made: Proposed, segment: int) -> None:
        """Let the liar name right steps, with true inputs and with others."""
        start = segment * self.market.segment_steps
        for offset in range(self.market.steps_in(segment)):
            action = Refute(
                made.proposal,
                segment,
                made.all_of(self.market, segment),
                offset,
                self.truth.inputs[start + offset],
            )
            self.refused(self.setting.liar, action, Rejection)
            given = mutated(self.random, action.input, depth=1)
            outcome = self.do(self.setting.liar, replace(action, input=given))
            assert outcome.rejection is not None, given

    def run_directly(self) -> None:
        """Run all steps here, some at a time."""
        self.tricks.add("direct run")
        steps = direct_steps(self.market, self.truth, 0)
        while steps:
            some = self.random.randint(1, 6)
            inputs = tuple(self.truth.inputs[step] for step in steps[:some])
            self.act(self.setting.honest, RunSteps(inputs))
            del steps[:some]
        self.ran = True
