import { useEffect, useRef, useState } from 'react';

/** What may be wider than its place scrolls by itself; the keyboard can reach it when it does. */
export function Wide({ name, children }: { name: string; children: React.ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    const sizes = new ResizeObserver(() => setScrolls(box.scrollWidth > box.clientWidth));
    sizes.observe(box);
    if (box.firstElementChild) sizes.observe(box.firstElementChild);
    return () => sizes.disconnect();
  }, []);
  return (
    <div className="wide" ref={place} {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': name } : {})}>
      {children}
    </div>
  );
}
