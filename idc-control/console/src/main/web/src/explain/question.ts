import type { Question } from '../say/command';

/** The question stands in the address, so that it can be sent to a colleague. */
export function questionOf(params: URLSearchParams, idc: string): Question & { headerLines: string } {
  const headerLines = params.get('headers') ?? '';
  return {
    idc: params.get('idc') || idc,
    host: params.get('host') ?? '',
    path: params.get('path') || '/',
    method: params.get('method') || 'GET',
    role: params.get('role') || 'entrance',
    headers: headersOf(headerLines),
    headerLines,
  };
}

/** Reads `name: value` lines; what is none is left out. */
export function headersOf(lines: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/** Returns the lines that are no header. */
export function wrongLines(lines: string): string[] {
  return lines.split('\n').filter((line) => line.trim() !== '' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*:/.test(line));
}
