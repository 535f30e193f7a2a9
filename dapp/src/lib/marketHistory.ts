import { parseEventLogs, type Address, type Hex, type Log, type PublicClient } from "viem";
import { marketEventsAbi } from "./abi";
import { readFurtherLogs, type ReadThrough } from "./logs";
import type { Market, MarketResult } from "./markets";

/** A contribution to a market and all that the chain's log says of it. */
export interface MarketContribution {
  readonly index: number;
  readonly contributor: Address;
  readonly valueWei: bigint;
  /** What a sealed one was committed to. */
  readonly commitment: Hex | undefined;
  /** Undefined while it is sealed. */
  readonly samples: Hex | undefined;
  /** Hash of the block. */
  readonly atBlock: Hex;
  readonly paidWei: bigint | undefined;
}

/** One challenged segment of a proposal. */
export interface Challenge {
  readonly segment: number;
  readonly challenger: Address;
  readonly atBlock: Hex;
  /** Hash of the block in which its hashes were revealed. */
  readonly revealedAtBlock: Hex | undefined;
  readonly end: "failed" | "returned" | undefined;
}

/** A proposed result and what became of it. */
export interface ProposalRecord {
  readonly id: Hex;
  readonly proposer: Address;
  readonly result: MarketResult;
  readonly cuts: readonly Hex[];
  readonly atBlock: Hex;
  readonly challenges: readonly Challenge[];
  readonly refuted: { readonly caller: Address; readonly step: bigint } | undefined;
  readonly bondReturned: boolean;
}

/** A moment of the market's life, by the phase that it ended or the end that it was. */
export interface Moment {
  readonly kind:
    | "drawn"
    | "drawnPartRevealed"
    | "participationEnded"
    | "revealEnded"
    | "resultOpened"
    | "resolved"
    | "voided"
    | "cancelled"
    | "defaulted"
    | "expired"
    | "claimsClosed";
  readonly atBlock: Hex;
}

/** What a market's log says. */
export interface MarketRecord {
  readonly contributions: readonly MarketContribution[];
  readonly parts: readonly { readonly part: number; readonly rows: Hex }[];
  readonly proposals: readonly ProposalRecord[];
  readonly moments: readonly Moment[];
  /** Most that a round moved. */
  readonly unitWei: bigint | undefined;
  readonly firstHash: Hex | undefined;
  /** 0 after a direct run. */
  readonly acceptedId: Hex | undefined;
  readonly remainderWei: bigint | undefined;
  /** What each revealed contribution gets because the sponsor defaulted. */
  readonly compensationWei: bigint | undefined;
  readonly burntWei: bigint;
}

export interface MarketHistory extends ReadThrough {
  readonly record: MarketRecord;
}

const EMPTY: MarketRecord = {
  contributions: [],
  parts: [],
  proposals: [],
  moments: [],
  unitWei: undefined,
  firstHash: undefined,
  acceptedId: undefined,
  remainderWei: undefined,
  compensationWei: undefined,
  burntWei: 0n,
};

/** Read a market's log on from where `previous` ended. */
export async function readMarketHistory(
  client: PublicClient,
  market: Pick<Market, "address" | "openedAtBlock">,
  previous: MarketHistory | undefined,
): Promise<MarketHistory> {
  const further = await readFurtherLogs(client, market.address, market.openedAtBlock, previous);
  if (!further) return previous!;
  const base = (further.follows && previous?.record) || EMPTY;
  return {
    record: applyMarketLogs(base, further.logs),
    throughBlock: further.throughBlock,
    throughHash: further.throughHash,
  };
}

const eventsOf = (logs: readonly Log[]) =>
  parseEventLogs({ abi: marketEventsAbi, logs: [...logs], strict: true });

type MarketEvent = ReturnType<typeof eventsOf>[number];

/** The record after more of a market's logs; `record` stays as it is. */
export function applyMarketLogs(record: MarketRecord, logs: readonly Log[]): MarketRecord {
  return eventsOf(logs).reduce(applyEvent, record);
}

