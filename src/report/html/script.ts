/**
 * What the page can do: filter the events, zoom the timeline, jump from a mark to its row. Plain script of a browser, never
 * given text to make markup of; without it the page shows everything, unfiltered.
 */
export const SCRIPT = `
'use strict';
for (const section of document.querySelectorAll('[data-report]')) {
  const search = section.querySelector('input[type=search]');
  if (!search) continue;
  const boxes = [...section.querySelectorAll('input[type=checkbox]')];
  const count = section.querySelector('[data-count]');
  const marks = new Map([...section.querySelectorAll('line[data-seq]')].map((line) => [line.dataset.seq, line]));
  const rows = [...section.querySelectorAll('[role=row][data-lane]')].map((row) => ({
    row, lane: row.dataset.lane, text: row.textContent.toLowerCase(), mark: marks.get(row.dataset.seq),
  }));
  const filter = () => {
    const wanted = search.value.toLowerCase();
    const lanes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const { row, lane, text, mark } of rows) {
      const show = lanes.has(lane) && text.includes(wanted);
      if (row.hidden === show) row.hidden = !show;
      if (mark) mark.toggleAttribute('hidden', !show);
      if (show) shown += 1;
    }
    count.textContent = shown + ' of ' + rows.length + ' events';
  };
  search.addEventListener('input', filter);
  for (const box of boxes) box.addEventListener('change', filter);

  let zoom = 1;
  const drawings = [...section.querySelectorAll('.timeline svg')];
  const zoomTo = (value) => {
    zoom = Math.min(64, Math.max(1, value));
    for (const svg of drawings) {
      const box = svg.parentElement;
      const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
      svg.setAttribute('width', zoom * 100 + '%');
      box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
    }
  };
  const steps = { in: () => zoom * 2, out: () => zoom / 2, all: () => 1 };
  for (const button of section.querySelectorAll('button[data-zoom]')) {
    button.addEventListener('click', () => zoomTo(steps[button.dataset.zoom]()));
  }
  for (const [seq, mark] of marks) {
    mark.addEventListener('click', () => {
      const row = section.querySelector('[role=row][data-seq="' + seq + '"]');
      if (row) { row.closest('details').open = true; location.hash = row.id; }
    });
  }
}
`;
