import { expect, test } from 'vitest';
import { functionOrders, labelled, unlabelled } from '../../../src/wasm/function-order.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { strip } from '../../../src/wasm/sections.ts';
import { fixture } from '../fixture.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const MODULE = readModule(TWICE);

test('each order has every function once', () => {
  const orders = functionOrders(MODULE);
  expect(orders.length).toBeGreaterThan(1);
  for (const { places: order } of orders) expect(order.toSorted((a, b) => a - b)).toEqual([...MODULE.functions.keys()]);
});

test('labels sort the functions in that order, and nothing but the names is another', () => {
  for (const { places: order } of functionOrders(MODULE)) {
    const bytes = labelled(TWICE, order);
    const { names, functions } = readModule(bytes);
    const sorted = [...names.functions].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([index]) => index);
    expect(sorted).toEqual(order.map((place) => functions[place]?.index));
    expect(Buffer.from(strip(bytes)).equals(strip(TWICE))).toBe(true);
  }
});

test('names come back, those of data too', () => {
  for (const { places: order } of functionOrders(MODULE)) {
    const { names } = readModule(unlabelled(labelled(TWICE, order), MODULE, order));
    expect(new Map([...names.functions].toSorted())).toEqual(new Map([...MODULE.names.functions].toSorted()));
    expect(names.data).toEqual(MODULE.names.data);
  }
});

test('a module without names has none afterwards', () => {
  const bare = strip(TWICE);
  const module = readModule(bare);
  const order = functionOrders(module)[0]?.places ?? [];
  expect(Buffer.from(unlabelled(labelled(bare, order), module, order)).equals(bare)).toBe(true);
});