function applyEvent(record: MarketRecord, event: MarketEvent): MarketRecord {
  const atBlock = event.blockHash ?? "0x";
  const moment = (kind: Moment["kind"]): Pick<MarketRecord, "moments"> => ({
    moments: [...record.moments, { kind, atBlock }],
  });
  const contributed = (found: Omit<MarketContribution, "atBlock" | "paidWei">): MarketRecord => ({
    ...record,
    contributions: [...record.contributions, { ...found, atBlock, paidWei: undefined }],
  });
  switch (event.eventName) {
    case "Contributed": {
      const { index, contributor, depositWei, samples } = event.args;
      return contributed({
        index: Number(index),
        contributor,
        valueWei: depositWei,
        commitment: undefined,
        samples,
      });
    }
    case "Committed": {
      const { index, contributor, valueWei, commitment } = event.args;
      return contributed({
        index: Number(index),
        contributor,
        valueWei,
        commitment,
        samples: undefined,
      });
    }
    case "ContributionRevealed":
      return changed(record, event.args.index, { samples: event.args.samples });
    case "Claimed":
      return changed(record, event.args.index, { paidWei: event.args.amountWei });
    case "PartDrawn":
      return { ...record, ...moment("drawn") };
    case "PartRevealed": {
      const { part, rows } = event.args;
      const parts = [...record.parts, { part: Number(part), rows }];
      return {
        ...record,
        parts,
        ...(record.parts.length === 0 ? moment("drawnPartRevealed") : {}),
      };
    }
    case "ParticipationEnded":
      return { ...record, ...moment("participationEnded") };
    case "RevealEnded":
      return { ...record, ...moment("revealEnded") };
    case "ResultOpened": {
      const { unitWei, firstHash } = event.args;
      return { ...record, ...moment("resultOpened"), unitWei, firstHash };
    }
    case "MarketResolved": {
      const { id, remainderWei } = event.args;
      return { ...record, ...moment("resolved"), acceptedId: id, remainderWei };
    }
    case "MarketVoided":
      return { ...record, ...moment("voided") };
    case "MarketCancelled":
      return { ...record, ...moment("cancelled") };
    case "SponsorDefaulted": {
      const { compensationWei } = event.args;
      return { ...record, ...moment("defaulted"), compensationWei };
    }
    case "MarketExpired":
      return { ...record, ...moment("expired") };
    case "ClaimsClosed":
      return { ...record, ...moment("claimsClosed") };
    case "Burnt":
      return { ...record, burntWei: record.burntWei + event.args.amountWei };
    default:
      return { ...record, proposals: proposalsAfter(record.proposals, event, atBlock) };
  }
}

function changed(
  record: MarketRecord,
  index: bigint,
  part: Partial<MarketContribution>,
): MarketRecord {
  return {
    ...record,
    contributions: record.contributions.map((contribution) =>
      contribution.index === Number(index) ? { ...contribution, ...part } : contribution,
    ),
  };
}

function proposalsAfter(
  proposals: readonly ProposalRecord[],
  event: MarketEvent,
  atBlock: Hex,
): readonly ProposalRecord[] {
  const change = (
    id: Hex,
    next: (proposal: ProposalRecord) => Partial<ProposalRecord>,
  ): readonly ProposalRecord[] =>
    proposals.map((proposal) =>
      proposal.id === id ? { ...proposal, ...next(proposal) } : proposal,
    );
  const challenged = (id: Hex, segment: bigint, part: Partial<Challenge>) =>
    change(id, ({ challenges }) => ({
      challenges: challenges.map((challenge) =>
        challenge.segment === Number(segment) ? { ...challenge, ...part } : challenge,
      ),
    }));
  switch (event.eventName) {
    case "ResultProposed": {
      const { id, proposer, result, cuts } = event.args;
      const fresh = { challenges: [], refuted: undefined, bondReturned: false };
      return [...proposals, { id, proposer, result, cuts, atBlock, ...fresh }];
    }
    case "SegmentChallenged": {
      const { id, segment, challenger } = event.args;
      const challenge: Challenge = {
        segment: Number(segment),
        challenger,
        atBlock,
        revealedAtBlock: undefined,
        end: undefined,
      };
      return change(id, ({ challenges }) => ({ challenges: [...challenges, challenge] }));
    }
    case "SegmentRevealed":
      return challenged(event.args.id, event.args.segment, { revealedAtBlock: atBlock });
    case "ChallengeFailed":
      return challenged(event.args.id, event.args.segment, { end: "failed" });
    case "ChallengeReturned":
      return challenged(event.args.id, event.args.segment, { end: "returned" });
    case "ProposalRefuted": {
      const { id, caller, step } = event.args;
      return change(id, () => ({ refuted: { caller, step } }));
    }
    case "BondReturned":
      return change(event.args.id, () => ({ bondReturned: true }));
    default:
      return proposals;
  }
}
