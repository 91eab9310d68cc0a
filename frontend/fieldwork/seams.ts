// What the built engine calls from inside (engine.mjs writes these calls into it).
import { say } from './words';

export { say };

let listener: (root: unknown) => void = () => {};
export const listen = (next: (root: unknown) => void): void => { listener = next; };
export const opened = (root: unknown): void => listener(root);
