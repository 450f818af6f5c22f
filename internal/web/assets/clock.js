// The speaker's clock, on the projector and beside the work. It counts from the
// server's stamps, because the clock of the machine may be wrong. It says in words
// when the end is near and when the time is over: colour alone is not seen by all.
"use strict";
(function () {
  function tick() {
    document.querySelectorAll("[data-since]").forEach(function (el) {
      if (el.skew === undefined) el.skew = Number(el.getAttribute("data-now")) - Date.now();
      var s = Math.max(0, Math.floor((Date.now() + el.skew - Number(el.getAttribute("data-since"))) / 1000));
      var text = Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
      var face = el.querySelector("[data-face]");
      if (face.textContent !== text) face.textContent = text;
      var limit = Number(el.getAttribute("data-limit")) * 60, warn = Number(el.getAttribute("data-warn")) * 60;
      var over = limit > 0 && s >= limit, near = limit > 0 && warn > 0 && !over && s >= limit - warn;
      el.classList.toggle("clock-over", over);
      el.classList.toggle("clock-near", near);
    });
  }
  window.setInterval(tick, 250);
  document.addEventListener("DOMContentLoaded", tick);
  new MutationObserver(tick).observe(document.documentElement, { childList: true, subtree: true });
})();
