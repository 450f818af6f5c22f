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
// The speaker's clock. It counts from the server's stamps, because the clock of
// the machine at the projector may be wrong.
(function () {
  function tick() {
    var el = document.querySelector("[data-since]");
    if (!el) return;
    if (el.skew === undefined) el.skew = Number(el.getAttribute("data-now")) - Date.now();
    var s = Math.max(0, Math.floor((Date.now() + el.skew - Number(el.getAttribute("data-since"))) / 1000));
    var text = Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
    if (el.textContent !== text) el.textContent = text;
    var limit = Number(el.getAttribute("data-limit"));
    if (limit > 0 && s >= limit * 60) el.classList.add("hall-clock-over");
  }
  window.setInterval(tick, 250);
  document.addEventListener("DOMContentLoaded", tick);
})();
