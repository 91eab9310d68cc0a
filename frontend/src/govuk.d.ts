// govuk-frontend ships no types; these are the few shapes we touch.
declare module 'govuk-frontend/dist/govuk/init.mjs' {
  type Component = new (root: Element, config?: object) => object;
  export function createAll(component: Component, config?: object, options?: { scope?: Element | Document }): object[];
}
declare module 'govuk-frontend/dist/govuk/components/*' {
  type Component = new (root: Element, config?: object) => object;
  export const Button: Component;
  export const CharacterCount: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const SkipLink: Component;
  export const Tabs: Component;
}
