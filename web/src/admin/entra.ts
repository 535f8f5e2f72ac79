import * as oauth from 'oauth4webapi';
import type { Session } from './session';
import type { SignIn } from './settings';

interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  readonly expiresAt: number;
  readonly name: string | null;
}

interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
}

const keptTokens = 'livetally.admin.tokens';
const keptPending = 'livetally.admin.signIn';
const renewBefore = 60_000;

/** Signs in with Entra ID, or another OpenID Connect provider: authorization code flow with PKCE, no secret. Tokens live as long as the tab. */
export class EntraSession implements Session {
  #renewing: Promise<void> | null = null;

  private constructor(private readonly provider: Provider, private tokens: Tokens) {}

  get name(): string | null {
    return this.tokens.name;
  }

  /** The session of this tab, or the one that the provider has just sent back here; null when nobody is signed in. */
  static async resume(signIn: SignIn): Promise<EntraSession | null> {
    const provider = new Provider(signIn);
    const pending = read<Pending>(keptPending);
    const here = new URL(location.href);
    if (pending && here.searchParams.has('state')) {
      sessionStorage.removeItem(keptPending);
      history.replaceState(null, '', pending.returnTo);
      const tokens = await provider.redeem(here, pending);
      return new EntraSession(provider, keep(tokens));
    }
    const tokens = read<Tokens>(keptTokens);
    return tokens && new EntraSession(provider, tokens);
  }

  /** Leaves the page for the provider's. */
  static async begin(signIn: SignIn): Promise<void> {
    const pending: Pending = {
      verifier: oauth.generateRandomCodeVerifier(),
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      returnTo: location.pathname + location.hash,
    };
    sessionStorage.setItem(keptPending, JSON.stringify(pending));
    location.assign(await new Provider(signIn).authorizeUrl(pending));
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    // Calls at the same time renew once: a refresh token may be good for one use only.
    if (Date.now() > this.tokens.expiresAt - renewBefore && this.tokens.refresh) {
      await (this.#renewing ??= this.#renew(this.tokens.refresh).finally(() => { this.#renewing = null; }));
    }
    return { Authorization: `Bearer ${this.tokens.access}` };
  }

  async #renew(refresh: string): Promise<void> {
    this.tokens = keep({ ...this.tokens, ...await this.provider.renew(refresh) });
  }

  end(): void {
    sessionStorage.removeItem(keptTokens);
  }
}

/** The calls to the provider, checked as OAuth 2.1 and OpenID Connect ask. */
class Provider {
  readonly #client: oauth.Client;
  // A provider on this machine has no certificate.
  readonly #options: { [oauth.allowInsecureRequests]: boolean };
  #server: oauth.AuthorizationServer | null = null;

  constructor(private readonly signIn: SignIn) {
    this.#client = { client_id: signIn.clientId };
    this.#options = { [oauth.allowInsecureRequests]: ['127.0.0.1', 'localhost'].includes(new URL(signIn.authority).hostname) };
  }

  async authorizeUrl({ verifier, state, nonce }: Pending): Promise<URL> {
    const url = new URL((await this.#discover()).authorization_endpoint!);
    url.search = String(new URLSearchParams({
      client_id: this.signIn.clientId,
      redirect_uri: redirectUri(),
      response_type: 'code',
      scope: `openid profile offline_access ${this.signIn.scope}`,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }));
    return url;
  }

  async redeem(here: URL, { verifier, state, nonce }: Pending): Promise<Tokens> {
    const server = await this.#discover();
    const parameters = oauth.validateAuthResponse(server, this.#client, here, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server, this.#client, oauth.None(), parameters, redirectUri(), verifier, this.#options);
    const result = await oauth.processAuthorizationCodeResponse(server, this.#client, answer, { expectedNonce: nonce, requireIdToken: true });
    const name = oauth.getValidatedIdTokenClaims(result)?.['name'];
    return { ...tokensOf(result), name: typeof name === 'string' ? name : null };
  }

  async renew(refresh: string): Promise<Omit<Tokens, 'name'>> {
    const server = await this.#discover();
    const answer = await oauth.refreshTokenGrantRequest(server, this.#client, oauth.None(), refresh, this.#options);
    return tokensOf(await oauth.processRefreshTokenResponse(server, this.#client, answer));
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.signIn.authority);
    return this.#server ??= await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, this.#options));
  }
}

const redirectUri = (): string => `${location.origin}/admin`;

function tokensOf(answer: oauth.TokenEndpointResponse): Omit<Tokens, 'name'> {
  return { access: answer.access_token, refresh: answer.refresh_token ?? null, expiresAt: Date.now() + (answer.expires_in ?? 3600) * 1000 };
}

function keep(tokens: Tokens): Tokens {
  sessionStorage.setItem(keptTokens, JSON.stringify(tokens));
  return tokens;
}

function read<T>(key: string): T | null {
  return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null;
}
