// Which screens are fetched only by some (piece-tiers.mjs follows the imports from them): named by module, each the target of a dynamic import.
// What is not reached through these belongs to everyone. A new page of the desk is the leaders' by itself; what only asks the endpoint anyway
// is named below.

/** Where the page begins. */
export const entry = "src/main.tsx";

/**
 * Kept whole on a device whose person leads, or that is lent or shared; not on a volunteer's. Board, 扫码, 出示码, 收队 and 点长 are everyone's: a post
 * lead is appointed, and a tablet lent, with no network to fetch them by.
 */
export const leaders = ["src/screens/desk/desk.tsx", "src/screens/approvals/sections.ts", "src/screens/relay/take.tsx"];

/** Needs the endpoint, whoever asks: kept by nobody. */
export const online = [
  // Reads and writes tables; most phones never do it.
  "src/platform/sheet-file.ts",
  "src/screens/import/import.tsx",
  "src/screens/posts/post-import.tsx",
  // 采点 and typed coordinates do without the map; its tiles come from the network.
  "src/screens/posts/map.tsx",
  // Asked of the endpoint: links, the server's state, what it set aside, signs and badges it signs, the wall it counts.
  "src/screens/invites/invites.tsx",
  "src/screens/status/status.tsx",
  "src/screens/quarantine/quarantine.tsx",
  "src/screens/quarantine/aside-record.tsx",
  "src/screens/teams/teams.tsx",
  "src/screens/paper/signs.tsx",
  "src/screens/paper/badges.tsx",
  "src/screens/paper/wall.tsx",
  "src/screens/hours/service-ledger.tsx",
  // Says that WeChat's own browser will not do: seen once, from a link just opened.
  "src/screens/wechat/wechat.tsx",
];
