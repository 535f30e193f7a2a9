"""Every screen: no serious violation for axe, in light and dark, and nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import OpenTab, Tab
from playwright.sync_api import Locator, expect
from surroundings import Chain, Models
from wallets import NewWallet

from commonweal.actions import Fund, Settle, Validate
from commonweal.demo.productions import STAKE_RULES

GOOD = "A wonderful film with a great cast."
WRONG = "The food was great, excellent, wonderful, amazing and perfect"
GREAT = (
    *("great", "good", "nice", "happy", "lovely", "wonderful"),
    *("excellent", "amazing", "beautiful", "fun", "brilliant", "superb"),
)
POSITIVE, NEGATIVE = 1, 0
MINE = 2
"""Number of the account that looks, counted from 1."""


@pytest.fixture
def lived_in(chain: Chain, models: Models) -> None:
    """Something on every screen: open, due, found, settled, validated, credited, earned."""
    _, me, other, third = chain.people[:4]
    sentiment, points, table = models.sentiment, models.points, models.table
    settled = chain.contribute(me, sentiment, (GOOD, POSITIVE))
    wrong = chain.contribute(me, sentiment, (WRONG, NEGATIVE))
    for_all = chain.contribute(other, sentiment, ("I love it.", POSITIVE), (WRONG, NEGATIVE))
    rows = [(f"A {word} day.", POSITIVE) for word in GREAT]
    validated = chain.contribute(me, points, *rows)
    chain.contribute(other, points, *rows)
    chain.runtime.advance_time(STAKE_RULES.take_wait_s)
    chain.run(me, sentiment, Settle(me, settled))
    chain.run(third, sentiment, Settle(me, wrong))
    chain.run(third, sentiment, Settle(other, for_all))
    chain.run(other, points, Validate(me, validated))
    chain.run(third, sentiment, Fund(10**15))
    cells = [(row.raw, row.label) for row in table.plan.train[:3] if isinstance(row.label, int)]
    chain.contribute(other, table, *cells)
    chain.runtime.advance_time(STAKE_RULES.verdict_gap_s)
    chain.contribute(me, table, *cells[:1])


def screens(tab: Tab, models: Models) -> Iterator[str]:
    """Go from screen to screen, each filled as far as it can be, and give its name."""
    page = tab.page
    tab.visit("Models")
    expect(page.get_by_text("Stake for a sample").first).to_be_visible()
    yield "models"

    tab.go(models.sentiment.place)
    tab.say(WRONG)
    tab.label("negative")
    expect(tab.contribute_button()).to_be_enabled()
    page.get_by_text("Show the weights").click()
    page.get_by_text("Technical details").click()
    yield "text"

    tab.go(models.table.place)
    tab.button("Use typical values").click()
    tab.label(models.table.encoder.labels[0])
    expect(tab.contribute_button()).to_be_enabled()
    yield "table"

    tab.go(models.points.place)
    tab.button("Many samples").click()
    rows = "\n".join(f"a {word} day,positive" for word in GREAT)
    page.get_by_label("or paste rows here").fill(f"text,label\n{rows}\nzzyzx,positive")
    page.get_by_text("1 row left out: why").click()
    expect(tab.contribute_button(len(GREAT))).to_be_enabled()
    yield "batch"

    tab.visit("My contributions")
    expect(page.get_by_text("Disagreement found")).to_be_visible()
    expect(page.get_by_text("If settled now:").first).to_be_visible()
    for more in page.get_by_text("What is in it").all():
        more.click()
    page.get_by_text("Pay to another address").first.click()
    yield "mine"

    tab.visit("Due")
    expect(page.get_by_text("The second verdict:")).to_be_visible()
    expect(tab.button("Validate")).to_be_visible()
    for more in page.get_by_text("What is in it").all():
        more.click()
    yield "due"

    tab.visit("Points and badges")
    expect(page.get_by_role("list", name="Badges").get_by_role("listitem")).to_have_count(1)
    yield "rewards"

    tab.open_wallets()
    expect(
        page.get_by_role("dialog").get_by_role("button", name="Account 1", exact=True)
    ).to_be_visible()
    yield "wallet"
    page.keyboard.press("Escape")
    tab.button("Settings").click()
    expect(page.get_by_label("Address of the registry")).not_to_have_value("")
    yield "settings"
    page.keyboard.press("Escape")
    tab.go("#/models/77")
    expect(page.get_by_text("There is no model 77")).to_be_visible()
    yield "no-model"


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(open_tab: OpenTab, models: Models, dark: bool) -> None:
    tab = open_tab("#/", dark=dark)
    tab.connect_account(MINE)
    for screen in screens(tab, models):
        tab.shot(screen, whole=tab.page.get_by_role("dialog").count() == 0)
        tab.assert_accessible()
        tab.assert_fits()


@pytest.mark.usefixtures("lived_in")
def test_on_a_phone(open_tab: OpenTab, models: Models) -> None:
    tab = open_tab("#/", phone=True)
    tab.connect_account(MINE)
    for screen in screens(tab, models):
        tab.shot(screen, whole=tab.page.get_by_role("dialog").count() == 0)
        tab.assert_fits()


def test_contributing_by_phone(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    wallet = new_wallet()
    tab = open_tab(models.sentiment.place, wallet, phone=True)
    tab.say(GOOD)
    expect(tab.part("Prediction").get_by_role("status")).to_contain_text("positive")
    tab.connect()
    tab.page.get_by_role("radio", name="positive").tap()
    tab.contribute_button().tap()
    expect(tab.part("Contribute")).to_contain_text("Contribution 0 with 1 sample is recorded.")
    tab.shot("contributed", whole=False)
    tab.assert_accessible()
    tab.assert_fits()
    assert len(chain.contributed(models.sentiment)) == 1


def test_by_keyboard_alone(open_tab: OpenTab, chain: Chain, models: Models) -> None:
    tab = open_tab(models.sentiment.place)
    page = tab.page
    reach(tab, page.get_by_label("Text", exact=True))
    page.keyboard.type(GOOD)
    radios = page.get_by_role("radio")
    expect(radios).to_have_count(2)
    reach(tab, radios.first)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="positive")).to_be_checked()
    connect = tab.part("Contribute").get_by_role("button", name="Connect a wallet to contribute")
    reach(tab, connect)
    page.keyboard.press("Enter")
    account = page.get_by_role("dialog").get_by_role("button", name="Account 3", exact=True)
    expect(account).to_be_visible()
    reach(tab, account)
    page.keyboard.press("Enter")
    tab.expect_account(chain.people[2])
    reach(tab, tab.contribute_button())
    page.keyboard.press("Enter")
    expect(tab.part("Contribute")).to_contain_text("Contribution 0 with 1 sample is recorded.")
    (contributed,) = chain.contributed(models.sentiment)
    assert contributed.contributor == chain.people[2]


def reach(tab: Tab, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    expect(wanted).to_be_enabled()
    for _ in range(60):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        tab.page.keyboard.press("Tab")
    raise AssertionError("The Tab key does not reach it.")
