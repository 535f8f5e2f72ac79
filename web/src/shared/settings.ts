import { api } from './api';

/** How people sign in, and where this runs (`GET /api/settings`). */
export interface Settings {
  readonly signIn: { readonly authority: string; readonly clientId: string; readonly scope: string } | null;
  readonly target: 'local' | 'azure';
}

/** @throws Error when there is no good answer. */
export async function settings(baseUrl = api): Promise<Settings> {
  const answer = await fetch(`${baseUrl}/api/settings`);
  if (!answer.ok) throw new Error(`The settings cannot be read: ${answer.status}.`);
  return await answer.json() as Settings;
}
