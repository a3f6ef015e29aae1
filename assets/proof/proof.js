/* The contact sheet.

   All it says stands in the page as JSON (#proof-data). The letters' drawings
   are beside it, each a script in pages/ that calls lettermill() with what
   src/canvas/json_painter.h describes; what letters share is in shared/. A value is text and never markup: nothing here
   writes HTML. Rates come printed as the letters print them; nothing here
   computes one. */

"use strict";

{
  const proof = JSON.parse(document.getElementById("proof-data").textContent);
  const $ = (id) => document.getElementById(id);

  /* --- small things ------------------------------------------------------ */

  /** make("p", {class: "quiet"}, "text", element) */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== undefined)
        element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  /** Long names may break after their own joints. */
  const breakable = (text) =>
    text
      .split(/(?<=[_/])/u)
      .flatMap((part, at) => (at ? [make("wbr"), part] : [part]));

  const count = (number, one, many = one + "s") =>
    `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

  /** Without case and accents, so that "dwr" finds "Dŵr". */
  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[’‘]/gu, "'")
      .toLowerCase();

  /** What a browser keeps, where it is allowed to keep anything. */
  const memory = {
    read(key) {
      try {
        return localStorage.getItem(`lettermill ${key}`);
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        if (value === null) localStorage.removeItem(`lettermill ${key}`);
        else localStorage.setItem(`lettermill ${key}`, value);
      } catch {
        /* not kept, then */
      }
    },
  };

  /* --- what the letters have in common ------------------------------------ */

  const { letters } = proof;

  /** The statistics' names, as letters that print them have them. */
  const statistics = proof.statistics.map(({ name }, at) => ({
    name,
    label:
      letters
        .flatMap(({ figures }) => figures)
        .find((figure) => figure.at === at)?.label ?? name,
  }));

  const longest = Math.max(0, ...letters.map((letter) => letter.pages.length));

  /** Sections that some letters have and others have not, most common first.
   *  One heading in the letter text is one section, whatever it says. */
  function optionalSections() {
    const found = new Map();
    for (const letter of letters)
      for (const [place, title] of letter.sections) {
        if (!found.has(place)) found.set(place, { place, title, letters: 0 });
        found.get(place).letters++;
      }
    return [...found.values()]
      .filter((each) => each.letters < letters.length)
      .sort((a, b) => b.letters - a.letters)
      .slice(0, 6);
  }

  function warningsByCode() {
    const found = new Map();
    for (const each of proof.diagnostics) {
      if (!each.code) continue;
      if (!found.has(each.code)) found.set(each.code, []);
      found.get(each.code).push(each);
    }
    return found;
  }

  const warnings = warningsByCode();

  letters.forEach((letter, index) => {
    letter.index = index;
    letter.warnings = warnings.get(letter.code) ?? [];
    letter.hasNoRate = letter.figures.some(({ rate }) => !rate);
    letter.haystack = fold(
      [
        letter.code,
        letter.name,
        letter.group,
        ...letter.row.map(([value]) => value),
      ].join("\n"),
    );
  });

  /* --- sign-off ------------------------------------------------------------ */

  /* A mark: {code, sha256, state: "read" or "send back", reason, by, when}. One
     holds for the letter that it was made on, told by its sha256. */
  const ownKey = (letter) => `mark ${letter.code} ${letter.sha256}`;
  const othersKey = `signed ${proof.title}`;

  function recallMark(key, otherwise) {
    try {
      return JSON.parse(memory.read(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  /** Others' marks, from files. */
  let others = recallMark(othersKey, []);

  const reader = () => $("reader").value.trim();

  /** The marks that hold for a letter, each person's last. */
  function marksOf(letter) {
    const last = new Map();
    const own = letter.mark ? [{ ...letter.mark, by: reader() || "you" }] : [];
    for (const mark of [...(letter.others ?? []), ...own])
      if (!last.has(mark.by) || last.get(mark.by).when <= mark.when)
        last.set(mark.by, mark);
    return [...last.values()];
  }

  /** "send back" where anybody says so, else "read" or "". */
  function judge(letter) {
    const states = marksOf(letter).map(({ state }) => state);
    letter.verdict = states.includes("send back")
      ? "send back"
      : (states[0] ?? "");
    letter.read = letter.verdict === "read";
  }

  function dealMarks() {
    const byCode = new Map(letters.map((letter) => [letter.code, letter]));
    for (const letter of letters) {
      letter.others = [];
      letter.stale = false;
    }
    for (const mark of others) {
      const letter = byCode.get(mark.code);
      if (letter?.sha256 === mark.sha256) letter.others.push(mark);
      else if (letter) letter.stale = true;
    }
    letters.forEach(judge);
  }

  for (const letter of letters) letter.mark = recallMark(ownKey(letter), null);

  /** A field as RFC 4180 and careful spreadsheets have it. */
  function csvField(text) {
    const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
    return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  const signoffColumns = ["code", "sha256", "state", "reason", "by", "when"];

  function signoffFile() {
    const rows = letters
      .filter(({ mark }) => mark)
      .map(({ mark }) => ({ ...mark, by: reader() }));
    return (
      "\ufeff" +
      [
        signoffColumns.join(","),
        ...rows.map((row) =>
          signoffColumns.map((name) => csvField(row[name])).join(","),
        ),
      ].join("\r\n") +
      "\r\n"
    );
  }

  function say(text) {
    $("signoff-said").textContent = text;
  }

  function saveSignoff() {
    const marked = letters.filter(({ mark }) => mark).length;
    if (!reader()) {
      say("Who reads? Please write your name.");
      $("reader").focus();
      return;
    }
    const unsaid = letters.find(
      ({ mark }) => mark?.state === "send back" && !mark.reason,
    );
    if (unsaid) {
      say(`Why is the letter of ${unsaid.name} sent back?`);
      return;
    }
    const stem = fold(reader()).replaceAll(/[^a-z0-9]+/gu, "-");
    const address = URL.createObjectURL(
      new Blob([signoffFile()], { type: "text/csv" }),
    );
    const link = make("a", { href: address, download: `signoff-${stem}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say(`${count(marked, "mark")} saved`);
  }

  function readCsv(text) {
    const rows = [[]];
    for (const [whole, quoted, plain, end] of text
      .replace(/^\ufeff/u, "")
      .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
      if (!whole && rows.at(-1).length === 0) break;
      rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
      if (end !== ",") rows.push([]);
    }
    return rows.filter((row) => row.length > 1);
  }

  /** @return the marks, or null: it is no sign-off file */
  function readSignoff(text) {
    const [names, ...rows] = readCsv(text);
    if (names?.join() !== signoffColumns.join()) return null;
    return rows.map((row) =>
      Object.fromEntries(
        signoffColumns.map((name, at) => [
          name,
          (row[at] ?? "").replace(/^'(?=[=+\-@\t\r])/u, ""),
        ]),
      ),
    );
  }

  function takeMarks(marks) {
    const byCode = new Map(letters.map((letter) => [letter.code, letter]));
    let stale = 0;
    for (const mark of marks) {
      const letter = byCode.get(mark.code);
      if (letter && letter.sha256 !== mark.sha256) stale++;
      if (mark.by === reader() && letter?.sha256 === mark.sha256)
        keepMark(letter, mark);
      else {
        others = others.filter(
          (each) => each.code !== mark.code || each.by !== mark.by,
        );
        others.push(mark);
      }
    }
    return stale;
  }

  async function loadSignoffs(files) {
    const said = [];
    for (const file of files) {
      const marks = readSignoff(await file.text());
      if (!marks) {
        said.push(`${file.name} is not a sign-off file`);
        continue;
      }
      const stale = takeMarks(marks);
      said.push(
        `${file.name}: ${count(marks.length, "mark")}` +
          (stale ? `, ${stale} on a letter that has changed since` : ""),
      );
    }
    memory.write(othersKey, JSON.stringify(others));
    dealMarks();
    refreshMarks();
    say(said.join("; "));
  }

  function keepMark(letter, mark) {
    letter.mark = mark;
    memory.write(ownKey(letter), mark && JSON.stringify(mark));
  }

  function setMark(letter, state, reason = "") {
    const { code, sha256 } = letter;
    const when = new Date().toISOString().replace(/\.\d+/u, "");
    keepMark(letter, state && { code, sha256, state, reason, by: reader(), when });
    judge(letter);
    cardOf(letter).querySelector(".badges").replaceWith(badgesOf(letter));
    tallyRead();
  }

  function refreshMarks() {
    for (const letter of letters)
      letter.card?.querySelector(".badges").replaceWith(badgesOf(letter));
    tallyRead();
    update();
    if (open) fillMarks(open);
  }

  /* --- whose share ---------------------------------------------------------- */

  /** {part, of}: of the letters in order of code, every of-th; or null. */
  let share = null;

  const isMine = (letter) =>
    !share || letter.index % share.of === share.part - 1;

  function takeShare(text) {
    const [, part, of] = /^reader=(\d+)\/(\d+)$/u.exec(text) ?? [];
    if (!(part >= 1 && Number(part) <= Number(of))) return false;
    share = { part: Number(part), of: Number(of) };
    return true;
  }

  /** The address with the share and, if there is one, an open letter. */
  const addressOf = (letter) =>
    "#" +
    [
      share ? `reader=${share.part}/${share.of}` : null,
      letter ? encodeURIComponent(letter.code) : null,
    ]
      .filter(Boolean)
      .join("&");

  /* --- filters, order, search --------------------------------------------- */

  /** Numbers of pages, where letters differ in it; not more than a few. */
  function lengths() {
    const all = [...new Set(letters.map((letter) => letter.pages.length))];
    return all.length > 1 && all.length < 6 ? all.sort((a, b) => a - b) : [];
  }

  /* --- doubt --------------------------------------------------------------- */

  /* What to look at first. Each doubt has words and a weight: how many standard
     deviations off, or as many as it is worth. A letter's doubt is the sum of
     their squares, so that one large doubt comes before several small ones.
     Where councils differ more than chance would have it, deviations are
     divided by how much they do, as funnel plots do for over-dispersion
     (Spiegelhalter 2005). */

  const median = (numbers) => {
    const sorted = [...numbers].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.floor(sorted.length / 2)] : 0;
  };

  /** Deviations of a kind, by letter: centred, and in units of their usual
   *  size, at least @p least. */
  function standardise(found, centred, least) {
    const values = found.map(({ value }) => value);
    const middle = centred ? median(values) : 0;
    const usual = 1.4826 * median(values.map((each) => Math.abs(each - middle)));
    return found.map(({ letter, value }) => ({
      letter,
      value: (value - middle) / Math.max(usual, least),
    }));
  }

  const byGroup = Map.groupBy
    ? Map.groupBy(letters, ({ group }) => group)
    : letters.reduce(
        (map, letter) =>
          map.set(letter.group, [...(map.get(letter.group) ?? []), letter]),
        new Map(),
      );

  /** [count, total, count before, total before] of a statistic; null: none */
  const rawOf = (letter, at) => letter.raw[at];

  const isRate = (raw) => raw && raw[1] > 0;

  function pooled(group, at) {
    const raws = group.map((letter) => rawOf(letter, at)).filter(isRate);
    const total = raws.reduce((sum, [, total]) => sum + total, 0);
    return total
      ? raws.reduce((sum, [count]) => sum + count, 0) / total
      : null;
  }

  /** How far each letter's rate is from its group's, in binomial deviations. */
  function farFromGroup(group, at) {
    const average = pooled(group, at);
    if (!average || average >= 1) return [];
    return group
      .filter((letter) => isRate(rawOf(letter, at)))
      .map((letter) => {
        const [count, total] = rawOf(letter, at);
        return {
          letter,
          value:
            (count / total - average) /
            Math.sqrt((average * (1 - average)) / total),
        };
      });
  }

  const sizesInGroup = (group, at) =>
    group
      .filter((letter) => rawOf(letter, at))
      .map((letter) => ({
        letter,
        value: Math.log(1 + (rawOf(letter, at)[1] || rawOf(letter, at)[0])),
      }));

  const hadYear = (raw) => raw && raw[3] !== null && raw[3] !== undefined;

  /** How the size changed on last year, in deviations of two counts. */
  const sizeChanges = (at) =>
    letters
      .filter((letter) => hadYear(rawOf(letter, at)))
      .map((letter) => {
        const [, total, , before] = rawOf(letter, at);
        return {
          letter,
          value:
            Math.log((total + 1) / (before + 1)) /
            Math.sqrt(1 / (total + 1) + 1 / (before + 1)),
        };
      });

  const rateChanges = (at) =>
    letters
      .filter((letter) => hadYear(rawOf(letter, at)))
      .filter((letter) => rawOf(letter, at)[1] && rawOf(letter, at)[3])
      .map((letter) => {
        const [count, total, countBefore, before] = rawOf(letter, at);
        const both = (count + countBefore + 1) / (total + before + 2);
        return {
          letter,
          value:
            (count / total - countBefore / before) /
            Math.sqrt(both * (1 - both) * (1 / total + 1 / before)),
        };
      });

  function doubt(letter, words, weight) {
    letter.doubts.push({ words, weight });
  }

  function doubtFar(found, from, words) {
    for (const { letter, value } of found)
      if (Math.abs(value) >= from)
        doubt(letter, words, Math.min(Math.abs(value), 12));
  }

  function doubtFigures(name, at) {
    for (const group of byGroup.values()) {
      doubtFar(
        standardise(farFromGroup(group, at), false, 1),
        1.96,
        `${sentence(name)}: far from its group`,
      );
      if (group.length > 4)
        doubtFar(
          standardise(sizesInGroup(group, at), true, 0.3),
          2.5,
          `${sentence(name)}: the number is unlike its group's`,
        );
    }
    doubtFar(
      standardise(sizeChanges(at), true, 1),
      2.5,
      `${sentence(name)}: a large change on last year`,
    );
    doubtFar(
      standardise(rateChanges(at), true, 1),
      2.5,
      `${sentence(name)}: the rate is unlike last year's`,
    );
  }

  function doubtSmall(letter) {
    for (const { label, percent, count: number, total } of letter.figures) {
      if (percent === null) continue;
      if (total !== null && total < 5)
        doubt(letter, `${sentence(label)}: of ${total} only`, 1);
      else if (number === 0 || (total !== null && number === total))
        doubt(letter, `${sentence(label)}: none or all`, 0.5);
    }
  }

  const given = (letter) => letter.raw.filter(Boolean);

  /* Small numbers are the same by chance: from how many cases on that is
     strange beside one's own last year, and beside any other council. */
  const strangeAgain = 10;
  const strangeTwice = 80;

  function doubtLastYear(letter) {
    const had = given(letter).filter(hadYear);
    if (
      had.length &&
      had.every(
        ([count, total, countBefore, before]) =>
          count === countBefore && total === before,
      )
    )
      doubt(letter, "The same figures as last year", 8);
  }

  function doubtSame() {
    const seen = new Map();
    for (const letter of letters) {
      const raws = given(letter).map(([count, total]) => [count, total]);
      const cases = raws.reduce((sum, [, total]) => sum + (total ?? 0), 0);
      if (cases >= strangeAgain) doubtLastYear(letter);
      if (cases < strangeTwice) continue;
      const key = JSON.stringify(raws);
      seen.set(key, [...(seen.get(key) ?? []), letter]);
    }
    for (const same of seen.values())
      if (same.length > 1)
        for (const letter of same)
          doubt(letter, "The same figures as another letter", 8);
  }

  /** A council whose code begins as those of another group do. */
  function doubtGroups() {
    const groups = new Map();
    const begins = ({ code }) => code.slice(0, 3);
    for (const letter of letters) {
      const key = begins(letter);
      if (!groups.has(key)) groups.set(key, new Map());
      const sizes = groups.get(key);
      sizes.set(letter.group, (sizes.get(letter.group) ?? 0) + 1);
    }
    for (const letter of letters) {
      const sizes = groups.get(begins(letter));
      const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      if (all >= 5 && sizes.get(letter.group) <= all / 5)
        doubt(letter, "Its code is like those of another group", 8);
    }
  }

  function doubtFirst() {
    const first = (letter) => !given(letter).some(hadYear);
    const all = letters.filter(first);
    if (all.length <= letters.length / 2)
      for (const letter of all) doubt(letter, "First time in the list", 1.5);
  }

  function findDoubts() {
    for (const letter of letters) {
      letter.doubts = [];
      for (const { message } of letter.warnings) doubt(letter, message, 3);
      if (letter.state !== "unchanged")
        doubt(
          letter,
          letter.state === "new"
            ? "New since the last proof"
            : "Changed since the last proof",
          1.5,
        );
      doubtSmall(letter);
    }
    statistics.forEach(({ label }, at) => doubtFigures(label, at));
    doubtSame();
    doubtGroups();
    doubtFirst();
    for (const letter of letters) {
      letter.doubts.sort((a, b) => b.weight - a.weight);
      letter.doubt = letter.doubts.reduce(
        (sum, { weight }) => sum + weight * weight,
        0,
      );
    }
  }

  findDoubts();

  const doubted = (words) => (letter) =>
    letter.doubts.some((each) => each.words.endsWith(words));

  const filters = [
    { id: "changed", label: "Changed", test: (each) => each.state === "changed" },
    { id: "new", label: "New", test: (each) => each.state === "new" },
    {
      id: "warnings",
      label: "Warnings",
      test: (each) => each.warnings.length > 0,
    },
    {
      id: "far",
      label: "Far from its group",
      test: doubted("far from its group"),
    },
    {
      id: "change",
      label: "Large change",
      test: (each) =>
        doubted("change on last year")(each) || doubted("last year's")(each),
    },
    {
      id: "small",
      label: "Small base",
      test: (each) => each.doubts.some(({ words }) => words.endsWith(" only")),
    },
    { id: "ends", label: "0% or 100%", test: doubted("none or all") },
    { id: "first", label: "First time", test: doubted("First time in the list") },
    { id: "no-rate", label: "No rate", test: (each) => each.hasNoRate },
    ...optionalSections().map(({ place, title }, at) => ({
      id: `section-${at}`,
      label: title,
      test: (each) => each.sections.some(([other]) => other === place),
    })),
    ...lengths().map((pages) => ({
      id: `pages-${pages}`,
      label: count(pages, "page"),
      test: (each) => each.pages.length === pages,
    })),
    { id: "unread", label: "Not read", test: (each) => !each.verdict, live: true },
    {
      id: "back",
      label: "Sent back",
      test: (each) => each.verdict === "send back",
      live: true,
    },
  ];

  const collator = new Intl.Collator("en-GB", { numeric: true });

  /** The exact rate where count and total are printed, else the one that is;
   *  null: the letter prints none. */
  function rateAt(letter, at) {
    const figure = letter.figures.find((each) => each.at === at);
    if (!figure || figure.percent === null) return null;
    return figure.count === null || figure.total === null
      ? figure.percent / 100
      : figure.count / figure.total;
  }

  function byRate(at, sign) {
    return (a, b) => {
      const [left, right] = [rateAt(a, at), rateAt(b, at)];
      if (left === null || right === null)
        return (left === null) - (right === null);
      return sign * (left - right);
    };
  }

  const rank = { changed: 0, new: 1, unchanged: 2 };

  const orders = [
    { label: "Code", compare: () => 0 },
    { label: "Look first", compare: (a, b) => b.doubt - a.doubt },
    { label: "Name", compare: (a, b) => collator.compare(a.name, b.name) },
    { label: "Group", compare: (a, b) => collator.compare(a.group, b.group) },
    ...(proof.against
      ? [
          {
            label: "Changed first",
            compare: (a, b) => rank[a.state] - rank[b.state],
          },
        ]
      : []),
    {
      label: "Warnings first",
      compare: (a, b) => b.warnings.length - a.warnings.length,
    },
    {
      label: "Most pages first",
      compare: (a, b) => b.pages.length - a.pages.length,
    },
    ...statistics.flatMap(({ name }, at) => [
      { label: `${sentence(name)}, highest first`, compare: byRate(at, -1) },
      { label: `${sentence(name)}, lowest first`, compare: byRate(at, 1) },
    ]),
  ];

  function sentence(words) {
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  /* The letters' own words are looked through where a quotation mark asks for
     it, or where no row has what is sought: nearly all letters name "London"
     somewhere, and who seeks London means the councils. */
  const foldedWords = proof.words.map(([, text]) => fold(text));

  function findPhrase(phrase) {
    const hits = foldedWords.map((text) => text.includes(phrase));
    return (letter) => letter.words.some((at) => hits[at]);
  }

  /** @return {{test: Function, inWords: boolean}} */
  function finder(sought) {
    const words = fold(sought).trim();
    if (words.startsWith('"'))
      return { test: findPhrase(words.replaceAll('"', "")), inWords: true };
    const terms = words.split(/\s+/u);
    const test = (letter) =>
      terms.every((term) => letter.haystack.includes(term));
    return letters.some(test)
      ? { test, inWords: false }
      : { test: findPhrase(words), inWords: true };
  }

  /** The letters on show, in order. */
  let shown = letters;

  function choose() {
    const found = finder($("search").value);
    const group = $("group").value;
    const tests = filters
      .filter(({ id }) => $(`filter-${id}`)?.checked)
      .map(({ test }) => test);
    const { compare } = orders[Number($("sort").value)];

    shown = letters
      .filter(
        (letter) =>
          isMine(letter) &&
          (!group || letter.group === group.slice(1)) &&
          tests.every((test) => test(letter)) &&
          found.test(letter),
      )
      .sort((a, b) => compare(a, b) || a.index - b.index);
    return found.inWords && shown.length > 0;
  }

  function foundText(inWords) {
    const all = count(letters.length, "letter");
    if (shown.length === letters.length) return all;
    return `${shown.length.toLocaleString("en-GB")} of ${all}${inWords ? ", by their words" : ""}`;
  }

  function update() {
    const narrowed = () =>
      $("search").value !== "" ||
      $("group").value !== "" ||
      filters.some(({ id }) => $(`filter-${id}`)?.checked);

    const held = document.activeElement?.closest?.(".card");
    $("found").textContent = foundText(choose());
    $("letters").replaceChildren(...shown.map((letter) => cardOf(letter)));
    if (held?.isConnected) held.querySelector(".card-link").focus();
    $("nothing").hidden = shown.length > 0;
    $("clear").hidden = !narrowed();
    holdTabStop();
  }

  /* --- drawings ----------------------------------------------------------- */

  const scripts = new Map();

  /** What a script beside this page hands to lettermill(). */
  function load(path) {
    if (!scripts.has(path))
      scripts.set(
        path,
        new Promise((done, fail) => {
          const script = make("script", { src: path });
          script.take = done;
          script.onload = () => script.remove();
          script.onerror = () => {
            script.remove();
            scripts.delete(path);
            fail(new Error(`${path} cannot be read`));
          };
          document.head.append(script);
        }),
      );
    return scripts.get(path);
  }

  window.lettermill = (data) => document.currentScript.take(data);

  const shared = (id) => load(`shared/${id}.js`);

  async function loadArtwork(id) {
    const artwork = await shared(id);
    if (!artwork.picture) {
      artwork.picture = new Image();
      artwork.picture.src = artwork.image;
    }
    await artwork.picture.decode();
    return [id, artwork.picture];
  }

  /** A letter's drawing with its faces and artwork; @p folder: "pages" or
   *  "before". */
  async function drawingOf(letter, folder = "pages") {
    const drawing = await load(
      `${folder}/${encodeURIComponent(letter.file)}.js`,
    );
    drawing.loaded ??= await Promise.all(drawing.faces.map(shared));
    if (!drawing.artwork) {
      const ids = drawing.pages.flatMap(({ marks }) =>
        marks.filter(([kind]) => kind === "a").map((mark) => mark[5]),
      );
      drawing.artwork = new Map(
        await Promise.all([...new Set(ids)].map(loadArtwork)),
      );
    }
    return drawing;
  }

  /** The glyphs of a mark, each with where it is from the mark's beginning, in
   *  font units. */
  function glyphsOf(drawing, [, , , face, , , text, advances, offsets = []]) {
    const { glyphs } = drawing.loaded[face];
    const unusual = drawing.glyphs[face];
    let x = 0;
    let change = 0;
    let offset = 0;
    return Array.from(text, (character, at) => {
      const glyph = glyphs[character] ?? unusual[character];
      const place = { character, glyph, x, y: 0, start: x };
      if (offsets[offset] === at) {
        place.x += offsets[offset + 1];
        place.y = offsets[offset + 2];
        offset += 3;
      }
      if (advances[change] === at) {
        x += advances[change + 1];
        change += 2;
      } else x += glyph[0];
      place.end = x;
      return place;
    });
  }

  /* The outline of a glyph, [advance, outline], made once. */
  const outlineOf = (glyph) => (glyph[2] ??= new Path2D(glyph[1]));

  function drawText(context, drawing, scale, mark) {
    const [, x, y, face, size, colour] = mark;
    const unit = (scale * size) / drawing.loaded[face].units;
    context.fillStyle = colour;
    for (const place of glyphsOf(drawing, mark)) {
      if (!place.glyph[1]) continue;
      context.setTransform(
        unit,
        0,
        0,
        -unit,
        scale * x + unit * place.x,
        scale * y - unit * place.y,
      );
      context.fill(outlineOf(place.glyph));
    }
  }

  function eachCopy(context, scale, places, paint) {
    for (let at = 0; at < places.length; at += 2) {
      context.setTransform(
        scale,
        0,
        0,
        scale,
        scale * places[at],
        scale * places[at + 1],
      );
      paint();
    }
  }

  function drawMark(context, drawing, scale, mark) {
    switch (mark[0]) {
      case "t":
        drawText(context, drawing, scale, mark);
        break;
      case "f": {
        const path = new Path2D(mark[2]);
        context.fillStyle = mark[1];
        eachCopy(context, scale, mark[3], () => context.fill(path));
        break;
      }
      case "s": {
        const path = new Path2D(mark[4]);
        context.strokeStyle = mark[1];
        context.lineWidth = mark[2];
        context.lineCap = mark[3] ? "round" : "butt";
        context.lineJoin = mark[3] ? "round" : "miter";
        eachCopy(context, scale, mark[5], () => context.stroke(path));
        break;
      }
      case "a":
        context.setTransform(scale, 0, 0, scale, 0, 0);
        context.drawImage(
          drawing.artwork.get(mark[5]),
          ...mark.slice(1, 5),
        );
    }
  }

  /** Draws a page as large as its canvas stands on the screen. */
  async function drawPage(canvas, loading, at) {
    const drawing = await loading;
    const { width, height, marks } = drawing.pages[at];
    const pixels = Math.round(canvas.clientWidth * devicePixelRatio);
    const context = canvas.getContext("2d");

    if (!pixels) return;
    canvas.width = pixels;
    canvas.height = Math.round((pixels * height) / width);
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const mark of marks)
      drawMark(context, drawing, pixels / width, mark);
    canvas.dataset.drawn = pixels;
  }

  const failed = (canvas) => () => canvas.replaceWith("Its drawing is not here.");

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) {
          near.unobserve(target);
          target.drawing().catch(failed(target));
        }
    },
    { rootMargin: "1200px" },
  );

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.isConnected) target.drawing().catch(failed(target));
      else resized.unobserve(target);
  });

  /* --- what has changed --------------------------------------------------- */

  const tenth = (number) => Math.round(number * 10);

  /** The words of a text, each with the box from its face's ascent to its
   *  descent. */
  function wordsOf(drawing, mark) {
    const [, x, y, face, size, colour] = mark;
    const { units, ascent, descent } = drawing.loaded[face];
    const unit = size / units;
    const words = [];
    let word = null;
    for (const { character, start, end } of glyphsOf(drawing, mark)) {
      if (character === " ") {
        word = null;
        continue;
      }
      if (!word) {
        word = { text: "", start, end };
        words.push(word);
      }
      word.text += character;
      word.end = end;
    }
    return words.map(({ text, start, end }) => ({
      key: JSON.stringify([
        tenth(x + unit * start),
        tenth(y),
        drawing.faces[face],
        tenth(size),
        colour,
        text,
      ]),
      box: [
        x + unit * start,
        y - unit * ascent,
        x + unit * end,
        y + unit * descent,
      ],
    }));
  }

  function outlineBox(outline, places, margin) {
    const numbers = (outline.match(/-?[\d.]+/gu) ?? []).map(Number);
    const [xs, ys] = [0, 1].map((odd) => {
      const own = numbers.filter((_, at) => at % 2 === odd);
      const moves = places.filter((_, at) => at % 2 === odd);
      return [
        Math.min(...own) + Math.min(...moves) - margin,
        Math.max(...own) + Math.max(...moves) + margin,
      ];
    });
    return [xs[0], ys[0], xs[1], ys[1]];
  }

  /** What a mark shows: parts that are the same where their keys are. */
  function partsOf(drawing, mark) {
    const key = JSON.stringify(mark);
    switch (mark[0]) {
      case "t":
        return wordsOf(drawing, mark);
      case "f":
        return [{ key, box: outlineBox(mark[2], mark[3], 0) }];
      case "s":
        return [{ key, box: outlineBox(mark[4], mark[5], mark[2] / 2) }];
      default: {
        const [, x, y, width, height] = mark;
        return [{ key, box: [x, y, x + width, y + height] }];
      }
    }
  }

  const pageParts = (drawing, at) =>
    drawing.pages[at].marks.flatMap((mark) => partsOf(drawing, mark));

  const lacks = (parts, others) => {
    const keys = new Set(others.map(({ key }) => key));
    return parts.filter(({ key }) => !keys.has(key)).map(({ box }) => box);
  };

  /* Points between words of a line and between lines of a paragraph: what is as
     near as that is one place. */
  const gap = [7, 6];

  const touch = (a, b) =>
    a[0] - gap[0] <= b[2] &&
    b[0] - gap[0] <= a[2] &&
    a[1] - gap[1] <= b[3] &&
    b[1] - gap[1] <= a[3];

  const around = (a, b) => [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ];

  function joinBoxes(boxes) {
    const joined = [];
    for (let box of boxes) {
      for (let at = 0; at < joined.length; )
        if (touch(joined[at], box)) {
          box = around(box, joined.splice(at, 1)[0]);
          at = 0;
        } else at++;
      joined.push(box);
    }
    return joined.sort((a, b) => a[1] - b[1]);
  }

  function changedRegions(now, then, at) {
    const [parts, others] = [pageParts(now, at), pageParts(then, at)];
    return joinBoxes([...lacks(parts, others), ...lacks(others, parts)]);
  }

  /* --- a card ------------------------------------------------------------- */

  /** The rate as a bar, the average as a tick across it. */
  function barOf(rate, average) {
    const bar = make("span", { class: "bar", "aria-hidden": "true" });
    if (rate === null) {
      bar.classList.add("bar-empty");
      return bar;
    }
    const fill = make("span", { class: "bar-fill" });
    fill.style.width = `${rate}%`;
    bar.append(fill);
    if (average !== null) {
      const tick = make("span", { class: "bar-tick" });
      tick.style.left = `${average}%`;
      bar.append(tick);
    }
    return bar;
  }

  function rateOf({ label, rate, cases, percent, mean }) {
    const printed = rate
      ? make("span", { class: "rate" }, rate)
      : make("span", { class: "rate-none" }, "no rate");
    return make(
      "div",
      {},
      make("dt", {}, sentence(label)),
      make(
        "dd",
        {},
        make("span", { class: "rate-of" }, cases),
        printed,
        barOf(percent, mean),
      ),
    );
  }

  function badgesOf(letter) {
    const badges = make("p", { class: "badges" });
    const add = (kind, text) =>
      badges.append(make("span", { class: `badge badge-${kind}` }, text));

    if (letter.state === "changed") add("changed", "Changed");
    if (letter.state === "new") add("new", "New");
    if (letter.warnings.length)
      add("warned", count(letter.warnings.length, "warning"));
    if (letter.verdict === "send back") add("warned", "Sent back");
    else if (letter.read) add("read", "Read");
    else if (letter.stale) add("warned", "Changed since it was read");
    return badges;
  }

  /** The picture that a card shows: the first page's is a file, another is
   *  drawn once its card is near. */
  function pictureOf(letter) {
    const at = Math.min(Number($("shown-page").value), letter.pages.length - 1);
    if (at === 0)
      return make("img", {
        alt: "",
        loading: "lazy",
        decoding: "async",
        width: "397",
        height: "561",
        src: `pages/${encodeURIComponent(letter.file)}.png`,
      });
    const canvas = make("canvas", { "aria-hidden": "true" });
    canvas.drawing = () => drawPage(canvas, drawingOf(letter), at);
    near.observe(canvas);
    return canvas;
  }

  function newCard(letter) {
    const link = make(
      "a",
      {
        class: "card-link",
        href: `#${encodeURIComponent(letter.code)}`,
        tabindex: "-1",
      },
      letter.name,
    );
    const facts = [
      letter.code,
      letter.group || null,
      count(letter.pages.length, "page"),
    ];
    const card = make(
      "li",
      { class: "card" },
      make("div", { class: "card-paper" }, pictureOf(letter), badgesOf(letter)),
      make(
        "div",
        { class: "card-words" },
        make("h3", { class: "card-name" }, link),
        make("p", { class: "card-facts" }, facts.filter(Boolean).join(" · ")),
        make(
          "dl",
          { class: "rates" },
          ...letter.figures.map(rateOf),
        ),
      ),
    );
    card.letter = letter;
    return card;
  }

  function cardOf(letter) {
    letter.card ??= newCard(letter);
    return letter.card;
  }

  const linkOf = (letter) => cardOf(letter).querySelector(".card-link");

  /* One stop of the tab key for all cards; arrow keys move among them. */
  let current = null;

  function holdTabStop(letter = current) {
    if (current) linkOf(current).tabIndex = -1;
    current = letter && shown.includes(letter) ? letter : (shown[0] ?? null);
    if (current) linkOf(current).tabIndex = 0;
  }

  function goTo(letter) {
    if (!letter) return;
    holdTabStop(letter);
    linkOf(letter).focus({ preventScroll: true });
    cardOf(letter).scrollIntoView({ block: "nearest" });
  }

  function columns() {
    const top = shown.length ? cardOf(shown[0]).offsetTop : 0;
    const below = shown.findIndex((letter) => cardOf(letter).offsetTop > top);
    return below > 0 ? below : Math.max(1, shown.length);
  }

  /** Where a key leads from the card at @p at, or -1. */
  function stepFor(key, at) {
    const last = shown.length - 1;
    const steps = {
      ArrowRight: () => at + 1,
      j: () => at + 1,
      ArrowLeft: () => at - 1,
      k: () => at - 1,
      ArrowDown: () => Math.min(at + columns(), last),
      ArrowUp: () => at - columns(),
      Home: () => 0,
      End: () => last,
    };
    const to = steps[key]?.() ?? -1;
    return to <= last ? to : -1;
  }

  /* --- read or not -------------------------------------------------------- */

  function setRead(letter, read) {
    setMark(letter, read ? "read" : null);
  }

  function tallyRead() {
    const mine = letters.filter(isMine);
    const read = mine.filter((letter) => letter.read).length;
    const back = mine.filter(({ verdict }) => verdict === "send back").length;
    $("read-tally").textContent =
      `${read} of ${mine.length} read` + (back ? `, ${back} sent back` : "");
    $("read-progress").max = Math.max(1, mine.length);
    $("read-progress").value = read;
    for (const { id, test } of filters.filter(({ live }) => live)) {
      const chip = $(`filter-${id}`)?.parentElement.querySelector(".chip-count");
      if (chip) chip.textContent = mine.filter(test).length;
    }
  }

  /* --- one letter --------------------------------------------------------- */

  const dialog = $("letter");
  let open = null;

  const stateWords = {
    changed: "changed",
    new: "new",
    unchanged: "unchanged",
  };

  function placeOf(each) {
    const place = [each.file, each.line, each.column].filter(Boolean).join(":");
    return make("span", { class: "place" }, place);
  }

  function diagnosticOf(each) {
    const subject = [each.code, each.field].filter(Boolean).join(" ");
    return make(
      "li",
      {},
      `${subject ? `${subject}: ` : ""}${each.message} `,
      placeOf(each),
    );
  }

  function fillWarnings(letter) {
    const doubts = letter.doubts.filter(
      ({ words }) => !letter.warnings.some(({ message }) => message === words),
    );
    $("letter-warnings").replaceChildren(
      ...(doubts.length
        ? [
            make(
              "div",
              { class: "notice notice-quiet" },
              make("h3", {}, "Look at"),
              make("ul", {}, ...doubts.map(({ words }) => make("li", {}, words))),
            ),
          ]
        : []),
      ...(letter.warnings.length
        ? [
            make(
              "div",
              { class: "notice" },
              make("h3", {}, count(letter.warnings.length, "warning")),
              make("ul", {}, ...letter.warnings.map(diagnosticOf)),
            ),
          ]
        : []),
    );
  }

  /** The own mark as boxes, and what each person said. */
  function fillMarks(letter) {
    const back = letter.mark?.state === "send back";
    $("letter-read").checked = letter.mark?.state === "read";
    $("letter-back").checked = back;
    $("letter-reason-label").hidden = !back;
    $("letter-reason").value = letter.mark?.reason ?? "";
    const marks = marksOf(letter);
    $("letter-marks").replaceChildren(
      ...(marks.length || letter.stale
        ? [
            make(
              "ul",
              { class: "marks" },
              ...marks.map(({ state, by, when, reason }) =>
                make(
                  "li",
                  {},
                  `${state === "read" ? "Read" : "Sent back"} by ${by}`,
                  reason ? `: ${reason} ` : " ",
                  make("span", { class: "place" }, when.slice(0, 10)),
                ),
              ),
              letter.stale
                ? make("li", {}, "It has changed since somebody read it.")
                : "",
            ),
          ]
        : []),
    );
  }

  function fillRates(letter) {
    const heads = ["Statistic", "Rate", "Count", "Average"];
    const rows = letter.figures.map(({ label, rate, cases, average }) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, sentence(label)),
        make("td", {}, rate || "no rate"),
        make("td", {}, cases),
        make("td", {}, average || "none"),
      ),
    );
    $("letter-rates").replaceChildren(
      make("caption", {}, "Figures as printed"),
      make(
        "thead",
        {},
        make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head))),
      ),
      make("tbody", {}, ...rows),
    );
  }

  function fillRow(letter) {
    const bodies = new Map();
    proof.columns.forEach(({ name, file }, at) => {
      const [value, line] = letter.row[at];
      const where = line ? `${file}, line ${line}` : file;
      if (!bodies.has(where))
        bodies.set(
          where,
          make(
            "tbody",
            {},
            make(
              "tr",
              { class: "file" },
              make("th", { scope: "rowgroup", colspan: "2" }, where),
            ),
          ),
        );
      bodies
        .get(where)
        .append(
          make(
            "tr",
            {},
            make("th", { scope: "row" }, ...breakable(name)),
            make("td", {}, ...breakable(value === "" ? "–" : value)),
          ),
        );
    });
    $("letter-row").replaceChildren(...bodies.values());
  }

  function fillWords(letter) {
    const elements = { h1: "h3", h2: "h4", li: "p", p: "p" };
    $("letter-words").replaceChildren(
      ...letter.words.map((at) => {
        const [kind, text] = proof.words[at];
        return make(elements[kind], {}, kind === "li" ? `• ${text}` : text);
      }),
    );
  }

  function regionOf([left, top, right, bottom], page) {
    const region = make("span", { class: "region" });
    const share = (part, whole) =>
      `${(100 * Math.min(Math.max(part, 0), whole)) / whole}%`;
    Object.assign(region.style, {
      left: share(left, page.width),
      top: share(top, page.height),
      right: share(page.width - right, page.width),
      bottom: share(page.height - bottom, page.height),
    });
    return region;
  }

  function changesOf(page) {
    if (page.state === "new") return "new page";
    return page.state === "changed" ? "changed" : null;
  }

  async function boxChanges(letter, page, at, paper, words) {
    const [now, then] = await Promise.all([
      drawingOf(letter),
      drawingOf(letter, "before"),
    ]);
    const regions = changedRegions(now, then, at);
    paper.append(...regions.map((region) => regionOf(region, page)));
    words.textContent = regions.length
      ? `changed in ${count(regions.length, "place")}`
      : "changed, too little to see";
  }

  function sheetOf(letter, page, at) {
    const before = $("letter-before").checked && page.before;
    const canvas = make("canvas", {
      role: "img",
      "aria-label": `Page ${at + 1}${before ? " as it was before" : ""}`,
    });
    canvas.style.aspectRatio = `${page.width} / ${page.height}`;
    canvas.drawing = () =>
      drawPage(canvas, drawingOf(letter, before ? "before" : "pages"), at);
    resized.observe(canvas);
    const changes = make("strong", {}, changesOf(page) ?? "");
    const paper = make("div", { class: "sheet-paper" }, canvas);
    if (page.state === "changed" && page.before)
      boxChanges(letter, page, at, paper, changes);
    return make(
      "figure",
      { class: "sheet" },
      paper,
      make(
        "figcaption",
        {},
        make("span", {}, `${at + 1} of ${letter.pages.length}`),
        changes,
        before ? make("span", {}, "as before") : null,
      ),
    );
  }

  function fillPages(letter) {
    $("letter-pages").replaceChildren(
      ...letter.pages.map((page, at) => sheetOf(letter, page, at)),
    );
  }

  /** Begins where there is something new to see, else at the top. */
  function turnToChange(letter) {
    const at = letter.pages.findIndex((page) => page.state !== "unchanged");
    $("letter-pages").parentElement.scrollTop = 0;
    $("letter-pages").scrollTop = 0;
    if (at > 0 && letter.state === "changed")
      $("letter-pages").children[at].scrollIntoView({ block: "start" });
  }

  function factsOf(letter) {
    const at = shown.indexOf(letter);
    return [
      letter.code,
      letter.group || null,
      count(letter.pages.length, "page"),
      proof.against ? stateWords[letter.state] : null,
      at >= 0 ? `${at + 1} of ${shown.length}` : null,
    ]
      .filter(Boolean)
      .join(" · ");
  }

  function show(letter) {
    const at = shown.indexOf(letter);

    open = letter;
    $("letter-name").textContent = letter.name;
    $("letter-facts").textContent = factsOf(letter);
    fillMarks(letter);
    $("letter-changes-label").hidden = !letter.pages.some(
      (page) => page.state === "changed" && page.before,
    );
    $("letter-before-label").hidden = !letter.pages.some((page) => page.before);
    $("previous").disabled = at <= 0;
    $("next").disabled = at < 0 || at + 1 >= shown.length;
    fillWarnings(letter);
    fillRates(letter);
    fillRow(letter);
    fillWords(letter);
    fillPages(letter);
    if (!dialog.open) {
      dialog.showModal();
      $("letter-name").focus();
    } else {
      $("letter-spoken").textContent = `${letter.name}, ${factsOf(letter)}`;
    }
    turnToChange(letter);
    fetchNext(at);
  }

  /* The drawing of the letter that will most likely be asked for next. */
  function fetchNext(at) {
    const next = at >= 0 ? shown[at + 1] : undefined;
    if (next) drawingOf(next).catch(() => {});
  }

  function step(by) {
    const letter = shown[shown.indexOf(open) + by];
    if (open && shown.includes(open) && letter) {
      history.replaceState(null, "", addressOf(letter));
      show(letter);
    }
  }

  function followAddress() {
    const parts = location.hash.slice(1).split("&");
    const shared = parts.some(takeShare);
    let code = parts.at(-1);
    try {
      code = decodeURIComponent(code);
    } catch {
      /* not an address of ours */
    }
    if (shared) {
      tallyRead();
      update();
    }
    const letter = letters.find((each) => each.code === code);
    if (letter) {
      if (share) history.replaceState(null, "", addressOf(letter));
      show(letter);
    } else if (dialog.open) dialog.close();
  }

  dialog.addEventListener("close", () => {
    const letter = open;
    open = null;
    $("letter-spoken").textContent = "";
    if (location.hash.length > 1) history.replaceState(null, "", addressOf());
    if ($("filter-unread")?.checked || $("filter-back")?.checked) update();
    if (letter && shown.includes(letter)) goTo(letter);
    else (current ? linkOf(current) : $("search")).focus();
  });

  /* --- keys --------------------------------------------------------------- */

  const keysOn = () => $("keys-on").checked;

  function isTyping(target) {
    return target.matches?.("input:not([type=checkbox]), select, textarea");
  }

  function slide(input, by) {
    input.value = Number(input.value) + by * Number(input.step);
    input.dispatchEvent(new Event("input"));
  }

  function keyInLetter(event) {
    const keys = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      j: () => step(1),
      k: () => step(-1),
      r: () => $("letter-read").click(),
      x: () => $("letter-back").click(),
      c: () => $("letter-changes").click(),
      b: () => $("letter-before").click(),
      "+": () => slide($("letter-size"), 3),
      "=": () => slide($("letter-size"), 3),
      "-": () => slide($("letter-size"), -3),
    };
    return run(keys[event.key], event);
  }

  function keyInSheet(event) {
    const card = event.target.closest?.(".card");
    const keys = {
      "/": () => $("search").select(),
      "+": () => slide($("size"), 1),
      "=": () => slide($("size"), 1),
      "-": () => slide($("size"), -1),
    };
    if (card) {
      const to = stepFor(event.key, shown.indexOf(card.letter));
      if (to >= 0) return run(() => goTo(shown[to]), event);
      keys.r = () => setRead(card.letter, !card.letter.read);
    } else if (event.key === "j") {
      return run(() => goTo(current), event);
    }
    return run(keys[event.key], event);
  }

  function run(action, event) {
    if (!action) return;
    event.preventDefault();
    action();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || $("help").open) return;
    if (event.key.length === 1 && !keysOn()) return;
    if (event.key === "?") run(() => $("help").showModal(), event);
    else if (dialog.open) keyInLetter(event);
    else keyInSheet(event);
  });

  /* --- setting up --------------------------------------------------------- */

  function fillMasthead() {
    const pages = letters.reduce((sum, letter) => sum + letter.pages.length, 0);
    const words = [count(letters.length, "letter"), count(pages, "page")];
    const changed = letters.filter((each) => each.state === "changed").length;
    const fresh = letters.filter((each) => each.state === "new").length;

    if (proof.against) {
      words.push(`${changed} changed since ${proof.against}`);
      if (fresh) words.push(`${fresh} new`);
      if (proof.gone.length) words.push(`${proof.gone.length} gone`);
    }
    $("title").textContent = proof.title;
    $("tally").textContent = words.join(" · ");
  }

  function notice(title, items, kind = "notice") {
    if (!items.length) return;
    $("notices").append(
      make(
        "details",
        { class: kind },
        make("summary", {}, title),
        make("ul", {}, ...items),
      ),
    );
  }

  function fillNotices() {
    const made = new Set(letters.map((letter) => letter.code));
    const faults = proof.diagnostics.filter(
      (each) => each.code && !made.has(each.code),
    );
    const general = proof.diagnostics.filter((each) => !each.code);
    if (proof.refused)
      notice(
        `${count(proof.refused, "row is", "rows are")} at fault and left out`,
        faults.map(diagnosticOf),
      );
    notice(
      `${count(general.length, "note")} on the campaign`,
      general.map(diagnosticOf),
      "notice notice-quiet",
    );
    notice(
      `${count(proof.gone.length, "letter is", "letters are")} gone since ${proof.against}`,
      proof.gone.map(({ code, name }) =>
        make("li", {}, `${name} `, make("span", { class: "place" }, code)),
      ),
    );
  }

  /* --- funnel plots --------------------------------------------------------- */

  const svgOf = (name, attributes, ...children) => {
    const element = document.createElementNS(
      "http://www.w3.org/2000/svg",
      name,
    );
    for (const [key, value] of Object.entries(attributes))
      element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const plotSize = { width: 420, height: 240, left: 40, bottom: 28, top: 8 };

  /** A limit of the funnel as a line: @p deviations from the average. */
  function limitLine(average, most, deviations, x, y) {
    const points = [];
    for (let step = 1; step <= 60; step++) {
      const total = (most * step) / 60;
      const share =
        average + deviations * Math.sqrt((average * (1 - average)) / total);
      if (share >= 0 && share <= 1) points.push(`${x(total)},${y(share)}`);
    }
    return svgOf("polyline", {
      points: points.join(" "),
      class: Math.abs(deviations) > 2 ? "funnel-outer" : "funnel-inner",
    });
  }

  function plotOf(name, at, group) {
    const { width, height, left, bottom, top } = plotSize;
    const average = pooled(group, at);
    const members = group.filter((letter) => isRate(rawOf(letter, at)));
    const most = Math.max(...members.map((each) => rawOf(each, at)[1]), 10);
    const x = (total) => left + ((width - left - 8) * total) / most;
    const y = (share) => height - bottom - (height - bottom - top) * share;
    const far = farFromGroup(group, at)
      .filter(({ value }) => Math.abs(value) > 3.09)
      .map(({ letter }) => letter);
    const marks = [-3.09, -1.96, 1.96, 3.09].map((deviations) =>
      limitLine(average, most, deviations, x, y),
    );
    for (const share of [0, 0.5, 1])
      marks.push(
        svgOf("text", { x: left - 6, y: y(share) + 4, "text-anchor": "end" }, `${share * 100}%`),
      );
    marks.push(
      svgOf("text", { x: width - 8, y: height - 8, "text-anchor": "end" }, `out of ${most.toLocaleString("en-GB")}`),
      svgOf("text", { x: left, y: height - 8 }, "0"),
      svgOf("line", { x1: left, x2: width - 8, y1: y(average), y2: y(average), class: "funnel-average" }),
    );
    for (const letter of members) {
      const [number, total] = rawOf(letter, at);
      const point = svgOf(
        "circle",
        {
          cx: x(total),
          cy: y(number / total),
          r: 3,
          class: far.includes(letter) ? "funnel-far" : "funnel-point",
        },
        svgOf("title", {}, `${letter.name}: ${number} of ${total}`),
      );
      point.addEventListener("click", () => {
        location.hash = encodeURIComponent(letter.code);
      });
      marks.push(point);
    }
    return make(
      "figure",
      { class: "funnel-plot" },
      make("figcaption", {}, make("strong", {}, sentence(name))),
      svgOf(
        "svg",
        {
          viewBox: `0 0 ${width} ${height}`,
          role: "img",
          "aria-label": `${sentence(name)}: ${count(members.length, "letter")}, ${far.length} outside the outer lines`,
        },
        ...marks,
      ),
      make(
        "p",
        {},
        far.length ? "Outside the outer lines: " : "None is outside the outer lines.",
        ...far.flatMap((letter, index) => [
          index ? ", " : "",
          make("a", { href: `#${encodeURIComponent(letter.code)}` }, letter.name),
        ]),
      ),
    );
  }

  const isShare = (at) =>
    letters.some(({ figures }) =>
      figures.some((each) => each.at === at && each.percent !== null),
    );

  /** The plots of the chosen group, or of each group that is compared. */
  function fillFunnel() {
    if (!$("funnel").open) return;
    const chosen = $("group").value;
    const groups = [...byGroup].filter(
      ([name, group]) =>
        (chosen ? name === chosen.slice(1) : group.length > 4),
    );
    $("funnel-plots").replaceChildren(
      ...groups.flatMap(([name, group]) => {
        const plots = statistics
          .map(({ label }, at) => ({ label, at }))
          .filter(({ at }) => {
            if (!isShare(at)) return false;
            const average = pooled(group, at);
            return average > 0 && average < 1;
          })
          .map((each) => plotOf(each.label, each.at, group));
        return plots.length
          ? [
              make("h2", {}, name || "Letters"),
              make("div", { class: "funnel-row" }, ...plots),
            ]
          : [];
      }),
    );
  }

  /* A page to sign on paper for each hundred letters. */
  function fillPaper() {
    const mine = shown.filter(isMine);
    const sheets = [];
    for (let at = 0; at < mine.length; at += 100)
      sheets.push(mine.slice(at, at + 100));
    $("paper").replaceChildren(
      ...sheets.map((sheet, at) =>
        make(
          "div",
          { class: "paper-sheet" },
          make(
            "p",
            { class: "paper-title" },
            `${proof.title}: letters ${at * 100 + 1} to ${at * 100 + sheet.length} of ${mine.length}`,
          ),
          make(
            "ol",
            { class: "paper-list", start: at * 100 + 1 },
            ...sheet.map((letter) =>
              make(
                "li",
                {},
                make("span", { class: "paper-box" }, letter.read ? "✓" : letter.verdict ? "✗" : ""),
                make("span", { class: "paper-name" }, `${letter.code} ${letter.name}`),
                make("span", { class: "paper-sha" }, letter.sha256.slice(0, 8)),
              ),
            ),
          ),
          make(
            "p",
            { class: "paper-sign" },
            `Read: ✓, sent back: ✗. The eight signs tell the letter that was read.`,
          ),
          make("p", { class: "paper-sign" }, "Name ____________________  Date ____________  Signature ____________________"),
        ),
      ),
    );
  }

  function option(value, label) {
    return make("option", { value }, label);
  }

  function fillGroups() {
    const sizes = new Map();
    for (const { group } of letters)
      sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const groups = [...sizes].sort(([a], [b]) => collator.compare(a, b));
    $("group").append(
      option("", "All groups"),
      ...groups.map(([group, size]) =>
        option(`=${group}`, `${group || "(no group)"} (${size})`),
      ),
    );
    $("group").parentElement.hidden = groups.length < 2;
  }

  function fillTools() {
    fillGroups();
    $("sort").append(...orders.map(({ label }, at) => option(at, label)));
    for (let at = 0; at < longest; at++)
      $("shown-page").append(
        option(at, at + 1 < longest ? at + 1 : `${at + 1}, the last`),
      );
    $("shown-page").parentElement.hidden = longest < 2;
    $("funnel").hidden = !letters.some((each) => each.raw.some(isRate));
    for (const filter of filters) {
      const found = letters.filter(filter.test).length;
      if (!filter.live && (!found || found === letters.length)) continue;
      $("filters").append(
        make(
          "label",
          { class: "chip" },
          make("input", { type: "checkbox", id: `filter-${filter.id}` }),
          make("span", {}, filter.label),
          make("span", { class: "chip-count" }, String(found)),
        ),
      );
    }
  }

  function setSize() {
    const size = $("size").value;
    document.documentElement.style.setProperty("--thumb", `${size}rem`);
    memory.write("size", size);
  }

  function setPageSize() {
    const size = $("letter-size").value;
    $("letter-pages").style.setProperty("--page", `${size}px`);
    memory.write("page size", size);
  }

  function showPages() {
    for (const letter of letters)
      letter.card
        ?.querySelector(".card-paper")
        .firstElementChild.replaceWith(pictureOf(letter));
  }

  function clear() {
    $("search").value = "";
    $("group").value = "";
    for (const box of $("filters").querySelectorAll("input"))
      box.checked = false;
    update();
    $("search").focus();
  }

  function listen() {
    let waiting = 0;
    $("search").addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(update);
    });
    $("group").addEventListener("change", () => {
      update();
      fillFunnel();
    });
    $("funnel").addEventListener("toggle", fillFunnel);
    $("sort").addEventListener("change", update);
    $("filters").addEventListener("change", update);
    $("shown-page").addEventListener("change", showPages);
    $("size").addEventListener("input", setSize);
    $("clear").addEventListener("click", clear);
    $("search").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter")
        run(() => goTo(shown[0]), event);
    });
    $("letters").addEventListener("focusin", (event) => {
      const card = event.target.closest(".card");
      if (card && card.letter !== current) holdTabStop(card.letter);
    });
    $("letter-read").addEventListener("change", (event) => {
      setRead(open, event.target.checked);
      fillMarks(open);
    });
    $("letter-back").addEventListener("change", (event) => {
      setMark(open, event.target.checked ? "send back" : null);
      fillMarks(open);
      if (event.target.checked) $("letter-reason").focus();
    });
    $("letter-reason").addEventListener("change", (event) => {
      setMark(open, "send back", event.target.value.trim());
      fillMarks(open);
    });
    $("letter-reason").addEventListener("keydown", (event) => {
      if (event.key === "Enter") run(() => $("letter-back").focus(), event);
    });
    $("reader").addEventListener("change", () => {
      memory.write("reader", reader() || null);
      dealMarks();
      refreshMarks();
    });
    $("save").addEventListener("click", saveSignoff);
    $("load").addEventListener("click", () => $("load-files").click());
    $("load-files").addEventListener("change", (event) => {
      loadSignoffs([...event.target.files]);
      event.target.value = "";
    });
    $("print").addEventListener("click", () => print());
    addEventListener("beforeprint", fillPaper);
    $("letter-changes").addEventListener("change", (event) =>
      dialog.classList.toggle("letter-unmarked", !event.target.checked),
    );
    $("letter-before").addEventListener("change", () => fillPages(open));
    $("letter-size").addEventListener("input", setPageSize);
    $("previous").addEventListener("click", () => step(-1));
    $("next").addEventListener("click", () => step(1));
    $("close").addEventListener("click", () => dialog.close());
    $("help-open").addEventListener("click", () => $("help").showModal());
    $("help-close").addEventListener("click", () => $("help").close());
    $("keys-on").addEventListener("change", (event) =>
      memory.write("keys", event.target.checked ? null : "off"),
    );
    addEventListener("hashchange", followAddress);
  }

  function recall() {
    $("size").value = memory.read("size") ?? $("size").value;
    $("letter-size").value = memory.read("page size") ?? $("letter-size").value;
    $("reader").value = memory.read("reader") ?? "";
    $("keys-on").checked = memory.read("keys") !== "off";
    setSize();
    setPageSize();
  }

  fillMasthead();
  fillNotices();
  fillTools();
  recall();
  dealMarks();
  tallyRead();
  listen();
  update();
  followAddress();
}
