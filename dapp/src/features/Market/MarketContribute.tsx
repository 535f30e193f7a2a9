import { useEffect, useMemo, useState } from "react";
import type { Abi, Address } from "viem";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { LabelChoice } from "../../components/LabelChoice";
import { Notice, ProblemNotice } from "../../components/Notice";
import { PublicForEver } from "../../components/PublicForEver";
import { TransactionNotice } from "../../components/TransactionNotice";
import { useDraft } from "../../hooks/drafts";
import { usePage } from "../../hooks/page";
import { useFunds } from "../../hooks/predictions";
import { useNow } from "../../hooks/useNow";
import { useTransaction } from "../../hooks/useTransaction";
import { useWallet } from "../../hooks/wallet";
import { useOpenWallets } from "../../hooks/walletDialog";
import { marketAbi, marketEventsAbi } from "../../lib/abi";
import { browserStore } from "../../lib/browserStore";
import { readyOf, type Reading, type Ready } from "../../lib/draft";
import { formatCount, formatEth, plural } from "../../lib/format";
import type { Market, MarketState } from "../../lib/markets";
import { Problem } from "../../lib/problem";
import { keepSealed, seal, type Sealed } from "../../lib/sealed";
import { eventsOf } from "../../lib/send";
import type { MarketTrainer } from "../../lib/trainers";
import { DownloadSealed } from "./DownloadSealed";
import { RevealTimes } from "./RevealTimes";

interface MarketContributeProps {
  readonly trainer: MarketTrainer;
  readonly market: Market;
  readonly state: MarketState;
  readonly reading: Reading | undefined;
  /** Whether the reading is of what is entered now. */
  readonly current: boolean;
}

/** Contribute to the present market: at once, or sealed. */
export function MarketContribute(props: MarketContributeProps) {
  const { trainer, market, state, reading, current } = props;
  const [draft, change] = useDraft(trainer);
  const transaction = useTransaction();
  const [recorded, setRecorded] = useState<{ index: bigint; sealed: Sealed | undefined }>();
  const [problem, setProblem] = useState<Problem>();
  const ready = readyOf(reading, draft.label);
  const { reset } = transaction;
  const entered = ready?.samples;
  useEffect(() => {
    // New data: what happened to the old no longer matters.
    if (!entered) return;
    reset();
    setProblem(undefined);
  }, [entered, reset]);

  const contribute = async (
    value: bigint,
    sealed: Sealed | undefined,
    downloaded: boolean,
  ): Promise<void> => {
    if (!ready || !current) return;
    setProblem(undefined);
    // What opens it is kept before anything is signed: without it the stake is lost.
    if (sealed && !keepSealed(browserStore(), sealed) && !downloaded) {
      setProblem(
        new Problem(
          "input",
          "This browser keeps nothing, so download the file that opens your contribution before you commit.",
        ),
      );
      return;
    }
    const logs = await transaction.run({
      address: market.address,
      abi: marketAbi as Abi,
      functionName: sealed ? "commit" : "contribute",
      args: [sealed ? sealed.commitment : ready.samples],
      value,
    });
    if (!logs) return;
    for (const event of eventsOf(marketEventsAbi, logs)) {
      if (event.eventName === "Contributed" || event.eventName === "Committed") {
        setRecorded({ index: event.args.index, sealed });
      }
    }
    change(
      draft.mode === "one"
        ? { text: "", cells: {}, label: undefined }
        : { file: "", part: 0, label: undefined },
    );
  };

  return (
    <section className="card" aria-label="Contribute">
      <h2>Contribute to market {formatCount(market.number)}</h2>
      {state.phase !== "participating" ? (
        <p className="soft">{whyNot(state)}</p>
      ) : state.quoteWei === undefined ? (
        <p className="soft">The market has all the contributions that it takes.</p>
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
              {...props}
              ready={ready}
              quoteWei={state.quoteWei}
              busy={transaction.busy}
              onContribute={(...offer) => void contribute(...offer)}
            />
          ) : reading?.kind === "one" ? null : (
            <p className="soft">
              Enter your data first; then you see what it costs and what you can lose.
            </p>
          )}
        </>
      )}
      <ProblemNotice problem={problem} />
      <TransactionNotice
        phase={transaction.phase}
        done={recorded ? <Recorded market={market} state={state} {...recorded} /> : "Recorded."}
      />
    </section>
  );
}

