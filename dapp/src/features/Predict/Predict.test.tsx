// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { openPage, region, SOON } from "../../../testing/page";
import { newWorld, sparse, type World } from "../../../testing/world";
import type { Trainer } from "../../lib/trainers";

let world: World;
let trainer: Trainer;

beforeAll(async () => {
  world = await newWorld();
  trainer = await world.deployStake();
  // "good" becomes +1, "the" +1, the bias +1; then "bad" -1 and the bias 0.
  await world.contribute(trainer, world.accounts[7]!, sparse(1, 0, 1));
  await world.contribute(trainer, world.accounts[7]!, sparse(0, 2));
});

test("the answer appears while typing, with the words that decided it", async () => {
  const user = openPage(world, "#/models/0");
  await user.type(await screen.findByLabelText("Text", {}, SOON), "A good film");
  const prediction = await region("Prediction");
  expect(
    await within(prediction).findByText("positive", { selector: ".name" }, SOON),
  ).toBeVisible();
  expect(within(prediction).getByText(/score 1$/)).toBeVisible();
  const evidence = await within(prediction).findByRole("list", { name: "Evidence" }, SOON);
  expect(evidence).toHaveTextContent("good+1");
  expect(evidence).toHaveTextContent("film0");
  expect(prediction).toHaveTextContent("without effect: a.");
});

test("a score of exactly 0 is no opinion", async () => {
  const user = openPage(world, "#/models/0");
  await user.type(await screen.findByLabelText("Text", {}, SOON), "good or bad");
  const prediction = await region("Prediction");
  expect(await within(prediction).findByText("Undecided", {}, SOON)).toBeVisible();
});

test("unknown words only: one sentence, and the contract is not asked", async () => {
  const user = openPage(world, "#/models/0");
  await user.type(await screen.findByLabelText("Text", {}, SOON), "qwertz");
  expect(
    await screen.findByText(/at least one of the 10 words that the model knows/, {}, SOON),
  ).toBeVisible();
  expect(await region("Prediction")).toHaveTextContent("Write something");
});

test("many samples are judged together", async () => {
  const user = openPage(world, "#/models/0");
  await user.click(await screen.findByRole("button", { name: "Many samples" }, SOON));
  await user.click(screen.getByLabelText("or paste rows here"));
  await user.paste("text,label\ngood,positive\nbad,negative\ngood,negative\nthe,positive");
  const prediction = await region("Prediction");
  expect(await within(prediction).findByText("75 %", {}, SOON)).toBeVisible();
  expect(prediction).toHaveTextContent("3 of 4 samples");
});

test("what only the bias decides is not called clear", async () => {
  await world.contribute(trainer, world.accounts[7]!, sparse(0, 3));
  const user = openPage(world, "#/models/0");
  await user.type(await screen.findByLabelText("Text", {}, SOON), "food");
  const prediction = await region("Prediction");
  expect(
    await within(prediction).findByText("by its bias alone, score −1", {}, SOON),
  ).toBeVisible();
});
