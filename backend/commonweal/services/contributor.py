"""Contribute a stream of samples in batches: each at most once, whatever happens in between.

The journal knows of a contribution before it is sent. One that may or may not have reached the
chain is first looked for in the chain's events; if it is not there the same call is submitted with
the same nonce, so that at most one of the two can ever be mined.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from commonweal.actions import Action, Call, Contribute
from commonweal.datasets import Row
from commonweal.errors import (
    ConfigFault,
    ContributionAlreadyOpen,
    DepositTooSmall,
    NonceFault,
    TimeoutFault,
    WrongHistoryFault,
)
from commonweal.events import Contributed, Event
from commonweal.runtime.base import WAIT_S, Outcome, TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deposit import safe_deposit_wei
from commonweal.samples import MOST_BYTES, MOST_SAMPLES, Sample, SampleFormat
from commonweal.services.history import HistoryReader
from commonweal.services.journal import Entry, Journal, Progress
from commonweal.types import Address, StakeRules

PRICE_ATTEMPTS = 5
"""How often a contribution is quoted anew when the price has risen meanwhile."""
_POLL_S = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples of one contribution and the rows that they come from.

    Attributes
    ----------
    samples : bytes
        Packed.
    sample_count : int
        1..128.
    first_row, last_row : int
        First and last of its rows; rows between them may have been rejected.
    """

    samples: bytes
    sample_count: int
    first_row: int
    last_row: int


def batches(
    form: SampleFormat[Any],
    rows: Iterable[tuple[Row, Sample]],
    most_samples: int = MOST_SAMPLES,
    most_bytes: int = MOST_BYTES,
) -> Iterator[Batch]:
    """Group encoded rows into contributions as large as the limits allow, lazily."""
    if not 1 <= most_samples <= MOST_SAMPLES:
        raise ConfigFault(
            f"A contribution has 1 to {MOST_SAMPLES} samples, found {most_samples}; "
            "choose another batch size."
        )
    parts: list[bytes] = []
    size = first_row = last_row = 0
    for row, sample in rows:
        packed = form.pack_one(sample)
        if parts and (len(parts) == most_samples or size + len(packed) > most_bytes):
            yield Batch(b"".join(parts), len(parts), first_row, last_row)
            parts, size = [], 0
        if not parts:
            first_row = row.number
        parts.append(packed)
        size += len(packed)
        last_row = row.number
    if parts:
        yield Batch(b"".join(parts), len(parts), first_row, last_row)


