// In place of the engine's map, which draws tiles from a far host: the same answer, typed. Works without network.
import { computed, defineComponent, h, ref, useId } from 'vue';
import { say } from './words';

interface Feature { geometry?: { type: string; coordinates: unknown } }
type Pair = [number, number];

function pairsOf(feature?: Feature): Pair[] {
  const { type, coordinates } = feature?.geometry ?? {};
  if (!coordinates) return [];
  if (type === 'Point') return [coordinates as Pair];
  return (type === 'Polygon' ? (coordinates as Pair[][])[0] : coordinates) as Pair[];
}

const write = (feature?: Feature) => pairsOf(feature).map(([longitude, latitude]) => `${latitude}, ${longitude}`).join('\n');

function read(line: string): Pair | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(line);
  const pair: Pair | null = found && [Number(found[1]), Number(found[2])];
  return pair && Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180 ? pair : null;
}

const FEWEST: Record<string, number> = { point: 1, trace: 2, shape: 3 };

export default defineComponent({
  props: ['singleFeatureType', 'featureCollection', 'mode', 'orderedExtraProps', 'savedFeatureValue', 'disabled'],
  emits: ['save'],
  setup(props, { emit }) {
    const id = useId();
    const kind = props.singleFeatureType as string;
    const text = ref(write(props.savedFeatureValue));
    const problem = ref('');
    const label = computed(() => say(kind === 'point' ? 'map_point' : 'map_line'));

    function change(): void {
      const lines = text.value.split('\n').filter((line) => line.trim());
      const pairs = lines.map(read);
      problem.value = '';
      if (lines.length === 0) emit('save', '');
      else if (pairs.includes(null)) problem.value = say('map_wrong');
      else if (pairs.length < FEWEST[kind]) problem.value = say('map_few', { count: FEWEST[kind] });
      else {
        const points = (kind === 'point' ? pairs.slice(0, 1) : pairs).map((pair) => `${pair!.join(' ')} 0 0`);
        if (kind === 'shape' && points[0] !== points.at(-1)) points.push(points[0]);
        emit('save', points.join('; '));
      }
    }

    return () => h('div', { class: ['govuk-form-group', problem.value && 'govuk-form-group--error'] }, [
      h('p', { class: 'govuk-hint' }, say('map_none')),
      h('label', { class: 'govuk-label', for: id }, label.value),
      problem.value && h('p', { class: 'govuk-error-message', id: `${id}-error`, role: 'alert' }, problem.value),
      h(kind === 'point' ? 'input' : 'textarea', {
        id, class: kind === 'point' ? 'govuk-input' : 'govuk-textarea', rows: 5, value: text.value, disabled: props.disabled,
        'aria-describedby': problem.value ? `${id}-error` : undefined, 'aria-invalid': problem.value ? 'true' : undefined,
        onInput: (event: Event) => { text.value = (event.target as HTMLInputElement).value; }, onChange: change,
      }),
    ]);
  },
});
