// What pages do where scripts run. Without it every page shows and does the same.
'use strict';

/** What scrolls sideways must be reached by keyboard, as browsers do it by themselves by now. */
function makeScrollersFocusable(within) {
  for (const scroller of within.querySelectorAll('.scroll, pre')) {
    if (scroller.scrollWidth > scroller.clientWidth) {
      scroller.tabIndex = 0;
    }
  }
}

makeScrollersFocusable(document);
window.addEventListener('resize', () => makeScrollersFocusable(document));

/** What a person has done to an element stays, whatever the server says of it. */
const THEIRS = { DETAILS: ['open'], INPUT: ['value', 'checked'], SELECT: ['value'] };

function isTheirs(element, name) {
  return element.type !== 'hidden' && (THEIRS[element.tagName] || []).includes(name);
}

function isSame(here, there) {
  return here.nodeType === there.nodeType && here.nodeName === there.nodeName
      && (here.id || '') === (there.id || '');
}

/** Makes an element like another one, keeping what is alike: focus, scrolling and selection stay. */
function become(here, there) {
  for (const { name } of [...here.attributes]) {
    if (!there.hasAttribute(name) && !isTheirs(here, name) && name !== 'tabindex') {
      here.removeAttribute(name);
    }
  }
  for (const { name, value } of [...there.attributes]) {
    if (!isTheirs(here, name) && here.getAttribute(name) !== value) {
      here.setAttribute(name, value);
    }
  }
  becomeWithin(here, there);
}

function becomeWithin(here, there) {
  let old = here.firstChild;
  for (const wanted of [...there.childNodes]) {
    if (old && isSame(old, wanted)) {
      if (old.nodeType === Node.ELEMENT_NODE) {
        become(old, wanted);
      } else if (old.nodeValue !== wanted.nodeValue) {
        old.nodeValue = wanted.nodeValue;
      }
      old = old.nextSibling;
    } else {
      here.insertBefore(document.importNode(wanted, true), old);
    }
  }
  while (old) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
}

