// Before the app, while it is still being fetched and read. ES5 on purpose: the browsers it speaks to may read nothing newer.

// Opens the journal's database and reads the rows the first screen begins with: on a cold start the browser takes as long for that as for
// the whole app. Makes none where there is none. What comes of it: `EarlyRows` in src/device/first-look.ts.
(function () {
  var early = (window.daogangEarly = { isOver: false, wait: null });
  function end() {
    early.isOver = true;
    if (early.wait) early.wait();
  }
  try {
    var opening = window.indexedDB.open("daogang");
    opening.onupgradeneeded = function () {
      opening.transaction.abort();
    };
    opening.onerror = function (event) {
      event.preventDefault();
      end();
    };
    opening.onsuccess = function () {
      try {
        var reading = opening.result.transaction("state");
        reading.oncomplete = reading.onabort = end;
        ["member", "head", "sync", "firstLook"].forEach(function (key) {
          reading.objectStore("state").get(key).onsuccess = function (event) {
            early[key] = event.target.result;
          };
        });
      } catch (error) {
        // Tables of another version: the app opens them itself.
        end();
      }
      // Long enough for the app to open its own beside it; let go when anybody wants to change the tables.
      opening.result.onversionchange = function () {
        opening.result.close();
      };
      setTimeout(function () {
        opening.result.close();
      }, 5000);
    };
  } catch (error) {
    // No storage at all: the app says so itself.
    end();
  }
})();

// Says so in words when the app is slow or cannot start. Once the app has drawn itself the paragraphs are gone and this does nothing.
(function () {
  var failed = null;
  function show() {
    var opening = document.getElementById("opening");
    var message = failed && document.getElementById(failed);
    if (!opening || !message) return;
    opening.hidden = true;
    opening.style.display = "none";
    message.hidden = false;
    message.removeAttribute("hidden");
  }
  function fail(which) {
    if (!failed) failed = which;
    show();
  }
  // Not at once: drawing a sentence nobody has time to read takes longer than drawing none.
  setTimeout(function () {
    var opening = document.getElementById("opening");
    var told = document.getElementById("too-old");
    // The app itself may have found something missing meanwhile, and said so.
    if (opening && told && told.hidden && !failed) opening.removeAttribute("hidden");
  }, 1000);
  if (!("noModule" in document.createElement("script"))) failed = "too-old";
  window.addEventListener(
    "error",
    function (event) {
      // What did not arrive fails on its own element; what this browser cannot read or run fails on the window.
      fail(event.target && event.target !== window ? "not-loaded" : "too-old");
    },
    true
  );
  document.addEventListener("DOMContentLoaded", show);
})();
