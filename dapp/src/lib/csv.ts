/** A record of a file and the line on which it starts, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * Records of a CSV text (RFC 4180; comma, semicolon or tab, whichever its first line has most of).
 * Empty lines are left out. A quote that is never closed reaches to the end of the text.
 */
export function parseCsv(text: string): readonly CsvRecord[] {
  const source = text.replace(/^\uFEFF/, "");
  const delimiter = delimiterOf(source);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let wasQuoted = false;
  let line = 1;
  let startLine = 1;

  const endRecord = (): void => {
    cells.push(cell);
    if (cells.length > 1 || cells[0] !== "" || wasQuoted) records.push({ line: startLine, cells });
    cells = [];
    cell = "";
    wasQuoted = false;
  };

  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (char === "\n") line += 1;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === "") {
      quoted = true;
      wasQuoted = true;
    } else if (char === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n" || (char === "\r" && source[at + 1] !== "\n")) {
      if (char === "\r") line += 1;
      endRecord();
      startLine = line;
    } else if (char !== "\r") {
      cell += char;
    }
  }
  if (cell !== "" || cells.length > 0 || wasQuoted) endRecord();
  return records;
}

function delimiterOf(source: string): string {
  const firstLine = source.split(/\r?\n|\r/, 1)[0] ?? "";
  const unquoted = firstLine.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  const most = Math.max(...counts);
  return most > 1 ? (DELIMITERS[counts.indexOf(most)] ?? ",") : ",";
}
