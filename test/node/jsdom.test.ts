/** The element in jsdom: see imitated-page.ts. */
import { JSDOM, VirtualConsole } from 'jsdom';
import { ADDRESS, describeElement, enterPage, HTML } from './imitated-page.js';

const virtualConsole = new VirtualConsole();
enterPage(new JSDOM(HTML, { url: ADDRESS, virtualConsole }).window);
describeElement('jsdom');