function parsed(html) {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** The whole page anew, where more has changed than its pieces: forms are everybody's own. */
async function becomeWhole() {
  const url = new URL(location.href);
  const auto = url.search + (url.search ? '&' : '?') + 'auto=1';
  const answer = await fetch(url.pathname + auto, { credentials: 'same-origin' });
  if (answer.redirected || !answer.ok) {
    location.reload();
    return;
  }
  become(document.getElementById('main'), parsed(await answer.text()).getElementById('main'));
}

function show(pieces) {
  let isWhole = false;
  for (const [id, html] of Object.entries(pieces)) {
    const place = document.getElementById(id);
    if (place) {
      const before = place.textContent.trim();
      becomeWithin(place, parsed(html).body);
      isWhole ||= 'whole' in place.dataset && before !== place.textContent.trim();
      makeScrollersFocusable(place);
    }
  }
  document.dispatchEvent(new CustomEvent('lowtide:shown'));
  return isWhole ? becomeWhole() : undefined;
}

/** The stream of a page, while somebody looks at it. */
const stream = {
  source: null,

  open() {
    if (this.source || document.hidden) {
      return;
    }
    this.source = new EventSource(
        '/updates?page=' + encodeURIComponent(location.pathname + location.search));
    this.source.addEventListener('version', event => {
      if (event.data !== document.body.dataset.version) {
        location.reload();
      }
    });
    this.source.addEventListener('pieces', event => show(JSON.parse(event.data)));
    this.source.onerror = () => this.onError();
  },

  /** The browser comes again by itself; only what was answered with a no is over. */
  onError() {
    show({ 'live-note': 'What you see is not current: Lowtide does not answer. Trying again…' });
    if (this.source && this.source.readyState === EventSource.CLOSED) {
      this.close();
      setTimeout(() => becomeWhole().then(() => this.open(), () => this.onError()), 5000);
    }
  },

  close() {
    if (this.source) {
      this.source.close();
      this.source = null;
    }
  }
};

/** A page that the browser kept may be of somebody who has signed out since. */
window.addEventListener('pageshow', event => {
  if (event.persisted) {
    location.reload();
  }
});

if (document.body.dataset.live !== undefined) {
  document.addEventListener('visibilitychange',
      () => document.hidden ? stream.close() : stream.open());
  window.addEventListener('pagehide', () => stream.close());
  window.addEventListener('pageshow', () => stream.open());
  stream.open();
}

/** Figures of a chart under the pointer, or under a cursor that arrow keys move. */
const SVG = 'http://www.w3.org/2000/svg';
const PLOT = { left: 56, right: 592, top: 10, bottom: 156 };

function dots(chart) {
  const all = [];
  for (const line of chart.querySelectorAll('polyline')) {
    for (const pair of line.getAttribute('points').split(' ')) {
      const [x, y] = pair.split(',').map(Number);
      all.push({ x, y, name: line.dataset.name });
    }
  }
  return all;
}

function timeAt(chart, x) {
  const from = Number(chart.dataset.from);
  const share = (x - PLOT.left) / (PLOT.right - PLOT.left);
  return new Date(from + share * (Number(chart.dataset.to) - from));
}

function valueAt(chart, y) {
  const value = (PLOT.bottom - y) / (PLOT.bottom - PLOT.top) * Number(chart.dataset.max);
  return (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en');
}

function point(chart, x) {
  const all = dots(chart);
  if (all.length === 0) {
    return;
  }
  const near = all.reduce((a, b) => Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a).x;
  const here = all.filter(dot => dot.x === near);
  chart.dataset.cursor = near;
  let cursor = chart.querySelector('.cursor');
  if (!cursor) {
    cursor = document.createElementNS(SVG, 'line');
    cursor.setAttribute('class', 'cursor');
    chart.querySelector(':scope > svg').append(cursor);
  }
  for (const [name, value] of [['x1', near], ['x2', near], ['y1', PLOT.top], ['y2', PLOT.bottom]]) {
    cursor.setAttribute(name, value);
  }
  let output = chart.querySelector('output');
  if (!output) {
    output = document.createElement('output');
    chart.append(output);
  }
  output.textContent = timeAt(chart, near).toISOString().slice(11, 19) + ' UTC: '
      + here.map(dot => dot.name + ' ' + valueAt(chart, dot.y) + ' ' + chart.dataset.unit).join(', ');
}

function placeOf(chart, event) {
  const box = chart.querySelector(':scope > svg').getBoundingClientRect();
  return (event.clientX - box.left) / box.width * 600;
}

function step(chart, by) {
  const places = [...new Set(dots(chart).map(dot => dot.x))].sort((a, b) => a - b);
  const now = places.indexOf(Number(chart.dataset.cursor));
  point(chart, places[Math.max(0, Math.min(places.length - 1, now < 0 ? places.length - 1 : now + by))]);
}

let dragged = null;
document.addEventListener('pointermove', event => {
  const chart = event.target.closest?.('.chart');
  if (chart) {
    point(chart, placeOf(chart, event));
  }
});
document.addEventListener('pointerdown', event => {
  const chart = event.target.closest?.('.chart');
  dragged = chart ? { chart, x: placeOf(chart, event) } : null;
});
document.addEventListener('pointerup', event => {
  const chart = event.target.closest?.('.chart');
  if (!dragged || dragged.chart !== chart) {
    return;
  }
  const [from, to] = [dragged.x, placeOf(chart, event)].sort((a, b) => a - b);
  if (to - from > 15) {
    const clean = time => timeAt(chart, time).toISOString().slice(0, 19) + 'Z';
    location.href = '/load?from=' + clean(from) + '&to=' + clean(to);
  }
});
document.addEventListener('keydown', event => {
  const chart = event.target.closest?.('.chart');
  if (chart && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    step(chart, event.key === 'ArrowLeft' ? -1 : 1);
    event.preventDefault();
  } else if (chart && (event.key === '+' || event.key === '-')) {
    document.querySelector(event.key === '+' ? '[data-zoom=closer]' : '[data-zoom=wider]')?.click();
  }
});

function makeChartsFocusable() {
  for (const chart of document.querySelectorAll('.chart')) {
    chart.tabIndex = 0;
  }
}
makeChartsFocusable();
document.addEventListener('lowtide:shown', makeChartsFocusable);
