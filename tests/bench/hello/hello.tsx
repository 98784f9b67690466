// The least a Preact app can be that works without a network: one sentence, one worker. What a cold start is measured against. In Chinese,
// for finding the font is the price of the language, not of the app.

import { render } from "preact";
import { useState } from "preact/hooks";

function Hello() {
  const [count, setCount] = useState(0);
  return (
    <main data-screen="hello">
      <button type="button" onClick={() => setCount(count + 1)}>
        你好 {count}
      </button>
    </main>
  );
}

const host = document.getElementById("app");
if (host !== null) render(<Hello />, host);
addEventListener("load", () => void navigator.serviceWorker.register("/service-worker.js"));
