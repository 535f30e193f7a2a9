import { useCallback, useState } from "react";
import { AddressText } from "./components/AddressText";
import { Button } from "./components/Button";
import { ProblemNotice } from "./components/Notice";
import { Screen } from "./components/Screen";
import { Clock } from "./features/Clock/Clock";
import { Credits } from "./features/Credits/Credits";
import { Due } from "./features/Due/Due";
import { OwnMarkets } from "./features/Market/OwnMarkets";
import { Mine } from "./features/Mine/Mine";
import { ModelList } from "./features/Models/ModelList";
import { Rewards } from "./features/Rewards/Rewards";
import { SettingsDialog } from "./features/Settings/Settings";
import { OtherChainNotice, WalletButton, WalletDialog } from "./features/Wallet/Wallet";
import { DraftsProvider } from "./hooks/drafts";
import { PageProvider, usePage, usePageConfig } from "./hooks/page";
import { useRoute } from "./hooks/useRoute";
import { WalletProvider } from "./hooks/wallet";
import { WalletDialogContext } from "./hooks/walletDialog";
import { formatCount } from "./lib/format";
import type { Problem } from "./lib/problem";
import { routeHref, type Route } from "./lib/route";
import { ModelScreen } from "./ModelScreen";

const PLACES: readonly [route: Route, name: string][] = [
  [{ screen: "models" }, "Models"],
  [{ screen: "mine" }, "My contributions"],
  [{ screen: "due" }, "Due"],
  [{ screen: "rewards" }, "Points and badges"],
];

/** Made once, so that nothing above is a reason to render it. */
const INSIDE = (
  <DraftsProvider>
    <Frame />
  </DraftsProvider>
);

export function App() {
  const { found, problem, configure } = usePageConfig();
  if (!found) return <Unconfigured problem={problem} configure={configure} />;
  return (
    <PageProvider config={found.config} source={found.source} configure={configure}>
      <WalletProvider chainId={found.config.chainId} rpcUrl={found.config.rpcUrl}>
        {INSIDE}
      </WalletProvider>
    </PageProvider>
  );
}

interface UnconfiguredProps {
  readonly problem: Problem | undefined;
  readonly configure: React.ComponentProps<typeof SettingsDialog>["configure"];
}

/** Neither backend nor file nor memory says which chain to use. */
function Unconfigured({ problem, configure }: UnconfiguredProps) {
  const [settings, setSettings] = useState(false);
  return (
    <div className="frame">
      <Unaudited />
      <header className="top">
        <div className="inner">
          <Brand />
        </div>
      </header>
      <main className="main inner" id="main">
        {problem ? (
          <Screen title="Not connected">
            <ProblemNotice problem={problem} />
            <div>
              <Button look="primary" onClick={() => setSettings(true)}>
                Settings
              </Button>
            </div>
          </Screen>
        ) : null}
      </main>
      <SettingsDialog
        open={settings}
        onClose={() => setSettings(false)}
        config={undefined}
        source={undefined}
        configure={configure}
      />
    </div>
  );
}

function Frame() {
  const route = useRoute();
  const { config, source, configure, problem } = usePage();
  const [settings, setSettings] = useState(false);
  const [wallets, setWallets] = useState(false);
  const openWallets = useCallback(() => setWallets(true), []);
  return (
    <WalletDialogContext value={openWallets}>
      <div className="frame">
        <a className="skip" href="#main" onClick={skipToMain}>
          Skip to content
        </a>
        <Unaudited />
        <header className="top">
          <div className="inner">
            <Brand />
            <nav className="nav" aria-label="Main">
              <ul>
                {PLACES.map(([place, name]) => (
                  <li key={name}>
                    <a
                      href={routeHref(place)}
                      aria-current={isAt(route, place) ? "page" : undefined}
                      ref={isAt(route, place) ? keepInSight : undefined}
                    >
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <div className="tools">
              <Button
                look="plain"
                size="icon"
                aria-label="Settings"
                onClick={() => setSettings(true)}
              >
                <SlidersIcon />
              </Button>
              <WalletButton onOpen={openWallets} />
            </div>
          </div>
        </header>
        <main className="main inner stack" id="main" tabIndex={-1}>
          <ProblemNotice problem={problem} />
          <OtherChainNotice />
          <CurrentScreen route={route} />
        </main>
        <Footer />
        <SettingsDialog
          open={settings}
          onClose={() => setSettings(false)}
          config={config}
          source={source}
          configure={configure}
        />
        <WalletDialog open={wallets} onClose={() => setWallets(false)} />
      </div>
    </WalletDialogContext>
  );
}

/** On a narrow screen the places scroll sideways; the current one is kept in sight. */
function keepInSight(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView?.({ inline: "nearest", block: "nearest" });
}

function isAt(route: Route, place: Route): boolean {
  return route.screen === place.screen || (route.screen === "model" && place.screen === "models");
}

/** The address after `#` names the screen, so this link must not change it. */
function skipToMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function CurrentScreen({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case "models":
      return (
        <Screen
          title="Models"
          lead="Models that people train together. Asking them is free; teaching them takes a deposit that returns if the data is good, or earns points."
        >
          <ModelList />
        </Screen>
      );
    case "model":
      return <ModelScreen index={route.index} />;
    case "mine":
      return (
        <Screen
          title="My contributions"
          lead="What you contributed, what is due when, and what you can withdraw."
        >
          <OwnMarkets />
          <Credits />
          <Mine />
        </Screen>
      );
    case "due":
      return (
        <Screen title="Due" lead="Contributions of others that anybody may settle or validate now.">
          <Due />
        </Screen>
      );
    case "rewards":
      return (
        <Screen
          title="Points and badges"
          lead="Earned with models that work without money. Badges stay with you and cannot be sold."
        >
          <Rewards />
        </Screen>
      );
  }
}

function Brand() {
  return (
    <a className="brand" href={routeHref({ screen: "models" })}>
      <img src="./icon.svg" alt="" />
      Commonweal
    </a>
  );
}

function SlidersIcon() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M2 6h9m5 0h2M2 14h2m5 0h9"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <circle cx="13.5" cy="6" r="2.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <circle cx="6.5" cy="14" r="2.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </svg>
  );
}

function Unaudited() {
  return (
    <aside className="unaudited" aria-label="Warning">
      <div className="inner">
        <strong>Unaudited.</strong> Nobody outside the project has reviewed these contracts: use
        test money only.
      </div>
    </aside>
  );
}

function Footer() {
  const { config, head, client } = usePage();
  return (
    <footer className="bottom">
      <div className="inner">
        <span>
          {client.chain?.name} {config.chainId}
        </span>
        {head ? <span>Block {formatCount(head.number)}</span> : null}
        <span>
          Registry <AddressText address={config.registry} />
        </span>
        <Clock />
      </div>
    </footer>
  );
}
