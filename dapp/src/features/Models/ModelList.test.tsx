// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openPage, SOON } from "../../../testing/page";
import { newWorld, sparse } from "../../../testing/world";

test("a registry without models says how to deploy one", async () => {
  openPage(await newWorld(), "#/");
  expect(await screen.findByText(/The registry has no models yet/, {}, SOON)).toBeVisible();
});

test("models are listed with their labels, licence, record and stake, and lead to their page", async () => {
  const world = await newWorld();
  const stake = await world.deployStake();
  await world.deployPoints("table");
  await world.contribute(stake, world.accounts[7]!, sparse(1, 1, 2));
  const user = openPage(world, "#/");
  const list = await screen.findByRole("list", { name: "Models" }, SOON);
  const [reviews, parcels] = within(list).getAllByRole("listitem");
  expect(reviews).toHaveTextContent(/Reviews.*negative.*positive.*Stake.*10 words.*CC-BY-4.0/);
  expect(parcels).toHaveTextContent(/Parcels.*Points.*2 columns/);
  expect(await within(reviews!).findByText("0.000001 ETH", {}, SOON)).toHaveAttribute(
    "title",
    "1,000,000,000,000 wei",
  );
  expect(await within(parcels!).findByText("network fee only", {}, SOON)).toBeVisible();
  await user.click(within(reviews!).getByRole("link", { name: "Reviews" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Reviews" }, SOON)).toHaveFocus();
});

test("a new model appears by itself", async () => {
  const world = await newWorld();
  openPage(world, "#/");
  await screen.findByText(/The registry has no models yet/, {}, SOON);
  await world.deployStake();
  expect(await screen.findByRole("link", { name: "Reviews" }, SOON)).toBeVisible();
});
