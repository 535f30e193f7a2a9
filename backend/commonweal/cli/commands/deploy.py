"""`commonweal deploy`: a model from bundled data or from a file, with its starting weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import parse_wei, show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, emit_json, say, warn
from commonweal.cli.session import Session
from commonweal.datasets import RowError
from commonweal.errors import ConfigFault, WrongHistoryFault
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy as deploy_registry
from commonweal.runtime.deploy import find_deployment
from commonweal.services.deployer import deploy as deploy_plan
from commonweal.services.plans import (
    PLANS,
    FileSource,
    ModelPlan,
    Rules,
    plan_from_file,
    planned,
)
from commonweal.twin.rule_ranges import MOST_MARKET_FEATURES
from commonweal.types import IncentiveKind, MarketRules, PointsRules, StakeRules

_DAY_S = 86_400
_SHOWN_REJECTIONS = 10
_STAKE = "Rules under stakes"
_FILE = "From a file"


def deploy(
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help=f"One of {', '.join(PLANS)}, or a CSV, TSV or JSONL."),
    ],
    incentive: Annotated[
        str,
        typer.Option(
            "--incentive", metavar="stake|points|market", help="What is in it for people."
        ),
    ] = "stake",
    market: Annotated[bool, typer.Option("--market", help="Short for --incentive market.")] = False,
    least_bounty: Annotated[
        str,
        typer.Option(metavar="AMOUNT", help="A market's bounty at least (under markets)."),
    ] = "0.001",
    name: Annotated[str | None, typer.Option("--name", help="Name of the model.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", help="What it predicts, and from what.")
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            metavar="SPDX",
            help="Licence under which contributed samples are public. [default: the data's, or "
            "CC0-1.0 for a file]",
        ),
    ] = None,
    floor_price: Annotated[
        str,
        typer.Option(
            "--floor-price", metavar="AMOUNT", help="Least deposit.", rich_help_panel=_STAKE
        ),
    ] = "0.001",
    seconds_per_sample: Annotated[
        int, typer.Option(help="How long the price takes to forget one.", rich_help_panel=_STAKE)
    ] = 10,
    refund_wait: Annotated[
        int, typer.Option(metavar="SECONDS", help="Own refunds wait.", rich_help_panel=_STAKE)
    ] = _DAY_S,
    take_wait: Annotated[
        int, typer.Option(metavar="SECONDS", help="Strangers wait.", rich_help_panel=_STAKE)
    ] = 7 * _DAY_S,
    verdict_gap: Annotated[
        int, typer.Option(metavar="SECONDS", help="Between verdicts.", rich_help_panel=_STAKE)
    ] = _DAY_S,
    deposit_cap: Annotated[
        str,
        typer.Option(metavar="AMOUNT", help="All open deposits at most.", rich_help_panel=_STAKE),
    ] = "100",
    validate_wait: Annotated[
        int, typer.Option(metavar="SECONDS", help="Validators wait (under points).")
    ] = _DAY_S,
    text_column: Annotated[
        str | None,
        typer.Option(
            "--text-column", help="The file has texts, in this column.", rich_help_panel=_FILE
        ),
    ] = None,
    label_column: options.LabelColumn = "label",
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="A,B,…",
            help="Columns of a table to use. [default: all]",
            rich_help_panel=_FILE,
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            "--labels",
            metavar="ZERO,ONE",
            help="Names of the labels. [default: the file's two]",
            rich_help_panel=_FILE,
        ),
    ] = None,
    features: Annotated[
        int,
        typer.Option(
            "--features", min=1, max=65_535, help="Words known at most.", rich_help_panel=_FILE
        ),
    ] = 1_000,
    learn: Annotated[
        bool,
        typer.Option(
            "--learn", help="Learn starting weights from the file.", rich_help_panel=_FILE
        ),
    ] = False,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Deploy a model and upload its starting weights; run it again to finish what was begun.

    A local chain without a registry gets one first.
    """
    rules: Rules
    kind = IncentiveKind.MARKET if market else _incentive(incentive)
    if kind is IncentiveKind.MARKET:
        rules = MarketRules(parse_wei(least_bounty))
    elif kind is IncentiveKind.STAKE:
        rules = StakeRules(
            floor_price_wei=parse_wei(floor_price),
            seconds_per_sample=seconds_per_sample,
            refund_wait_s=refund_wait,
            take_wait_s=take_wait,
            verdict_gap_s=verdict_gap,
            deposit_cap_wei=parse_wei(deposit_cap),
        )
    else:
        rules = PointsRules(validate_wait)
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    path = Path(what)
    if what in PLANS or not (path.suffix or path.exists()):
        most_features = MOST_MARKET_FEATURES if kind is IncentiveKind.MARKET else None
        plan = planned(what, most_features=most_features)
    else:
        source = FileSource(
            path,
            text=text_column is not None,
            label_column=label_column,
            text_column=text_column,
            columns=tuple(map(str.strip, columns.split(","))) if columns else None,
        )
        plan = _plan_from_file(source, _labels(labels), features, learn)
    plan = replace(
        plan,
        name=name or plan.name,
        description=description or plan.description,
        data_licence=licence or plan.data_licence,
    )
    runtime = _runtime(session)
    words = plan.start.words
    confirm(
        f"Deploy {plan.name} with {len(words):,} words of weights to chain "
        f"{session.transport.chain_id}?",
        yes,
    )
    with bars.count_bar("Uploading weights", len(words)) as bar:
        done = deploy_plan(runtime, session.account, plan, rules, session.manifests, bar.show)
    if as_json:
        emit_json(
            {
                "index": done.trainer.index,
                "address": done.trainer.address,
                "name": plan.name,
                "registry": runtime.registry,
                "resumed": done.resumed,
                "words": len(words),
                "transactions": len(done.outcomes),
                "gasUsed": done.gas_used,
                "gasFeeWei": str(done.fee_wei),
                "encoderHash": "0x" + plan.metadata.encoder_hash.hex(),
            }
        )
        return
    if done.resumed:
        say("A model that was begun before has been finished.")
    RESULT.print(
        f"{plan.name} is model {done.trainer.index} at {done.trainer.address} "
        f"({done.gas_used:,} gas, {show_eth(done.fee_wei)})."
    )
    manifest = session.manifests.path(plan.metadata.encoder_hash)
    say(f"Whoever encodes for it needs {manifest}")


