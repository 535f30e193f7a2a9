import type { Address } from "viem";
import { ConnectFirst } from "../../components/ConnectFirst";
import { Notice } from "../../components/Notice";
import { Waiting } from "../../components/Waiting";
import { useBadges, useMilestones } from "../../hooks/badges";
import { useStandings, useTrainers, type StandingOf } from "../../hooks/chain";
import { useWallet } from "../../hooks/wallet";
import { useOpenWallets } from "../../hooks/walletDialog";
import { formatCount, plural } from "../../lib/format";
import { routeHref } from "../../lib/route";

const NO_TRAINERS: readonly never[] = [];

/** Points and badges of the account, model by model. */
export function Rewards() {
  const { account } = useWallet();
  const openWallets = useOpenWallets();
  const { data: trainers, problem } = useTrainers();
  const { data: standings, problem: unread } = useStandings(trainers ?? NO_TRAINERS, account);
  if (!account) {
    return (
      <ConnectFirst onConnect={openWallets}>
        Connect a wallet to see the points and badges it has earned.
      </ConnectFirst>
    );
  }
  if (!standings) return <Waiting what="your points" problem={problem ?? unread} />;
  const underPoints = standings.filter(({ trainer }) => trainer.incentive === "points");
  if (underPoints.length === 0) {
    return <Notice tone="info">No model of this registry works with points.</Notice>;
  }
  return (
    <ul className="list" aria-label="Points">
      {underPoints.map((standing) => (
        <PointsCard key={standing.trainer.address} {...standing} account={account} />
      ))}
    </ul>
  );
}

function PointsCard({ trainer, standing, account }: StandingOf & { readonly account: Address }) {
  const total = standing.asContributor + standing.asValidator;
  const { data: milestones } = useMilestones();
  const next = milestones?.find((milestone) => milestone > total);
  return (
    <li className="card" aria-label={`Points with ${trainer.metadata.name}`}>
      <div className="row spread">
        <h2>
          <a href={routeHref({ screen: "model", index: trainer.index })}>{trainer.metadata.name}</a>
        </h2>
        <strong>{plural(total, "point")}</strong>
      </div>
      <dl className="facts">
        <div>
          <dt>As contributor</dt>
          <dd>{formatCount(standing.asContributor)}</dd>
        </div>
        <div>
          <dt>As validator</dt>
          <dd>{formatCount(standing.asValidator)}</dd>
        </div>
        {next === undefined ? null : (
          <div>
            <dt>Next badge at</dt>
            <dd>{plural(next, "point")}</dd>
          </div>
        )}
      </dl>
      {next === undefined ? null : (
        <progress
          value={Number(total)}
          max={Number(next)}
          aria-label={`${formatCount(total)} of ${plural(next, "point")} for the next badge`}
        />
      )}
      <BadgeList trainer={trainer.index} account={account} points={total} />
    </li>
  );
}

interface BadgeListProps {
  readonly trainer: number;
  readonly account: Address;
  readonly points: bigint;
}

function BadgeList({ trainer, account, points }: BadgeListProps) {
  const { data: badges, problem } = useBadges(trainer, account, points);
  if (problem) return <Notice tone="warning">{problem.sentence}</Notice>;
  if (!badges) return null;
  if (badges.length === 0) return <p className="soft">No badge yet.</p>;
  return (
    <ul className="badges" aria-label="Badges">
      {badges.map(({ tokenId, name, image, description }) => (
        <li key={String(tokenId)}>
          <figure title={description}>
            <img src={image} alt="" />
            <figcaption>{name}</figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
