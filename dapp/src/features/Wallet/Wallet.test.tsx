// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { connect, openPage, openWallets, SOON } from "../../../testing/page";
import { injectWallet, type InjectedWallet } from "../../../testing/wallet";
import { newWorld } from "../../../testing/world";

let wallet: InjectedWallet | undefined;
afterEach(() => wallet?.remove());

test("a wallet that announces itself is offered before the development accounts", async () => {
  const world = await newWorld();
  wallet = injectWallet(world.config.rpcUrl, world.accounts[16]!, 1337);
  const user = openPage(world, "#/");
  await openWallets(user);
  const dialog = await screen.findByRole("dialog", { name: "Connect a wallet" }, SOON);
  expect(within(dialog).getByRole("list", { name: "Wallets" })).toHaveTextContent("Paper Wallet");
  expect(await within(dialog).findByRole("button", { name: "Account 1" }, SOON)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Paper Wallet" }));
  expect(
    await screen.findByRole("button", { name: `Wallet ${world.accounts[16]}` }, SOON),
  ).toBeVisible();
});

test("a declined connection is told and the dialog stays", async () => {
  const world = await newWorld();
  wallet = injectWallet(world.config.rpcUrl, world.accounts[16]!, 1337);
  wallet.decline.add("eth_requestAccounts").add("wallet_requestPermissions");
  const user = openPage(world, "#/");
  await openWallets(user);
  await user.click(await screen.findByRole("button", { name: "Paper Wallet" }, SOON));
  expect(await screen.findByText(/You declined the request/, {}, SOON)).toBeVisible();
  expect(screen.getByRole("dialog", { name: "Connect a wallet" })).toBeVisible();
});

test("development accounts are switched and let go", async () => {
  const world = await newWorld();
  const user = openPage(world, "#/");
  await connect(user, 2);
  await user.click(screen.getByRole("button", { name: `Wallet ${world.accounts[2]}` }));
  const dialog = await screen.findByRole("dialog", { name: "Wallet" }, SOON);
  await user.click(await within(dialog).findByRole("button", { name: "Account 5" }, SOON));
  expect(
    await screen.findByRole("button", { name: `Wallet ${world.accounts[4]}` }, SOON),
  ).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
  expect(await screen.findByRole("button", { name: "Connect a wallet" }, SOON)).toBeVisible();
});
