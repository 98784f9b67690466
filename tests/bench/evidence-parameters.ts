// The numbers the synthetic traces of evidence-traces.ts are drawn from. Committed before any detector of R21 existed, so that no detector was
// fitted to them; ranges are [least, most]. Knows no rule.

type Range = readonly [least: number, most: number];

export const city = {
  /** 秦州, Tianshui, in 1e-7 degrees. */
  middle: [1_057_243_000, 345_809_000] as const,
  posts: 8,
  /** Posts lie so far apart at most, metres from the middle. */
  radiusM: 6_000,
  /** County towns where the same corps has posts. */
  farM: [12_000, 90_000] as Range,
} as const;

/** A volunteer's month as it is looked at: duties of an hour, some mornings. */
export const habit = {
  duties: [4, 16] as Range,
  /** Days from one duty to the next. */
  everyDays: [1, 4] as Range,
  arrivesBeforeMin: [-4, 18] as Range,
  leavesAfterMin: [-3, 25] as Range,
  forgetsCheckOut: 0.15,
  /** Scans the printed sign too. */
  scansSign: 0.3,
  /** The app was closed since the last tap, and opens anew. */
  opensAnew: 0.5,
  /** The phone reaches the endpoint when the app opens. */
  hasNetwork: 0.85,
  /** Between two taps of a duty the phone sleeps, and its monotonic clock may stand still. */
  sleeps: 0.8,
  roundTripMs: [40, 1_800] as Range,
  driftPpm: [-40, 40] as Range,
  fixTakesS: [1, 25] as Range,
  /** Standing about at a post, metres. */
  wandersM: [2, 35] as Range,
} as const;

/** What a receiver makes of where it is: error and reported accuracy, metres. `kept`: share of an error that stays from tap to tap. */
export const receivers = {
  openSky: { errorM: [1, 12], accuracyM: [3, 20], kept: 0 },
  /** High-rises: 20–100 m off, half of it the same every day, and the phone admits some of it. */
  streetCanyon: { errorM: [20, 100], accuracyM: [15, 90], kept: 0.6 },
  /** First fixes without assistance: late, huge circles. */
  coldStart: { errorM: [30, 900], accuracyM: [100, 3_000], kept: 0 },
  /** No satellites: the mast's or the router's place, the same to the last digit as long as the same one answers. */
  mast: { errorM: [150, 1_400], accuracyM: [300, 2_500], kept: 1 },
  router: { errorM: [5, 60], accuracyM: [15, 80], kept: 0 },
} as const satisfies Record<string, { readonly errorM: Range; readonly accuracyM: Range; readonly kept: number }>;

export const honest = {
  streetCanyon: { fixes: 0.9 },
  /** Some receivers answer with the last place they knew, as if it were new. */
  coldStart: { fixes: 0.8, takesS: [30, 90] as Range, stale: 0.003, staleM: [800, 5_000] as Range },
  tunnel: { fixes: 0.04 },
  /** The post was typed in from a map in another datum. */
  wrongDatum: { datums: ["gcj02", "bd09"] as const, fixes: 0.9 },
  /** Two on one phone, day after day; sometimes with a fix for one of them only, or one cached fix for both. */
  couple: { apartS: [4, 100] as Range, cachedFix: 0.5, oneComesAlone: 0.15 },
  clockWrong: { offsetMin: [2, 25] as Range, aDayWrong: 0.05 },
  /** The clock is wrong until the network, or the person, puts it right: at any moment of a duty. */
  clockCorrected: { offsetMin: [2, 25] as Range, anHourWrong: 0.25, correctsWithinMs: 900, zoneChanges: 0.2 },
  /** Two posts one after the other, by car: nowhere near 100 km/h as the crow flies. */
  driver: { speedKmh: [15, 85] as Range, startsAfterS: [5, 240] as Range, forgetsThenTapsOnTheWay: 0.1 },
  networkFix: { routerRepeatsInDuty: 0.15, routerRepeatsEver: 0.02, mast: 0.5 },
} as const;

export const cheats = {
  /** A place typed into a mock app once and for all. */
  spoofed: { fromPostM: [0, 60] as Range, accuracyM: [1, 30] as Range, days: [3, 20] as Range },
  /** A mock app of the crudest kind. */
  crudeMock: { zeroPosition: 0.4, days: [1, 10] as Range },
  /** At two posts faster than anybody drives, the fix inside both. */
  teleport: { speedKmh: [115, 1_500] as Range },
  /** The sign was photographed: scanned at home, while the phone says where home is. Most have served there honestly too. */
  replayedSign: { homeM: [400, 12_000] as Range, neverThere: 0.2, daysAtHome: [1, 8] as Range },
  /** Friends' taps on one phone at the post. */
  thirdPerson: { people: [3, 6] as Range, apartS: [5, 70] as Range, days: [1, 6] as Range },
  /** Late, and the clock put back while the app is open, or between two openings of it after an earlier record of the day. */
  clockMoved: { backMin: [6, 45] as Range, whileOpen: 0.75, restoresAfterS: [10, 120] as Range },
} as const;

/** No web page can tell these from honest days: DOMAIN.md section 7 says so, and the bench prints what comes of them. */
export const undetectable = {
  /** A friend carries the phone to the post. */
  friendCarries: { days: [3, 12] as Range },
  /** Somebody at the post sends the code on; no location given. */
  relayedCode: { days: [3, 12] as Range },
  /** A mock app that adds noise as a receiver has. */
  carefulMock: { days: [3, 12] as Range },
  photographedSign: { days: [3, 12] as Range },
  /** Put back with the app closed and no network, and put right again before any network. */
  clockMovedOffline: { backMin: [6, 45] as Range, days: [3, 12] as Range },
} as const;
