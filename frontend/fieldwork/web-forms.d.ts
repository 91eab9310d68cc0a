// What we use of @getodk/web-forms; its package brings no types.
declare module '@getodk/web-forms' {
  import type { Component, Plugin } from 'vue';

  export const OdkWebForm: Component;
  export const webFormsPlugin: Plugin;
}
