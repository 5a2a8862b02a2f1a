import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { EnodeService } from './enode.service.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { WebhookController } from './webhook.controller.js';

@Module({
  imports: [
    JwtModule.register({ secret: process.env.SESSION_SECRET, signOptions: { expiresIn: '7d' } }),
  ],
  controllers: [SessionController, WebhookController],
  providers: [SessionService, EnodeService],
})
export class AppModule {}
