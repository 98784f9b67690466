// What is said to people who join: the ways in, the wait for the leader, and how each browser puts the app on the home screen. Comes with
// those screens, both languages together.

import type { Language } from "./words.ts";

/** Browsers as far as their menus differ: each has its own way to the home screen. */
export type BrowserKind =
  | "iosSafari"
  | "iosOther"
  | "huawei"
  | "xiaomi"
  | "oppo"
  | "vivo"
  | "samsung"
  | "qq"
  | "uc"
  | "androidChrome"
  | "androidEdge"
  | "androidFirefox"
  /** Inside another app (DingTalk, Baidu, QQ): nothing is kept there for long. WeChat has its own page. */
  | "inApp"
  | "desktopChrome"
  | "desktopEdge"
  | "desktopSafari"
  | "desktopFirefox"
  | "other";

const zh = {
  scan: "扫邀请码",
  stopScan: "不扫了",
  aim: "对准队长给的方码",
  scanRefused: "相机打不开,请输6位码或粘贴口令",
  takeOver: "没有网?从另一台平板接手",
  scanUnknown: "这不是邀请码,请扫队长给的方码",
  digits: "6位邀请码",
  digitsSend: "用这个码",
  digitsShort: "要6位数字",
  redeeming: "正在查这个码…",
  tooMany: "输错太多次了,过一会儿再试,或请队长发链接",
  gotInvite: "邀请对上了,点“加入队伍”",

  who: "你是谁",
  whoHint: "名字和手机号后四位要和队里登记的一样。只有队长看得到。",
  name: "姓名",
  lastFour: "手机号后四位",
  nameMissing: "请写名字",
  fourMissing: "要4位数字",

  waitTitle: "等队长确认",
  waitWho: (name: string, lastFour: string) => `${name},手机尾号 ${lastFour}`,
  waitSent: (when: string) => `${when} 已报给队长`,
  waitNotSent: "还没报上去,正在连…",
  waitOffline: "没有网,连上网会自动报上去",
  waitTrouble: "没连上,会自动再试",
  waitMeanwhile: "现在可以做什么",
  waitTips: [
    "告诉队长一声:更多 → 确认加入。",
    "今天有班就先站岗,队长可以先给你点名,时长一样算。",
    "这一页可以关掉,回来接着等,不用重填。",
  ] as readonly string[],
  askAgain: "再问一次",
  asking: "正在问…",
  correct: "写错了?改一改",
  leave: "不等了,换一个邀请",
  declined: "队长没认出这个名字",
  declinedHow: "请和队长核对登记的名字和手机号,改好再报一次。",
  refused: "没报上",

  ios: {
    title: "苹果手机:先放到桌面,再加入",
    why: "在浏览器里加入的,桌面图标里要再加入一次,而且久不打开会被清掉。先放到桌面就没事。",
    steps: ["点浏览器的“分享”(方框带上箭头)", "选“添加到主屏幕”", "从桌面打开“到岗”", "扫邀请码、输6位码,或粘贴口令"] as readonly string[],
    kept: "这个邀请不会用掉,放心。",
    copy: "复制口令",
    anyway: "不放桌面,就在这里加入",
    anywayWarn: "不放也能用,但请常打开:7天不开,手机可能清掉没上传的记录。",
  },
  /** What is copied in WeChat or from a link's page, before the link itself. */
  spell: (team: string) => `【到岗】请用手机浏览器打开,加入${team}:`,
  spellMine: "【到岗】我的邀请,打开“到岗”后粘贴:",

  install: {
    title: "放到桌面",
    why: "放到桌面,一点就开,没网也能用。不放也行:收藏这个网址一样用。",
    done: "已在桌面",
    prompt: "放到桌面",
    noIcon: "桌面没图标?在手机设置里搜“桌面快捷方式”,允许这个浏览器",
    steps: {
      iosSafari: ["点底部或右上的“分享”(方框带上箭头)", "往上划,选“添加到主屏幕”", "点“添加”"],
      iosOther: ["点“分享”(方框带上箭头),选“添加到主屏幕”", "找不到?用 Safari 打开这个网址再做"],
      huawei: ["点下面的“⋮”或“四点”", "选“添加至”,再选“桌面”", "点“添加”"],
      xiaomi: ["点下面的“≡”", "选“添加书签”或“工具箱”", "选“添加到桌面”"],
      oppo: ["点下面的“≡”", "选“添加书签”", "选“桌面”,点“完成”"],
      vivo: ["点下面的“≡”", "选“添加书签”", "选“桌面”,点“确定”"],
      samsung: ["点右下的“≡”", "选“添加页面至”", "选“主屏幕”"],
      qq: ["点下面的“≡”", "选“添加书签”或“收藏”", "选“添加到桌面”"],
      uc: ["点下面的“≡”", "选“收藏网址”", "选“发送到桌面”"],
      androidChrome: ["点右上的“⋮”", "选“添加到主屏幕”或“安装应用”", "点“安装”"],
      androidEdge: ["点下面的“…”或“≡”", "选“添加到手机”", "点“安装”"],
      androidFirefox: ["点“⋮”", "选“安装”或“添加到主屏幕”"],
      inApp: ["点右上的“···”", "选“在浏览器打开”", "在浏览器里再放到桌面"],
      desktopChrome: ["点地址栏右边的“安装”图标", "没有图标?点“⋮”,选“投放、保存和分享”,再选“安装”"],
      desktopEdge: ["点地址栏右边的“应用可用”图标", "没有图标?点“…”,选“应用”,再选“安装此站点”"],
      desktopSafari: ["点“文件”", "选“添加到程序坞”"],
      desktopFirefox: ["Firefox 不能放到桌面", "按 Ctrl+D 收藏这个网址"],
      other: ["点浏览器的菜单", "选“添加到桌面”或“安装应用”", "没有这一项?收藏这个网址也行"],
    } as Readonly<Record<BrowserKind, readonly string[]>>,
  },
};

