import vue from '@vitejs/plugin-vue';

export default {
  // Mismatches are told in production as well.
  define: { __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: true },
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('enode-') } } }),
  ],
};