function whyNot({ phase }: MarketState): string {
  switch (phase) {
    case "drawing":
    case "revealingDrawnPart":
      return "The market takes contributions once the drawn part of its test set is revealed.";
    case "revealingContributions":
    case "revealingTest":
    case "resolving":
      return "This market takes no more contributions; its result is on its way.";
    default:
      return "This market has ended; contributions go to the model’s next market.";
  }
}

interface OfferProps extends MarketContributeProps {
  readonly ready: Ready;
  readonly quoteWei: bigint;
  readonly busy: boolean;
  readonly onContribute: (
    valueWei: bigint,
    sealed: Sealed | undefined,
    downloaded: boolean,
  ) => void;
}

/** What it costs, what can be lost, and the button. */
function Offer({ trainer, market, current, ready, quoteWei, busy, onContribute }: OfferProps) {
  const { account } = useWallet();
  const openWallets = useOpenWallets();
  const { config } = usePage();
  const { data: fundsWei } = useFunds(account);
  const nowS = useNow();
  const { isSealed, stakeWei } = market.terms;
  const sealed = useSealed(isSealed, config.chainId, market.address, account, ready);
  const [downloaded, setDownloaded] = useState<string>();
  const poor =
    fundsWei !== undefined && fundsWei < quoteWei
      ? `Your account has ${formatEth(fundsWei)} and this takes ${formatEth(quoteWei)}; add some ETH or use another account.`
      : undefined;
  return (
    <>
      <dl className="price" aria-label="Stake">
        <dt>Stake</dt>
        <dd>
          <Amount wei={stakeWei} />
        </dd>
        <dt>Fee now</dt>
        <dd>
          <Amount wei={quoteWei - stakeWei} />
        </dd>
        <dt className="total">You send</dt>
        <dd className="total">
          <Amount wei={quoteWei} />
        </dd>
        <dt className="total">The most you can lose</dt>
        <dd className="total">
          <Amount wei={quoteWei} />
        </dd>
      </dl>
      <p className="soft small">
        You can lose all that you send, and the network fees, but never more: data that makes the
        model err more on the hidden test rows loses its stake round by round, data that improves it
        gains. The fee joins the bounty.
      </p>
      {isSealed ? (
        <Notice tone="warning">
          <span>
            <strong>Reveal it in time, or lose it.</strong> What you seal stays in this browser
            only. <RevealTimes terms={market.terms} nowS={nowS} /> Come back then and press
            “Reveal”: if you do not, or if this browser forgets it, your stake is forfeited.
            Download the file to be safe.
          </span>
        </Notice>
      ) : null}
      <PublicForEver
        licence={trainer.metadata.dataLicence}
        count={ready.count}
        {...(isSealed ? { when: "once you reveal them" } : {})}
      />
      {poor ? <Notice tone="error">{poor}</Notice> : null}
      {account ? (
        <div className="row">
          <Button
            look="primary"
            busy={busy}
            disabled={!current || poor !== undefined || (isSealed && !sealed)}
            onClick={() => onContribute(quoteWei, sealed, downloaded === sealed?.commitment)}
          >
            {isSealed ? "Seal and commit" : "Contribute"} {plural(ready.count, "sample")}
          </Button>
          {sealed ? (
            <DownloadSealed sealed={sealed} onDownload={() => setDownloaded(sealed.commitment)} />
          ) : null}
        </div>
      ) : (
        <Button look="primary" onClick={openWallets}>
          Connect a wallet to contribute
        </Button>
      )}
    </>
  );
}

/** One salt for these samples, as long as they stay the same. */
function useSealed(
  isSealed: boolean,
  chainId: number,
  market: Address,
  account: Address | undefined,
  { samples }: Ready,
): Sealed | undefined {
  return useMemo(
    () =>
      isSealed && account ? seal({ chainId, market, contributor: account }, samples) : undefined,
    [isSealed, chainId, market, account, samples],
  );
}

interface RecordedProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly index: bigint;
  readonly sealed: Sealed | undefined;
}

function Recorded({ market, state, index, sealed }: RecordedProps) {
  const nowS = useNow();
  if (!sealed) return <span>Contribution {formatCount(index)} is recorded in the market.</span>;
  return (
    <>
      <span>
        Contribution {formatCount(index)} is sealed. This browser keeps what opens it; come back to
        reveal it when participation has ended.{" "}
        {state.phase === "participating" ? <RevealTimes terms={market.terms} nowS={nowS} /> : null}
      </span>
      <div>
        <DownloadSealed sealed={sealed} />
      </div>
    </>
  );
}
