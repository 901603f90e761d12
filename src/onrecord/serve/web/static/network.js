// Pictures of networks: who speaks about whom, and which ties stand. Each line opens its texts.
(() => {
  "use strict";

  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const written = (n) => `${months[n % 12]} ${Math.floor(n / 12)}`;

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(name).trim();
    return {
      ink: token("--ink"), soft: token("--soft"), paper: token("--paper"), accent: token("--accent"),
      lines: { speech: token("--line-strong"), good: token("--good"), bad: token("--bad"), neutral: token("--soft"), plain: token("--accent") },
      speakers: Array.from({ length: 12 }, (_, n) => token(`--s${n}`)),
      font: style.getPropertyValue("--sans").trim() || "sans-serif",
    };
  };

  const styles = (centre) => {
    const c = colours();
    return [
      { selector: "node", style: {
        "background-color": (n) => c.speakers[n.data("colour")], width: "data(size)", height: "data(size)", label: "data(name)",
        color: c.ink, "font-size": 11, "font-family": c.font, "text-valign": "bottom", "text-margin-y": 3, "text-max-width": 110, "text-wrap": "ellipsis",
        "text-outline-color": c.paper, "text-outline-width": 2, "min-zoomed-font-size": 7,
      } },
      { selector: "node[shape]", style: { shape: "data(shape)" } },
      { selector: `node[id = "${centre}"]`, style: { "border-width": 3, "border-color": c.ink, "font-weight": 700 } },
      { selector: "edge", style: {
        width: "data(width)", "line-color": (e) => c.lines[e.data("sign")], "target-arrow-color": (e) => c.lines[e.data("sign")],
        "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier", "control-point-step-size": 18, opacity: 0.75,
      } },
      { selector: 'edge[kind = "speech"]', style: { "line-style": "dashed", "line-dash-pattern": [5, 3] } },
      { selector: "node.quiet", style: { label: "" } },
      { selector: "node.lit", style: { label: "data(name)" } },
      { selector: ".faded", style: { opacity: 0.08, "text-opacity": 0.25 } },
      { selector: "edge.lit", style: { opacity: 1, label: "data(label)", "font-size": 10, color: c.ink, "text-outline-color": c.paper, "text-outline-width": 2, "text-rotation": "autorotate", "z-index": 9 } },
      { selector: "edge:selected", style: { opacity: 1, width: "data(wide)" } },
      { selector: ".gone", style: { display: "none" } },
    ];
  };

  // places of the nodes from 0 to 1, drawn half way towards even distances, so that a crowded middle can be read
  const evenly = (cy) => {
    const places = new Map(cy.nodes().map((n) => [n.id(), {}]));
    for (const axis of ["x", "y"]) {
      const sorted = cy.nodes().sort((a, b) => a.position(axis) - b.position(axis));
      const [low, high] = [sorted[0].position(axis), sorted[sorted.length - 1].position(axis)];
      sorted.forEach((n, rank) => {
        const linear = high > low ? (n.position(axis) - low) / (high - low) : 0.5;
        places.get(n.id())[axis] = sorted.length > 1 ? (linear + rank / (sorted.length - 1)) / 2 : 0.5;
      });
    }
    return places;
  };

  const NAME = 9000; // square pixels that a name and what is around it take
  const SHAPES = { person: "ellipse", state: "round-rectangle", region: "round-rectangle", place: "round-rectangle" };

  const draw = (box) => {
    const { nodes, edges } = JSON.parse(document.getElementById(box.dataset.source).textContent);
    const heaviest = Math.max(1, ...nodes.map((n) => n.weight));
    const widest = Math.max(8, ...edges.map((e) => e.weight));
    const width = (weight) => 1 + 5 * Math.sqrt(weight / widest);
    // the same picture each time: everybody starts on a circle, in the order of the list
    const around = (place) => ({ x: 300 * Math.cos((2 * Math.PI * place) / nodes.length), y: 300 * Math.sin((2 * Math.PI * place) / nodes.length) });
    const cy = window.cytoscape({
      container: box,
      elements: [
        ...nodes.map((n, place) => ({ data: { ...n, size: 12 + 26 * Math.sqrt(n.weight / heaviest), shape: SHAPES[n.kind] ?? "round-diamond" }, position: around(place) })),
        ...edges.map((e, place) => ({ data: { ...e, id: `e${place}`, width: width(e.weight), wide: width(e.weight) + 2, label: `${e.relation} (${e.weight})` } })),
      ],
      style: styles(box.dataset.centre),
      layout: { name: "cose", animate: false, randomize: false, fit: false, nodeRepulsion: () => 60000, idealEdgeLength: () => 90, nodeOverlap: 20, componentSpacing: 60, numIter: 1000, gravity: 0.6 },
      minZoom: 0.3, maxZoom: 3, boxSelectionEnabled: false, autounselectify: false,
    });
    // the wheel scrolls the page, unless a key is held as for zooming it
    cy.userZoomingEnabled(false);
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = box.getBoundingClientRect();
      cy.zoom({ level: cy.zoom() * (event.deltaY < 0 ? 1.15 : 1 / 1.15), renderedPosition: { x: event.clientX - left, y: event.clientY - top } });
    }, { passive: false });
    const light = (elements) => {
      cy.elements().addClass("faded").removeClass("lit");
      elements.removeClass("faded").addClass("lit");
    };
    cy.on("mouseover tap", "node", (event) => light(event.target.closedNeighborhood()));
    cy.on("mouseover", "edge", (event) => light(event.target.union(event.target.connectedNodes())));
    cy.on("mouseout", "node, edge", () => cy.elements().removeClass("faded lit"));
    cy.on("tap", "edge", (event) => {
      const link = event.target.data("link");
      const texts = document.getElementById("texts");
      if (texts && window.htmx) window.htmx.ajax("GET", link, { target: "#texts" });
      else location.assign(link);
    });
    cy.on("dbltap", "node", (event) => location.assign(`/actors/${encodeURIComponent(event.target.id())}`));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(styles(box.dataset.centre)));
    // where the box changes, the picture goes on filling it
    const spread = evenly(cy);
    let last = 0;
    new ResizeObserver(() => {
      if (box.clientWidth === last) return;
      last = box.clientWidth;
      cy.resize();
      // where names would cover one another only the weightiest have theirs; the others show them when pointed at
      const room = Math.max(12, Math.round((box.clientWidth * box.clientHeight) / NAME));
      cy.nodes().forEach((n, place) => n.toggleClass("quiet", place >= room && n.id() !== box.dataset.centre));
      const [w, h] = [cy.width(), cy.height()];
      cy.nodes().positions((n) => ({ x: 56 + spread.get(n.id()).x * (w - 112), y: 28 + spread.get(n.id()).y * (h - 72) }));
      cy.reset();
    }).observe(box);
    slide(cy, edges, width);
  };

  // the months between two marks: lines that have nothing in them go, the others are as wide as what they have there
  const slide = (cy, edges, width) => {
    const slider = document.getElementById("network-slider");
    if (!slider) return;
    const all = edges.flatMap((e) => e.months.map(([month]) => month)).filter(Boolean).map(number);
    const [first, final] = [Math.min(...all), Math.max(...all)];
    if (!(final > first)) return;
    const [from, to] = ["from", "to"].map((end) => slider.querySelector(`[data-end=${end}]`));
    const output = slider.querySelector("output");
    for (const input of [from, to]) Object.assign(input, { min: first, max: final, step: 1 });
    from.value = first;
    to.value = final;
    const show = (event) => {
      if (Number(from.value) > Number(to.value)) (event?.target === from ? to : from).value = event?.target.value;
      const [a, b] = [Number(from.value), Number(to.value)];
      const whole = a === first && b === final;
      cy.batch(() => {
        cy.edges().forEach((edge) => {
          const within = edge.data("months").filter(([month]) => (month ? number(month) >= a && number(month) <= b : whole));
          const weight = within.reduce((sum, [, count]) => sum + count, 0);
          edge.toggleClass("gone", weight === 0);
          if (weight) edge.data({ width: width(weight), wide: width(weight) + 2, label: `${edge.data("relation")} (${weight})` });
        });
        cy.nodes().forEach((node) => node.toggleClass("gone", node.connectedEdges().filter((e) => !e.hasClass("gone")).empty()));
      });
      output.textContent = a === b ? written(a) : `${written(a)} to ${written(b)}`;
      from.setAttribute("aria-valuetext", written(a));
      to.setAttribute("aria-valuetext", written(b));
    };
    from.addEventListener("input", show);
    to.addEventListener("input", show);
    slider.hidden = false;
    show();
  };

  const start = () => {
    for (const box of document.querySelectorAll(".graph[data-source]")) if (window.cytoscape) draw(box);
  };
  start();
})();
