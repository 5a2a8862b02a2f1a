/** Endpoints for <enode-link-button>, with NestJS on Express. */
import 'reflect-metadata';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { toNodeListener } from 'enode-link-button/server';
import { AppModule } from './app.module.js';
import { EnodeService } from './enode.service.js';

const app = await NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true });

// The handler needs the body unread, so it comes before Nest's parsers, which listen() adds. Guards and
// interceptors do not run for it: it asks SessionService who is signed in.
app.use('/api/enode', toNodeListener(app.get(EnodeService).handler));

// One delivery of a webhook has up to 100 events: more than the parser's limit of 100 kB.
app.useBodyParser('json', { limit: '2mb' });
app.useStaticAssets(resolve(process.env.PUBLIC_DIR ?? '../public'));
await app.listen(process.env.PORT ?? 8000);
