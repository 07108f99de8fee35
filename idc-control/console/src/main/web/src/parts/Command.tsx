import { Button } from '@mantine/core';
import { useRef, useState } from 'react';

/** The command that does the same, to be copied. */
export function Command({ command, note }: { command: string; note?: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      setSaid('Copied');
    } catch {
      // Without a secure context there is no clipboard: it is selected for Ctrl-C.
      if (code.current) getSelection()?.selectAllChildren(code.current);
      setSaid('Selected');
    }
    setTimeout(() => setSaid('Copy'), 2_000);
  };
  return (
    <div>
      <div className="command">
        <code ref={code}>{command}</code>
        <Button size="compact-xs" variant="default" onClick={() => void copy()} aria-label={`Copy the command ${command}`}>
          {said}
        </Button>
      </div>
      {note ? <small className="dim">{note}</small> : null}
    </div>
  );
}
