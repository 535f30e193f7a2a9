import { useId, useState, type ChangeEvent } from "react";
import { Notice, ProblemNotice } from "./components/Notice";
import { Screen } from "./components/Screen";
import { Waiting } from "./components/Waiting";
import { Contribute } from "./features/Contribute/Contribute";
import { Fund } from "./features/Fund/Fund";
import { SampleInput } from "./features/Input/SampleInput";
import { ContributeToMarket, Markets } from "./features/Market/Market";
import { ModelFacts } from "./features/ModelFacts/ModelFacts";
import { Predict } from "./features/Predict/Predict";
import { useStatus, useTrainers } from "./hooks/chain";
import { useDraft } from "./hooks/drafts";
import { useEncoder } from "./hooks/encoder";
import { useReading } from "./hooks/reading";
import { formatCount, plural } from "./lib/format";
import { problemOf, type Problem } from "./lib/problem";
import { routeHref } from "./lib/route";
import type { Trainer } from "./lib/trainers";

/** One model: try it, teach it, and what its rules are. */
export function ModelScreen({ index }: { readonly index: number }) {
  const { data: trainers, problem } = useTrainers();
  const trainer = trainers?.[index];
  if (trainer) return <OneModel key={trainer.address} trainer={trainer} />;
  return (
    <Screen title="Model">
      {trainers ? (
        <Notice tone="warning">
          <span>
            There is no model {formatCount(index)}: the registry has{" "}
            {plural(trainers.length, "model")}. Choose one under{" "}
            <a href={routeHref({ screen: "models" })}>Models</a>.
          </span>
        </Notice>
      ) : (
        <Waiting what="the model" problem={problem} />
      )}
    </Screen>
  );
}

function OneModel({ trainer }: { readonly trainer: Trainer }) {
  const { metadata } = trainer;
  const { data: status } = useStatus(trainer);
  return (
    <Screen title={metadata.name} lead={metadata.description}>
      <Workbench trainer={trainer} />
      {trainer.incentive === "market" ? <Markets trainer={trainer} /> : null}
      <div className="workbench">
        <ModelFacts trainer={trainer} status={status} />
        {trainer.incentive === "stake" ? <Fund trainer={trainer} /> : null}
      </div>
    </Screen>
  );
}

function Workbench({ trainer }: { readonly trainer: Trainer }) {
  const { data: encoder, problem, open } = useEncoder(trainer);
  const { data: status, problem: noStatus } = useStatus(trainer);
  const [draft] = useDraft(trainer);
  const { reading, current } = useReading(trainer, encoder, draft);
  if (!encoder) {
    return problem ? (
      <OpenEncoder problem={problem} onOpen={open} />
    ) : (
      <section className="card">
        <Waiting what="the model’s encoder" />
      </section>
    );
  }
  return (
    <div className="workbench">
      <div className="stack">
        <SampleInput trainer={trainer} encoder={encoder} reading={reading} />
        <Predict trainer={trainer} reading={reading} />
      </div>
      {trainer.incentive === "market" ? (
        <ContributeToMarket trainer={trainer} reading={reading} current={current} />
      ) : status ? (
        <Contribute
          trainer={trainer}
          encoder={encoder}
          status={status}
          reading={reading}
          current={current}
        />
      ) : (
        <section className="card">
          <Waiting what="the model’s state" problem={noStatus} />
        </section>
      )}
    </div>
  );
}

interface OpenEncoderProps {
  readonly problem: Problem;
  readonly onOpen: (file: File) => Promise<void>;
}

/** Without the backend the encoder may come from a file; its hash decides. */
function OpenEncoder({ problem, onOpen }: OpenEncoderProps) {
  const id = useId();
  const [wrong, setWrong] = useState<Problem>();
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    if (!file) return;
    try {
      await onOpen(file);
    } catch (error) {
      setWrong(problemOf(error));
    }
  };
  return (
    <section className="card" aria-label="Encoder">
      <ProblemNotice problem={wrong ?? problem} />
      <div className="field">
        <label htmlFor={id}>Open the encoder’s file</label>
        <input id={id} type="file" accept=".json,application/json" onChange={(e) => void take(e)} />
        <span className="hint">Its hash is compared with the one on the chain.</span>
      </div>
    </section>
  );
}
