/** Vite's suffix `?raw` imports a file as text. */
declare module '*.js?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- Vite exports the text as the default
  export default text;
}

declare module '*.md?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- Vite exports the text as the default
  export default text;
}
