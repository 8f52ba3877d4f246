// The session: when it has ended, or another tab has begun a new one, the page stays with everything typed in it; who
// works here signs in in place, and what could not be sent goes out again in its order.
(function () {
  "use strict";

  const portal = window.portal;
  const HEADER = "hx-headers";
  let healing = null;
  let waiting = []; // htmx requests that met the end of the session

  portal.ignore = function () {};

  // What every partial request carries: the token, and whose page this is.
  portal.headers = function () {
    return JSON.parse(document.body.getAttribute(HEADER) || "{}");
  };

  portal.isSessionEnd = function (response) {
    const mark = response.headers ? response.headers.get("X-Sesi") : response.getResponseHeader("X-Sesi");
    return response.status === 401 || Boolean(mark);
  };

  function owner() {
    return document.body.dataset.pengguna || "";
  }

  function renew(token) {
    const headers = portal.headers();
    headers["X-CSRFToken"] = token;
    document.body.setAttribute(HEADER, JSON.stringify(headers));
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = token; });
  }

  async function look() {
    const response = await fetch(document.body.dataset.sesi, { signal: AbortSignal.timeout(15000) });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  // Resolves when the session is again that of the user whose page this is; rejects when he does not sign in now.
  portal.heal = function () {
    healing =
      healing ||
      look()
        .then(function (state) { return state.pengguna === owner() ? state.token : fetchDialog().then(signIn); })
        .then(function (token) {
          renew(token);
          document.dispatchEvent(new CustomEvent("sesi:pulih"));
        })
        .finally(function () { healing = null; });
    return healing;
  };

  // Signing in in place -----------------------------------------------------------------------------------------------

  let typedAt = 0;
  document.addEventListener("input", function () { typedAt = Date.now(); });

  // Somebody who is typing goes on typing: the dialog then stands beside, and takes no key until it is asked for.
  function open(dialog) {
    const active = document.activeElement;
    const typing = active && active.matches("input, textarea, select") && Date.now() - typedAt < 3000;
    if (typing && !document.querySelector("dialog:modal")) dialog.setAttribute("open", "");
    else raise(dialog);
  }

  function raise(dialog) {
    if (dialog.matches(":modal")) return;
    dialog.removeAttribute("open");
    dialog.showModal();
    dialog.querySelector("[name=password]").focus();
  }

  portal.askToSignIn = function () {
    const dialog = document.getElementById("masuk-lagi");
    if (dialog) raise(dialog);
    else portal.heal().catch(portal.ignore);
  };

  async function fetchDialog() {
    const response = await fetch(document.body.dataset.masuk, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000) });
    const model = document.createElement("template");
    model.innerHTML = await response.text();
    const dialog = document.importNode(model.content, true).querySelector("dialog");
    if (!dialog) throw new Error(String(response.status));
    dialog.querySelector("[name=pengguna]").value = owner();
    dialog.querySelector("[name=username]").value = document.body.dataset.akun;
    document.body.append(dialog);
    return dialog;
  }

  function signIn(dialog) {
    const form = dialog.querySelector("form");
    const place = dialog.querySelector("[data-galat]");

    function say(text) {
      place.textContent = text;
      place.hidden = !text;
    }

    return new Promise(function (resolve, reject) {
      function done() {
        dialog.onclose = null;
        dialog.remove();
      }
      form.onsubmit = async function (event) {
        event.preventDefault();
        const button = form.querySelector("[type=submit]");
        button.disabled = true;
        try {
          const answer = await send(form);
          if (answer.token) {
            done();
            resolve(answer.token);
            return;
          }
          say(answer.galat);
          // Another tab may have changed the session since the dialog was opened.
          if (answer.ulang) form.elements.csrfmiddlewaretoken.value = (await look()).token;
        } catch {
          say(form.dataset.putus);
        } finally {
          button.disabled = false;
        }
        form.elements.password.select();
      };
      dialog.querySelector("[data-masuk-lagi]").onclick = function () { raise(dialog); };
      dialog.onclose = function () {
        done();
        reject(new Error("sesi"));
      };
      open(dialog);
    });
  }

  async function send(form) {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(30000),
    });
    if (response.status === 429) return { galat: form.dataset.terkunci };
    if (portal.isSessionEnd(response)) return { galat: form.dataset.putus, ulang: true };
    if (response.status !== 200 && response.status !== 422) return { galat: form.dataset.putus };
    return response.json();
  }

  // Requests of htmx --------------------------------------------------------------------------------------------------

  let repeated = null; // what is sent again was confirmed before

  document.addEventListener("htmx:confirm", function (event) {
    if (event.detail.elt !== repeated) return;
    repeated = null;
    event.preventDefault();
    event.detail.issueRequest(true);
  });

  function again(detail) {
    const element = detail.requestConfig.elt;
    const event = detail.requestConfig.triggeringEvent;
    repeated = element;
    if (element.matches("form")) element.requestSubmit(event && event.submitter && element.contains(event.submitter) ? event.submitter : null);
    else element.click();
  }

  function answered() {
    return new Promise(function (resolve) { document.addEventListener("htmx:afterRequest", resolve, { once: true }); });
  }

  portal.wait = function (detail) {
    const element = detail.requestConfig.elt;
    if (!waiting.some(function (one) { return one.requestConfig.elt === element; })) waiting.push(detail);
    portal.heal().then(
      async function () {
        for (const one of waiting.splice(0)) {
          if (!one.requestConfig.elt.isConnected) continue;
          const answer = answered();
          again(one);
          await answer;
        }
      },
      function () { waiting = []; }
    );
  };

  // Whole forms: the session is looked at first, so that no page of the portal takes the place of what was typed. ------

  function isTypedIn(form) {
    return Array.from(form.elements).some(function (field) {
      if (field.type === "hidden" || field.matches("button, fieldset, output")) return false;
      if (field.options) return Array.from(field.options).some(function (one) { return one.selected !== one.defaultSelected; });
      return field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !owner() || form.matches("[data-baris]")) return;
    if (!isTypedIn(form) && !form.matches("[data-keluar]")) return; // nothing to lose
    if (form.dataset.sesi === "diperiksa") {
      delete form.dataset.sesi;
      return;
    }
    event.preventDefault();
    if (form.dataset.sesi) return;
    form.dataset.sesi = "menunggu";
    // Signing out needs no session, only a token that is valid.
    const ready = form.matches("[data-keluar]") ? look().then(function (state) { renew(state.token); }) : portal.heal();
    ready.then(
      function () {
        form.dataset.sesi = "diperiksa";
        form.requestSubmit(event.submitter && form.contains(event.submitter) ? event.submitter : null);
      },
      function (error) {
        delete form.dataset.sesi;
        if (error.message !== "sesi") portal.notify("Belum dikirim: sambungan terputus. Isian Anda masih ada di layar; coba lagi setelah tersambung.");
      }
    );
  });
})();
