// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { dayText, durationText, exactMomentText, timeText } from "./moments";

/** Without the spaces that do not break, and the narrow ones that some locales have. */
const plain = (text: string | null) => text?.replace(/\s/g, " ");

test("a day is the same one everywhere, and a time is no moment", () => {
  expect(plain(dayText("2030-01-31"))).toBe("Jan 31, 2030");
  expect(plain(timeText("09:30"))).toBe("9:30 AM");
  expect([dayText(undefined), timeText(undefined)]).toEqual([null, null]);
});

test("a timestamp is one word: no line of a phone begins with PM", () => {
  for (const text of [exactMomentText(0), dayText("2030-01-31"), timeText("09:30")]) {
    expect(text).not.toMatch(/[ \t\n\u2009\u202f]/);
  }
});

test.each([
  [0, "0 min"],
  [59, "59 sec"],
  [5400, "1 hr 30 min"],
  [90_061, "1 day 1 hr 1 min 1 sec"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
