import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { formatCount } from "../../lib/format";
import type { ResultMove } from "../../lib/marketMoves";
import type { Market, MarketState } from "../../lib/markets";

interface ResultMovesProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly moves: readonly ResultMove[];
  readonly busy: boolean;
  readonly onMove: (move: ResultMove) => void;
}

/** What the account can send about the result, each with what it puts at stake. */
export function ResultMoves(props: ResultMovesProps) {
  const { moves, busy, onMove } = props;
  return moves.map((move) => (
    <div key={`${move.act} ${move.segment ?? ""}`} className="stack tight">
      <p>
        <Stakes {...props} move={move} />
      </p>
      <div>
        <Button look="primary" busy={busy} onClick={() => onMove(move)}>
          {label(move)}
        </Button>
      </div>
    </div>
  ));
}

function label({ act, segment = 0, step = 0 }: ResultMove): string {
  switch (act) {
    case "propose":
      return "Propose the recomputed result";
    case "challenge":
      return `Challenge segment ${formatCount(segment)}`;
    case "revealSegment":
      return `Reveal segment ${formatCount(segment)}`;
    case "refute":
      return `Name step ${formatCount(step)} as wrong`;
  }
}

function Stakes({
  market: { terms },
  state: { proposalBondWei, challengeBondWei },
  move: { act },
}: ResultMovesProps & { readonly move: ResultMove }) {
  const halfWei = proposalBondWei / 2n;
  switch (act) {
    case "propose":
      return (
        <>
          You can propose the result that this machine found, under a bond of{" "}
          <Amount wei={proposalBondWei} />. If it is accepted, the bond comes back with a fee of{" "}
          <Amount wei={terms.proposerFeeWei} />. Whoever proposes must answer each challenge in
          time, here or with <code>commonweal market resolve</code>; who is silent loses the bond,
          even of a right result.
        </>
      );
    case "challenge":
      return (
        <>
          You can challenge the segment in which it goes wrong, under a bond of{" "}
          <Amount wei={challengeBondWei} />, which comes back once the proposal is refuted. Its
          proposer must then reveal the hashes within, so that the wrong step can be named.
        </>
      );
    case "revealSegment":
      return (
        <>
          <strong>It is your turn.</strong> Your proposal was challenged: reveal the hashes within
          the segment, or lose the bond.
        </>
      );
    case "refute":
      return (
        <>
          The contract recomputes the step that you name, finds another hash, and the proposal’s
          bond is lost: half of it is burnt, most of the other half,{" "}
          <Amount wei={halfWei - halfWei / 8n} />, is yours.
        </>
      );
  }
}
