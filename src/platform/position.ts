// One fix for one tap, through the browser's geolocation. Never called without consent: that is the caller's duty (R39).
// Nothing waits for it (DESIGN.md section 1): a silent receiver ends in `silent`, never in an error.

import type { Position, PositionAnswer, PositionFailure } from "../actions/ports.ts";
import type { Fix } from "../domain/facts.ts";
import { isNowhere } from "../domain/position.ts";
import { rules } from "../domain/rules.ts";
import type { Clock } from "../sync/ports.ts";

/** Metres and degrees in doubles become the safe integers that events carry. */
const coordinatesToFix = ({ longitude, latitude, accuracy }: GeolocationCoordinates, at: number): Fix => ({
  lngE7: Math.round(longitude * 1e7),
  latE7: Math.round(latitude * 1e7),
  accuracyDm: Math.round(accuracy * 10),
  at,
});

/** A fix at 0,0 is kept only for want of another. */
const isBetter = (fix: Fix, best: Fix): boolean =>
  isNowhere(fix) === isNowhere(best) ? fix.accuracyDm < best.accuracyDm : isNowhere(best);

const failureOf = (error: GeolocationPositionError): PositionFailure =>
  error.code === error.PERMISSION_DENIED ? "refused" : error.code === error.TIMEOUT ? "silent" : "unavailable";

/**
 * Watches until a fix is as accurate as R15 trusts, at most `withinMs`; then answers with the best so far. A receiver that is
 * "unavailable" for a moment often answers later, so only a refusal ends the watch early.
 */
function locate(clock: Clock, withinMs: number): Promise<PositionAnswer> {
  // Without HTTPS browsers take the receiver away or answer "denied", which would blame the person.
  if (!isSecureContext || !("geolocation" in navigator)) return Promise.resolve({ type: "unavailable" });
  return new Promise((resolve) => {
    let best: Fix | null = null;
    let failure: PositionFailure = "silent";
    let watch: number | null = null;
    let isOver = false;

    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(deadline);
      if (watch !== null) navigator.geolocation.clearWatch(watch);
      resolve(best === null ? { type: failure } : { type: "fixed", fix: best });
    };
    // Hidden pages get neither fixes nor punctual timers: a late deadline only answers later, with what there is.
    const deadline = setTimeout(finish, withinMs);

    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        // Our own clock, not the receiver's: theirs have been years off (GPS week rollover), and taps are dated by ours.
        const fix = coordinatesToFix(coords, clock.now());
        if (best === null || isBetter(fix, best)) best = fix;
        if (best.accuracyDm <= rules.trustedAccuracyDm && !isNowhere(best)) finish();
      },
      (error) => {
        failure = failureOf(error);
        if (failure === "refused") finish();
      },
      // maximumAge 0: a fix from before the tap proves nothing about it.
      { enableHighAccuracy: true, maximumAge: 0, timeout: withinMs },
    );
    // Some browsers answer before they return the watch's number.
    if (isOver) navigator.geolocation.clearWatch(watch);
  });
}

/** Between two fixes of a survey: sooner, many receivers only repeat themselves. */
const surveyStepMs = 1_000;
/** Many receivers answer a watch once and then only when somebody moves: a new watch makes them answer again. */
const surveyAgainMs = 1_500;
const surveyPatienceMs = 60_000;

function survey(clock: Clock, onFix: (fix: Fix) => void, onFailure: (failure: PositionFailure) => void): () => void {
  if (!isSecureContext || !("geolocation" in navigator)) {
    onFailure("unavailable");
    return () => undefined;
  }
  let lastAt: number | null = null;
  let isOver = false;
  let watch: number | null = null;
  let again = 0;
  const unwatch = (): void => {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
  };
  const stop = (): void => {
    isOver = true;
    clearInterval(again);
    unwatch();
  };
  const begin = (): void => {
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        // Monotonic: a clock that is set meanwhile must not hold the next fix back.
        if (isOver || (lastAt !== null && clock.elapsed() - lastAt < surveyStepMs)) return;
        lastAt = clock.elapsed();
        onFix(coordinatesToFix(coords, clock.now()));
      },
      (error) => {
        if (!isOver) onFailure(failureOf(error));
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: surveyPatienceMs },
    );
    // Some browsers refuse before they return the watch's number, and the caller has stopped by then.
    if (isOver) unwatch();
  };
  begin();
  again = window.setInterval(() => {
    // Never before the first fix: a cold receiver needs its minute, and would begin anew each time.
    if (isOver || lastAt === null || clock.elapsed() - lastAt < surveyAgainMs) return;
    unwatch();
    begin();
  }, surveyStepMs);
  if (isOver) clearInterval(again);
  return stop;
}

export const createPosition = (clock: Clock): Position => ({
  locate: (withinMs) => locate(clock, withinMs),
  survey: (onFix, onFailure) => survey(clock, onFix, onFailure),
});
