/** Any value of the API as indented text, as `-o yaml` shows it. */
export function yamlOf(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []\n';
    return `\n${value.map((each) => `${indent}-${nested(each, `${indent}  `)}`).join('')}`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return ' {}\n';
    return `\n${entries.map(([key, each]) => `${indent}${key}:${yamlOf(each, `${indent}  `)}`).join('')}`;
  }
  return ` ${scalar(value)}\n`;
}

/** What stands in a list begins on the line of its dash. */
function nested(value: unknown, indent: string): string {
  const text = yamlOf(value, indent);
  return text.startsWith('\n') ? ` ${text.slice(1).trimStart()}` : text;
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return value !== '' && /^[A-Za-z/][A-Za-z0-9_./ -]*$/.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value) && !value.endsWith(' ') ? value : JSON.stringify(value);
}

export function Tree({ value, name }: { value: unknown; name: string }) {
  return (
    <pre className="text" tabIndex={0} role="region" aria-label={name}>
      {yamlOf(value).trimStart()}
    </pre>
  );
}
