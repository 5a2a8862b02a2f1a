/** Serves the page as static files, on an origin of its own, as a CDN would. */
import express from 'express';

const app = express();
app.use(express.static('page'));
// enode-link-button.js and enode-link-callback.js
app.use(express.static('node_modules/enode-link-button/dist/cdn'));
app.listen(8080, 'localhost');
