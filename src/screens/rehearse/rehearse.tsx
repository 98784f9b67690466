// 练一次: at home, the day before, see that location, camera and sound work. Records nothing but the answer whether location
// may be used (R39).

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { giveConsent } from "../../actions/consent.ts";
import type { PositionAnswer, ScanFailure } from "../../actions/ports.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header } from "../parts/frame.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useRecording } from "../recording.ts";
import "../page.css";

const steps = ["place", "camera", "sound"] as const;
/** Long enough to see that it is tried, short enough not to be waited for. */
const tryPlaceMs = 20_000;
const showCameraMs = 3_000;

export function Rehearse() {
  const app = useApp();
  const words = useAllWords();
  const { route } = useLocation();
  const [at, setAt] = useState(0);
  const step = steps[at];
  const goOn = (): void => {
    if (at + 1 < steps.length) {
      setAt(at + 1);
      return;
    }
    app.settings.save({ rehearsed: true }).catch((error: unknown) => console.error(error));
    route("/", true);
  };
  return (
    <div class="screen">
      <Header title={words.rehearse.title} back="/" />
      <main class="page" data-screen="rehearse" data-step={step}>
        <p>
          {words.rehearse.what} {words.rehearse.step(at + 1, steps.length)}
        </p>
        {step === "place" ? <Place onDone={goOn} /> : null}
        {step === "camera" ? <Camera onDone={goOn} /> : null}
        {step === "sound" ? <Sound onDone={goOn} /> : null}
      </main>
    </div>
  );
}

interface StepProps {
  readonly onDone: () => void;
}

function Title({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <h2 class="step-title">
      <Icon name={icon} />
      <span>{text}</span>
    </h2>
  );
}

function Place({ onDone }: StepProps) {
  const app = useApp();
  const words = useAllWords();
  const recording = useRecording();
  const [answer, setAnswer] = useState<PositionAnswer | { readonly type: "asking" | "trying" | "without" }>({ type: "asking" });

  const decide = async (given: boolean): Promise<void> => {
    const consent = async (): Promise<unknown> => {
      // Read at the tap: what is read while the screen is drawn may come later than a quick finger.
      const member = await app.views.membership();
      if (member === null) throw new Error("nobody has joined on this device");
      return giveConsent(app.ports, member.person, given);
    };
    if ((await recording(consent)) === null) return;
    if (!given) return setAnswer({ type: "without" });
    setAnswer({ type: "trying" });
    setAnswer(await app.ports.position.locate(tryPlaceMs));
  };

  const said = ((): string => {
    switch (answer.type) {
      case "asking":
        return "";
      case "trying":
        return words.rehearse.placeTrying;
      case "without":
        return words.rehearse.placeWithout;
      case "fixed":
        return words.rehearse.placeWorks(Math.round(answer.fix.accuracyDm / 10));
      case "refused":
        return words.rehearse.placeRefused;
      default:
        return words.rehearse.placeSilent;
    }
  })();

  return (
    <>
      <Title icon="pin" text={words.rehearse.place} />
      {answer.type === "asking" ? (
        <>
          <p class="large">{words.rehearse.placeAsk}</p>
          <ul class="terms">
            {words.rehearse.placeTerms.map((term) => (
              <li key={term}>{term}</li>
            ))}
          </ul>
          <NotRecorded />
          <div class="pair">
            <Button onPress={() => void decide(false)}>{words.rehearse.refuse}</Button>
            <Button kind="main" onPress={() => void decide(true)}>
              {words.rehearse.agree}
            </Button>
          </div>
          <Button wide onPress={onDone}>
            {words.rehearse.skip}
          </Button>
        </>
      ) : (
        <>
          <p class={answer.type === "fixed" ? "box good" : "box"} role="status" data-answer={answer.type}>
            {said}
          </p>
          <Button kind="main" wide onPress={onDone}>
            {answer.type === "trying" ? words.rehearse.skip : words.rehearse.next}
          </Button>
        </>
      )}
    </>
  );
}

function Camera({ onDone }: StepProps) {
  const app = useApp();
  const words = useAllWords();
  const [tried, setTried] = useState<"no" | "trying" | "works" | ScanFailure>("no");

  useEffect(() => {
    if (tried !== "trying") return;
    let isOver = false;
    const starting = app.scanner.start({ id: "rehearse-camera" }, () => {});
    const stop = (): void => void starting.then((started) => (started.type === "scanning" ? started.scan.stop() : undefined));
    void starting.then((started) => {
      if (isOver) return;
      if (started.type !== "scanning") return setTried(started.type);
      setTimeout(() => !isOver && setTried("works"), showCameraMs);
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [tried === "trying", app]);

  const isFailed = tried === "refused" || tried === "noCamera" || tried === "failed";
  const failure = tried === "noCamera" ? words.scan.noCamera : words.scan.refused;
  return (
    <>
      <Title icon="camera" text={words.rehearse.camera} />
      <p class="large">{words.rehearse.cameraWhat}</p>
      <div id="rehearse-camera" class="viewfinder" hidden={tried !== "trying"} />
      <p class={tried === "works" ? "box good" : "box"} role="status" data-answer={tried} hidden={tried === "no"}>
        {tried === "trying" ? words.rehearse.cameraTrying : tried === "works" ? words.rehearse.cameraWorks : isFailed ? failure : ""}
      </p>
      {tried === "no" ? (
        <>
          <Button kind="main" wide onPress={() => setTried("trying")}>
            {words.rehearse.cameraTry}
          </Button>
          <Button wide onPress={onDone}>
            {words.rehearse.skip}
          </Button>
        </>
      ) : (
        <Button kind="main" wide onPress={onDone}>
          {words.rehearse.next}
        </Button>
      )}
    </>
  );
}

function Sound({ onDone }: StepProps) {
  const app = useApp();
  const words = useAllWords();
  const [hasPlayed, setPlayed] = useState(false);
  const play = (): void => {
    app.feedback.success();
    setPlayed(true);
  };
  return (
    <>
      <Title icon="sound" text={words.rehearse.sound} />
      <p class="large">{words.rehearse.soundWhat}</p>
      <p class="box" role="status" hidden={!hasPlayed}>
        {words.rehearse.soundPlayed}
      </p>
      <Button wide icon="sound" onPress={play}>
        {words.rehearse.soundTry}
      </Button>
      <Button kind="main" wide onPress={onDone}>
        {words.rehearse.done}
      </Button>
    </>
  );
}
