// Three states of a form become one: what only one side changed is taken, what both changed is left to the person.
window.mergeFields = (() => {
  // The server keeps texts in this form; how a line was spaced is no change.
  const plain = (text) => (text ?? "").normalize("NFC").split(/\r?\n/).map((line) => line.replace(/\s+/g, " ").trim()).join("\n").trim();
  const list = (text) => {
    try {
      return new Map(JSON.parse(text || "[]").map((one) => [one.id, one]));
    } catch {
      return new Map();
    }
  };
  const same = (left, right) => JSON.stringify(left && { ...left, title: 0 }) === JSON.stringify(right && { ...right, title: 0 });

  // Entries are one person's own: where both sides changed one, both stay.
  const mergeLists = (was, here, there) => {
    const [before, mine, theirs] = [list(was), list(here), list(there)];
    const merged = [];
    for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
      const [old, left, right] = [before.get(id), mine.get(id), theirs.get(id)];
      if (same(left, right) || same(right, old)) merged.push(left);
      else if (same(left, old)) merged.push(right);
      else merged.push(left, left && right && { ...right, id: `${id}+` });
    }
    return JSON.stringify(merged.filter(Boolean));
  };

  // Of what is chosen among many, each is there or not as whoever changed it left it.
  const mergeChosen = (was, here, there) => {
    const [before, mine, theirs] = [was, here, there].map((text) => new Set(text.split(",").filter(Boolean)));
    return [...new Set([...mine, ...theirs])].filter((one) => (mine.has(one) && theirs.has(one)) || !before.has(one)).join(",");
  };

  return (base, mine, theirs, lists = [], chosen = []) => {
    const merged = {};
    const disputed = [];
    for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const [was, here, there] = [base[name] ?? "", mine[name] ?? "", theirs[name] ?? ""];
      if (lists.includes(name)) merged[name] = mergeLists(was, here, there);
      else if (chosen.includes(name)) merged[name] = mergeChosen(was, here, there);
      else if (plain(here) === plain(there) || plain(there) === plain(was)) merged[name] = here;
      else if (plain(here) === plain(was)) merged[name] = there;
      else {
        merged[name] = here;
        disputed.push(name);
      }
    }
    return { merged, disputed };
  };
})();
