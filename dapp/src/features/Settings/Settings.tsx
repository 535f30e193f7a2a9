import { useState, type FormEvent } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { ProblemNotice } from "../../components/Notice";
import { useTheme } from "../../hooks/useTheme";
import { clientOf } from "../../lib/chain";
import {
  DEFAULT_ENCODERS,
  parseConfig,
  type ConfigSource,
  type PageConfig,
} from "../../lib/config";
import { problemOf, type Problem } from "../../lib/problem";
import { THEMES, type Theme } from "../../lib/theme";
import { identifyChain } from "../../lib/trainers";

interface SettingsProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly config: PageConfig | undefined;
  readonly source: ConfigSource | undefined;
  readonly configure: (config: PageConfig | undefined) => Promise<void>;
}

const SOURCES: Readonly<Record<ConfigSource, string>> = {
  settings: "set by hand",
  backend: "served by the backend",
  file: "from config.json beside the page",
  remembered: "the last one that was served",
};

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
};

export function SettingsDialog(props: SettingsProps) {
  return (
    <Dialog title="Settings" open={props.open} onClose={props.onClose}>
      <ThemeChoice />
      <ChainForm {...props} />
    </Dialog>
  );
}

function ThemeChoice() {
  const [theme, choose] = useTheme();
  return (
    <fieldset className="stack tight">
      <legend className="legend">Colours</legend>
      <div className="choices">
        {THEMES.map((name) => (
          <label key={name} className="choice">
            <input
              type="radio"
              name="theme"
              checked={theme === name}
              onChange={() => choose(name)}
            />
            {THEME_NAMES[name]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function ChainForm({ config, source, configure, onClose }: SettingsProps) {
  const [rpcUrl, setRpcUrl] = useState(config?.rpcUrl ?? "http://127.0.0.1:8545");
  const [registry, setRegistry] = useState<string>(config?.registry ?? "");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await configure(await checked(rpcUrl.trim(), registry.trim(), config));
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <h3>Chain</h3>
      {source ? <p className="soft small">Now: {SOURCES[source]}.</p> : null}
      <Field
        label="Address of the chain’s node (RPC)"
        type="url"
        value={rpcUrl}
        spellCheck={false}
        onChange={(event) => setRpcUrl(event.target.value)}
      />
      <Field
        label="Address of the registry"
        value={registry}
        placeholder="0x…"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setRegistry(event.target.value)}
      />
      <ProblemNotice problem={problem} />
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          Save
        </Button>
        {source === "settings" ? (
          <Button
            onClick={() => {
              void configure(undefined);
              onClose();
            }}
          >
            Use what is served
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** Settings are kept only once the node has answered and has the registry. */
async function checked(
  rpcUrl: string,
  registry: string,
  before: PageConfig | undefined,
): Promise<PageConfig> {
  const encoders = before?.encoders ?? DEFAULT_ENCODERS;
  const draft = parseConfig({ chainId: 1, rpcUrl, registry, encoders });
  const chainId = await clientOf(draft).getChainId();
  const config = { ...draft, chainId };
  await identifyChain(clientOf(config), chainId, config.registry);
  return config;
}
