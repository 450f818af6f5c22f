// The meeting's page keeps up with the meeting. Events replace the live part; when
// its record number has moved, the rest of the page is fetched anew and put in
// place. Where that fails the page says so and offers to load itself.
"use strict";
(function () {
  var live = document.getElementById("live");
  if (!live) return;
  var parts = ["work", "agenda", "roll", "more"];
  var shown = seq(), asking = false;

  function seq() {
    var el = live.querySelector("[data-seq]");
    return el ? el.getAttribute("data-seq") : "";
  }

  // The list is narrowed as one types; the form does the same without scripts.
  var find = document.getElementById("find");
  function narrow() {
    if (!find) return;
    var text = find.value.trim().toLowerCase();
    document.querySelectorAll("#roll [data-find]").forEach(function (li) {
      var words = li.getAttribute("data-find").toLowerCase();
      li.hidden = text !== "" && words.indexOf(text) < 0;
    });
    document.querySelectorAll("#roll .roll-class").forEach(function (c) {
      c.hidden = text !== "" && !c.querySelector("[data-find]:not([hidden])");
    });
  }
  if (find) find.addEventListener("input", narrow);

  function update() {
    if (asking) return;
    asking = true;
    var wanted = seq();
    fetch(window.location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" }).then(function (r) {
      if (!r.ok || r.redirected) throw new Error("not the page");
      return r.text();
    }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      parts.forEach(function (id) {
        var old = document.getElementById(id), now = page.getElementById(id);
        if (!old || !now) {
          if (id === "roll" && now) window.location.reload(); // the roll was opened
          return;
        }
        old.replaceWith(document.importNode(now, true));
        if (window.htmx) window.htmx.process(document.getElementById(id));
      });
      narrow();
      shown = wanted;
    }).catch(function () {
      document.getElementById("moved").hidden = false;
    }).finally(function () {
      asking = false;
      if (shown === wanted && seq() !== shown) update();
    });
  }

  new MutationObserver(function () {
    if (seq() === shown || seq() === "") return;
    update();
  }).observe(live, { childList: true, subtree: true });
  document.addEventListener("htmx:after:swap", narrow);
})();
