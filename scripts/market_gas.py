"""Measure a market's gas: a full one of 1,000 contributions and 10,000 scored rows.

One market holds all: three wrong proposals (a training step, an evaluation, a round), each
challenged, revealed and refuted, and the right one, which is accepted and paid. The part that is
drawn decides what is scored, so it is made the same one on every chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from commonweal.actions import (
    Action,
    Adopt,
    Call,
    Challenge,
    ClaimPayouts,
    Contribute,
    DeployUnderMarket,
    Draw,
    EndParticipation,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    UploadWeights,
)
from commonweal.commitment import contract_address, keccak
from commonweal.errors import ConfigFault
from commonweal.events import MarketOpened, TrainerDeployed
from commonweal.fixed_point import pack_lanes
from commonweal.runtime import codec
from commonweal.runtime.base import WAIT_S
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.samples import SparseFormat, SparseSample, pack
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import cuts_of
from commonweal.services.market_trace import MarketTrace
from commonweal.services.sponsor import OwnTestSet
from commonweal.twin.market import encoding, layout, merkle, segments, terms
from commonweal.twin.market.layout import StepKind
from commonweal.twin.market.test_set import split_test_set
from commonweal.types import (
    ZERO_ADDRESS,
    Claim,
    MarketResult,
    MarketRules,
    MarketTerms,
    Metadata,
    ModelKind,
    ModelShape,
    Proposal,
)

if TYPE_CHECKING:
    from gas import Chain

FEATURES = 1_000
CONTRIBUTIONS = 1_000
BATCH = 128
PARTS = 11
ROWS_PER_PART = 1_000
DRAWN_PART = 3
MOVE_S = 3_600
WINDOW_S = 7_200
SEED = 21
MOST_TRIES = 500
GWEI = 10**9
FLOOR = ", EIP-7623 floor"
"""Ends the names of the least gas that calldata alone costs from prague on."""


def market_terms(now_s: int) -> MarketTerms:
    """Give terms at the limits."""
    return MarketTerms(
        bounty_wei=10**19,
        sponsor_bond_wei=10**19,
        proposer_fee_wei=10**17,
        stake_wei=10**18,
        most_fee_wei=10**15,
        gas_price_wei=GWEI,
        rounds=100,
        capacity=1_024,
        least_contributions=1,
        part_count=PARTS,
        rows_per_part=ROWS_PER_PART,
        is_sealed=False,
        earliest_end_s=now_s + 3 * MOVE_S,
        latest_end_s=now_s + 30 * 86_400,
        move_s=MOVE_S,
        reveal_s=0,
        test_reveal_s=86_400,
        window_s=WINDOW_S,
        resolve_s=10 * 86_400,
        claim_s=86_400,
    )


class MarketOnChain:
    """A market in the making, and who is who: the deployer sponsors, the contributor proposes."""

    def __init__(self, chain: Chain, metadata: Metadata, gas: dict[str, int]) -> None:
        self.gas = gas
        self.chain = chain
        self.metadata = metadata
        self.random = Random(SEED)
        self.form = SparseFormat(FEATURES)

    def run(self, sender: str, action: Action, sentence: str = "") -> None:
        """Do something in the market; note its gas, and the floor, under a sentence."""
        used = self.chain.run(sender, self.address, action)
        if sentence:
            self.gas[sentence] = used
            self.gas[sentence + FLOOR] = calldata_floor(codec.action_data(action))

    def sample(self, least: int = 20, most: int = 20) -> bytes:
        """Give a packed sample."""
        count = self.random.randint(least, most)
        features = tuple(sorted(self.random.sample(range(FEATURES), count)))
        return pack(self.form, [SparseSample(self.random.randint(0, 1), features)])

    def deploy(self) -> None:
        """Deploy the model with random weights."""
        chain, shape = self.chain, ModelShape(FEATURES, 16, 0)
        call = DeployUnderMarket(ModelKind.SPARSE_PERCEPTRON, shape, MarketRules(1), self.metadata)
        outcome = chain.runtime.run(Call(chain.deployer, chain.runtime.registry, call)).accepted()
        (event,) = (r.event for r in outcome.events if isinstance(r.event, TrainerDeployed))
        self.trainer = event.trainer
        lanes = [self.random.randint(-30, 30) for _ in range(FEATURES + 1)]
        words = pack_lanes(lanes, 16)
        chain.run(chain.deployer, self.trainer, UploadWeights(0, words, True))

    def open(self) -> None:
        """Open the market on a test set of distinct rows and draw the part that is wanted."""
        chain = self.chain
        rows: dict[bytes, None] = {}
        while len(rows) < PARTS * ROWS_PER_PART:
            rows[self.sample()] = None
        parts = split_test_set(tuple(rows), PARTS, ROWS_PER_PART)
        self.address = contract_address(self.trainer, 1)
        salts = tuple(keccak(bytes([part])) for part in range(PARTS))
        chain_id, genesis = chain.transport.chain_id, chain.transport.block(0).hash
        self.test_set = OwnTestSet(chain_id, genesis, self.address, salts, parts)
        own = market_terms(chain.transport.block().timestamp_s)
        wait_for_draw(chain)
        opening = OpenMarket(0, own, self.test_set.root, terms.opening_wei(own))
        outcome = chain.runtime.run(Call(chain.deployer, self.trainer, opening)).accepted()
        (event,) = (r.event for r in outcome.events if isinstance(r.event, MarketOpened))
        if event.market != self.address:
            raise ConfigFault("The market's address should follow from its model's but does not.")
        mine_until_drawn(chain, outcome.block.number + 2, self.address)

    def book(self) -> MarketBook:
        """Give what the chain tells of the market."""
        runtime = self.chain.runtime
        markets = ModelMarkets(runtime, runtime.trainer(self.trainer))
        markets.sync()
        return markets.books[self.address]


def calldata_floor(data: bytes) -> int:
    """Give the least gas of a transaction with this calldata under EIP-7623 (prague)."""
    zeros = data.count(0)
    return 21_000 + 10 * (zeros + 4 * (len(data) - zeros))


def drawn(block_hash: bytes, market: str) -> int:
    """Give the part that a block's hash draws."""
    return int.from_bytes(encoding.hash_of(block_hash, market), "big") % PARTS


