import { Amount } from "../../components/Amount";
import { Notice } from "../../components/Notice";
import { Waiting } from "../../components/Waiting";
import { useStatus, useTrainers } from "../../hooks/chain";
import { formatCount } from "../../lib/format";
import { routeHref } from "../../lib/route";
import type { Trainer } from "../../lib/trainers";

/** Every model of the registry. */
export function ModelList() {
  const { data: trainers, problem } = useTrainers();
  if (!trainers) return <Waiting what="the models" problem={problem} />;
  if (trainers.length === 0) {
    return (
      <Notice tone="info">
        The registry has no models yet. Deploy one with the command <code>commonweal deploy</code>.
      </Notice>
    );
  }
  return (
    <ul className="cards" aria-label="Models">
      {trainers.map((trainer) => (
        <ModelCard key={trainer.address} trainer={trainer} />
      ))}
    </ul>
  );
}

const INCENTIVES = { stake: "Stake", points: "Points", market: "Market" } as const;

function ModelCard({ trainer }: { readonly trainer: Trainer }) {
  const { metadata, index, incentive, model, shape } = trainer;
  const { data: status, problem } = useStatus(trainer);
  return (
    <li className="card link">
      <div className="stack tight">
        <h2>
          <a href={routeHref({ screen: "model", index })}>{metadata.name}</a>
        </h2>
        <p className="soft">{metadata.description}</p>
      </div>
      <div className="chips">
        <span className="chip zero">{metadata.labelNames[0]}</span>
        <span className="chip one">{metadata.labelNames[1]}</span>
        <span className="chip accent">{INCENTIVES[incentive]}</span>
        <span className="chip">
          {model === "sparse"
            ? `${formatCount(shape.featureCount)} words`
            : `${formatCount(shape.featureCount)} columns`}
        </span>
        <span className="chip">{metadata.dataLicence}</span>
        {status?.uploadOpen ? <span className="chip warn">Being set up</span> : null}
      </div>
      {status ? (
        <dl className="facts">
          <div>
            <dt>Contributions</dt>
            <dd>{formatCount(status.contributionCount)}</dd>
          </div>
          <div>
            <dt>Samples</dt>
            <dd>{formatCount(status.sampleCount)}</dd>
          </div>
          {status.stake ? (
            <div>
              <dt>Stake for a sample</dt>
              <dd>
                <Amount wei={status.stake.priceWei} />
              </dd>
            </div>
          ) : (
            <div>
              <dt>Cost</dt>
              <dd>{incentive === "market" ? "as its market says" : "network fee only"}</dd>
            </div>
          )}
        </dl>
      ) : (
        <Waiting what={`model ${metadata.name}`} problem={problem} />
      )}
    </li>
  );
}
