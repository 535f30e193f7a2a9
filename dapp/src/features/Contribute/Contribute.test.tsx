// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { connect, openPage, openWallets, region, SOON } from "../../../testing/page";
import { injectWallet, type InjectedWallet } from "../../../testing/wallet";
import { newWorld, sparse, type World } from "../../../testing/world";
import { readHistory } from "../../lib/history";
import type { Trainer } from "../../lib/trainers";

const ACCOUNT = 8;
let world: World;
let trainer: Trainer;
let wallet: InjectedWallet | undefined;

beforeAll(async () => {
  world = await newWorld();
  trainer = await world.deployStake();
});

afterEach(() => {
  wallet?.remove();
  wallet = undefined;
});

const contributions = async () =>
  (await readHistory(world.client, trainer, undefined)).contributions;

test("a text goes from the label over stake and warning to the chain", async () => {
  const user = openPage(world, "#/models/0");
  await user.type(await screen.findByLabelText("Text", {}, SOON), "good film");
  const part = await region("Contribute");
  await user.click(await within(part).findByRole("radio", { name: "positive" }, SOON));
  expect(
    await within(part).findByText(/3 weights would change. It would then say positive/, {}, SOON),
  ).toBeVisible();
  await user.click(within(part).getByText("Show the weights"));
  expect(within(part).getByRole("row", { name: "good 0 1" })).toBeVisible();
  const stake = await within(part).findByLabelText("Stake", {}, SOON);
  expect(stake).toHaveTextContent(
    "Stake for 1 sample now0.000001 ETHHeadroom250 gweiYou send0.00000125 ETH",
  );
  expect(part).toHaveTextContent(/Public for ever.*licence CC-BY-4.0/);

  await user.click(within(part).getByRole("button", { name: "Connect a wallet to contribute" }));
  await user.click(await screen.findByRole("button", { name: `Account ${ACCOUNT + 1}` }, SOON));
  await user.click(await within(part).findByRole("button", { name: "Contribute 1 sample" }, SOON));
  expect(
    await within(part).findByText(/Contribution 0 with 1 sample is recorded/, {}, SOON),
  ).toBeVisible();
  expect(screen.getByLabelText("Text")).toHaveValue("");
  expect((await contributions()).at(-1)).toMatchObject({
    contributor: world.accounts[ACCOUNT],
    samples: sparse(1, 1, 7),
    depositWei: 1_250_000_000_000n,
  });
});

test("the same samples again are refused in a sentence, and nothing is sent", async () => {
  const before = (await contributions()).length;
  const user = openPage(world, "#/models/0");
  await connect(user, ACCOUNT);
  await user.type(await screen.findByLabelText("Text", {}, SOON), "good film");
  const part = await region("Contribute");
  await user.click(await within(part).findByRole("radio", { name: "positive" }, SOON));
  expect(
    await within(part).findByText(/Nothing: the model agrees already/, {}, SOON),
  ).toBeVisible();
  await user.click(await within(part).findByRole("button", { name: "Contribute 1 sample" }, SOON));
  expect(await within(part).findByRole("alert", {}, SOON)).toHaveTextContent(
    "You have contributed exactly these samples already",
  );
  expect((await contributions()).length).toBe(before);
});

test("rows of a file become one contribution", async () => {
  const user = openPage(world, "#/models/0");
  await connect(user, ACCOUNT);
  await user.click(await screen.findByRole("button", { name: "Many samples" }, SOON));
  const file = new File(
    ["text,label\nbad day,negative\nqwertz,negative\nfine food,1\n"],
    "rows.csv",
  );
  await user.upload(screen.getByLabelText("Open a CSV file"), file);
  expect(await screen.findByText("2 samples read, 1 row left out.", {}, SOON)).toBeVisible();
  const part = await region("Contribute");
  await user.click(await within(part).findByRole("button", { name: "Contribute 2 samples" }, SOON));
  await within(part).findByText(/with 2 samples is recorded/, {}, SOON);
  expect((await contributions()).at(-1)?.samples).toBe(
    `${sparse(0, 2, 9)}${sparse(1, 3, 8).slice(2)}`,
  );
});

describe("with a wallet of the browser", () => {
  const open = async (chainId: number) => {
    wallet = injectWallet(world.config.rpcUrl, world.accounts[ACCOUNT + 1]!, chainId);
    const user = openPage(world, "#/models/0");
    await openWallets(user);
    await user.click(await screen.findByRole("button", { name: "Paper Wallet" }, SOON));
    await user.type(await screen.findByLabelText("Text", {}, SOON), "awful food");
    const part = await region("Contribute");
    await user.click(await within(part).findByRole("radio", { name: "negative" }, SOON));
    return { user, part };
  };

  test("a declined signature loses nothing and can be tried again", async () => {
    const { user, part } = await open(world.config.chainId);
    wallet!.decline.add("eth_sendTransaction");
    const before = (await contributions()).length;
    await user.click(
      await within(part).findByRole("button", { name: "Contribute 1 sample" }, SOON),
    );
    expect(await within(part).findByText(/You declined the request/, {}, SOON)).toBeVisible();
    expect(screen.getByLabelText("Text")).toHaveValue("awful food");
    expect((await contributions()).length).toBe(before);

    wallet!.decline.clear();
    await user.click(within(part).getByRole("button", { name: "Contribute 1 sample" }));
    await within(part).findByText(/is recorded/, {}, SOON);
    expect((await contributions()).length).toBe(before + 1);
  });

  test("on another chain it is told so and switched before anything is signed", async () => {
    const { user } = await open(5);
    expect(await screen.findByText(/Your wallet is on another chain/, {}, SOON)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Switch to Local chain" }));
    await expect.poll(() => wallet!.chainId, SOON).toBe(1337);
    await expect.poll(() => screen.queryByText(/on another chain/), SOON).toBeNull();
  });

  test("nothing can be sent while what is entered is not read yet", async () => {
    const { user, part } = await open(world.config.chainId);
    const send = await within(part).findByRole("button", { name: "Contribute 1 sample" }, SOON);
    expect(send).toBeEnabled();
    await user.type(screen.getByLabelText("Text"), " day");
    expect(send).toBeDisabled();
    await expect.poll(() => send, SOON).toBeEnabled();
  });

  test("two clicks send one transaction", async () => {
    const { user, part } = await open(world.config.chainId);
    await user.clear(screen.getByLabelText("Text"));
    await user.type(screen.getByLabelText("Text"), "awful film not food");
    const send = await within(part).findByRole("button", { name: "Contribute 1 sample" }, SOON);
    await expect.poll(() => send, SOON).toBeEnabled();
    await user.dblClick(send);
    await within(part).findByText(/is recorded/, {}, SOON);
    expect(wallet!.asked.filter((method) => method === "eth_sendTransaction")).toHaveLength(1);
  });
});

test("a stake beyond the cap is told before anything is signed", async () => {
  const small = await newWorld();
  await small.deployStake("text", { depositCapWei: 10n ** 12n });
  const user = openPage(small, "#/models/0");
  await connect(user, ACCOUNT);
  await user.type(await screen.findByLabelText("Text", {}, SOON), "good");
  const part = await region("Contribute");
  await user.click(await within(part).findByRole("radio", { name: "positive" }, SOON));
  expect(await within(part).findByRole("alert", {}, SOON)).toHaveTextContent(
    "holds 0.000001 ETH of open deposits at most",
  );
  expect(within(part).getByRole("button", { name: "Contribute 1 sample" })).toBeDisabled();
});
