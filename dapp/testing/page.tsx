import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { App } from "../src/App";
import { createQueryClient } from "../src/lib/queries";
import { hashOf, TABLE_MANIFEST, TEXT_MANIFEST, type World } from "./world";

/** Long enough for a node that mines and a page that polls. */
export const SOON = { timeout: 10_000 };

/** Open the whole page at a place, on the tests' chain; the encoders are in the browser's store. */
export function openPage(world: Pick<World, "config">, place: string): UserEvent {
  localStorage.clear();
  sessionStorage.clear();
  localStorage.setItem("commonweal.settings", JSON.stringify(world.config));
  for (const manifest of [TEXT_MANIFEST, TABLE_MANIFEST]) {
    localStorage.setItem(`commonweal.encoder.${hashOf(manifest)}`, manifest);
  }
  window.location.hash = place;
  render(
    <QueryClientProvider client={createQueryClient()}>
      <App />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

/** Open the dialog in which wallets are chosen. */
export async function openWallets(user: UserEvent): Promise<void> {
  await screen.findByRole("navigation", { name: "Main" }, SOON);
  const banner = screen.getByRole("banner");
  await user.click(within(banner).getByRole("button", { name: "Connect a wallet" }));
}

/** Connect the development account of this index, from 0. */
export async function connect(user: UserEvent, index: number): Promise<void> {
  await openWallets(user);
  await user.click(await screen.findByRole("button", { name: `Account ${index + 1}` }, SOON));
  await screen.findByRole("button", { name: /^Wallet 0x/ }, SOON);
}

/** A part of the page by its name. */
export const region = (name: string): Promise<HTMLElement> =>
  screen.findByRole("region", { name }, SOON);
