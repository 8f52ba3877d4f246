// Takes an answer of the server into the page without touching what is being typed: inputs stay the same elements,
// with their focus; one that was edited after it was sent keeps its text.
(function () {
  "use strict";

  const CONTROL = "input, select, textarea, button[data-simpan]";
  const OWN = new Set(["value", "open", "data-berubah"]); // attributes that the page keeps itself

  function keyOf(element) {
    if (element.matches("details")) return "details " + element.querySelector("summary").textContent.trim();
    return element.name || element.type;
  }

  // What makes an element worth keeping: the inputs and the details in it.
  function keysOf(element) {
    const found = Array.from(element.querySelectorAll(CONTROL + ", details"));
    if (element.matches(CONTROL + ", details")) found.unshift(element);
    return found.map(keyOf);
  }

  function copyAttributes(old, fresh) {
    Array.from(fresh.attributes).forEach(function (one) {
      if (!OWN.has(one.name) && old.getAttribute(one.name) !== one.value) old.setAttribute(one.name, one.value);
    });
    Array.from(old.attributes).forEach(function (one) {
      if (!OWN.has(one.name) && !fresh.hasAttribute(one.name)) old.removeAttribute(one.name);
    });
    if (fresh.hasAttribute("open")) old.open = true;
  }

  function mergeControl(old, fresh, sent) {
    const typed = old.value;
    copyAttributes(old, fresh);
    if (old.type === "hidden") {
      old.value = fresh.value;
      return;
    }
    if (!("defaultValue" in old) && !old.options) return;
    const edited = old.name in sent && typed !== sent[old.name];
    old.value = edited || old === document.activeElement ? typed : fresh.value;
  }

  function mergeChildren(old, fresh, sent) {
    const pairs = new Map();
    let last = -1;
    Array.from(fresh.children).forEach(function (child) {
      const keys = keysOf(child);
      const place = Array.from(old.children).findIndex(function (other, index) {
        if (index <= last) return false;
        return keys.length ? keysOf(other).includes(keys[0]) : other.isEqualNode(child);
      });
      if (place < 0) return;
      last = place;
      pairs.set(child, old.children[place]);
    });
    const kept = new Set(pairs.values());
    Array.from(old.childNodes).forEach(function (node) {
      if (!kept.has(node)) node.remove();
    });
    let before = old.firstChild;
    Array.from(fresh.childNodes).forEach(function (node) {
      const partner = pairs.get(node);
      if (partner) {
        if (keysOf(node).length) merge(partner, node, sent);
        before = partner.nextSibling;
      } else old.insertBefore(node, before);
    });
  }

  function merge(old, fresh, sent) {
    if (old.matches("input, select, textarea")) mergeControl(old, fresh, sent);
    else {
      copyAttributes(old, fresh);
      if (!old.matches("button")) mergeChildren(old, fresh, sent);
    }
  }

  // old: element in the page; html: its new state; sent: the values by name that the server answers to.
  // Returns the values that the server shows, null when the answer is not that element.
  window.portal.merge = function (old, html, sent) {
    const model = document.createElement("template");
    model.innerHTML = html.trim();
    const fresh = document.importNode(model.content, true).firstElementChild;
    if (!fresh || fresh.id !== old.id) return null;
    const shown = {};
    fresh.querySelectorAll("input, select, textarea").forEach(function (control) {
      shown[control.name] = control.value;
    });
    const active = document.activeElement;
    const label = old.contains(active) && active.textContent.trim();
    merge(old, fresh, sent);
    if (label && !active.isConnected) {
      const same = Array.from(old.querySelectorAll("a, button, summary")).find(function (one) {
        return one.textContent.trim() === label;
      });
      if (same) same.focus({ preventScroll: true });
    }
    window.htmx.process(old);
    return shown;
  };
})();
