// A target (指标值) as three fields: sign, number, unit. The server's grammar is the judge; this is for the eye at once.

const SIGNS = {
  ">=": "≥", "=>": "≥", "≧": "≥", "⩾": "≥", "》=": "≥", "<=": "≤", "=<": "≤", "≦": "≤", "⩽": "≤", "《=": "≤",
  "==": "=", "＝": "=", "＞": ">", "＜": "<", "﹥": ">", "﹤": "<", "≥": "≥", "≤": "≤", "=": "=", ">": ">", "<": "<",
};
const SIGN = Object.keys(SIGNS).sort((a, b) => b.length - a.length).join("|");
const PLAIN = new RegExp(
  `^\\s*(${SIGN})?\\s*(-?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?:[-~—–][0-9０-９]+(?:[.．][0-9０-９]+)?)?)\\s*([^0-9０-９].*)?$`,
  "s",
);
const WORTH_ASKING = /[0-9０-９一二两三四五六七八九十百千万]/;
const LONGEST_ASKED = 60;
// 2026年12月: a date stands in the field of the number as a whole.
const DATE = /^(?:[年月日季]|[./-][0-9])/;

/** Sign, number and unit; what is no plain quantity stands in the number as a whole. */
export function split(text) {
  const match = PLAIN.exec(text ?? "");
  const whole = { sign: "", number: text ?? "", unit: "" };
  if (!match || (!match[1] && DATE.test(match[3] ?? ""))) return whole;
  return { sign: match[1] ? SIGNS[match[1]] : "", number: match[2], unit: (match[3] ?? "").trim() };
}

/** The text that the three fields make. */
export const join = ({ sign, number, unit }) => `${sign}${number}${unit}`;

/** The target after `typed` went into one of its fields; a sign or unit typed with the number takes the place of the old one. */
export function withPart(text, part, typed) {
  const parts = split(text);
  if (part === "sign") return join({ ...parts, sign: SIGNS[typed.trim()] ?? typed.trim() });
  if (part === "unit") return join({ ...parts, unit: typed.trim() });
  const own = split(typed);
  if (own.number === typed && !/^[-0-9０-９,，.．~—–]*$/.test(typed)) return typed;
  return join({ sign: own.sign || parts.sign, number: own.number, unit: own.unit || parts.unit });
}

/** Whether the server may know better than `split`: 不少于1200人次, 三场. */
export function needsServer(text) {
  return Boolean(text) && text.length <= LONGEST_ASKED && split(text).number === text
    && WORTH_ASKING.test(text) && !/^[0-9.,]+$/.test(text);
}
