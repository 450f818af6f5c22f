// The page of waiting questions keeps up with the meeting. When a question came in or
// was decided about, the lists are fetched anew; what is ticked and typed stays.
"use strict";
(function () {
  var live = document.getElementById("live");
  if (!live) return;
  var shown = seq(), asking = false;

  function seq() {
    var el = live.querySelector("[data-seq]");
    return el ? el.getAttribute("data-seq") : "";
  }

  function ticked() {
    return Array.prototype.map.call(document.querySelectorAll("#waiting input:checked"), function (i) { return i.value; });
  }

  function update() {
    if (asking) return;
    asking = true;
    var wanted = seq();
    fetch(window.location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" }).then(function (r) {
      if (!r.ok || r.redirected) throw new Error("not the page");
      return r.text();
    }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html"), kept = ticked();
      ["waiting", "done"].forEach(function (id) {
        var old = document.getElementById(id), now = page.getElementById(id);
        if (!now) throw new Error("no " + id);
        old.replaceWith(document.importNode(now, true));
      });
      document.querySelectorAll("#waiting input[type=checkbox]").forEach(function (i) {
        i.checked = kept.indexOf(i.value) >= 0;
      });
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
})();
