// The rows of the entry screen and their saves: in order, one at a time, behind whoever types. No figure is computed here.
(function () {
  "use strict";

  const portal = window.portal;
  const FIELD = "input:not([type=hidden]), select, textarea";
  const CELL = ".isian-sel > .bidang input, .isian-sel > .bidang select";
  const QUESTION = "[aria-invalid=true], .isian-konflik-aksi a, [name=yakin]:not([type=hidden])";
  const PATIENCE = 30000; // milliseconds for an answer
  const UNCERTAIN = new Set([429, 502, 503, 504]); // answers of an overloaded server or its proxy: asked again

  const states = new WeakMap();
  const queue = []; // rows to be saved, each at most once
  let sending = null; // the row whose save is on its way
  let held = ""; // why nothing is sent now: "", "sesi" or "sambungan"
  let attempts = 0;
  let idle = []; // who waits until nothing more can be sent

  function rowOf(element) {
    return element && element.closest ? element.closest("form[data-baris]") : null;
  }

  function rows() {
    return Array.from(document.querySelectorAll("form[data-baris]"));
  }

  function cells() {
    return Array.from(document.querySelectorAll(CELL)).filter(function (cell) {
      return !cell.disabled && cell.offsetParent !== null;
    });
  }

  function moveTo(cell) {
    if (!cell) return;
    cell.focus({ preventScroll: true });
    if (cell.select) cell.select();
    cell.scrollIntoView({ block: "nearest", behavior: "instant" }); // the next key would stop a smooth one halfway
  }

  // State of a row ------------------------------------------------------------------------------------------------

  function read(row, from) {
    const values = {};
    row.querySelectorAll(FIELD).forEach(function (field) {
      values[field.name] = from(field);
    });
    return values;
  }

  function typed(row) {
    return read(row, function (field) { return field.value; });
  }

  function stored(field) {
    if (!field.options) return field.defaultValue;
    const chosen = Array.from(field.options).find(function (option) { return option.defaultSelected; });
    return (chosen || field.options[0]).value;
  }

  function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  // base: values as stored; pending: what was sent and not answered; decision: what a button of the row has decided;
  // refused: values that the server did not take, until it has taken others; queued: values when the row was left;
  // problem: why it is not saved; calm: what stood as its status before it was changed.
  function stateOf(row) {
    if (!states.has(row)) {
      const unsaved = row.classList.contains("isian-bermasalah");
      states.set(row, {
        base: unsaved ? null : read(row, stored),
        pending: null,
        decision: null,
        refused: unsaved ? typed(row) : null,
        queued: null,
        problem: "",
        calm: null,
      });
    }
    return states.get(row);
  }

  function isChanged(row) {
    return !same(typed(row), stateOf(row).base);
  }

  function isUnsaved(row) {
    const state = stateOf(row);
    return Boolean(state.pending || state.decision || state.refused) || isChanged(row);
  }

  function isBeingEdited(row) {
    const active = document.activeElement;
    return row.contains(active) && active.matches(FIELD);
  }

  // What the page says ----------------------------------------------------------------------------------------------

  function describe(row) {
    const state = stateOf(row);
    if (state.problem) return "belum tersimpan: " + state.problem;
    if (row === sending || (queue.includes(row) && !held)) return "menyimpan…";
    return "belum disimpan";
  }

  function show(row) {
    const state = stateOf(row);
    const place = row.querySelector(".isian-status");
    const unsaved = isUnsaved(row);
    if (unsaved) row.dataset.berubah = "ya";
    else delete row.dataset.berubah;
    if (!place) return;
    const answered = state.refused && !state.problem && !queue.includes(row) && row !== sending;
    if (unsaved && answered && same(state.refused, typed(row))) return; // the server's own words stand there
    if (!unsaved && state.calm) place.replaceChildren(...state.calm);
    if (!unsaved) state.calm = null;
    if (unsaved) {
      state.calm = state.calm || Array.from(place.childNodes);
      const text = describe(row);
      if (place.textContent !== text) place.textContent = text;
    }
    place.classList.toggle("isian-belum", unsaved);
  }

  function isRefused(row) {
    const state = stateOf(row);
    return Boolean(state.problem || (state.refused && same(state.refused, typed(row))));
  }

  function showAll() {
    const bar = document.querySelector("[data-antrean]");
    if (!bar) return;
    const unsaved = rows().filter(function (row) { return row.dataset.berubah; });
    const failed = unsaved.filter(isRefused);
    let text = unsaved.length + " baris belum tersimpan";
    if (held === "sesi") text += " · menunggu Anda masuk lagi";
    else if (held) text += " · sambungan terputus, dicoba lagi";
    else if (sending) text += " · menyimpan…";
    bar.hidden = !unsaved.length;
    bar.querySelector("[data-antrean-teks]").textContent = text;
    bar.querySelector("[data-antrean-gagal]").replaceChildren(
      ...failed.slice(0, 3).map(function (row) {
        const link = document.createElement("a");
        link.href = "#" + row.id;
        link.textContent = row.querySelector("h3").textContent.trim();
        return link;
      })
    );
    bar.querySelector("[data-antrean-lain]").textContent = failed.length > 3 ? "dan " + (failed.length - 3) + " lagi" : "";
  }

  function announce(row) {
    const place = document.querySelector("[data-antrean-kabar]");
    const wrong = row.querySelector(".bidang-galat, .isian-lebar [role=alert], .isian-lebar p");
    const reason = stateOf(row).problem || (wrong ? wrong.textContent.trim().replace(/\s+/g, " ") : "");
    if (place) place.textContent = "Belum tersimpan: " + row.querySelector("h3").textContent.trim() + ". " + reason;
  }

  function count(change) {
    const place = document.querySelector("[data-jumlah-terisi]");
    const bar = document.querySelector("[data-kemajuan]");
    if (!place || !change) return;
    const filled = Number(place.textContent) + change;
    place.textContent = String(filled);
    if (bar) bar.value = filled;
  }

  // The queue -------------------------------------------------------------------------------------------------------

  // again: also when the server has refused these very values before
  function enqueue(row, again) {
    const state = stateOf(row);
    if (!row.querySelector("[data-simpan]") || !isUnsaved(row)) return;
    if (!again && !state.decision && state.refused && same(state.refused, typed(row))) return;
    state.queued = typed(row);
    state.problem = "";
    if (!queue.includes(row)) queue.push(row);
    show(row);
    run();
  }

  async function run() {
    if (sending || held) return;
    for (;;) {
      const row = held ? null : queue.shift();
      if (!row) break;
      if (!row.isConnected || !prepare(row)) continue;
      sending = row;
      show(row);
      showAll();
      const answer = await ask(row);
      sending = null;
      take(row, answer);
      show(row);
    }
    showAll();
    idle.splice(0).forEach(function (go) { go(); });
  }

  // What is sent. A save whose answer was lost goes out again as it was: the server recognises it by its version.
  function prepare(row) {
    const state = stateOf(row);
    if (state.pending) return true;
    if (state.decision) {
      state.pending = state.decision;
      state.decision = null;
      return true;
    }
    // Edited again and not left yet: it comes when it is left.
    const ready = isUnsaved(row) && !(isBeingEdited(row) && !same(state.queued, typed(row)));
    if (ready) state.pending = isChanged(row) ? pack(row) : reread(row);
    else show(row);
    return ready;
  }

  function pack(row, button) {
    const data = new FormData(row);
    data.delete("csrfmiddlewaretoken"); // the header carries the one that is valid when it is sent
    if (button) data.set(button.name, button.value);
    return { values: typed(row), data: data, confirmed: Boolean(button) };
  }

  // The row as it is stored, for one whose refused text was taken back.
  function reread(row) {
    return { values: typed(row), data: null, confirmed: true };
  }

  async function ask(row) {
    const data = stateOf(row).pending.data;
    try {
      const response = await fetch(row.getAttribute("action"), {
        method: data ? "POST" : "GET",
        body: data,
        headers: Object.assign({ "HX-Request": "true" }, portal.headers()),
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { response: response, text: await response.text() };
    } catch {
      return null;
    }
  }

  function hold(row, reason) {
    held = reason;
    if (!queue.includes(row)) queue.unshift(row);
  }

  function release(reason) {
    if (held !== reason) return;
    held = "";
    rows().forEach(function (row) { if (queue.includes(row)) show(row); });
    run();
  }

  function take(row, answer) {
    const state = stateOf(row);
    const sent = state.pending;
    const status = answer ? answer.response.status : 0;
    if (!answer || UNCERTAIN.has(status)) {
      attempts += 1;
      hold(row, "sambungan");
      setTimeout(release, Math.min(1000 * 2 ** attempts, 30000), "sambungan");
      return;
    }
    attempts = 0;
    if (portal.isSessionEnd(answer.response)) {
      if (sent.confirmed) state.decision = sent;
      state.pending = null;
      hold(row, "sesi");
      portal.heal().catch(portal.ignore);
      return;
    }
    if (status === 200 || status === 409 || status === 422) {
      const filled = row.dataset.terisi === "ya";
      const shown = portal.merge(row, answer.text, sent.values);
      if (shown) {
        state.pending = null;
        state.calm = null;
        accept(row, shown, sent, status === 200);
        count((row.dataset.terisi === "ya") - filled);
        return;
      }
    }
    // 500 and answers that are no row: whether it was stored is not known, so it stays as it was sent.
    if (status >= 400 && status < 500) {
      state.pending = null;
      state.refused = sent.values;
    }
    state.problem = status === 403 ? "Anda tidak berwenang" : "server menolak (kode " + status + ")";
    announce(row);
  }

  function accept(row, shown, sent, saved) {
    const state = stateOf(row);
    if (saved) {
      state.decision = null;
      state.refused = null;
      state.base = read(row, function (field) {
        return field.value === sent.values[field.name] ? field.value : shown[field.name];
      });
      const text = row.querySelector(".isian-tersimpan");
      const last = document.querySelector("[data-terakhir]");
      if (text && last) last.textContent = "Terakhir " + text.textContent.trim();
    } else {
      state.refused = sent.values;
      announce(row);
      const active = document.activeElement;
      // Somebody who waits at the row is taken to the mistake; somebody who types is never interrupted.
      if (row.contains(active) && !active.matches(FIELD)) {
        moveTo(row.querySelector(QUESTION) || row.querySelector(CELL));
      }
    }
    if (isChanged(row) && !isBeingEdited(row)) enqueue(row);
  }

  // All changed rows are sent; resolves when nothing more can be sent now.
  function flush(again) {
    rows().forEach(function (row) { if (row.dataset.berubah) enqueue(row, again); });
    if (!sending && (!queue.length || held)) return Promise.resolve();
    return new Promise(function (resolve) { idle.push(resolve); });
  }

  function unsavedRows() {
    return rows().filter(isUnsaved);
  }

  function askToSignIn() {
    if (held === "sesi") portal.askToSignIn();
  }

  document.addEventListener("sesi:pulih", function () { release("sesi"); });
  window.addEventListener("online", function () { release("sambungan"); });
  rows().forEach(show);
  showAll();

  portal.rows = {
    FIELD: FIELD,
    CELL: CELL,
    QUESTION: QUESTION,
    askToSignIn: askToSignIn,
    cells: cells,
    enqueue: enqueue,
    flush: flush,
    isRefused: isRefused,
    moveTo: moveTo,
    pack: pack,
    release: release,
    reread: reread,
    rowOf: rowOf,
    show: show,
    showAll: showAll,
    stateOf: stateOf,
    unsavedRows: unsavedRows,
  };
})();
