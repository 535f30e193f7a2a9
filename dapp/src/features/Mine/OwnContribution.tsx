import type { Address } from "viem";
import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { SampleList } from "../../components/SampleList";
import { TransactionNotice } from "../../components/TransactionNotice";
import { When } from "../../components/When";
import { useEncoder } from "../../hooks/encoder";
import { useJudgement } from "../../hooks/judgement";
import { useTransaction } from "../../hooks/useTransaction";
import { stakeAbi } from "../../lib/abi";
import type { Entry } from "../../lib/contributions";
import { isDue } from "../../lib/due";
import { cellsOf, readSamples } from "../../lib/encoding";
import { forecastSettle, ones } from "../../lib/forecast";
import { formatCount, formatRelative, plural } from "../../lib/format";
import { routeHref } from "../../lib/route";

interface OwnContributionProps {
  readonly entry: Entry;
  readonly nowS: number;
  readonly account: Address;
}

export function OwnContribution({ entry, nowS, account }: OwnContributionProps) {
  const { trainer, contribution, contributedS } = entry;
  const { index, outcome, depositWei } = contribution;
  const samples = readSamples(trainer, contribution.samples);
  const title = `Contribution ${formatCount(index)} to ${trainer.metadata.name}`;
  return (
    <li className="card" aria-label={title}>
      <div className="row spread top-aligned">
        <div>
          <h2>
            Contribution {formatCount(index)} to{" "}
            <a href={routeHref({ screen: "model", index: trainer.index })}>
              {trainer.metadata.name}
            </a>
          </h2>
          <p className="soft">
            {plural(samples.length, "sample")}
            {trainer.incentive === "stake" ? (
              <>
                , deposit <Amount wei={depositWei} />
              </>
            ) : null}
            {contributedS === undefined ? null : (
              <>
                , <When timeS={contributedS} nowS={nowS} />
              </>
            )}
          </p>
        </div>
        <StatusChip entry={entry} nowS={nowS} />
      </div>
      {outcome ? <Ended entry={entry} nowS={nowS} account={account} /> : null}
      {trainer.incentive === "stake" ? (
        <Settling entry={entry} nowS={nowS} account={account} />
      ) : outcome ? null : (
        <ValidateTime entry={entry} nowS={nowS} />
      )}
      <Content entry={entry} />
    </li>
  );
}

function StatusChip({ entry, nowS }: { readonly entry: Entry; readonly nowS: number }) {
  const { contribution, own } = entry;
  const { outcome, firstVerdict } = contribution;
  if (outcome?.kind === "settled") {
    return outcome.forfeitedWei === 0n ? (
      <span className="chip one">Settled</span>
    ) : (
      <span className="chip zero">
        {outcome.returnedWei === 0n ? "Settled, forfeited" : "Settled, part forfeited"}
      </span>
    );
  }
  if (outcome) return <span className="chip one">Validated</span>;
  if (firstVerdict) return <span className="chip warn">Disagreement found</span>;
  if (own && isDue(own, nowS)) return <span className="chip accent">Ready to settle</span>;
  return <span className="chip">Waiting</span>;
}

function Ended({ entry, nowS, account }: OwnContributionProps) {
  const { outcome } = entry.contribution;
  if (!outcome) return null;
  const when =
    entry.closedS === undefined ? null : (
      <>
        {" "}
        <When timeS={entry.closedS} nowS={nowS} />
      </>
    );
  if (outcome.kind === "validated") {
    return (
      <p>
        Validated by <AddressText address={outcome.caller} you={account} />
        {when}: you earned {plural(outcome.contributorPoints, "point")}.
      </p>
    );
  }
  return (
    <p>
      Settled by <AddressText address={outcome.caller} you={account} />
      {when}: <Amount wei={outcome.returnedWei} /> credited to you,{" "}
      <Amount wei={outcome.forfeitedWei} /> forfeited, {plural(outcome.sharesEarned, "share")}{" "}
      earned.
    </p>
  );
}

