"""The sponsor's file: private, whole, and of exactly one market."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.commitment import keccak
from commonweal.errors import ConfigFault, Fault
from commonweal.services.sponsor import (
    OwnTestSet,
    own_test_set_path,
    prepared,
    split_into_parts,
    with_amounts,
)
from commonweal.twin.market import ordered_tree, terms
from commonweal.twin.market.encoding import part_commitment
from commonweal.types import MarketTerms

MARKET = "0x" + "aa" * 20
GENESIS = keccak(b"genesis")
ROWS = [bytes([1, 1, 0, number]) for number in range(100)]
TERMS = MarketTerms(
    bounty_wei=10**18,
    sponsor_bond_wei=0,
    proposer_fee_wei=0,
    stake_wei=0,
    most_fee_wei=0,
    gas_price_wei=10**9,
    rounds=100,
    capacity=64,
    least_contributions=1,
    part_count=5,
    rows_per_part=20,
    is_sealed=True,
    earliest_end_s=1_500,
    latest_end_s=2_000,
    move_s=600,
    reveal_s=600,
    test_reveal_s=600,
    window_s=600,
    resolve_s=6_000,
    claim_s=86_400,
)


def made(count: int = 5, genesis: bytes = GENESIS) -> OwnTestSet:
    parts, _ = split_into_parts(ROWS, count)
    return OwnTestSet.made(1337, genesis, MARKET, parts)


def test_parts_are_runs_of_all_rows_in_order_of_their_hashes() -> None:
    parts, count = split_into_parts([*ROWS, ROWS[0]], 7)
    assert count == 14
    rows = [part[at : at + 4] for part in parts for at in range(0, len(part), 4)]
    assert [len(part) for part in parts] == [4 * 14] * 7
    assert rows == sorted(rows, key=keccak)
    assert len(set(rows)) == 98
    assert set(rows) <= set(ROWS)


def test_fewer_rows_are_taken_where_a_part_would_be_too_large() -> None:
    long = [b"\x01\xff" + number.to_bytes(2, "big") * 255 for number in range(400)]
    parts, count = split_into_parts(long, 2)
    assert 80 < count < 94
    assert all(len(part) == count * 512 <= 48_000 for part in parts)
    with pytest.raises(Fault, match="48,000"):
        split_into_parts(long, 2, 100)


@pytest.mark.parametrize(
    ("count", "rows", "sentence"),
    [
        (1, None, f"2 to {terms.MOST_PARTS}"),
        (terms.MOST_PARTS + 1, None, f"2 to {terms.MOST_PARTS}"),
        (5, 21, "105"),
        (terms.MOST_PARTS, 3, f"{3 * terms.MOST_PARTS}"),
    ],
)
def test_what_cannot_be_split_is_said(count: int, rows: int | None, sentence: str) -> None:
    with pytest.raises(ConfigFault, match=sentence):
        split_into_parts(ROWS, count, rows)


def test_the_file_is_for_its_owner_and_reads_back(tmp_path: Path) -> None:
    path = own_test_set_path(tmp_path, GENESIS, MARKET)
    own = made()
    own.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert OwnTestSet.load(path) == own
    reveal = own.reveal(3)
    leaf = part_commitment(1337, MARKET, 3, reveal.salt, reveal.rows)
    assert ordered_tree.verify(reveal.proof, own.root, leaf, reveal.part, 5)
    assert len(set(own.salts)) == 5


def test_an_interrupted_opening_keeps_its_commitments(tmp_path: Path) -> None:
    path = tmp_path / "test.json"
    first = prepared(made(), path)
    assert prepared(made(), path) == first
    other = prepared(made(4), path)
    assert OwnTestSet.load(path) == other != first
    assert OwnTestSet.load(path.with_suffix(".1.json")) == first


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"form": "other"}'])
def test_a_damaged_file_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "test.json"
    path.write_text(content)
    with pytest.raises(ConfigFault, match="damaged"):
        OwnTestSet.load(path)


def test_a_changed_row_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "test.json"
    made().save(path)
    content = json.loads(path.read_text())
    content["parts"][0]["rows"] = "00" + content["parts"][0]["rows"][2:]
    path.write_text(json.dumps(content))
    with pytest.raises(ConfigFault, match="damaged"):
        OwnTestSet.load(path)
    with pytest.raises(ConfigFault, match="no such file"):
        OwnTestSet.load(tmp_path / "none.json")


@pytest.mark.parametrize("rounds", [0, 1, 100])
def test_amounts_that_are_not_given_are_safe(rounds: int) -> None:
    found = with_amounts(replace(TERMS, rounds=rounds))
    if rounds:
        terms.check(found, 1, 0)
        assert found.stake_wei == terms.least_stake_wei(found)
    given = with_amounts(TERMS, stake_wei=5, most_fee_wei=4, bond_wei=3, proposer_fee_wei=2)
    assert (given.stake_wei, given.most_fee_wei) == (5, 4)
    assert (given.sponsor_bond_wei, given.proposer_fee_wei) == (3, 2)
