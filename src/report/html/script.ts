/**
 * What the page can do: filter the events, zoom the timeline, go from mark to mark, from a mark to its row and back. Plain script
 * of a browser, never given text to make markup of; without it the page shows everything, unfiltered.
 */
export const SCRIPT = `
'use strict';
for (const section of document.querySelectorAll('[data-report]')) {
  const search = section.querySelector('input[type=search]');
  if (!search) continue;
  const boxes = [...section.querySelectorAll('input[type=checkbox]')];
  const count = section.querySelector('[data-count]');
  const pick = section.querySelector('[data-pick]');
  const marks = new Map([...section.querySelectorAll('.mark')].map((mark) => [mark.dataset.seq, mark]));
  const rows = [...section.querySelectorAll('[role=row][data-lane]')].map((row) => ({
    row, seq: row.dataset.seq, lane: row.dataset.lane, text: row.textContent.toLowerCase(), mark: marks.get(row.dataset.seq),
  }));
  const bySeq = new Map(rows.map((one) => [one.seq, one]));

  const filter = () => {
    const wanted = search.value.toLowerCase();
    const lanes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const { row, lane, text, mark } of rows) {
      const show = lanes.has(lane) && text.includes(wanted);
      if (row.hidden === show) {
        row.hidden = !show;
        if (mark) mark.toggleAttribute('hidden', !show);
      }
      if (show) shown += 1;
    }
    count.textContent = shown + ' of ' + rows.length + ' events';
  };
  search.addEventListener('input', filter);
  for (const box of boxes) box.addEventListener('change', filter);

  let zoom = 1;
  const drawings = [...section.querySelectorAll('.timeline svg')];
  const zoomTo = (value, at) => {
    const before = zoom;
    zoom = Math.min(64, Math.max(1, value));
    if (zoom === before) return;
    for (const svg of drawings) {
      const box = svg.parentElement;
      const point = at ?? box.clientWidth / 2;
      const share = (box.scrollLeft + point) / box.scrollWidth;
      svg.setAttribute('width', zoom * 100 + '%');
      box.scrollLeft = share * box.scrollWidth - point;
    }
  };
  const steps = { in: () => zoom * 2, out: () => zoom / 2, all: () => 1 };
  for (const button of section.querySelectorAll('button[data-zoom]')) {
    button.addEventListener('click', () => zoomTo(steps[button.dataset.zoom]()));
  }

  let picked;
  const choose = (seq) => {
    const one = bySeq.get(seq);
    if (!one || !one.mark) return;
    if (picked) picked.mark.classList.remove('picked');
    picked = one;
    one.mark.classList.add('picked');
    const box = one.mark.closest('.scroll');
    const [mark, view] = [one.mark.getBoundingClientRect(), box.getBoundingClientRect()];
    if (mark.left < view.left || mark.right > view.right) box.scrollLeft += mark.left - view.left - view.width / 2;
    const cells = [...one.row.querySelectorAll('[role=cell]')].map((cell) => cell.textContent);
    const link = document.createElement('a');
    link.href = '#' + one.row.id;
    link.textContent = 'event ' + seq;
    const what = document.createElement('span');
    what.textContent = ' ' + cells[1] + ', ' + cells[2] + ', ' + cells[3] + ' s · ' + cells[4] + ' · ' + cells[5];
    pick.replaceChildren(link, what);
  };
  const show = (seq) => {
    const one = bySeq.get(seq);
    if (!one) return;
    one.row.closest('details').open = true;
    location.hash = one.row.id;
  };
  for (const [seq, mark] of marks) {
    mark.addEventListener('click', () => choose(seq));
    mark.addEventListener('dblclick', () => show(seq));
  }
  for (const box of section.querySelectorAll('.scroll')) {
    const own = rows.filter(({ mark }) => mark && box.contains(mark)).sort((a, b) => a.mark.x1.baseVal.value - b.mark.x1.baseVal.value);
    box.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const seen = own.filter(({ row }) => !row.hidden);
        const next = seen[Math.max(0, Math.min(seen.length - 1, seen.indexOf(picked) + step))];
        if (next) choose(next.seq);
        event.preventDefault();
      }
      if (event.key === 'Enter' && picked) show(picked.seq);
      if (event.key === '+' || event.key === '=') zoomTo(zoom * 2);
      if (event.key === '-') zoomTo(zoom / 2);
    });
    box.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomTo(event.deltaY < 0 ? zoom * 1.25 : zoom / 1.25, event.clientX - box.getBoundingClientRect().left);
    }, { passive: false });
  }
  section.addEventListener('click', (event) => {
    const seq = event.target instanceof Element && event.target.getAttribute('data-mark');
    if (seq) choose(seq);
  });
}
`;