export type JoiningWords = typeof zh;

const en: JoiningWords = {
  scan: "Scan an invite",
  stopScan: "Stop scanning",
  aim: "Hold the leader’s square code in view",
  scanRefused: "The camera does not open: type six digits or paste the invite",
  takeOver: "No network? Take over from another tablet",
  scanUnknown: "This is no invite. Scan the square code your leader shows",
  digits: "Six-digit code",
  digitsSend: "Use this code",
  digitsShort: "Six digits are needed",
  redeeming: "Looking the code up…",
  tooMany: "Too many wrong codes. Try later, or ask your leader for a link",
  gotInvite: "The invite is good. Press “Join the team”",

  who: "Who are you",
  whoHint: "Name and last four digits as your squad knows them. Only your leader sees them.",
  name: "Name",
  lastFour: "Last four digits of your phone number",
  nameMissing: "Please give your name",
  fourMissing: "Four digits are needed",

  waitTitle: "Waiting for your leader",
  waitWho: (name, lastFour) => `${name}, phone ending in ${lastFour}`,
  waitSent: (when) => `Sent to your leader at ${when}`,
  waitNotSent: "Not sent yet, connecting…",
  waitOffline: "No network: it is sent by itself once there is one",
  waitTrouble: "No connection, trying again by itself",
  waitMeanwhile: "What you can do now",
  waitTips: [
    "Tell your leader: More → Confirm joiners.",
    "On duty today? Stand your post. Your leader can mark you; the time counts the same.",
    "You may close this page. Come back and it waits on, nothing to fill in again.",
  ],
  askAgain: "Ask again",
  asking: "Asking…",
  correct: "A mistake? Correct it",
  leave: "Stop waiting, use another invite",
  declined: "Your leader did not recognise this name",
  declinedHow: "Check name and phone number with your leader, correct them and send again.",
  refused: "Could not be sent",

  ios: {
    title: "iPhone: home screen first, then join",
    why: "What joins in the browser must join again from the home screen, and may be cleared if unused. Put it there first.",
    steps: [
      "Tap Share (a box with an arrow)",
      "Choose “Add to Home Screen”",
      "Open it from the home screen",
      "Scan, type six digits, or paste the invite",
    ],
    kept: "Nothing of this invite is used up.",
    copy: "Copy the invite",
    anyway: "Join here, without the home screen",
    anywayWarn: "It works without too, but open it often: after 7 days the phone may clear what is not uploaded.",
  },
  spell: (team) => `[Daogang] Open in your phone’s browser to join ${team}: `,
  spellMine: "[Daogang] My invite, paste it after opening: ",

  install: {
    title: "Put it on the home screen",
    why: "Opens with one tap, also without network. Not needed: a bookmark of this address works too.",
    done: "On the home screen",
    prompt: "Put it on the home screen",
    noIcon: "No icon? Search the phone’s settings for “home screen shortcuts” and allow this browser",
    steps: {
      iosSafari: ["Tap Share (a box with an arrow)", "Scroll up and choose “Add to Home Screen”", "Tap “Add”"],
      iosOther: ["Tap Share and choose “Add to Home Screen”", "Not there? Open this address in Safari"],
      huawei: ["Tap “⋮” or the four dots below", "Choose “Add to”, then “Home screen”", "Tap “Add”"],
      xiaomi: ["Tap “≡” below", "Choose “Add bookmark” or “Toolbox”", "Choose “Add to Home screen”"],
      oppo: ["Tap “≡” below", "Choose “Add bookmark”", "Choose “Home screen”, tap “Done”"],
      vivo: ["Tap “≡” below", "Choose “Add bookmark”", "Choose “Home screen”, tap “OK”"],
      samsung: ["Tap “≡” at the lower right", "Choose “Add page to”", "Choose “Home screen”"],
      qq: ["Tap “≡” below", "Choose “Add bookmark”", "Choose “Add to Home screen”"],
      uc: ["Tap “≡” below", "Choose “Add bookmark”", "Choose “Send to Home screen”"],
      androidChrome: ["Tap “⋮” at the top right", "Choose “Add to Home screen” or “Install app”", "Tap “Install”"],
      androidEdge: ["Tap “…” or “≡” below", "Choose “Add to phone”", "Tap “Install”"],
      androidFirefox: ["Tap “⋮”", "Choose “Install” or “Add to Home screen”"],
      inApp: ["Tap “···” at the top right", "Choose “Open in browser”", "Put it on the home screen from there"],
      desktopChrome: ["Press the install icon in the address bar", "None? “⋮”, “Cast, save and share”, “Install”"],
      desktopEdge: ["Press “App available” in the address bar", "None? “…”, “Apps”, “Install this site”"],
      desktopSafari: ["Open “File”", "Choose “Add to Dock”"],
      desktopFirefox: ["Firefox cannot do this", "Bookmark this address with Ctrl+D"],
      other: ["Open the browser’s menu", "Choose “Add to Home screen” or “Install app”", "Not there? A bookmark works too"],
    },
  },
};

export const joiningWords: Readonly<Record<Language, JoiningWords>> = { "zh-CN": zh, en };
