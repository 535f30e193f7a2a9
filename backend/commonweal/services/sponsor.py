"""The sponsor's test set: a file, made before anything is sent, whose parts are revealed.

Whoever loses the file loses the sponsor's bond; whoever else reads it knows the test set. So it is
written whole, readable by its owner only, before the market is opened.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from commonweal.actions import Draw, RevealPart
from commonweal.errors import ConfigFault, Fault
from commonweal.services.market_moves import Move, Step, Wait
from commonweal.twin.market import ordered_tree, terms, test_set
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketPhase, MarketTerms

_FORM = "commonweal test set 1"
_OWNER_ONLY = 0o600
_FEE_PART = 20
# What proposing, defending and resolving takes at the stated price.
_PROPOSER_GAS = 1_000_000


@dataclass(frozen=True, slots=True)
class OwnTestSet:
    """A test set as it was committed to.

    Attributes
    ----------
    chain_id : int
        Id of the chain.
    genesis_hash : bytes
        Tells chains apart that have the same id.
    market : str
        The market, whose address is known before it is opened.
    salts, parts : tuple of bytes
        Of each part its salt and its packed rows.
    """

    chain_id: int
    genesis_hash: bytes
    market: Address
    salts: tuple[bytes, ...]
    parts: tuple[bytes, ...]

    @classmethod
    def made(
        cls, chain_id: int, genesis_hash: bytes, market: Address, parts: Sequence[bytes]
    ) -> OwnTestSet:
        """Salt the parts."""
        salts = tuple(secrets.token_bytes(32) for _ in parts)
        return cls(chain_id, genesis_hash, market, salts, tuple(parts))

    @property
    def commitments(self) -> tuple[bytes, ...]:
        """Commitments to the parts."""
        return test_set.commitments(self.chain_id, self.market, self.salts, self.parts)

    @property
    def root(self) -> bytes:
        """The market's `test_root`."""
        return ordered_tree.root(self.commitments)

    def reveal(self, part: int) -> RevealPart:
        """Give the action that reveals a part."""
        proof = ordered_tree.proof(self.commitments, part)
        return RevealPart(part, self.salts[part], self.parts[part], tuple(proof))

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all, for its owner only.

        A file that was there is kept beside it: its market may be on its way to the chain.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _set_aside(path)
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(unfinished, flags, _OWNER_ONLY), "w", encoding="utf-8") as file:
            json.dump(self._as_json(), file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        # The folder too, or a power cut could take the file with it.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _as_json(self) -> dict[str, object]:
        pairs = zip(self.salts, self.parts, strict=True)
        return {
            "form": _FORM,
            "chainId": self.chain_id,
            "genesisHash": self.genesis_hash.hex(),
            "market": self.market,
            "testRoot": self.root.hex(),
            "parts": [{"salt": salt.hex(), "rows": rows.hex()} for salt, rows in pairs],
        }

    @classmethod
    def load(cls, path: Path) -> OwnTestSet:
        """Read a file that `save` wrote.

        Raises
        ------
        ConfigFault
            There is none, or it is damaged.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["form"] != _FORM:
                raise ValueError(content["form"])
            found = cls(
                chain_id=int(content["chainId"]),
                genesis_hash=bytes.fromhex(content["genesisHash"]),
                market=str(content["market"]),
                salts=tuple(bytes.fromhex(part["salt"]) for part in content["parts"]),
                parts=tuple(bytes.fromhex(part["rows"]) for part in content["parts"]),
            )
            if found.root.hex() != content["testRoot"]:
                raise ValueError(content["testRoot"])
        except FileNotFoundError:
            raise ConfigFault(
                f"The sponsor's test set should be in {path} but there is no such file; only who "
                "opened the market has it: give its path by --test-set."
            ) from None
        except (ValueError, KeyError, TypeError):
            raise ConfigFault(
                f"{path} should hold a sponsor's test set but is damaged or something else; "
                "use a copy of the file that was written when the market was opened."
            ) from None
        return found

    def check(self, state: MarketState, chain_id: int, genesis_hash: bytes) -> None:
        """Make sure that this is the test set of a market.

        Raises
        ------
        ConfigFault
            It is another market's or another chain's.
        """
        if (self.chain_id, self.genesis_hash) != (chain_id, genesis_hash):
            raise ConfigFault(
                f"The test set should be committed to on chain {chain_id} with this history but is "
                f"of chain {self.chain_id} with another; use the file of this market."
            )
        if self.market != state.address or self.root != state.test_root:
            raise ConfigFault(
                f"The test set should be that of market {state.address} with the root "
                f"0x{state.test_root.hex()} but is of {self.market} with 0x{self.root.hex()}; "
                "use the file of this market."
            )


def own_test_set_path(folder: Path, genesis_hash: bytes, market: Address) -> Path:
    """Give the file of a market's test set."""
    return folder / "markets" / f"{genesis_hash.hex()[:8]}-{market}.test.json"


def prepared(wanted: OwnTestSet, path: Path) -> OwnTestSet:
    """Give the test set that is in the file if it has the same rows, else save the wanted one.

    An opening that was interrupted is so repeated with the same commitments.
    """
    if path.exists():
        try:
            found = OwnTestSet.load(path)
        except ConfigFault:
            found = None
        if found is not None and (found.market, found.parts) == (wanted.market, wanted.parts):
            return found
    wanted.save(path)
    return wanted


def split_into_parts(
    rows: Iterable[bytes], part_count: int, rows_per_part: int | None = None
) -> tuple[tuple[bytes, ...], int]:
    """Split packed rows into parts; rows that are there twice or too many are left out.

    Parameters
    ----------
    rows
        Packed samples, one each.
    part_count
        Parts to make.
    rows_per_part
        By default as many as the limits allow.

    Returns
    -------
    (tuple of bytes, int)
        The parts, and the number of rows of each.

    Raises
    ------
    ConfigFault
        The rows do not suffice.
    """
    if not 2 <= part_count <= terms.MOST_PARTS:
        raise ConfigFault(
            f"A test set has 2 to {terms.MOST_PARTS} parts, found {part_count}; "
            "choose another number."
        )
    distinct = list(dict.fromkeys(rows))
    most = min(terms.MOST_ROWS_PER_PART, terms.MOST_SCORED_ROWS // (part_count - 1))
    wanted = rows_per_part or min(most, len(distinct) // part_count)
    if not wanted or wanted * part_count > len(distinct):
        needed = part_count * (rows_per_part or 1)
        raise ConfigFault(
            f"{part_count} parts of the test set need {needed:,} different rows but the file has "
            f"{len(distinct):,}; give more rows, or make fewer parts."
        )
    while True:
        try:
            chosen = distinct[: wanted * part_count]
            return test_set.split_test_set(chosen, part_count, wanted), wanted
        except Fault:
            # The rows are different and as many as asked for, so a part has too many bytes.
            if rows_per_part or wanted == 1:
                raise
            wanted = wanted * 9 // 10


def with_amounts(
    given: MarketTerms,
    *,
    stake_wei: int | None = None,
    most_fee_wei: int | None = None,
    bond_wei: int | None = None,
    proposer_fee_wei: int | None = None,
) -> MarketTerms:
    """Fill in amounts: those that are given, else the least that are safe.

    By default the last contribution's fee is a twentieth of a stake, and the proposer's fee about
    what proposing and resolving costs.
    """
    # Terms that are out of range are told as such later.
    sound = replace(given, rounds=max(given.rounds, 1), most_fee_wei=0)
    if most_fee_wei is None:
        most_fee_wei = terms.least_stake_wei(sound) // _FEE_PART
    found = replace(given, most_fee_wei=most_fee_wei)
    least_stake_wei = terms.least_stake_wei(replace(sound, most_fee_wei=most_fee_wei))
    usual_fee_wei = min(_PROPOSER_GAS * given.gas_price_wei, given.bounty_wei)
    return replace(
        found,
        stake_wei=max(least_stake_wei, most_fee_wei) if stake_wei is None else stake_wei,
        sponsor_bond_wei=terms.least_bond_wei(found) if bond_wei is None else bond_wei,
        proposer_fee_wei=usual_fee_wei if proposer_fee_wei is None else proposer_fee_wei,
    )


def sponsor_steps(state: MarketState, own: OwnTestSet, now_s: int, block_number: int) -> list[Step]:
    """Say what a sponsor does now: have the part drawn, show it, and in the end reveal the others.

    Parameters
    ----------
    state
        The market.
    own
        Its test set.
    now_s, block_number
        Time, and number of the block that would hold the call.
    """
    match state.phase:
        case MarketPhase.DRAWING:
            return draw_steps(state, now_s, block_number)
        case MarketPhase.REVEALING_DRAWN_PART:
            if now_s > state.deadline_s:
                return [Wait("it is too late to show the drawn part; the bond is lost")]
            return [Move(own.reveal(state.drawn_part), f"part {state.drawn_part} was drawn")]
        case MarketPhase.REVEALING_TEST:
            if now_s > state.deadline_s:
                return [Wait("it is too late to reveal the test set; the bond is lost")]
            hidden = [part for part in range(len(own.parts)) if part not in state.parts]
            # The last one opens the result, which takes gas that cannot be foreseen before the
            # others are mined.
            return [
                Move(own.reveal(part), "contributions are in") for part in hidden[:-1] or hidden
            ]
        case _:
            return []


def draw_steps(state: MarketState, now_s: int, block_number: int) -> list[Step]:
    """Say what anybody may do to have the part drawn that is shown.

    Parameters
    ----------
    state, now_s, block_number
        As for `sponsor_steps`.
    """
    if state.phase is not MarketPhase.DRAWING:
        return []
    first = test_set.draw_from_block(state)
    if block_number < first:
        return [Wait(f"the part to show can be drawn from block {first:,} on", now_s + 1)]
    if test_set.missed_draws(state, block_number) == test_set.DRAWS:
        return [Wait("all draws were missed; the market can only be closed")]
    return [Move(Draw(), "the part to show can be drawn")]


def _set_aside(path: Path) -> None:
    number = 1
    while (aside := path.with_suffix(f".{number}.json")).exists():
        number += 1
    path.rename(aside)
