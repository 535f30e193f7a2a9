import { expect, test } from "vitest";
import { parseCsv } from "./csv";

const cells = (text: string) => parseCsv(text).map((record) => record.cells);

test("commas, quotes, doubled quotes and line ends of every kind", () => {
  expect(cells('a,b\r\n"x, y","say ""hi"""\rplain,\n')).toEqual([
    ["a", "b"],
    ["x, y", 'say "hi"'],
    ["plain", ""],
  ]);
});

test("the first line decides the delimiter; commas in its quotes do not count", () => {
  expect(cells("a;b\n1,5;2")).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
  expect(cells('"a,b,c"\td\n1\t2')[0]).toEqual(["a,b,c", "d"]);
});

test("lines are counted as an editor counts them", () => {
  const text = 'a,b\n\n"two\nlines",1\nlast,2';
  expect(parseCsv(text).map(({ line }) => line)).toEqual([1, 3, 5]);
});

test("a quote that is never closed reaches to the end", () => {
  expect(cells('a,b\n"open,1\n2,3')).toEqual([["a", "b"], ["open,1\n2,3"]]);
});

test("an empty text has no records, a byte order mark is no character", () => {
  expect(cells("")).toEqual([]);
  expect(cells("\n\n")).toEqual([]);
  expect(cells("\uFEFFa,b")).toEqual([["a", "b"]]);
  expect(cells('""')).toEqual([[""]]);
});