def _incentive(text: str) -> IncentiveKind:
    try:
        return IncentiveKind[text.upper()]
    except KeyError:
        raise ConfigFault(
            f'An incentive is stake, points or market, found "{text[:40]}"; choose one of them.'
        ) from None


def _runtime(session: Session) -> ContractRuntime:
    """Give the registry's runtime; a local chain without a registry gets one."""
    if session.settings.registry is None and session.transport.is_local:
        try:
            find_deployment(session.transport, session.settings.deployments_folder)
        except (ConfigFault, WrongHistoryFault) as fault:
            warn(f"{fault.sentence} A new registry is deployed.")
            done = deploy_registry(session.transport, session.account)
            done.save(session.settings.deployments_folder)
    return session.runtime


def _plan_from_file(
    source: FileSource, labels: tuple[str, str] | None, features: int, learn: bool
) -> ModelPlan:
    rejected = 0

    def report(error: RowError) -> None:
        nonlocal rejected
        rejected += 1
        if rejected <= _SHOWN_REJECTIONS:
            say(error.sentence, "yellow")

    say(f"Reading {source.path} …")
    plan = plan_from_file(
        source,
        name=source.path.stem,
        description=f"Learnt from rows like those of {source.path.name}.",
        data_licence="CC0-1.0",
        labels=labels,
        feature_count=features,
        learn=learn,
        on_error=report,
    )
    if rejected:
        warn(f"{rejected:,} bad rows of {source.path} were left out.")
    return plan


def _labels(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        raise ConfigFault(
            f'Labels are two different names as in "bad,good", found "{text[:60]}"; give two.'
        )
    return names[0], names[1]