function ValidateTime({ entry, nowS }: { readonly entry: Entry; readonly nowS: number }) {
  if (!entry.others) return null;
  return isDue(entry.others, nowS) ? (
    <p>Others can validate it now.</p>
  ) : (
    <p>
      Others can validate it <When timeS={entry.others.fromS} nowS={nowS} />.
    </p>
  );
}

/** What settling now would do, the button, and how the transaction goes. */
function Settling({ entry, nowS, account }: OwnContributionProps) {
  const { trainer, contribution } = entry;
  const transaction = useTransaction();
  const settle = (): Promise<unknown> =>
    transaction.run({
      address: trainer.address,
      abi: stakeAbi,
      functionName: "settle",
      args: [account, contribution.samples],
    });
  const { outcome } = contribution;
  return (
    <>
      {outcome ? null : (
        <>
          <Steps entry={entry} nowS={nowS} account={account} />
          <Forecast entry={entry} />
          <div className="row">
            <Button
              look="primary"
              busy={transaction.busy}
              disabled={!entry.own || !isDue(entry.own, nowS)}
              onClick={() => void settle()}
            >
              Settle
            </Button>
            {entry.own && !isDue(entry.own, nowS) ? (
              <span className="soft">{`possible ${formatRelative(entry.own.fromS, nowS)}`}</span>
            ) : null}
          </div>
        </>
      )}
      <TransactionNotice
        phase={transaction.phase}
        done={<span>Settled. What was returned is now your credit; withdraw it above.</span>}
      />
    </>
  );
}

function Steps({ entry, nowS, account }: OwnContributionProps) {
  const { own, others, contribution, verdictS } = entry;
  if (!own || !others) return null;
  const { firstVerdict } = contribution;
  if (firstVerdict) {
    return (
      <Notice tone="warning">
        <span>
          <AddressText address={firstVerdict.caller} you={account} /> found that the model disagrees
          with {plural(ones(firstVerdict.disagreeing), "sample")}
          {verdictS === undefined ? null : (
            <>
              {" "}
              <When timeS={verdictS} nowS={nowS} />
            </>
          )}
          . A second verdict can forfeit them{" "}
          {isDue(others, nowS) ? "now" : <When timeS={others.fromS} nowS={nowS} />}; until then you
          may settle yourself, at a moment that suits you.
        </span>
      </Notice>
    );
  }
  return (
    <dl className="facts moments">
      <div>
        <dt>You can settle</dt>
        <dd>{isDue(own, nowS) ? "now" : <When timeS={own.fromS} nowS={nowS} />}</dd>
      </div>
      <div>
        <dt>Anybody can settle</dt>
        <dd>{isDue(others, nowS) ? "now" : <When timeS={others.fromS} nowS={nowS} />}</dd>
      </div>
    </dl>
  );
}

/** What settling would return or forfeit if it happened now, so that people choose the moment. */
function Forecast({ entry }: { readonly entry: Entry }) {
  const { trainer, contribution } = entry;
  const { data: judgement } = useJudgement(trainer, contribution);
  if (!judgement) return <p className="soft">Asking the model what it says now…</p>;
  const forecast = forecastSettle(contribution, judgement, true);
  const { agreeing, count, forfeitedWei, returnedWei } = forecast;
  return (
    <p>
      <strong>If settled now:</strong> the model agrees with {formatCount(agreeing)} of{" "}
      {plural(count, "sample")}, so <Amount wei={returnedWei} /> would return
      {forfeitedWei === 0n ? " and nothing be forfeited" : ""}
      {forfeitedWei === 0n ? null : (
        <>
          {" "}
          and <Amount wei={forfeitedWei} /> be forfeited
        </>
      )}
      .{agreeing < count ? " It may pay to wait for others’ data." : ""}
    </p>
  );
}

function Content({ entry }: { readonly entry: Entry }) {
  const { trainer, contribution } = entry;
  const { data: encoder } = useEncoder(trainer);
  const samples = readSamples(trainer, contribution.samples);
  return (
    <details>
      <summary>What is in it</summary>
      <SampleList
        trainer={trainer}
        samples={samples}
        names={encoder?.featureNames}
        cells={encoder ? (sample) => cellsOf(encoder, sample) : undefined}
      />
    </details>
  );
}
