import { expect, test } from "vitest";
import { createAlarm, MAX_DELAY_MS } from "./scheduler-alarm.ts";

/** A clock and a timer that only move when told to. */
function standStill(now = 0) {
  const state = { now, delay: Number.NaN, run: () => {}, cancelled: 0 };
  return {
    state,
    clock: { now: () => state.now },
    setTimer: (run: () => void, delay: number) => {
      Object.assign(state, { run, delay });
      return () => state.cancelled++;
    },
  };
}
const DAY = 24 * 3600 * 1000;

test("a time sixty days away is waited for in steps a timer can do", () => {
  const { state, clock, setTimer } = standStill();
  let rings = 0;
  createAlarm(clock, () => rings++, setTimer).set(60 * DAY);
  expect(state.delay).toBe(MAX_DELAY_MS);

  state.now += MAX_DELAY_MS;
  state.run();
  expect(rings).toBe(0);
  expect(state.delay).toBe(MAX_DELAY_MS);

  state.now += MAX_DELAY_MS;
  state.run();
  expect(rings).toBe(0);
  expect(state.delay).toBe(60 * DAY - 2 * MAX_DELAY_MS);

  state.now = 60 * DAY;
  state.run();
  expect(rings).toBe(1);
});

test("a time in the past rings with the next timer", () => {
  const { state, clock, setTimer } = standStill(1000);
  createAlarm(clock, () => {}, setTimer).set(1);
  expect(state.delay).toBe(0);
});

test("setting again cancels the time set before", () => {
  const { state, clock, setTimer } = standStill();
  const alarm = createAlarm(clock, () => {}, setTimer);
  alarm.set(10);
  alarm.set(5);
  expect(state).toMatchObject({ cancelled: 1, delay: 5 });
  alarm.set(null);
  expect(state.cancelled).toBe(2);
});