class Contributor:
    """Contributes the batches of one file for one account.

    Parameters
    ----------
    runtime : ContractRuntime
        The chain.
    trainer : TrainerInfo
        The model.
    account : str
        The contributor.
    journal : Journal
        The file's.
    genesis_hash : bytes
        Of the chain that the journal is about.
    most_price_wei : int, optional
        Highest deposit for a sample; None for any.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        trainer: TrainerInfo,
        account: Address,
        journal: Journal,
        genesis_hash: bytes,
        most_price_wei: int | None = None,
    ) -> None:
        self.runtime = runtime
        self.trainer = trainer
        self.account = account
        self.journal = journal
        self._genesis_hash = genesis_hash
        self._most_price_wei = most_price_wei

    def resolve(self) -> None:
        """Bring the contribution that was being sent when the last run ended to its end."""
        entry = self.journal.pending()
        if entry is None:
            return
        self._check_history()
        if self._found(entry):
            return
        if self.runtime.next_nonce(self.account) > entry.nonce:
            if self._mined(entry):
                return
            entry = self._renewed(entry)
        self._send(entry)

    def contribute(
        self, found: Iterable[Batch], on_batch: Callable[[Progress], None] = lambda progress: None
    ) -> Progress:
        """Contribute batches of rows that the journal does not have yet.

        Parameters
        ----------
        found : iterable of Batch
            Read lazily.
        on_batch : callable
            Told what the journal knows after each contribution.

        Returns
        -------
        Progress
            All of the file's contributions, earlier runs included.

        Raises
        ------
        Rejection
            The contract refuses for a reason that another quote does not mend.
        Fault
            Network or account. Run it again to go on.
        """
        for batch in found:
            self._check_history()
            entry = Entry(
                number=self.journal.next_number(),
                first_row=batch.first_row,
                last_row=batch.last_row,
                sample_count=batch.sample_count,
                nonce=self.runtime.next_nonce(self.account),
                from_block=self.runtime.transport.block().number,
                samples=batch.samples,
                deposit_wei=self._deposit_wei(batch.sample_count),
            )
            self.journal.begin(entry)
            self._send(entry)
            on_batch(self.journal.progress())
        return self.journal.progress()

    def _send(self, entry: Entry) -> None:
        lost_wei = 0
        for attempt in range(1, PRICE_ATTEMPTS + 1):
            try:
                outcome = self._submit(entry)
            except NonceFault:
                if self._mined(entry):
                    return
                entry = self._renewed(entry)
                continue
            lost_wei += outcome.fee_wei
            rejection = outcome.rejection
            if rejection is None:
                self._done(entry, outcome, lost_wei)
                return
            if isinstance(rejection, ContributionAlreadyOpen):
                self.journal.skip(entry.number)
                return
            if not isinstance(rejection, DepositTooSmall) or attempt == PRICE_ATTEMPTS:
                self.journal.forget(entry.number)
                raise rejection
            entry = self._renewed(entry)

    @property
    def target(self) -> Address:
        """The contract that takes the contributions."""
        return self.trainer.address

    def _action(self, entry: Entry) -> Action:
        return Contribute(entry.samples, entry.deposit_wei)

    def _submit(self, entry: Entry) -> Outcome:
        action = self._action(entry)
        call = Call(self.account, self.target, action)
        return self.runtime.wait(self.runtime.submit(call, nonce=entry.nonce))

    def _place(self, entry: Entry, event: Event) -> tuple[int, int] | None:
        """Give index and value if this is the entry's event, whoever's index it is."""
        if (
            isinstance(event, Contributed)
            and event.contributor == self.account
            and event.samples == entry.samples
        ):
            return event.index, event.deposit_wei
        return None

    def _done(self, entry: Entry, outcome: Outcome, fee_wei: int) -> None:
        found = (self._place(entry, recorded.event) for recorded in outcome.events)
        index, deposit_wei = next(place for place in found if place is not None)
        self.journal.done(
            entry.number, index, outcome.transaction_hash or b"", deposit_wei, fee_wei
        )

    def _found(self, entry: Entry) -> bool:
        """Look for an entry in the chain's events; note it if it is there."""
        reader = HistoryReader(self.runtime.transport)
        latest = self.runtime.transport.block().number
        for recorded in reader.stream(entry.from_block, latest, frozenset((self.target,))):
            place = self._place(entry, recorded.event)
            if place is not None and not self.journal.has_index(place[0]):
                index, deposit_wei = place
                self.journal.done(entry.number, index, recorded.transaction_hash, deposit_wei, 0)
                return True
        return False

    def _mined(self, entry: Entry) -> bool:
        """Wait until the entry's nonce, which is taken, is mined; tell if it was the entry.

        If it was something else, the entry can never be mined.

        Raises
        ------
        TimeoutFault
            What has the nonce is still waiting to be mined.
        """
        deadline_s = time.monotonic() + WAIT_S
        while True:
            transport = self.runtime.transport
            block = max(transport.block().number - transport.confirmations, 0)
            taken = transport.mined_nonce(self.account, block) > entry.nonce
            if self._found(entry):
                return True
            if taken and not self._is_recorded(entry, block):
                return False
            if not taken and self.runtime.next_nonce(self.account) <= entry.nonce:
                return False
            if time.monotonic() > deadline_s:
                raise TimeoutFault(
                    f"Transaction {entry.nonce} of {self.account} should have been mined within "
                    f"{WAIT_S:.0f} s but is still waiting; run the same command again later, it "
                    "continues where it stopped."
                )
            time.sleep(_POLL_S)

    def _is_recorded(self, entry: Entry, block: int) -> bool:
        """Whether the contract has the entry after a block, though its event is not found.

        Trainers refuse to take the same samples twice, so asking is left to where they are taken.
        """
        return False

    def _renewed(self, entry: Entry) -> Entry:
        """Give the entry another nonce and a deposit by the present price, and note them."""
        renewed = replace(
            entry,
            nonce=self.runtime.next_nonce(self.account),
            deposit_wei=self._deposit_wei(entry.sample_count),
        )
        self.journal.begin(renewed)
        return renewed

    def _deposit_wei(self, samples: int) -> int:
        if not isinstance(self.trainer.rules, StakeRules):
            return 0
        deposit_wei = safe_deposit_wei(self.runtime, self.trainer.address, samples)
        price_wei = deposit_wei // samples
        if self._most_price_wei is not None and price_wei > self._most_price_wei:
            raise ConfigFault(
                f"A sample should cost at most {self._most_price_wei} wei, it costs {price_wei} "
                "wei now; run the same command again when demand has fallen, or raise the limit."
            )
        return deposit_wei

    def _check_history(self) -> None:
        """Notice a chain that was restarted while the file was being contributed."""
        if self.runtime.transport.block(0).hash != self._genesis_hash:
            raise WrongHistoryFault(
                "The chain was restarted with another history while the file was being "
                "contributed, so what was sent is gone with it; deploy the model again and run the "
                "command again, it starts from the first row."
            )
