/* Follows the campaign's files: asks for what is new and shows it. The answer
   comes when something has changed, and holds all that the page shows. */
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);

  /** What is shown: the last answer; the pages last shown, and whose. */
  let state = { councils: [], pages: [], seen: "", code: "" };
  let shownCode = "";
  let asking = null;

  const wanted = () => decodeURIComponent(location.hash.slice(1));

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  const counted = (count, noun) =>
    `${count.toLocaleString("en-GB")} ${noun}${count === 1 ? "" : "s"}`;

  /* --- fonts --------------------------------------------------------------- */

  const fonts = new Map();

  /** Has the browser use the campaign's own fonts, those that changed anew. */
  function useFonts() {
    for (const [family, weight, style, index, digest] of state.fonts) {
      const key = `${family} ${weight} ${style}`;
      const before = fonts.get(key);
      if (before?.digest === digest) continue;
      const face = new FontFace(family, `url(font/${index}?${digest})`, {
        weight,
        style,
      });
      if (before) document.fonts.delete(before.face);
      document.fonts.add(face);
      fonts.set(key, { digest, face });
    }
  }

  /* --- councils ------------------------------------------------------------ */

  const option = ([code, name, faulty]) => {
    const element = make("option", { value: code });
    element.textContent = `${faulty ? "⚠ " : ""}${name} (${code})`;
    return element;
  };

  /** A campaign that cannot be read has no councils: the list stays then. */
  function fillCouncils(before) {
    const { councils, code } = state;
    const select = $("council");
    if (
      councils.length &&
      JSON.stringify(councils) !== JSON.stringify(before.councils)
    )
      select.replaceChildren(...councils.map(option));
    if (!councils.length) state.councils = before.councils;
    if (code && ![...select.options].some((each) => each.value === code))
      select.prepend(option([code, "not among the councils now", 1]));
    select.value = code;
  }

  function go(code) {
    if (code === undefined || code === wanted()) return;
    history.replaceState(null, "", `#${encodeURIComponent(code)}`);
    ask();
  }

  const at = () => state.councils.findIndex(([code]) => code === state.code);

  function step(by) {
    const count = state.councils.length;
    go(state.councils[Math.min(Math.max(at() + by, 0), count - 1)]?.[0]);
  }

  function stepToFault() {
    const from = at() + 1;
    const { councils } = state;
    const round = [...councils.slice(from), ...councils.slice(0, from)];
    go(round.find(([, , faulty]) => faulty)?.[0]);
  }

  /* --- problems ------------------------------------------------------------ */

  function problemOf({ severity, place, code, field, message, excerpt }) {
    const element = make("li", { class: `problem problem-${severity}` });
    element.append(make("code", {}, place), place ? ": " : "");
    element.append(make("strong", {}, severity), ": ");
    element.append(`${field ? `${field}: ` : ""}${message}`);
    if (code && !message.includes(code)) element.append(` (${code})`);
    if (excerpt)
      element.append(make("pre", {}, excerpt.replace(/\n$/u, "")));
    return element;
  }

  function fillProblems() {
    const { errors, warnings, problems } = state;
    const told = [];
    if (errors) told.push(counted(errors, "error"));
    if (warnings) told.push(counted(warnings, "warning"));
    $("problem-list").replaceChildren(...problems.map(problemOf));
    $("problems").hidden = problems.length === 0;
    say(
      told.join(", ") || "No errors, no warnings",
      errors ? "error" : warnings ? "warning" : "fine",
    );
  }

  function say(words, grade) {
    $("status").className = `status status-${grade}`;
    if ($("status").textContent !== words) $("status").textContent = words;
  }

  /* --- pages --------------------------------------------------------------- */

  function newSheet() {
    return make(
      "figure",
      { class: "sheet" },
      make("div"),
      make("figcaption"),
    );
  }

  /** Puts a page where it differs from what is there, so that what a reader
      selected elsewhere stays. */
  function fillSheet(sheet, svg, number, count, same) {
    const [paper, caption] = sheet.children;
    caption.textContent = `Page ${number} of ${count}`;
    if (sheet.svg === svg) return;
    if (same && sheet.svg) {
      sheet.classList.add("sheet-changed");
      setTimeout(() => sheet.classList.remove("sheet-changed"), 1200);
    }
    sheet.svg = svg;
    paper.innerHTML = svg;
    for (const link of paper.querySelectorAll("a")) {
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noreferrer");
    }
  }

  function fillPages() {
    const { pages, code } = state;
    const same = code === shownCode;
    const old = pages.length === 0;
    const kept = old && same && $("sheets").children.length > 0;
    $("sheets").classList.toggle("sheets-old", kept);
    $("old").hidden = !old;
    $("old").textContent = kept
      ? "These pages are from before: the letter cannot be made now. The errors above say why."
      : "This letter cannot be made. The errors above say why.";
    if (kept) return;
    const sheets = [...$("sheets").children].slice(0, pages.length);
    while (sheets.length < pages.length) sheets.push(newSheet());
    pages.forEach((svg, page) =>
      fillSheet(sheets[page], svg, page + 1, pages.length, same),
    );
    if ($("sheets").children.length !== sheets.length)
      $("sheets").replaceChildren(...sheets);
    shownCode = code;
  }

  /* --- the whole ----------------------------------------------------------- */

  /** Shows an answer; one that comes before all rows are checked has no councils
      and problems: those shown stay until the next. */
  function show(answer) {
    const before = state;
    state = { ...before, ...answer };
    if (state.code && !wanted())
      history.replaceState(null, "", `#${encodeURIComponent(state.code)}`);
    const council = state.councils.find(([code]) => code === state.code);
    $("campaign").textContent = state.campaign || "Watch";
    if (state.title) $("title").textContent = state.title;
    document.title = [
      state.errors ? `${counted(state.errors, "error")}` : "",
      council?.[1],
      $("title").textContent,
    ]
      .filter(Boolean)
      .join(" · ");
    if (state.language) $("sheets").lang = state.language;
    useFonts();
    fillCouncils(before);
    fillPages();
    if (answer.problems) fillProblems();
  }

  /** Asks until a newer question takes its place. */
  async function ask() {
    const mine = new AbortController();
    asking?.abort();
    asking = mine;
    while (asking === mine) {
      try {
        const question = new URLSearchParams({
          council: wanted(),
          seen: state.seen,
        });
        const answer = await fetch(`state?${question}`, {
          signal: mine.signal,
        });
        if (answer.status === 200) show(await answer.json());
        else if (!answer.ok) throw new Error(await answer.text());
      } catch {
        if (asking !== mine) return;
        say("lettermill watch has ended; if it runs again, open the address that it prints", "error");
        state.seen = "";
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  }

  /* --- keys ---------------------------------------------------------------- */

  function resize(by) {
    const size = $("size");
    size.value = Number(size.value) + by;
    size.dispatchEvent(new Event("input"));
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    f: stepToFault,
    c: () => $("council").focus(),
    e: () => $("problems").focus(),
    "+": () => resize(5),
    "-": () => resize(-5),
    "?": () => $("help").showModal(),
  };
  const alwaysKeys = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    Home: () => step(-Infinity),
    End: () => step(Infinity),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open)
      return;
    if (event.target.closest("input, select")) return;
    const action =
      alwaysKeys[event.key] ?? ($("keys-on").checked && keys[event.key]);
    if (!action) return;
    event.preventDefault();
    action();
  });

  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("council").addEventListener("change", () => go($("council").value));
  $("keys").addEventListener("click", keys["?"]);
  $("help-close").addEventListener("click", () => $("help").close());
  $("size").addEventListener("input", () =>
    document.body.style.setProperty("--size", $("size").value),
  );
  window.addEventListener("hashchange", () => ask());
  ask();
})();
