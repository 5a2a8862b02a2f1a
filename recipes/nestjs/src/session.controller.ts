import { BadRequestException, Body, Controller, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SessionService } from './session.service.js';

@Controller('sign-in')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  /** The demo's sign-in, without a password. Replace it by yours. */
  @Post()
  @Redirect('/', 303)
  async signIn(@Body('user') user: unknown, @Res({ passthrough: true }) response: Response) {
    if (typeof user !== 'string' || user === '') throw new BadRequestException('No user');
    response.cookie('session', await this.sessions.create(user), {
      httpOnly: true,
      sameSite: 'lax',
      secure: process.env.APP_ORIGIN?.startsWith('https:') ?? false,
    });
  }
}
