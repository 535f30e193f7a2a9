import type { Address } from "viem";
import { When } from "../../components/When";
import { useTrainers } from "../../hooks/chain";
import { useMarketRecord, useMarkets, useMarketState } from "../../hooks/markets";
import { useNow } from "../../hooks/useNow";
import { useWallet } from "../../hooks/wallet";
import { sameAddress } from "../../lib/contributions";
import { formatCount, formatEth, plural } from "../../lib/format";
import { paysClaims, phaseName } from "../../lib/marketPhase";
import type { Market } from "../../lib/markets";
import { routeHref } from "../../lib/route";
import { claimable } from "../../lib/standings";
import type { MarketTrainer, Trainer } from "../../lib/trainers";
import { RevealTimes } from "./RevealTimes";

/** The account's contributions to markets: where there is something to do, and until when. */
export function OwnMarkets() {
  const { account } = useWallet();
  const { data: trainers } = useTrainers();
  const underMarkets = trainers?.filter(learnsByMarkets) ?? [];
  if (!account || underMarkets.length === 0) return null;
  return (
    <section className="card" aria-label="Markets">
      <h2>Markets</h2>
      <p className="soft">Where you contributed or have a credit; the rest happens there.</p>
      <ul className="stack tight">
        {underMarkets.map((trainer) => (
          <MarketsOf key={trainer.address} trainer={trainer} account={account} />
        ))}
      </ul>
    </section>
  );
}

const learnsByMarkets = (trainer: Trainer): trainer is MarketTrainer =>
  trainer.incentive === "market";

interface MarketsOfProps {
  readonly trainer: MarketTrainer;
  readonly account: Address;
}

function MarketsOf({ trainer, account }: MarketsOfProps) {
  const { data: markets } = useMarkets(trainer);
  return markets?.map((market) => (
    <OwnMarket key={market.address} trainer={trainer} market={market} account={account} />
  ));
}

interface OwnMarketProps extends MarketsOfProps {
  readonly market: Market;
}

function OwnMarket({ trainer, market, account }: OwnMarketProps) {
  const { data: state } = useMarketState(market, account);
  const { data: record } = useMarketRecord(market);
  const nowS = useNow();
  const own = record?.contributions.filter(({ contributor }) => sameAddress(contributor, account));
  if (!state || !record || !own || (own.length === 0 && state.creditWei === 0n)) return null;
  const hidden = own.filter(({ samples }) => samples === undefined).length;
  const reveal = state.phase === "revealingContributions" && hidden > 0;
  const claims = paysClaims(state.phase) ? claimable(record, account).length : 0;
  const name = `Market ${formatCount(market.number)} of ${trainer.metadata.name}`;
  return (
    <li aria-label={name}>
      <a href={routeHref({ screen: "model", index: trainer.index })}>{name}</a>:{" "}
      {phaseName(state.phase).toLowerCase()}, {plural(own.length, "contribution")} of yours.{" "}
      {hidden > 0 && state.phase === "participating" ? (
        <>
          <RevealTimes terms={market.terms} nowS={nowS} />{" "}
        </>
      ) : null}
      {reveal ? (
        <strong>
          Reveal {formatCount(hidden)} until <When timeS={state.deadlineS} nowS={nowS} />, or
          forfeit.{" "}
        </strong>
      ) : null}
      {claims > 0 && nowS <= state.deadlineS ? (
        <strong>
          Claim {formatCount(claims)} until <When timeS={state.deadlineS} nowS={nowS} />.{" "}
        </strong>
      ) : null}
      {state.creditWei > 0n ? `Your credit is ${formatEth(state.creditWei)}.` : null}
    </li>
  );
}
