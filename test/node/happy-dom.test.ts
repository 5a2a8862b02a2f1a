/** The element in happy-dom: see imitated-page.ts. */
import { Window } from 'happy-dom';
import { ADDRESS, describeElement, enterPage, HTML } from './imitated-page.js';

const page = new Window({ url: ADDRESS });
page.document.write(HTML);
enterPage(page);
describeElement('happy-dom');
