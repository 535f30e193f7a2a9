import { useState } from "react";
import type { Address } from "viem";
import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Notice, ProblemNotice } from "../../components/Notice";
import { ShowMore } from "../../components/ShowMore";
import { useRecomputed } from "../../hooks/markets";
import { formatCount, formatEth, plural } from "../../lib/format";
import type { Recomputed } from "../../lib/marketApi";
import type { MarketRecord } from "../../lib/marketHistory";
import type { Market, MarketState } from "../../lib/markets";
import { sameResult, standingRows } from "../../lib/standings";

interface StandingsProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly account: Address | undefined;
}

const AT_ONCE = 20;

/** Contributions, and once the test set is known how they stand. */
export function Standings({ market, state, record, account }: StandingsProps) {
  const { data: recomputed, problem, busy, again } = useRecomputed(market, record);
  const [shown, setShown] = useState(AT_ONCE);
  const { contributions } = record;
  const known = state.phase === "resolving" || state.phase === "resolved";
  const found = known ? recomputed : undefined;
  const rows = standingRows(contributions, market, found);
  return (
    <section className="card" aria-label="Contributions">
      <h2>
        Contributions
        {found ? <> and {state.phase === "resolved" ? "final" : "provisional"} standings</> : null}
      </h2>
      {contributions.length === 0 ? <p className="soft">Nobody has contributed yet.</p> : null}
      {contributions.length > 0 ? (
        // A region that scrolls must be reachable by keyboard.
        <div
          className="scroller whole"
          tabIndex={0}
          role="group"
          aria-label="Table of contributions"
        >
          <table>
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">Contributor</th>
                <th scope="col">Data</th>
                <th scope="col" className="number">
                  Sent
                </th>
                {found ? (
                  <>
                    <th scope="col" className="number">
                      Errors after it
                    </th>
                    <th scope="col" className="number">
                      Amount
                    </th>
                    <th scope="col" className="number">
                      Gain
                    </th>
                  </>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map(({ contribution, errors, amountWei, gainWei }) => (
                <tr key={contribution.index}>
                  <td>{formatCount(contribution.index)}</td>
                  <td>
                    <AddressText address={contribution.contributor} you={account} />
                  </td>
                  <td>{contribution.samples ? "public" : "sealed"}</td>
                  <td className="number">
                    <Amount wei={contribution.valueWei} />
                  </td>
                  {found ? (
                    <>
                      <td className="number">{errors === undefined ? "" : formatCount(errors)}</td>
                      <td className="number">
                        {amountWei === undefined ? null : <Amount wei={amountWei} />}
                      </td>
                      <td className="number">
                        {gainWei === undefined ? null : signed(gainWei)}
                        {contribution.samples ? null : ", forfeited"}
                      </td>
                    </>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <ShowMore
        shown={shown}
        total={rows.length}
        onMore={() => setShown((before) => before + AT_ONCE)}
      />
      {known ? (
        <>
          {found ? (
            <p className="soft small">
              The amount is what the rounds leave of the stake, and a share of stakes that were
              forfeited; the gain is the amount less what was sent, stake and fee.
            </p>
          ) : null}
          <p className="soft">
            Anybody can find the result from what is on the chain. This page does not compute it:
            the backend of your own machine does, and the page compares.
          </p>
          <div>
            <Button busy={busy} onClick={() => void again()}>
              Verify on this machine
            </Button>
          </div>
          <ProblemNotice problem={busy ? undefined : problem} />
          {found ? <Verdict found={found} state={state} record={record} market={market} /> : null}
        </>
      ) : null}
    </section>
  );
}

const signed = (wei: bigint): string => `${wei > 0n ? "+" : ""}${formatEth(wei)}`;

interface VerdictProps {
  readonly found: Recomputed;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly market: Market;
}

/** What was recomputed, by whom, and whether the chain says the same. */
function Verdict({ found, state, record, market }: VerdictProps) {
  const { errors, weightsHash } = found;
  const before = errors[0] ?? 0;
  const least = Math.min(...errors);
  const outcome = state.phase === "resolved" ? state.outcome : undefined;
  const same = outcome && sameResult(found, outcome.result);
  return (
    <>
      <p>
        Recomputed by the backend of this machine: the model errs on {plural(before, "test row")} at
        the start and on {formatCount(least)} at its best;{" "}
        {weightsHash === market.startWeightsHash
          ? "nothing contributed makes it better, so it keeps its weights"
          : "it would adopt better weights"}
        . All balances together are <Amount wei={found.paidWei} />.
      </p>
      {outcome ? (
        <Notice tone={same ? "success" : "error"}>
          {same
            ? "The result on the chain is equal to the one recomputed here: payouts, weights and sum."
            : "The result on the chain is different from the one recomputed here; nobody disputed it in time."}
        </Notice>
      ) : (
        <Notice tone="info">
          {record.proposals.length === 0
            ? "Nobody has proposed a result yet, so there is nothing to compare it with."
            : "Compared with each proposal below."}
        </Notice>
      )}
    </>
  );
}
