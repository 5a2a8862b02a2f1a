/** The return page of the static site. A module of its own: the development server finds no script outside of its root. */
import '../../src/callback.js';
