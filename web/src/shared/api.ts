/** Where the API is: with the pages, unless they were built for one elsewhere, as in Azure (infra/hooks/address.sh). */
export const api: string = import.meta.env.VITE_LIVETALLY_API ?? '';
