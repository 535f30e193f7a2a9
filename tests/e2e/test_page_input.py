"""What people enter, good and bad: one clear sentence each, and batches from files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from browsing import OpenTab, Tab
from playwright.sync_api import Locator, expect
from surroundings import Chain, Model, Models
from wallets import NewWallet

TEN_MEGABYTES = 10_000_000


def sentence(tab: Tab) -> Locator:
    """What is wrong with the data."""
    return tab.part("Your data").get_by_role("status")


def test_texts_that_cannot_be_used(open_tab: OpenTab, models: Models) -> None:
    tab = open_tab(models.sentiment.place)
    prediction = tab.part("Prediction")
    for text, expected in (
        (
            "?! ...",
            "Text: expected at least one word, found none; write some words.",
        ),
        (
            "Zzyzx qwrtp",
            "Text: expected at least one of the 2,047 words that the model knows, found only "
            '"zzyzx", "qwrtp"; say it with more common words.',
        ),
    ):
        tab.say(text)
        expect(sentence(tab)).to_have_text(expected)
        expect(prediction.get_by_role("status")).to_have_count(0)
        expect(tab.page.get_by_role("radio")).to_have_count(0)
    tab.shot("unknown-words")
    for text in ("", "   \n "):
        tab.say(text)
        expect(sentence(tab)).to_have_count(0)
        expect(prediction).to_contain_text("Write something")
        expect(tab.page.get_by_role("radio")).to_have_count(0)


def test_ten_megabytes_of_text_do_not_stop_the_page(open_tab: OpenTab, models: Models) -> None:
    tab = open_tab(models.sentiment.place)
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.page.evaluate(
        "(most) => navigator.clipboard.writeText('wonderful, '.repeat(most).slice(0, most))",
        TEN_MEGABYTES,
    )
    tab.say("A wonderful film.")
    text = tab.page.get_by_label("Text", exact=True)
    text.press("Control+V")
    expect(sentence(tab)).to_have_text(
        "Text: expected at most 100,000 characters, found 10,000,000; "
        "shorten it or split it into several samples."
    )
    tab.shot("ten-megabytes")
    expect(text).to_have_value("A wonderful film.")
    expect(tab.part("Prediction").get_by_role("status")).to_contain_text("positive")
    tab.say("A dreadful film.")
    expect(sentence(tab)).to_have_count(0)
    expect(tab.part("Prediction").get_by_role("status")).to_contain_text("negative")

    tab.button("Many samples").click()
    tab.page.get_by_label("or paste rows here").press("Control+V")
    expect(sentence(tab)).to_have_text(
        "The file has more than 2,000,000 characters, too many for this page; "
        "use the command “commonweal contribute” for it."
    )


def test_columns_that_cannot_be_used(open_tab: OpenTab, models: Models) -> None:
    tab = open_tab(models.table.place)
    tab.button("Use typical values").click()
    expect(tab.part("Prediction").get_by_role("status")).to_be_visible()
    first = models.table.encoder.feature_names[0]
    field = tab.page.get_by_label(first, exact=True)
    for value, expected in (
        ("twelve", f'Column "{first}": expected a number, found "twelve"'),
        ("", f'Row: expected a number in column "{first}", found nothing; fill in every column'),
        ("1e999", f'Column "{first}": expected a finite number, found "1e999"'),
        ("NaN", f'Column "{first}": expected a number, found "NaN"'),
    ):
        field.fill(value)
        expect(sentence(tab)).to_contain_text(expected)
        expect(tab.page.get_by_role("radio")).to_have_count(0)
    tab.shot("not-a-number")


def test_rows_that_cannot_be_used(open_tab: OpenTab, models: Models) -> None:
    table = models.table
    header, row = lines_of(table, 1)
    tab = open_tab(table.place)
    tab.button("Many samples").click()
    paper = tab.page.get_by_label("or paste rows here")
    for text, expected in (
        (
            f"{header}\n{row.split(',', 1)[1]}\n",
            "No row can be used. Line 2: The first line has 31 columns and this one 30; "
            "check its commas and quotes.",
        ),
        (
            f"{header.removesuffix(',label')}\n{row.rsplit(',', 1)[0]}\n",
            "The first line must name the columns label and the model's columns",
        ),
        (
            f"{header.split(',', 1)[1]}\n{row.split(',', 1)[1]}\n",
            "No row can be used. Line 2: ",
        ),
        (f"{header}\n{row.rsplit(',', 1)[0]},perhaps\n", "No row can be used. Line 2: Label"),
        (f"{header}\n", "There is no row under the first line; add some."),
    ):
        paper.fill(text)
        expect(sentence(tab)).to_contain_text(expected)
        expect(tab.part("Contribute").get_by_role("button")).to_have_count(0)
    tab.shot("wrong-columns")


def test_a_batch_from_a_file_with_one_bad_row(
    open_tab: OpenTab,
    new_wallet: NewWallet,
    chain: Chain,
    models: Models,
    tmp_path: Path,
) -> None:
    table = models.table
    header, *rows = lines_of(table, 5)
    bad = rows[2].replace(rows[2].split(",", 1)[0], "many", 1)
    file = tmp_path / "cells.csv"
    file.write_text("\n".join([header, *rows[:2], bad, *rows[3:]]) + "\n", encoding="utf-8")

    wallet = new_wallet()
    tab = open_tab(table.place, wallet)
    tab.connect()
    tab.button("Many samples").click()
    tab.page.get_by_label("Open a CSV file").set_input_files(file)
    data = tab.part("Your data")
    expect(data).to_contain_text("4 samples read, 1 row left out.")
    data.get_by_text("1 row left out: why").click()
    expect(data).to_contain_text(re.compile(r"Line 4\..*expected a number, found \"many\""))
    expect(tab.part("Prediction").get_by_role("status")).to_contain_text("of 4 samples")
    expect(tab.part("Contribute")).to_contain_text("Stake for 4 samples now")
    tab.shot("read")
    tab.contribute_button(4).click()
    expect(tab.part("Contribute")).to_contain_text("Contribution 0 with 4 samples is recorded.")
    tab.shot("contributed")
    head = chain.runtime.head(table.address)
    assert (head.contribution_count, head.sample_count) == (1, 4)
    good = [row for position, row in enumerate(table.plan.train[:5]) if position != 2]
    samples = table.pack(*((row.raw, label_of(row.label)) for row in good))
    (contributed,) = chain.contributed(table)
    assert contributed.samples == samples
    chain.assert_twin_agrees(wallet.address)


def lines_of(model: Model, count: int) -> list[str]:
    """Give a CSV file's lines: a header and rows that nobody contributed."""
    names = model.encoder.feature_names
    labels = model.encoder.labels
    lines = [",".join([*(f'"{name}"' if "," in name else name for name in names), "label"])]
    for row in model.plan.train[:count]:
        assert isinstance(row.raw, Mapping)
        cells = [repr(row.raw[name]) for name in names]
        lines.append(",".join([*cells, labels[label_of(row.label)]]))
    return lines


def label_of(label: str | int | None) -> int:
    if not isinstance(label, int):
        pytest.fail("bundled rows are labelled by number")
    return label
