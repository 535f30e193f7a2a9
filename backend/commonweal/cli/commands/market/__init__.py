"""`commonweal market`: everything around a market, in the order in which one meets it."""

from __future__ import annotations

import typer

from commonweal.cli.commands.market.claim import claim, withdraw
from commonweal.cli.commands.market.contribute import contribute
from commonweal.cli.commands.market.open import open_
from commonweal.cli.commands.market.phases import close, draw, end, reveal
from commonweal.cli.commands.market.result import challenge, resolve
from commonweal.cli.commands.market.status import status
from commonweal.cli.commands.market.watch import watch

market = typer.Typer(
    help="Markets: a bounty, a hidden test set, and a result that anybody can recompute.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

market.command("open", short_help="Open a market on a model: bounty, test set, bond.")(open_)
market.command("draw", short_help="Draw the part of the test set to show, for a tip.")(draw)
market.command("contribute", short_help="Contribute labelled rows of a file.")(contribute)
market.command("end", short_help="End participation, or the reveal of contributions.")(end)
market.command("reveal", short_help="Reveal what you committed to.")(reveal)
market.command("resolve", short_help="Find the result: propose and defend it, or run it.")(resolve)
market.command("challenge", short_help="Recompute all proposals; make wrong ones lose.")(challenge)
market.command("claim", short_help="Have your contributions paid.")(claim)
market.command("withdraw", short_help="Have your credits paid out.")(withdraw)
market.command("status", short_help="Show where a market stands.")(status)
market.command("watch", short_help="Tell what happens in a market as it happens.")(watch)
market.command("close", short_help="Bring on a market that somebody left.")(close)
