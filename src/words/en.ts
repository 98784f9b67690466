// Every sentence in English, complete over the shape of zh.ts or it does not compile. Loaded only when somebody reads English.

import { enMore } from "./en-more.ts";
import { enRecords } from "./en-records.ts";
import type { Words } from "./zh.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const some = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export const en: Words = {
  language: "en",
  name: "Daogang",
  opening: "Opening…",
  reading: "Reading the records on this phone…",
  readingFailed: "Cannot read the records on this phone, trying again",
  crashed: "Something broke on this page. Your records are still on the phone",
  notDownloaded: "This page was not downloaded yet. Connect and open it again",
  notFound: "There is no such page",
  reopen: "Open again",
  nobody: "No name",
  toToday: "Go to Today",
  back: "Back",
  cancel: "Cancel",
  closeSheet: "Close",
  undo: "Undo",
  copied: "Copied",
  notCopied: "Could not copy. Press and hold to select it",
  notRecorded: {
    title: "NOT recorded!",
    full: "Storage is full. Delete some photos and tap again",
    other: "Tap again. If it still fails, ask your leader to mark you",
  },
  unsent: (count) => `Unsent ${count}`,
  unsentLong: (count) => (count === 0 ? "All uploaded" : `${some(count, "record")} not uploaded`),
  insecure: "This address is not https: location, camera and offline use are off. Use the address that starts with https",
  tabs: { label: "Main menu", today: "Today", shifts: "Shifts", me: "Me", board: "Board", more: "More" },
  time: {
    day: (month, day, weekday) => `${weekdays[weekday] ?? ""} ${day} ${months[month - 1] ?? ""}`,
    today: "today",
    tomorrow: "tomorrow",
    yesterday: "yesterday",
    span: (from, to) => `${from}–${to}`,
    minutes: (count) => `${count} min`,
  },

  wechat: {
    title: "This does not work inside WeChat",
    how: "Tap “···” at the top right and choose to open in the browser",
    copyInvite: "Copy the invite",
    copyLink: "Copy the link",
    afterwards: "The link: paste it into your browser's address bar",
    spell: "[Daogang] Open in your phone's browser to join: ",
    spellHow: "The invite: paste it after opening Daogang from the home screen",
  },

  today: {
    checkIn: "Sign in",
    checkOut: "Sign out",
    scan: "Scan",
    typeCode: "Code",
    again: "Sign in again",
    contact: "Ask",
    call: (name, phone) => `Call ${name} ${phone}`,
    noPost: "Post not set yet",
    noDuty: "You have no shift today. See “Shifts”",
    nextDuty: "Next shift",
    others: "Also today",
    opensAt: (time) => `You can sign in from ${time}`,
    missed: "Sign-in is over. If you came, ask your leader to note it",
    cancelled: "the shift was cancelled",
    canCheckIn: "Tap when you are at your post",
    onLeave: "You are on leave. You can still sign in",
    signedIn: (time) => `Signed in ${time}`,
    signedOut: (minutes) => `Thank you! ${some(minutes, "minute")}, to be settled`,
    signedOutShort: "Thank you! Under 10 minutes does not count",
    leaderSaysPresent: "Your leader has marked you present",
    early: (minutes) => `${some(minutes, "minute")} left. Sign out now?`,
    wait: "Wait",
    undoneIn: "Sign-in taken back",
    undoneOut: "Taken back, you are still on duty",
    forgottenYesterday: "You did not sign out yesterday. Your leader knows",
    forgotten: "Not signed out. Your leader adds it when closing",
    leaveAndReturn: "Came back? Tap “Sign in again” to go on",
    settled: (minutes) => `Settled: ${some(minutes, "minute")}`,
    clockFast: (minutes) => `Phone is ${minutes} min fast, corrected`,
    clockSlow: (minutes) => `Phone is ${minutes} min slow, corrected`,
    oldOutbox: (count, days) => `${some(count, "record")} waiting for ${some(days, "day")}. Please go online once`,
    rehearseFirst: "Not tried it yet? Try it once here",
  },

  place: {
    locating: "Locating, no need to wait",
    inside: (accuracy) => `You are at your post (within ${accuracy} m)`,
    uncertain: "Location unclear. No matter, your leader will check",
    outside: (distance) => `Signed in. You are ${distance} from the post, ask your leader to scan`,
    metres: (count) => `${count} m`,
    kilometres: (count) => `${count} km`,
    outsideAtEnd: (distance) => `Signed out. You are ${distance} from the post, your leader will check`,
    refused: "Counts without location too. Scan or ask your leader",
    silent: "No answer from GPS. It still counts, scan or ask your leader",
    noPlace: "Located. This post is not on the map yet, your leader will check",
    coded: "The code on the sign is noted, to be checked",
    reviewed: "checked again",
  },

  ...enRecords,
  more: enMore,
};
