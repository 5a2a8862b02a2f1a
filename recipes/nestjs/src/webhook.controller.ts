import {
  Controller,
  Headers,
  HttpCode,
  HttpException,
  Logger,
  Post,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { verifyWebhook, WebhookError } from 'enode-link-button/server';
import type { Request } from 'express';

@Controller('hooks/enode')
export class WebhookController {
  private readonly logger = new Logger(WebhookController.name);
  // In production, a unique key in your database.
  private readonly delivered = new Set<string>();

  @Post()
  @HttpCode(204)
  async receive(
    @Req() { headers, rawBody = Buffer.of() }: RawBodyRequest<Request>,
    @Headers('x-enode-delivery') delivery: string,
  ) {
    const events = await verifyWebhook(
      { headers, rawBody },
      process.env.ENODE_WEBHOOK_SECRET,
    ).catch((error: unknown) => {
      throw error instanceof WebhookError ? new HttpException(error.code, error.status) : error;
    });
    if (this.delivered.has(delivery)) return;
    this.delivered.add(delivery);
    // Enode waits for five seconds: pass work that takes long to a queue.
    for (const { event, user } of events) this.logger.log(`${event} ${user?.id ?? ''}`);
  }
}
