import { Http } from '../client/http';

/** How admins sign in where Entra ID knows them. */
export interface SignIn {
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
}

/** What `GET /api/settings` says of the server that these pages belong to. */
export interface Settings {
  /** Null: by the admin key. */
  readonly signIn: SignIn | null;
  readonly target: 'local' | 'azure';
}

export const settings = (): Promise<Settings> => new Http('', fetch.bind(window)).json<Settings>('settings');
