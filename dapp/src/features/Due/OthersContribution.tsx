import { useState, type ReactNode } from "react";
import type { Address, Log } from "viem";
import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { SampleList } from "../../components/SampleList";
import { TransactionNotice } from "../../components/TransactionNotice";
import { When } from "../../components/When";
import { useEncoder } from "../../hooks/encoder";
import { useJudgement } from "../../hooks/judgement";
import { useTransaction } from "../../hooks/useTransaction";
import { useOpenWallets } from "../../hooks/walletDialog";
import { pointsAbi, stakeAbi, trainerEventsAbi } from "../../lib/abi";
import type { Entry } from "../../lib/contributions";
import { cellsOf, readSamples } from "../../lib/encoding";
import { forecastSettle, ones, type Judgement } from "../../lib/forecast";
import { formatCount, formatDuration, formatEth, plural } from "../../lib/format";
import { routeHref } from "../../lib/route";
import { eventsOf } from "../../lib/send";

interface OthersContributionProps {
  readonly entry: Entry;
  readonly nowS: number;
  readonly account: Address | undefined;
  readonly isDue: boolean;
  readonly onAct: (entry: Entry) => void;
}

/** Another's contribution that anybody may close now. */
export function OthersContribution({
  entry,
  nowS,
  account,
  isDue,
  onAct,
}: OthersContributionProps) {
  const { trainer, contribution, contributedS } = entry;
  const { data: judgement } = useJudgement(trainer, contribution);
  const { data: encoder } = useEncoder(trainer);
  const transaction = useTransaction();
  const openWallets = useOpenWallets();
  const [result, setResult] = useState<ReactNode>();
  const samples = readSamples(trainer, contribution.samples);
  const points = trainer.incentive === "points";

  const act = async (): Promise<void> => {
    onAct(entry);
    const logs = await transaction.run({
      address: trainer.address,
      abi: points ? pointsAbi : stakeAbi,
      functionName: points ? "validate" : "settle",
      args: [contribution.contributor, contribution.samples],
    });
    if (logs) setResult(sentenceOf(logs, entry));
  };
  const done = transaction.phase.name === "mined";
  return (
    <li
      className="card"
      aria-label={`Contribution ${formatCount(contribution.index)} to ${trainer.metadata.name}`}
    >
      <div className="row spread top-aligned">
        <div>
          <h2>
            Contribution {formatCount(contribution.index)} to{" "}
            <a href={routeHref({ screen: "model", index: trainer.index })}>
              {trainer.metadata.name}
            </a>
          </h2>
          <p className="soft">
            {plural(samples.length, "sample")} by{" "}
            <AddressText address={contribution.contributor} you={account} />
            {points ? null : (
              <>
                , deposit <Amount wei={contribution.depositWei} />
              </>
            )}
            {contributedS === undefined ? null : (
              <>
                , <When timeS={contributedS} nowS={nowS} />
              </>
            )}
          </p>
        </div>
        {done ? <span className="chip one">Done</span> : <ActChip entry={entry} />}
      </div>
      {done ? null : <Prospect entry={entry} judgement={judgement} />}
      <details>
        <summary>What is in it</summary>
        <SampleList
          trainer={trainer}
          samples={samples}
          names={encoder?.featureNames}
          cells={encoder ? (sample) => cellsOf(encoder, sample) : undefined}
          disagreeing={judgement?.disagreeing}
        />
      </details>
      {done || !isDue ? null : (
        <div>
          {account ? (
            <Button look="primary" busy={transaction.busy} onClick={() => void act()}>
              {points ? "Validate" : "Settle"}
            </Button>
          ) : (
            <Button look="primary" onClick={openWallets}>
              Connect a wallet
            </Button>
          )}
        </div>
      )}
      <TransactionNotice phase={transaction.phase} done={result ?? "Recorded."} />
    </li>
  );
}

function ActChip({ entry }: { readonly entry: Entry }) {
  switch (entry.others?.act) {
    case "validate":
      return <span className="chip accent">To validate</span>;
    case "secondVerdict":
      return <span className="chip warn">Second verdict</span>;
    default:
      return <span className="chip accent">To settle</span>;
  }
}

interface ProspectProps {
  readonly entry: Entry;
  readonly judgement: Judgement | undefined;
}

/** What acting now would do, before anything is signed. */
function Prospect({ entry, judgement }: ProspectProps) {
  const { trainer, contribution } = entry;
  if (!judgement) return <p className="soft">Asking the model what it says now…</p>;
  const disagreeing = ones(judgement.disagreeing);
  const agreeing = judgement.count - disagreeing;
  if (trainer.incentive === "points") {
    return (
      <p>
        The model agrees with {formatCount(agreeing)} of {plural(judgement.count, "sample")}: its
        contributor would earn {plural(agreeing, "point")}, you 1 point either way.
      </p>
    );
  }
  // Contributions to markets are with the model, not here.
  if (trainer.incentive === "market") return null;
  const forecast = forecastSettle(contribution, judgement, false);
  if (forecast.firstVerdict) {
    return (
      <p>
        The model disagrees with {formatCount(disagreeing)} of {plural(judgement.count, "sample")}.
        This would be the first verdict, which moves no money; from{" "}
        {formatDuration(trainer.rules.verdictGapS)} later a second one forfeits what both disagree
        with.
      </p>
    );
  }
  if (forecast.forfeitedWei === 0n) {
    return (
      <p>
        {disagreeing === 0
          ? "The model agrees with all of it"
          : "The model does not disagree with the same samples twice"}
        , so the whole deposit would return to its contributor. There is nothing in it for you.
      </p>
    );
  }
  return (
    <p>
      The second verdict: <Amount wei={forecast.forfeitedWei} /> would be forfeited, of which{" "}
      <Amount wei={forecast.callerWei} /> become your credit; the rest goes to those who hold
      shares.
    </p>
  );
}

/** What a mined settlement or validation did. */
function sentenceOf(logs: readonly Log[], { trainer }: Entry): string {
  for (const event of eventsOf(trainerEventsAbi, logs)) {
    if (event.eventName === "DisagreementFound" && trainer.incentive === "stake") {
      return `First verdict recorded: the model disagrees with ${plural(ones(event.args.disagreeing), "sample")}. A second verdict is possible in ${formatDuration(trainer.rules.verdictGapS)}.`;
    }
    if (event.eventName === "Settled") {
      const { returnedWei, forfeitedWei, callerWei } = event.args;
      return `Settled: ${formatEth(returnedWei)} returned to its contributor, ${formatEth(forfeitedWei)} forfeited, ${formatEth(callerWei)} credited to you.`;
    }
    if (event.eventName === "Validated") {
      const { contributorPoints, validatorPoints } = event.args;
      return `Validated: its contributor earned ${plural(contributorPoints, "point")}, you ${plural(validatorPoints, "point")}.`;
    }
  }
  return "Recorded.";
}
