import { useId, useState } from "react";
import { Notice } from "../../components/Notice";
import { Waiting } from "../../components/Waiting";
import { useMarketRecord, useMarkets, useMarketState } from "../../hooks/markets";
import { useNow } from "../../hooks/useNow";
import { useWallet } from "../../hooks/wallet";
import type { Reading } from "../../lib/draft";
import { formatCount } from "../../lib/format";
import { phaseName } from "../../lib/marketPhase";
import type { Market } from "../../lib/markets";
import type { MarketTrainer } from "../../lib/trainers";
import { Actions } from "./Actions";
import { Credit } from "./Credit";
import { MarketContribute } from "./MarketContribute";
import { Own } from "./Own";
import { Proposals } from "./Proposals";
import { Standings } from "./Standings";
import { Terms } from "./Terms";
import { Timeline } from "./Timeline";

/** A model's markets: the present one, and those before it. */
export function Markets({ trainer }: { readonly trainer: MarketTrainer }) {
  const { data: markets, problem } = useMarkets(trainer);
  const [chosen, setChosen] = useState<number>();
  const id = useId();
  if (!markets) {
    return (
      <section className="card" aria-label="Market">
        <Waiting what="the model’s markets" problem={problem} />
      </section>
    );
  }
  const latest = markets.at(-1);
  if (!latest) {
    return (
      <section className="card" aria-label="Market">
        <h2>Market</h2>
        <p>
          This model learns by markets, and none was opened yet. A sponsor opens one with{" "}
          <code>commonweal market open</code>.
        </p>
      </section>
    );
  }
  const shown = markets[chosen ?? latest.number] ?? latest;
  return (
    <>
      {markets.length > 1 ? (
        <div className="field">
          <label htmlFor={id}>Market of this model</label>
          <select
            id={id}
            value={shown.number}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {markets.toReversed().map((market) => (
              <option key={market.address} value={market.number}>
                {`Market ${formatCount(market.number)}${market === latest ? ", the present one" : ", past"}`}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      <OneMarket key={shown.address} market={shown} isLatest={shown === latest} />
    </>
  );
}

interface OneMarketProps {
  readonly market: Market;
  /** Whether the model has opened no further market. */
  readonly isLatest: boolean;
}

function OneMarket({ market, isLatest }: OneMarketProps) {
  const { account } = useWallet();
  const { data: state, problem: noState } = useMarketState(market, account);
  const { data: record, problem: noRecord } = useMarketRecord(market);
  const nowS = useNow();
  if (!state || !record) {
    return (
      <section className="card" aria-label="Market">
        <Waiting what="the market" problem={noState ?? noRecord} />
      </section>
    );
  }
  return (
    <>
      <div className="workbench">
        <section className="card" aria-label="Market">
          <div className="row spread">
            <h2>Market {formatCount(market.number)}</h2>
            <span className="chip accent">{phaseName(state.phase)}</span>
          </div>
          <Terms market={market} state={state} record={record} account={account} />
          <SponsorsTurn market={market} phase={state.phase} />
          <Actions
            market={market}
            isLatest={isLatest}
            state={state}
            record={record}
            nowS={nowS}
            account={account}
          />
          {account ? (
            <>
              <Own market={market} state={state} record={record} account={account} nowS={nowS} />
              <Credit market={market} state={state} account={account} />
            </>
          ) : null}
        </section>
        <section className="card" aria-label="Timeline">
          <h2>Timeline</h2>
          <Timeline market={market} state={state} record={record} nowS={nowS} />
        </section>
      </div>
      <Standings market={market} state={state} record={record} account={account} />
      <Proposals market={market} state={state} record={record} account={account} nowS={nowS} />
    </>
  );
}

interface SponsorsTurnProps {
  readonly market: Market;
  readonly phase: string;
}

function SponsorsTurn({ market, phase }: SponsorsTurnProps) {
  const { account } = useWallet();
  const turn = phase === "revealingDrawnPart" || phase === "revealingTest";
  if (!turn || account?.toLowerCase() !== market.sponsor.toLowerCase()) return null;
  return (
    <Notice tone="warning">
      <span>
        <strong>It is your turn.</strong> Reveal{" "}
        {phase === "revealingDrawnPart" ? "the drawn part" : "the other parts"} of your test set
        with <code>commonweal market reveal</code>, which has your file, or lose your bond.
      </span>
    </Notice>
  );
}

interface ContributeToMarketProps {
  readonly trainer: MarketTrainer;
  readonly reading: Reading | undefined;
  readonly current: boolean;
}

/** Where people contribute to the model's present market. */
export function ContributeToMarket({ trainer, reading, current }: ContributeToMarketProps) {
  const { data: markets } = useMarkets(trainer);
  const latest = markets?.at(-1);
  if (latest) {
    return <ToMarket market={latest} trainer={trainer} reading={reading} current={current} />;
  }
  return (
    <section className="card" aria-label="Contribute">
      <h2>Contribute</h2>
      <p className="soft">
        {markets
          ? "Contributions go to this model’s market, and none was opened yet."
          : "Looking for the model’s market…"}
      </p>
    </section>
  );
}

interface ToMarketProps extends ContributeToMarketProps {
  readonly market: Market;
}

function ToMarket({ market, ...rest }: ToMarketProps) {
  const { account } = useWallet();
  const { data: state, problem } = useMarketState(market, account);
  return state ? (
    <MarketContribute market={market} state={state} {...rest} />
  ) : (
    <section className="card" aria-label="Contribute">
      <Waiting what="the market" problem={problem} />
    </section>
  );
}
