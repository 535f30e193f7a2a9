"""The main story, recorded: from a wallet that never contributed to a withdrawn reward."""

from __future__ import annotations

import re

from browsing import FOLDER, Film, OpenTab
from playwright.sync_api import expect
from surroundings import ETHER, Chain, Models
from wallets import NewWallet

from commonweal.actions import Settle
from commonweal.commitment import contribution_key
from commonweal.events import Contributed

GOOD = "The food was fresh and the staff were wonderful."
BAD = "The food was great, excellent, wonderful, amazing and perfect"
POSITIVE, NEGATIVE = 1, 0


def test_story_from_an_empty_wallet_to_a_withdrawn_reward(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    runtime, model = chain.runtime, models.sentiment
    careless = chain.people[1]
    wallet = new_wallet()
    me = wallet.address
    tab = open_tab(None, wallet)
    page = tab.page
    page.context.tracing.start(screenshots=True, snapshots=True, sources=True)
    film = Film(page)

    # The models and the warning, before anything is connected.
    tab.open()
    expect(page.get_by_role("complementary", name="Warning")).to_contain_text("Unaudited.")
    names = page.get_by_role("list", name="Models").get_by_role("heading")
    expect(names).to_have_text([model.name, models.points.name, models.table.name])
    tab.shot("models")
    names.first.get_by_role("link").click()
    expect(tab.heading(model.name)).to_be_visible()

    # A prediction at every pause of typing; the wallet was not asked for anything.
    prediction = tab.part("Prediction").get_by_role("status")
    text = page.get_by_label("Text", exact=True)
    text.press_sequentially("The food was terrible", delay=15)
    expect(prediction).to_contain_text("negative")
    text.fill("")
    text.press_sequentially(GOOD, delay=15)
    expect(prediction).to_contain_text("positive")
    found = runtime.predict(model.address, model.pack((GOOD, POSITIVE)))
    assert found.label == POSITIVE
    expect(prediction).to_contain_text(f"score {found.score}")
    expect(tab.part("Prediction").get_by_role("list", name="Evidence")).to_contain_text("wonderful")
    tab.shot("predicted")
    assert set(wallet.asked) <= {"eth_accounts", "eth_chainId"}

    tab.connect()
    tab.visit("My contributions")
    expect(page.get_by_text("This account has not contributed yet.")).to_be_visible()
    tab.shot("nothing-contributed")
    page.go_back()

    # Stake, licence and what would be learnt, before anything is signed.
    expect(text).to_have_value(GOOD)
    tab.label("positive")
    contribute = tab.part("Contribute")
    quoted_wei = runtime.quote_wei(model.address, 1)
    stake = contribute.get_by_label("Stake")
    expect(stake.get_by_title(wei(quoted_wei)).first).to_be_visible()
    sent = stake.get_by_role("definition").last.locator(".amount")
    sent_wei = int(re.sub(r"\D", "", sent.get_attribute("title") or ""))
    assert sent_wei >= quoted_wei
    warning = contribute.get_by_text("Public for ever.")
    expect(warning).to_be_visible()
    expect(contribute).to_contain_text(f"licence {model.trainer.metadata.data_licence}")
    expect(contribute).to_contain_text("Nothing: the model agrees already")
    tab.shot("before-signing")
    assert wallet.sent == []

    before_wei = runtime.balance_wei(me)
    tab.contribute_button().click()
    expect(contribute).to_contain_text("Contribution 0 with 1 sample is recorded.")
    tab.shot("contributed")
    samples = model.pack((GOOD, POSITIVE))
    key = contribution_key(me, samples)
    recorded = runtime.open_contribution(model.address, key)
    assert recorded is not None
    assert recorded.deposit_wei == sent_wei
    assert chain.contributed(model) == (Contributed(0, me, sent_wei, samples),)

    # What is due when.
    tab.visit("My contributions")
    mine = tab.item(f"Contribution 0 to {model.name}")
    expect(mine).to_contain_text("Waiting")
    expect(mine).to_contain_text(re.compile(r"You can settle\s*in (10 minutes|9 minutes)"))
    expect(mine).to_contain_text(re.compile(r"Anybody can settle\s*in (20 minutes|19 minutes)"))
    settle = mine.get_by_role("button", name="Settle")
    expect(settle).to_be_disabled()
    tab.shot("waiting")

    bad = chain.contribute(careless, model, (BAD, NEGATIVE))
    tab.move_time_on("10 minutes")
    expect(mine).to_contain_text("Ready to settle")
    expect(mine).to_contain_text("If settled now: the model agrees with 1 of 1 sample")
    tab.shot("due")

    settle.click()
    credit = tab.item(f"Credit with {model.name}")
    expect(credit.get_by_title(wei(sent_wei))).to_be_visible()
    expect(credit).to_contain_text("1 share")
    expect(mine).to_contain_text("Settled by you")
    tab.shot("settled")
    assert runtime.credit_wei(model.address, me) == sent_wei
    assert runtime.open_contribution(model.address, key) is None

    # Another one's bad data is forfeited: the page shows the reward by itself.
    chain.run(careless, model, Settle(careless, bad))
    credit_wei = runtime.credit_wei(model.address, me)
    assert credit_wei > sent_wei
    expect(credit.get_by_title(wei(credit_wei))).to_be_visible()
    tab.shot("rewarded")

    held_wei = runtime.balance_wei(me)
    credit.get_by_role("button", name="Withdraw").click()
    expect(credit).to_contain_text("was paid to your account.")
    expect(credit.get_by_title("0 wei")).to_be_visible()
    tab.shot("withdrawn")

    fees_wei = [chain.fee_wei(sent) for sent in wallet.sent]
    assert len(fees_wei) == 3
    assert runtime.balance_wei(me) == held_wei + credit_wei - fees_wei[-1]
    assert runtime.balance_wei(me) == before_wei - sent_wei + credit_wei - sum(fees_wei)
    assert before_wei == 2 * ETHER
    assert runtime.credit_wei(model.address, me) == 0
    twin = chain.assert_twin_agrees(me, careless)
    assert twin.credit_wei(model.address, me) == 0
    assert twin.open_contribution(model.address, key) is None

    film.save(FOLDER / "story.webp")
    page.context.tracing.stop(path=FOLDER / "story-trace.zip")


def wei(amount: int) -> str:
    """The exact amount as the page's title for it."""
    return f"{amount:,} wei"
