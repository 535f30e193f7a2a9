import { useId, useState, type ChangeEvent } from "react";
import type { Abi, Address } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Notice, ProblemNotice } from "../../components/Notice";
import { TransactionNotice } from "../../components/TransactionNotice";
import { useFetchClaims } from "../../hooks/markets";
import { useTransaction } from "../../hooks/useTransaction";
import { marketAbi } from "../../lib/abi";
import { browserStore } from "../../lib/browserStore";
import { sameAddress } from "../../lib/contributions";
import { formatCount, formatEth, plural } from "../../lib/format";
import type { MarketContribution, MarketRecord } from "../../lib/marketHistory";
import { hasEnded, paysClaims } from "../../lib/marketPhase";
import type { Market, MarketState } from "../../lib/markets";
import { Problem, problemOf } from "../../lib/problem";
import { keepSealed, keptSealed, readSealed } from "../../lib/sealed";
import {
  claimable,
  claimCalls,
  claimedWei,
  CLAIMS_PER_CALL,
  claimsWithoutProof,
} from "../../lib/standings";
import { DownloadSealed } from "./DownloadSealed";
import { RevealTimes } from "./RevealTimes";

interface OwnProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly account: Address;
  readonly nowS: number;
}

/** The account's contributions to a market: reveal them, claim them. */
export function Own(props: OwnProps) {
  const { market, state, record, account, nowS } = props;
  const own = record.contributions.filter(({ contributor }) => sameAddress(contributor, account));
  if (own.length === 0) return null;
  return (
    <div className="stack tight">
      <h3>Your contributions</h3>
      <ul className="stack tight" aria-label="Your contributions">
        {own.map((contribution) => (
          <OwnRow key={contribution.index} {...props} contribution={contribution} />
        ))}
      </ul>
      {state.phase === "participating" && own.some(({ samples }) => samples === undefined) ? (
        <p className="soft">
          <RevealTimes terms={market.terms} nowS={nowS} />
        </p>
      ) : null}
      <Claims {...props} />
    </div>
  );
}

interface OwnRowProps extends OwnProps {
  readonly contribution: MarketContribution;
}

function OwnRow({ market, state, nowS, contribution }: OwnRowProps) {
  const { index, valueWei, commitment, samples, paidWei } = contribution;
  const transaction = useTransaction();
  const [problem, setProblem] = useState<Problem>();
  const [, reread] = useState(0);
  const hidden = samples === undefined;
  const sealed = hidden && commitment ? keptSealed(browserStore(), commitment) : undefined;
  const revealing = hidden && state.phase === "revealingContributions" && nowS <= state.deadlineS;

  const reveal = async (): Promise<void> => {
    if (!sealed) return;
    await transaction.run({
      address: market.address,
      abi: marketAbi as Abi,
      functionName: "revealContribution",
      args: [BigInt(index), sealed.salt, valueWei, sealed.samples],
    });
  };
  const open = async (file: File): Promise<void> => {
    setProblem(undefined);
    try {
      const opened = readSealed(await file.text());
      if (opened.commitment !== commitment) {
        throw new Problem(
          "input",
          `This file opens another contribution, not number ${formatCount(index)} of this market; open the one that was downloaded for it.`,
        );
      }
      if (!keepSealed(browserStore(), opened)) {
        throw new Problem(
          "input",
          "This browser keeps nothing; allow it to store data for a page.",
        );
      }
      reread((count) => count + 1);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <li className="stack tight" aria-label={`Your contribution ${formatCount(index)}`}>
      <div className="row spread">
        <span>
          <strong>Contribution {formatCount(index)}</strong>, <Amount wei={valueWei} />{" "}
          <Status state={state} hidden={hidden} paidWei={paidWei} />
        </span>
        {revealing && sealed ? (
          <Button look="primary" busy={transaction.busy} onClick={() => void reveal()}>
            Reveal
          </Button>
        ) : null}
        {hidden && sealed && !revealing && !hasEnded(state.phase) ? (
          <DownloadSealed sealed={sealed} />
        ) : null}
      </div>
      {hidden && !sealed && !hasEnded(state.phase) ? (
        <OpenSealed onOpen={(file) => void open(file)} />
      ) : null}
      <ProblemNotice problem={problem} />
      <TransactionNotice
        phase={transaction.phase}
        done={`Contribution ${formatCount(index)} is revealed.`}
      />
    </li>
  );
}

interface StatusProps {
  readonly state: MarketState;
  readonly hidden: boolean;
  readonly paidWei: bigint | undefined;
}

function Status({ state, hidden, paidWei }: StatusProps) {
  if (paidWei !== undefined) {
    return (
      <span className="chip one">
        Paid <Amount wei={paidWei} />
      </span>
    );
  }
  if (!hidden) return <span className="chip">Revealed</span>;
  switch (state.phase) {
    case "participating":
      return <span className="chip">Sealed</span>;
    case "revealingContributions":
      return <span className="chip warn">To be revealed</span>;
    default:
      return <span className="chip zero">Not revealed, forfeited</span>;
  }
}

function OpenSealed({ onOpen }: { readonly onOpen: (file: File) => void }) {
  const id = useId();
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = target.files ?? [];
    if (file) onOpen(file);
  };
  return (
    <div className="field">
      <label htmlFor={id}>This browser does not have what opens it: open the file</label>
      <input id={id} type="file" accept=".json,application/json" onChange={take} />
      <span className="hint">Committed with the command line? Then reveal it there.</span>
    </div>
  );
}

