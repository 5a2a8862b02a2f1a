export default defineNuxtConfig({
  compatibilityDate: '2026-05-01',
  telemetry: false,
  // The page of the recipes. In your application the button is in a component of Vue.
  dir: { public: process.env.PUBLIC_DIR ?? '../public' },
});
