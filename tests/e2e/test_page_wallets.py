"""Wallets as people have them: declining, elsewhere, empty, impatient, or none at all."""

from __future__ import annotations

import re

import pytest
from browsing import OpenTab, Tab
from playwright.sync_api import expect
from surroundings import ETHER, Chain, Model, Models
from wallets import NAME, SEND, NewWallet

TEXT = "A wonderful film with a great cast."
DECLINED = "You declined the request in your wallet; nothing was sent, so you can try again."
RECORDED = "Contribution 0 with 1 sample is recorded."
MAINNET = 1


def ready(tab: Tab, text: str = TEXT) -> None:
    """Enter something good, up to the button."""
    tab.say(text)
    tab.label("positive")


def assert_recorded_once(chain: Chain, model: Model, contributor: str) -> None:
    (contributed,) = chain.contributed(model)
    assert contributed.contributor == contributor
    assert contributed.samples == model.pack((TEXT, 1))


def test_a_declined_signature_loses_nothing(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet()
    wallet.declines = {"eth_requestAccounts", "wallet_requestPermissions"}
    tab = open_tab(models.sentiment.place, wallet)
    ready(tab)
    tab.part("Contribute").get_by_role("button", name="Connect a wallet to contribute").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("button", name=NAME).click()
    expect(dialog.get_by_role("status").or_(dialog.get_by_role("alert"))).to_have_text(DECLINED)
    tab.shot("connection-declined", whole=False)

    wallet.declines = {SEND}
    dialog.get_by_role("button", name=NAME).click()
    tab.expect_account(wallet.address)
    tab.contribute_button().click()
    expect(tab.part("Contribute").get_by_text(DECLINED)).to_be_visible()
    expect(tab.page.get_by_label("Text", exact=True)).to_have_value(TEXT)
    expect(tab.page.get_by_role("radio", name="positive")).to_be_checked()
    tab.shot("signature-declined")
    assert wallet.sent == []
    assert chain.contributed(models.sentiment) == ()

    wallet.declines = set()
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text(RECORDED)
    assert_recorded_once(chain, models.sentiment, wallet.address)


def test_a_wallet_on_another_chain_is_asked_to_switch(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet()
    wallet.chain_id = MAINNET
    tab = open_tab(models.sentiment.place, wallet)
    tab.connect()
    expect(tab.page.get_by_text("Your wallet is on another chain.")).to_be_visible()
    ready(tab)
    expect(tab.part("Prediction").get_by_role("status")).to_contain_text("positive")
    tab.shot("elsewhere")

    wallet.declines = {"wallet_switchEthereumChain"}
    tab.contribute_button().click()
    expect(tab.part("Contribute").get_by_text(DECLINED)).to_be_visible()
    assert wallet.times_asked(SEND) == 0
    assert wallet.chain_id == MAINNET

    wallet.declines = set()
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text(RECORDED)
    expect(tab.page.get_by_text("Your wallet is on another chain.")).to_have_count(0)
    assert_recorded_once(chain, models.sentiment, wallet.address)


def test_the_notice_switches_the_wallet(
    open_tab: OpenTab, new_wallet: NewWallet, models: Models
) -> None:
    wallet = new_wallet()
    wallet.chain_id = MAINNET
    tab = open_tab("#/", wallet)
    tab.connect()
    switch = tab.button("Switch to Local chain")
    wallet.declines = {"wallet_switchEthereumChain"}
    switch.click()
    expect(tab.page.get_by_text(DECLINED)).to_be_visible()
    wallet.declines = set()
    switch.click()
    expect(switch).to_have_count(0)


def test_without_funds_the_page_says_what_is_missing(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet(wei=0)
    tab = open_tab(models.sentiment.place, wallet)
    tab.connect()
    ready(tab)
    expect(tab.part("Contribute").get_by_role("alert")).to_have_text(
        "Your account has 0 ETH and the stake is 0.00125 ETH; add some ETH or use another account."
    )
    expect(tab.contribute_button()).to_be_disabled()
    tab.shot("no-stake")

    # Under points only the fee is missing, which the wallet notices.
    tab.go(models.points.place)
    ready(tab)
    tab.contribute_button().click()
    expect(tab.part("Contribute").get_by_role("alert")).to_have_text(
        "This account has not enough ETH for the amount and the network fee; "
        "add some or use another account."
    )
    tab.shot("no-fee")
    assert wallet.sent == []

    chain.give(wallet.address, ETHER)
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text(RECORDED)
    assert_recorded_once(chain, models.points, wallet.address)


def test_an_impatient_person_contributes_once(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet()
    tab = open_tab(models.sentiment.place, wallet)
    tab.connect()
    ready(tab)
    button = tab.contribute_button()
    expect(button).to_be_enabled()
    # Both clicks before the page can draw anything.
    button.evaluate("(element) => { element.click(); element.click(); }")
    expect(tab.part("Contribute")).to_contain_text(RECORDED)
    assert wallet.times_asked(SEND) == 1
    assert_recorded_once(chain, models.sentiment, wallet.address)

    ready(tab)
    tab.contribute_button().dblclick()
    expect(tab.part("Contribute").get_by_role("alert")).to_have_text(
        "You have contributed exactly these samples already and they are still open; "
        "settle those first, or contribute others."
    )
    tab.shot("already-open")
    assert wallet.times_asked(SEND) == 1
    assert_recorded_once(chain, models.sentiment, wallet.address)


def test_without_a_wallet_the_local_chains_accounts_serve(
    open_tab: OpenTab, chain: Chain, models: Models
) -> None:
    tab = open_tab(models.sentiment.place)
    dialog = tab.open_wallets()
    expect(dialog).to_contain_text(
        "This browser has no wallet; use one of the local chain’s own accounts."
    )
    expect(dialog.get_by_role("button", name=re.compile("^Account"))).to_have_count(
        len(chain.people)
    )
    tab.shot("accounts", whole=False)
    dialog.get_by_role("button", name="Account 5", exact=True).click()
    tab.expect_account(chain.people[4])
    ready(tab)
    tab.contribute_button().click()
    expect(tab.part("Contribute")).to_contain_text(RECORDED)
    assert_recorded_once(chain, models.sentiment, chain.people[4])

    # Another account has none of it; the choice outlives loading the page again.
    tab.visit("My contributions")
    expect(tab.item(f"Contribution 0 to {models.sentiment.name}")).to_be_visible()
    tab.open_wallets().get_by_role("button", name="Account 6", exact=True).click()
    tab.page.keyboard.press("Escape")
    tab.expect_account(chain.people[5])
    expect(tab.page.get_by_text("This account has not contributed yet.")).to_be_visible()
    tab.page.reload()
    tab.expect_account(chain.people[5])


@pytest.mark.parametrize("agreed", [True, False])
def test_a_wallet_is_remembered_only_while_it_trusts_the_page(
    open_tab: OpenTab, new_wallet: NewWallet, agreed: bool
) -> None:
    wallet = new_wallet()
    tab = open_tab("#/", wallet)
    tab.connect()
    if not agreed:
        dialog = tab.open_wallets()
        expect(dialog).to_contain_text("2 ETH")
        dialog.get_by_role("button", name="Disconnect").click()
    asked = wallet.times_asked("eth_requestAccounts")
    tab.page.reload()
    if agreed:
        tab.expect_account(wallet.address)
    else:
        expect(tab.button("Connect a wallet").first).to_be_visible()
    assert wallet.times_asked("eth_requestAccounts") == asked
