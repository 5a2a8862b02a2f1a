import { hydrate } from 'preact';
import { App } from './app';

const root = document.querySelector('#app');
if (root) hydrate(<App />, root);
