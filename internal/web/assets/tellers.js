// The tellers' pages do everything with plain forms; this adds dragging files in, taking
// several photos one after the other, a bar while files are sent, and keys.
"use strict";
(function () {
  var form = document.getElementById("take"), scans = document.getElementById("scans"), photo = document.getElementById("photo");
  var list = document.getElementById("paper-list"), drop = document.getElementById("drop"), bar = document.getElementById("paper-sending");

  function add(files) {
    var all = new DataTransfer();
    Array.prototype.forEach.call(scans.files, function (f) { all.items.add(f); });
    Array.prototype.forEach.call(files, function (f) { all.items.add(f); });
    scans.files = all.files;
    say();
  }
  function say() {
    var n = scans.files.length;
    list.textContent = n === 0 ? "" : list.getAttribute("data-say").replace("#", n) + " " +
      Array.prototype.map.call(scans.files, function (f) { return f.name; }).slice(0, 8).join(", ");
  }
  if (form && window.DataTransfer) {
    ["dragenter", "dragover"].forEach(function (kind) {
      drop.addEventListener(kind, function (e) { e.preventDefault(); drop.classList.add("paper-drop-over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      drop.addEventListener(kind, function () { drop.classList.remove("paper-drop-over"); });
    });
    drop.addEventListener("drop", function (e) {
      e.preventDefault();
      if (e.dataTransfer && e.dataTransfer.files.length) add(e.dataTransfer.files);
    });
    scans.addEventListener("change", say);
    photo.addEventListener("change", function () {
      add(photo.files);
      photo.value = "";
    });
    form.addEventListener("submit", function (e) {
      if (scans.files.length === 0 || !window.FormData) return;
      e.preventDefault();
      var send = new XMLHttpRequest();
      send.open("POST", form.getAttribute("action"));
      send.setRequestHeader("Accept", "application/json"); // no page: its message would be gone before it is shown
      bar.hidden = false;
      form.querySelector("button[type=submit]").disabled = true;
      send.upload.addEventListener("progress", function (e) {
        if (e.lengthComputable) bar.value = Math.round(100 * e.loaded / e.total);
      });
      send.addEventListener("load", function () {
        if (send.status < 400) {
          window.location.assign(form.getAttribute("action"));
          return;
        }
        var page = new DOMParser().parseFromString(send.responseText, "text/html");
        var said = page.querySelector(".refusal") || page.querySelector("main");
        if (said) form.before(document.importNode(said, true));
        bar.hidden = true;
        form.querySelector("button[type=submit]").disabled = false;
      });
      send.addEventListener("error", function () { form.submit(); });
      send.send(new FormData(form));
    });
  }

  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
    var key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    document.querySelectorAll("[data-key]").forEach(function (b) {
      if (b.getAttribute("data-key") === key) {
        e.preventDefault();
        b.click();
      }
    });
  });
})();
