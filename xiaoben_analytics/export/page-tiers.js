/* The rules of standing/quotas.py and standing/ranking.py once more, under the same names.

   All amounts are BigInt: a ratio is so many parts of `whole`, and nothing is rounded but seats. A
   pool is {size, own, weight}: its own ratios or null, and its weight among those that share. A
   person is {pool, place, gated, total}: the number of the pool, and how many stand before. A tier
   is the number of its level, the best 0; the failing one comes last. */
const standing = (() => {
  "use strict";

  const add = (amounts) => amounts.reduce((sum, amount) => sum + amount, 0n);
  const least_of = (a, b) => (a < b ? a : b);
  const most_of = (a, b) => (a > b ? a : b);
  const sign = (amount) => (amount > 0n ? 1 : amount < 0n ? -1 : 0);

  function accumulate(amounts) {
    let sum = 0n;
    return amounts.map((amount) => (sum += amount));
  }

  const between = (lines) => lines.map((line, at) => line - (at ? lines[at - 1] : 0n));

  /** Divide n seats among tiers, best first, by ratios that together are the whole. */
  function seats(n, { ratios, whole, rounding }) {
    return ROUNDINGS[rounding](n, ratios, whole);
  }

  /** Round each cumulative line half up. */
  function half_up(n, ratios, whole) {
    return between(accumulate(ratios).map((line) => (2n * n * line + whole) / (2n * whole)));
  }

  /** Round each cumulative line down; the last tier takes the rest. */
  function floor(n, ratios, whole) {
    const lines = accumulate(ratios).map((line) => (n * line) / whole);
    return between([...lines.slice(0, -1), n]);
  }

  /** Round every tier down, give the rest to the largest remainders; equal ones favour the higher tier. */
  function largest_remainder(n, ratios, whole) {
    const held = ratios.map((share) => (n * share) / whole);
    const rest = Number(n - add(held));
    const remainder = (tier) => (n * ratios[tier]) % whole;
    const order = [...ratios.keys()].sort((a, b) => sign(remainder(b) - remainder(a)) || a - b);
    for (const tier of order.slice(0, rest)) held[tier] += 1n;
    return held;
  }

  /** Give seat after seat to the highest ratio / (2 x seats + 1); equal ones favour the higher tier. */
  function sainte_lague(n, ratios) {
    const held = ratios.map(() => 0n);
    for (let seat = 0n; seat < n; seat += 1n) {
      let best = 0;
      for (let tier = 1; tier < ratios.length; tier += 1) {
        const claims = ratios[tier] * (2n * held[best] + 1n);
        if (claims > ratios[best] * (2n * held[tier] + 1n)) best = tier;
      }
      held[best] += 1n;
    }
    return held;
  }

  const ROUNDINGS = { half_up, floor, largest_remainder, sainte_lague };

  /** Share an amount by claims; what a pool cannot hold the others share. Quotas are parts of `unit`. */
  function share_quotas(sizes, total, claims) {
    const full = new Set();
    for (;;) {
      const rest = total - add(sizes.filter((_, at) => full.has(at)));
      const unit = add(claims.filter((_, at) => !full.has(at))) || 1n;
      const parts = sizes.map((size, at) => (full.has(at) ? size * unit : rest * claims[at]));
      const over = [...sizes.keys()].filter((at) => parts[at] > sizes[at] * unit);
      if (!over.length) return { parts, unit };
      for (const at of over) full.add(at);
    }
  }

  /** How much stronger the claim of one place on the next seat is than that of another. */
  const CLAIMS = {
    largest_remainder: ({ parts, unit }, held, a, b) =>
      parts[a] - held[a] * unit - (parts[b] - held[b] * unit),
    sainte_lague: ({ parts }, held, a, b) =>
      parts[a] * (2n * held[b] + 1n) - parts[b] * (2n * held[a] + 1n),
  };

  /** Round quotas down or up so that they add up to `total`, none above `most` or below `least`. */
  function apportion(total, quotas, most, { least, method }) {
    const { parts, unit } = quotas;
    const places = [...most.keys()];
    const held = places.map((at) => least_of(most_of(parts[at] / unit, least[at]), most[at]));
    while (add(held) !== total) {
      const step = add(held) < total ? 1n : -1n;
      const free = places.filter((at) => least[at] <= held[at] + step && held[at] + step <= most[at]);
      const within = free.filter((at) => step < 0n || held[at] * unit < parts[at]);
      const stronger = (a, b) =>
        sign(step * CLAIMS[method](quotas, held, b, a)) || sign(most[b] - most[a]) || a - b;
      if (!free.length) break;
      const [strongest] = (within.length ? within : free).sort(stronger);
      held[strongest] += step;
    }
    return held;
  }

  /** Count the seats per tier of each pool, pools in reading order. */
  function divide_pools(pools, tiers) {
    const own = pools.map(({ size, own: ratios }) => seats(size, { ...tiers, ...(ratios && { ratios }) }));
    return tiers.conserve ? conserved(pools, own, tiers) : own;
  }

  /** Keep the school's own lines: what pools with own ratios leave, the others share. */
  function conserved(pools, own, tiers) {
    const free = [...pools.keys()].filter((at) => !pools[at].own);
    const fixed = [...pools.keys()].filter((at) => pools[at].own).map((at) => accumulate(own[at]));
    const most = free.map((at) => pools[at].size);
    const claims = free.map((at) => pools[at].size * pools[at].weight);
    let before = free.map(() => 0n);
    const school = accumulate(seats(add(pools.map(({ size }) => size)), tiers));
    const lines = school.map((total, level) => {
      const left = total - add(fixed.map((lines) => lines[level]));
      const rest = least_of(most_of(left, add(before)), add(most));
      const options = { least: before, method: tiers.apportionment };
      before = apportion(rest, share_quotas(most, rest, claims), most, options);
      return before;
    });
    const shared = new Map(free.map((at, place) => [at, between(lines.map((line) => line[place]))]));
    return pools.map((_, at) => shared.get(at) ?? own[at]);
  }

  /** Say each person's tier: one further down for every line at or above the own place. */
  function assign_tiers(people, taken) {
    const lines = taken.map((seats) => accumulate(seats).slice(0, -1).map(Number));
    const failing = taken[0].length;
    return people.map(({ pool, place, gated }) =>
      gated ? failing : lines[pool].filter((line) => place >= line).length,
    );
  }

  /** List each pool's lines: per level the lowest total inside, and its distance to the next below. */
  function cutoff_table(people, tiers, taken) {
    const levels = taken[0].length;
    const totals = taken.map(() => Array.from({ length: levels }, () => []));
    people.forEach(({ pool, gated, total }, at) => {
      if (!gated) totals[pool][tiers[at]].push(total);
    });
    return totals.map((by_level) =>
      by_level.map((inside, level) => {
        const lower = by_level.slice(level + 1).flat();
        const cutoff = inside.length ? Math.min(...inside) : null;
        const gap = cutoff === null || !lower.length ? null : cutoff - Math.max(...lower);
        return { cutoff, gap };
      }),
    );
  }

  return { seats, share_quotas, apportion, divide_pools, assign_tiers, cutoff_table };
})();
