// The taps of a volunteer: 签到, 签退, 撤销. Each is recorded first; sound, GPS and the question about storage come after it and
// nothing waits for them.

import { checkIn, checkOut, type SeenCode, supportWithCode } from "../../actions/check-in.ts";
import { fixPosition } from "../../actions/fix-position.ts";
import { retract } from "../../actions/retract.ts";
import type { Duty } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { PostShape } from "../../domain/position.ts";
import { type App, useApp } from "../app.ts";
import { createRecording } from "../recording.ts";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { lastTap } from "./phase.ts";

/** Browsers are likeliest to agree right after somebody used the app for what it is for. */
async function askToKeepStorage(app: App): Promise<void> {
  if (app.settings.current().persistenceAsked) return;
  await app.settings.save({ persistenceAsked: true });
  await app.storage.request();
}

/** 临时换点 may have moved the post; should that piece not arrive, the endpoint will know. */
const shapeOn = (app: App, duty: Duty): Promise<PostShape | null> =>
  import("./moved.tsx").then(
    (it) => it.shapeOnShift(app, duty),
    () => duty.post?.shape ?? null,
  );

export interface Signing {
  /** Each answers whether it was recorded. */
  signIn(duty: Duty, code?: SeenCode): Promise<boolean>;
  signOut(duty: Duty, code?: SeenCode): Promise<boolean>;
  /** A code read after the tap, in support of it. */
  support(duty: Duty, of: Id, code: SeenCode): Promise<boolean>;
  takeBack(duty: Duty): Promise<boolean>;
}

/** `hasConsent`: without it no fix is ever taken (R39). */
export function useSigning(hasConsent: boolean): Signing {
  const app = useApp();
  const session = useSession();
  const words = useWords();
  const recording = createRecording(app, session);

  const tap = async (act: typeof checkIn, duty: Duty, code: SeenCode | undefined): Promise<boolean> => {
    const person = duty.attendance.person;
    const at = { person, shift: duty.shift.id, post: duty.attendance.post, ...(code === undefined ? {} : { code }) };
    const id = await recording(() => act(app.ports, at));
    if (id === null) return false;
    session.dismiss();
    if (hasConsent) session.locate(id, () => fixPosition(app.ports, { person, of: id, shapeOf: () => shapeOn(app, duty) }));
    askToKeepStorage(app).catch((error: unknown) => console.error(error));
    return true;
  };

  return {
    signIn: (duty, code) => tap(checkIn, duty, code),
    signOut: (duty, code) => tap(checkOut, duty, code),
    support: async (duty, of, code) =>
      (await recording(() => supportWithCode(app.ports, duty.attendance.person, of, code, duty.attendance.post))) !== null,
    async takeBack(duty) {
      const of = lastTap(duty);
      if (of === null) return false;
      const wasOut = duty.attendance.checkedOutAt !== null;
      const done = await recording(() => retract(app.ports, duty.attendance.person, [of]));
      if (done !== null) session.show(wasOut ? words.today.undoneOut : words.today.undoneIn);
      return done !== null;
    },
  };
}
