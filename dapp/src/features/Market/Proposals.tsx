import { useState } from "react";
import type { Abi, Address } from "viem";
import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { ProblemNotice } from "../../components/Notice";
import { TransactionNotice } from "../../components/TransactionNotice";
import { Waiting } from "../../components/Waiting";
import { When } from "../../components/When";
import { useBlockTimes } from "../../hooks/chain";
import {
  useComparedProposals,
  useProposalStates,
  useRecomputed,
  useResultMoves,
} from "../../hooks/markets";
import { useTransaction } from "../../hooks/useTransaction";
import { marketAbi } from "../../lib/abi";
import { formatAddress, formatCount } from "../../lib/format";
import type { ComparedProposal } from "../../lib/marketApi";
import {
  challengeStep,
  challengeUntilS,
  isShownWrong,
  NO_PROPOSAL,
  proposalStep,
  type ProposalState,
} from "../../lib/marketDue";
import type { ResultMove } from "../../lib/marketMoves";
import type { Challenge, MarketRecord, ProposalRecord } from "../../lib/marketHistory";
import type { Market, MarketState } from "../../lib/markets";
import { problemOf, type Problem } from "../../lib/problem";
import { proposalArgument } from "../../lib/proposals";
import { sameResult } from "../../lib/standings";
import { ResultMoves } from "./ResultMoves";

interface ProposalsProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly account: Address | undefined;
  readonly nowS: number;
}

/** Proposed results and their disputes, step by step. */
export function Proposals(props: ProposalsProps) {
  const { market, state, record, account, nowS } = props;
  const { proposals } = record;
  const transaction = useTransaction();
  const { data: recomputed } = useRecomputed(market, record);
  const { data: moves = [], problem: noMoves } = useResultMoves(
    market,
    state,
    account,
    nowS,
    recomputed !== undefined,
  );
  const send = ({ act, args, valueWei }: ResultMove): void => {
    void transaction.run({
      address: market.address,
      abi: marketAbi as Abi,
      functionName: act,
      args,
      value: valueWei,
    });
  };
  const { data: states, problem } = useProposalStates(
    market,
    proposals.map(({ id }) => id),
  );
  if (!state.steps) return null;
  return (
    <section className="card" aria-label="Result">
      <h2>Result</h2>
      <Found state={state} record={record} />
      {proposals.length === 0 ? (
        <p className="soft">
          Nobody has proposed a result. Anybody may, under a bond of{" "}
          <Amount wei={state.proposalBondWei} />, here once it was verified on this machine, or with{" "}
          <code>commonweal market resolve</code>; the bond is lost if the proposal is wrong.
        </p>
      ) : null}
      {state.phase === "resolving" ? (
        <ResultMoves
          market={market}
          state={state}
          moves={moves.filter(({ act }) => act === "propose")}
          busy={transaction.busy}
          onMove={send}
        />
      ) : null}
      {proposals.length > 0 && !states ? <Waiting what="the proposals" problem={problem} /> : null}
      {states ? (
        <ul className="stack" aria-label="Proposals">
          {proposals.map((proposal, position) => {
            const proposalState = states[position];
            return proposalState ? (
              <OneProposal
                key={proposal.id}
                {...props}
                proposal={proposal}
                proposalState={proposalState}
                moves={moves.filter(({ proposalId }) => proposalId === proposal.id)}
                busy={transaction.busy}
                onMove={send}
              />
            ) : null;
          })}
        </ul>
      ) : null}
      <ProblemNotice problem={noMoves} />
      <TransactionNotice
        phase={transaction.phase}
        done="Recorded; the state above is the new one."
      />
    </section>
  );
}

function Found({ state, record }: Pick<ProposalsProps, "state" | "record">) {
  const { steps } = state;
  if (!steps) return null;
  const { acceptedId } = record;
  if (acceptedId !== undefined) {
    return (
      <p>
        {acceptedId === NO_PROPOSAL
          ? "The contract itself ran every step: nobody has to be believed."
          : `Proposal ${formatAddress(acceptedId)} stood its time and was accepted.`}{" "}
        {record.remainderWei === undefined ? null : (
          <>
            <Amount wei={record.remainderWei} /> were left of the pot and went back to the sponsor.
          </>
        )}
      </p>
    );
  }
  return (
    <p>
      The result takes {formatCount(steps.count)} steps.{" "}
      {steps.next > 0 ? `${formatCount(steps.next)} of them were run by the contract itself. ` : ""}
    </p>
  );
}

