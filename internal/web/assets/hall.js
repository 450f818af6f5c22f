// The projector's watchdog. The feed changes as soon as it is connected and then at
// least every 15 seconds (a heartbeat). When it has been still for 25 seconds, or for
// six after the page was opened or the connection was lost, the page says so, and as soon as
// the server answers again it loads itself anew. A screen in a hall has nobody at it.
"use strict";
(function () {
  var feed = document.querySelector("[data-feed]");
  if (!feed) return;
  var still = 25000, soon = 6000;
  var seen = Date.now() - still + soon;
  new MutationObserver(function () {
    seen = Date.now();
    document.body.classList.remove("hall-stale");
  }).observe(feed, { childList: true }); // its own children: the clock inside changes by itself
  document.addEventListener("htmx:sse:error", function () {
    if (!document.body.classList.contains("hall-stale")) seen = Date.now() - still + soon;
    document.body.classList.add("hall-stale");
  });
  window.setInterval(function () {
    if (Date.now() - seen < still) return;
    document.body.classList.add("hall-stale");
    fetch("/healthz", { cache: "no-store" }).then(function (r) {
      if (r.ok) window.location.reload();
    }, function () { /* still away: ask again at the next turn */ });
  }, 2000);
})();
