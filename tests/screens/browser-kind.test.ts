// §7 each browser has its own way to the home screen: told apart by what real ones say of themselves.

import { expect, test } from "vitest";
import { browserKindOf } from "../../src/screens/install/browser-kind.ts";
import type { BrowserKind } from "../../src/words/joining.ts";
import { joiningWords } from "../../src/words/joining.ts";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const agents: readonly (readonly [BrowserKind, string, number?])[] = [
  ["iosSafari", `${iphone} Version/15.4 Mobile/15E148 Safari/604.1`, 5],
  ["iosSafari", `${mac} Version/15.4 Safari/605.1.15`, 5],
  ["iosOther", `${iphone} CriOS/100.0.4896.77 Mobile/15E148 Safari/604.1`, 5],
  ["iosOther", `${iphone} FxiOS/99.0 Mobile/15E148 Safari/605.1.15`, 5],
  ["iosOther", `${iphone} Version/15.0 MQQBrowser/13.1.2 Mobile/15E148 Safari/604.1 QBWebViewUA/2`, 5],
  ["inApp", `${iphone} Mobile/15E148 MicroMessenger/8.0.20(0x18001442) NetType/WIFI Language/zh_CN`, 5],
  [
    "huawei",
    `Mozilla/5.0 (Linux; Android 10; HarmonyOS; ELS-AN00; HMSCore 6.4.0.312) ${webkit} Chrome/92.0.4515.105 HuaweiBrowser/12.0.4.1 Mobile Safari/537.36`,
  ],
  ["huawei", `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${webkit} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300`],
  [
    "xiaomi",
    `Mozilla/5.0 (Linux; U; Android 11; zh-cn; M2007J1SC Build/RKQ1.200826.002) ${webkit} Version/4.0 Chrome/89.0.4389.116 Mobile Safari/537.36 XiaoMi/MiuiBrowser/15.5.15`,
  ],
  [
    "oppo",
    `Mozilla/5.0 (Linux; U; Android 11; zh-cn; PCLM10 Build/RKQ1.200928.002) ${webkit} Version/4.0 Chrome/90.0.4430.61 Mobile Safari/537.36 HeyTapBrowser/40.7.35.1`,
  ],
  [
    "vivo",
    `Mozilla/5.0 (Linux; Android 11; V2055A; wv) ${webkit} Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 VivoBrowser/12.3.0.1`,
  ],
  ["samsung", `Mozilla/5.0 (Linux; Android 12; SM-S906N) ${webkit} SamsungBrowser/16.0 Chrome/92.0.4515.166 Mobile Safari/537.36`],
  [
    "qq",
    `Mozilla/5.0 (Linux; U; Android 11; zh-cn; M2012K11AC) ${webkit} Version/4.0 Chrome/89.0.4389.72 MQQBrowser/13.0 Mobile Safari/537.36 COVC/045913`,
  ],
  [
    "uc",
    `Mozilla/5.0 (Linux; U; Android 10; zh-CN; MI 9) ${webkit} Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.2.1122 Mobile Safari/537.36`,
  ],
  ["uc", `Mozilla/5.0 (Linux; U; Android 10; zh-CN; MI 9) ${webkit} Version/4.0 Chrome/78.0.3904.108 Quark/5.4.9.201 Mobile Safari/537.36`],
  ["androidChrome", `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/124.0.0.0 Mobile Safari/537.36`],
  ["androidEdge", `Mozilla/5.0 (Linux; Android 10; HD1913) ${webkit} Chrome/124.0.0.0 Mobile Safari/537.36 EdgA/124.0.2478.62`],
  ["androidFirefox", "Mozilla/5.0 (Android 13; Mobile; rv:115.0) Gecko/115.0 Firefox/115.0"],
  [
    "inApp",
    `Mozilla/5.0 (Linux; U; Android 10; zh-CN; MI 8) ${webkit} Version/4.0 Chrome/69.0.3497.100 UWS/3.22.1 Mobile Safari/537.36 AliApp(DingTalk/6.0.9)`,
  ],
  ["inApp", `Mozilla/5.0 (Linux; Android 11; PBCM10; wv) ${webkit} Version/4.0 Chrome/98.0.4758.101 Mobile Safari/537.36`],
  ["other", `Mozilla/5.0 (Linux; U; Android 9; zh-cn; X) ${webkit} Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36 SomeBrowser/1.0`],
  ["desktopChrome", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0.0.0 Safari/537.36`],
  ["desktopEdge", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0`],
  ["desktopFirefox", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0"],
  ["desktopSafari", `${mac} Version/17.4 Safari/605.1.15`, 0],
  ["other", "something else altogether"],
];

test.each(agents.map(([kind, agent, touchPoints]) => ({ kind, agent, touchPoints: touchPoints ?? 0 })))("§7 $kind: $agent", ({
  kind,
  agent,
  touchPoints,
}) => expect(browserKindOf(agent, touchPoints)).toBe(kind));

test("§7 every kind is met here and has its steps, in both languages", () => {
  const kinds = [...new Set(agents.map(([kind]) => kind))].sort();
  for (const words of [joiningWords["zh-CN"], joiningWords.en]) {
    expect(Object.keys(words.install.steps).sort()).toEqual(kinds);
    for (const steps of Object.values(words.install.steps)) expect(steps.length).toBeGreaterThan(1);
  }
});
