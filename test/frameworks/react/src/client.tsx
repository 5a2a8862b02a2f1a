import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

const root = document.querySelector('#app');
if (root) {
  hydrateRoot(
    root,
    <StrictMode>
      <App />
    </StrictMode>,
    // A mismatch is put right without a word in production; the test must hear of it.
    { onRecoverableError: (error) => console.error(error) },
  );
}
