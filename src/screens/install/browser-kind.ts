// Which browser this is, as far as its menus differ: each has its own way to the home screen. By what it says of itself, because nothing
// else tells them apart; a wrong guess costs one useless hint. Pure.

import type { BrowserKind } from "../../words/joining.ts";

/** First what names itself last: every browser claims to be Safari, and most to be Chrome. */
const byName: readonly (readonly [RegExp, BrowserKind])[] = [
  [/MicroMessenger|DingTalk|wxwork|baiduboxapp|AlipayClient|Weibo|\bQQ\/|TBS\//i, "inApp"],
  [/HuaweiBrowser|HonorBrowser/i, "huawei"],
  [/MiuiBrowser/i, "xiaomi"],
  [/HeyTapBrowser|OppoBrowser/i, "oppo"],
  [/VivoBrowser/i, "vivo"],
  [/SamsungBrowser/i, "samsung"],
  [/MQQBrowser|QQBrowser/i, "qq"],
  [/UCBrowser|\bUCWEB|Quark\//i, "uc"],
];

/** `touchPoints`: an iPad says it is a Mac, but no Mac has a touch screen. */
export function browserKindOf(agent: string, touchPoints: number): BrowserKind {
  const named = byName.find(([pattern]) => pattern.test(agent))?.[1];
  const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
  if (isApple) {
    if (named === "inApp") return "inApp";
    const isSafari = /Version\/[\d.]+.*Safari/.test(agent) && named === undefined && !/CriOS|FxiOS|EdgiOS|OPiOS/.test(agent);
    return isSafari ? "iosSafari" : "iosOther";
  }
  if (/Android|Mobile|OpenHarmony/.test(agent)) {
    if (named !== undefined) return named;
    if (/EdgA\//.test(agent)) return "androidEdge";
    if (/Firefox\//.test(agent)) return "androidFirefox";
    // A web view inside some app that does not say which.
    if (/; wv\)/.test(agent)) return "inApp";
    return /Chrome\//.test(agent) && !/Version\/4\.0/.test(agent) ? "androidChrome" : "other";
  }
  if (/Edg\//.test(agent)) return "desktopEdge";
  if (/Firefox\//.test(agent)) return "desktopFirefox";
  if (/Chrome\//.test(agent)) return "desktopChrome";
  return /Macintosh.*Safari\//.test(agent) ? "desktopSafari" : "other";
}

export const isIos = (kind: BrowserKind): boolean => kind === "iosSafari" || kind === "iosOther";
