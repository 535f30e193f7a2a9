import { useState } from "react";
import type { Abi, Address } from "viem";
import { Button } from "../../components/Button";
import { Notice, ProblemNotice } from "../../components/Notice";
import { TransactionNotice } from "../../components/TransactionNotice";
import { When } from "../../components/When";
import { useRecomputed, useWeightsOf } from "../../hooks/markets";
import { usePage } from "../../hooks/page";
import { useTransaction } from "../../hooks/useTransaction";
import { marketAbi } from "../../lib/abi";
import { formatCount } from "../../lib/format";
import { marketSteps, type MarketStep } from "../../lib/marketDue";
import type { MarketRecord } from "../../lib/marketHistory";
import type { Market, MarketState } from "../../lib/markets";
import { Problem, problemOf } from "../../lib/problem";

interface ActionsProps {
  readonly market: Market;
  readonly isLatest: boolean;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly nowS: number;
  readonly account: Address | undefined;
}

const BUTTONS: Readonly<Record<MarketStep["act"], string>> = {
  draw: "Draw the part",
  voidMarket: "Void the market",
  endParticipation: "End participation",
  endReveal: "End the reveal",
  declareDefault: "Declare the sponsor’s default",
  expire: "End without a result",
  adopt: "Let the model adopt the weights",
  burnUnclaimed: "Burn what was not claimed",
};

const DONE: Readonly<Record<MarketStep["act"], string>> = {
  draw: "The part is drawn.",
  voidMarket: "The market is voided.",
  endParticipation: "Participation has ended.",
  endReveal: "The reveal of contributions has ended.",
  declareDefault: "The sponsor’s default is declared.",
  expire: "The market has ended without a result.",
  adopt: "The model has adopted the weights.",
  burnUnclaimed: "What was not claimed is burnt.",
};

const WHY: Readonly<Record<MarketStep["act"], string>> = {
  draw: "Anybody may draw; a small tip from the sponsor’s bond is yours.",
  voidMarket: "Anybody may void a market that cannot go on; a small fee from the bond is yours.",
  endParticipation: "Anybody may end participation.",
  endReveal: "Anybody may end the reveal; what is not revealed by then is forfeited.",
  declareDefault:
    "Anybody may declare it if the sponsor keeps the test set back; a small fee from the bond is yours.",
  expire: "Anybody may end a market whose result nobody found; stakes return.",
  adopt: "Anybody may give the model the weights that it learnt here.",
  burnUnclaimed: "Anybody may close the claims; what is left is destroyed.",
};

/** Steps of every market; the others come only where somebody left it, so their buttons wait. */
const ORDINARY: readonly MarketStep["act"][] = ["draw", "endParticipation", "endReveal", "adopt"];

/** What anybody may do to move the market on, now or from when. */
export function Actions({ market, isLatest, state, record, nowS, account }: ActionsProps) {
  const { head, isLocal } = usePage();
  const transaction = useTransaction();
  const { data: recomputed } = useRecomputed(market, record);
  const weightsOf = useWeightsOf(market);
  const [problem, setProblem] = useState<Problem>();
  const [done, setDone] = useState<MarketStep["act"]>();
  // On a local chain the page mines a block before it asks, see `send`.
  const nextBlock = (head?.number ?? 0n) + (isLocal ? 2n : 1n);
  const steps = marketSteps(market, state, { nowS, nextBlock }, isLatest);

  const act = async (step: MarketStep): Promise<void> => {
    setProblem(undefined);
    setDone(step.act);
    let args: readonly unknown[] = [];
    if (step.act === "adopt" && state.outcome) {
      try {
        const { weightsHash } = state.outcome.result;
        const weights = await weightsOf(weightsHash, recomputed);
        if (!weights) {
          setProblem(
            new Problem(
              "backend",
              "The weights recomputed on this machine are not those of the accepted result, so only its proposer can have them; adopt nothing.",
            ),
          );
          return;
        }
        args = [weights];
      } catch (error) {
        setProblem(problemOf(error));
        return;
      }
    }
    await transaction.run({
      address: market.address,
      abi: marketAbi as Abi,
      functionName: step.act,
      args,
    });
  };
  if (steps.length === 0 && transaction.phase.name === "idle") return null;
  return (
    <div className="stack tight">
      {steps.map((step) => (
        <div key={step.act} className="stack tight">
          <p>
            {WHY[step.act]} {step.due ? null : <Later step={step} nowS={nowS} />}
          </p>
          {!step.due && !ORDINARY.includes(step.act) ? null : account || !step.due ? (
            <div>
              <Button
                busy={transaction.busy}
                disabled={!step.due || !account}
                onClick={() => void act(step)}
              >
                {BUTTONS[step.act]}
              </Button>
            </div>
          ) : (
            <Notice tone="info">Connect a wallet to do it.</Notice>
          )}
        </div>
      ))}
      <ProblemNotice problem={problem} />
      <TransactionNotice phase={transaction.phase} done={done && DONE[done]} />
    </div>
  );
}

function Later({ step, nowS }: { readonly step: MarketStep; readonly nowS: number }) {
  if (step.fromBlock !== undefined) {
    return <>Possible from block {formatCount(step.fromBlock)} on.</>;
  }
  return step.fromS === undefined ? null : (
    <>
      Possible <When timeS={step.fromS} nowS={nowS} />.
    </>
  );
}
