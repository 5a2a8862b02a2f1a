import { mergeApplicationConfig } from '@angular/core';
import { bootstrapApplication, type BootstrapContext } from '@angular/platform-browser';
import { provideServerRendering } from '@angular/platform-server';
import { App } from './app/app';
import { config } from './app/config';

const onServer = mergeApplicationConfig(config, { providers: [provideServerRendering()] });

export default (context: BootstrapContext) => bootstrapApplication(App, onServer, context);
