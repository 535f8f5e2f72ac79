/** Where the element finds LiveTally: scheme, host and port of each. */
export interface Server {
  /** '' where it is the page's own, whose policy may allow no more than 'self'. */
  readonly api: string;
  readonly pages: string;
}

/**
 * @param named what the element's attribute says: it goes before all else
 * @param built the API that the script was built for, '' where that is with the pages
 * @param source where the script came from
 * @param here where the page around the element came from
 */
export function serverOf(named: string | null, built: string, source: string, here: string): Server {
  const server = named?.trim().replace(/\/$/, '') || null;
  const api = server ?? (built || source);
  return { api: api === here ? '' : api, pages: server ?? source };
}
