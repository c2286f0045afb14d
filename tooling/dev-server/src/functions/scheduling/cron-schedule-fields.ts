// The five fields of a cron expression, as Convex reads them: UTC, wrapping ranges, Sunday is 0 and
// only 0, `L`, `LW`, `L-n`, `nW`, `5L` and `5#2`. No library: croner 11.0.1, which comes closest,
// takes 7 as Sunday, six fields and `@daily`, and refuses `22-2`, `NOV-FEB` and `L-2`.

/** A month's days as the day fields see them. */
export interface MonthShape {
  /** 28 to 31 */
  length: number;
  /** 0 is Sunday */
  firstWeekday: number;
}

/** Whether a day (1 to 31) of a month belongs. */
export type DayRule = (day: number, month: MonthShape) => boolean;

interface Bounds {
  label: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTH_NAMES = [
  "JAN",
  "FEB",
  "MAR",
  "APR",
  "MAY",
  "JUN",
  "JUL",
  "AUG",
  "SEP",
  "OCT",
  "NOV",
  "DEC",
];
const WEEKDAY_NAMES = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const MINUTE: Bounds = { label: "minute", min: 0, max: 59 };
const HOUR: Bounds = { label: "hour", min: 0, max: 23 };
const DAY: Bounds = { label: "day of month", min: 1, max: 31 };
const MONTH: Bounds = { label: "month", min: 1, max: 12, names: MONTH_NAMES };
const WEEKDAY: Bounds = { label: "day of week", min: 0, max: 6, names: WEEKDAY_NAMES };

export interface CronFields {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  months: ReadonlySet<number>;
  matchesDay: DayRule;
}

/**
 * Reads five fields separated by blanks.
 * @throws Error naming the field and what is wrong with it
 */
export function parseCronFields(expression: string): CronFields {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) throw new Error(`expected 5 fields, got ${fields.length}`);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  return {
    minutes: parseSet(minute, MINUTE),
    hours: parseSet(hour, HOUR),
    months: parseSet(month, MONTH),
    matchesDay: combineDays(day, weekday),
  };
}

/** With both day fields restricted a day matches either; `*` alone leaves it to the other field. */
function combineDays(day: string, weekday: string): DayRule {
  const byDay = parseDays(day);
  const byWeekday = parseWeekdays(weekday);
  if (day === "*") return byWeekday;
  if (weekday === "*") return byDay;
  return (date, month) => byDay(date, month) || byWeekday(date, month);
}

function parseDays(field: string): DayRule {
  return anyOf(field.split(",").map(parseDay));
}

function parseDay(item: string): DayRule {
  const text = item.toUpperCase();
  if (text === "L") return (day, month) => day === month.length;
  if (text === "LW") return (day, month) => day === nearestWorkday(month.length, month);
  const beforeEnd = /^L-(\d+)$/.exec(text);
  if (beforeEnd) {
    const offset = parseNumber(beforeEnd[1], { ...DAY, min: 0, max: 30 });
    return (day, month) => day === month.length - offset;
  }
  const nearest = /^(\d+)W$/.exec(text);
  if (nearest) {
    const wanted = parseNumber(nearest[1], DAY);
    return (day, month) => wanted <= month.length && day === nearestWorkday(wanted, month);
  }
  const days = parseItem(item, DAY);
  return (day) => days.includes(day);
}

/** The Monday to Friday nearest to a day without leaving the month. */
function nearestWorkday(day: number, month: MonthShape): number {
  const weekday = weekdayOf(day, month);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === month.length ? day - 2 : day + 1;
  return day;
}

function parseWeekdays(field: string): DayRule {
  return anyOf(field.split(",").map(parseWeekday));
}

function parseWeekday(item: string): DayRule {
  const last = /^(\w+)L$/i.exec(item);
  if (last) {
    const weekday = parseNumber(last[1], WEEKDAY);
    return (day, month) => weekdayOf(day, month) === weekday && day + 7 > month.length;
  }
  const nth = /^(\w+)#(\w+)$/.exec(item);
  if (nth) {
    const weekday = parseNumber(nth[1], WEEKDAY);
    const week = parseNumber(nth[2], { label: "week of month", min: 1, max: 5 });
    return (day, month) => weekdayOf(day, month) === weekday && Math.ceil(day / 7) === week;
  }
  const weekdays = parseItem(item, WEEKDAY);
  return (day, month) => weekdays.includes(weekdayOf(day, month));
}

function weekdayOf(day: number, month: MonthShape): number {
  return (month.firstWeekday + day - 1) % 7;
}

function anyOf(rules: DayRule[]): DayRule {
  return (day, month) => rules.some((rule) => rule(day, month));
}

function parseSet(field: string, bounds: Bounds): Set<number> {
  return new Set(field.split(",").flatMap((item) => parseItem(item, bounds)));
}

/** One element of a list: `*`, `5`, `1-5`, `50-10`, each with an optional `/step`. */
function parseItem(item: string, bounds: Bounds): number[] {
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0) throw new Error(`${bounds.label}: cannot read "${item}"`);
  const every = step === undefined ? 1 : parseNumber(step, { ...bounds, min: 1, names: [] });
  return expandRange(range, step !== undefined, bounds).filter((_, index) => index % every === 0);
}

function expandRange(range: string, hasStep: boolean, bounds: Bounds): number[] {
  if (range === "*") return span(bounds.min, bounds.max, bounds);
  const [from, to, ...rest] = range.split("-");
  if (rest.length > 0) throw new Error(`${bounds.label}: cannot read "${range}"`);
  const first = parseNumber(from, bounds);
  if (to !== undefined) return span(first, parseNumber(to, bounds), bounds);
  return hasStep ? span(first, bounds.max, bounds) : [first];
}

/** `first` to `last`, through the upper bound and on from the lower one when `last` is smaller. */
function span(first: number, last: number, bounds: Bounds): number[] {
  const values = [];
  for (let value = first; ; value = value === bounds.max ? bounds.min : value + 1) {
    values.push(value);
    if (value === last) return values;
  }
}

function parseNumber(text: string | undefined, bounds: Bounds): number {
  const named = bounds.names?.indexOf((text ?? "").toUpperCase()) ?? -1;
  if (named >= 0) return named + bounds.min;
  const value = /^\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (value >= bounds.min && value <= bounds.max) return value;
  throw new Error(
    `${bounds.label}: "${text ?? ""}" is not between ${bounds.min} and ${bounds.max}`,
  );
}
