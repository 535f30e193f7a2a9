"""The backend dies, the chain does not answer, or begins anew: a sentence, and on it goes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import OpenTab, Tab
from playwright.sync_api import Locator, expect
from surroundings import Backend, Chain, Models, free_port
from wallets import NewWallet

from commonweal.demo.productions import POINTS_RULES, STAKE_RULES
from commonweal.encoders import ManifestStore
from commonweal.runtime.ganache import Ganache
from cut_line import CutLine

TEXT = "A wonderful film with a great cast."
NO_CHAIN = (
    "The chain does not answer; check that it is running, or set another address in Settings."
)
LOST = r"net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)"


def predicted(tab: Tab) -> Locator:
    return tab.part("Prediction").get_by_role("status")


@pytest.fixture
def mortal(chain: Chain, models: Models, tmp_path: Path) -> Iterator[Backend]:
    """A backend of the test's own, which shares no index with the others'."""
    for name in ("deployments", "encoders"):
        shutil.copytree(chain.data_folder / name, tmp_path / name)
    backend = Backend(tmp_path, chain.ganache.url, chain.line.url)
    yield backend
    backend.close()


def test_everything_works_while_the_backend_is_dead(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models, mortal: Backend
) -> None:
    runtime, model = chain.runtime, models.sentiment
    wallet = new_wallet()
    tab = open_tab(model.place, wallet, url=mortal.url)
    tab.accept_error(LOST)
    tab.say("A dreadful film.")
    expect(predicted(tab)).to_contain_text("negative")
    mortal.kill()

    tab.say(TEXT)
    expect(predicted(tab)).to_contain_text("positive")
    tab.connect()
    tab.label("positive")
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text("Contribution 0 with 1 sample is recorded.")
    tab.visit("My contributions")
    tab.move_time_on("10 minutes")
    mine = tab.item(f"Contribution 0 to {model.name}")
    mine.get_by_role("button", name="Settle").click()
    credit = tab.item(f"Credit with {model.name}")
    expect(mine).to_contain_text("Settled by you")
    assert runtime.credit_wei(model.address, wallet.address) > 0
    credit.get_by_role("button", name="Withdraw").click()
    expect(credit).to_contain_text("was paid to your account.")
    tab.shot("withdrawn")
    assert runtime.credit_wei(model.address, wallet.address) == 0
    assert len(chain.contributed(model)) == 1
    chain.assert_twin_agrees(wallet.address)

    # Only an encoder that was never loaded is missing, and a file can give it.
    tab.go(models.table.place)
    encoder = tab.part("Encoder")
    expect(encoder.get_by_role("alert")).to_contain_text("The encoder of this model could not be")
    tab.shot("no-encoder")
    manifests = ManifestStore(chain.data_folder / "encoders")
    choose = encoder.get_by_label("Open the encoder’s file")
    choose.set_input_files(manifests.path(models.sentiment.encoder.manifest_hash))
    expect(encoder.get_by_role("alert")).to_contain_text("This file is not the model's encoder")
    choose.set_input_files(manifests.path(models.table.encoder.manifest_hash))
    tab.button("Use typical values").click()
    expect(predicted(tab)).to_be_visible()


def test_while_the_chain_does_not_answer(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet()
    tab = open_tab(models.sentiment.place, wallet)
    tab.accept_error(LOST)
    tab.connect()
    tab.say("A dreadful film.")
    expect(predicted(tab)).to_contain_text("negative")

    chain.line.cut()
    problem = tab.page.get_by_role("main").get_by_text(NO_CHAIN).first
    expect(problem).to_be_visible()
    tab.say(TEXT)
    tab.label("positive")
    expect(tab.part("Prediction").get_by_role("alert")).to_have_text(NO_CHAIN)
    expect(predicted(tab)).to_have_count(0)
    tab.shot("no-chain")
    chain.line.mend()
    expect(predicted(tab)).to_contain_text("positive")
    expect(problem).to_have_count(0)
    expect(tab.page.get_by_role("radio", name="positive")).to_be_checked()

    # The line breaks once the wallet has sent: the page waits, and nothing happens twice.
    wallet.on_sent = chain.line.cut
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text("Sent; waiting for the chain to record it…")
    expect(problem).to_be_visible()
    tab.shot("sent-then-cut")
    chain.line.mend()
    expect(tab.part("Contribute")).to_contain_text("Contribution 0 with 1 sample is recorded.")
    expect(problem).to_have_count(0)
    assert len(wallet.sent) == 1
    assert len(chain.contributed(models.sentiment)) == 1


def test_a_page_that_finds_no_chain_at_first(
    open_tab: OpenTab, chain: Chain, models: Models
) -> None:
    chain.line.cut()
    tab = open_tab("#/")
    tab.accept_error(LOST)
    expect(tab.page.get_by_text(NO_CHAIN).first).to_be_visible()
    tab.shot("no-chain")
    chain.line.mend()
    names = tab.page.get_by_role("list", name="Models").get_by_role("heading")
    expect(names.first).to_have_text(models.sentiment.name)
    expect(tab.page.get_by_text(NO_CHAIN)).to_have_count(0)


def test_a_chain_that_begins_anew(open_tab: OpenTab, tmp_path: Path) -> None:
    port = free_port()
    with CutLine(free_port(), port) as line:
        with Ganache(port=port) as ganache:
            chain = Chain(ganache, line, tmp_path)
            old = chain.deploy("wine", STAKE_RULES)
            chain.contribute(chain.people[3], old, (old.plan.train[0].raw, 0))
            backend = Backend(tmp_path, ganache.url, line.url)
            tab = open_tab("#/mine", url=backend.url)
            tab.connect_account(4)
            mine = tab.item(f"Contribution 0 to {old.name}")
            expect(mine).to_be_visible()
            tab.accept_error(f"{LOST}|status of 503|404 .*/config.json")
        try:
            with Ganache(port=port) as ganache:
                expect(tab.page.get_by_role("alert").first).to_contain_text(
                    re.compile(
                        "There is no registry at 0x[0-9a-fA-F]{40} on this chain; it was probably "
                        "started anew, so deploy the models again or set the new address"
                    )
                )
                expect(mine).to_have_count(0)
                tab.shot("no-registry")

                # The same addresses on another history: nothing of the old one remains.
                again = Chain(ganache, line, tmp_path)
                new = again.deploy("iris", POINTS_RULES)
                tab.visit("Models")
                names = tab.page.get_by_role("list", name="Models").get_by_role("heading")
                expect(names).to_have_text([new.name])
                expect(tab.page.get_by_role("alert")).to_have_count(0)
                tab.visit("My contributions")
                expect(
                    tab.page.get_by_text("This account has not contributed yet.")
                ).to_be_visible()
                tab.shot("another-history")
                tab.go(new.place)
                tab.button("Use typical values").click()
                expect(predicted(tab)).to_be_visible()
        finally:
            backend.close()
