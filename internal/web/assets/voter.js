// The last step on a network that comes and goes. The ballot is sent again until the
// server has answered; sending it twice counts it once. The page says which of the two
// is the case. On a device that many use (kiosk=1) all steps happen in one page, so that
// its Back button and its history lead to nobody's choice, and an abandoned ballot is
// cleared away. Without this script forms are sent as usual. Written for old browsers.
(function () {
  "use strict";
  var kiosk = /[?&]kiosk=1(&|$)/.test(window.location.search), patience = 90000, idle = 0;
  function each(list, what) { Array.prototype.forEach.call(list, what); }

  // How many of what a cap counts are ticked, while choosing. The server says so too, later.
  function caps() {
    each(document.querySelectorAll("[data-cap]"), function (rule) {
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
  }
  caps();
  if (!window.XMLHttpRequest || !window.DOMParser) return;

  function field(name, value) { return "&" + encodeURIComponent(name) + "=" + encodeURIComponent(value); }
  function fields(form) {
    var body = "";
    each(form.querySelectorAll("input[name], textarea[name], select[name]"), function (i) {
      if ((i.type === "radio" || i.type === "checkbox") && !i.checked) return;
      body += field(i.name, i.value);
    });
    return body;
  }
  function post(form, body, done, failed) {
    var x = new XMLHttpRequest();
    x.open("POST", form.getAttribute("action"));
    x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    x.timeout = 15000;
    x.onerror = x.ontimeout = x.onabort = failed;
    x.onload = function () { if (x.status >= 500 || x.status === 0) failed(); else done(x.responseText); };
    x.send(body);
  }
  function show(text) {
    var page = new DOMParser().parseFromString(text, "text/html"), now = page.querySelector("main");
    document.title = page.title;
    document.querySelector("main").innerHTML = now ? now.innerHTML : "";
    window.scrollTo(0, 0);
    var heading = document.querySelector("main h1"), next = document.querySelector("[data-next]");
    if (heading) { heading.setAttribute("tabindex", "-1"); heading.focus(); }
    if (next) window.setTimeout(function () { window.location.replace(next.getAttribute("href")); }, 8000);
    each(document.querySelectorAll("form"), bind);
    caps();
  }

  function bind(form) {
    var box = document.querySelector("[data-cast-state]"), pressed = null, sending = false;
    each(form.querySelectorAll("button"), function (b) {
      b.addEventListener("click", function () { pressed = b; });
    });
    form.addEventListener("submit", function (e) {
      var casts = form.hasAttribute("data-cast") && box && pressed && pressed.value === "cast";
      if (!casts && !kiosk) return; // a page like any other
      e.preventDefault();
      if (sending) return;
      sending = true;
      var body = fields(form);
      if (pressed && pressed.name) body += field(pressed.name, pressed.value);
      each(form.querySelectorAll("button"), function (b) { b.disabled = true; });
      if (casts) send(body.slice(1), 1);
      else post(form, body.slice(1), show, function () {
        sending = false;
        each(form.querySelectorAll("button"), function (b) { b.disabled = false; });
      });
    });
    function say(what, n) {
      box.hidden = false;
      each(box.querySelectorAll("[data-when]"), function (p) { p.hidden = p.getAttribute("data-when") !== what; });
      each(box.querySelectorAll("[data-tries]"), function (s) { s.textContent = String(n); });
    }
    function send(body, n) {
      var over = false;
      say(n === 1 ? "sending" : "again", n);
      post(form, body, function (text) {
        if (over) return;
        over = true;
        show(text);
      }, function () {
        if (over) return;
        over = true;
        say("again", n);
        window.setTimeout(function () { send(body, n + 1); }, Math.min(1000 * n, 5000));
      });
    }
  }
  each(document.querySelectorAll("form"), bind);

  if (!kiosk) return;
  function touched() {
    window.clearTimeout(idle);
    idle = window.setTimeout(function () {
      var waits = document.querySelector("[data-cast-state]");
      if (waits && !waits.hidden) { touched(); return; } // a ballot is on its way
      window.location.replace("/v" + window.location.search);
    }, patience);
  }
  each(["click", "keydown", "touchstart", "scroll"], function (what) { document.addEventListener(what, touched, true); });
  touched();
  document.addEventListener("click", function (e) {
    for (var a = e.target; a; a = a.parentNode) if (a.tagName === "A") break;
    if (!a) return;
    e.preventDefault(); // a link is no entry in the history either
    window.location.replace(a.getAttribute("href"));
  });
  // A page that the browser kept as it was is not shown again.
  window.addEventListener("pageshow", function (e) { if (e.persisted) window.location.replace("/v" + window.location.search); });
  window.addEventListener("pagehide", function () { each(document.querySelectorAll("form"), function (f) { f.reset(); }); });
})();
