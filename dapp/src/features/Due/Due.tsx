import { useCallback, useMemo, useState } from "react";
import { Notice } from "../../components/Notice";
import { ShowMore } from "../../components/ShowMore";
import { Waiting } from "../../components/Waiting";
import { When } from "../../components/When";
import { useOpenEntries } from "../../hooks/entries";
import { useNow } from "../../hooks/useNow";
import { useWallet } from "../../hooks/wallet";
import { dueForOthers, type Entry } from "../../lib/contributions";
import { plural } from "../../lib/format";
import { OthersContribution } from "./OthersContribution";

const AT_ONCE = 10;

/** Contributions of others that anybody may close or validate now. */
export function Due() {
  const { account } = useWallet();
  const { data: entries, problem } = useOpenEntries();
  const nowS = useNow();
  const [shown, setShown] = useState(AT_ONCE);
  // What was acted on stays, with its result, though it is no longer due.
  const [acted, setActed] = useState<readonly Entry[]>([]);
  const { now, later } = useMemo(
    () => dueForOthers(entries ?? [], account, nowS),
    [entries, account, nowS],
  );
  const keep = useCallback((entry: Entry) => {
    setActed((before) => [...before.filter(({ id }) => id !== entry.id), entry]);
  }, []);
  if (!entries) return <Waiting what="open contributions" problem={problem} />;
  const list = [...acted, ...now.filter(({ id }) => acted.every((entry) => entry.id !== id))];
  const [next] = later;
  return (
    <section className="stack" aria-label="Due">
      <p role="status">
        {now.length === 0
          ? "Nothing is due now."
          : `${plural(now.length, "contribution")} due now.`}{" "}
        {next?.others ? (
          <>
            {plural(later.length, "more becomes", "more become")} due later, the next{" "}
            <When timeS={next.others.fromS} nowS={nowS} />.
          </>
        ) : null}
      </p>
      {now.length === 0 && later.length === 0 && acted.length === 0 ? (
        <Notice tone="info">There are no open contributions of others.</Notice>
      ) : null}
      <ul className="list">
        {list.slice(0, shown).map((entry) => (
          <OthersContribution
            key={entry.id}
            entry={entry}
            nowS={nowS}
            account={account}
            isDue={now.some(({ id }) => id === entry.id)}
            onAct={keep}
          />
        ))}
      </ul>
      <ShowMore
        shown={shown}
        total={list.length}
        onMore={() => setShown((before) => before + AT_ONCE)}
      />
    </section>
  );
}
