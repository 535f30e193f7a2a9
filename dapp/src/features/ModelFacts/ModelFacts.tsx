import { AddressText } from "../../components/AddressText";
import { Amount } from "../../components/Amount";
import { formatCount, formatDuration } from "../../lib/format";
import type { Trainer, TrainerStatus } from "../../lib/trainers";

interface ModelFactsProps {
  readonly trainer: Trainer;
  readonly status: TrainerStatus | undefined;
}

/** A model's rules in plain words, and what it is made of. */
export function ModelFacts({ trainer, status }: ModelFactsProps) {
  const { shape, metadata } = trainer;
  return (
    <section className="card" aria-label="Rules">
      <h2>Rules, fixed for good</h2>
      {trainer.incentive === "stake" ? <StakeFacts trainer={trainer} status={status} /> : null}
      {trainer.incentive === "points" ? (
        <p>
          No money: {formatDuration(trainer.rules.validateWaitS)} after a contribution others may
          validate it. Its contributor earns a point for each sample the model then agrees with, the
          validator one point whatever the result.
        </p>
      ) : null}
      {trainer.incentive === "market" ? (
        <p>
          This model learns by markets only. A sponsor pays for data that improves the model on a
          test set which is committed to before anybody contributes; each contribution stakes, and
          is paid by how much it improved the model. Anybody can recompute the result, and dispute a
          wrong one. The least bounty of a market is <Amount wei={trainer.rules.leastBountyWei} />.
        </p>
      ) : null}
      <details>
        <summary>Technical details</summary>
        <dl className="facts">
          <Fact name="Contract">
            <AddressText address={trainer.address} />
          </Fact>
          <Fact name="Deployed by">
            <AddressText address={trainer.deployer} />
          </Fact>
          <Fact name="In block">{formatCount(trainer.deployedAtBlock)}</Fact>
          <Fact name="Model">
            {trainer.model === "sparse" ? "sparse perceptron" : "dense perceptron"}
          </Fact>
          <Fact name="Features">{formatCount(shape.featureCount)}</Fact>
          <Fact name="Weights">{shape.laneBits} bits each</Fact>
          <Fact name="Data licence">{metadata.dataLicence}</Fact>
          <Fact name="Encoder">
            <span className="mono" title={metadata.encoderHash}>
              {metadata.encoderHash.slice(0, 10)}…
            </span>
          </Fact>
        </dl>
      </details>
    </section>
  );
}

function StakeFacts({
  trainer,
  status,
}: {
  readonly trainer: Extract<Trainer, { incentive: "stake" }>;
  readonly status: TrainerStatus | undefined;
}) {
  const { rules } = trainer;
  return (
    <>
      <ol className="stack tight">
        <li>
          <strong>Refund.</strong> From {formatDuration(rules.refundWaitS)} after your contribution
          you choose when to settle it. Samples the model then agrees with return their deposit and
          earn a share each; the others forfeit theirs.
        </li>
        <li>
          <strong>Take.</strong> From {formatDuration(rules.takeWaitS)} on anybody may settle it. If
          the model disagrees then, that is a first verdict only: a second one at least{" "}
          {formatDuration(rules.verdictGapS)} later has to find the same, and you may settle in
          between.
        </li>
        <li>
          <strong>Reward.</strong> What bad data forfeits goes to those who hold shares. If a
          stranger settled it, a sixteenth is theirs.
        </li>
      </ol>
      <dl className="facts">
        <Fact name="Lowest stake a sample">
          <Amount wei={rules.floorPriceWei} />
        </Fact>
        {status?.stake ? (
          <>
            <Fact name="Stake a sample now">
              <Amount wei={status.stake.priceWei} />
            </Fact>
            <Fact name="Open deposits">
              <Amount wei={status.stake.depositsWei} />
            </Fact>
            <Fact name="Shares held by all">{formatCount(status.stake.totalShares)}</Fact>
          </>
        ) : null}
        <Fact name="Cap on all deposits">
          <Amount wei={rules.depositCapWei} />
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
