import { useEffect, useState } from "react";
import type { Abi } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { LabelChoice } from "../../components/LabelChoice";
import { Notice, ProblemNotice } from "../../components/Notice";
import { PublicForEver } from "../../components/PublicForEver";
import { TransactionNotice } from "../../components/TransactionNotice";
import { When } from "../../components/When";
import { useDraft } from "../../hooks/drafts";
import { useFunds, useStake } from "../../hooks/predictions";
import { useNow } from "../../hooks/useNow";
import { useTransaction } from "../../hooks/useTransaction";
import { useWallet } from "../../hooks/wallet";
import { useOpenWallets } from "../../hooks/walletDialog";
import { trainerEventsAbi } from "../../lib/abi";
import { readyOf, type Reading, type Ready } from "../../lib/draft";
import type { Encoder } from "../../lib/encoding";
import { formatCount, formatDuration, formatEth, plural } from "../../lib/format";
import { routeHref } from "../../lib/route";
import { eventsOf } from "../../lib/send";
import type { Stake } from "../../lib/stake";
import type { PointsTrainer, StakeTrainer, TrainerStatus } from "../../lib/trainers";
import { LearnPreview } from "./LearnPreview";

interface ContributeProps {
  readonly trainer: StakeTrainer | PointsTrainer;
  readonly encoder: Encoder;
  readonly status: TrainerStatus;
  readonly reading: Reading | undefined;
  /** Whether the reading is of what is entered now. */
  readonly current: boolean;
}

/** Record samples for good: the label, the stake, what the model would learn, and the signature. */
export function Contribute({ trainer, encoder, status, reading, current }: ContributeProps) {
  const [draft, change] = useDraft(trainer);
  const transaction = useTransaction();
  const [recorded, setRecorded] = useState<{ index: bigint; count: number }>();
  const ready = readyOf(reading, draft.label);
  const { reset } = transaction;
  const entered = ready?.samples;
  useEffect(() => {
    // New data: what happened to the old no longer matters.
    if (entered) reset();
  }, [entered, reset]);

  const contribute = async (value: bigint): Promise<void> => {
    if (!ready || !current) return;
    const logs = await transaction.run({
      address: trainer.address,
      abi: trainerEventsAbi as unknown as Abi,
      functionName: "contribute",
      args: [ready.samples],
      value,
    });
    if (!logs) return;
    const event = eventsOf(trainerEventsAbi, logs).find((log) => log.eventName === "Contributed");
    if (event?.eventName === "Contributed") {
      setRecorded({ index: event.args.index, count: ready.count });
    }
    change(
      draft.mode === "one"
        ? { text: "", cells: {}, label: undefined }
        : { file: "", part: 0, label: undefined },
    );
  };

  return (
    <section className="card" aria-label="Contribute">
      <h2>Contribute</h2>
      {status.uploadOpen ? (
        <Notice tone="info">
          The deployer is still uploading this model’s starting weights; contributions open once
          that is done.
        </Notice>
      ) : (
        <>
          {reading?.kind === "one" ? (
            <LabelChoice
              labelNames={trainer.metadata.labelNames}
              label={draft.label}
              onChoose={(label) => change({ label })}
            />
          ) : null}
          {ready ? (
            <Offer
              trainer={trainer}
              encoder={encoder}
              status={status}
              reading={reading}
              current={current}
              ready={ready}
              busy={transaction.busy}
              onContribute={(value) => void contribute(value)}
            />
          ) : reading?.kind === "one" ? null : (
            <p className="soft">
              Enter your data first; then you see the stake and what the model would learn.
            </p>
          )}
        </>
      )}
      <TransactionNotice
        phase={transaction.phase}
        done={recorded ? <Recorded trainer={trainer} {...recorded} /> : "Recorded."}
      />
    </section>
  );
}

interface OfferProps extends ContributeProps {
  readonly ready: Ready;
  readonly busy: boolean;
  readonly onContribute: (valueWei: bigint) => void;
}

function Offer(props: OfferProps) {
  const { trainer, encoder, status, reading, current, ready, busy, onContribute } = props;
  const preview = (
    <LearnPreview trainer={trainer} encoder={encoder} reading={reading} samples={ready.samples} />
  );
  return trainer.incentive === "stake" ? (
    <StakeOffer
      trainer={trainer}
      status={status}
      ready={ready}
      current={current}
      busy={busy}
      onContribute={onContribute}
      preview={preview}
    />
  ) : (
    <>
      {preview}
      <p>
        This model works with points: nothing is staked, you pay the network fee only. Others can
        validate your samples from {formatDuration(trainer.rules.validateWaitS)} after the
        contribution on; each one the model then agrees with earns you a point.
      </p>
      <PublicForEver licence={trainer.metadata.dataLicence} count={ready.count} />
      <SendButton
        count={ready.count}
        current={current}
        busy={busy}
        problem={undefined}
        onSend={() => onContribute(0n)}
      />
    </>
  );
}

