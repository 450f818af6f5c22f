// The projector's watchdog. The feed changes at least every 15 seconds (a
// heartbeat); when it has been still for 25 the page says so, and as soon as the
// server answers again it loads itself anew. A screen in a hall has nobody at it.
"use strict";
(function () {
  var feed = document.querySelector("[data-feed]");
  if (!feed) return;
  var seen = Date.now();
  new MutationObserver(function () {
    seen = Date.now();
    document.body.classList.remove("hall-stale");
  }).observe(feed, { childList: true }); // its own children: the clock inside changes by itself
  document.addEventListener("htmx:sse:error", function () { document.body.classList.add("hall-stale"); });
  window.setInterval(function () {
    if (Date.now() - seen < 25000) return;
    document.body.classList.add("hall-stale");
    fetch("/healthz", { cache: "no-store" }).then(function (r) {
      if (r.ok) window.location.reload();
    }, function () { /* still away: ask again at the next turn */ });
  }, 5000);
})();
