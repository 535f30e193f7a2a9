import type { ReactNode } from "react";
import type { Address } from "viem";
import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { formatCount, formatDuration } from "../../lib/format";
import type { MarketRecord } from "../../lib/marketHistory";
import type { Market, MarketState } from "../../lib/markets";

interface TermsProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly account: Address | undefined;
}

/** What is to be won and lost in a market, and under which terms. */
export function Terms({ market, state, record, account }: TermsProps) {
  const { terms, sponsor } = market;
  return (
    <>
      <dl className="facts" aria-label="Terms">
        <Fact name="Bounty">
          <Amount wei={terms.bountyWei} />
        </Fact>
        <Fact name="Fees so far">
          <Amount wei={state.feesWei} />
        </Fact>
        <Fact name="Stake">
          <Amount wei={terms.stakeWei} />
        </Fact>
        <Fact name="Unit of a round">
          <Amount wei={record.unitWei ?? state.unitWei} />
        </Fact>
        <Fact name="Rounds">{formatCount(terms.rounds)}</Fact>
        <Fact name="Contributions">
          {formatCount(state.contributionCount)} of {formatCount(terms.capacity)}
        </Fact>
        <Fact name="Kind">{terms.isSealed ? "sealed" : "open"}</Fact>
        <Fact name="Sponsor">
          <AddressText address={sponsor} you={account} />
        </Fact>
      </dl>
      <p className="soft small">
        Each round every contribution still in it gains or loses at most the unit, by how much it
        changed the model’s errors on test rows that were committed to before anybody contributed.
        {terms.isSealed
          ? " Contributions are sealed: nobody sees yours before all are in."
          : " Contributions are public at once."}
      </p>
      <details>
        <summary>All terms, fixed for this market</summary>
        <dl className="facts">
          <Fact name="Contract">
            <AddressText address={market.address} />
          </Fact>
          <Fact name="Sponsor’s bond">
            <Amount wei={terms.sponsorBondWei} />
          </Fact>
          <Fact name="Proposer’s fee">
            <Amount wei={terms.proposerFeeWei} />
          </Fact>
          <Fact name="Bond of a proposal">
            <Amount wei={state.proposalBondWei} />
          </Fact>
          <Fact name="Bond of a challenge">
            <Amount wei={state.challengeBondWei} />
          </Fact>
          <Fact name="Highest fee">
            <Amount wei={terms.mostFeeWei} />
          </Fact>
          <Fact name="Test rows">
            {formatCount(terms.partCount)} parts of {formatCount(terms.rowsPerPart)}
          </Fact>
          <Fact name="Drawn part">
            {state.drawnPart === undefined ? "not drawn yet" : formatCount(state.drawnPart)}
          </Fact>
          <Fact name="Parts revealed">
            {formatCount(state.partsRevealed)} of {formatCount(terms.partCount)}
          </Fact>
          <Fact name="Ends early with">{formatCount(terms.leastContributions)} contributions</Fact>
          <Fact name="Time for a move">{formatDuration(terms.moveS)}</Fact>
          <Fact name="Time to challenge">{formatDuration(terms.windowS)}</Fact>
          <Fact name="Time to resolve">{formatDuration(terms.resolveS)}</Fact>
          <Fact name="Time to claim">{formatDuration(terms.claimS)}</Fact>
          <Fact name="Burnt so far">
            <Amount wei={record.burntWei} />
          </Fact>
        </dl>
      </details>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
