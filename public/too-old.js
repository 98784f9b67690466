// Says so in words when the app cannot start. ES5 on purpose: the browsers it speaks to read nothing newer.
// Once the app has drawn itself the paragraphs are gone and this does nothing.
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
  if (!("noModule" in document.createElement("script"))) failed = "too-old";
  window.addEventListener(
    "error",
    function (event) {
      // What did not arrive fails on its own element; what this browser cannot read or run fails on the window.
      fail(event.target && event.target !== window ? "not-loaded" : "too-old");
    },
    true,
  );
  document.addEventListener("DOMContentLoaded", show);
})();
