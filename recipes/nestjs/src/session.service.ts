import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { parseCookie } from 'cookie';

/** Who is signed in: a signed token in a cookie that no page can read or write. */
@Injectable()
export class SessionService {
  constructor(private readonly jwt: JwtService) {}

  create(userId: string): Promise<string> {
    return this.jwt.signAsync({ sub: userId });
  }

  async userOf(cookies: string | null): Promise<string | undefined> {
    const { session = '' } = parseCookie(cookies ?? '');
    const token = await this.jwt.verifyAsync<{ sub: string }>(session).catch(() => undefined);
    return token?.sub;
  }
}