def wait_for_draw(chain: Chain) -> None:
    """In this process a block's hash follows from its number: open at the right one."""
    if isinstance(chain.transport, InProcessTransport):
        market = contract_address(chain_trainer(chain), 1)
        for _ in range(MOST_TRIES):
            deciding = chain.transport.block().number + 3
            if drawn(chain.transport.block_hash(deciding), market) == DRAWN_PART:
                return
            chain.transport.advance_blocks(1)
        raise ConfigFault("A block should draw the wanted part but none did.")


def chain_trainer(chain: Chain) -> str:
    """Give the model deployed last."""
    return chain.runtime.trainer_at(chain.runtime.trainer_count() - 1).address


def mine_until_drawn(chain: Chain, deciding: int, market: str) -> None:
    """Mine the block that decides, again at other times until it draws the wanted part."""
    transport = chain.transport
    if isinstance(transport, InProcessTransport):
        transport.advance_blocks(2)
        return
    if not isinstance(transport, Web3Transport):
        raise ConfigFault(f"Blocks should be ours to mine but are not on {type(transport)}.")
    transport.advance_blocks(deciding - 1 - transport.block().number)
    for seconds in range(1, MOST_TRIES):
        snapshot = transport.node.ask("evm_snapshot")
        transport.advance_time(seconds)
        if drawn(transport.block_hash(deciding), market) == DRAWN_PART:
            return
        transport.node.ask("evm_revert", snapshot)
    raise ConfigFault("A block should draw the wanted part but none did.")


def lying(trace: MarketTrace, step: int) -> tuple[list[bytes], MarketResult]:
    """Give hashes that are wrong from the one after `step` on, and a wrong result that fits."""
    right = trace.hashes
    wrong = [keccak(each + bytes([step % 251])) for each in right[step + 1 : -1]]
    result = MarketResult(keccak(wrong[-1]), trace.result.weights_hash, trace.result.paid_wei)
    return [*right[: step + 1], *wrong, encoding.result_hash(result)], result


def lies(book: MarketBook) -> Iterator[tuple[str, int]]:
    """Name a step of each kind: training on the batch, an evaluation, the first rounds."""
    plan = book.state.plan
    kinds = {
        StepKind.TRAIN: f"refute a training step of {BATCH} samples",
        StepKind.EVALUATE: f"refute an evaluation step of {ROWS_PER_PART} test rows",
        StepKind.ROUND: f"refute a round step of {CONTRIBUTIONS} contributions",
    }
    for kind, sentence in kinds.items():
        steps = range(book.state.step_count)
        yield sentence, next(step for step in steps if layout.locate(plan, step)[0] is kind)