/** Claim everything that the account is owed, in as few transactions as a block takes. */
function Claims({ market, state, record, account, nowS }: OwnProps) {
  const transaction = useTransaction();
  const fetchClaims = useFetchClaims(market);
  const [underway, setUnderway] = useState<{ call: number; calls: number }>();
  const [problem, setProblem] = useState<Problem>();
  const [paidWei, setPaidWei] = useState(0n);
  const open = claimable(record, account);
  const possible = paysClaims(state.phase) && open.length > 0 && nowS <= state.deadlineS;
  if (!possible && transaction.phase.name === "idle") return null;

  const claim = async (): Promise<void> => {
    transaction.reset();
    setProblem(undefined);
    setPaidWei(0n);
    setUnderway({ call: 1, calls: claimCalls(open).length });
    try {
      const claims =
        state.phase === "resolved" ? await fetchClaims(account) : claimsWithoutProof(open);
      const wanted = claims.filter(({ index }) => open.some((one) => BigInt(one.index) === index));
      const calls = claimCalls(wanted);
      for (const [position, part] of calls.entries()) {
        setUnderway({ call: position + 1, calls: calls.length });
        const logs = await transaction.run({
          address: market.address,
          abi: marketAbi as Abi,
          functionName: "claim",
          args: [part, account],
        });
        // What was claimed stays claimed; the rest is offered again.
        if (!logs) return;
        setPaidWei((before) => before + claimedWei(part, state));
      }
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setUnderway(undefined);
    }
  };
  return (
    <div className="stack tight">
      {possible ? (
        <>
          <p>
            {state.phase === "resolved"
              ? "The result is final: each contribution is paid what the rounds left it."
              : "Stakes return."}{" "}
            {underway && underway.calls > 1
              ? `Transaction ${formatCount(underway.call)} of ${formatCount(underway.calls)}.`
              : howManyCalls(open.length)}
          </p>
          <div>
            <Button
              look="primary"
              busy={underway !== undefined || transaction.busy}
              onClick={() => void claim()}
            >
              Claim {plural(open.length, "contribution")}
            </Button>
          </div>
        </>
      ) : null}
      <ProblemNotice problem={problem} />
      <TransactionNotice
        phase={transaction.phase}
        done={`${formatEth(paidWei)} was paid to your account.`}
      />
      {transaction.phase.name === "failed" && paidWei > 0n ? (
        <Notice tone="info">
          {formatEth(paidWei)} was paid to your account before; claim the rest again.
        </Notice>
      ) : null}
    </div>
  );
}

/** Told before anything is signed. */
function howManyCalls(contributions: number): string {
  const calls = Math.ceil(contributions / CLAIMS_PER_CALL);
  return calls === 1
    ? `One transaction claims ${plural(contributions, "contribution")}.`
    : `${formatCount(calls)} transactions claim ${plural(contributions, "contribution")}, at most ${formatCount(CLAIMS_PER_CALL)} each; you sign them one after the other.`;
}
