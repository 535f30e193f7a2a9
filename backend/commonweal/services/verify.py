"""Checks against the chain: an exported file row by row, accounts and weights by replay."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonweal.encoders import Encoder
from commonweal.errors import ConfigFault
from commonweal.events import TrainerDeployed
from commonweal.runtime.transports.base import Transport
from commonweal.services.export import KEY_COLUMNS, CsvForm
from commonweal.services.history import HistoryReader
from commonweal.services.recorded import RecordedData, Watch, ignore
from commonweal.twin import trainer as twin
from commonweal.twin.badges import MILESTONES
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.trainer import TrainerState
from commonweal.types import Address


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in a file.

    Attributes
    ----------
    rows : int
        Rows that are as on the chain, from the first on.
    contributions : int
        Contributions that these rows hold completely.
    samples_on_chain, contributions_on_chain : int
        What the chain has recorded.
    row : int or None
        The first row that is not as on the chain, counted from 1 without the header.
    difference : str or None
        What is wrong with it, in one sentence; None if the file is complete, in order and
        unaltered.
    """

    rows: int
    contributions: int
    samples_on_chain: int
    contributions_on_chain: int
    row: int | None = None
    difference: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the file is complete, in order and unaltered."""
        return self.difference is None


@dataclass(frozen=True, slots=True)
class Check:
    """One value by replay and on the chain."""

    name: str
    replayed: object
    on_chain: object

    @property
    def ok(self) -> bool:
        """Whether the two are the same."""
        return self.replayed == self.on_chain


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay of all events on the twin gives, and what the chain says.

    Attributes
    ----------
    block_number : int
        Up to and with this block.
    events : int
        Events that were replayed.
    checks : tuple of Check
        Values that were compared.
    """

    block_number: int
    events: int
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is the same."""
        return all(check.ok for check in self.checks)


def verify_csv(
    path: Path, data: RecordedData, encoder: Encoder[Any] | None = None, watch: Watch = ignore
) -> FileReport:
    """Compare an exported file with the chain, row by row, in constant memory.

    Parameters
    ----------
    path
        The file, as `export.write_csv` writes it.
    data
        The data set on the chain.
    encoder
        The model's own; needed for a file with the features' names.
    watch
        Is told how many of how many contributions are compared.

    Raises
    ------
    ConfigFault
        The file is not an export of such a model.
    ReorgFault
        The chain changed meanwhile.
    """
    with path.open(encoding="utf-8", newline="") as file:
        found = _rows(csv.reader(file, strict=True), path)
        form = _form_of(next(found, ()), data, encoder, path)
        rows = whole = 0
        difference: str | None = None
        for contribution in data.contributions(watch):
            if difference is not None:
                continue  # the rest is read to prove what was compared
            for expected in form.rows(contribution):
                row = next(found, None)
                if row != expected:
                    difference = _difference(form.columns, rows + 1, expected, row, data)
                    break
                rows += 1
            else:
                whole += 1
        if difference is None and next(found, None) is not None:
            difference = (
                f"Row {rows + 1}: expected the end of the file as on the chain, found one more "
                "row; the file has rows that nobody contributed."
            )
    return FileReport(
        rows=rows,
        contributions=whole,
        samples_on_chain=data.head.sample_count,
        contributions_on_chain=data.head.contribution_count,
        row=None if difference is None else rows + 1,
        difference=difference,
    )


def replay(
    transport: Transport, data: RecordedData, watch: Watch = ignore
) -> tuple[TrainerState, int]:
    """Fold all events of a model on the twin; give its state and the number of events."""
    block = data.info.deployed_at_block
    reader = HistoryReader(transport)
    deployed = reader.read(block, block, frozenset((data.views.registry,))).history
    deployment = next(
        recorded.event
        for recorded in deployed
        if isinstance(recorded.event, TrainerDeployed)
        and recorded.event.trainer == data.info.address
    )
    state = TrainerState.deployed(deployment)
    count = 0
    for recorded in data.history(watch):
        twin.evolve(state, recorded.event, recorded.timestamp_s)
        count += 1
    return state, count


def verify_account(
    transport: Transport, data: RecordedData, account: Address, watch: Watch = ignore
) -> ReplayReport:
    """Compare what an account has with what follows from all events of the model."""
    state, count = replay(transport, data, watch)
    return ReplayReport(data.block.number, count, tuple(_account_checks(state, data, account)))


def verify_model(transport: Transport, data: RecordedData, watch: Watch = ignore) -> ReplayReport:
    """Compare weights, record and books of a model with what follows from all its events."""
    state, count = replay(transport, data, watch)
    return ReplayReport(data.block.number, count, tuple(_model_checks(state, data)))


def _account_checks(state: TrainerState, data: RecordedData, account: Address) -> Iterator[Check]:
    views, model = data.views, data.info.address
    if isinstance(state.incentive, StakeState):
        own = state.incentive
        stored, on_chain = own.account_of(account), views.account_of(model, account)
        yield Check("shares", stored.shares, on_chain.shares)
        yield Check("credit as stored, wei x 2**32", stored.credit_x32, on_chain.credit_x32)
        yield Check("checkpoint, wei x 2**32", stored.checkpoint_x32, on_chain.checkpoint_x32)
        yield Check("credit, wei", own.credit_wei(account), views.credit_wei(model, account))
        return
    points, on_chain_points = state.points.points_of(account), views.points_of(model, account)
    yield Check("points as contributor", points.as_contributor, on_chain_points.as_contributor)
    yield Check("points as validator", points.as_validator, on_chain_points.as_validator)
    levels = tuple(level for level, least in enumerate(MILESTONES) if points.total >= least)
    yield Check("levels of badges", levels, views.badge_levels(model, account))


def _model_checks(state: TrainerState, data: RecordedData) -> Iterator[Check]:
    views, model = data.views, data.info.address
    yield Check("running hash", state.head.running_hash.hex(), data.head.running_hash.hex())
    yield Check("contributions", state.head.contribution_count, data.head.contribution_count)
    yield Check("samples", state.head.sample_count, data.head.sample_count)
    yield Check("upload open", state.head.upload_open, data.head.upload_open)
    weights = views.weights(model)
    yield Check("bias", state.model.bias, weights.bias)
    differing = [
        index
        for index, pair in enumerate(zip(state.model.weights, weights.features, strict=True))
        if pair[0] != pair[1]
    ]
    yield Check("features whose weights differ", [], differing)
    if isinstance(state.incentive, StakeState):
        own = state.incentive
        yield Check("demand", own.demand, views.demand(model))
        yield Check("pool", own.pool, views.pool(model))
        held_wei = views.balance_wei(model)
        # ETH that was forced upon the contract belongs to nobody.
        yield Check("least balance, wei", state.recorded_wei, min(held_wei, state.recorded_wei))


def _rows(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[str, ...]]:
    try:
        for row in reader:
            yield tuple(row)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigFault(
            f"{path.name} should be a CSV file in UTF-8 but is damaged ({error}); export it again."
        ) from None


def _form_of(
    header: tuple[str, ...], data: RecordedData, encoder: Encoder[Any] | None, path: Path
) -> CsvForm:
    """Give the form whose columns the file has: with the features' names or without."""
    for known in (encoder, None):
        form = CsvForm(data, known)
        if header == form.columns:
            return form
    if header[: len(KEY_COLUMNS)] == KEY_COLUMNS and encoder is None:
        raise ConfigFault(
            f"{path.name} names features, so the model's encoder is needed to compare them but its "
            f"manifest 0x{data.info.metadata.encoder_hash.hex()} is not here; get it from the "
            "model's deployer."
        )
    raise ConfigFault(
        f"{path.name} should begin with the columns {', '.join(CsvForm(data, None).columns[:8])} "
        f"of an export of model {data.info.address} but begins with "
        f"{', '.join(header[:8]) or 'nothing'}; give such a file, or the model it is of."
    )


def _difference(
    columns: tuple[str, ...],
    number: int,
    expected: tuple[str, ...],
    found: tuple[str, ...] | None,
    data: RecordedData,
) -> str:
    place = f"sample {expected[1]} of contribution {expected[0]}"
    if found is None:
        left = data.head.sample_count - number + 1
        return (
            f"Row {number}: expected {place}, found the end of the file; {left:,} "
            f"{'sample is' if left == 1 else 'samples are'} missing or came later: export again."
        )
    if len(found) != len(columns):
        return (
            f"Row {number}: expected {len(columns)} columns, found {len(found)}; the file was "
            "altered or damaged."
        )
    if found[:2] != expected[:2]:
        return (
            f"Row {number}: expected {place}, found sample {found[1][:20]} of contribution "
            f"{found[0][:20]}; rows are missing, repeated or in another order."
        )
    at = next(i for i, pair in enumerate(zip(expected, found, strict=True)) if pair[0] != pair[1])
    return (
        f"Row {number} ({place}), column {columns[at]}: expected {_short(expected[at])} as on the "
        f"chain, found {_short(found[at])}; the file was altered."
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