interface OneProposalProps extends ProposalsProps {
  readonly proposal: ProposalRecord;
  readonly proposalState: ProposalState;
  readonly moves: readonly ResultMove[];
  readonly busy: boolean;
  readonly onMove: (move: ResultMove) => void;
}

function OneProposal(props: OneProposalProps) {
  const { market, state, record, account, nowS, proposal } = props;
  const { id, proposer, result, challenges, refuted } = proposal;
  const blocks = [proposal.atBlock, ...challenges.map(({ atBlock }) => atBlock)];
  const { data: times } = useBlockTimes(blocks);
  const proposedS = times?.get(proposal.atBlock);
  const transaction = useTransaction();
  const [problem, setProblem] = useState<Problem>();
  const comparison = useComparison(props);
  const name = `Proposal ${formatAddress(id)}`;

  const act = async (functionName: string, ...rest: readonly unknown[]): Promise<void> => {
    setProblem(undefined);
    try {
      const argument = proposalArgument(proposal, record.firstHash ?? NO_PROPOSAL);
      await transaction.run({
        address: market.address,
        abi: marketAbi as Abi,
        functionName,
        args: [argument, ...rest],
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <li className="stack tight" aria-label={name}>
      <div className="row spread">
        <h3>{name}</h3>
        <Compared comparison={comparison} />
      </div>
      <p>
        Proposed by <AddressText address={proposer} you={account} />
        {proposedS === undefined ? null : (
          <>
            {" "}
            <When timeS={proposedS} nowS={nowS} />
          </>
        )}{" "}
        under a bond of <Amount wei={state.proposalBondWei} />: balances of{" "}
        <Amount wei={result.paidWei} /> together. <ProposalTime {...props} proposedS={proposedS} />
      </p>
      {challenges.length > 0 ? (
        <ol className="stack tight" aria-label={`Dispute of ${name}`}>
          {challenges.map((challenge) => (
            <ChallengeRow
              key={challenge.segment}
              {...props}
              challenge={challenge}
              proposedS={proposedS ?? 0}
              challengedS={times?.get(challenge.atBlock) ?? nowS}
              busy={transaction.busy}
              onAct={(functionName) => void act(functionName, BigInt(challenge.segment))}
            />
          ))}
          {refuted ? (
            <li>
              <strong>Refuted</strong> by <AddressText address={refuted.caller} you={account} />:{" "}
              {refuted.step >= BigInt(state.steps?.count ?? 0)
                ? "its proposer was silent, or the contract found another result."
                : `the contract recomputed step ${formatCount(refuted.step)} and it is wrong.`}{" "}
              Its bond is lost.
            </li>
          ) : null}
        </ol>
      ) : null}
      {challenges.length === 0 && refuted ? (
        <p>
          <strong>Refuted</strong>: the contract found another result. Its bond is lost.
        </p>
      ) : null}
      <ResultMoves {...props} />
      <EndOfProposal
        {...props}
        comparison={comparison}
        busy={transaction.busy}
        onAct={(functionName) => void act(functionName)}
      />
      <ProblemNotice problem={problem} />
      <TransactionNotice
        phase={transaction.phase}
        done="Recorded; the state above is the new one."
      />
    </li>
  );
}

type Comparison =
  | { readonly found: "unknown" | "equal" }
  | { readonly found: "different"; readonly firstWrong: ComparedProposal["firstWrong"] };

/** Whether the proposal is what the backend of this machine finds. */
function useComparison({ market, record, proposal }: OneProposalProps): Comparison {
  const { data: recomputed } = useRecomputed(market, record);
  const { data: compared } = useComparedProposals(market, recomputed !== undefined);
  if (!recomputed) return { found: "unknown" };
  // The backend compares every hash on the way, this page the result.
  const { isRight = true, firstWrong } = compared?.find(({ id }) => id === proposal.id) ?? {};
  const equal = isRight && sameResult(recomputed, proposal.result);
  return equal ? { found: "equal" } : { found: "different", firstWrong };
}

function Compared({ comparison }: { readonly comparison: Comparison }) {
  switch (comparison.found) {
    case "unknown":
      return <span className="chip">not verified here</span>;
    case "equal":
      return <span className="chip one">recomputed here: equal</span>;
    case "different": {
      const { firstWrong } = comparison;
      return (
        <span className="chip zero">
          recomputed here: different
          {firstWrong
            ? ` from ${firstWrong.step === undefined ? `segment ${formatCount(firstWrong.segment)}` : `step ${formatCount(firstWrong.step)}`} on`
            : ""}
        </span>
      );
    }
  }
}

interface EndOfProposalProps extends OneProposalProps {
  readonly comparison: Comparison;
  readonly busy: boolean;
  readonly onAct: (functionName: string) => void;
}

/** What anybody may do with the proposal as a whole, now or from when. */
function EndOfProposal(props: EndOfProposalProps) {
  const { market, state, record, account, nowS, proposal, proposalState } = props;
  const { comparison, busy, onAct } = props;
  const step = proposalStep(market, state, proposalState, nowS);
  if (!step) return null;
  const stood = nowS >= step.fromS;
  if (step.act === "resolve" && comparison.found === "different") {
    return (
      <p>
        <strong>This proposal is wrong</strong>, so this page does not offer to accept it
        {stood ? ", but it has stood its time." : <Recourse {...props} />}
      </p>
    );
  }
  if (!account) return null;
  const close = isShownWrong(proposal, state, record) ? "Refute this proposal" : "Return its bond";
  return (
    <div className="row">
      <Button
        look={step.act === "resolve" ? "primary" : "normal"}
        busy={busy}
        disabled={!step.due}
        onClick={() => onAct(step.act)}
      >
        {step.act === "resolve" ? "Accept this result" : close}
      </Button>
      {step.due ? null : (
        <span className="soft">
          {stood ? (
            "not while a challenged segment is hidden"
          ) : (
            <>
              possible <When timeS={step.fromS} nowS={nowS} />
            </>
          )}
        </span>
      )}
    </div>
  );
}

/** How a wrong proposal is brought down. */
function Recourse({ account, moves, proposal }: EndOfProposalProps) {
  const program = <code>commonweal market challenge</code>;
  if (moves.length > 0) return <>: do what is offered here, or let {program} do it.</>;
  if (proposal.challenges.length > 0) return <>. It is challenged; {program} goes on by itself.</>;
  if (account) return <>: challenge it with {program}.</>;
  return <>: connect a wallet to challenge it, or let {program} do it.</>;
}

interface ProposalTimeProps extends OneProposalProps {
  readonly proposedS: number | undefined;
}

function ProposalTime({ market, record, proposal, nowS, proposedS }: ProposalTimeProps) {
  if (proposal.refuted) return null;
  if (record.acceptedId === proposal.id) return <strong>Accepted.</strong>;
  if (proposal.bondReturned) return <>Its bond was returned.</>;
  if (proposedS === undefined) return null;
  const untilS = challengeUntilS(market, proposedS);
  return (
    <>
      It {nowS <= untilS ? "may be challenged until" : "could be challenged until"}{" "}
      <When timeS={untilS} nowS={nowS} />.
    </>
  );
}

interface ChallengeRowProps extends OneProposalProps {
  readonly challenge: Challenge;
  readonly proposedS: number;
  readonly challengedS: number;
  readonly busy: boolean;
  readonly onAct: (functionName: string) => void;
}

function ChallengeRow(props: ChallengeRowProps) {
  const { market, state, record, account, nowS, proposal, challenge } = props;
  const { proposedS, challengedS, busy, onAct } = props;
  const { segment, challenger, revealedAtBlock, end } = challenge;
  const shownWrong = isShownWrong(proposal, state, record);
  const standing = { proposedS, challengedS, shownWrong };
  const step = challengeStep(market, proposal, challenge, standing, nowS);
  return (
    <li>
      Segment {formatCount(segment)} was challenged by{" "}
      <AddressText address={challenger} you={account} /> <When timeS={challengedS} nowS={nowS} />
      {"; "}
      {revealedAtBlock ? (
        "its proposer revealed the hashes within"
      ) : step?.act === "closeSilent" && step.due ? (
        "its proposer did not reveal the hashes within in time, so anybody may refute the proposal, even a right one"
      ) : (
        <>
          its proposer has until <When timeS={challengedS + market.terms.moveS} nowS={nowS} /> to
          reveal the hashes within
        </>
      )}
      . {end === "failed" ? "The challenge failed: its bond went to the proposer." : null}
      {end === "returned" ? "The challenger got the bond back." : null}
      {step?.due && account ? (
        <Button size="small" busy={busy} onClick={() => onAct(step.act)}>
          {step.act === "closeSilent" ? "Refute the silent proposer" : "Close this challenge"}
        </Button>
      ) : null}
    </li>
  );
}
