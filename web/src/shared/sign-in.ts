import type { Settings } from './settings';

type SignIn = NonNullable<Settings['signIn']>;

const name = 'livetally.sign-in';

interface Begun extends SignIn {
  readonly state: string;
  readonly verifier: string;
  readonly returnTo: string;
}

interface SignedIn {
  readonly accessToken: string;
  readonly expiresAt: number;
}

/**
 * Signs in by OAuth 2.0's code flow with PKCE. The directory answers to `/`, the one address that the registration of the pages has to name;
 * the home page ends it with {@link endSignIn} and goes back to where it began.
 */
export async function beginSignIn(signIn: SignIn, returnTo = location.pathname + location.search): Promise<void> {
  const begun: Begun = { ...signIn, state: random(), verifier: random(), returnTo };
  sessionStorage.setItem(`${name}.begun`, JSON.stringify(begun));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier));
  const { authorization_endpoint: endpoint } = await endpoints(signIn.authority);
  location.assign(`${endpoint}?${new URLSearchParams({
    client_id: signIn.clientId, response_type: 'code', redirect_uri: redirectUri(), scope: signIn.scope, state: begun.state,
    code_challenge: base64Url(new Uint8Array(challenge)), code_challenge_method: 'S256', response_mode: 'query',
  })}`);
}

/**
 * Where the directory's answer is in the address: takes the token and goes back. False where there is none.
 * @throws Error when the directory refuses, or answers something else than what was asked here.
 */
export async function endSignIn(): Promise<boolean> {
  const answer = new URLSearchParams(location.search);
  const text = sessionStorage.getItem(`${name}.begun`);
  if (!text || !(answer.has('state') || answer.has('error'))) return false;
  sessionStorage.removeItem(`${name}.begun`);
  const begun = JSON.parse(text) as Begun;
  // Neither reloading nor going on from here is to carry it along.
  history.replaceState(null, '', location.pathname);
  // Before anything of it is shown: whoever makes a link can write an error into it.
  if (answer.get('state') !== begun.state) throw new Error('The answer to the sign-in is not to the one that began here.');
  const code = answer.get('code');
  if (!code) throw new Error(`The directory refuses: ${answer.get('error_description') ?? answer.get('error') ?? 'no reason given'}`);
  await take(begun, code);
  location.replace(begun.returnTo);
  return true;
}

/** The token of whoever signed in in this tab, while it holds. */
export function accessToken(): string | null {
  const text = sessionStorage.getItem(name);
  if (!text) return null;
  const signedIn = JSON.parse(text) as SignedIn;
  return signedIn.expiresAt > Date.now() ? signedIn.accessToken : null;
}

export const signOut = (): void => sessionStorage.removeItem(name);

async function take(begun: Begun, code: string): Promise<void> {
  const { token_endpoint: endpoint } = await endpoints(begun.authority);
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: begun.clientId, grant_type: 'authorization_code', code, redirect_uri: redirectUri(), code_verifier: begun.verifier, scope: begun.scope,
    }),
  });
  if (!answer.ok) throw new Error(`The directory gives no token: ${answer.status}.`);
  const { access_token, expires_in } = await answer.json() as { access_token: string; expires_in: number };
  sessionStorage.setItem(name, JSON.stringify({ accessToken: access_token, expiresAt: Date.now() + (expires_in - 60) * 1000 } satisfies SignedIn));
}

async function endpoints(authority: string): Promise<{ authorization_endpoint: string; token_endpoint: string }> {
  const answer = await fetch(`${authority.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!answer.ok) throw new Error(`The directory does not answer: ${answer.status}.`);
  return await answer.json() as { authorization_endpoint: string; token_endpoint: string };
}

const redirectUri = (): string => `${location.origin}/`;

const random = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
