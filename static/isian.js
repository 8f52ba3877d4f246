// The entry screen: keyboard and mouse. The cursor moves at once; antrean.js saves behind it.
(function () {
  "use strict";

  const portal = window.portal;
  const { FIELD, CELL, QUESTION, cells, enqueue, flush, moveTo, rowOf, show, showAll, stateOf, unsavedRows } = portal.rows;

  document.addEventListener("keydown", function (event) {
    const cell = event.target;
    const row = rowOf(cell);
    if (!row || event.isComposing || !cell.matches(FIELD)) return;

    if (event.key === "Enter" && cell.matches("textarea") && !(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const all = cells();
      const index = all.indexOf(cell);
      const after = index < 0 ? null : all[index + 1];
      // The second half of a fraction comes before the save.
      if (after && rowOf(after) === row && !after.value) {
        moveTo(after);
        return;
      }
      enqueue(row, true);
      moveTo(
        all.find(function (other, position) {
          return position > index && rowOf(other) !== row && row.compareDocumentPosition(rowOf(other)) & Node.DOCUMENT_POSITION_FOLLOWING;
        })
      );
      return;
    }

    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && cell.matches("input") && !event.altKey) {
      const all = cells();
      const index = all.indexOf(cell);
      if (index < 0) return;
      event.preventDefault();
      moveTo(all[index + (event.key === "ArrowDown" ? 1 : -1)]);
    }
  });

  // A typed word chooses the option that is this word: the browser's own search takes BB, which stands first, for B.
  let word = "";
  let wordAt = 0;

  document.addEventListener("keydown", function (event) {
    const list = event.target;
    if (!rowOf(list) || !list.matches("select") || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && Date.now() - wordAt > 1000) return; // opens the list
    word = (Date.now() - wordAt > 1000 ? "" : word) + event.key.toLowerCase();
    wordAt = Date.now();
    const texts = Array.from(list.options, function (option) { return option.value && option.text.trim().toLowerCase(); });
    const begun = texts.findIndex(function (text) { return text.startsWith(word); });
    const place = texts.includes(word) ? texts.indexOf(word) : begun;
    event.preventDefault();
    if (place < 0) return;
    list.selectedIndex = place;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("input", function (event) {
    const row = rowOf(event.target);
    if (!row) return;
    stateOf(row).problem = "";
    show(row);
    showAll();
  });

  // Leaving a changed cell saves it: not between the halves of a fraction, nor on the way from an emptied cell to the
  // reason why there is no value.
  document.addEventListener("focusout", function (event) {
    const row = rowOf(event.target);
    if (!row || !event.target.matches(FIELD) || !document.hasFocus()) return;
    const next = event.relatedTarget;
    if (next && row.contains(next)) {
      const empty = Array.from(row.querySelectorAll(CELL)).every(function (cell) { return !cell.value; });
      if (next.matches(FIELD) || (empty && next.closest(".isian-tambahan"))) return;
    }
    enqueue(row);
  });

  document.addEventListener("submit", function (event) {
    const row = rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    const button = event.submitter && event.submitter.name ? event.submitter : null;
    if (button) stateOf(row).decision = portal.rows.pack(row, button);
    enqueue(row, true);
    portal.rows.askToSignIn();
  });

  // "Pakai nilai tersimpan"; "Kembali ke isian"
  document.addEventListener("click", function (event) {
    const back = event.target.closest(".isian-tanya-aksi a");
    if (back) {
      event.preventDefault();
      moveTo(document.querySelector(back.getAttribute("href")));
    }
    const link = event.target.closest(".isian-konflik-aksi a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const row = rowOf(link);
    stateOf(row).decision = portal.rows.reread(row);
    enqueue(row, true);
    moveTo(row.querySelector("[data-simpan]"));
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-simpan-semua]")) return;
    portal.rows.release("sambungan");
    portal.rows.askToSignIn();
    flush(true).then(function () {
      const failed = unsavedRows().find(portal.rows.isRefused);
      if (failed) moveTo(failed.querySelector(QUESTION) || failed.querySelector(CELL));
    });
  });

  // Going elsewhere waits for what is on its way; what cannot be saved is said, and going a second time asks the browser.
  let insisted = null;

  function leave(event, go) {
    if (!unsavedRows().length || insisted === event.target) return;
    event.preventDefault();
    const from = event.target;
    flush(false).then(function () {
      if (!unsavedRows().length) return go();
      insisted = from;
      showAll();
      portal.notify("Masih ada isian yang belum tersimpan; lihat baris yang ditandai. Ulangi bila tetap hendak pergi.");
    });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.hasAttribute("hx-get") || link.getAttribute("href").startsWith("#")) return;
    leave(event, function () { window.location.assign(link.href); });
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method === "get" && !event.defaultPrevented) leave(event, function () { form.requestSubmit(); });
  });

  // The panel says what it shows: the history of a value, else where a figure comes from.
  document.addEventListener("htmx:afterSwap", function (event) {
    const title = document.getElementById("panel-judul");
    if (!title || event.detail.target.id !== "panel-isi") return;
    title.dataset.awal = title.dataset.awal || title.textContent;
    const named = event.detail.target.querySelector("[data-panel-judul]");
    title.textContent = named ? named.dataset.panelJudul : title.dataset.awal;
  });
})();
