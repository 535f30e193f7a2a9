// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { openPage, region, SOON } from "../../../testing/page";
import { newWorld, type World } from "../../../testing/world";

let world: World;

beforeAll(async () => {
  world = await newWorld();
  await world.deployStake("text");
  const table = await world.deployStake("table");
  await world.contribute(table, world.accounts[3]!, "0x0101000180");
});

test("examples fill the text, one after the other, and stay while one looks elsewhere", async () => {
  const user = openPage(world, "#/models/0");
  const text = await screen.findByLabelText<HTMLTextAreaElement>("Text", {}, SOON);
  await user.click(screen.getByRole("button", { name: "Use an example" }));
  const first = text.value;
  await user.click(screen.getByRole("button", { name: "Use an example" }));
  expect(first).not.toBe("");
  expect(text.value).not.toBe(first);
  const second = text.value;
  await user.click(screen.getByRole("link", { name: "Due" }));
  await user.click(screen.getByRole("link", { name: "Models" }));
  await user.click(await screen.findByRole("link", { name: "Reviews" }, SOON));
  expect(await screen.findByLabelText("Text", {}, SOON)).toHaveValue(second);
});

test("a table has a field for each column; typical values and earlier samples fill them", async () => {
  const user = openPage(world, "#/models/1");
  await user.click(await screen.findByRole("button", { name: "Use typical values" }, SOON));
  expect(screen.getByLabelText("size")).toHaveValue("10");
  await user.click(await screen.findByRole("button", { name: "Use an example" }, SOON));
  expect(screen.getByLabelText("size")).toHaveValue("12");
  expect(screen.getByLabelText("weight")).toHaveValue("1.5");
  await user.clear(screen.getByLabelText("weight"));
  expect(await screen.findByText(/a number in column "weight"/, {}, SOON)).toBeVisible();
  await user.type(screen.getByLabelText("weight"), "99");
  expect(
    await screen.findByText(/Values were cut to the encoder's range: weight/, {}, SOON),
  ).toBeVisible();
});

test("a long file is contributed in parts", async () => {
  const user = openPage(world, "#/models/0");
  await user.click(await screen.findByRole("button", { name: "Many samples" }, SOON));
  const rows = Array.from({ length: 150 }, () => "good film,positive").join("\n");
  await user.click(screen.getByLabelText("or paste rows here"));
  await user.paste(`text,label\n${rows}`);
  expect(await screen.findByText("150 samples read.", {}, SOON)).toBeVisible();
  const contribute = await region("Contribute");
  await expect.poll(() => contribute.textContent, SOON).toContain("Stake for 128 samples");
  await user.selectOptions(
    screen.getByLabelText("Part to contribute"),
    "Part 2 of 2: lines 130 to 151",
  );
  await expect.poll(() => contribute.textContent, SOON).toContain("Stake for 22 samples");
});

test("a text too long to draw is refused when it is pasted, and nothing is lost", async () => {
  const user = openPage(world, "#/models/0");
  const text = await screen.findByLabelText<HTMLTextAreaElement>("Text", {}, SOON);
  await user.type(text, "good film");
  await user.paste("good ".repeat(400_001));
  expect(
    await screen.findByText(/at most 100,000 characters, found 2,000,005/, {}, SOON),
  ).toBeVisible();
  expect(text).toHaveValue("good film");
  await user.type(text, "s");
  await expect.poll(() => screen.queryByText(/at most 100,000 characters/), SOON).toBeNull();
});
