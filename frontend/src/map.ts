// The interactive map of sites: the same places, filters and words as the page, which works without it.
// The library is large and is fetched only when somebody opens the map. Nothing comes from other servers.
import type { GeoJSONSource, Map as Chart, Marker } from 'maplibre-gl';

type Library = typeof import('maplibre-gl');
interface Cluster { latitude: number; longitude: number; count: number }
interface Site {
  name: string; url: string; status: string; mineral: string; latitude: number; longitude: number; cell: number; how_exact: string;
}
type Answer = { kind: 'clusters'; total: number; clusters: Cluster[] } | { kind: 'sites'; total: number; sites: Site[] };
interface Words { one: string; many: string; zoom: string; failed: string; count: string[]; site: string[]; controls: Record<string, string> }

const host = document.querySelector<HTMLElement>('#map-interactive');
const offer = document.querySelector<HTMLElement>('#map-open');
const open = offer?.querySelector('button');
const words: Words = JSON.parse(document.querySelector('#map-words')?.textContent ?? 'null');
const TEAL = '#0b5c6b';

/** The middle of a cell as a square of its size: a place that is not known exactly is never drawn as a point. */
function square(site: Site): object {
  const half = site.cell / 2;
  const [west, east] = [site.longitude - half, site.longitude + half];
  const [south, north] = [site.latitude - half, site.latitude + half];
  return {
    type: 'Feature', properties: { name: site.name },
    geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
  };
}

const collection = (features: object[]) => ({ type: 'FeatureCollection', features }) as never;
const counted = (count: number) => (count === 1 ? words.one : words.many).replace('{count}', String(count));

function link(site: Site, name: string): HTMLAnchorElement {
  const found = document.createElement('a');
  found.href = site.url;
  found.className = name;
  return found;
}

/** Something on the map that can be reached with the keyboard: a number to zoom into, or a site to open. */
function markerOf(library: Library, chart: Chart, each: Cluster | Site): Marker {
  let element: HTMLElement;
  if ('count' in each) {
    element = document.createElement('button');
    element.className = 'batea-cluster';
    element.textContent = String(each.count);
    element.setAttribute('aria-label', `${counted(each.count)}. ${words.zoom}`);
    element.addEventListener('click', () => chart.easeTo({ center: [each.longitude, each.latitude], zoom: chart.getZoom() + 2 }));
  } else {
    element = link(each, 'batea-spot');
    element.title = each.name;
    element.setAttribute('aria-label', each.name);
  }
  return new library.Marker({ element }).setLngLat([each.longitude, each.latitude]).addTo(chart);
}

function table(answer: Answer): HTMLTableElement {
  const made = document.createElement('table');
  made.className = 'govuk-table';
  const heads = answer.kind === 'sites' ? words.site : words.count;
  const top = made.createTHead().insertRow();
  for (const head of heads) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.className = 'govuk-table__header';
    cell.textContent = head;
    top.append(cell);
  }
  const body = made.createTBody();
  const rows: (string | HTMLElement)[][] = answer.kind === 'sites' ? answer.sites.map(siteRow) : answer.clusters.map(clusterRow);
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) {
      const cell = line.insertCell();
      cell.className = 'govuk-table__cell';
      cell.append(value);
    }
  }
  return made;
}

function siteRow(site: Site): (string | HTMLElement)[] {
  const named = link(site, 'govuk-link');
  named.textContent = site.name;
  return [named, site.mineral, site.latitude.toFixed(3), site.longitude.toFixed(3), site.how_exact];
}

const clusterRow = (each: Cluster) => [String(each.count), each.latitude.toFixed(2), each.longitude.toFixed(2)];

/** What is asked for the part of the world on show, with the filters of the page. */
function question(chart: Chart): string {
  const asked = new URLSearchParams(location.search);
  const bounds = chart.getBounds();
  const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  asked.set('bbox', edges.map((edge) => edge.toFixed(4)).join(','));
  asked.set('zoom', String(Math.floor(chart.getZoom())));
  return `${host!.dataset.places}?${asked}`;
}

let markers: Marker[] = [];
let asking: AbortController | undefined;

async function look(library: Library, chart: Chart): Promise<void> {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer: Answer = await (await fetch(question(chart), { signal: asking.signal })).json();
    show(library, chart, answer);
  } catch (error) {
    if ((error as Error).name !== 'AbortError') say(words.failed);
  }
}

function show(library: Library, chart: Chart, answer: Answer): void {
  markers.forEach((marker) => marker.remove());
  const exact: (Cluster | Site)[] = answer.kind === 'clusters' ? answer.clusters : answer.sites.filter((site) => !site.cell);
  markers = exact.map((each) => markerOf(library, chart, each));
  const cells = answer.kind === 'sites' ? answer.sites.filter((site) => site.cell) : [];
  (chart.getSource('cells') as GeoJSONSource).setData(collection(cells.map(square)));
  document.querySelector('#map-table')?.replaceChildren(table(answer));
  say(counted(answer.total));
}

function say(text: string): void {
  const line = document.querySelector('#map-said');
  if (line) line.textContent = text;
}

function edgesOf(outline: { features: { geometry: { coordinates: unknown } }[] }): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  const walk = (spots: unknown): void => {
    if (!Array.isArray(spots)) return;
    if (typeof spots[0] !== 'number') return spots.forEach(walk);
    const [x, y] = spots as number[];
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  };
  outline.features.forEach((feature) => walk(feature.geometry.coordinates));
  return box[0] < box[2] ? box : [-170, -60, 170, 75];
}

async function start(): Promise<void> {
  const { library: where, worker, outline: from } = host!.dataset;
  const [library, outline] = await Promise.all([
    import(new URL(where!, location.href).href) as Promise<Library>,
    fetch(from!).then((answer) => answer.json()),
  ]);
  library.setWorkerUrl(new URL(worker!, location.href).href);
  offer!.hidden = true;
  host!.hidden = false;
  const chart = new library.Map({
    container: host!, bounds: edgesOf(outline), fitBoundsOptions: { padding: 20 }, maxZoom: 16,
    dragRotate: false, pitchWithRotate: false, attributionControl: false, locale: words.controls,
    style: {
      version: 8,
      sources: { outline: { type: 'geojson', data: outline }, cells: { type: 'geojson', data: collection([]) } },
      layers: [
        { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
        { id: 'land', type: 'fill', source: 'outline', paint: { 'fill-color': '#f6f1e7' } },
        { id: 'borders', type: 'line', source: 'outline', paint: { 'line-color': '#b9ab8f', 'line-width': 1 } },
        { id: 'cells', type: 'fill', source: 'cells', paint: { 'fill-color': TEAL, 'fill-opacity': 0.25 } },
        { id: 'edges', type: 'line', source: 'cells', paint: { 'line-color': TEAL, 'line-width': 1.5 } },
      ],
    },
  });
  chart.touchZoomRotate.disableRotation();
  chart.keyboard.disableRotation();
  chart.addControl(new library.NavigationControl({ showCompass: false }));
  chart.addControl(new library.ScaleControl());
  chart.on('load', () => {
    document.querySelector('#map-drawing')?.setAttribute('hidden', '');
    chart.getCanvas().focus();
    void look(library, chart);
  });
  chart.on('moveend', () => void look(library, chart));
}

if (host && offer && open && words) {
  offer.hidden = false;
  open.addEventListener('click', () => {
    open.disabled = true;
    start().catch(() => { say(words.failed); open.disabled = false; offer.hidden = false; host.hidden = true; });
  });
}
