// Answers each line of standard input, `[base, mine, theirs, sides]`, with what merge3.js (the first argument) makes of it.
import { createInterface } from "node:readline";

const { decided, merge3 } = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const [base, mine, theirs, sides] = JSON.parse(line);
  const found = merge3(base, mine, theirs);
  const chosen = sides === null ? null : decided(found, found.conflicts.map((_, index) => sides[index % sides.length]));
  console.log(JSON.stringify({ ...found, chosen }));
}
