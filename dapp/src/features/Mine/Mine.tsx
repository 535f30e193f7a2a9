import { useState } from "react";
import { ConnectFirst } from "../../components/ConnectFirst";
import { Notice } from "../../components/Notice";
import { ShowMore } from "../../components/ShowMore";
import { Waiting } from "../../components/Waiting";
import { useTrainers } from "../../hooks/chain";
import { useOwnEntries } from "../../hooks/entries";
import { useNow } from "../../hooks/useNow";
import { useWallet } from "../../hooks/wallet";
import { useOpenWallets } from "../../hooks/walletDialog";
import { isDue } from "../../lib/due";
import { plural } from "../../lib/format";
import { routeHref } from "../../lib/route";
import { OwnContribution } from "./OwnContribution";

const AT_ONCE = 10;

/** The account's contributions to every model: what is due when, and what became of them. */
export function Mine() {
  const { account } = useWallet();
  const openWallets = useOpenWallets();
  const { data: entries, problem } = useOwnEntries(account);
  const { data: trainers } = useTrainers();
  const nowS = useNow();
  const [shown, setShown] = useState(AT_ONCE);
  if (!account) {
    return (
      <ConnectFirst onConnect={openWallets}>
        Connect the wallet you contributed with to see what is due.
      </ConnectFirst>
    );
  }
  if (!entries) return <Waiting what="your contributions" problem={problem} />;
  if (entries.length === 0) {
    const hasMarkets = trainers?.some(({ incentive }) => incentive === "market");
    const elsewhere = hasMarkets ? " to a model under stakes or points" : "";
    return (
      <Notice tone="info">
        <span>
          This account has not contributed yet{elsewhere}. Choose a model under{" "}
          <a href={routeHref({ screen: "models" })}>Models</a>.
        </span>
      </Notice>
    );
  }
  const ready = entries.filter(({ own }) => own && isDue(own, nowS)).length;
  const open = entries.filter(({ contribution }) => !contribution.outcome).length;
  return (
    <section className="stack" aria-label="Contributions">
      <p role="status">
        {plural(entries.length, "contribution")}, {open} open
        {ready > 0 ? `, ${ready} ready to settle` : ""}.
      </p>
      <ul className="list">
        {entries.slice(0, shown).map((entry) => (
          <OwnContribution key={entry.id} entry={entry} nowS={nowS} account={account} />
        ))}
      </ul>
      <ShowMore
        shown={shown}
        total={entries.length}
        onMore={() => setShown((before) => before + AT_ONCE)}
      />
    </section>
  );
}
