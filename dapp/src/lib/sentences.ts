import type { AbiError, SentencesOf } from "./abi";
import { marketSentences } from "./marketSentences";
import {
  formatAddress,
  formatCount,
  formatEth,
  formatMoment,
  formatRange,
  plural,
  textOfBytes32,
} from "./format";

/** People count from 1. */
const nth = (position: bigint): string => `Sample ${formatCount(position + 1n)}`;

const when = (fromS: bigint, nowS: bigint): string => formatMoment(Number(fromS), Number(nowS));

const notTransferable = "Badges stay with those who earned them and cannot be transferred.";

/** What to tell a person when a contract says no: what was expected, what was found, what to do. */
export const sentences: SentencesOf<AbiError> = {
  ...marketSentences,
  BadgesNotTrainer: (caller) =>
    `Only a model of the registry awards badges, and ${formatAddress(caller)} is none; earn points with a model instead.`,
  BadgesSoulbound: () => notTransferable,
  BalanceTooLarge: (balanceWei, mostWei) =>
    `The model would hold ${formatEth(balanceWei)}, more than the ${formatEth(mostWei)} it can reckon with; send less.`,
  CloneArgumentsTooLong: () =>
    "The registry could not deploy the model because its arguments are too long; please report this.",
  ContributionAlreadyOpen: () =>
    "You have contributed exactly these samples already and they are still open; settle those first, or contribute others.",
  ContributionTooLarge: (foundBytes, mostBytes) =>
    `The samples take ${formatCount(foundBytes)} bytes and a contribution holds ${formatCount(mostBytes)}; contribute them in several parts.`,
  ContributionUnknown: () =>
    "There is no open contribution with these samples; it may have been closed already, so look at the list again.",
  CreditEmpty: () => "You have no credit here yet; a credit comes from a settled contribution.",
  DepositCapExceeded: (wouldHoldWei, capWei) =>
    `Open deposits would come to ${formatEth(wouldHoldWei)} and this model takes ${formatEth(capWei)} at most; contribute fewer samples, or wait until others have settled.`,
  DepositNotAccepted: (sentWei) =>
    `This model works with points and takes no money, but ${formatEth(sentWei)} was sent; send none.`,
  DepositTooSmall: (sentWei, leastWei) =>
    `The stake has risen to ${formatEth(leastWei)} and ${formatEth(sentWei)} was sent; try again with the new amount.`,
  ERC721IncorrectOwner: () => notTransferable,
  ERC721InsufficientApproval: () => notTransferable,
  ERC721InvalidApprover: () => notTransferable,
  ERC721InvalidOperator: () => notTransferable,
  ERC721InvalidOwner: () => "The zero address holds no badges; give the address of an account.",
  ERC721InvalidReceiver: () => notTransferable,
  ERC721InvalidSender: () => notTransferable,
  ERC721NonexistentToken: (tokenId) => `Nobody has earned badge ${tokenId} yet.`,
  FailedCall: () =>
    "The receiving account refused the payment; your credit is unchanged, so withdraw to another address.",
  FailedDeployment: () => "The registry could not create the model; try again.",
  FundingEmpty: () => "Nothing was sent; enter an amount above 0.",
  InsufficientBalance: (balance, needed) =>
    `The contract holds ${formatEth(balance)} but ${formatEth(needed)} is needed; please report this.`,
  MetadataMissing: (field) =>
    `The model's ${textOfBytes32(field)} is empty; fill it in before you deploy.`,
  PointsRuleOutOfRange: (rule, found, least, most) =>
    `The rule ${textOfBytes32(rule)} is ${formatCount(found)} and must be ${formatRange(least, most)}; choose a value in that range.`,
  SampleFeatureOutOfRange: (position, feature, featureCount) =>
    `${nth(position)} uses feature ${formatCount(feature)} but the model has only ${formatCount(featureCount)}; encode it with this model's encoder.`,
  SampleFeaturesNotIncreasing: (position, feature, next) =>
    `${nth(position)} has feature ${formatCount(feature)} before ${formatCount(next)}; features must increase and none may repeat.`,
  SampleLabelOutOfRange: (position, label, labelCount) =>
    `${nth(position)} has label ${formatCount(label)}; choose one of the ${formatCount(labelCount)} labels.`,
  SampleTruncated: (position) =>
    `${nth(position)} ends too early; encode it again with this model's encoder.`,
  SampleWithoutFeatures: (position) =>
    `${nth(position)} has nothing that the model knows; use other words.`,
  SamplesEmpty: () => "There is no sample to send; enter one first.",
  SamplesTooMany: (most) =>
    `There are more than ${plural(most, "sample")}; contribute them in several parts.`,
  SettleTooEarly: (nowS, fromS) =>
    `This contribution can be settled from ${when(fromS, nowS)} on; come back then.`,
  ShapeOutOfRange: (dimension, found, least, most) =>
    `The model's ${textOfBytes32(dimension)} is ${formatCount(found)} and must be ${formatRange(least, most)}; choose a value in that range.`,
  StakeRuleOutOfRange: (rule, found, least, most) =>
    `The rule ${textOfBytes32(rule)} is ${formatCount(found)} and must be ${formatRange(least, most)}; choose a value in that range.`,
  TrainerNotDeployed: () =>
    "This address is only the pattern that models are made from; choose a model from the list.",
  TrainerUnknown: (index, trainerCount) =>
    `There is no model ${formatCount(index)}; the registry has ${plural(trainerCount, "model")}, counted from 0.`,
  UploadAlreadyClosed: () => "The starting weights of this model are final and cannot be changed.",
  UploadNotDeployer: (expected, found) =>
    `Only ${formatAddress(expected)}, who deployed the model, uploads its starting weights, not ${formatAddress(found)}.`,
  UploadStillOpen: () =>
    "The model's starting weights are still being uploaded; contribute once its deployer has closed the upload.",
  UploadTooLong: (endWord, wordCount) =>
    `The weights reach to word ${formatCount(endWord)} and the model has ${formatCount(wordCount)}; upload fewer.`,
  UploadWordInvalid: (word) =>
    `Word ${formatCount(word)} of the weights holds a value that no weight may have; pack the weights again.`,
  ValidateOwnContribution: () => "This is your own contribution; somebody else has to validate it.",
  ValidateTooEarly: (nowS, fromS) =>
    `This contribution can be validated from ${when(fromS, nowS)} on; come back then.`,
};