interface StakeOfferProps {
  readonly trainer: StakeTrainer;
  readonly status: TrainerStatus;
  readonly ready: Ready;
  readonly current: boolean;
  readonly busy: boolean;
  readonly onContribute: (valueWei: bigint) => void;
  readonly preview: React.ReactNode;
}

function StakeOffer(props: StakeOfferProps) {
  const { trainer, status, ready, current, busy, onContribute, preview } = props;
  const { data: stake, problem } = useStake(trainer, ready.count);
  const { account } = useWallet();
  const { data: fundsWei } = useFunds(account);
  if (!stake) return <ProblemNotice problem={problem} />;
  return (
    <>
      {preview}
      <StakeTable stake={stake} count={ready.count} />
      <p className="soft small">
        The headroom covers others who contribute just before you. The whole amount is your deposit
        and all of it returns if the data is good: you can settle from{" "}
        {formatDuration(trainer.rules.refundWaitS)} after the contribution on, and samples the model
        agrees with then return their part and earn a share of what bad data forfeits. The part of
        samples it does not agree with is forfeited.
      </p>
      <PublicForEver licence={trainer.metadata.dataLicence} count={ready.count} />
      <SendButton
        count={ready.count}
        current={current}
        busy={busy}
        problem={obstacle(trainer, status, stake, fundsWei)}
        onSend={() => onContribute(stake.valueWei)}
      />
    </>
  );
}

/** What would make the contribution fail, known before anything is signed. */
function obstacle(
  trainer: StakeTrainer,
  status: TrainerStatus,
  stake: Stake,
  fundsWei: bigint | undefined,
): string | undefined {
  const { depositCapWei } = trainer.rules;
  const heldWei = (status.stake?.depositsWei ?? 0n) + stake.valueWei;
  if (heldWei > depositCapWei) {
    return `This model holds ${formatEth(depositCapWei)} of open deposits at most and would come to ${formatEth(heldWei)}; contribute fewer samples, or wait until others have settled.`;
  }
  if (fundsWei !== undefined && fundsWei < stake.valueWei) {
    return `Your account has ${formatEth(fundsWei)} and the stake is ${formatEth(stake.valueWei)}; add some ETH or use another account.`;
  }
  return undefined;
}

function StakeTable({ stake, count }: { readonly stake: Stake; readonly count: number }) {
  return (
    <dl className="price" aria-label="Stake">
      <dt>Stake for {plural(count, "sample")} now</dt>
      <dd>
        <Amount wei={stake.quotedWei} />
      </dd>
      <dt>Headroom</dt>
      <dd>
        <Amount wei={stake.headroomWei} />
      </dd>
      <dt className="total">You send</dt>
      <dd className="total">
        <Amount wei={stake.valueWei} />
      </dd>
    </dl>
  );
}

interface SendButtonProps {
  readonly count: number;
  readonly current: boolean;
  readonly busy: boolean;
  readonly problem: string | undefined;
  readonly onSend: () => void;
}

function SendButton({ count, current, busy, problem, onSend }: SendButtonProps) {
  const { account } = useWallet();
  const openWallets = useOpenWallets();
  if (!account) {
    return (
      <Button look="primary" onClick={openWallets}>
        Connect a wallet to contribute
      </Button>
    );
  }
  return (
    <>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <Button
        look="primary"
        busy={busy}
        disabled={!current || problem !== undefined}
        onClick={onSend}
      >
        Contribute {plural(count, "sample")}
      </Button>
    </>
  );
}

interface RecordedProps {
  readonly trainer: StakeTrainer | PointsTrainer;
  readonly index: bigint;
  readonly count: number;
}

function Recorded({ trainer, index, count }: RecordedProps) {
  const nowS = useNow();
  const [recordedAtS] = useState(nowS);
  return (
    <span>
      Contribution {formatCount(index)} with {plural(count, "sample")} is recorded.{" "}
      {trainer.incentive === "stake" ? (
        <>
          You can settle it <When timeS={recordedAtS + trainer.rules.refundWaitS} nowS={nowS} />,
          under <a href={routeHref({ screen: "mine" })}>My contributions</a>.
        </>
      ) : (
        <>
          Others can validate it{" "}
          <When timeS={recordedAtS + trainer.rules.validateWaitS} nowS={nowS} />; see{" "}
          <a href={routeHref({ screen: "mine" })}>My contributions</a>.
        </>
      )}
    </span>
  );
}
