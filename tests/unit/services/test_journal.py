"""The journal remembers what may be on the chain, whatever stops the process."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.errors import ConfigFault
from commonweal.services.journal import Entry, Journal, JournalKey, RejectedRow

KEY = JournalKey(b"g" * 32, "0x" + "11" * 20, "0x" + "22" * 20, b"f" * 32)
ENTRY = Entry(
    number=0,
    first_row=2,
    last_row=9,
    sample_count=7,
    nonce=4,
    from_block=12,
    samples=b"\x00\x01\x02",
    deposit_wei=2**70,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / f"{KEY.name}.sqlite"


def test_every_part_of_the_key_gives_another_file() -> None:
    others = [
        replace(KEY, genesis_hash=b"h" * 32),
        replace(KEY, trainer="0x" + "33" * 20),
        replace(KEY, contributor="0x" + "33" * 20),
        replace(KEY, file_hash=b"e" * 32),
    ]
    assert len({KEY.name, *(other.name for other in others)}) == 5


def test_an_entry_is_found_again_after_a_crash(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin(ENTRY)
    with Journal(path) as journal:
        assert journal.pending() == ENTRY
        assert journal.progress().last_row == 0
        assert journal.next_number() == 1


def test_what_is_done_counts_and_is_not_pending(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin(ENTRY)
        journal.done(0, 41, b"t" * 32, 2**70, 2**66)
        journal.begin(replace(ENTRY, number=1, first_row=10, last_row=14, sample_count=5))
        journal.skip(1)
    with Journal(path) as journal:
        assert journal.pending() is None
        progress = journal.progress()
        assert (progress.last_row, progress.contributions, progress.samples) == (14, 1, 7)
        assert (progress.skipped_samples, progress.deposit_wei) == (5, 2**70)
        assert progress.gas_wei == 2**66
        assert journal.has_index(41)
        assert not journal.has_index(40)


def test_an_entry_that_was_not_sent_can_be_forgotten_but_not_one_that_was_mined(path: Path) -> None:
    with Journal(path) as journal:
        journal.begin(ENTRY)
        journal.forget(0)
        assert journal.pending() is None
        assert journal.next_number() == 0
        journal.begin(ENTRY)
        journal.done(0, 0, b"t" * 32, 1, 1)
        journal.forget(0)
        assert journal.progress().contributions == 1


def test_a_rejected_row_counts_once(path: Path) -> None:
    with Journal(path) as journal:
        for row in (7, 3, 7):
            journal.reject(RejectedRow(row, f"sentence {row}", "raw"))
        assert [rejected.row for rejected in journal.rejected()] == [3, 7]
        assert journal.progress().rejected_rows == 2


def test_the_first_note_stays(path: Path) -> None:
    with Journal(path) as journal:
        assert journal.remembered("batch", "128") == "128"
        assert journal.remembered("batch", "64") == "128"


def test_another_process_is_told_to_wait(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from commonweal.services.journal import Journal\n"
        "Journal(Path(sys.argv[1]))"
    )
    with Journal(path):
        run = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
        )
    assert run.returncode != 0
    assert "contributed by another command right now" in run.stderr
    with Journal(path) as journal:
        assert journal.pending() is None


def test_a_newer_journal_is_refused(path: Path) -> None:
    with Journal(path) as journal:
        journal._base.execute("PRAGMA user_version=99")
    with pytest.raises(ConfigFault, match="version 99"):
        Journal(path)