def measure_dispute(market: MarketOnChain, book: MarketBook) -> None:
    """Propose wrongly, challenge, reveal and refute, once for each kind of step."""
    chain, trace = market.chain, book.trace()
    bond_wei = terms.proposal_bond_wei(book.state.terms)
    challenge_wei = terms.challenge_bond_wei(book.state.terms)
    for sentence, step in lies(book):
        hashes, result = lying(trace, step)
        length = trace.segment_steps
        cuts = tuple(hashes[length : len(hashes) - 1 : length])
        posting = Propose(result, cuts, bond_wei)
        market.run(chain.contributor, posting, "post full-size proposal")
        root = segments.segment_root(book.state, result, cuts)
        proposal = Proposal(chain.contributor, root, result)
        index = step // length
        segment = segments.segment_of(book.state, result, cuts, index)
        inside = tuple(hashes[index * length : (index + 1) * length + 1])
        challenge = Challenge(proposal, segment, challenge_wei)
        market.run(chain.other, challenge, "challenge a segment")
        reveal = RevealSegment(proposal, segment, inside[1:-1])
        market.run(chain.contributor, reveal, "reveal a segment")
        given = trace.step_input(step)
        refute = Refute(proposal, index, inside, step - index * length, given)
        market.run(chain.other, refute, sentence)


def measure_result(market: MarketOnChain, book: MarketBook) -> None:
    """Propose rightly, resolve, adopt and claim."""
    chain, trace = market.chain, book.trace()
    bond_wei = terms.proposal_bond_wei(book.state.terms)
    cuts = cuts_of(trace)
    market.run(chain.contributor, Propose(trace.result, cuts, bond_wei))
    root = segments.segment_root(book.state, trace.result, cuts)
    chain.runtime.advance_time(WINDOW_S + 1)
    proposal = Proposal(chain.contributor, root, trace.result)
    market.run(chain.other, Resolve(proposal), "resolve a market by a proposal")
    if trace.result.weights_hash != keccak(book.start_words):
        market.run(chain.other, Adopt(trace.final_weights), "adopt 1000 weights")
    leaves = encoding.payout_leaves(trace.balances)
    mine = [
        index
        for index, each in enumerate(book.state.contributions)
        if each.contributor == chain.contributor and index >= 256
    ]
    for name, index in zip(("first", "next"), mine, strict=False):
        own = book.state.contributions[index]
        claim = Claim(
            index, own.data_hash, own.value_wei, trace.balances[index], merkle.proof(leaves, index)
        )
        claiming = ClaimPayouts((claim,), chain.contributor)
        market.run(chain.contributor, claiming, f"claim, {name} in a word")


def measure_market(
    chain: Chain,
    gas: dict[str, int],
    features: tuple[int, ...],
    metadata: Metadata,
) -> None:
    """Measure the whole life of a full market; see the module."""
    # What is burnt goes to the zero address; on some chains nobody sent it anything before.
    chain.transport.wait(chain.transport.send(Message(chain.other, ZERO_ADDRESS, b"", 1)), WAIT_S)
    market = MarketOnChain(chain, metadata, gas)
    market.deploy()
    market.open()
    market.run(chain.other, Draw(), "draw a market's part")
    reveal = market.test_set.reveal(DRAWN_PART)
    market.run(chain.deployer, reveal, f"reveal a part of {ROWS_PER_PART} rows")
    own = market_terms(0)
    batch = b"".join(market.sample(20, 40) for _ in range(BATCH))
    people = (chain.contributor, chain.other)
    for index in range(CONTRIBUTIONS):
        samples = batch if index == 0 else market.sample()
        if index == 2:
            samples = pack(market.form, [SparseSample(1, features)])
        sentence = "contribute 20-feature sample to market" if index == 2 else ""
        contribute = Contribute(samples, terms.quote_wei(own, index))
        market.run(people[index % 2], contribute, sentence)
    chain.runtime.advance_time(3 * MOVE_S + 1)
    market.run(chain.other, EndParticipation())
    for part in range(PARTS):
        if part != DRAWN_PART:
            market.run(chain.deployer, market.test_set.reveal(part))
    book = market.book()
    measure_dispute(market, book)
    measure_result(market, book)
