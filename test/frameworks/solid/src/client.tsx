import { hydrate } from 'solid-js/web';
import { App } from './app';

const root = document.querySelector('#app');
if (root) hydrate(() => <App />, root);
