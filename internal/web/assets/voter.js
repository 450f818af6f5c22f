// The last step on a network that comes and goes. The ballot is sent again until the
// server has answered; sending it twice counts it once. The page says which of the two
// is the case. Without this script the form is sent as usual. Written for old browsers.
(function () {
  "use strict";
  // How many of what a cap counts are ticked, while choosing. The server says so too, later.
  Array.prototype.forEach.call(document.querySelectorAll("[data-cap]"), function (rule) {
    var now = rule.querySelector("[data-now]"), pick = "input[data-pick='" + rule.getAttribute("data-cap") + "']:checked";
    function count() {
      var n = document.querySelectorAll(pick).length, over = n > Number(rule.getAttribute("data-most"));
      now.hidden = false;
      now.querySelector("b").textContent = String(n);
      now.className = over ? "voter-over" : "";
    }
    document.addEventListener("change", count);
    count();
  });
  var form = document.querySelector("form[data-cast]"), box = document.querySelector("[data-cast-state]");
  if (!form || !box || !window.XMLHttpRequest || !window.DOMParser) return;
  var sending = false, pressed = "";
  function each(list, what) { Array.prototype.forEach.call(list, what); }
  each(form.querySelectorAll("button"), function (b) {
    b.addEventListener("click", function () { pressed = b.value; });
  });
  form.addEventListener("submit", function (e) {
    if (pressed !== "cast") return; // to change the choice is a page like any other
    e.preventDefault();
    if (sending) return;
    sending = true;
    var body = "step=cast";
    each(form.querySelectorAll("input[name]"), function (i) {
      body += "&" + encodeURIComponent(i.name) + "=" + encodeURIComponent(i.value);
    });
    each(form.querySelectorAll("button"), function (b) { b.disabled = true; });
    send(body, 1);
  });
  function say(what, n) {
    box.hidden = false;
    each(box.querySelectorAll("[data-when]"), function (p) { p.hidden = p.getAttribute("data-when") !== what; });
    each(box.querySelectorAll("[data-tries]"), function (s) { s.textContent = String(n); });
  }
  function send(body, n) {
    say(n === 1 ? "sending" : "again", n);
    var x = new XMLHttpRequest(), over = false;
    function again() {
      if (over) return;
      over = true;
      say("again", n);
      window.setTimeout(function () { send(body, n + 1); }, Math.min(1000 * n, 5000));
    }
    x.open("POST", form.getAttribute("action"));
    x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    x.timeout = 15000;
    x.onerror = x.ontimeout = x.onabort = again;
    x.onload = function () {
      if (over) return;
      if (x.status >= 500 || x.status === 0) { again(); return; }
      over = true;
      var page = new DOMParser().parseFromString(x.responseText, "text/html"), now = page.querySelector("main");
      document.title = page.title;
      document.querySelector("main").innerHTML = now ? now.innerHTML : "";
      var back = document.querySelector("[data-next]");
      if (back) window.setTimeout(function () { window.location.replace(back.getAttribute("href")); }, 8000);
      window.scrollTo(0, 0);
    };
    x.send(body);
  }
})();
