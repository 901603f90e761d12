// The picture of the timeline: lanes of speakers and of types of events, on days or counted by months or years.
(() => {
  "use strict";

  const figure = document.getElementById("timeline");
  const source = document.getElementById("timeline-data");
  if (!figure || !source || !window.Plot) return;
  const { lanes, points, bins, base } = JSON.parse(source.textContent);
  // a bin is a year or a month
  for (const b of bins) {
    const [year, month] = b.time.split("-");
    b.first = month ? `${b.time}-01` : `${year}-01-01`;
    b.last = new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).toISOString().slice(0, 10);
    b.link = `${base}since=${b.time}&until=${b.time}`;
    b.when = month ? new Date(`${b.first}T00:00:00Z`).toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" }) : year;
  }
  const day = (iso, after = 0) => new Date(Date.parse(`${iso}T00:00:00Z`) + after * 864e5);
  const ink = (lane) => `var(--s${lanes[lane].colour})`;
  const cut = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
  const NARROW = 640;

  // points of one lane that would cover each other are stacked around its middle line
  const stacked = (width, from, to) => {
    const taken = lanes.map(() => []);
    const scale = (to - from || 1) / width;
    return points.map((p) => {
      const at = (day(p.first) - from) / scale;
      const rows = taken[p.lane];
      let row = 0;
      while (rows[row] !== undefined && at - rows[row] < 9) row += 1;
      rows[row] = at;
      return { ...p, row };
    });
  };

  const draw = () => {
    const width = Math.max(280, figure.clientWidth - 2);
    const narrow = width < NARROW;
    // half a label of the axis is wide enough for the first day
    const left = narrow ? 16 : 184;
    const all = points.length ? points : bins;
    const from = Math.min(...all.map((p) => +day(p.first)));
    const to = Math.max(...all.map((p) => +day(p.last, 1)));
    // what is on record has a day and no hour
    const days = (to - from) / 864e5;
    const few = Math.round(width / 110);
    const ticks = days > few ? few : Array.from({ length: days }, (_, after) => new Date(from + after * 864e5));
    const marks = points.length ? stacked(width - left - 24, from, to) : bins;
    // a lane is as high as its highest stack
    const heights = lanes.map((_, lane) => {
      const rows = Math.max(1, ...marks.filter((m) => m.lane === lane).map((m) => (m.row ?? 0) + 1));
      return Math.max(22, Math.min(rows, 14) * 8 + 10) + (narrow ? 14 : 0);
    });
    const tops = heights.map((_, lane) => heights.slice(0, lane).reduce((sum, h) => sum + h, 0));
    const total = heights.reduce((sum, h) => sum + h, 0);
    const base = (lane) => tops[lane] + (narrow ? 14 : 0);
    const middle = (m) => base(m.lane) + 9 + Math.min(m.row ?? 0, 13) * 8;
    const rules = lanes.map((_, lane) => tops[lane]).concat(total);
    const label = (m) => [m.when, m.kind === "event" ? `${m.who.toLowerCase()}, asserted by ${m.by ?? "the report itself"}` : m.who, m.status === "happened" || m.status === "ongoing" ? null : m.status, m.words].filter(Boolean).join("\n");
    // the lane of all others would make every other lane pale
    const most = Math.max(1, ...bins.filter((b) => !lanes[b.lane].rest).map((b) => b.count));
    const tip = { fontSize: 12, lineWidth: narrow ? 22 : 34, textPadding: 8, className: "tip" };
    const drawn = points.length
      ? [
          Plot.link(marks.filter((m) => m.first !== m.last), {
            x1: (m) => day(m.first), x2: (m) => day(m.last), y1: middle, y2: middle, stroke: (m) => ink(m.lane), strokeWidth: 3, strokeOpacity: 0.35,
          }),
          Plot.dot(marks, {
            x: (m) => day(m.first), y: middle, r: 3.6, fill: (m) => ink(m.lane), symbol: (m) => (lanes[m.lane].kind === "event" ? "square" : "circle"),
            stroke: "var(--paper)", strokeWidth: 0.8, href: "link", title: label,
          }),
          Plot.tip(marks, Plot.pointer({ x: (m) => day(m.first), y: middle, title: label, maxRadius: 16, fill: "var(--paper)", stroke: "var(--line-strong)", ...tip })),
        ]
      : [
          Plot.rect(bins, {
            x1: (b) => day(b.first), x2: (b) => day(b.last, 1), y1: (b) => base(b.lane) + 3, y2: (b) => tops[b.lane] + heights[b.lane] - 3,
            fill: (b) => ink(b.lane), fillOpacity: (b) => 0.2 + 0.8 * Math.sqrt(Math.min(1, b.count / most)), insetRight: 0.5, href: "link",
            title: (b) => `${lanes[b.lane].name}\n${b.when}: ${b.count.toLocaleString("en")}`,
          }),
        ];
    const svg = Plot.plot({
      className: "plot",
      width,
      height: total + 72,
      marginLeft: left,
      marginRight: 16,
      marginTop: 36,
      marginBottom: 36,
      x: { type: "utc", domain: [new Date(from), new Date(to)], nice: false },
      y: { domain: [0, total], range: [36, total + 36], axis: null },
      color: { type: "identity" },
      opacity: { type: "identity" },
      symbol: { type: "identity" },
      marks: [
        Plot.gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        Plot.axisX({ anchor: "top", tickSize: 0, ticks, color: "var(--soft)" }),
        Plot.axisX({ anchor: "bottom", tickSize: 0, ticks, color: "var(--soft)" }),
        Plot.ruleY(rules, { stroke: "var(--line)" }),
        Plot.text(lanes, {
          frameAnchor: "left", x: null, y: (_, lane) => (narrow ? tops[lane] + 8 : tops[lane] + heights[lane] / 2), dx: -left + 8, textAnchor: "start",
          text: (l) => `${cut(l.name, narrow ? 34 : 22)}  ${l.count.toLocaleString("en")}`, fill: (l) => `var(--s${l.colour})`, fontWeight: 600, fontSize: 12, clip: false,
        }),
        ...drawn,
      ],
    });
    // the policy of the page lets no style element in; analysis.css has the same rules
    for (const style of svg.querySelectorAll("style")) style.remove();
    // the table below is for the keyboard
    svg.setAttribute("aria-hidden", "true");
    for (const a of svg.querySelectorAll("a")) a.setAttribute("tabindex", "-1");
    figure.replaceChildren(svg);
  };

  let waiting = 0;
  let last = 0;
  new ResizeObserver(() => {
    if (figure.clientWidth === last) return;
    last = figure.clientWidth;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }).observe(figure);
})();
