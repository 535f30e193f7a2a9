/** Short texts to try a text model with; written for this page. */
export const EXAMPLE_TEXTS: readonly string[] = [
  "The food was fresh and the staff were wonderful.",
  "It broke after two days and nobody answered my letters.",
  "Not bad at all, I would buy it again.",
  "I expected more: the plot is dull and the ending makes no sense.",
  "Comfortable, quiet, and the battery lasts all week.",
  "The sound is terrible and the cable does not fit.",
];

/** The example after `current`, the first one if `current` is none of them. */
export function nextExample(current: string): string {
  const position = EXAMPLE_TEXTS.indexOf(current);
  return EXAMPLE_TEXTS[(position + 1) % EXAMPLE_TEXTS.length] ?? "";
}
