// Saves a report while it is written, and shows where it stands. Without it there is a
// button that does the same.
"use strict";
(function () {
  var form = document.querySelector("form[data-desk]");
  if (!form || !window.fetch) return;
  var desk = document.getElementById("desk");
  var timer = 0, running = false, again = false, unsaved = false, leaving = false;
  function save() {
    if (running) { again = true; return; }
    running = true; again = false; unsaved = false;
    fetch(form.getAttribute("data-desk"), { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Quiet": "1" } })
      .then(function (r) {
        if (!r.headers.get("X-Desk")) throw new Error(String(r.status)); // signed out, or no answer of this page
        if (!r.ok) unsaved = true;
        return r.text();
      })
      .then(function (html) { desk.innerHTML = html; })
      .catch(function () {
        unsaved = true;
        var pill = desk.querySelector(".pill");
        if (pill) { pill.className = "pill tone-bad"; pill.textContent = form.getAttribute("data-failed"); }
      })
      .then(function () { running = false; if (again) save(); });
  }
  form.addEventListener("input", function () {
    unsaved = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 800);
  });
  form.addEventListener("submit", function () { leaving = true; window.clearTimeout(timer); });
  window.addEventListener("beforeunload", function (e) { if (unsaved && !leaving) e.preventDefault(); });
})();
