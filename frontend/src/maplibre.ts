// The map library as a file of its own, fetched when a map is opened. Only what the map uses is kept.
export { Map, Marker, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
